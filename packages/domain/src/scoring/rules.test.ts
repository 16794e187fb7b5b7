import { describe, expect, test } from 'vitest'
import {
  countiesOfCity,
  type IndicatorResult,
  type MemberInput,
  type PeriodFigures,
  rational,
  type SchemeData,
  type ScoreResult,
  scorePeerGroup,
  type Source,
  sources,
  streetsOfCounty,
  toExact,
} from './index.ts'
import { sum } from './rational.ts'
import { figuresOfQ, member } from './worked-case.fixture.ts'

const everything: ReadonlySet<Source> = new Set(sources)
const item = (result: ScoreResult | undefined, number: number): IndicatorResult =>
  result!.indicators.find((indicator) => indicator.number === number)!
const scoreOne = (figures: PeriodFigures, given: Partial<MemberInput> = {}, scheme: SchemeData = countiesOfCity) =>
  scorePeerGroup(scheme, [member('a', { figures, ...given })], everything)[0]!

describe('incidents', () => {
  const before = (...traffic: number[]) => ({ sameQuarterBefore: traffic.map((incidents_fatal_traffic) => ({ incidents_fatal_traffic })) })
  test.each<[string, PeriodFigures, Partial<MemberInput>, string]>([
    ['none', {}, {}, '20'],
    ['each outside road traffic costs 3', { incidents_fatal: 2 }, {}, '14'],
    ['road traffic is no part of these', { incidents_fatal: 5, incidents_fatal_traffic: 3 }, {}, '14'],
    ['never below 0', { incidents_fatal: 9 }, {}, '0'],
    ['traffic at the mean', { incidents_fatal: 10, incidents_fatal_traffic: 10 }, before(10, 10, 10), '20'],
    ['9 % above the mean is not a full 10 %', { incidents_fatal: 109, incidents_fatal_traffic: 109 }, before(100, 90, 110), '20'],
    ['exactly 10 % above', { incidents_fatal: 11, incidents_fatal_traffic: 11 }, before(10, 10, 10), '19'],
    ['29 % above', { incidents_fatal: 129, incidents_fatal_traffic: 129 }, before(100, 100, 100), '18'],
    ['a mean that is no whole number', { incidents_fatal: 2, incidents_fatal_traffic: 2 }, before(1, 2, 2), '18'],
    ['at most 8', { incidents_fatal: 30, incidents_fatal_traffic: 30 }, before(10, 10, 10), '12'],
    ['on a mean of zero', { incidents_fatal: 1, incidents_fatal_traffic: 1 }, before(0, 0, 0), '12'],
    ['years that are not known say nothing', { incidents_fatal: 30, incidents_fatal_traffic: 30 }, before(10, 10), '20'],
    ['only the three years before', { incidents_fatal: 11, incidents_fatal_traffic: 11 }, before(10, 10, 10, 99), '19'],
    ['a considerable one', { incidents_considerable: 1 }, {}, '0'],
    ['a serious one', { incidents_serious: 1 }, {}, '0'],
    ['an exceptional one', { incidents_exceptional: 1 }, {}, '0'],
  ])('%s', (_, figures, given, points) => expect(item(scoreOne({ ...figuresOfQ, ...figures }, given), 1).ratio!.number * 20).toBeCloseTo(Number(points), 12))

  test('each term says what it took', () => {
    const { deductions } = item(scoreOne({ ...figuresOfQ, incidents_fatal: 3, incidents_fatal_traffic: 1 }), 1)
    expect(deductions.map(({ count }) => count)).toEqual([2, null])
  })
  test('late reports cost 2.5 each, down to 0', () => {
    const ratios = [0, 1, 2, 3].map((late_incident_reports) => item(scoreOne({ ...figuresOfQ, late_incident_reports }), 2).ratio!.exact)
    expect(ratios).toEqual(['1', '1/2', '0', '0'])
  })
})

describe('other deductions', () => {
  test.each([[0, '1'], [1, '3/5'], [2, '1/5'], [3, '0']])('%i listings overdue leave %s', (listings_overdue_in_period, ratio) =>
    expect(item(scoreOne({ listings_in_force: 4, listings_overdue_in_period }), 6).ratio!.exact).toBe(ratio),
  )
  test.each([[0, '1'], [1, '3/4'], [4, '0'], [5, '0']])('%i absences leave %s', (absences, ratio) =>
    expect(item(scoreOne({ absences }), 16).ratio!.exact).toBe(ratio),
  )
  test.each([[0, '19/20'], [1, '47/60'], [6, '0']])('%i irregular case files leave %s', (files_irregular, ratio) =>
    expect(item(scoreOne({ files_sampled: 20, files_passed: 19, files_irregular }), 8).ratio!.exact).toBe(ratio),
  )
})

describe('the sample', () => {
  const year = { due_major: 20, rectified_on_time_major: 10 }
  test.each([
    [5, '1', false], [4, '1/2', true], [0, '1/2', true],
  ])('%i in the denominator', (due, ratio, smallSample) => {
    const result = scoreOne({ due_major: due, rectified_on_time_major: due }, { fourQuarters: year })
    expect(item(result, 3)).toMatchObject({ smallSample, notApplicable: null, ratio: { exact: ratio } })
  })
  test('conduct takes its deductions from the same window', () => {
    const fourQuarters = { files_sampled: 20, files_passed: 20, files_irregular: 3 }
    expect(item(scoreOne({ files_sampled: 1, files_passed: 1 }, { fourQuarters }), 8).ratio!.exact).toBe('1/2')
  })
  test('deductions know no small sample', () => {
    expect(item(scoreOne({}, { fourQuarters: { absences: 4, late_incident_reports: 2 } }), 16)).toMatchObject({ smallSample: false, ratio: { exact: '1' } })
  })
  test('a ratio stays within 0 and 1', () => {
    expect(item(scoreOne({ standardization_reached: 12, standardization_target: 10 }), 14).ratio!.exact).toBe('1')
    expect(item(scoreOne({ hidden: 12, drawn: 10 }), 10).ratio!.exact).toBe('0')
  })
  test('general hazards count by the scored sources only', () => {
    const result = scoreOne({ due_general: 100, rectified_on_time_general: 100, due_general_scored: 10, rectified_on_time_general_scored: 5,
      reinspection_due: 100, reinspected_in_time: 100, reinspection_due_scored: 10, reinspected_in_time_scored: 4 })
    expect([item(result, 4).ratio!.exact, item(result, 5).ratio!.exact]).toEqual(['1/2', '2/5'])
  })
})

describe('what does not apply', () => {
  test('hazards and subjects alone: the rest leaves and 100 is spread over three groups', () => {
    const [result] = scorePeerGroup(countiesOfCity, [member('a', { figures: figuresOfQ })], new Set<Source>(['hazards', 'subjects']))
    const weights = Object.fromEntries(result!.indicators.filter((i) => i.maxPoints.number > 0).map((i) => [i.number, i.maxPoints.exact]))
    expect(weights).toEqual({ 3: '200/7', 4: '200/21', 5: '250/21', 9: '200/7', 12: '600/49', 13: '450/49' })
    expect(result!.groups.map((group) => group.points !== null)).toEqual([false, true, true, true, false])
    expect(item(result, 1)).toMatchObject({ notApplicable: 'NO_SOURCE', points: null, lost: null, ratio: null, atPeersMean: false })
  })

  test('without denominator in the whole group an item leaves for everybody', () => {
    const { tipoffs_due: _, ...figures } = { ...figuresOfQ, tipoffs_due: 0 }
    const results = scorePeerGroup(countiesOfCity, ['a', 'b', 'c'].map((id) => member(id, { figures })), everything)
    for (const result of results) {
      expect(item(result, 11)).toMatchObject({ notApplicable: 'NO_DENOMINATOR', points: null, atPeersMean: false })
      expect(toExact(sum([8, 9, 10].map((number) => rational(item(result, number).maxPoints.exact))))).toBe('20')
      expect(item(result, 8).maxPoints.exact).toBe('15/2')
    }
  })

  test('deductions are multiplied along', () => {
    const [result] = scorePeerGroup(countiesOfCity, [member('a', { figures: { ...figuresOfQ, absences: 1 } })], new Set<Source>(['hazards', 'duty_watch']))
    expect(item(result, 16)).toMatchObject({ maxPoints: { exact: '30' }, points: { exact: '45/2' } })
    expect(item(result, 16).deductions[0]!.lost.exact).toBe('15/2')
  })

  test('the mean is plain, over the members to which the item applies, whatever they weigh', () => {
    const withTipoffs = (id: string, onTime: number, due: number) => member(id, { figures: { ...figuresOfQ, tipoffs_on_time: onTime, tipoffs_due: due } })
    const results = scorePeerGroup(countiesOfCity, [withTipoffs('a', 5, 10), withTipoffs('b', 900, 1000), member('c', { figures: figuresOfQ })], everything)
    expect(item(results[2], 11)).toMatchObject({ atPeersMean: true, ratio: { exact: '7/10' }, points: { exact: '14/5' }, lost: { exact: '6/5' } })
  })

  test('peer groups do not lend each other their means', () => {
    const zone = member('z', { peerGroup: 'FUNCTIONAL_ZONES', figures: figuresOfQ })
    const county = member('c', { figures: { ...figuresOfQ, tipoffs_due: 10, tipoffs_on_time: 10 } })
    expect(item(scorePeerGroup(countiesOfCity, [zone, county], everything)[0], 11).maxPoints.exact).toBe('0')
  })

  test('departments have five items, scaled to 100', () => {
    const figures = { ...figuresOfQ, files_irregular: 1, tipoffs_due: 10, tipoffs_on_time: 10 }
    const [result] = scorePeerGroup(streetsOfCounty, [member('d', { peerGroup: 'DEPARTMENTS', figures })], everything)
    expect(result!.indicators.map((i) => [i.number, i.maxPoints.exact])).toEqual([[8, '100/3'], [11, '200/9'], [15, '50/3'], [17, '50/3'], [18, '100/9']])
    expect(item(result, 8).ratio!.exact).toBe('47/60')
    expect(result!.unrankedBecause).toBeNull()
  })
})

describe('unranked', () => {
  const inUse = new Set<Source>(['hazards', 'subjects', 'incidents'])
  const full = member('full', { figures: figuresOfQ })
  const result = (figures: PeriodFigures, used: ReadonlySet<Source> = inUse) => scorePeerGroup(countiesOfCity, [full, member('x', { figures })], used)[1]!

  test('with own figures for less than half of the weight in force', () => {
    expect(result({})).toMatchObject({ total: null, grade: null, unrankedBecause: 'TOO_FEW_FIGURES' })
    expect(result({}).indicators.every((i) => i.points !== null || i.maxPoints.number === 0)).toBe(true)
  })
  test('half is enough', () => {
    const groups = countiesOfCity.groups
      .filter((group) => ['hazard_closure', 'foundations'].includes(group.key))
      .map((group) => ({ ...group, weight: '50' }))
    const scheme: SchemeData = { ...countiesOfCity, groups }
    const figures = { due_major: 10, rectified_on_time_major: 10 }
    const used = new Set<Source>(['hazards', 'subjects'])
    const indicators = scheme.indicators.filter((i) => [3, 12].includes(i.number))
    const [, own] = scorePeerGroup({ ...scheme, indicators }, [full, member('x', { figures })], used)
    expect(own).toMatchObject({ ownWeight: { exact: '50' }, unrankedBecause: null })
  })
  test('with no ratio item of its own', () => {
    expect(result({}, new Set<Source>(['incidents', 'tipoffs', 'hazards']))).toMatchObject({ unrankedBecause: 'TOO_FEW_FIGURES' })
    const deductionsOnly = scorePeerGroup(countiesOfCity, [member('x'), member('y')], new Set<Source>(['incidents', 'tipoffs']))
    expect(deductionsOnly[0]).toMatchObject({ total: null, ownWeight: { exact: '100' }, unrankedBecause: 'NO_RATIO_ITEM' })
  })
  test('nothing in use', () => {
    expect(scorePeerGroup(countiesOfCity, [full], new Set())[0]).toMatchObject({ total: null, unrankedBecause: 'TOO_FEW_FIGURES' })
  })
})

test('a member given twice is refused', () => {
  expect(() => scorePeerGroup(countiesOfCity, [member('a'), member('a')], everything)).toThrow(RangeError)
})
