import { applyAdjustments } from './adjustments.ts'
import { ownFigures, type OwnFigures } from './formula.ts'
import { gradeOf, holdsVeto, vetoesOf } from './grade.ts'
import { rank } from './rank.ts'
import {
  add,
  compare,
  divide,
  floor,
  isZero,
  mean,
  multiply,
  rational,
  type Rational,
  subtract,
  sum,
  toAmount,
  toExact,
  toNumber,
  within,
} from './rational.ts'
import type { GroupResult, IndicatorResult, MemberInput, ScoreResult } from './result.ts'
import type { IndicatorData, SchemeData, Source } from './scheme.ts'
import { schemeFor, weightsInForce, type WeightsInForce } from './weights.ts'

interface PeerGroupFigures {
  readonly scheme: SchemeData
  readonly sourcesInUse: ReadonlySet<Source>
  readonly weights: WeightsInForce
  /** Of the members to which the indicator applies; an indicator without one is not in force. */
  readonly means: ReadonlyMap<number, Rational>
  readonly own: ReadonlyMap<string, ReadonlyMap<number, OwnFigures>>
}

function figuresOf(scheme: SchemeData, members: readonly MemberInput[], sourcesInUse: ReadonlySet<Source>): PeerGroupFigures {
  const own = new Map<string, Map<number, OwnFigures>>(members.map((member) => [member.id, new Map()]))
  const means = new Map<number, Rational>()
  for (const indicator of scheme.indicators) {
    if (!sourcesInUse.has(indicator.source)) continue
    const ratios: Rational[] = []
    for (const member of members) {
      const figures = ownFigures(indicator, member, scheme.sampleMinimum)
      if (figures === null) continue
      own.get(member.id)!.set(indicator.number, figures)
      ratios.push(figures.ratio)
    }
    if (ratios.length > 0) means.set(indicator.number, mean(ratios))
  }
  return { scheme, sourcesInUse, weights: weightsInForce(scheme, new Set(means.keys())), means, own }
}

function indicatorResult(group: PeerGroupFigures, indicator: IndicatorData, own: OwnFigures | undefined): IndicatorResult {
  const weight = group.weights.indicators.get(indicator.number)!
  const atMean = group.means.get(indicator.number)
  const ratio = own?.ratio ?? atMean ?? null
  const points = ratio === null ? null : multiply(ratio, weight)
  const spread = divide(weight, rational(indicator.weight))
  const notApplicable = !group.sourcesInUse.has(indicator.source) ? 'NO_SOURCE' : own ? null : 'NO_DENOMINATOR'
  return {
    number: indicator.number,
    group: indicator.group,
    numerator: own?.numerator ?? null,
    denominator: own?.denominator ?? null,
    complement: indicator.formula.kind === 'RATIO' && indicator.formula.complement,
    ratio: ratio === null ? null : { exact: toExact(ratio), number: toNumber(ratio) },
    points: points === null ? null : toAmount(points),
    maxPoints: toAmount(weight),
    lost: points === null ? null : toAmount(subtract(weight, points)),
    notApplicable,
    smallSample: own?.smallSample ?? false,
    atPeersMean: own === undefined && atMean !== undefined,
    deductions: (own?.deductions ?? []).map(({ words, count, lost }) => ({ words, count, lost: toAmount(multiply(lost, spread)) })),
  }
}

const pointsOf = (indicators: readonly IndicatorResult[]): Rational =>
  sum(indicators.map((indicator) => rational(indicator.points?.exact ?? '0')))

function groupResults(group: PeerGroupFigures, indicators: readonly IndicatorResult[]): GroupResult[] {
  return group.scheme.groups.map(({ key }) => {
    const weight = group.weights.groups.get(key)!
    const points = pointsOf(indicators.filter((indicator) => indicator.group === key))
    return { key, points: isZero(weight) ? null : toAmount(points), maxPoints: toAmount(weight) }
  })
}

function tieBreakersOf(scheme: SchemeData, member: MemberInput, indicators: readonly IndicatorResult[]) {
  return scheme.ranking.tieBreakers.map((breaker) => {
    if (breaker.kind === 'SMALLER_FIGURE') return toExact(rational(-(member.figures[breaker.figure] ?? 0)))
    return indicators.find((indicator) => indicator.number === breaker.indicator)?.ratio?.exact ?? null
  })
}

function unrankedBecause(group: PeerGroupFigures, own: ReadonlyMap<number, OwnFigures>, ownWeight: Rational) {
  const needed = multiply(rational(group.scheme.fullMarks), rational(group.scheme.ownFiguresMinimum))
  if (compare(ownWeight, needed) < 0) return 'TOO_FEW_FIGURES'
  return [...own.values()].some((figures) => figures.denominator !== null) ? null : 'NO_RATIO_ITEM'
}

function memberResult(group: PeerGroupFigures, member: MemberInput): ScoreResult {
  const { scheme } = group
  const own = group.own.get(member.id)!
  const indicators = scheme.indicators.map((indicator) => indicatorResult(group, indicator, own.get(indicator.number)))
  const { adjustments, points } = applyAdjustments(scheme, member.adjustments)
  const ownWeight = sum([...own.keys()].map((number) => group.weights.indicators.get(number)!))
  const because = unrankedBecause(group, own, ownWeight)
  const all = within(add(pointsOf(indicators), points), rational(scheme.total.from), rational(scheme.total.to))
  const total = because === null ? all : null
  const vetoes = vetoesOf(scheme, member)
  return {
    memberId: member.id,
    peerGroup: member.peerGroup,
    total: total === null ? null : toAmount(total),
    grade: gradeOf(scheme, total, vetoes),
    vetoed: holdsVeto(vetoes),
    indicators,
    groups: groupResults(group, indicators),
    adjustments,
    adjustmentPoints: toAmount(points),
    vetoes,
    ownWeight: toAmount(ownWeight),
    unrankedBecause: because,
    tieBreakers: tieBreakersOf(scheme, member, indicators),
  }
}

/** Where the best grade is limited to a share of the ranked, those behind get the next one; equals are kept together. */
function limitBestGrade(scheme: SchemeData, results: readonly ScoreResult[]): ScoreResult[] {
  const [best, next] = scheme.grades
  if (scheme.bestGradeShare === null || !best || !next) return [...results]
  const placed = rank(scheme, results).filter((place) => place.rank !== null)
  const allowed = Number(floor(multiply(rational(scheme.bestGradeShare), rational(placed.length))))
  const rankOf = new Map(placed.map((place) => [place.memberId, place.rank!]))
  return results.map((result) => {
    const own = rankOf.get(result.memberId)
    if (result.grade !== best.grade || own === undefined) return result
    const notBehind = placed.filter((place) => place.rank! <= own).length
    return notBehind <= allowed ? result : { ...result, grade: next.grade }
  })
}

/**
 * Scores members against the scheme, each within its peer group: an indicator that does not apply to a member stands
 * at the mean of the peers to whom it does, so all members of a group must be given. Results come in the order of the
 * members. Throws RangeError on a member given twice.
 */
export function scorePeerGroup(
  scheme: SchemeData,
  members: readonly MemberInput[],
  sourcesInUse: ReadonlySet<Source>,
): ScoreResult[] {
  if (new Set(members.map((member) => member.id)).size < members.length) throw new RangeError('A member is given twice')
  const results = new Map<string, ScoreResult>()
  for (const [peerGroup, peers] of Map.groupBy(members, (member) => member.peerGroup)) {
    const group = figuresOf(schemeFor(scheme, peerGroup), peers, sourcesInUse)
    const scored = peers.map((member) => memberResult(group, member))
    for (const result of limitBestGrade(group.scheme, scored)) results.set(result.memberId, result)
  }
  return members.map((member) => results.get(member.id)!)
}
