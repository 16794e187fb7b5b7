import { describe, expect, it } from 'vitest'
import { dayNumber, parsePeriod, type Day } from '../time/index.ts'
import type { Figures } from './catalogue.ts'
import { listingsInForce, listingsOverdueInPeriod, onTimeRate, overdueDays, overdueOpen, overdueOpenMajor, rectifiedRate, reinspectionRate } from './derived.ts'

/** Sums before a day of overdue spans [from, until), as the metrics keep them. */
const sums = (spans: readonly [Day, Day?][], before: Day): Figures => {
  const begun = spans.filter(([from]) => from < before)
  const ended = spans.filter(([, until]) => until !== undefined && until < before)
  const weight = (days: Day[]) => days.reduce((sum, day) => sum + dayNumber(day), 0)
  return {
    became_overdue: begun.length, overdue_cleared: ended.length,
    overdue_day_weight: weight(begun.map(([from]) => from)) - weight(ended.map(([, until]) => until!)),
  }
}
const march = parsePeriod('2026-03')!
const days = (spans: readonly [Day, Day?][], today: Day) => {
  const seen = spans.map(([from, until]): [Day, Day?] => (until !== undefined && until <= today ? [from, until] : [from])).filter(([from]) => from <= today)
  return overdueDays(march, today, { atStart: sums(seen, march.from), atEnd: sums(seen, march.until) })
}

describe('days overdue within a period', () => {
  it.each([
    ['nothing', [], '2026-04-10', 0],
    ['one day late is one day', [['2026-03-05', '2026-03-06']], '2026-04-10', 1],
    ['the whole month', [['2026-02-01']], '2026-04-10', 31],
    ['until the period ends', [['2026-03-31']], '2026-04-10', 1],
    ['from before into it', [['2026-02-20', '2026-03-03']], '2026-04-10', 2],
    ['over before it', [['2026-02-20', '2026-03-01']], '2026-04-10', 0],
    ['begun after it', [['2026-04-01']], '2026-04-10', 0],
    ['to today while it lasts, today included', [['2026-03-05']], '2026-03-07', 3],
    ['before the period has begun', [['2026-02-05']], '2026-02-20', 0],
    ['on its first day', [['2026-02-05']], '2026-03-01', 1],
    ['several', [['2026-02-05'], ['2026-03-30'], ['2026-03-10', '2026-03-20']], '2026-05-01', 31 + 2 + 10],
  ] as [string, [Day, Day?][], Day, number][])('%s', (_, spans, today, expected) => expect(days(spans, today)).toBe(expected))
})

it('no value is null, never 0 or 1', () => {
  for (const rate of [onTimeRate, rectifiedRate, reinspectionRate]) expect(rate({ rectified_on_time_general: 3 })).toBeNull()
  expect(onTimeRate({ due_general: 3, due_major: 1, rectified_on_time_general: 2, rectified_on_time_major: 1 })).toBe(0.75)
  expect(onTimeRate({ due_general: 3 })).toBe(0)
  expect(rectifiedRate({ hazards_found_general: 3, hazards_found_major: 1, accepted_of_found: 1 })).toBe(0.25)
  expect(reinspectionRate({ reinspection_due: 2, reinspected_in_time: 2 })).toBe(1)
})

it('open rounds and listings are differences of sums', () => {
  expect(overdueOpen({ became_overdue: 5, overdue_cleared: 3 })).toBe(2)
  expect(overdueOpenMajor({ became_overdue: 5, became_overdue_major: 1 })).toBe(1)
  const window = { atStart: { listings: 3, listings_ended: 1, listings_overdue: 2, listings_overdue_cleared: 2 }, atEnd: { listings: 4, listings_ended: 4, listings_overdue: 3, listings_overdue_cleared: 3 } }
  expect(listingsInForce(window)).toBe(3)
  expect(listingsOverdueInPeriod(window)).toBe(1)
})
