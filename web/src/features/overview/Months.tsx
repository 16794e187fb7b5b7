import { lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react'
import { useQuery } from 'urql'
import { useHere } from '../../app/session.ts'
import { count, percent } from '../../lib/format.ts'
import { useLanguage } from '../../lib/language.ts'
import { parsePeriod, periodWords } from '../../lib/periods.ts'
import { useCommon, useWords } from '../../lib/words/index.ts'
import { Failure } from '../../ui/Failure.tsx'
import { MONTHS, monthsUpTo, type MonthRow } from './months.ts'
import { monthsQuery, type MonthFigures } from './queries.ts'
import { words } from './words.ts'

const MonthsChart = lazy(() => import('./MonthsChart.tsx'))

type Alias = `m${0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11}`

/** How the last twelve months went, as three small charts with one row of months each, and as a table. Asked for when it comes into view. */
export function Months() {
  const w = useWords(words)
  const c = useCommon()
  const language = useLanguage()
  const { region, period, office } = useHere()
  const [seen, root] = useSeen()
  const { today, goLiveOn } = office
  const months = useMemo(() => monthsUpTo(period, today), [period, today])
  const variables = Object.fromEntries(months.map((month, i) => [`m${i}`, month])) as Record<Alias, string>
  const [{ data, error }, again] = useQuery({ query: monthsQuery, variables: { region: region.id, ...variables }, pause: !seen, requestPolicy: 'cache-first' })
  const last = months[MONTHS - 1]!
  const found = data?.region
  // Before the office went live there is nothing to show, which is not the same as nothing found.
  const rows = useMemo(
    () => months.map((month, i): MonthRow => ({ month, figures: (parsePeriod(month)!.until > goLiveOn && found?.[`m${i}` as Alias]) || null })),
    [months, found, goLiveOn],
  )
  return (
    <section className="months" aria-labelledby="months" ref={root}>
      <div className="part-head">
        <h2 id="months">{last === today.slice(0, 7) ? w.months : w.monthsUpTo(periodWords(last, language))}</h2>
      </div>
      {error && !data ? (
        <Failure error={error} retry={() => again({ requestPolicy: 'network-only' })} />
      ) : (
        <div className="charts" {...(found ? {} : { 'aria-busy': seen })}>
          {found && (
            <Suspense fallback={null}>
              <MonthsChart name={w.monthFound} unit={c.unit.hazards} shape="bar" rows={rows} value={foundIn} />
              <MonthsChart name={w.monthRate} unit="%" shape="line" rows={rows} value={rateIn} />
              <MonthsChart name={w.monthOverdue} unit={c.unit.hazards} shape="line" alarm rows={rows} value={overdueIn} />
            </Suspense>
          )}
        </div>
      )}
      {found && <MonthsTable rows={rows} />}
    </section>
  )
}

const foundIn = (one: MonthFigures): number => one.hazardsFoundGeneral + one.hazardsFoundMajor
const rateIn = (one: MonthFigures): number | null => (one.onTimeRate === null ? null : Math.round(one.onTimeRate * 1000) / 10)
const overdueIn = (one: MonthFigures): number => one.overdueOpen

function MonthsTable({ rows }: { rows: readonly MonthRow[] }) {
  const w = useWords(words)
  const c = useCommon()
  const language = useLanguage()
  return (
    <details>
      <summary>{w.monthsTable}</summary>
      <div className="table-frame">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{w.month}</th>
              <th scope="col" className="number">{w.monthFound} · {c.unit.hazards}</th>
              <th scope="col" className="number p2">{w.monthOfThemMajor}</th>
              <th scope="col" className="number">{w.monthRate} %</th>
              <th scope="col" className="number">{w.monthOverdue} · {c.unit.hazards}</th>
              <th scope="col" className="number p2">{w.monthOfThemMajor}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ month, figures }) => (
              <tr key={month}>
                <th scope="row">{periodWords(month, language)}</th>
                <td className="number">{count(figures && foundIn(figures))}</td>
                <td className="number p2">{count(figures?.hazardsFoundMajor)}</td>
                <td className="number">{percent(figures?.onTimeRate)}</td>
                <td className="number">{count(figures?.overdueOpen)}</td>
                <td className="number p2">{count(figures?.overdueOpenMajor)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  )
}

/** Whether the element has come near the screen, once and for all. */
function useSeen() {
  const [seen, setSeen] = useState(false)
  const root = useRef<HTMLElement>(null)
  useEffect(() => {
    if (seen || !root.current) return
    const watch = new IntersectionObserver((entries) => entries.some((one) => one.isIntersecting) && setSeen(true), { rootMargin: '120px' })
    watch.observe(root.current)
    return () => watch.disconnect()
  }, [seen])
  return [seen, root] as const
}
