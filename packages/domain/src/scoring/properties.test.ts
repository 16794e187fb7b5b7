import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { countiesOfCity, type IndicatorResult, type MemberInput, type PeriodFigures, rank, rational, resultAmong, type ScoreResult, scorePeerGroup, type Source, sources, standingsOf, toExact } from './index.ts'
import { compare, mean, multiply, sum, within } from './rational.ts'
import type { FigureName } from './scheme.ts'
import { member } from './worked-case.fixture.ts'

const runs = { numRuns: 500 }

/** Part and whole of every ratio; a few small numbers, so that ties, small samples and empty denominators are frequent. */
const shares: readonly [FigureName, FigureName][] = countiesOfCity.indicators.flatMap(({ formula }) =>
  formula.kind === 'DEDUCTION' ? [] : [[formula.numerator, formula.denominator]],
)
const counts: readonly FigureName[] = [
  'incidents_fatal', 'incidents_fatal_traffic', 'incidents_considerable', 'late_incident_reports', 'listings_in_force', 'listings_overdue_in_period',
  'files_irregular', 'absences', 'deaths',
]
const wholeAndPart = fc.oneof(fc.constant([0, 0] as const), fc.integer({ min: 1, max: 40 }).chain((whole) => fc.tuple(fc.constant(whole), fc.integer({ min: 0, max: whole + 2 }))))
const figures: fc.Arbitrary<PeriodFigures> = fc
  .tuple(fc.tuple(...shares.map(() => wholeAndPart)), fc.tuple(...counts.map(() => fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.integer({ min: 0, max: 3 })))))
  .map(([pairs, few]) =>
    Object.fromEntries([...shares.flatMap(([part, whole], i) => [[whole, pairs[i]![0]], [part, pairs[i]![1]]]), ...counts.map((name, i) => [name, few[i]])]),
  )

const added = (a: PeriodFigures, b: PeriodFigures): PeriodFigures =>
  Object.fromEntries(Object.keys(a).map((name) => [name, (a[name as FigureName] ?? 0) + (b[name as FigureName] ?? 0)]))

const adjustment = fc.record({
  kind: fc.constantFrom('COMMENDATION' as const, 'CRITICISM' as const),
  tier: fc.constantFrom('NATIONAL' as const, 'PROVINCE' as const, 'CITY' as const),
  matter: fc.constantFrom('m1', 'm2', 'm3', 'm4', 'm5', 'm6'),
})
const veto = fc.record({ kind: fc.constantFrom('CONSIDERABLE_INCIDENT' as const, 'CONCEALED_INCIDENT' as const), confirmed: fc.boolean() })

const members: fc.Arbitrary<MemberInput[]> = fc
  .array(
    fc.record({
      figures,
      earlier: figures,
      years: fc.array(figures, { maxLength: 3 }),
      zone: fc.integer({ min: 0, max: 4 }),
      adjustments: fc.array(adjustment, { maxLength: 5 }),
      vetoes: fc.array(veto, { maxLength: 1 }),
      empty: fc.integer({ min: 0, max: 5 }),
    }),
    { minLength: 1, maxLength: 7 },
  )
  .map((all) =>
    all.map((one, i) =>
      member(`m${i}`, {
        peerGroup: one.zone === 0 ? 'FUNCTIONAL_ZONES' : 'COUNTIES',
        figures: one.empty === 0 ? {} : one.figures,
        fourQuarters: one.empty === 0 ? {} : added(one.figures, one.earlier),
        sameQuarterBefore: one.years,
        adjustments: one.adjustments.map((given, n) => ({ ...given, id: `${i}.${n}`, basis: '文件', basisKind: 'DOCUMENT', on: '2026-08-01' })),
        vetoes: one.vetoes.map(({ kind, confirmed }) => ({ id: `${i}`, kind, reason: '', on: '2026-08-01', confirmedOn: confirmed ? '2026-08-20' : null })),
      }),
    ),
  )
/** Every member twice, so that there are ties. */
const withTwins = members.map((given) => [...given, ...given.map((one) => ({ ...one, id: `${one.id}'` }))])
const inUse = fc.oneof(fc.constant(new Set(sources)), fc.subarray([...sources]).map((some) => new Set<Source>(some)))
const between = (low: string, value: string, high: string): boolean =>
  compare(rational(low), rational(value)) <= 0 && compare(rational(value), rational(high)) <= 0

/** Points within 0 and the weight, and what was lost, and the ratio, in agreement; nothing of it where it left. */
function sound({ points, maxPoints, lost, ratio }: IndicatorResult): boolean {
  if (points === null || lost === null || ratio === null) return points === lost && lost === ratio && maxPoints.exact === '0'
  return (
    between('0', points.exact, maxPoints.exact) &&
    toExact(sum([rational(points.exact), rational(lost.exact)])) === maxPoints.exact &&
    toExact(multiply(rational(ratio.exact), rational(maxPoints.exact))) === points.exact
  )
}
const score = (given: readonly MemberInput[], used: ReadonlySet<Source>) => scorePeerGroup(countiesOfCity, given, used)

describe('for any figures and any sources in use', { timeout: 60_000 }, () => {
  test('everything stays within its bounds', () => {
    fc.assert(
      fc.property(members, inUse, (given, used) => {
        const broken = score(given, used).flatMap((result) => [
          ...result.indicators.filter((indicator) => !sound(indicator)),
          ...(result.total !== null && !between('0', result.total.exact, '103') ? [result.total] : []),
          ...((result.total === null) === (result.unrankedBecause === null) ? [result.unrankedBecause] : []),
        ])
        expect(broken).toEqual([])
      }),
      runs,
    )
  })

  test('spreading keeps the weight: what is in force sums to 100, in the proportions of the scheme', () => {
    fc.assert(
      fc.property(members, inUse, (given, used) => {
        for (const { indicators, groups } of score(given, used)) {
          const inForce = indicators.filter((indicator) => indicator.points !== null)
          const total = toExact(sum(indicators.map((indicator) => rational(indicator.maxPoints.exact))))
          expect(total).toBe(inForce.length > 0 ? '100' : '0')
          expect(toExact(sum(groups.map((group) => rational(group.maxPoints.exact))))).toBe(total)
          const factors = new Map<string, Set<string>>()
          for (const { number, group, maxPoints } of inForce) {
            const { weight } = countiesOfCity.indicators.find((indicator) => indicator.number === number)!
            const factor = toExact(multiply(rational(maxPoints.exact), rational(`1/${weight}`)))
            factors.set(group, (factors.get(group) ?? new Set()).add(factor))
          }
          for (const same of factors.values()) expect(same.size).toBe(1)
          const groupFactors = groups
            .filter((group) => group.points !== null)
            .map((group) => toExact(multiply(rational(group.maxPoints.exact), rational(`1/${countiesOfCity.groups.find((g) => g.key === group.key)!.weight}`))))
          expect(new Set(groupFactors).size).toBeLessThanOrEqual(1)
        }
      }),
      runs,
    )
  })

  test('the order of the members never matters', () => {
    const shuffled = withTwins.chain((given) => fc.tuple(fc.constant(given), fc.shuffledSubarray(given, { minLength: given.length })))
    fc.assert(
      fc.property(shuffled, inUse, ([given, other], used) => {
        const results = score(given, used)
        const byId = new Map(score(other, used).map((result) => [result.memberId, result]))
        for (const result of results) expect(byId.get(result.memberId)).toEqual(result)
        expect(rank(countiesOfCity, [...byId.values()])).toEqual(rank(countiesOfCity, results))
      }),
      runs,
    )
  })

  test('an item without own figures stands exactly at the mean of those that have them', () => {
    fc.assert(
      fc.property(members, inUse, (given, used) => {
        const results = score(given, used)
        for (const result of results) {
          for (const [i, { atPeersMean, ratio, notApplicable }] of result.indicators.entries()) {
            if (!atPeersMean) continue
            const peers = results.filter((peer) => peer.peerGroup === result.peerGroup && peer.indicators[i]!.notApplicable === null)
            expect(notApplicable).toBe('NO_DENOMINATOR')
            expect(rational(ratio!.exact)).toEqual(mean(peers.map((peer) => rational(peer.indicators[i]!.ratio!.exact))))
          }
        }
      }),
      runs,
    )
  })

  test('equals share a rank, and ranks count those before', () => {
    const key = (result: ScoreResult) => JSON.stringify([result.vetoed, result.total?.exact, result.tieBreakers])
    fc.assert(
      fc.property(withTwins, inUse, (given, used) => {
        const results = new Map(score(given, used).map((result) => [result.memberId, result]))
        for (const group of Map.groupBy(rank(countiesOfCity, [...results.values()]), (place) => place.peerGroup).values()) {
          const ranked = group.filter((place) => place.rank !== null)
          if (group.length < 3) expect(ranked).toEqual([])
          for (const place of ranked) {
            const equals = ranked.filter((other) => key(results.get(other.memberId)!) === key(results.get(place.memberId)!))
            expect(new Set(equals.map((other) => other.rank)).size).toBe(1)
            expect(place.tied).toBe(equals.length > 1)
            expect(place.rank).toBe(ranked.filter((other) => other.rank! < place.rank!).length + 1)
          }
        }
      }),
      runs,
    )
  })
})

test('within one sample window one more on-time closure never lowers an item', { timeout: 60_000 }, () => {
  const closures: readonly [FigureName, FigureName, number][] = [
    ['rectified_on_time_major', 'due_major', 3],
    ['rectified_on_time_general_scored', 'due_general_scored', 4],
    ['reinspected_in_time_scored', 'reinspection_due_scored', 5],
  ]
  fc.assert(
    fc.property(members, fc.constantFrom(...closures), fc.boolean(), (given, [onTime, due, number], another) => {
      const [first, ...others] = given
      const plusOne = (before: PeriodFigures): PeriodFigures => {
        const whole = (before[due] ?? 0) + (another ? 1 : 0)
        return { ...before, [due]: whole, [onTime]: (before[onTime] ?? 0) + 1 }
      }
      const changed = { ...first!, figures: plusOne(first!.figures), fourQuarters: plusOne(first!.fourQuarters) }
      const at = (one: MemberInput) => score([one, ...others], new Set(sources))[0]!.indicators.find((indicator) => indicator.number === number)!
      const [before, after] = [at(first!), at(changed)]
      fc.pre(before.notApplicable === null && before.smallSample === after.smallSample)
      expect(compare(rational(after.points!.exact), rational(before.points!.exact))).toBeGreaterThanOrEqual(0)
    }),
    runs,
  )
})

test('a member scored by itself from what is known of its peers has the same items and total, to the byte', () => {
  fc.assert(
    fc.property(members, inUse, fc.constantFrom(null, '1/3'), (given, some, bestGradeShare) => {
      const scheme = { ...countiesOfCity, bestGradeShare }
      const { standings, peers } = standingsOf(scheme, given, some)
      const kept = JSON.parse(JSON.stringify(peers)) as typeof peers
      const alone = given.map((one, i) => resultAmong(scheme, one, kept[one.peerGroup]!, some, standings[i]!))
      const whole = scorePeerGroup(scheme, given, some)
      expect(JSON.stringify(alone)).toBe(JSON.stringify(whole))
      expect(standings).toEqual(whole.map(({ memberId, peerGroup, total, grade, vetoed, unrankedBecause, tieBreakers }) => ({ memberId, peerGroup, total, grade, vetoed, unrankedBecause, tieBreakers })))
      for (const { total, groups, adjustmentPoints } of whole) {
        if (total === null) continue
        const all = sum([...groups.flatMap(({ points }) => (points ? [rational(points.exact)] : [])), rational(adjustmentPoints.exact)])
        expect(total.exact).toBe(toExact(within(all, rational(scheme.total.from), rational(scheme.total.to))))
      }
    }),
    { numRuns: 200 },
  )
})
