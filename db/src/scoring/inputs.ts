import {
  listingsInForce, listingsOverdueInPeriod, monthNumber, firstOfMonth, type Day, type Figures, type MetricName, type Period, catalogue,
} from '@anwang/domain'
import type { AdjustmentInput, AdjustmentTier, DeductionTerm, FigureName, MemberInput, PeerGroup, PeriodFigures, SchemeData, VetoInput, VetoKind } from '@anwang/domain/scoring'
import { sql } from 'drizzle-orm'
import type { Queryable } from '../client.ts'
import { addFigures, readSums } from '../metrics/read.ts'
import type { Board, BoardRegion, SchemeVersion } from './boards.ts'

const termFigures = (term: DeductionTerm): FigureName[] => (term.kind === 'PER_UNIT' ? [term.figure, ...(term.leavingOut ? [term.leavingOut] : [])] : [term.figure])

const PARTS: Record<Exclude<FigureName, MetricName>, MetricName[]> = {
  listings_in_force: ['listings', 'listings_ended'],
  listings_overdue_in_period: ['listings_overdue', 'listings_overdue_cleared'],
}

/** The columns that a scheme's items, caps and tie breakers are computed from. */
export function metricsOfScheme(scheme: SchemeData): MetricName[] {
  const named = scheme.indicators.flatMap(({ formula }): FigureName[] => {
    switch (formula.kind) {
      case 'RATIO': return [formula.numerator, formula.denominator]
      case 'CONDUCT': return [formula.numerator, formula.denominator, ...formula.terms.flatMap(termFigures)]
      case 'DEDUCTION': return [...formula.terms.flatMap(termFigures), ...formula.zeroWhen, ...(formula.appliesWhen ? [formula.appliesWhen] : [])]
    }
  })
  const ties = scheme.ranking.tieBreakers.flatMap((tie) => (tie.kind === 'SMALLER_FIGURE' ? [tie.figure] : []))
  const all = [...named, ...ties, ...scheme.gradeCaps.map((cap) => cap.figure)]
  return [...new Set(all.flatMap((name) => (name in PARTS ? PARTS[name as keyof typeof PARTS] : [name as MetricName])))].toSorted()
}

/** Functional zones stand apart from the counties, streets and communities of their level. */
export function peerGroupOf({ kind, level }: Pick<BoardRegion, 'kind' | 'level'>): PeerGroup {
  if (kind === 'FUNCTIONAL_ZONE') return 'FUNCTIONAL_ZONES'
  const groups = { PROVINCE: 'PROVINCES', CITY: 'CITIES', COUNTY: 'COUNTIES', STREET: 'STREETS', COMMUNITY: 'COMMUNITIES' } as const
  return level === 'COUNTRY' ? 'PROVINCES' : groups[level]
}

const YEARS_BEFORE = 3
const back = (day: Day, months: number): Day => firstOfMonth(monthNumber(day) - months)

/** The quarter, the four that end with it, and the same quarter of the years before, as spans of days. */
const windowsOf = ({ from, until }: Period) => [
  { from, until },
  { from: back(from, 9), until },
  ...Array.from({ length: YEARS_BEFORE }, (_, year) => ({ from: back(from, 12 * (year + 1)), until: back(until, 12 * (year + 1)) })),
]

function figuresOf(spans: readonly Figures[], cuts: readonly Day[], from: Day, until: Day): PeriodFigures {
  const start = cuts.indexOf(from)
  const end = cuts.indexOf(until)
  const atStart = addFigures(spans.slice(0, start + 1))
  const within = addFigures(spans.slice(start + 1, end + 1))
  const atEnd = addFigures([atStart, within])
  const figures: Partial<Record<FigureName, number>> = {}
  for (const name of new Set([...Object.keys(atEnd), ...Object.keys(within)]) as Set<MetricName>)
    figures[name] = (catalogue[name].kind === 'stock' ? atEnd : within)[name] ?? 0
  return { ...figures, listings_in_force: listingsInForce({ atStart, atEnd }), listings_overdue_in_period: listingsOverdueInPeriod({ atStart, atEnd }) }
}

interface AdjustmentRow {
  id: string
  regionId: string
  kind: 'COMMENDATION' | 'CRITICISM' | 'FALSIFIED_CLOSURE' | 'VETO'
  level: string | null
  basis: string
  matter: string
  on: Day
}

const within = (span: { from: Day; until: Day }) => (row: { on: Day }) => span.from <= row.on && row.on < span.until

const toAdjustment = (row: AdjustmentRow): AdjustmentInput => ({
  id: row.id, kind: row.kind as AdjustmentInput['kind'], tier: row.kind === 'FALSIFIED_CLOSURE' ? null : (row.level as AdjustmentTier | null),
  matter: row.matter, basis: row.basis, basisKind: 'DOCUMENT', on: row.on,
})
// A veto is entered when the committee has confirmed it; `level` names its kind.
const toVeto = (row: AdjustmentRow): VetoInput => ({ id: row.id, kind: row.level as VetoKind, reason: row.matter, on: row.on, confirmedOn: row.on })

export interface Scoring {
  readonly board: Board
  readonly scheme: SchemeVersion
}

/** What the members of boards are scored from, in one statement; as the worker's role, for peers beyond a viewer's scope. */
export async function readInputs(tx: Queryable, scorings: readonly Scoring[], today: Day): Promise<Map<Scoring, MemberInput[]>> {
  const cuts = [...new Set(scorings.flatMap(({ board }) => windowsOf(board.period).flatMap(({ from, until }) => [from, until])))].toSorted()
  const regions = scorings.flatMap(({ board }) => board.members)
  const years = scorings.map(({ board }) => `${board.period.from.slice(0, 4)}-01-01`).toSorted()
  const last = cuts.at(-1)!
  const ids = sql`(select value::uuid from json_array_elements_text(${JSON.stringify([...new Set(regions.map((one) => one.id))])}::json))`
  const { regions: sums, beside } = await readSums(tx, {
    regions, cuts, today, sectors: null, own: false, metrics: [...new Set(scorings.flatMap(({ scheme }) => metricsOfScheme(scheme.data)))].toSorted(),
    beside: sql`select json_agg(json_build_object('id', a.id, 'regionId', a.region_id, 'kind', a.kind, 'level', a.level, 'basis', a.basis, 'matter', a.matter, 'on', a.on))
      from adjustment a where a.region_id in ${ids} and a.on >= ${years[0]!} and a.on < ${last}`,
  })
  const adjustments = Map.groupBy((beside as AdjustmentRow[] | null) ?? [], (row) => row.regionId)

  return new Map(scorings.map((scoring) => {
    const { period, goLiveOn, members } = scoring.board
    const [quarter, four, ...years] = windowsOf(period) as [{ from: Day; until: Day }, { from: Day; until: Day }, ...{ from: Day; until: Day }[]]
    const year = { from: `${period.from.slice(0, 4)}-01-01`, until: period.until }
    return [scoring, members.map((member): MemberInput => {
      const spans = sums.get(member.id)!.all
      const of = (span: { from: Day; until: Day }) => figuresOf(spans, cuts, span.from, span.until)
      const rows = adjustments.get(member.id) ?? []
      const vetoes = rows.filter((row) => row.kind === 'VETO')
      return {
        id: member.id, peerGroup: peerGroupOf(member), figures: of(quarter), fourQuarters: of(four),
        // Years before the office began are not known, not zero.
        sameQuarterBefore: years.filter((span) => goLiveOn !== null && goLiveOn <= span.from).map(of),
        adjustments: rows.filter((row) => row.kind !== 'VETO').filter(within(quarter)).map(toAdjustment),
        vetoes: vetoes.filter(within(quarter)).map(toVeto), yearVetoes: vetoes.filter(within(year)).map(toVeto),
      }
    })]
  }))
}
