import { Link } from 'wouter'
import { regionParam, useHere } from '../../app/session.ts'
import { useAddress } from '../../lib/url.ts'
import { useWords } from '../../lib/words/index.ts'
import { Empty } from '../../ui/Empty.tsx'
import { OwnScore } from './OwnScore.tsx'
import { words } from './words.ts'

/** A county's view of the city's live ranking: what is open to it instead is one click away. */
export function ClosedRanking() {
  const w = useWords(words)
  const address = useAddress()
  const { viewer, region } = useHere()
  return (
    <div className="closed">
      <Empty
        title={w.closedTitle}
        action={
          <span className="closed-ways">
            <Link className="button primary" href={address('/rankings', { basis: 'published' })}>{w.seePublished}</Link>
            {viewer.home.id !== region.id && <Link className="button" href={address('/rankings', { region: regionParam(viewer.home) })}>{w.seeOwn(viewer.home.name)}</Link>}
          </span>
        }
      >
        {w.closedBody(region.name)}
      </Empty>
      {viewer.home.id !== region.id && <OwnScore of={viewer.home} basis="LIVE" />}
    </div>
  )
}
