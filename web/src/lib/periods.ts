import { addDays, daysBetween, firstOfMonth, minDay, monthNumber, parsePeriod, quarterOf, type Day, type Period } from '@anwang/domain/time'
import { MONTHS } from './format.ts'
import type { Language } from './language.ts'

export { addDays, lastYear, parsePeriod, previous, quarterOf, type Period } from '@anwang/domain/time'

export type Choice = 'MONTH' | 'QUARTER' | 'HALF' | 'YEAR'

/** A period in words: 2026年第三季度, 2026年9月, 2026-08-26 至 2026-09-25. */
export function periodWords(text: string, language: Language): string {
  const p = parsePeriod(text)
  if (!p) return text
  const year = text.slice(0, 4)
  const zh = language === 'zh'
  const month = Number(text.slice(5, 7))
  switch (p.kind) {
    case 'YEAR': return zh ? `${year}年` : year
    case 'HALF': return zh ? `${year}年${text.endsWith('1') ? '上' : '下'}半年` : `${text.endsWith('1') ? 'First' : 'Second'} half of ${year}`
    case 'QUARTER': return zh ? `${year}年第${'一二三四'[Number(text.at(-1)) - 1]}季度` : `Q${text.at(-1)} ${year}`
    case 'MONTH': return zh ? `${year}年${month}月` : `${MONTHS[month - 1]} ${year}`
    case 'WEEK': return zh ? `${year}年第${Number(text.slice(6))}周` : `Week ${Number(text.slice(6))} of ${year}`
    case 'MONTHS': return text.split('..').map((one) => periodWords(one, language)).join(zh ? '至' : ' to ')
    case 'DAYS': return text.split('/').join(zh ? ' 至 ' : ' to ')
  }
}

const textAt = (choice: Choice, year: number, n: number): string =>
  choice === 'MONTH' ? `${year}-${String(n).padStart(2, '0')}` : choice === 'QUARTER' ? `${year}-Q${n}` : choice === 'HALF' ? `${year}-H${n}` : String(year)

const PER_YEAR: Readonly<Record<Choice, number>> = { MONTH: 12, QUARTER: 4, HALF: 2, YEAR: 1 }

/** The periods of a kind in a year, those that have not begun left out. */
export function periodsOfYear(choice: Choice, year: number, today: Day): Period[] {
  return Array.from({ length: PER_YEAR[choice] }, (_, i) => parsePeriod(textAt(choice, year, i + 1))!).filter((p) => p.from <= today)
}

/** The period of the kind that contains the first day of another. */
export function containing(choice: Choice, p: Period): Period {
  const month = Number(p.from.slice(5, 7)) - 1
  return parsePeriod(textAt(choice, Number(p.from.slice(0, 4)), Math.floor((month * PER_YEAR[choice]) / 12) + 1))!
}

/** The last day of a period that is over: its figures of a day are of that one; null while it lasts, they are of today then. */
export const lastDayOf = (p: Pick<Period, 'until'>, today: Day): Day | null => (p.until <= today ? addDays(p.until, -1) : null)

/** Whether the API scores such a period: quarters. The annual assessment is made of them and of year-end items. */
export const isScored = (p: Period): boolean => p.kind === 'QUARTER'

/** The present quarter; in its first two weeks the one before, whose assessment is being made then (the cutoff is the fifteenth). */
export function defaultPeriod(today: Day): string {
  const present = quarterOf(today)
  return today < addDays(present.from, 15) ? quarterOf(firstOfMonth(monthNumber(present.from) - 1)).text : present.text
}

/** `2026-01..2026-09` or `2026-08-26/2026-09-25`; null where it ends before it begins or is incomplete. */
export function rangeText(from: string, to: string): string | null {
  const text = from.length === 7 ? `${from}..${to}` : `${from}/${to}`
  return parsePeriod(text)?.text ?? null
}

/**
 * What to hold a period against, so that like meets like: the other period whole once the period is over, and before
 * that as many of its days as have passed of the period (today included).
 */
export function sameSpan(p: Period, other: Period, today: Day): Period {
  if (p.until <= today || p.from > today) return other
  const last = minDay(addDays(other.from, daysBetween(p.from, today)), addDays(other.until, -1))
  return addDays(last, 1) === other.until ? other : parsePeriod(`${other.from}/${last}`)!
}
