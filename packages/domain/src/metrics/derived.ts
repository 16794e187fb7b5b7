import { addDays, dayNumber, maxDay, minDay, type Day, type Period } from '../time/index.ts'
import type { Figures, MetricName } from './catalogue.ts'

/**
 * The sums of a stock's changes with counts_on before the period's first day, and before the day after its last; both
 * as read today (effective_on ≤ today).
 */
export interface Sums {
  readonly atStart: Figures
  readonly atEnd: Figures
}

const value = (figures: Figures, metric: MetricName): number => figures[metric] ?? 0
const total = (figures: Figures, ...metrics: MetricName[]): number => metrics.reduce((sum, metric) => sum + value(figures, metric), 0)

/** Rounds overdue at the moment of the sums: the end of a period, or today while it lasts. */
export const overdueOpen = (atEnd: Figures): number => value(atEnd, 'became_overdue') - value(atEnd, 'overdue_cleared')
export const overdueOpenMajor = (atEnd: Figures): number =>
  value(atEnd, 'became_overdue_major') - value(atEnd, 'overdue_cleared_major')

/**
 * Days overdue within the period, to today inclusive while it lasts: open at the start × length + Σ ± (end − day),
 * written as the difference of the days overdue since ever before either end (days = end × open − weight).
 */
export function overdueDays(period: Pick<Period, 'from' | 'until'>, today: Day, { atStart, atEnd }: Sums): number {
  const end = maxDay(period.from, minDay(period.until, addDays(today, 1)))
  if (end === period.from) return 0
  const before = (day: Day, sums: Figures) => dayNumber(day) * overdueOpen(sums) - value(sums, 'overdue_day_weight')
  return before(end, atEnd) - before(period.from, atStart)
}

/** A share within 0 and 1; null, never 0 or 1, where nothing could be counted. */
const ratio = (numerator: number, denominator: number): number | null => (denominator > 0 ? numerator / denominator : null)

/** 按期整改率: rectified on time ÷ due, all hazards. */
export const onTimeRate = (figures: Figures): number | null =>
  ratio(total(figures, 'rectified_on_time_general', 'rectified_on_time_major'), total(figures, 'due_general', 'due_major'))

/** 整改率 (shown, not scored): of the hazards found in the period, those accepted by now. */
export const rectifiedRate = (figures: Figures): number | null =>
  ratio(value(figures, 'accepted_of_found'), total(figures, 'hazards_found_general', 'hazards_found_major'))

/** 到期复查率: re-inspected in time ÷ due for re-inspection. */
export const reinspectionRate = (figures: Figures): number | null =>
  ratio(value(figures, 'reinspected_in_time'), value(figures, 'reinspection_due'))

/** Listings in force at any time in the period; a listing counts on the day it was made, not on the day it was ended. */
export const listingsInForce = ({ atStart, atEnd }: Sums): number => value(atEnd, 'listings') - value(atStart, 'listings_ended')

/** Listings overdue at any time in the period. */
export const listingsOverdueInPeriod = ({ atStart, atEnd }: Sums): number =>
  value(atEnd, 'listings_overdue') - value(atStart, 'listings_overdue_cleared')
