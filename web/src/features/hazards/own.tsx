import { addDays, daysBetween, type Day } from '@anwang/domain/time'
import { useQuery } from 'urql'
import { graphql } from '../../gql/index.ts'
import { count, DASH } from '../../lib/format.ts'
import { defineWords, useWords } from '../../lib/words/index.ts'
import type { Column } from '../../ui/DataTable.tsx'
import { OverdueMark } from '../../ui/marks.tsx'
import { useHazardColumns, type HazardRow } from './columns.tsx'

/** What is still to be done with a hazard, by somebody. */
export const OPEN = ['REGISTERED', 'RECTIFYING', 'SUBMITTED'] as const

const words = defineWords(
  {
    title: '本单位的隐患', titleOf: (name: string) => `${name}的隐患`, open: '未办结', done: '已办结', register: '登记隐患',
    summary: (open: string) => `未办结 ${open} 条`, late: (n: number) => `逾期 ${n} 条`, soon: (n: number) => `7天内到期 ${n} 条`, next: (day: string) => `最近到期 ${day}`,
    left: '剩余', inDays: (n: number) => (n === 0 ? '今天到期' : `还有${n}天`),
    nothingOpen: '没有未办结的隐患', nothingOpenBody: '检查发现的隐患会列在这里，先到期的在前；已办结的在“已办结”里。',
  },
  {
    title: 'Our hazards', titleOf: (name: string) => `Hazards of ${name}`, open: 'Open', done: 'Done', register: 'Register a hazard',
    summary: (open: string) => `${open} open`, late: (n: number) => `${n} overdue`, soon: (n: number) => `${n} due within 7 days`, next: (day: string) => `next due ${day}`,
    left: 'Left', inDays: (n: number) => (n === 0 ? 'due today' : `${n} ${n === 1 ? 'day' : 'days'}`),
    nothingOpen: 'Nothing is open', nothingOpenBody: 'What inspections find is listed here, what falls due first in front; what is done stands under “Done”.',
  },
)
export const useOwnWords = () => useWords(words)

const ownSubject = graphql(`
  query OwnSubject($home: ID!) {
    region(id: $home) {
      id
      subjects(first: 2) {
        nodes {
          id
          name
        }
      }
    }
  }
`)

/** What the one subject is called whose records an enterprise's account sees; null until it is known, or where there are several. */
export function useOwnName(home: string | null): string | null {
  const [{ data }] = useQuery({ query: ownSubject, variables: { home: home ?? '' }, pause: home === null, requestPolicy: 'cache-first' })
  const found = data?.region?.subjects.nodes ?? []
  return found.length === 1 ? found[0]!.name : null
}

/** The columns of a list of one's own hazards: whose they are and where is known; in front stands how much time is left, of what is open on a day. */
export function useOwnColumns(today: Day | null): Column<HazardRow>[] {
  const columns = useHazardColumns(['level', 'subject', 'place', 'accountable', 'sector', ...(today === null ? ['overdue'] : [])])
  return useTimeLeft(columns, today)
}

/** The columns with how much time is left instead of the days overdue, of what is open on a day; null leaves them. */
export function useTimeLeft(columns: Column<HazardRow>[], today: Day | null): Column<HazardRow>[] {
  const w = useWords(words)
  if (today === null) return columns
  const left = (row: HazardRow) =>
    row.overdueDays > 0 ? <OverdueMark days={row.overdueDays} />
    : row.state === 'REGISTERED' || row.state === 'RECTIFYING' ? w.inDays(Math.max(0, daysBetween(today, row.dueOn)))
    : <span className="quiet">{DASH}</span>
  return columns.map((column) => (column.key === 'overdue' ? { key: 'overdue', header: w.left, fit: true, cell: left } : column))
}

/** What an enterprise owes, in one line. `rows` are those that fall due first. */
export function OpenSummary({ rows, total, today }: { rows: readonly Pick<HazardRow, 'state' | 'dueOn' | 'overdueDays'>[]; total: number; today: Day }) {
  const w = useWords(words)
  if (total === 0) return null
  const late = rows.filter((row) => row.overdueDays > 0).length
  const due = rows.filter((row) => row.state !== 'SUBMITTED' && row.overdueDays === 0)
  const soon = due.filter((row) => row.dueOn <= addDays(today, 7)).length
  const next = due.map((row) => row.dueOn).toSorted()[0]
  return (
    <p className="own-summary">
      <b>{w.summary(count(total))}</b>
      {late > 0 && <b className="alarm">{w.late(late)}</b>}
      {soon > 0 && <span>{w.soon(soon)}</span>}
      {next && <span className="quiet">{w.next(next)}</span>}
    </p>
  )
}
