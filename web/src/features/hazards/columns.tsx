import { Link } from 'wouter'
import { graphql, readFragment, type FragmentOf, type ResultOf } from '../../gql/index.ts'
import { count, DASH } from '../../lib/format.ts'
import { useAddress } from '../../lib/url.ts'
import { useCommon, useWords } from '../../lib/words/index.ts'
import type { Column } from '../../ui/DataTable.tsx'
import { LevelMark, OverdueMark, StateMark } from '../../ui/marks.tsx'
import './hazards.css'
import { words } from './words.ts'

export const hazardRow = graphql(`
  fragment HazardRow on Hazard {
    id
    number
    version
    description
    level
    state
    source
    foundOn
    dueOn
    overdueDays
    registeredOn
    recordedLate
    region {
      id
      name
    }
    accountable {
      id
      name
    }
    subject {
      id
      name
    }
    sector {
      id
      name
    }
  }
`)

export type HazardRow = ResultOf<typeof hazardRow>
export const hazardRows = (nodes: readonly FragmentOf<typeof hazardRow>[]): HazardRow[] => nodes.map((node) => readFragment(hazardRow, node))

export const ORDER_FIELDS = ['OVERDUE_DAYS', 'DUE_ON', 'FOUND_ON', 'NUMBER'] as const

/** The columns of a list of hazards, the same wherever one stands. `without` leaves out what the page says already. */
export function useHazardColumns(without: readonly string[] = []): Column<HazardRow>[] {
  const w = useWords(words)
  const c = useCommon()
  const address = useAddress()
  const columns: Column<HazardRow>[] = [
    {
      key: 'number', header: c.number, fit: true, priority: 2, fixed: true, sort: 'NUMBER',
      cell: (row) => <Link href={address(`/hazards/${encodeURIComponent(row.id)}`)}>{row.number}</Link>,
    },
    {
      key: 'description', header: w.description, fixed: true,
      cell: (row) => (
        <>
          <Link className="line hazard-text" href={address(`/hazards/${encodeURIComponent(row.id)}`)} title={row.description}>{without.includes('level') && row.level === 'MAJOR' && <><LevelMark level={row.level} /> </>}{row.description}</Link>
          <span className="only-phone second">
            {!without.includes('level') && <LevelMark level={row.level} />} <StateMark state={row.state} /> {without.includes('subject') ? `${c.dueOn} ${row.dueOn}` : row.subject.name}
          </span>
        </>
      ),
    },
    { key: 'level', header: w.level, fit: true, priority: 2, cell: (row) => <LevelMark level={row.level} /> },
    { key: 'state', header: c.state, fit: true, priority: 2, cell: (row) => <StateMark state={row.state} /> },
    { key: 'dueOn', header: c.dueOn, fit: true, priority: 2, sort: 'DUE_ON', cell: (row) => row.dueOn },
    {
      key: 'overdue', header: w.overdueDays, fit: true, number: true, sort: 'OVERDUE_DAYS',
      cell: (row) =>
        row.overdueDays > 0 ? (
          <>
            <span className="alarm not-phone">{count(row.overdueDays)}</span>
            <span className="only-phone"><OverdueMark days={row.overdueDays} /></span>
          </>
        ) : (
          <span className="quiet">{DASH}</span>
        ),
    },
    {
      key: 'subject', header: c.subject, priority: 2,
      cell: (row) => <Link className="line" href={address(`/subjects/${encodeURIComponent(row.subject.id)}`)} title={row.subject.name}>{row.subject.name}</Link>,
    },
    { key: 'place', header: w.place, fit: true, priority: 2, cell: (row) => row.region.name },
    { key: 'accountable', header: w.accountable, fit: true, priority: 2, cell: (row) => row.accountable.name },
    { key: 'sector', header: c.sector, fit: true, priority: 3, cell: (row) => row.sector?.name ?? <span className="quiet">{DASH}</span> },
    { key: 'source', header: c.source, fit: true, priority: 3, cell: (row) => c.hazardSource[row.source] },
    {
      key: 'foundOn', header: c.foundOn, fit: true, priority: 3, sort: 'FOUND_ON',
      cell: (row) => <>{row.foundOn}{row.recordedLate && <span className="tag late">{w.recordedLate}</span>}</>,
    },
  ]
  return columns.filter((column) => !without.includes(column.key))
}
