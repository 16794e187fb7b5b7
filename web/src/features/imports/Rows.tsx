import { useMemo } from 'react'
import { useQuery } from 'urql'
import { count } from '../../lib/format.ts'
import { usePunctuation } from '../../lib/punctuation.ts'
import { useQueryState } from '../../lib/url.ts'
import { useCommon, useWords } from '../../lib/words/index.ts'
import { Failure } from '../../ui/Failure.tsx'
import { Paging, usePage } from '../../ui/Paging.tsx'
import { SkeletonRows } from '../../ui/Skeleton.tsx'
import { rowsQuery, type Counts, type Import, type Row } from './queries.ts'
import { words } from './words.ts'

export const OUTCOMES = ['NEW', 'CHANGED', 'REFUSED', 'ASKED', 'UNCHANGED'] as const
export type Outcome = (typeof OUTCOMES)[number]
const KEYS = { NEW: 'new', CHANGED: 'changed', REFUSED: 'refused', ASKED: 'asked', UNCHANGED: 'unchanged' } as const
const PAGE = 50

/** The counts of the rows by outcome, which are the filter of what is listed below. */
export function OutcomeTabs({ counts, shown }: { counts: Counts; shown: Outcome }) {
  const w = useWords(words)
  const [, change] = useQueryState()
  return (
    <div className="outcomes" role="group" aria-label={w.filterRows}>
      {OUTCOMES.map((outcome) => (
        <button key={outcome} type="button" className="outcome" title={w.countWhy[KEYS[outcome]]} aria-pressed={shown === outcome} disabled={counts[KEYS[outcome]] === 0} onClick={() => change({ rows: outcome.toLowerCase(), after: null, at: null })}>
          <b className={outcome === 'REFUSED' && counts.refused > 0 ? 'alarm' : ''}>{count(counts[KEYS[outcome]])}</b> {w.count[KEYS[outcome]]}
        </button>
      ))}
      {counts.skipped > 0 && <span className="quiet" title={w.countWhy.skipped}>{w.count.skipped} {count(counts.skipped)}</span>}
    </div>
  )
}

/** The rows of an outcome: what is wrong with each, where, and what would be right; or in one line what each brings. */
export function Rows({ one, outcome, version }: { one: Pick<Import, 'id' | 'sheets'>; outcome: Outcome; version: string }) {
  const w = useWords(words)
  const c = useCommon()
  const { after, before } = usePage()
  const context = useMemo(() => ({ additionalTypenames: ['Import', version] }), [version])
  const [{ data, error, fetching, stale }, again] = useQuery({ query: rowsQuery, variables: { id: one.id, outcome: [outcome], first: PAGE, after }, context, requestPolicy: 'cache-and-network' })
  if (error && !data) return <Failure error={error} retry={() => again({ requestPolicy: 'network-only' })} />
  const rows = data?.node?.__typename === 'Import' ? data.node.rows : null
  if (!rows) return <SkeletonRows rows={6} label={c.loading} />
  const hazards = rows.nodes.some((row) => row.writes?.hazard)
  const wrong = outcome === 'REFUSED' || outcome === 'ASKED'
  const several = one.sheets.filter((sheet) => sheet.columns.length > 0 && !sheet.skipped).length > 1
  const place: PlaceOf = (row) => (several ? w.rowAt(row.sheet, row.row) : w.rowOnly(String(row.row)))
  const problems = rows.nodes.flatMap(wrongWith).length
  return (
    <>
      <div className="table-frame" aria-busy={fetching || stale}>
        <table className="table import-rows">
          <caption className="unseen">{wrong ? w.refusedRows : w.preview}</caption>
          <thead>
            <tr>
              <th scope="col" className="fit">{w.row}</th>
              {wrong ? (
                <>
                  <th scope="col" className="fit p2">{w.column}</th><th scope="col" className="p2">{w.value}</th><th scope="col">{w.problem}</th><th scope="col" className="p2">{w.right}</th>
                </>
              ) : (
                <>
                  <th scope="col">{w.preview}</th><th scope="col" className="fit p2">{w.place}</th><th scope="col" className="fit p2">{w.accountable}</th>
                  {hazards && <><th scope="col" className="fit p2">{w.level}</th><th scope="col" className="fit p2">{c.dueOn}</th><th scope="col" className="fit p2">{w.stateAfter}</th></>}
                </>
              )}
            </tr>
          </thead>
          <tbody>{rows.nodes.flatMap((row) => (wrong ? problemLines(row, place) : [<Line key={row.n} row={row} hazards={hazards} place={place} />]))}</tbody>
        </table>
      </div>
      {before > 0 || rows.pageInfo.hasNextPage
        ? <Paging shown={rows.nodes.length} total={rows.totalCount} pageInfo={rows.pageInfo} />
        : <div className="table-foot"><span role="status">{wrong ? w.rowsAndProblems(count(rows.totalCount), count(problems)) : w.rows(count(rows.totalCount))}</span></div>}
    </>
  )
}

function Line({ row, hazards, place }: { row: Row; hazards: boolean; place: PlaceOf }) {
  const w = useWords(words)
  const c = useCommon()
  const { writes } = row
  const hazard = writes?.hazard
  const due = hazard && <>{hazard.dueOn}{hazard.dueByDefault && <span className="quiet warning">{w.dueByDefault}</span>}{hazard.scoredDueOn && <span className="quiet warning" title={w.scoredWhy}>{w.scoredOn(hazard.scoredDueOn)}</span>}</>
  // Nothing that a person confirms may be missing on a phone.
  const narrow = writes && [`${w.place} ${writes.place.name}`, `${w.accountable} ${writes.accountable.name}`, ...(hazard ? [c.hazardLevelShort[hazard.level], `${c.dueOn} ${hazard.dueOn}${hazard.dueByDefault ? ` ${w.dueByDefault}` : ''}${hazard.scoredDueOn ? ` ${w.scoredOn(hazard.scoredDueOn)}` : ''}`, c.hazardState[hazard.state]] : [])]
  const { colon, semicolon } = usePunctuation()
  return (
    <tr>
      <td className="fit quiet">{place(row)}</td>
      <td>
        {row.summary}
        {writes?.lateEntry && <> <span className="tag" title={w.lateWhy}>{w.lateEntry}</span></>}
        {writes?.closed.map((period) => <span key={period} className="quiet warning">{w.countsInClosed(period)}</span>)}
        {writes?.newFirm && <span className="quiet warning">{w.registersFirm}{colon}{writes.firm}</span>}
        {writes && !writes.newFirm && !row.summary.startsWith(writes.firm) && <span className="quiet warning">{w.meansFirm}{colon}{writes.firm}</span>}
        {narrow && <span className="second">{narrow.join(' · ')}</span>}
        {row.problems.map((problem) => <span key={`${problem.field} ${problem.code}`} className="quiet warning">{w.warning}{colon}{problem.message}{problem.right && `${semicolon}${w.inColumn(problem.right, problem.column)}`}</span>)}
      </td>
      <td className="fit p2">{writes?.place.name}</td>
      <td className="fit p2">{writes?.accountable.name}</td>
      {hazards && <><td className="fit p2">{hazard && c.hazardLevelShort[hazard.level]}</td><td className="fit p2">{due}</td><td className="fit p2">{hazard && c.hazardState[hazard.state]}</td></>}
    </tr>
  )
}

type PlaceOf = (row: Row) => string
const wrongWith = (row: Row) => row.problems.filter((problem) => problem.kind !== 'WARNING')
const problemLines = (row: Row, place: PlaceOf) => wrongWith(row).map((problem, i, all) => <ProblemLine key={`${row.n} ${i}`} row={row} problem={problem} rows={i === 0 ? all.length : 0} place={place} />)

/** A problem; the first of a row names it for all of them. */
function ProblemLine({ row, problem, rows, place }: { row: Row; problem: Row['problems'][number]; rows: number; place: PlaceOf }) {
  const w = useWords(words)
  const { colon } = usePunctuation()
  return (
    <tr>
      {rows > 0 && <td className="fit" rowSpan={rows} title={row.summary}>{place(row)}</td>}
      <td className="fit p2">{problem.column}</td>
      <td className="p2 value">{problem.value}</td>
      <td className="message">
        {problem.message}
        {problem.right && <span className="second">{w.shouldBe}{colon}{problem.right}</span>}
      </td>
      <td className="message p2">{problem.right}</td>
    </tr>
  )
}
