import { expect, it } from 'vitest'
import { parsePeriod } from '../../lib/periods.ts'
import { monthsUpTo, tickOf } from './months.ts'

it.each([
  ['2026-Q3', '2026-11-22', '2025-10', '2026-09'],
  ['2026-Q4', '2026-11-22', '2025-12', '2026-11'],
  ['2026-08-26/2026-09-25', '2026-11-22', '2025-10', '2026-09'],
  ['2026', '2026-01-01', '2025-02', '2026-01'],
])('of %s on %s: %s to %s', (text, today, first, last) => {
  const months = monthsUpTo(parsePeriod(text)!, today)
  expect([months.length, months[0], months.at(-1)]).toEqual([12, first, last])
})

it('names the year where it begins', () => {
  expect(['2025-12', '2026-01', '2026-02'].map(tickOf)).toEqual(['12', '2026', '2'])
})
