import type { ReactNode } from 'react'
import { DASH, change, count, percent, signed } from '../../lib/format.ts'
import { useCommon, useWords } from '../../lib/words/index.ts'
import { Changed } from '../../ui/Changed.tsx'
import type { Headline } from './queries.ts'
import { words } from './words.ts'

interface Props {
  readonly now: Headline
  readonly previous: Headline | null
  readonly previousSpan: Headline | null
  readonly lastYear: Headline | null
  /** The period is not over: it is held against as many days. */
  readonly span: boolean
}

const signedCount = (n: number): string => `${n > 0 ? '+' : '−'}${count(Math.abs(n))}`

const found = (m: Headline | null) => (m ? m.hazardsFoundGeneral + m.hazardsFoundMajor : null)

/** A few figures, none without what it was before: against last period and last year, with sign and word. */
export function Figures({ now, previous, previousSpan, lastYear, span }: Props) {
  const w = useWords(words)
  const c = useCommon()
  const before = span ? w.againstPreviousSpan : w.againstPrevious
  const counted = (value: number, earlier: number | null | undefined, year: number | null | undefined, name = before) => (
    <>
      <Against name={name}>{counts(value, earlier, w)}</Against>
      <Against name={w.againstYear}>{counts(value, year, w)}</Against>
    </>
  )
  const rated = (value: number | null, earlier: number | null | undefined, year: number | null | undefined) => (
    <>
      <Against name={before}>{rates(value, earlier, w)}</Against>
      <Against name={w.againstYear}>{rates(value, year, w)}</Against>
    </>
  )
  const foundNow = found(now)!
  return (
    <dl className="figures" aria-label={w.figuresOf}>
      <Figure name={w.overdueOpen} value={count(now.overdueOpen)} unit={c.unit.hazards} alarm={now.overdueOpen > 0} note={w.ofThemMajor(count(now.overdueOpenMajor))}>
        {counted(now.overdueOpen, previous?.overdueOpen, lastYear?.overdueOpen, w.againstEnd)}
      </Figure>
      <Figure name={w.onTimeRate} value={percent(now.onTimeRate)} unit={now.onTimeRate === null ? '' : '%'}>
        {rated(now.onTimeRate, previousSpan?.onTimeRate, lastYear?.onTimeRate)}
      </Figure>
      <Figure name={w.found} value={count(foundNow)} unit={c.unit.hazards} note={w.ofThemMajor(count(now.hazardsFoundMajor))}>
        {counted(foundNow, found(previousSpan), found(lastYear))}
      </Figure>
      <Figure name={w.inspections} value={count(now.inspections)} unit={c.unit.visits} >
        {counted(now.inspections, previousSpan?.inspections, lastYear?.inspections)}
      </Figure>
      <Figure name={w.reinspectionRate} value={percent(now.reinspectionRate)} unit={now.reinspectionRate === null ? '' : '%'}>
        {rated(now.reinspectionRate, previousSpan?.reinspectionRate, lastYear?.reinspectionRate)}
      </Figure>
    </dl>
  )
}

type W = { up: string; down: string; same: string; points: string }

function counts(value: number, earlier: number | null | undefined, w: W): string {
  const relative = change(value, earlier)
  if (relative === null) return DASH
  const difference = value - earlier!
  return difference === 0 ? w.same : `${difference > 0 ? w.up : w.down} ${signedCount(difference)}${Math.abs(relative) <= 2 ? ` (${signed(relative * 100, 1)}%)` : ''}`
}

function rates(value: number | null, earlier: number | null | undefined, w: W): string {
  if (value === null || earlier == null) return DASH
  const difference = (value - earlier) * 100
  return Math.abs(difference) < 0.05 ? w.same : `${difference > 0 ? w.up : w.down} ${signed(difference, 1)} ${w.points}`
}

function Against({ name, children }: { name: string; children: ReactNode }) {
  return (
    <span className="against">
      {name} <b>{children}</b>
    </span>
  )
}

function Figure({ name, value, unit, alarm = false, note, children }: { name: string; value: string; unit: string; alarm?: boolean; note?: string; children: ReactNode }) {
  return (
    <div className="figure">
      <dt>{name}</dt>
      <dd>
        <span className={alarm ? 'value alarm' : 'value'}>
          <Changed value={value}>{value}</Changed>
          <small>{unit}</small>
          {note && <small> {note}</small>}
        </span>
        {children}
      </dd>
    </div>
  )
}
