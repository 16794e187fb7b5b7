import {
  compare,
  divide,
  floor,
  isZero,
  larger,
  mean,
  multiply,
  ONE,
  rational,
  type Rational,
  smaller,
  subtract,
  sum,
  within,
  ZERO,
} from './rational.ts'
import type { MemberInput } from './result.ts'
import type { DeductionTerm, ExcessOverMeanTerm, FigureName, IndicatorData, PerUnitTerm, PeriodFigures, Words } from './scheme.ts'

/** What a member's own figures say about an indicator, before any spreading of weights. */
export interface OwnFigures {
  /** Points ÷ weight, within 0 and 1. */
  readonly ratio: Rational
  readonly numerator: number | null
  readonly denominator: number | null
  readonly smallSample: boolean
  /** Points off, by the indicator's weight as set. */
  readonly deductions: readonly { readonly words: Words; readonly count: number | null; readonly lost: Rational }[]
}

const figure = (figures: PeriodFigures, name: FigureName): Rational => rational(figures[name] ?? 0)

function perUnit(term: PerUnitTerm, figures: PeriodFigures) {
  const all = figures[term.figure] ?? 0
  const count = Math.max(0, term.leavingOut === null ? all : all - (figures[term.leavingOut] ?? 0))
  return { words: term.words, count, lost: multiply(rational(term.points), rational(count)) }
}

function excessOverMean(term: ExcessOverMeanTerm, figures: PeriodFigures, before: readonly PeriodFigures[]) {
  const years = before.slice(0, term.years)
  if (years.length < term.years) return { words: term.words, count: null, lost: ZERO }
  const count = figures[term.figure] ?? 0
  const usual = mean(years.map((year) => figure(year, term.figure)))
  const excess = subtract(rational(count), usual)
  if (compare(excess, ZERO) <= 0) return { words: term.words, count, lost: ZERO }
  const cap = rational(term.cap)
  if (isZero(usual)) return { words: term.words, count, lost: cap }
  const steps = floor(divide(divide(excess, usual), rational(term.step)))
  return { words: term.words, count, lost: smaller(cap, multiply(rational(term.points), { n: steps, d: 1n })) }
}

const deductionsOf = (terms: readonly DeductionTerm[], figures: PeriodFigures, before: readonly PeriodFigures[]) =>
  terms.map((term) => (term.kind === 'PER_UNIT' ? perUnit(term, figures) : excessOverMean(term, figures, before)))

/** Null without denominator, over four quarters too, or where a deduction does not apply to the member. */
export function ownFigures(indicator: IndicatorData, member: MemberInput, sampleMinimum: number): OwnFigures | null {
  const { formula } = indicator
  const weight = rational(indicator.weight)
  if (formula.kind === 'DEDUCTION') {
    if (formula.appliesWhen !== null && compare(figure(member.figures, formula.appliesWhen), ZERO) <= 0) return null
    const deductions = deductionsOf(formula.terms, member.figures, member.sameQuarterBefore)
    const lost = sum(deductions.map((deduction) => deduction.lost))
    const nothing = formula.zeroWhen.some((name) => compare(figure(member.figures, name), ZERO) > 0)
    const ratio = nothing ? ZERO : within(subtract(ONE, divide(lost, weight)), ZERO, ONE)
    return { ratio, numerator: null, denominator: null, smallSample: false, deductions }
  }
  const smallSample = compare(figure(member.figures, formula.denominator), rational(sampleMinimum)) < 0
  const window = smallSample ? member.fourQuarters : member.figures
  const denominator = figure(window, formula.denominator)
  if (compare(denominator, ZERO) <= 0) return null
  const share = within(divide(figure(window, formula.numerator), denominator), ZERO, ONE)
  const deductions = formula.kind === 'CONDUCT' ? deductionsOf(formula.terms, window, member.sameQuarterBefore) : []
  const kept = formula.kind === 'RATIO' && formula.complement ? subtract(ONE, share) : share
  const lost = divide(sum(deductions.map((deduction) => deduction.lost)), weight)
  return {
    ratio: larger(subtract(kept, lost), ZERO),
    numerator: window[formula.numerator] ?? 0,
    denominator: window[formula.denominator] ?? 0,
    smallSample,
    deductions,
  }
}
