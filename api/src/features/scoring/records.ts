import { firstOfMonth, hazardContributions, monthNumber, subjectContributions, type Contribution, type Day, type MetricName, type Period } from '@anwang/domain'
import type { FigureName, IndicatorData, IndicatorResult } from '@anwang/domain/scoring'
import { seesFigures } from '../../auth/scope.ts'
import type { Context } from '../../context.ts'
import { listPage, type Page, type PageArgs } from '../../schema/connections.ts'
import { loadNodes } from '../../schema/nodes.ts'
import { hazardsBehind, MOST_BEHIND, pathsOf, subjectsBehind, type Folded, type HazardFigure, type SubjectFigure } from './store.ts'

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

/** By an item's denominator, what its records are found by. */
const hazardFigures: Partial<Record<FigureName, HazardFigure>> = {
  due_major: 'DUE', due_general_scored: 'DUE', reinspection_due_scored: 'REINSPECTION', revisited: 'REVISITED',
}
const subjectFigures: Partial<Record<FigureName, SubjectFigure>> = { key_enterprises: 'KEY', enterprises: 'ENTERPRISES', hazard_sources: 'SOURCES' }

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

export type Unlisted = 'OUTSIDE' | 'NOT_KEPT' | 'TOO_MANY'

async function read(context: Context, counted: Counted): Promise<Sides | Unlisted> {
  if (!seesFigures(context.scope(), counted.region.path)) return 'OUTSIDE'
  const { formula } = counted.indicator
  if (formula.kind !== 'RATIO') return 'NOT_KEPT'
  const { numerator, denominator, complement } = formula
  const tx = await context.read()
  const { from, until } = windowOf(counted)
  const today = context.clock.today()
  const { path } = counted.region
  const at = { path, scope: context.scope().paths, limit: MOST_BEHIND }
  const ofHazards = hazardFigures[denominator]
  if (ofHazards) {
    const records = await hazardsBehind(tx, at, ofHazards, from, until)
    if (!records) return 'TOO_MANY'
    const paths = await pathsOf(tx, [...new Set(records.flatMap(({ fold }) => [fold.accountId, ...fold.formerAccounts.map((one) => one.accountId)]))])
    return sidesOf('Hazard', records, (fold) => {
      const rows = hazardContributions(fold).filter((row) => from <= row.countsOn && row.countsOn < until && row.effectiveOn <= today && paths.get(row.regionId)?.startsWith(path))
      return [sum(rows, numerator as MetricName), sum(rows, denominator as MetricName)]
    }, complement)
  }
  const ofSubjects = subjectFigures[denominator]
  if (!ofSubjects) return 'NOT_KEPT'
  const records = await subjectsBehind(tx, at, ofSubjects, until)
  if (!records) return 'TOO_MANY'
  const paths = await pathsOf(tx, [...new Set(records.flatMap(({ fold }) => fold.states.map((one) => one.facts.accountId)))])
  return sidesOf('Subject', records, (fold) => {
    const rows = subjectContributions(fold).filter((row) => row.countsOn < until && row.effectiveOn <= today && paths.get(row.regionId)?.startsWith(path))
    return [sum(rows, numerator as MetricName), sum(rows, denominator as MetricName)]
  }, complement)
}

const memo = (): Map<string, Promise<Sides | Unlisted>> => new Map()

function sidesBehind(context: Context, counted: Counted): Promise<Sides | Unlisted> {
  const key = `${counted.region.id} ${counted.period.text} ${counted.indicator.number} ${counted.result.smallSample}`
  const known = context.once(memo)
  if (!known.has(key)) known.set(key, read(context, counted))
  return known.get(key)!
}

/** Why an item's records are not listed; null where they are. */
export async function unlisted(context: Context, counted: Counted): Promise<Unlisted | null> {
  const sides = await sidesBehind(context, counted)
  return typeof sides === 'string' ? sides : null
}

/**
 * The records behind an item, as many as its numerator and denominator say: made by the same contributions as the figures.
 * null where `unlisted` says why.
 */
export async function recordsOf(context: Context, counted: Counted, side: RecordSide, args: PageArgs): Promise<Page<object> | null> {
  const sides = await sidesBehind(context, counted)
  if (typeof sides === 'string') return null
  const all = { NUMERATOR: sides.numerator, DENOMINATOR: sides.denominator, LOST: sides.lost }[side]
  const page = listPage(all, args, (unit) => `${unit.id} ${unit.n}`)
  const typename = all[0]?.typename
  const ids = [...new Set(page.nodes.map((unit) => unit.id))]
  const nodes = typename ? new Map((await loadNodes(context, typename, ids)).map((found, i) => [ids[i]!, found])) : new Map<string, null>()
  const shown = page.nodes.map((unit, i) => ({ node: nodes.get(unit.id), cursor: page.cursors[i]! })).flatMap(({ node, cursor }) => (node ? [{ node, cursor }] : []))
  return { ...page, nodes: shown.map((one) => one.node), cursors: shown.map((one) => one.cursor) }
}
