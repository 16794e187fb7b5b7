import { add, compare, larger, rational, type Rational, smaller, subtract, sum, toAmount, ZERO } from './rational.ts'
import type { AdjustmentInput, AdjustmentResult } from './result.ts'
import type { AdjustmentRule, SchemeData } from './scheme.ts'

const magnitude = (points: Rational): Rational => larger(points, subtract(ZERO, points))

function refusal(scheme: SchemeData, rule: AdjustmentRule, input: AdjustmentInput): AdjustmentResult['reducedBecause'] {
  if (input.basis.trim() === '') return 'NO_BASIS'
  if (!scheme.basisKinds.includes(input.basisKind)) return 'BASIS_NOT_ACCEPTED'
  if (rule.points[input.tier ?? 'ANY'] === undefined) return 'NO_SUCH_TIER'
  return input.selfCorrected === true && input.kind === 'FALSIFIED_CLOSURE' ? 'SELF_CORRECTED' : null
}

const inOrder = (a: AdjustmentInput, b: AdjustmentInput): number =>
  a.on < b.on ? -1 : a.on > b.on ? 1 : a.id < b.id ? -1 : a.id > b.id ? 1 : 0

function applyRule(scheme: SchemeData, rule: AdjustmentRule, inputs: readonly AdjustmentInput[]): AdjustmentResult[] {
  const worth = (input: AdjustmentInput): Rational => rational(rule.points[input.tier ?? 'ANY'] ?? '0')
  const highest = new Map<string, AdjustmentInput>()
  for (const input of inputs) {
    if (refusal(scheme, rule, input) !== null) continue
    const known = highest.get(input.matter)
    if (!known || compare(magnitude(worth(input)), magnitude(worth(known))) > 0) highest.set(input.matter, input)
  }
  const cap = rational(rule.cap)
  let counted = ZERO
  return inputs.map((input) => {
    const refused = refusal(scheme, rule, input) ?? (highest.get(input.matter) === input ? null : 'SAME_MATTER')
    const full = refused === null ? worth(input) : ZERO
    const next = compare(cap, ZERO) < 0 ? larger(add(counted, full), cap) : smaller(add(counted, full), cap)
    const points = subtract(next, counted)
    counted = next
    const reducedBecause = refused ?? (compare(points, full) === 0 ? null : 'CAP')
    const { id, kind, basis, on } = input
    return { id, kind, points: toAmount(points), clause: rule.clause, basis, on, reducedBecause }
  })
}

/**
 * Bonuses and deductions by day, each with what it counts: one matter once per kind, at its highest level, and all of
 * a kind up to its cap. A kind that the scheme does not know throws.
 */
export function applyAdjustments(scheme: SchemeData, inputs: readonly AdjustmentInput[]) {
  const unknown = inputs.find((input) => !scheme.adjustments.some((rule) => rule.kind === input.kind))
  if (unknown) throw new RangeError(`Scheme ${scheme.id} has no rule for adjustments of kind ${unknown.kind}`)
  const sorted = inputs.toSorted(inOrder)
  const adjustments = scheme.adjustments.flatMap((rule) =>
    applyRule(scheme, rule, sorted.filter((input) => input.kind === rule.kind)),
  )
  return { adjustments, points: sum(adjustments.map((adjustment) => rational(adjustment.points.exact))) }
}
