import './form.css'
import { useState, type ReactNode } from 'react'
import { useIsPhone } from '../lib/media.ts'
import { useCommon } from '../lib/words/index.ts'
import { Icon } from './Icon.tsx'

/** The search in front, the other filters beside it; on a phone these wait behind one button. */
export function FilterBar({ search, children }: { search: ReactNode; children: ReactNode }) {
  const w = useCommon()
  const phone = useIsPhone()
  const [open, setOpen] = useState(false)
  return (
    <div className="filters filter-bar no-print">
      {search}
      {phone && (
        <button type="button" className="button" aria-expanded={open} onClick={() => setOpen(!open)}>
          <Icon name="filter" />
          {w.filters}
        </button>
      )}
      {(!phone || open) && children}
    </div>
  )
}
