import { Link, useLocation } from 'wouter'
import { useAddress } from '../lib/url.ts'
import { defineWords, useCommon, useWords } from '../lib/words/index.ts'
import { Icon } from '../ui/Icon.tsx'
import { Popover } from '../ui/Popover.tsx'
import { features, homeOf, preload, type Feature } from './pages.ts'
import { isGridWorker, pagesOf } from './roles.ts'
import { useHere } from './session.ts'

const isAt = (feature: Feature, path: string): boolean => {
  const home = homeOf(feature)
  return home === '/' ? path === '/' : path === home || path.startsWith(`${home}/`)
}

const IN_BOTTOM_BAR = 4
const RECORD = '/inspections/new'
const words = defineWords({ record: '录入检查' }, { record: 'Record' })

/** The pages, at the left; on a phone the first four and 更多, at the bottom. A grid worker records first. */
export function Rail() {
  const w = useCommon()
  const [path] = useLocation()
  const address = useAddress()
  const { viewer } = useHere()
  const own = useWords(words)
  const shown = pagesOf(viewer, features)
  const records = isGridWorker(viewer) && viewer.viewerCanRecord
  const inBar = records ? IN_BOTTOM_BAR - 1 : IN_BOTTOM_BAR
  const link = (feature: Feature, word: string, followed?: () => void) => (
    <Link href={address(homeOf(feature))} onPointerEnter={() => void preload(homeOf(feature))} onFocus={() => void preload(homeOf(feature))} {...(followed ? { onClick: followed } : {})} aria-current={isAt(feature, path) && !(records && path === RECORD) ? 'page' : undefined}>
      <Icon name={feature.icon} size={20} />
      <span>{word}</span>
    </Link>
  )
  const rest = shown.slice(inBar)
  // Without a post nothing else is there to open.
  const ownAccount = (
    <li>
      <Link href={address('/account')} aria-current={path === '/account' ? 'page' : undefined}>
        <Icon name="account" size={20} />
        <span>{w.ownAccount}</span>
      </Link>
    </li>
  )
  return (
    <nav className="rail" aria-label={w.pagesNavigation}>
      <Link className="brand" href={address('/')}>
        {w.product}
      </Link>
      <ul className="rail-all">
        {shown.length === 0 && ownAccount}
        {shown.map((feature) => (
          <li key={feature.name}>{link(feature, w.pages[feature.name])}</li>
        ))}
      </ul>
      <ul className="rail-phone">
        {records && (
          <li>
            <Link className="rail-record" href={address(RECORD)} onPointerEnter={() => void preload(RECORD)} onFocus={() => void preload(RECORD)} aria-current={path === RECORD ? 'page' : undefined}>
              <Icon name="plus" size={20} />
              <span>{own.record}</span>
            </Link>
          </li>
        )}
        {shown.length === 0 && ownAccount}
        {shown.slice(0, inBar).map((feature) => (
          <li key={feature.name}>{link(feature, w.short[feature.name])}</li>
        ))}
        {rest.length > 0 && (
          <li>
            <Popover className={`rail-more${rest.some((feature) => isAt(feature, path)) ? ' at' : ''}`} align="end" label={<><Icon name="more" size={20} /><span>{w.short.more}</span></>}>
              {({ close }) => (
                <ul className="menu">
                  {rest.map((feature) => (
                    <li key={feature.name}>{link(feature, w.pages[feature.name], close)}</li>
                  ))}
                </ul>
              )}
            </Popover>
          </li>
        )}
      </ul>
    </nav>
  )
}
