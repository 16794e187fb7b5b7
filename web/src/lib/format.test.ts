import { expect, it } from 'vitest'
import { change, count, instant, longDay, money, percent, points, signed } from './format.ts'

it.each([
  [count(1234567), '1,234,567'],
  [count(null), '—'],
  [money(1234567), '1,234,567'],
  [money(1234.5), '1,234.50'],
  [money(0.004), '0'],
  [money(0.1 + 0.2), '0.30'],
  [money(null), '—'],
  [percent(0.98765), '98.8'],
  [percent(1), '100.0'],
  [percent(null), '—'],
  [points(94.495), '94.50'],
  [points(-0.005), '-0.01'],
  [points(null), '—'],
  [signed(0.5), '+0.50'],
  [signed(-1.2), '−1.20'],
  [signed(-0.001), '0.00'],
  [signed(2, 0), '+2'],
  [longDay('2026-09-03', 'zh'), '2026年9月3日'],
  [longDay('2026-09-03', 'en'), '3 September 2026'],
  [instant('2026-09-03T18:05:00Z'), '2026-09-04 02:05'],
])('%s is %s', (shown, expected) => expect(shown).toBe(expected))

it('a change on a base of zero or of nothing is none', () => {
  expect(change(5, 0)).toBeNull()
  expect(change(5, null)).toBeNull()
  expect(change(null, 5)).toBeNull()
  expect(change(6, 5)).toBeCloseTo(0.2)
})
