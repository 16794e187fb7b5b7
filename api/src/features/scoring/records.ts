import { reachOf } from '@anwang/db/client'
import { addDays, catalogue, firstOfMonth, hazardContributions, monthNumber, parsePeriod, subjectContributions, type Contribution, type Day, type Hazard, type MetricName, type Period, type Subject } from '@anwang/domain'
import type { FigureName, IndicatorData, IndicatorResult, Words } from '@anwang/domain/scoring'
import { allow } from './policy.ts'
import type { Context } from '../../context.ts'
import { decodeCursor, encodeCursor, pageOf, pageSize, type Page, type PageArgs } from '../../schema/connections.ts'
import { badInput } from '../../schema/errors.ts'
import { loadNodes } from '../../schema/nodes.ts'
import { metricsLoader } from '../metrics/service.ts'
import { lacking, notOnTime, notReinspected, recurred } from './because.ts'
import { pathsOf, revisitedBehind, roundsBehind, subjectsBehind, type Behind, type Folded, type FoldKey, type RoundFigure, type SubjectFigure } from './store/behind.ts'

export type RecordSide = 'NUMERATOR' | 'DENOMINATOR' | 'LOST'

/** One unit of a figure: a round of a hazard, an enterprise, a hazard source of an enterprise. */
interface Unit {
  readonly typename: 'Hazard' | 'Subject'
  readonly id: string
  readonly key: readonly (string | number)[]
  /** Why it lost points; null where it did not. */
  readonly because: Words | null
}

/** By an item's denominator and numerator, the rounds that stand with what they give to it. */
const roundFigures: Readonly<Record<string, RoundFigure>> = {
  'rectified_on_time_major/due_major': 'MAJOR', 'rectified_on_time_general_scored/due_general_scored': 'GENERAL',
  'reinspected_in_time_scored/reinspection_due_scored': 'REINSPECTION',
}
/** By the denominator, what the others are found by. */
const subjectFigures: Partial<Record<FigureName, SubjectFigure>> = { key_enterprises: 'KEY', enterprises: 'ENTERPRISES', hazard_sources: 'SOURCES' }

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

const quartersOf = ({ from, until }: { from: Day; until: Day }): number[] => {
  const first = monthNumber(from)
  // Years times four and the quarter, 1 to 4, as the rounds have it.
  return Array.from({ length: (monthNumber(until) - first) / 3 }, (_, i) => Math.floor(first / 3) + i + 1)
}

export type Unlisted = 'OUTSIDE' | 'NOT_KEPT'

type Ratio = Extract<IndicatorData['formula'], { kind: 'RATIO' }>
type Figure = { readonly kind: 'ROUNDS'; readonly of: RoundFigure } | { readonly kind: 'REVISITED' } | { readonly kind: 'SUBJECTS'; readonly of: SubjectFigure }

function figureOf({ numerator, denominator }: Ratio): Figure | null {
  const rounds = roundFigures[`${numerator}/${denominator}`]
  if (rounds) return { kind: 'ROUNDS', of: rounds }
  if (denominator === 'revisited') return { kind: 'REVISITED' }
  const of = subjectFigures[denominator]
  return of ? { kind: 'SUBJECTS', of } : null
}

interface Listed {
  readonly formula: Ratio
  readonly figure: Figure
}

function listedOf(context: Context, { region, indicator: { formula } }: Counted): Listed | Unlisted {
  if (!allow.seeCounted(context.scope(), region.path)) return 'OUTSIDE'
  const figure = formula.kind === 'RATIO' ? figureOf(formula) : null
  return formula.kind === 'RATIO' && figure ? { formula, figure } : 'NOT_KEPT'
}

/** Why an item's records are not listed; null where they are. */
export function unlisted(context: Context, counted: Counted): Unlisted | null {
  const listed = listedOf(context, counted)
  return typeof listed === 'string' ? listed : null
}

/** How many units there are on a side: the item's own figures; where the viewer's are of some sectors only, those. */
async function countOf(context: Context, counted: Counted, { numerator, denominator, complement }: Ratio, side: RecordSide): Promise<number> {
  const { region, result } = counted
  let [done, all] = [result.numerator ?? 0, result.denominator ?? 0]
  const parts = allow.seeParts(context.scope(), region.path)
  if (result.denominator === null || parts.length > 1 || parts[0]?.sectors !== null) {
    const { from, until } = windowOf(counted)
    const period = result.smallSample ? parsePeriod(`${from}/${addDays(until, -1)}`)! : counted.period
    const figures = (await context.once(metricsLoader).load({ region, period, sectorId: null, own: false }))?.figures ?? {}
    ;[done, all] = [figures[numerator as MetricName] ?? 0, figures[denominator as MetricName] ?? 0]
  }
  if (side === 'DENOMINATOR') return all
  return side === 'NUMERATOR' || complement ? done : Math.max(0, all - done)
}

async function roundUnits(context: Context, counted: Counted, at: Behind, of: RoundFigure, side: RecordSide, args: PageArgs): Promise<Unit[]> {
  const after = decodeCursor(args.after, ['text', 'day', 'uuid', 'integer'])
  const done = { NUMERATOR: [true], LOST: [false], DENOMINATOR: [true, false] }[side]
  const today = context.clock.today()
  const rows = await roundsBehind(await context.read(), at, of, { quarters: quartersOf(windowOf(counted)), done, today, folds: side === 'LOST' }, after, pageSize(args) + 1)
  return rows.map(({ id, n, key, fold }) => {
    const round = fold?.rounds[n - 1]
    return { typename: 'Hazard', id, key, because: round ? (of === 'REINSPECTION' ? notReinspected(round) : notOnTime(round, today)) : null }
  })
}

/** Records are read this many at a time at most. */
const MOST_AT_ONCE = 1000

/** A page of the units of records that are read in their order until it is full. */
async function unitsOf<F>(context: Context, typename: Unit['typename'], args: PageArgs, read: (after: FoldKey | null, limit: number) => Promise<readonly Folded<F>[]>, accountsOf: (fold: F) => readonly string[],
  partsOf: (fold: F, paths: ReadonlyMap<string, string>) => readonly (Words | null)[]): Promise<Unit[]> {
  const cursor = decodeCursor(args.after, ['integer', 'text', 'uuid', 'integer'])
  if (cursor && cursor[0] !== 0 && cursor[0] !== 1) throw badInput('after', 'after is no cursor of this list')
  const units: Unit[] = []
  let from: FoldKey | null = cursor && [cursor[0], cursor[1], cursor[2]]
  let seen = cursor ? cursor[3] : -1
  for (let limit = pageSize(args) + 2; ; limit = Math.min(MOST_AT_ONCE, limit * 4)) {
    const rows = await read(from, limit)
    const known = new Map(rows.map((row) => [row.accountId, row.accountPath]))
    const others = new Set(rows.flatMap(({ fold }) => accountsOf(fold)).filter((id) => !known.has(id)))
    const paths = new Map([...known, ...await pathsOf(await context.read(), [...others])])
    for (const { id, key, fold } of rows) {
      const first = from !== null && id === from[2] ? seen + 1 : 0
      units.push(...partsOf(fold, paths).flatMap((because, n) => (n < first ? [] : [{ typename, id, key: [...key, n], because }])))
      ;[from, seen] = [key, Number.MAX_SAFE_INTEGER]
    }
    if (rows.length < limit || units.length > pageSize(args)) return units
  }
}

const sum = (rows: readonly Contribution[], metric: MetricName): number => rows.reduce((all, row) => (row.metric === metric ? all + row.amount : all), 0)

/** What a record gives to the side, each unit with what it lacks. */
function sideOf(rows: readonly Contribution[], { numerator, denominator, complement }: Ratio, side: RecordSide, because: () => Words): (Words | null)[] {
  const [done, all] = [sum(rows, numerator as MetricName), sum(rows, denominator as MetricName)]
  const count = side === 'DENOMINATOR' ? all : side === 'NUMERATOR' || complement ? done : all - done
  return Array.from({ length: Math.max(0, count) }, () => (side === 'LOST' ? because() : null))
}

async function foldUnits(context: Context, counted: Counted, at: Behind, { formula, figure }: Listed, side: RecordSide, args: PageArgs): Promise<Unit[]> {
  const tx = await context.read()
  const today = context.clock.today()
  const { from, until } = windowOf(counted)
  const counts = ({ regionId, sectorId }: Contribution, paths: ReadonlyMap<string, string>): boolean => {
    const account = paths.get(regionId)
    return account !== undefined && account.startsWith(at.path) && allow.seeCountedAt(at.parts, account, sectorId)
  }
  if (figure.kind !== 'SUBJECTS') return unitsOf<Hazard>(context, 'Hazard', args, (after, limit) => revisitedBehind(tx, at, { from, until }, after, limit),
    (fold) => [fold.accountId, ...fold.formerAccounts.map((one) => one.accountId)],
    (fold, paths) => fold.revisits.flatMap((revisit) => {
      const rows = hazardContributions({ ...fold, revisits: [revisit] }).filter((row) => from <= row.countsOn && row.countsOn < until && row.effectiveOn <= today && counts(row, paths))
      return sideOf(rows, formula, side, () => recurred(revisit.on))
    }))
  return unitsOf<Subject>(context, 'Subject', args, (after, limit) => subjectsBehind(tx, at, figure.of, { until, lost: side === 'LOST' }, after, limit),
    (fold) => fold.states.map((one) => one.facts.accountId),
    (fold, paths) => {
      const rows = subjectContributions(fold).filter((row) => row.countsOn < until && row.effectiveOn <= today && counts(row, paths))
      const facts = fold.states.findLast((one) => one.from < until)?.facts ?? fold
      return sideOf(rows, formula, side, () => lacking(figure.of, facts))
    })
}

/** A page of records; beside each why it lost points. */
export interface RecordPage extends Page<object> {
  readonly because: readonly (Words | null)[]
}

/**
 * The records behind an item, as many as its numerator and denominator say: made by the same contributions as the figures.
 * By place, within it by day; what moved away since comes last. null where `unlisted` says why.
 */
export async function recordsOf(context: Context, counted: Counted, side: RecordSide, args: PageArgs): Promise<RecordPage | null> {
  const listed = listedOf(context, counted)
  if (typeof listed === 'string') return null
  const { path } = counted.region
  const at: Behind = { path, scope: reachOf(context.scope()), parts: allow.seeParts(context.scope(), path) }
  const units = listed.figure.kind === 'ROUNDS'
    ? await roundUnits(context, counted, at, listed.figure.of, side, args)
    : await foldUnits(context, counted, at, listed, side, args)
  const page = pageOf(units, args, ({ key }) => key, () => countOf(context, counted, listed.formula, side))
  const ids = [...new Set(page.nodes.map((unit) => unit.id))]
  const nodes = new Map(ids.length === 0 ? [] : (await loadNodes(context, page.nodes[0]!.typename, ids)).map((found, i) => [ids[i]!, found]))
  const shown = page.nodes.flatMap(({ id, key, because }) => {
    const node = nodes.get(id)
    return node ? [{ node, cursor: encodeCursor(key), because }] : []
  })
  return { ...page, nodes: shown.map((one) => one.node), cursorAt: (at) => shown[at]!.cursor, because: shown.map((one) => one.because) }
}
