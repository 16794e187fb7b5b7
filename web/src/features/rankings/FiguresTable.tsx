import { useLocation } from 'wouter'
import { Link } from 'wouter'
import { count, percent } from '../../lib/format.ts'
import { useCommon, useWords } from '../../lib/words/index.ts'
import { useGridKeys } from './keys.ts'
import type { FiguresRow } from './queries.ts'
import { words } from './words.ts'

type Level = 'COUNTRY' | 'PROVINCE' | 'CITY' | 'COUNTY' | 'STREET' | 'COMMUNITY'

interface Props {
  readonly caption: string
  /** The level of the region that the rows lie below. */
  readonly level: Level
  readonly rows: readonly { readonly region: { id: string; code: string | null; name: string }; readonly metrics: FiguresRow | null }[]
  readonly own: FiguresRow | null
  readonly sum: FiguresRow | null
  readonly hrefOf: (region: { id: string; code: string | null }) => string
}

const due = (m: FiguresRow) => m.dueGeneral + m.dueMajor
const onTime = (m: FiguresRow) => m.rectifiedOnTimeGeneral + m.rectifiedOnTimeMajor

/** The sum, of it the region's own (本级), then the areas: they add up. */
export function FiguresTable({ caption, level, rows, own, sum, hrefOf }: Props) {
  const w = useWords(words)
  const c = useCommon()
  const [, go] = useLocation()
  const keys = useGridKeys()
  const columns: readonly { header: string; unit: string; of: (m: FiguresRow) => string; priority: string; alarm?: (m: FiguresRow) => boolean }[] = [
    { header: w.inspections, unit: w.unitVisits, of: (m) => count(m.inspections), priority: 'p2' },
    { header: w.foundGeneral, unit: w.unitHazards, of: (m) => count(m.hazardsFoundGeneral), priority: '' },
    { header: w.foundMajor, unit: w.unitHazards, of: (m) => count(m.hazardsFoundMajor), priority: 'p2' },
    { header: w.due, unit: w.unitHazards, of: (m) => count(due(m)), priority: 'p2' },
    { header: w.onTime, unit: w.unitHazards, of: (m) => count(onTime(m)), priority: 'p2' },
    { header: w.onTimeRate, unit: w.unitRate, of: (m) => percent(m.onTimeRate), priority: '' },
    { header: w.rectifiedRate, unit: w.unitRate, of: (m) => percent(m.rectifiedRate), priority: 'p2' },
    { header: w.reinspectionRate, unit: w.unitRate, of: (m) => percent(m.reinspectionRate), priority: 'p3' },
    { header: w.overdueOpen, unit: w.unitHazards, of: (m) => count(m.overdueOpen), priority: '' },
    { header: w.overdueMajor, unit: w.unitHazards, of: (m) => count(m.overdueOpenMajor), priority: 'p2', alarm: (m) => m.overdueOpenMajor > 0 },
  ]
  const cells = (m: FiguresRow | null) =>
    columns.map((column) => (
      <td key={column.header} className={`number ${column.priority}`}>
        {m === null ? '—' : column.alarm?.(m) ? <b className="alarm">{column.of(m)}</b> : column.of(m)}
      </td>
    ))
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
              {cells(sum)}
            </tr>
          )}
          {own && (
            <tr>
              <th scope="row">{c.ownOf[level]}</th>
              {cells(own)}
            </tr>
          )}
          {rows.map(({ region, metrics }) => (
            <tr key={region.id} className="drills" onClick={(event) => !(event.target as HTMLElement).closest('a') && go(hrefOf(region))}>
              <th scope="row"><Link data-cell href={hrefOf(region)} tabIndex={-1}>{region.name}</Link></th>
              {cells(metrics)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
