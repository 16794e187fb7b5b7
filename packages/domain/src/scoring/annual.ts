import { gradeOf, holdsVeto } from './grade.ts'
import { add, type Amount, type Exact, mean, multiply, ONE, rational, type Rational, subtract, toAmount, toExact, within, ZERO } from './rational.ts'
import type { Rankable, ScoreResult } from './result.ts'
import type { Grade, PeerGroup, SchemeData, Words } from './scheme.ts'

/** The year from its quarters and from items that are scored once, at its end; data like the quarterly schemes. */
export interface AnnualSchemeData {
  readonly id: string
  readonly name: Words
  readonly version: number
  readonly period: 'YEAR'
  readonly quartersShare: Exact
  /** Its grades, bounds and ranking are those of the quarters. */
  readonly quarterly: SchemeData
}

export interface AnnualInput {
  readonly memberId: string
  readonly peerGroup: PeerGroup
  /** The results of the year's quarters, as they were published or stand now. */
  readonly quarters: readonly ScoreResult[]
  /** The result of the year-end items; null where the office has none, and the quarters count for all. */
  readonly yearEnd: ScoreResult | null
}

export interface AnnualResult extends Rankable {
  readonly grade: Grade | null
  readonly quartersMean: Amount | null
  readonly yearEnd: Amount | null
}

const exactMean = (values: readonly Exact[]): Rational | null => (values.length === 0 ? null : mean(values.map(rational)))

function totalOf(annual: AnnualSchemeData, quarters: Rational | null, yearEnd: ScoreResult | null): Rational | null {
  if (quarters === null || (yearEnd !== null && yearEnd.total === null)) return null
  const share = yearEnd === null ? ONE : rational(annual.quartersShare)
  const end = yearEnd === null ? ZERO : multiply(subtract(ONE, share), rational(yearEnd.total!.exact))
  const { from, to } = annual.quarterly.total
  return within(add(multiply(share, quarters), end), rational(from), rational(to))
}

/**
 * The annual assessment of one member: the share of the mean of those quarters in which it had a total, and the rest
 * from the year-end items. Without any such quarter, or without total at the year's end, it is unranked. A veto of
 * any quarter holds for the year; a quarter's cap does not. Its tie breakers are the means of the quarters'.
 */
export function scoreYear(annual: AnnualSchemeData, { memberId, peerGroup, quarters, yearEnd }: AnnualInput): AnnualResult {
  const quartersMean = exactMean(quarters.flatMap((quarter) => quarter.total?.exact ?? []))
  const total = totalOf(annual, quartersMean, yearEnd)
  const vetoes = [...quarters, ...(yearEnd ? [yearEnd] : [])].flatMap((result) => result.vetoes).filter((veto) => veto.effect === 'FAIL_YEAR')
  const tieBreakers = annual.quarterly.ranking.tieBreakers.map((_, i) => {
    const value = exactMean(quarters.flatMap((quarter) => quarter.tieBreakers[i] ?? []))
    return value === null ? null : toExact(value)
  })
  return {
    memberId,
    peerGroup,
    total: total === null ? null : toAmount(total),
    grade: gradeOf(annual.quarterly, total, vetoes),
    vetoed: holdsVeto(vetoes),
    quartersMean: quartersMean === null ? null : toAmount(quartersMean),
    yearEnd: yearEnd?.total ?? null,
    unrankedBecause: total === null ? 'TOO_FEW_FIGURES' : null,
    tieBreakers,
  }
}
