import { addDays, dayFromNumber, dayNumber, firstOfMonth, isDay, monthNumber, type Day } from './day.ts'

export type PeriodKind = 'MONTH' | 'QUARTER' | 'HALF' | 'YEAR' | 'WEEK' | 'MONTHS' | 'DAYS'

/** Half-open: `from` is in it, `until` is the day after its last. */
export interface Period {
  readonly text: string
  readonly kind: PeriodKind
  readonly from: Day
  readonly until: Day
}

const months = (text: string, kind: PeriodKind, first: number, count: number): Period => ({
  text, kind, from: firstOfMonth(first), until: firstOfMonth(first + count),
})

const monthAt = (year: string, month: string): number | null => {
  const n = Number(month)
  return n >= 1 && n <= 12 ? Number(year) * 12 + n - 1 : null
}

function isoWeek(text: string, year: number, week: number): Period | null {
  const fourth = dayNumber(`${String(year).padStart(4, '0')}-01-04`)
  const monday = fourth - ((fourth + 3) % 7) + (week - 1) * 7
  const from = dayFromNumber(monday)
  // The Thursday decides the year that a week belongs to (ISO 8601).
  if (week < 1 || addDays(from, 3).slice(0, 4) !== String(year).padStart(4, '0')) return null
  return { text, kind: 'WEEK', from, until: addDays(from, 7) }
}

const EARLIEST: Day = '1900-01-01'
const LATEST: Day = '2200-01-01'

/**
 * 2026-09, 2026-Q3, 2026-H1, 2026, 2026-W38, 2026-01..2026-09, 2026-08-26/2026-09-25 (both inclusive).
 * null where the text is none of these, the end lies before the beginning, or it lies outside of 1900 to 2199.
 */
export function parsePeriod(text: string): Period | null {
  const period = read(text)
  // Past the year 9999 days no longer compare as texts: hence each of the three.
  return period && EARLIEST <= period.from && period.from < period.until && period.until <= LATEST ? period : null
}

function read(text: string): Period | null {
  let m: RegExpExecArray | null
  if (/^(?!0000)\d{4}$/.test(text)) return months(text, 'YEAR', Number(text) * 12, 12)
  if (!/^(?!0000)\d{4}-/.test(text)) return null
  const year = Number(text.slice(0, 4))
  if ((m = /^\d{4}-Q([1-4])$/.exec(text))) return months(text, 'QUARTER', year * 12 + (Number(m[1]) - 1) * 3, 3)
  if ((m = /^\d{4}-H([12])$/.exec(text))) return months(text, 'HALF', year * 12 + (Number(m[1]) - 1) * 6, 6)
  if ((m = /^\d{4}-W(\d{2})$/.exec(text))) return isoWeek(text, year, Number(m[1]))
  if ((m = /^(\d{4})-(\d{2})$/.exec(text))) {
    const month = monthAt(m[1]!, m[2]!)
    return month === null ? null : months(text, 'MONTH', month, 1)
  }
  if ((m = /^(\d{4})-(\d{2})\.\.(\d{4})-(\d{2})$/.exec(text))) {
    const first = monthAt(m[1]!, m[2]!)
    const last = monthAt(m[3]!, m[4]!)
    return first === null || last === null || last < first ? null : months(text, 'MONTHS', first, last - first + 1)
  }
  const [from, to, more] = text.split('/')
  if (from && to && more === undefined && isDay(from) && isDay(to) && from <= to)
    return { text, kind: 'DAYS', from, until: addDays(to, 1) }
  return null
}

/** Whether the period consists of whole calendar months, so that rollups alone answer it. */
export const isMonthAligned = (p: Period): boolean => p.from.endsWith('-01') && p.until.endsWith('-01')

export const quarterOf = (day: Day): Period =>
  parsePeriod(`${day.slice(0, 4)}-Q${Math.floor((Number(day.slice(5, 7)) - 1) / 3) + 1}`)!

/** The period of the same kind just before; a range of days or months is moved back by its own length. */
export function previous(p: Period): Period {
  if (isMonthAligned(p)) {
    const count = monthNumber(p.until) - monthNumber(p.from)
    const first = monthNumber(p.from) - count
    const last = firstOfMonth(first + count - 1)
    const y = firstOfMonth(first).slice(0, 4)
    const m0 = first % 12
    if (p.kind === 'MONTH') return read(firstOfMonth(first).slice(0, 7))!
    if (p.kind === 'QUARTER') return read(`${y}-Q${m0 / 3 + 1}`)!
    if (p.kind === 'HALF') return read(`${y}-H${m0 / 6 + 1}`)!
    if (p.kind === 'YEAR') return read(y)!
    return read(`${firstOfMonth(first).slice(0, 7)}..${last.slice(0, 7)}`)!
  }
  const length = dayNumber(p.until) - dayNumber(p.from)
  const from = addDays(p.from, -length)
  if (p.kind !== 'WEEK') return read(`${from}/${addDays(p.from, -1)}`)!
  const thursday = addDays(from, 3)
  const week = Math.floor((dayNumber(thursday) - dayNumber(`${thursday.slice(0, 4)}-01-01`)) / 7) + 1
  return read(`${thursday.slice(0, 4)}-W${String(week).padStart(2, '0')}`)!
}

/** The same calendar months of the year before; a range of days or a week: 364 days earlier, so weekdays agree. */
export function lastYear(p: Period): Period {
  const back = (day: Day) => String(Number(day.slice(0, 4)) - 1).padStart(4, '0') + day.slice(4)
  if (!isMonthAligned(p)) return read(`${addDays(p.from, -364)}/${addDays(p.until, -365)}`)!
  return read(p.text.split('..').map(back).join('..'))!
}
