import { useId } from 'react'
import { Link } from 'wouter'
import { useHere } from '../../app/session.ts'
import { count } from '../../lib/format.ts'
import { useAddress } from '../../lib/url.ts'
import { useWords } from '../../lib/words/index.ts'
import { LevelMark, OverdueMark, StateMark } from '../../ui/marks.tsx'
import { placeBelow } from './areas.ts'
import type { ListedHazard } from './queries.ts'
import { words } from './words.ts'

/** A few hazards, each a link, and the way to all of them. */
export function HazardList({ title, none, all, href, total, hazards }: { title: string; none: string; all: string; href: string; total: number; hazards: readonly ListedHazard[] }) {
  const w = useWords(words)
  const address = useAddress()
  const { region } = useHere()
  const id = useId()
  return (
    <section aria-labelledby={id}>
      <div className="part-head">
        <h2 id={id}>{title}</h2>
        {total > 0 && <Link href={href}>{all} {count(total)}</Link>}
      </div>
      {hazards.length === 0 ? (
        <p className="quiet">{none}</p>
      ) : (
        <ul className="hazard-list">
          {hazards.map((one) => (
            <li key={one.id}>
              <Link href={address(`/hazards/${encodeURIComponent(one.id)}`)}>{one.description}</Link>
              <span className="quiet">
                {placeBelow(one.region, region.id).join(' ')} · {one.subject.name}
              </span>
              <span className="marks">
                {one.overdueDays > 0 ? <OverdueMark days={one.overdueDays} /> : <span className="quiet nowrap">{w.due(one.dueOn)}</span>}
                {one.level === 'MAJOR' && <LevelMark level={one.level} />} <StateMark state={one.state} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
