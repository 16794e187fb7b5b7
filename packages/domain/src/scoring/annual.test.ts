import { describe, expect, test } from 'vitest'
import { countiesOfCity, countiesOfCityByYear, type MemberInput, rank, type ScoreResult, scorePeerGroup, scoreYear, sources } from './index.ts'
import { rational, toAmount } from './rational.ts'
import { countyQ, member, peersOfQ } from './worked-case.fixture.ts'

const score = (given: Partial<MemberInput> = {}): ScoreResult =>
  scorePeerGroup(countiesOfCity, [{ ...countyQ, ...given }, ...peersOfQ], new Set(sources))[0]!
const quarter = (total: string | null, given: Partial<ScoreResult> = {}): ScoreResult => ({
  ...score(),
  total: total === null ? null : toAmount(rational(total)),
  ...given,
})
const year = (quarters: ScoreResult[], yearEnd: ScoreResult | null = null, memberId = 'Q') =>
  scoreYear(countiesOfCityByYear, { memberId, peerGroup: 'COUNTIES', quarters, yearEnd })

describe('the year', () => {
  test('is 60 % the mean of its quarters and 40 % the year-end items', () => {
    expect(year(['90', '80', '70', '81'].map((total) => quarter(total)), quarter('100'))).toMatchObject({
      total: { exact: '1763/20', shown: '88.15' }, quartersMean: { exact: '321/4' }, yearEnd: { exact: '100' }, grade: 'GOOD', unrankedBecause: null,
    })
  })
  test('is the mean of the quarters where there are no year-end items', () => {
    expect(year([score(), score()])).toMatchObject({ total: { exact: '18899/200' }, grade: 'EXCELLENT', yearEnd: null })
  })
  test('leaves out a quarter without total, and has none itself without any', () => {
    expect(year([quarter('90'), quarter(null)]).total!.exact).toBe('90')
    expect(year([quarter(null)])).toMatchObject({ total: null, grade: null, unrankedBecause: 'TOO_FEW_FIGURES' })
    expect(year([quarter('90')], quarter(null))).toMatchObject({ total: null, unrankedBecause: 'TOO_FEW_FIGURES' })
    expect(year([])).toMatchObject({ total: null })
  })
  test('fails by a veto of any quarter; a cap of one quarter is forgotten', () => {
    const matter = (kind: 'CONCEALED_INCIDENT' | 'CONSIDERABLE_INCIDENT') => [{ id: 'v', kind, reason: '', on: '2026-02-01', confirmedOn: '2026-02-20' }]
    expect(year([score(), score({ vetoes: matter('CONCEALED_INCIDENT') })])).toMatchObject({ grade: 'FAIL', vetoed: true, total: { exact: '18899/200' } })
    expect(score({ vetoes: matter('CONSIDERABLE_INCIDENT') }).grade).toBe('PASS')
    expect(year([score(), score({ vetoes: matter('CONSIDERABLE_INCIDENT') })])).toMatchObject({ grade: 'EXCELLENT', vetoed: false })
  })
  test('is ranked by the same rules', () => {
    const years = [year([quarter('90', { tieBreakers: ['-2', '1', '1'] })], null, 'a'), year([quarter('90', { tieBreakers: ['-1', '1', '1'] })], null, 'b'), year([quarter('95')], null, 'c')]
    expect(rank(countiesOfCity, years).map((place) => place.memberId)).toEqual(['c', 'b', 'a'])
    expect(rank(countiesOfCity, [...years, year([quarter(null)], null, member('d').id)]).at(-1)).toMatchObject({ memberId: 'd', rank: null })
  })
})
