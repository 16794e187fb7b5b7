import { addDays, daysBetween, dayNumber, minDay, monthNumber, firstOfMonth, parsePeriod, quarterOf, previous, type Day, type Period } from '@anwang/domain'
import type { Chance } from './random.ts'

/** What an area does in half a year, and how well: shares of those rectified and of those re-inspected in time. */
export interface Area {
  readonly code: string
  readonly enterprises: number
  readonly visits: number
  readonly hazards: number
  readonly majors: number
  readonly onTime: number
  readonly reinspected: number
  readonly owned: number
  /** Share of its enterprises that the city supervises itself; they count in the city's own row. */
  readonly citySupervised: number
  /** Streets (by position) that never sent anything. */
  readonly silent: readonly number[]
}

/**
 * 濮阳县's figures are those that the county gave for a half-year: more than 1,500 visits, more than 2,400 hazards of
 * which 16 major, 13 makers and stores of hazardous chemicals, 50 private fuel stations, 11 dealers without storage,
 * 42 units suspended. The other areas are made up around them.
 */
export const areas: readonly Area[] = [
  { code: '410928', enterprises: 420, visits: 1536, hazards: 2431, majors: 16, citySupervised: 0, onTime: 0.93, reinspected: 0.95, owned: 0.94, silent: [] },
  { code: '410902', enterprises: 300, visits: 620, hazards: 980, majors: 9, citySupervised: 0.05, onTime: 0.95, reinspected: 0.97, owned: 0.97, silent: [] },
  { code: '410922', enterprises: 260, visits: 560, hazards: 860, majors: 8, citySupervised: 0.05, onTime: 0.97, reinspected: 0.98, owned: 0.96, silent: [] },
  { code: '410923', enterprises: 200, visits: 420, hazards: 610, majors: 6, citySupervised: 0.05, onTime: 0.9, reinspected: 0.92, owned: 0.9, silent: [5] },
  { code: '410926', enterprises: 190, visits: 400, hazards: 560, majors: 5, citySupervised: 0.05, onTime: 0.84, reinspected: 0.86, owned: 0.86, silent: [] },
  { code: '410927', enterprises: 150, visits: 300, hazards: 430, majors: 4, citySupervised: 0.05, onTime: 0.78, reinspected: 0.81, owned: 0.81, silent: [3] },
  { code: '410971', enterprises: 90, visits: 200, hazards: 290, majors: 4, citySupervised: 0.05, onTime: 0.91, reinspected: 0.93, owned: 0.95, silent: [] },
  { code: '410972', enterprises: 110, visits: 240, hazards: 340, majors: 4, citySupervised: 0.05, onTime: 0.88, reinspected: 0.9, owned: 0.92, silent: [] },
]

export const HAZCHEM_FIRMS = 13
export const FUEL_STATIONS = 50
export const DEALERS = 11
export const SUSPENSIONS = 42

/** The six quarters up to the clock, oldest first; the last is the running one. */
export function sixQuarters(today: Day): Period[] {
  const quarters = [quarterOf(today)]
  while (quarters.length < 6) quarters.unshift(previous(quarters[0]!))
  return quarters
}

/** Work by calendar month: 安全生产月 in June, the year's end, and little around the spring festival. */
const season = [0.8, 0.45, 1, 1.05, 1.1, 1.6, 0.95, 0.95, 1.15, 0.9, 1.15, 1.2]
const weekend = (day: Day) => [2, 3].includes(dayNumber(day) % 7)

/** One day of the period for each of `n` things, by season, mostly on working days, in order; never after `today`. */
export function spread(n: number, period: Period, today: Day, random: Chance): Day[] {
  const days: [Day, number][] = []
  for (let day = period.from; day < minDay(period.until, addDays(today, 1)); day = addDays(day, 1))
    days.push([day, season[monthNumber(day) % 12]! * (weekend(day) ? 0.15 : 1)])
  return Array.from({ length: n }, () => random.weighted(days)).sort()
}

/** A half-year's number, for one of its quarters; the two add up to it. The running quarter has its part of it so far. */
export function quarterShare(half: number, quarter: Period, today: Day): number {
  const second = ['04', '10'].includes(quarter.from.slice(5, 7))
  const early = Math.floor(half * (quarter.from.slice(5, 7) < '07' ? 0.38 : 0.48))
  const whole = second ? half - early : early
  if (today >= quarter.until) return whole
  return Math.round((whole * (daysBetween(quarter.from, today) + 1)) / daysBetween(quarter.from, quarter.until))
}

export const halfOf = (quarter: Period): Period => parsePeriod(`${quarter.from.slice(0, 4)}-H${quarter.from.slice(5, 7) < '07' ? 1 : 2}`)!
export const startOfYear = (day: Day): Day => firstOfMonth(Number(day.slice(0, 4)) * 12)
