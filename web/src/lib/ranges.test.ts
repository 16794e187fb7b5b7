import { expect, it } from 'vitest'
import { rangesOf } from './ranges.ts'

it.each([
  ['2026-01-10', '2025-11-26', '2025-12-25', '2025-12-12'],
  ['2026-01-25', '2025-11-26', '2025-12-25', '2025-12-27'],
  ['2026-03-26', '2026-02-26', '2026-03-25', '2026-02-25'],
])('on %s the last reporting month runs from %s to %s, thirty days began on %s', (today, from, to, thirty) => {
  const ranges = new Map(rangesOf(today).map((one) => [one.name, one]))
  expect(ranges.get('REPORTING_MONTH')).toMatchObject({ from, to })
  expect(ranges.get('THIRTY_DAYS')).toMatchObject({ from: thirty, to: today })
  expect(ranges.get('MONTH_SO_FAR')!.from).toBe(`${today.slice(0, 7)}-01`)
})
