import { divide, multiply, rational, type Rational, sum, toExact, ZERO } from './rational.ts'
import type { DeductionTerm, Formula, PeerGroup, SchemeData } from './scheme.ts'

function scaledTerm(term: DeductionTerm, by: Rational): DeductionTerm {
  const points = toExact(multiply(rational(term.points), by))
  return term.kind === 'PER_UNIT' ? { ...term, points } : { ...term, points, cap: toExact(multiply(rational(term.cap), by)) }
}

const scaledFormula = (formula: Formula, by: Rational): Formula =>
  formula.kind === 'RATIO' ? formula : { ...formula, terms: formula.terms.map((term) => scaledTerm(term, by)) }

/**
 * The scheme as it holds for one peer group: where a selection names some indicators, only those, with weights and
 * deductions scaled alike to the full marks, and each group weighing what its indicators do.
 */
export function schemeFor(scheme: SchemeData, peerGroup: PeerGroup): SchemeData {
  const selection = scheme.selections.find((candidate) => candidate.peerGroup === peerGroup)
  if (!selection) return scheme
  const kept = scheme.indicators.filter((indicator) => selection.indicators.includes(indicator.number))
  const by = divide(rational(scheme.fullMarks), sum(kept.map((indicator) => rational(indicator.weight))))
  const indicators = kept.map((indicator) => ({
    ...indicator,
    weight: toExact(multiply(rational(indicator.weight), by)),
    formula: scaledFormula(indicator.formula, by),
  }))
  const groups = scheme.groups.flatMap((group) => {
    const own = indicators.filter((indicator) => indicator.group === group.key)
    return own.length === 0 ? [] : [{ ...group, weight: toExact(sum(own.map((indicator) => rational(indicator.weight)))) }]
  })
  return { ...scheme, groups, indicators, selections: [] }
}

export interface WeightsInForce {
  readonly indicators: ReadonlyMap<number, Rational>
  readonly groups: ReadonlyMap<string, Rational>
}

/**
 * What each indicator and group weighs once those that left are spread: inside the group in proportion to the
 * weights there, a group with none over the other groups in proportion to theirs. What left weighs 0.
 */
export function weightsInForce(scheme: SchemeData, inForce: ReadonlySet<number>): WeightsInForce {
  const staying = scheme.groups.filter((group) =>
    scheme.indicators.some((indicator) => indicator.group === group.key && inForce.has(indicator.number)),
  )
  const groupSum = sum(staying.map((group) => rational(group.weight)))
  const groups = new Map<string, Rational>(scheme.groups.map((group) => [group.key, ZERO]))
  const indicators = new Map<number, Rational>(scheme.indicators.map((indicator) => [indicator.number, ZERO]))
  for (const group of staying) {
    const weight = divide(multiply(rational(group.weight), rational(scheme.fullMarks)), groupSum)
    groups.set(group.key, weight)
    const own = scheme.indicators.filter((indicator) => indicator.group === group.key && inForce.has(indicator.number))
    const ownSum = sum(own.map((indicator) => rational(indicator.weight)))
    for (const indicator of own) {
      indicators.set(indicator.number, divide(multiply(rational(indicator.weight), weight), ownSum))
    }
  }
  return { indicators, groups }
}
