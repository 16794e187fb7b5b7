import { reachOf } from '@anwang/db/client'
import { catalogue, firstOfMonth, hazardContributions, monthNumber, subjectContributions, type Contribution, type Day, type Hazard, type MetricName, type Period } from '@anwang/domain'
import type { FigureName, IndicatorData, IndicatorResult, Words } from '@anwang/domain/scoring'
import { allow } from './policy.ts'
import type { Context } from '../../context.ts'
import { listPage, type Page, type PageArgs } from '../../schema/connections.ts'
import { loadNodes } from '../../schema/nodes.ts'
import { metricsLoader } from '../metrics/service.ts'
import { lacking, notOnTime, notReinspected, recurred } from './because.ts'
import { hazardsBehind, MOST_BEHIND, pathsOf, subjectsBehind, type Folded, type HazardFigure, type SubjectFigure } from './store.ts'

export type RecordSide = 'NUMERATOR' | 'DENOMINATOR' | 'LOST'

/** One unit of a figure: a round of a hazard, an enterprise, a hazard source of an enterprise. */
interface Unit {
  readonly typename: 'Hazard' | 'Subject'
  readonly id: string
  /** Of several units of one record. */
  readonly n: number
  /** Why it lost points; null where it did not. */
  readonly because: Words | null
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

/** What one round, one revisit or one subject gives to an item, and what it lacks where it gives less than it could. */
interface Part {
  readonly numerator: number
  readonly denominator: number
  readonly because: () => Words
}

/** Numbered through by the record: one that counts twice stands twice. */
function sidesOf<F>(typename: Unit['typename'], records: readonly Folded<F>[], partsOf: (fold: F) => readonly Part[], complement: boolean): Sides {
  const side = (amount: (part: Part) => number, lost: boolean): Unit[] => records.flatMap(({ id, fold }) => partsOf(fold)
    .flatMap((part) => Array.from({ length: Math.max(0, amount(part)) }, () => (lost ? part.because() : null)))
    .map((because, n) => ({ typename, id, n, because })))
  return {
    numerator: side(({ numerator }) => numerator, false),
    denominator: side(({ denominator }) => denominator, false),
    // What cost points: for a complement (1 − n ÷ d) the numerator itself.
    lost: side(({ numerator, denominator }) => (complement ? numerator : denominator - numerator), true),
  }
}

/** A hazard cut into what counts by itself: its rounds, or its revisits, each with what it lacks. */
function pieces(hazard: Hazard, figure: HazardFigure, today: Day): { of: Hazard; because: () => Words }[] {
  if (figure === 'REVISITED') return hazard.revisits.map((revisit) => ({ of: { ...hazard, revisits: [revisit] }, because: () => recurred(revisit.on) }))
  return hazard.rounds.map((round) => ({ of: { ...hazard, rounds: [round] }, because: () => (figure === 'DUE' ? notOnTime(round, today) : notReinspected(round)) }))
}

export interface Counted {
  readonly region: { readonly id: string; readonly path: string }
  readonly period: Period
  readonly indicator: IndicatorData
  readonly result: IndicatorResult
}

/** Whether an item was counted over four quarters: a small flow is; a stock as of a day is what it is. */
export const pooled = ({ indicator: { formula }, result }: Pick<Counted, 'indicator' | 'result'>): boolean =>
  result.smallSample && formula.kind !== 'DEDUCTION' && (catalogue as Partial<Record<FigureName, { kind: string }>>)[formula.denominator]?.kind !== 'stock'

/** The denominator of the period alone, where four were pooled; null where the viewer's figures are of some sectors only. */
export async function periodDenominator(context: Context, counted: Counted): Promise<number | null> {
  const { formula } = counted.indicator
  if (!pooled(counted) || formula.kind === 'DEDUCTION' || allow.seeSectors(context.scope(), counted.region.path) !== null) return null
  const metrics = await context.once(metricsLoader).load({ region: counted.region, period: counted.period, sectorId: null, own: false })
  return metrics && (metrics.figures[formula.denominator as MetricName] ?? 0)
}

/** The days an item was counted over: four quarters where the quarter alone is a small sample. */
const windowOf = ({ period, result }: Counted): { from: Day; until: Day } =>
  ({ from: result.smallSample ? firstOfMonth(monthNumber(period.from) - 9) : period.from, until: period.until })

const sum = (rows: readonly Contribution[], metric: MetricName): number => rows.reduce((all, row) => (row.metric === metric ? all + row.amount : all), 0)

export type Unlisted = 'OUTSIDE' | 'NOT_KEPT' | 'TOO_MANY'

async function read(context: Context, counted: Counted): Promise<Sides | Unlisted> {
  if (!allow.seeCounted(context.scope(), counted.region.path)) return 'OUTSIDE'
  const { formula } = counted.indicator
  if (formula.kind !== 'RATIO') return 'NOT_KEPT'
  const { numerator, denominator, complement } = formula
  const tx = await context.read()
  const { from, until } = windowOf(counted)
  const today = context.clock.today()
  const { path } = counted.region
  const parts = allow.seeParts(context.scope(), path)
  const at = { path, scope: reachOf(context.scope()), sectors: parts.some(({ sectors }) => sectors === null) ? null : parts.flatMap(({ sectors }) => sectors ?? []), limit: MOST_BEHIND }
  const counts = ({ regionId, sectorId }: Contribution, paths: ReadonlyMap<string, string>): boolean => {
    const account = paths.get(regionId)
    return account !== undefined && account.startsWith(path) && allow.seeCountedAt(parts, account, sectorId)
  }
  const ofHazards = hazardFigures[denominator]
  if (ofHazards) {
    const records = await hazardsBehind(tx, at, ofHazards, from, until)
    if (!records) return 'TOO_MANY'
    const paths = await pathsOf(tx, [...new Set(records.flatMap(({ fold }) => [fold.accountId, ...fold.formerAccounts.map((one) => one.accountId)]))])
    return sidesOf('Hazard', records, (fold) => pieces(fold, ofHazards, today).map(({ of, because }) => {
      const rows = hazardContributions(of).filter((row) => from <= row.countsOn && row.countsOn < until && row.effectiveOn <= today && counts(row, paths))
      return { numerator: sum(rows, numerator as MetricName), denominator: sum(rows, denominator as MetricName), because }
    }), complement)
  }
  const ofSubjects = subjectFigures[denominator]
  if (!ofSubjects) return 'NOT_KEPT'
  const records = await subjectsBehind(tx, at, ofSubjects, until)
  if (!records) return 'TOO_MANY'
  const paths = await pathsOf(tx, [...new Set(records.flatMap(({ fold }) => fold.states.map((one) => one.facts.accountId)))])
  return sidesOf('Subject', records, (fold) => {
    const rows = subjectContributions(fold).filter((row) => row.countsOn < until && row.effectiveOn <= today && counts(row, paths))
    const facts = fold.states.findLast((one) => one.from < until)?.facts ?? fold
    return [{ numerator: sum(rows, numerator as MetricName), denominator: sum(rows, denominator as MetricName), because: () => lacking(ofSubjects, facts) }]
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

/** A page of records; beside each why it lost points. */
export interface RecordPage extends Page<object> {
  readonly because: readonly (Words | null)[]
}

/**
 * The records behind an item, as many as its numerator and denominator say: made by the same contributions as the figures.
 * null where `unlisted` says why.
 */
export async function recordsOf(context: Context, counted: Counted, side: RecordSide, args: PageArgs): Promise<RecordPage | null> {
  const sides = await sidesBehind(context, counted)
  if (typeof sides === 'string') return null
  const all = { NUMERATOR: sides.numerator, DENOMINATOR: sides.denominator, LOST: sides.lost }[side]
  const page = listPage(all, args, (unit) => `${unit.id} ${unit.n}`)
  const typename = all[0]?.typename
  const ids = [...new Set(page.nodes.map((unit) => unit.id))]
  const nodes = typename ? new Map((await loadNodes(context, typename, ids)).map((found, i) => [ids[i]!, found])) : new Map<string, null>()
  const shown = page.nodes.map((unit, i) => ({ node: nodes.get(unit.id), cursor: page.cursors[i]!, because: unit.because })).flatMap(({ node, ...one }) => (node ? [{ node, ...one }] : []))
  return { ...page, nodes: shown.map((one) => one.node), cursors: shown.map((one) => one.cursor), because: shown.map((one) => one.because) }
}
