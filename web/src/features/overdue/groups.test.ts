import { expect, test } from 'vitest'
import { BANDS, foldGroups, sumOf, worstFirst, type Ageing } from './groups.ts'

const group = (days: readonly [number, number, number, number], major: number, longestDays: number): Ageing => ({
  count: days.reduce((a, b) => a + b), major, days1to7: days[0], days8to30: days[1], days31to90: days[2], daysOver90: days[3], longestDays,
})
const groups = [group([1, 0, 2, 0], 1, 40), group([0, 5, 0, 1], 0, 200), group([3, 0, 0, 0], 0, 7)]

test('the sum adds counts and keeps the longest', () => {
  const sum = sumOf(groups)
  expect(sum).toEqual(group([4, 5, 2, 1], 1, 200))
  expect(BANDS.reduce((n, band) => n + sum[band.field], 0)).toBe(sum.count)
  expect(sumOf([]).longestDays).toBe(0)
})

test.each([
  ['few rows stay', ['a', 'b', 'c'], ['a', 'b', 'c'], []],
  ['one row more is not folded', ['a', 'b', 'c', 'd'], ['a', 'b', 'c', 'd'], []],
  ['the rest is folded', ['a', 'b', 'c', 'd', 'e'], ['a', 'b', 'c'], ['d', 'e']],
  ['the own row never is', ['a', 'b', 'c', 'd', 'own', 'e'], ['a', 'b', 'c', 'own'], ['d', 'e']],
  ['the own row among the greatest takes no other place', ['own', 'b', 'c', 'd', 'e'], ['own', 'b', 'c'], ['d', 'e']],
])('%s', (_, ranked, shown, folded) => expect(foldGroups(ranked, (one) => one === 'own', 3)).toEqual({ shown, folded }))

test('the worst comes first', () => {
  expect(worstFirst(groups).map((one) => one.longestDays)).toEqual([200, 40, 7])
})
