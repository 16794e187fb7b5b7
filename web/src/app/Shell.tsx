import { useRef, type ReactNode } from 'react'
import { useCommon } from '../lib/words/index.ts'
import { AccountMenu } from './AccountMenu.tsx'
import { LanguageSwitch } from './LanguageSwitch.tsx'
import { PeriodPicker } from './PeriodPicker.tsx'
import { Rail } from './Rail.tsx'
import { RegionSwitch } from './RegionSwitch.tsx'
import { isAuditor, seesRecords } from './roles.ts'
import { Search } from './Search.tsx'
import { useHere } from './session.ts'

/** The rail, the bar on top, and the page between them. */
export function Shell({ children }: { children: ReactNode }) {
  const w = useCommon()
  const { office, viewer } = useHere()
  const records = seesRecords(viewer)
  const content = useRef<HTMLElement>(null)
  return (
    <div className="shell">
      <a
        className="skip"
        href="#content"
        onClick={(event) => {
          event.preventDefault()
          content.current?.focus()
        }}
      >
        {w.skipToContent}
      </a>
      <Rail />
      <header className="bar">
        {(records || isAuditor(viewer)) && <RegionSwitch />}
        {records && <PeriodPicker />}
        <div className="bar-end">
          {office.demonstration && (
            <span className="demonstration" title={w.demonstrationWhy}>
              {w.demonstration}
            </span>
          )}
          {records && <Search />}
          <LanguageSwitch />
          <AccountMenu />
        </div>
      </header>
      <main id="content" ref={content} tabIndex={-1}>
        {children}
      </main>
    </div>
  )
}
