import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { useFigureLinks } from '../../app/figureLinks.ts'
import { useHere } from '../../app/session.ts'
import { useLanguage } from '../../lib/language.ts'
import { lastDayOf } from '../../lib/periods.ts'
import { useAddress } from '../../lib/url.ts'
import { DASH, change, count, percent, shortDay, signed } from '../../lib/format.ts'
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
  const links = useFigureLinks()
  const address = useAddress()
  const language = useLanguage()
  const { period, office } = useHere()
  const last = lastDayOf(period, office.today)
  const byArea = address('/rankings', { view: 'figures' })
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
      <Figure name={last === null ? w.overdueOpen : w.overdueOpenAt(shortDay(last, office.today, language))} href={now.overdueOpen > 0 ? links.overdue(null) : undefined} hint={w.see(w.overdueOpen)} value={count(now.overdueOpen)} unit={c.unit.hazards} alarm={now.overdueOpen > 0} note={w.ofThemMajor(count(now.overdueOpenMajor))} noteHref={now.overdueOpenMajor > 0 ? links.overdue(null, { level: 'MAJOR' }) : undefined}>
        {counted(now.overdueOpen, previous?.overdueOpen, lastYear?.overdueOpen, w.againstEnd)}
      </Figure>
      <Figure name={w.onTimeRate} href={byArea} hint={w.seeRate(w.onTimeRate)} value={percent(now.onTimeRate)} unit={now.onTimeRate === null ? '' : '%'}>
        {rated(now.onTimeRate, previousSpan?.onTimeRate, lastYear?.onTimeRate)}
      </Figure>
      <Figure name={w.found} href={foundNow > 0 ? links.found(null) : undefined} hint={w.see(w.found)} value={count(foundNow)} unit={c.unit.hazards} note={w.ofThemMajor(count(now.hazardsFoundMajor))} noteHref={now.hazardsFoundMajor > 0 ? links.found(null, { level: 'MAJOR' }) : undefined}>
        {counted(foundNow, found(previousSpan), found(lastYear))}
      </Figure>
      <Figure name={w.inspections} href={now.inspections > 0 ? links.inspected(null) : undefined} hint={w.see(w.inspections)} value={count(now.inspections)} unit={c.unit.visits}>
        {counted(now.inspections, previousSpan?.inspections, lastYear?.inspections)}
      </Figure>
      <Figure name={w.reinspectionRate} href={byArea} hint={w.seeRate(w.reinspectionRate)} value={percent(now.reinspectionRate)} unit={now.reinspectionRate === null ? '' : '%'}>
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

interface FigureProps {
  readonly name: string
  readonly value: string
  readonly unit: string
  readonly alarm?: boolean
  /** To what it counts; none where it counts nothing. */
  readonly href: string | undefined
  readonly hint: string
  readonly note?: string
  readonly noteHref?: string | undefined
  readonly children: ReactNode
}

function Figure({ name, value, unit, alarm = false, href, hint, note, noteHref, children }: FigureProps) {
  const shown = (
    <>
      <Changed value={value}>{value}</Changed>
      <small>{unit}</small>
    </>
  )
  return (
    <div className="figure">
      <dt>{name}</dt>
      <dd>
        <span className={alarm ? 'value alarm' : 'value'}>
          {href ? <Link href={href} title={hint}>{shown}</Link> : shown}
          {note && <small> {noteHref ? <Link href={noteHref}>{note}</Link> : note}</small>}
        </span>
        {children}
      </dd>
    </div>
  )
}
