import { firstOfMonth, hazardContributions, monthNumber, subjectContributions, type Contribution, type Day, type MetricName, type Period } from '@anwang/domain'
import type { FigureName, IndicatorData, IndicatorResult } from '@anwang/domain/scoring'
import { seesFigures } from '../../auth/scope.ts'
import type { Context } from '../../context.ts'
import { listPage, type Page, type PageArgs } from '../../schema/connections.ts'
import { loadNodes } from '../../schema/nodes.ts'
import { hazardsBehind, pathsOf, subjectsBehind, type Folded } from './store.ts'

export type RecordSide = 'NUMERATOR' | 'DENOMINATOR' | 'LOST'

/** One unit of a figure: a round of a hazard, an enterprise, a hazard source of an enterprise. */
interface Unit {
  readonly typename: 'Hazard' | 'Subject'
  readonly id: string
  /** Of several units of one record. */
  readonly n: number
}
interface Sides {
  readonly numerator: readonly Unit[]
  readonly denominator: readonly Unit[]
  readonly lost: readonly Unit[]
}

const hazardMetrics: ReadonlySet<FigureName> = new Set([
  'rectified_on_time_major', 'due_major', 'rectified_on_time_general_scored', 'due_general_scored', 'reinspected_in_time_scored', 'reinspection_due_scored', 'recurred', 'revisited',
])
const subjectMetrics: ReadonlySet<FigureName> = new Set([
  'key_enterprises_placed', 'key_enterprises', 'owned', 'enterprises', 'hazard_sources_online', 'hazard_sources',
])

const units = (typename: Unit['typename'], id: string, amount: number): Unit[] => Array.from({ length: Math.max(0, amount) }, (_, n) => ({ typename, id, n }))

function sidesOf<F>(typename: Unit['typename'], records: readonly Folded<F>[], amounts: (fold: F) => readonly [numerator: number, denominator: number], complement: boolean): Sides {
  const each = records.map((record) => [record.id, ...amounts(record.fold)] as const)
  return {
    numerator: each.flatMap(([id, numerator]) => units(typename, id, numerator)),
    denominator: each.flatMap(([id, , denominator]) => units(typename, id, denominator)),
    // What cost points: for a complement (1 − n ÷ d) the numerator itself.
    lost: each.flatMap(([id, numerator, denominator]) => units(typename, id, complement ? numerator : denominator - numerator)),
  }
}

export interface Counted {
  readonly region: { readonly id: string; readonly path: string }
  readonly period: Period
  readonly indicator: IndicatorData
  readonly result: IndicatorResult
}

/** The days an item was counted over: four quarters where the quarter alone is a small sample. */
const windowOf = ({ period, result }: Counted): { from: Day; until: Day } =>
  ({ from: result.smallSample ? firstOfMonth(monthNumber(period.from) - 9) : period.from, until: period.until })

const sum = (rows: readonly Contribution[], metric: MetricName): number => rows.reduce((all, row) => (row.metric === metric ? all + row.amount : all), 0)

async function read(context: Context, counted: Counted): Promise<Sides | null> {
  const { formula } = counted.indicator
  if (formula.kind !== 'RATIO') return null
  const { numerator, denominator, complement } = formula
  const tx = await context.read()
  const { from, until } = windowOf(counted)
  const today = context.clock.today()
  const { path } = counted.region
  if (hazardMetrics.has(denominator)) {
    const records = await hazardsBehind(tx, path, from, until)
    const paths = await pathsOf(tx, [...new Set(records.flatMap(({ fold }) => [fold.accountId, ...fold.formerAccounts.map((one) => one.accountId)]))])
    return sidesOf('Hazard', records, (fold) => {
      const rows = hazardContributions(fold).filter((row) => from <= row.countsOn && row.countsOn < until && row.effectiveOn <= today && paths.get(row.regionId)?.startsWith(path))
      return [sum(rows, numerator as MetricName), sum(rows, denominator as MetricName)]
    }, complement)
  }
  if (!subjectMetrics.has(denominator)) return null
  const records = await subjectsBehind(tx, path, until)
  const paths = await pathsOf(tx, [...new Set(records.flatMap(({ fold }) => fold.states.map((one) => one.facts.accountId)))])
  return sidesOf('Subject', records, (fold) => {
    const rows = subjectContributions(fold).filter((row) => row.countsOn < until && row.effectiveOn <= today && paths.get(row.regionId)?.startsWith(path))
    return [sum(rows, numerator as MetricName), sum(rows, denominator as MetricName)]
  }, complement)
}

const memo = (): Map<string, Promise<Sides | null>> => new Map()

/**
 * The records behind an item, as many as its numerator and denominator say: made by the same contributions as the figures.
 * null outside the viewer's scope, and for items whose records are not kept yet.
 */
export async function recordsOf(context: Context, counted: Counted, side: RecordSide, args: PageArgs): Promise<Page<object> | null> {
  if (!seesFigures(context.scope(), counted.region.path)) return null
  const key = `${counted.region.id} ${counted.period.text} ${counted.indicator.number} ${counted.result.smallSample}`
  const known = context.once(memo)
  if (!known.has(key)) known.set(key, read(context, counted))
  const sides = await known.get(key)!
  if (!sides) return null
  const all = { NUMERATOR: sides.numerator, DENOMINATOR: sides.denominator, LOST: sides.lost }[side]
  const page = listPage(all, args, (unit) => `${unit.id} ${unit.n}`)
  const typename = all[0]?.typename
  const ids = [...new Set(page.nodes.map((unit) => unit.id))]
  const nodes = typename ? new Map((await loadNodes(context, typename, ids)).map((found, i) => [ids[i]!, found])) : new Map<string, null>()
  const shown = page.nodes.map((unit, i) => ({ node: nodes.get(unit.id), cursor: page.cursors[i]! })).flatMap(({ node, cursor }) => (node ? [{ node, cursor }] : []))
  return { ...page, nodes: shown.map((one) => one.node), cursors: shown.map((one) => one.cursor) }
}
