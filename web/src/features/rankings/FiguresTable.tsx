import { useState } from 'react'
import { Link, useLocation } from 'wouter'
import { useFigureLinks, type Counted } from '../../app/figureLinks.ts'
import { namesOf, useOtherSectors } from '../../app/sectors.ts'
import { regionParam, useHere } from '../../app/session.ts'
import { count, percent, shortDay } from '../../lib/format.ts'
import { useLanguage } from '../../lib/language.ts'
import { lastDayOf } from '../../lib/periods.ts'
import { usePunctuation } from '../../lib/punctuation.ts'
import { useCommon, useWords } from '../../lib/words/index.ts'
import { useGridKeys } from './keys.ts'
import type { FiguresRow } from './queries.ts'
import { words } from './words.ts'

type Level = 'COUNTRY' | 'PROVINCE' | 'CITY' | 'COUNTY' | 'STREET' | 'COMMUNITY'

interface Props {
  /** The id of the region whose table it is. */
  readonly shown: string
  readonly caption: string
  /** The level of the region that the rows lie below. */
  readonly level: Level
  readonly rows: readonly { readonly region: { id: string; code: string | null; name: string; viewerSectors: readonly { readonly name: string }[] | null }; readonly metrics: FiguresRow | null }[]
  readonly own: FiguresRow | null
  readonly sum: FiguresRow | null
  readonly hrefOf: (region: { id: string; code: string | null }) => string
}

/** So many rows without a record stand in the table; more are folded away. */
const FEW_QUIET = 8
const isQuiet = (m: FiguresRow) => m.inspections + m.hazardsFoundGeneral + m.hazardsFoundMajor + due(m) + m.overdueOpen === 0 && m.reinspectionRate === null

const due = (m: FiguresRow) => m.dueGeneral + m.dueMajor
const onTime = (m: FiguresRow) => m.rectifiedOnTimeGeneral + m.rectifiedOnTimeMajor

/** The sum, of it the region's own (本级), then the areas: they add up. */
export function FiguresTable({ shown, caption, level, rows, own, sum, hrefOf }: Props) {
  const w = useWords(words)
  const c = useCommon()
  const [, go] = useLocation()
  const { comma } = usePunctuation()
  const keys = useGridKeys(shown)
  const links = useFigureLinks()
  const language = useLanguage()
  const { region: here, period, office } = useHere()
  const otherSectors = useOtherSectors(namesOf(here.viewerSectors))
  // Of a period that is over, what is overdue is of its last day.
  const last = lastDayOf(period, office.today)
  const unitOfDay = last === null ? w.unitHazards : `${w.unitHazards} · ${shortDay(last, office.today, language)}`
  const [unfolded, setUnfolded] = useState(false)
  const columns: readonly { header: string; unit: string; of: (m: FiguresRow) => string; priority: string; alarm?: true; href?: (at: Counted, m: FiguresRow) => string | null }[] = [
    { header: w.inspections, unit: w.unitVisits, of: (m) => count(m.inspections), priority: 'p2', href: (at, m) => (m.inspections > 0 ? links.inspected(at) : null) },
    { header: w.foundGeneral, unit: w.unitHazards, of: (m) => count(m.hazardsFoundGeneral), priority: '', href: (at, m) => (m.hazardsFoundGeneral > 0 ? links.found(at, { level: 'GENERAL' }) : null) },
    { header: w.foundMajor, unit: w.unitHazards, of: (m) => count(m.hazardsFoundMajor), priority: 'p2', href: (at, m) => (m.hazardsFoundMajor > 0 ? links.found(at, { level: 'MAJOR' }) : null) },
    { header: w.due, unit: w.unitHazards, of: (m) => count(due(m)), priority: 'p2' },
    { header: w.onTime, unit: w.unitHazards, of: (m) => count(onTime(m)), priority: 'p2' },
    { header: w.onTimeRate, unit: w.unitRate, of: (m) => percent(m.onTimeRate), priority: '' },
    { header: w.rectifiedRate, unit: w.unitRate, of: (m) => percent(m.rectifiedRate), priority: 'p2' },
    { header: w.reinspectionRate, unit: w.unitRate, of: (m) => percent(m.reinspectionRate), priority: 'p3' },
    { header: w.overdueOpen, unit: unitOfDay, of: (m) => count(m.overdueOpen), priority: '', href: (at, m) => (m.overdueOpen > 0 ? links.overdue(at) : null) },
    { header: w.overdueMajor, unit: unitOfDay, of: (m) => count(m.overdueOpenMajor), priority: 'p2', alarm: true, href: (at, m) => (m.overdueOpenMajor > 0 ? links.overdue(at, { level: 'MAJOR' }) : null) },
  ]
  const cells = (m: FiguresRow | null, at: Counted, name: string) =>
    columns.map((column) => {
      const href = m && column.href?.(at, m)
      return (
        <td key={column.header} className={`number ${column.priority}`}>
          {m === null ? '—' : href ? <Link data-cell tabIndex={-1} href={href} className={column.alarm && 'alarm'} aria-label={[name, column.header, column.of(m)].join(comma)}>{column.of(m)}</Link> : column.of(m)}
        </td>
      )
    })
  // 46 villages of which two have records are a page of zeros: those without wait behind one line.
  const quiet = rows.filter(({ metrics }) => metrics && isQuiet(metrics))
  const folds = quiet.length > FEW_QUIET
  return (
    <div className="table-frame">
      <table className="table figures-table" {...keys}>
        <caption className="unseen">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{w.area[level]}</th>
            {columns.map((column) => (
              <th key={column.header} scope="col" className={`number ${column.priority}`}>
                {column.header} <small>{column.unit}</small>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sum && (
            <tr className="sum">
              <th scope="row">{w.sum}</th>
              {cells(sum, null, w.sum)}
            </tr>
          )}
          {own && (
            <tr>
              <th scope="row">{c.ownOf[level]}</th>
              {cells(own, 'own', c.ownOf[level])}
            </tr>
          )}
          {(folds && !unfolded ? rows.filter((row) => !quiet.includes(row)) : rows).map(({ region, metrics }) => (
            <tr key={region.id} className="drills" data-region={regionParam(region)} onClick={(event) => !(event.target as HTMLElement).closest('a') && go(hrefOf(region))}>
              <th scope="row"><Link data-cell href={hrefOf(region)} tabIndex={-1}>{region.name}</Link>{otherSectors(namesOf(region.viewerSectors)) && <small className="quiet"> {otherSectors(namesOf(region.viewerSectors))}</small>}</th>
              {cells(metrics, region, region.name)}
            </tr>
          ))}
        </tbody>
      </table>
      {folds && (
        <p className="quiet-areas no-print">
          {!unfolded && <span className="quiet">{w.quietAreas(quiet.length, w.levelUnit[level])} · </span>}
          <button type="button" className="link-button" aria-expanded={unfolded} onClick={() => setUnfolded(!unfolded)}>{unfolded ? w.fold : w.unfold}</button>
        </p>
      )}
    </div>
  )
}
