import { isDay } from '@anwang/domain/time'

/** A day as people write it (2026-10-12, 20261012, 2026/10/12, 2026.10.12, 2026年10月12日, also full-width) as 'YYYY-MM-DD'; what is none stays as it was typed. */
export function dayTyped(text: string): string {
  const [, year, month, day] = /^(\d{4})(?:[-/.年]\s*)?(\d{1,2})(?:[-/.月]\s*)?(\d{1,2})日?$/.exec(text.normalize('NFKC').trim()) ?? []
  const written = `${year}-${month?.padStart(2, '0')}-${day?.padStart(2, '0')}`
  return isDay(written) ? written : text
}

/** Whether a field that takes a day holds something that is none. */
export const isNoDay = (text: string | undefined): boolean => text !== undefined && text.trim() !== '' && !isDay(text)
