import { firstOfMonth, monthNumber, type Day } from '@anwang/domain/time'
import type { Period } from '../../lib/periods.ts'
import type { MonthFigures } from './queries.ts'

export interface MonthRow {
  readonly month: string
  readonly figures: MonthFigures | null
}

export const MONTHS = 12

/** The twelve months up to the last one of the period that has begun, oldest first: 2025-10 … 2026-09. */
export function monthsUpTo(period: Pick<Period, 'from' | 'until'>, today: Day): string[] {
  const last = Math.max(Math.min(monthNumber(period.until) - (period.until.endsWith('-01') ? 1 : 0), monthNumber(today)), 11)
  return Array.from({ length: MONTHS }, (_, i) => firstOfMonth(last - MONTHS + 1 + i).slice(0, 7))
}

/** The year where it begins, else the month alone: 2026-01 → 2026, 2026-09 → 9. Short enough for twelve below a small chart. */
export const tickOf = (month: string): string => (month.endsWith('-01') ? month.slice(0, 4) : String(Number(month.slice(5))))
