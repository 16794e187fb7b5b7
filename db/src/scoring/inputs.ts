import {
  listingsInForce, listingsOverdueInPeriod, monthNumber, firstOfMonth, type Day, type Figures, type MetricName, type Period, catalogue,
} from '@anwang/domain'
import type { AdjustmentInput, AdjustmentTier, DeductionTerm, FigureName, MemberInput, PeerGroup, PeriodFigures, SchemeData, VetoInput, VetoKind } from '@anwang/domain/scoring'
import { sql } from 'drizzle-orm'
import type { Queryable } from '../client.ts'
import { addFigures, readSums } from '../metrics/read.ts'
import type { RosterRegion } from './rosters.ts'
import type { SchemeVersion } from './schemes.ts'

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
export function peerGroupOf({ kind, level }: Pick<RosterRegion, 'kind' | 'level'>): PeerGroup {
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

/** What is not there counts as 0; in one order, so that the same figures are one text. */
const withoutZeros = (figures: PeriodFigures): PeriodFigures =>
  Object.fromEntries(Object.entries(figures).filter(([, value]) => value !== 0).toSorted(([a], [b]) => (a < b ? -1 : 1)))

function figuresOf(spans: readonly Figures[], cuts: readonly Day[], from: Day, until: Day): PeriodFigures {
  const start = cuts.indexOf(from)
  const end = cuts.indexOf(until)
  const atStart = addFigures(spans.slice(0, start + 1))
  const within = addFigures(spans.slice(start + 1, end + 1))
  const atEnd = addFigures([atStart, within])
  const figures: Partial<Record<FigureName, number>> = {}
  for (const name of new Set([...Object.keys(atEnd), ...Object.keys(within)]) as Set<MetricName>)
    figures[name] = (catalogue[name].kind === 'stock' ? atEnd : within)[name] ?? 0
  return withoutZeros({ ...figures, listings_in_force: listingsInForce({ atStart, atEnd }), listings_overdue_in_period: listingsOverdueInPeriod({ atStart, atEnd }) })
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

export interface InputsWanted {
  readonly members: readonly { readonly id: string; readonly path: string; readonly peerGroup: PeerGroup }[]
  readonly period: Period
  /** Nothing before it is known. */
  readonly goLiveOn: Day | null
  readonly scheme: SchemeVersion
}

export interface Inputs {
  /** By what was wanted, in the order of the members. */
  readonly of: ReadonlyMap<InputsWanted, readonly MemberInput[]>
  /** By path: what the figures of the members are made from, in a word. */
  readonly stamps: ReadonlyMap<string, string>
}

const pickFigures = (names: ReadonlySet<string>, figures: PeriodFigures): PeriodFigures =>
  Object.fromEntries(Object.entries(figures).filter(([name]) => names.has(name)))

const comparedWithYears = ({ data }: SchemeVersion): ReadonlySet<string> =>
  new Set(data.indicators.flatMap(({ formula }) => (formula.kind === 'RATIO' ? [] : formula.terms.flatMap((term) => (term.kind === 'EXCESS_OVER_MEAN' ? [term.figure] : [])))))

/** What members are scored from, in one statement; as the worker's role, for peers beyond a viewer's scope. */
export async function readInputs(tx: Queryable, wanted: readonly InputsWanted[], today: Day): Promise<Inputs> {
  const cuts = [...new Set(wanted.flatMap(({ period }) => windowsOf(period).flatMap(({ from, until }) => [from, until])))].toSorted()
  const regions = wanted.flatMap(({ members }) => members)
  if (regions.length === 0) return { of: new Map(wanted.map((one) => [one, []])), stamps: new Map() }
  const years = wanted.map(({ period }) => `${period.from.slice(0, 4)}-01-01`).toSorted()
  const last = cuts.at(-1)!
  const ids = sql`(select value::uuid from json_array_elements_text(${JSON.stringify([...new Set(regions.map((one) => one.id))])}::json))`
  const paths = JSON.stringify([...new Set(regions.map((one) => one.path))])
  const { regions: sums, beside } = await readSums(tx, {
    regions, cuts, today, sectors: null, own: false, metrics: [...new Set(wanted.flatMap(({ scheme }) => metricsOfScheme(scheme.data)))].toSorted(),
    beside: sql`select json_build_object('adjustments', (select json_agg(json_build_object('id', a.id, 'regionId', a.region_id, 'kind', a.kind, 'level', a.level, 'basis', a.basis, 'matter', a.matter, 'on', a.on) order by a.id)
      from adjustment a where a.region_id in ${ids} and a.on >= ${years[0]!} and a.on < ${last}),
      'stamps', (select json_agg(json_build_array(s.path, s.stamp)) from scoring_stamps(array(select json_array_elements_text(${paths}::json)), ${today}::date) s))`,
  })
  const { adjustments: rows, stamps } = beside as { adjustments: AdjustmentRow[] | null; stamps: [string, string][] | null }
  const adjustments = Map.groupBy(rows ?? [], (row) => row.regionId)
  const of = new Map(wanted.map((one): [InputsWanted, MemberInput[]] => {
    const { period, goLiveOn, members } = one
    const [quarter, four, ...before] = windowsOf(period) as [{ from: Day; until: Day }, { from: Day; until: Day }, ...{ from: Day; until: Day }[]]
    const year = { from: `${period.from.slice(0, 4)}-01-01`, until: period.until }
    const compared = comparedWithYears(one.scheme)
    return [one, members.map((member): MemberInput => {
      const spans = sums.get(member.id)!.all
      const sumsOf = (span: { from: Day; until: Day }) => figuresOf(spans, cuts, span.from, span.until)
      const rows = adjustments.get(member.id) ?? []
      const vetoes = rows.filter((row) => row.kind === 'VETO')
      return {
        id: member.id, peerGroup: member.peerGroup, figures: sumsOf(quarter), fourQuarters: sumsOf(four),
        // Years before the office began are not known, not zero.
        sameQuarterBefore: before.filter((span) => goLiveOn !== null && goLiveOn <= span.from).map((span) => pickFigures(compared, sumsOf(span))),
        adjustments: rows.filter((row) => row.kind !== 'VETO').filter(within(quarter)).map(toAdjustment),
        vetoes: vetoes.filter(within(quarter)).map(toVeto), yearVetoes: vetoes.filter(within(year)).map(toVeto),
      }
    })]
  }))
  return { of, stamps: new Map(stamps ?? []) }
}
