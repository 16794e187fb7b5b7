import { Link } from 'wouter'
import { regionParam, type Region } from '../../app/session.ts'
import { DASH, count, percent, signed } from '../../lib/format.ts'
import { useAddress } from '../../lib/url.ts'
import { useCommon, useWords } from '../../lib/words/index.ts'
import type { Area } from './areas.ts'
import { words } from './words.ts'

interface Own {
  readonly overdueOpen: number
  readonly overdueOpenMajor: number
  readonly onTimeRate: number | null
  readonly hazardsFoundGeneral: number
  readonly hazardsFoundMajor: number
}

const redIf = (n: number) => (n > 0 ? <b className="alarm">{count(n)}</b> : '0')
const difference = (now: number, before: number | null) => (before === null ? DASH : now === before ? '0' : signed(now - before, 0))

/** The areas below, the worst on top; a name leads into it. */
export function Areas({ areas, level, own, ownPrevious, scored }: { areas: readonly Area[]; level: Region['level']; own: Own | null; ownPrevious: number | null; scored: boolean }) {
  const w = useWords(words)
  const c = useCommon()
  const address = useAddress()
  return (
    <section aria-labelledby="areas">
      <div className="part-head">
        <h2 id="areas">
          {w.areas} <small className="quiet">{w.worstFirst}</small>
        </h2>
        <Link href={address('/rankings')}>{w.ranking}</Link>
      </div>
      <div className="table-frame">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{w.area}</th>
              <th scope="col" className="number">{w.overdue}</th>
              <th scope="col" className="number">{w.major}</th>
              <th scope="col" className="number p2">{w.change}</th>
              <th scope="col" className="number">{w.rate}</th>
              <th scope="col" className="number p3">{w.foundShort}</th>
              {scored && <th scope="col" className="number p2">{w.total}</th>}
              {scored && <th scope="col" className="number">{w.rank}</th>}
            </tr>
          </thead>
          <tbody>
            {areas.map((area) => (
              <tr key={area.id}>
                <th scope="row"><Link href={address('/', { region: regionParam(area) })}>{area.name}</Link></th>
                <td className="number">{area.now.overdueOpen > 0 ? <Link href={address('/overdue', { region: regionParam(area) })}>{count(area.now.overdueOpen)}</Link> : '0'}</td>
                <td className="number">{redIf(area.now.overdueOpenMajor)}</td>
                <td className="number p2">{difference(area.now.overdueOpen, area.overdueBefore)}</td>
                <td className="number">{percent(area.now.onTimeRate)}</td>
                <td className="number p3">{count(area.now.hazardsFoundGeneral + area.now.hazardsFoundMajor)}</td>
                {scored && <td className="number p2">{area.total ?? DASH}</td>}
                {scored && <td className="number">{area.rank ?? DASH}</td>}
              </tr>
            ))}
          </tbody>
          {own && (
            <tfoot>
              <tr>
                <th scope="row">{c.ownOf[level]}</th>
                <td className="number">{count(own.overdueOpen)}</td>
                <td className="number">{redIf(own.overdueOpenMajor)}</td>
                <td className="number p2">{difference(own.overdueOpen, ownPrevious)}</td>
                <td className="number">{percent(own.onTimeRate)}</td>
                <td className="number p3">{count(own.hazardsFoundGeneral + own.hazardsFoundMajor)}</td>
                {scored && <td className="number p2">{DASH}</td>}
                {scored && <td className="number">{DASH}</td>}
              </tr>
            </tfoot>
          )}
        </table>
      </div>
    </section>
  )
}
