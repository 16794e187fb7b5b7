import { expect, test } from 'vitest'
import { BANDS, sumOf, worstFirst, type Ageing } from './groups.ts'

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

test('the worst comes first', () => {
  expect(worstFirst(groups).map((one) => one.longestDays)).toEqual([200, 40, 7])
})
