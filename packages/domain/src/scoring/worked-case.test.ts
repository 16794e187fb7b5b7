import { describe, expect, test } from 'vitest'
import { countiesOfCity, scorePeerGroup, sources } from './index.ts'
import { countyQ, peersOfQ } from './worked-case.fixture.ts'

describe('the worked case of the default scheme', () => {
  const [q] = scorePeerGroup(countiesOfCity, [countyQ, ...peersOfQ], new Set(sources))
  const item = (number: number) => q!.indicators.find((indicator) => indicator.number === number)!

  test('comes to 18899/200, shown 94.50, excellent', () => {
    expect(q!.total).toEqual({ exact: '18899/200', number: 94.495, shown: '94.50' })
    expect(q!.grade).toBe('EXCELLENT')
    expect(q!.unrankedBecause).toBeNull()
    expect(q!.adjustmentPoints.exact).toBe('1/2')
  })

  test.each([
    [1, '20.00'], [2, '5.00'], [3, '10.50'], [4, '3.60'], [5, '5.00'], [6, '4.50'], [7, '8.10'], [8, '5.70'], [9, '4.50'],
    [10, '4.50'], [11, '4.00'], [12, '3.80'], [13, '3.00'], [14, '2.40'], [15, '2.85'], [16, '2.00'], [17, '2.63'], [18, '1.92'],
  ])('item %i has %s points', (number, shown) => {
    expect(item(number).points!.shown).toBe(shown)
    expect(item(number).maxPoints.exact).toBe(countiesOfCity.indicators[number - 1]!.weight)
  })

  test('its groups come to 25, 31.7, 18.7, 14.05 and 4.545', () => {
    expect(q!.groups.map((group) => group.points!.number)).toEqual([25, 31.7, 18.7, 14.05, 4.545])
  })

  test('says how it came about', () => {
    expect(item(3)).toMatchObject({ numerator: 14, denominator: 16, smallSample: true, atPeersMean: false, notApplicable: null })
    expect(item(3).lost!.exact).toBe('3/2')
    expect(item(7)).toMatchObject({ numerator: 1, denominator: 10, complement: true, ratio: { exact: '9/10', number: 0.9 } })
    expect(item(6)).toMatchObject({ numerator: null, notApplicable: 'NO_DENOMINATOR', atPeersMean: true, ratio: { exact: '9/10' } })
    expect(item(11)).toMatchObject({ notApplicable: 'NO_DENOMINATOR', atPeersMean: true, ratio: { exact: '1' } })
    expect(item(17).points!.exact).toBe('21/8')
    expect(q!.ownWeight.exact).toBe('91')
  })

  test('survives JSON', () => {
    expect(JSON.parse(JSON.stringify(q))).toEqual(q)
    expect(JSON.parse(JSON.stringify(countiesOfCity))).toEqual(countiesOfCity)
  })
})
