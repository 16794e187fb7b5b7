/** A calendar day in Asia/Shanghai, `YYYY-MM-DD`; days compare as strings. */
export type Day = string

const MS = 86_400_000
/** Shanghai has been at UTC+8 without summer time since 1991. */
const OFFSET = 8 * 3_600_000

/** Days since 1970-01-01. */
export const dayNumber = (day: Day): number => Date.parse(`${day}T00:00:00Z`) / MS
export const dayFromNumber = (n: number): Day => new Date(n * MS).toISOString().slice(0, 10)
export const addDays = (day: Day, n: number): Day => dayFromNumber(dayNumber(day) + n)
export const daysBetween = (from: Day, to: Day): number => dayNumber(to) - dayNumber(from)

export const dayOf = (instant: Date | number): Day =>
  new Date((typeof instant === 'number' ? instant : instant.getTime()) + OFFSET).toISOString().slice(0, 10)
/** The first instant of a day in Shanghai. */
export const startOfDay = (day: Day): Date => new Date(Date.parse(`${day}T00:00:00Z`) - OFFSET)

export const isDay = (text: string): boolean =>
  /^(?!0000)\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) && dayFromNumber(dayNumber(text)) === text

/** A day that a record may bear: from it, days can be counted in both directions and still be written. */
export const isRecordDay = (text: string): boolean => isDay(text) && '1900-01-01' <= text && text <= '2199-12-31'

export const minDay = (...days: Day[]): Day => days.reduce((a, b) => (a < b ? a : b))
export const maxDay = (...days: Day[]): Day => days.reduce((a, b) => (a > b ? a : b))

/** Month number counted from year 0: 2026-09 → 24320 (12 × 2026 + 8). Compact key of `rollup`. */
export const monthNumber = (day: Day): number => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1
export const firstOfMonth = (month: number): Day =>
  `${String(Math.floor(month / 12)).padStart(4, '0')}-${String((month % 12) + 1).padStart(2, '0')}-01`

/** Injected everywhere instead of the real time, so that tests and the demonstration may stand at another moment. */
export interface Clock {
  now(): Date
  today(): Day
}
export const clockAt = (now: () => Date): Clock => ({ now, today: () => dayOf(now()) })
export const systemClock: Clock = clockAt(() => new Date())
