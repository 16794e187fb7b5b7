import type { Language } from './language.ts'

export const DASH = '—'

/** Counts: whole, thousands separated; null is a dash. */
export const count = (n: number | null | undefined): string => (n == null ? DASH : Math.round(n).toLocaleString('en-US'))

/** Yuan, thousands separated, with the cents if there are any: 12,000 or 12,000.50; null is a dash. */
export function money(yuan: number | null | undefined): string {
  if (yuan == null) return DASH
  const cents = Math.round(yuan * 100) % 100 === 0 ? 0 : 2
  return yuan.toLocaleString('en-US', { minimumFractionDigits: cents, maximumFractionDigits: cents })
}

/** A ratio as per cent with one decimal, without the sign (the unit stands in the header); null is a dash. */
export const percent = (ratio: number | null | undefined): string => (ratio == null ? DASH : (Math.round(ratio * 1000) / 10).toFixed(1))

/** Points, two decimals. For display of what has no text of its own from the API (which rounds the exact value). */
export const points = (n: number | null | undefined): string => (n == null ? DASH : (Math.sign(n) * (Math.round(Math.abs(n) * 100 + 1e-9) / 100)).toFixed(2))

/** With its sign: +0.50, −1.20; zero has none. */
export const signed = (n: number, digits = 2): string => {
  const text = Math.abs(n).toFixed(digits)
  return Number(text) === 0 ? text : `${n > 0 ? '+' : '−'}${text}`
}

/** 2026-09-03 → 2026年9月3日, or 3 September 2026. */
export function longDay(day: string, language: Language): string {
  const [y, m, d] = day.slice(0, 10).split('-').map(Number)
  if (language === 'zh') return `${y}年${m}月${d}日`
  return `${d} ${MONTHS[m! - 1]} ${y}`
}
/** The same without the year where that is the year of another day: 9月3日, 3 September. */
export function shortDay(day: string, beside: string, language: Language): string {
  const text = longDay(day, language)
  if (day.slice(0, 4) !== beside.slice(0, 4)) return text
  return language === 'zh' ? text.slice(5) : text.slice(0, -5)
}

export const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'] as const

/** An instant as Shanghai reads it: 2026-09-03 14:05. */
export function instant(text: string): string {
  const shanghai = new Date(Date.parse(text) + 8 * 3_600_000).toISOString()
  return `${shanghai.slice(0, 10)} ${shanghai.slice(11, 16)}`
}

/** The difference of a count; on a base of zero (or none) there is nothing to compare with: null. */
export const change = (now: number | null | undefined, before: number | null | undefined): number | null =>
  now == null || before == null || before === 0 ? null : (now - before) / before
