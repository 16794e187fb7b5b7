import { addDays } from '@anwang/domain';
import type { Day } from '@anwang/domain';

export { addDays };
export type { Day };

/** Days from `from` until before `to`. */
export interface Span {
  readonly from: Day;
  readonly to: Day;
}

const MS_PER_DAY = 86_400_000;
const EXCEL_EPOCH = Date.UTC(1899, 11, 30);

/** Years outside are typing errors in any ledger. */
export const FIRST_YEAR = 2000;
export const LAST_YEAR = 2100;

/** The day, or undefined where the calendar has none such or the year is beyond belief. */
export function dayOf(year: number, month: number, day: number): Day | undefined {
  if (year < FIRST_YEAR || year > LAST_YEAR) return undefined;
  if (!Number.isInteger(year) || !(month >= 1 && month <= 12 && day >= 1)) return undefined;
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const length = month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
  if (day > length) return undefined;
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** From days since 1899-12-30; a time of day within half a second of midnight is taken for rounding. */
export function serialToDay(serial: number): Day | undefined {
  const at = new Date(EXCEL_EPOCH + Math.floor(serial + 0.5 / 86_400) * MS_PER_DAY);
  if (Number.isNaN(at.getTime())) return undefined;
  return dayOf(at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate());
}

export const dayToSerial = (day: Day): number => (Date.parse(`${day}T00:00:00Z`) - EXCEL_EPOCH) / MS_PER_DAY;

export const yearOf = (day: Day): number => Number(day.slice(0, 4));
export const monthOf = (day: Day): number => Number(day.slice(5, 7));

export function lastOfMonth(year: number, month: number): Day {
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
}

/** The same day of a later month, or its last. */
export function addMonths(day: Day, months: number): Day {
  const index = yearOf(day) * 12 + monthOf(day) - 1 + months;
  const year = Math.floor(index / 12);
  const last = lastOfMonth(year, (index % 12) + 1);
  const same = `${last.slice(0, 8)}${day.slice(8)}`;
  return same > last ? last : same;
}

const DIGITS = new Map([...'零一二三四五六七八九'].map((digit, value) => [digit, value]));

/** 1 to 99 in Arabic or Chinese digits: 15, 十五, 二十, 两. */
export function smallNumber(text: string): number | undefined {
  if (/^\d{1,3}$/.test(text)) return Number(text);
  if (text === '两') return 2;
  if (text === '半') return undefined;
  const parts = /^([一二三四五六七八九]?)(十?)([一二三四五六七八九]?)$/.exec(text);
  if (!parts || text === '') return undefined;
  const [, tens = '', ten = '', ones = ''] = parts;
  if (ten === '' && tens !== '' && ones !== '') return undefined;
  if (ten === '') return DIGITS.get(tens || ones);
  return (DIGITS.get(tens) ?? 1) * 10 + (DIGITS.get(ones) ?? 0);
}
