import { useState } from 'react'
import { Link } from 'wouter'
import { useFigureLinks, type Counted } from '../../app/figureLinks.ts'
import { useOtherSectors } from '../../app/sectors.ts'
import { regionParam, useHere, type Region } from '../../app/session.ts'
import { count, DASH, percent, shortDay, signed } from '../../lib/format.ts'
import { useLanguage } from '../../lib/language.ts'
import { lastDayOf } from '../../lib/periods.ts'
import { usePunctuation } from '../../lib/punctuation.ts'
import { useAddress } from '../../lib/url.ts'
import { useCommon, useWords } from '../../lib/words/index.ts'
import { foldQuiet, type Area } from './areas.ts'
import { words } from './words.ts'

interface Own {
  readonly overdueOpen: number
  readonly overdueOpenMajor: number
  readonly onTimeRate: number | null
  readonly hazardsFoundGeneral: number
  readonly hazardsFoundMajor: number
}

const difference = (now: number, before: number | null) => (before === null ? DASH : now === before ? '0' : signed(now - before, 0))

interface Props {
  readonly areas: readonly Area[]
  readonly level: Region['level']
  readonly own: Own | null
  readonly ownPrevious: number | null
  readonly scored: boolean
  /** The viewer's figures of the region are of these sectors only, its scores of all. */
  readonly sectors: readonly string[] | null
}

/** The areas below, the worst on top; a name leads into it, a figure to what it counts. */
export function Areas({ areas, level, own, ownPrevious, scored, sectors }: Props) {
  const w = useWords(words)
  const c = useCommon()
  const language = useLanguage()
  const address = useAddress()
  const { period, office } = useHere()
  const [unfolded, setUnfolded] = useState(false)
  const last = lastDayOf(period, office.today)
  const { shown, folded } = foldQuiet(areas)
  const otherSectors = useOtherSectors(sectors)
  const whole = sectors ? <small>{w.allSectors}</small> : null
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
              <th scope="col" className="number">{last === null ? w.overdue : <>{shortDay(last, office.today, language)}<wbr />{w.overdueThen}</>}</th>
              <th scope="col" className="number">{w.major}</th>
              <th scope="col" className="number p2">{w.change}</th>
              <th scope="col" className="number">{w.rateHead[0]}<wbr />{w.rateHead[1]}</th>
              <th scope="col" className="number p3">{w.foundShort}</th>
              {scored && <th scope="col" className="number p2">{w.total}{whole}</th>}
              {scored && <th scope="col" className="number">{w.rank}{whole}</th>}
            </tr>
          </thead>
          <tbody>
            {(unfolded ? areas : shown).map((area) => (
              <tr key={area.id}>
                <th scope="row"><Link href={address('/', { region: regionParam(area) })}>{area.name}</Link>{otherSectors(area.sectors) && <small className="quiet"> {otherSectors(area.sectors)}</small>}</th>
                <Counts name={area.name} at={area} now={area.now} before={area.overdueBefore} />
                {scored && <td className="number p2">{area.total === null ? DASH : <Link href={address('/rankings', { why: `${regionParam(area)}.all` })} title={w.see(w.total)}>{area.total}</Link>}</td>}
                {scored && <td className="number">{area.rank ?? DASH}</td>}
              </tr>
            ))}
          </tbody>
          {own && (
            <tfoot>
              <tr>
                <th scope="row">{c.ownOf[level]}</th>
                <Counts name={c.ownOf[level]} at="own" now={own} before={ownPrevious} />
                {scored && <td className="number p2">{DASH}</td>}
                {scored && <td className="number">{DASH}</td>}
              </tr>
            </tfoot>
          )}
        </table>
      </div>
      {folded.length > 0 && (
        <p className="quiet-areas">
          {!unfolded && <span className="quiet">{w.quietAreas(folded.length)} · </span>}
          <button type="button" className="link-button" aria-expanded={unfolded} onClick={() => setUnfolded(!unfolded)}>{unfolded ? w.fold : w.unfold}</button>
        </p>
      )}
    </section>
  )
}

/** Overdue, of these major, since the period before, the rate, found. */
function Counts({ name, at, now, before }: { name: string; at: Counted; now: Own; before: number | null }) {
  const w = useWords(words)
  const links = useFigureLinks()
  const { comma } = usePunctuation()
  const counted = (n: number, href: string, what: string, alarm = false) =>
    n === 0 ? '0' : <Link className={alarm ? 'alarm' : undefined} href={href} aria-label={[name, what, count(n)].join(comma)}>{count(n)}</Link>
  const found = now.hazardsFoundGeneral + now.hazardsFoundMajor
  return (
    <>
      <td className="number">{counted(now.overdueOpen, links.overdue(at), w.overdue)}</td>
      <td className="number">{counted(now.overdueOpenMajor, links.overdue(at, { level: 'MAJOR' }), w.major, true)}</td>
      <td className="number p2">{difference(now.overdueOpen, before)}</td>
      <td className="number">{percent(now.onTimeRate)}</td>
      <td className="number p3">{counted(found, links.found(at), w.foundShort)}</td>
    </>
  )
}
