import { describe, expect, test } from 'vitest'
import {
  type AdjustmentInput,
  countiesOfCity,
  type MemberInput,
  type PeriodFigures,
  rank,
  type SchemeData,
  scorePeerGroup,
  type Source,
  sources,
  type VetoInput,
} from './index.ts'
import { commendationOfQ, figuresOfQ, member } from './worked-case.fixture.ts'

const everything: ReadonlySet<Source> = new Set(sources)
const perfect: PeriodFigures = {
  ...figuresOfQ, due_major: 10, rectified_on_time_major: 10, due_general_scored: 10, rectified_on_time_general_scored: 10,
  reinspection_due_scored: 10, reinspected_in_time_scored: 10, listings_in_force: 1, recurred: 0, files_passed: 20, key_enterprises_placed: 20, hidden: 0,
  tipoffs_due: 10, tipoffs_on_time: 10, owned: 200, standardization_reached: 10, obligations_on_time_duty: 40, obligations_on_time_report: 24, faulty: 0,
}
const score = (given: Partial<MemberInput>, scheme: SchemeData = countiesOfCity) =>
  scorePeerGroup(scheme, [member('a', { figures: perfect, ...given })], everything)[0]!

let made = 0
const adjustment = (kind: AdjustmentInput['kind'], given: Partial<AdjustmentInput> = {}): AdjustmentInput => {
  made += 1
  return { ...commendationOfQ, id: `a${made}`, matter: `matter ${made}`, kind, tier: kind === 'FALSIFIED_CLOSURE' ? null : 'NATIONAL', ...given }
}
const veto = (kind: VetoInput['kind'], given: Partial<VetoInput> = {}): VetoInput => {
  made += 1
  return { id: `v${made}`, kind, reason: '经安委会确认', on: '2026-08-01', confirmedOn: '2026-08-20', ...given }
}

describe('adjustments', () => {
  test.each<[string, AdjustmentInput[], string]>([
    ['a commendation by the nation', [adjustment('COMMENDATION')], '2'],
    ['by the province', [adjustment('COMMENDATION', { tier: 'PROVINCE' })], '1'],
    ['by the city', [adjustment('COMMENDATION', { tier: 'CITY' })], '1/2'],
    ['commendations at most 3', [adjustment('COMMENDATION'), adjustment('COMMENDATION')], '3'],
    ['criticism', [adjustment('CRITICISM'), adjustment('CRITICISM', { tier: 'PROVINCE' }), adjustment('CRITICISM', { tier: 'CITY' })], '-7/2'],
    ['criticism at most 6', [1, 2, 3, 4].map(() => adjustment('CRITICISM')), '-6'],
    ['falsified closures', [adjustment('FALSIFIED_CLOSURE'), adjustment('FALSIFIED_CLOSURE')], '-2'],
    ['falsified closures at most 5', [1, 2, 3, 4, 5, 6].map(() => adjustment('FALSIFIED_CLOSURE')), '-5'],
    ['a closure that the area corrected itself', [adjustment('FALSIFIED_CLOSURE', { selfCorrected: true })], '0'],
    ['one matter once, at its highest level', (['CITY', 'NATIONAL', 'PROVINCE'] as const).map((tier) => adjustment('COMMENDATION', { tier, matter: 'same' })), '2'],
    ['one criticism once, at its highest level', (['CITY', 'NATIONAL'] as const).map((tier) => adjustment('CRITICISM', { tier, matter: 'same' })), '-2'],
    ['both ways', [adjustment('COMMENDATION'), adjustment('CRITICISM', { tier: 'CITY' })], '3/2'],
    ['without basis document', [adjustment('COMMENDATION', { basis: ' ' })], '0'],
    ['an instruction', [adjustment('COMMENDATION', { basisKind: 'INSTRUCTION' })], '0'],
    ['a newsletter', [adjustment('COMMENDATION', { basisKind: 'NEWSLETTER' })], '0'],
    ['a speech', [adjustment('CRITICISM', { basisKind: 'SPEECH' })], '0'],
    ['a level that the rule does not know', [adjustment('COMMENDATION', { tier: null })], '0'],
  ])('%s', (_, adjustments, points) => {
    expect(score({ adjustments }).adjustmentPoints.exact).toBe(points)
    expect(score({ adjustments: adjustments.toReversed() }).adjustmentPoints.exact).toBe(points)
  })

  test('each says why it counts less', () => {
    const adjustments = [
      adjustment('COMMENDATION', { id: 'a', on: '2026-07-03' }),
      adjustment('COMMENDATION', { id: 'b', on: '2026-07-02', matter: 'm' }),
      adjustment('COMMENDATION', { id: 'c', on: '2026-07-01', matter: 'm', tier: 'CITY' }),
    ]
    expect(score({ adjustments }).adjustments.map(({ id, points, reducedBecause }) => [id, points.exact, reducedBecause])).toEqual([
      ['c', '0', 'SAME_MATTER'], ['b', '2', null], ['a', '1', 'CAP'],
    ])
  })

  test('the total stays within 0 and 103', () => {
    expect(score({}).total!.exact).toBe('100')
    expect(score({ adjustments: [adjustment('COMMENDATION'), adjustment('COMMENDATION')] }).total!.exact).toBe('103')
    const worst = { ...Object.fromEntries(Object.entries(perfect).map(([name, n]) => [name, /due|target|sampled$|drawn|revisited|enterprises$|sources$/.test(name) ? n : 0])),
      recurred: 10, hidden: 10, faulty: 50, listings_in_force: 3, listings_overdue_in_period: 3, absences: 4, late_incident_reports: 2, incidents_serious: 1 }
    expect(score({ figures: worst }).total!.exact).toBe('0')
    expect(score({ figures: worst, adjustments: [adjustment('CRITICISM')] }).total!.exact).toBe('0')
  })

  test('a kind without rule is refused', () => {
    expect(() => score({ adjustments: [adjustment('CRITICISM')] }, { ...countiesOfCity, adjustments: [] })).toThrow(RangeError)
  })
})

describe('grades', () => {
  const withDeductions = (points: number) => {
    const rule = { ...countiesOfCity.adjustments[1]!, points: { NATIONAL: `-${points}` }, cap: '-100' }
    return score({ adjustments: [adjustment('CRITICISM')] }, { ...countiesOfCity, adjustments: [rule] })
  }
  test.each([
    [0, 'EXCELLENT'], [10, 'EXCELLENT'], [10.001, 'GOOD'], [20, 'GOOD'], [20.5, 'PASS'], [40, 'PASS'], [40.01, 'FAIL'], [100, 'FAIL'],
  ])('100 less %d is %s', (points, grade) => expect(withDeductions(points).grade).toBe(grade))

  test.each<[string, Partial<MemberInput>, string, boolean]>([
    ['a serious incident', { vetoes: [veto('SERIOUS_INCIDENT')] }, 'FAIL', true],
    ['a concealed incident', { vetoes: [veto('CONCEALED_INCIDENT')] }, 'FAIL', true],
    ['a falsified closure of a major hazard', { vetoes: [veto('FALSIFIED_MAJOR_CLOSURE')] }, 'FAIL', true],
    ['one of an earlier quarter', { yearVetoes: [veto('CONCEALED_INCIDENT', { on: '2026-02-01' })] }, 'FAIL', true],
    ['one that the committee has not confirmed', { vetoes: [veto('CONCEALED_INCIDENT', { confirmedOn: null })] }, 'EXCELLENT', false],
    ['one considerable incident', { vetoes: [veto('CONSIDERABLE_INCIDENT')] }, 'PASS', false],
    ['two considerable incidents', { vetoes: [veto('CONSIDERABLE_INCIDENT'), veto('CONSIDERABLE_INCIDENT')] }, 'FAIL', true],
    ['two in the year', { vetoes: [veto('CONSIDERABLE_INCIDENT')], yearVetoes: [veto('CONSIDERABLE_INCIDENT')] }, 'FAIL', true],
    ['the same one given twice', { vetoes: [veto('CONSIDERABLE_INCIDENT', { id: 's' })], yearVetoes: [veto('CONSIDERABLE_INCIDENT', { id: 's' })] }, 'PASS', false],
    ['one considerable in an earlier quarter', { yearVetoes: [veto('CONSIDERABLE_INCIDENT')] }, 'EXCELLENT', false],
  ])('%s', (_, given, grade, vetoed) => {
    const result = score(given)
    expect(result).toMatchObject({ grade, vetoed, total: { exact: '100' } })
  })

  test('one considerable incident in the figures caps the quarter, and never lifts it', () => {
    expect(score({ figures: { ...perfect, incidents_considerable: 1 } })).toMatchObject({ grade: 'PASS', vetoed: false, total: { exact: '80' } })
    const low = { ...perfect, incidents_considerable: 1, rectified_on_time_major: 0, recurred: 10, owned: 0 }
    expect(score({ figures: low }).grade).toBe('FAIL')
  })

  test('a veto fails where figures are too few for a total, too', () => {
    expect(score({ figures: {}, vetoes: [veto('SERIOUS_INCIDENT')] })).toMatchObject({ total: null, grade: 'FAIL' })
  })

  test('the share of the best grade can be capped; equals stay together', () => {
    const scheme = { ...countiesOfCity, bestGradeShare: '1/2' }
    const grades = (hidden: number[]) =>
      scorePeerGroup(scheme, hidden.map((n, i) => member(`m${i}`, { figures: { ...perfect, hidden: n } })), everything).map((result) => result.grade)
    expect(grades([0, 1, 2, 3])).toEqual(['EXCELLENT', 'EXCELLENT', 'GOOD', 'GOOD'])
    expect(grades([0, 1, 1, 3])).toEqual(['EXCELLENT', 'GOOD', 'GOOD', 'GOOD'])
    expect(grades([3, 2, 0, 1, 4])).toEqual(['GOOD', 'GOOD', 'EXCELLENT', 'EXCELLENT', 'GOOD'])
  })
})

describe('ranks', () => {
  const places = (members: MemberInput[]) =>
    rank(countiesOfCity, scorePeerGroup(countiesOfCity, members, everything)).map(({ memberId, rank: place, tied, unrankedBecause }) => [memberId, place, tied, unrankedBecause])
  const better = (id: string, figures: PeriodFigures = {}, given: Partial<MemberInput> = {}) => member(id, { figures: { ...perfect, ...figures }, ...given })

  test('equals share a rank: 1, 2, 2, 4', () => {
    expect(places([better('d', { hidden: 2 }), better('c', { hidden: 1 }), better('b', { hidden: 1 }), better('a')])).toEqual([
      ['a', 1, false, null], ['b', 2, true, null], ['c', 2, true, null], ['d', 4, false, null],
    ])
  })
  test('exact totals decide where the shown ones agree', () => {
    const members = [better('a', { faulty: 1, sampled: 10_001 }), better('b', { faulty: 1, sampled: 10_000 }), better('c', { faulty: 1, sampled: 10_002 })]
    expect(places(members).map(([id, place]) => [id, place])).toEqual([['c', 1], ['a', 2], ['b', 3]])
  })
  test('even where they are the same double', () => {
    const members = [better('a', { faulty: 1, sampled: 200_000_000 }), better('b', { faulty: 1, sampled: 200_000_001 }), better('c', { hidden: 1 })]
    const [a, b] = scorePeerGroup(countiesOfCity, members, everything)
    expect(a!.total!.number).toBe(b!.total!.number)
    expect(places(members)).toEqual([['b', 1, false, null], ['a', 2, false, null], ['c', 3, false, null]])
  })
  test('vetoed last, whatever the total', () => {
    const vetoed = better('v', {}, { vetoes: [veto('CONCEALED_INCIDENT')] })
    expect(places([vetoed, better('a', { hidden: 9 }), better('b', { hidden: 8 })]).map(([id, place]) => [id, place])).toEqual([['b', 1], ['a', 2], ['v', 3]])
  })
  test.each<[string, PeriodFigures, PeriodFigures]>([
    ['fewer deaths', { deaths: 2 }, { deaths: 10 }],
    ['fewer deaths, before item 3', { absences: 4, tipoffs_on_time: 0, deaths: 1, rectified_on_time_major: 10 }, { rectified_on_time_major: 5, deaths: 2 }],
    ['fewer deaths, whatever item 3', { deaths: 1, rectified_on_time_major: 5 }, { deaths: 2, absences: 4, tipoffs_on_time: 0 }],
    ["item 3's ratio", { absences: 4, tipoffs_on_time: 0 }, { rectified_on_time_major: 5 }],
    ["item 3's ratio, before item 10", { hidden: 10, late_incident_reports: 1, absences: 4, faulty: 50, obligations_on_time_report: 20 }, { rectified_on_time_major: 0 }],
    ["item 10's ratio", { absences: 4 }, { hidden: 4 }],
  ])('equal totals: %s', (_, first, second) => {
    const members = [better('z', first), better('b', second), better('c', { incidents_considerable: 1 })]
    const [z, b] = scorePeerGroup(countiesOfCity, members, everything)
    expect(z!.total).toEqual(b!.total)
    expect(places(members).slice(0, 2)).toEqual([['z', 1, false, null], ['b', 2, false, null]])
  })
  test('the unranked follow without a place', () => {
    expect(places([member('x'), better('a'), better('b', { hidden: 1 })])).toEqual([
      ['a', 1, false, null], ['b', 2, false, null], ['x', null, false, 'TOO_FEW_FIGURES'],
    ])
  })
  test('a group of fewer than three has no ranks, and zones stand apart', () => {
    const zones = ['z', 'y'].map((id) => better(id, {}, { peerGroup: 'FUNCTIONAL_ZONES' }))
    const counties = [better('c'), better('b', { hidden: 1 }), better('a', { hidden: 2 })]
    expect(places([...zones, ...counties])).toEqual([
      ['c', 1, false, null], ['b', 2, false, null], ['a', 3, false, null], ['y', null, false, 'PEER_GROUP_TOO_SMALL'], ['z', null, false, 'PEER_GROUP_TOO_SMALL'],
    ])
  })
})
