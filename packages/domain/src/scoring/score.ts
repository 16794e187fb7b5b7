import { applyAdjustments } from './adjustments.ts'
import { ownFigures, type OwnFigures } from './formula.ts'
import { gradeOf, holdsVeto, vetoesOf } from './grade.ts'
import { rank } from './rank.ts'
import {
  add,
  compare,
  divide,
  type Exact,
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
import type { GroupResult, IndicatorResult, MemberInput, Peers, ScoreResult, Standing } from './result.ts'
import type { IndicatorData, PeerGroup, SchemeData, Source } from './scheme.ts'
import { schemeFor, weightsInForce, type WeightsInForce } from './weights.ts'

type Own = ReadonlyMap<number, OwnFigures>

/** What is the same for every member of a peer group. */
interface Group {
  readonly scheme: SchemeData
  readonly weights: WeightsInForce
  readonly peers: Peers
  /** Of an indicator that a member has no figures for: at the mean of the others, or gone for everybody. */
  absent(indicator: IndicatorData): Scored
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

function ownOf(scheme: SchemeData, member: MemberInput, sourcesInUse: ReadonlySet<Source>): Own {
  const own = new Map<number, OwnFigures>()
  for (const indicator of scheme.indicators) {
    const figures = sourcesInUse.has(indicator.source) ? ownFigures(indicator, member, scheme.sampleMinimum) : null
    if (figures !== null) own.set(indicator.number, figures)
  }
  return own
}

function peersOf(scheme: SchemeData, owns: readonly Own[]): Peers {
  const inForce = scheme.indicators.map(({ number }) => number).filter((number) => owns.some((own) => own.has(number)))
  const needed = inForce.filter((number) => owns.some((own) => !own.has(number)))
  return { inForce, means: needed.map((number) => [number, toExact(mean(owns.flatMap((own) => own.get(number)?.ratio ?? [])))]) }
}

function groupOf(scheme: SchemeData, peers: Peers, sourcesInUse: ReadonlySet<Source>): Group {
  const weights = weightsInForce(scheme, new Set(peers.inForce))
  const means = new Map(peers.means)
  const known = new Map<number, Scored>()
  return {
    scheme, weights, peers,
    absent(indicator) {
      const { number, source } = indicator
      const found = known.get(number)
      if (found) return found
      const at = means.get(number)
      const made = scored(indicator, weights.indicators.get(number)!, at === undefined ? null : rational(at), null, sourcesInUse.has(source))
      known.set(number, made)
      return made
    },
  }
}

const pointsOf = (items: readonly Scored[]): Rational => sum(items.map((item) => item.points ?? ZERO))

function groupPoints({ scheme, weights }: Pick<Group, 'scheme' | 'weights'>, items: readonly Scored[]) {
  return scheme.groups.map(({ key }) => {
    const weight = weights.groups.get(key)!
    const points = pointsOf(items.filter((item) => item.result.group === key))
    const result: GroupResult = { key, points: isZero(weight) ? null : toAmount(points), maxPoints: toAmount(weight) }
    return { points, result }
  })
}

const tieBreakersOf = (scheme: SchemeData, member: MemberInput, ratioOf: (indicator: number) => Exact | null): (Exact | null)[] =>
  scheme.ranking.tieBreakers.map((breaker) =>
    breaker.kind === 'SMALLER_FIGURE' ? toExact(rational(-(member.figures[breaker.figure] ?? 0))) : ratioOf(breaker.indicator))

function unrankedBecause(scheme: SchemeData, own: Own, ownWeight: Rational) {
  const needed = multiply(rational(scheme.fullMarks), rational(scheme.ownFiguresMinimum))
  if (compare(ownWeight, needed) < 0) return 'TOO_FEW_FIGURES'
  return [...own.values()].some((figures) => figures.denominator !== null) ? null : 'NO_RATIO_ITEM'
}

/** What members with figures of the same indicators have in common. */
interface Alike {
  /** Of the indicators at the mean of the peers. */
  readonly points: Rational
  readonly ownWeight: Rational
}

/** Totals, without the items that they are made of. */
function standingsIn(group: Group, members: readonly MemberInput[], owns: readonly Own[]): Standing[] {
  const { scheme, weights } = group
  const indicators = new Map(scheme.indicators.map((indicator) => [indicator.number, indicator]))
  const alike = new Map<string, Alike>()
  const alikeOf = (own: Own): Alike => {
    const key = [...own.keys()].join()
    const found = alike.get(key)
    if (found) return found
    const made = {
      points: pointsOf(scheme.indicators.filter(({ number }) => !own.has(number)).map((indicator) => group.absent(indicator))),
      ownWeight: sum([...own.keys()].map((number) => weights.indicators.get(number)!)),
    }
    alike.set(key, made)
    return made
  }
  return members.map((member, i): Standing => {
    const own = owns[i]!
    const { points: atMean, ownWeight } = alikeOf(own)
    const because = unrankedBecause(scheme, own, ownWeight)
    const vetoes = vetoesOf(scheme, member)
    const total = because === null ? totalOf(group, member, own, atMean) : null
    return {
      memberId: member.id,
      peerGroup: member.peerGroup,
      total: total === null ? null : toAmount(total),
      grade: gradeOf(scheme, total, vetoes),
      vetoed: holdsVeto(vetoes),
      unrankedBecause: because,
      tieBreakers: tieBreakersOf(scheme, member, (number) => {
        const figures = own.get(number)
        const indicator = indicators.get(number)
        return figures ? toExact(figures.ratio) : indicator ? (group.absent(indicator).result.ratio?.exact ?? null) : null
      }),
    }
  })
}

function totalOf({ scheme, weights }: Group, member: MemberInput, own: Own, atMean: Rational): Rational {
  const ofItems = sum([...own].map(([number, { ratio }]) => multiply(ratio, weights.indicators.get(number)!)))
  const { points } = applyAdjustments(scheme, member.adjustments)
  return within(add(add(ofItems, points), atMean), rational(scheme.total.from), rational(scheme.total.to))
}

function resultIn(group: Group, member: MemberInput, own: Own, standing: Pick<Standing, 'grade' | 'total'>): ScoreResult {
  const { scheme, weights } = group
  const items = scheme.indicators.map((indicator) => {
    const figures = own.get(indicator.number)
    return figures ? scored(indicator, weights.indicators.get(indicator.number)!, figures.ratio, figures, true) : group.absent(indicator)
  })
  const { adjustments, points } = applyAdjustments(scheme, member.adjustments)
  const vetoes = vetoesOf(scheme, member)
  const ownWeight = sum([...own.keys()].map((number) => weights.indicators.get(number)!))
  return {
    memberId: member.id,
    peerGroup: member.peerGroup,
    total: standing.total,
    grade: standing.grade,
    vetoed: holdsVeto(vetoes),
    indicators: items.map((item) => item.result),
    groups: groupPoints(group, items).map((each) => each.result),
    adjustments,
    adjustmentPoints: toAmount(points),
    vetoes,
    ownWeight: toAmount(ownWeight),
    unrankedBecause: unrankedBecause(scheme, own, ownWeight),
    tieBreakers: tieBreakersOf(scheme, member, (number) => items.find((item) => item.result.number === number)?.result.ratio?.exact ?? null),
  }
}

/** Where the best grade is limited to a share of the ranked, those behind get the next one; equals are kept together. */
function limitBestGrade(scheme: SchemeData, standings: readonly Standing[]): Standing[] {
  const [best, next] = scheme.grades
  if (scheme.bestGradeShare === null || !best || !next) return [...standings]
  const placed = rank(scheme, standings).filter((place) => place.rank !== null)
  const allowed = Number(floor(multiply(rational(scheme.bestGradeShare), rational(placed.length))))
  const rankOf = new Map(placed.map((place) => [place.memberId, place.rank!]))
  return standings.map((standing) => {
    const own = rankOf.get(standing.memberId)
    if (standing.grade !== best.grade || own === undefined) return standing
    const notBehind = placed.filter((place) => place.rank! <= own).length
    return notBehind <= allowed ? standing : { ...standing, grade: next.grade }
  })
}

interface ScoredGroup {
  readonly peers: Peers
  /** In the order of the members. */
  readonly standings: readonly Standing[]
  resultOf(at: number): ScoreResult
}

function scoreGroup(scheme: SchemeData, members: readonly MemberInput[], sourcesInUse: ReadonlySet<Source>): ScoredGroup {
  const owns = members.map((member) => ownOf(scheme, member, sourcesInUse))
  const group = groupOf(scheme, peersOf(scheme, owns), sourcesInUse)
  const standings = limitBestGrade(scheme, standingsIn(group, members, owns))
  return { peers: group.peers, standings, resultOf: (at) => resultIn(group, members[at]!, owns[at]!, standings[at]!) }
}

export interface Standings {
  /** In the order of the members. */
  readonly standings: readonly Standing[]
  readonly peers: Readonly<Partial<Record<PeerGroup, Peers>>>
  /** The items of one of the members. */
  resultOf(memberId: string): ScoreResult
}

/**
 * Totals and grades of members, each within its peer group: an indicator that does not apply to a member stands at the
 * mean of the peers to whom it does, so all members of a group must be given. Throws RangeError on a member given twice.
 */
export function standingsOf(scheme: SchemeData, members: readonly MemberInput[], sourcesInUse: ReadonlySet<Source>): Standings {
  const places = new Map<string, { readonly group: ScoredGroup; readonly at: number }>()
  const peers: Partial<Record<PeerGroup, Peers>> = {}
  const groups = [...Map.groupBy(members, (member) => member.peerGroup)].toSorted(([a], [b]) => (a < b ? -1 : 1))
  for (const [peerGroup, alike] of groups) {
    const group = scoreGroup(schemeFor(scheme, peerGroup), alike, sourcesInUse)
    peers[peerGroup] = group.peers
    for (const [at, { id }] of alike.entries()) {
      if (places.has(id)) throw new RangeError('A member is given twice')
      places.set(id, { group, at })
    }
  }
  const placeOf = (id: string) => {
    const place = places.get(id)
    if (!place) throw new RangeError(`${id} is no member`)
    return place
  }
  return {
    peers,
    standings: members.map(({ id }) => {
      const { group, at } = placeOf(id)
      return group.standings[at]!
    }),
    resultOf(id) {
      const { group, at } = placeOf(id)
      return group.resultOf(at)
    },
  }
}

/** The items of one member, from what is known of its peers: the same as `standingsOf` gives of it among them. */
export function resultAmong(
  scheme: SchemeData, member: MemberInput, peers: Peers, sourcesInUse: ReadonlySet<Source>, standing: Pick<Standing, 'grade' | 'total'>,
): ScoreResult {
  const own = schemeFor(scheme, member.peerGroup)
  return resultIn(groupOf(own, peers, sourcesInUse), member, ownOf(own, member, sourcesInUse), standing)
}

/** Whole results, in the order of the members. Throws RangeError on a member given twice. */
export function scorePeerGroup(scheme: SchemeData, members: readonly MemberInput[], sourcesInUse: ReadonlySet<Source>): ScoreResult[] {
  const all = standingsOf(scheme, members, sourcesInUse)
  return members.map(({ id }) => all.resultOf(id))
}
