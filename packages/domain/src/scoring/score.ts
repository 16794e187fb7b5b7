import { applyAdjustments } from './adjustments.ts'
import { ownFigures, type OwnFigures } from './formula.ts'
import { gradeOf, holdsVeto, vetoesOf } from './grade.ts'
import { rank } from './rank.ts'
import {
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
  ZERO,
} from './rational.ts'
import type { GroupResult, IndicatorResult, MemberInput, ScoreResult } from './result.ts'
import type { IndicatorData, SchemeData, Source } from './scheme.ts'
import { schemeFor, weightsInForce, type WeightsInForce } from './weights.ts'

interface PeerGroupFigures {
  readonly scheme: SchemeData
  readonly weights: WeightsInForce
  readonly own: ReadonlyMap<string, ReadonlyMap<number, OwnFigures>>
  /** By indicator, for the members to which it does not apply: at the mean of the others, or gone for everybody. */
  readonly absent: ReadonlyMap<number, Scored>
}

/** A result beside its points, which are null where the indicator is not in force. */
interface Scored {
  readonly points: Rational | null
  readonly result: IndicatorResult
}

function scored(indicator: IndicatorData, weight: Rational, ratio: Rational | null, own: OwnFigures | null, inUse: boolean): Scored {
  const points = ratio === null ? null : multiply(ratio, weight)
  const spread = divide(weight, rational(indicator.weight))
  const result: IndicatorResult = {
    number: indicator.number,
    group: indicator.group,
    numerator: own?.numerator ?? null,
    denominator: own?.denominator ?? null,
    complement: indicator.formula.kind === 'RATIO' && indicator.formula.complement,
    ratio: ratio === null ? null : { exact: toExact(ratio), number: toNumber(ratio) },
    points: points === null ? null : toAmount(points),
    maxPoints: toAmount(weight),
    lost: points === null ? null : toAmount(subtract(weight, points)),
    notApplicable: !inUse ? 'NO_SOURCE' : own ? null : 'NO_DENOMINATOR',
    smallSample: own?.smallSample ?? false,
    atPeersMean: own === null && ratio !== null,
    deductions: (own?.deductions ?? []).map(({ words, count, lost }) => ({ words, count, lost: toAmount(multiply(lost, spread)) })),
  }
  return { points, result }
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
  const weights = weightsInForce(scheme, new Set(means.keys()))
  const absent = new Map(
    scheme.indicators.map((indicator) => {
      const { number, source } = indicator
      return [number, scored(indicator, weights.indicators.get(number)!, means.get(number) ?? null, null, sourcesInUse.has(source))]
    }),
  )
  return { scheme, weights, own, absent }
}

const pointsOf = (items: readonly Scored[]): Rational => sum(items.map((item) => item.points ?? ZERO))

function groupPoints({ scheme, weights }: PeerGroupFigures, items: readonly Scored[]) {
  return scheme.groups.map(({ key }) => {
    const weight = weights.groups.get(key)!
    const points = pointsOf(items.filter((item) => item.result.group === key))
    const result: GroupResult = { key, points: isZero(weight) ? null : toAmount(points), maxPoints: toAmount(weight) }
    return { points, result }
  })
}

function tieBreakersOf(scheme: SchemeData, member: MemberInput, items: readonly Scored[]) {
  return scheme.ranking.tieBreakers.map((breaker) => {
    if (breaker.kind === 'SMALLER_FIGURE') return toExact(rational(-(member.figures[breaker.figure] ?? 0)))
    return items.find((item) => item.result.number === breaker.indicator)?.result.ratio?.exact ?? null
  })
}

function unrankedBecause(scheme: SchemeData, own: ReadonlyMap<number, OwnFigures>, ownWeight: Rational) {
  const needed = multiply(rational(scheme.fullMarks), rational(scheme.ownFiguresMinimum))
  if (compare(ownWeight, needed) < 0) return 'TOO_FEW_FIGURES'
  return [...own.values()].some((figures) => figures.denominator !== null) ? null : 'NO_RATIO_ITEM'
}

function memberResult(group: PeerGroupFigures, member: MemberInput): ScoreResult {
  const { scheme, weights, absent } = group
  const own = group.own.get(member.id)!
  const items = scheme.indicators.map((indicator) => {
    const figures = own.get(indicator.number)
    if (!figures) return absent.get(indicator.number)!
    return scored(indicator, weights.indicators.get(indicator.number)!, figures.ratio, figures, true)
  })
  const groups = groupPoints(group, items)
  const { adjustments, points } = applyAdjustments(scheme, member.adjustments)
  const ownWeight = sum([...own.keys()].map((number) => weights.indicators.get(number)!))
  const because = unrankedBecause(scheme, own, ownWeight)
  const all = sum([...groups.map((each) => each.points), points])
  const total = because === null ? within(all, rational(scheme.total.from), rational(scheme.total.to)) : null
  const vetoes = vetoesOf(scheme, member)
  return {
    memberId: member.id,
    peerGroup: member.peerGroup,
    total: total === null ? null : toAmount(total),
    grade: gradeOf(scheme, total, vetoes),
    vetoed: holdsVeto(vetoes),
    indicators: items.map((item) => item.result),
    groups: groups.map((each) => each.result),
    adjustments,
    adjustmentPoints: toAmount(points),
    vetoes,
    ownWeight: toAmount(ownWeight),
    unrankedBecause: because,
    tieBreakers: tieBreakersOf(scheme, member, items),
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
    const all = peers.map((member) => memberResult(group, member))
    for (const result of limitBestGrade(group.scheme, all)) results.set(result.memberId, result)
  }
  return members.map((member) => results.get(member.id)!)
}
