import type { CellValue } from '../../workbook/model.ts';
import { isDateSerial } from '../../workbook/model.ts';
import { addDays, dayOf, serialToDay, yearOf } from '../days.ts';
import type { Day, Span } from '../days.ts';
import { cellText, squash } from '../text.ts';
import { ask, choice, ok, refused } from './result.ts';
import type { Parsed } from './result.ts';

export interface DateContext {
  /** The period that the ledger names above its header: gives the year to a date typed without one. */
  readonly period?: Span | undefined;
  /** The day found, for dates that follow it (rectified, re-inspected, due): the year is the first in which they do. */
  readonly after?: Day | undefined;
  /** Refuses later days as FUTURE, where given. */
  readonly notAfter?: Day | undefined;
}

const RIGHT = { zh: '如 2026-09-03、2026年9月3日', en: 'such as 2026-09-03 or 2026年9月3日' };

export const notADate = (text: string): Parsed<never> =>
  refused('NOT_A_DATE', { zh: `“${text}”不是日期`, en: `“${text}” is not a date` }, RIGHT);

const noSuchDay = (text: string): Parsed<never> =>
  refused('NOT_A_DATE', { zh: `日历上没有“${text}”这一天`, en: `The calendar has no day “${text}”` }, RIGHT);

/** Plain numbers of five digits are serials from 2000 to 2100. */
const looksSerial = (value: number): boolean => value >= 36_526 && value < 73_416;

function checked(day: Day | undefined, text: string, context: DateContext): Parsed<Day> {
  if (day === undefined) return noSuchDay(text);
  if (context.notAfter !== undefined && day > context.notAfter) {
    return refused(
      'FUTURE',
      { zh: `“${text}”晚于今天`, en: `“${text}” lies after today` },
      { zh: `不晚于 ${context.notAfter} 的日期`, en: `a day up to ${context.notAfter}` },
    );
  }
  return ok(day);
}

/**
 * A month and day without a year: after the day found where there is one, else the only one within the period,
 * else the latest before its end. Asked where neither is known.
 */
export function dayWithoutYear(month: number, day: number, text: string, context: DateContext): Parsed<Day> {
  const { after, period } = context;
  if (after !== undefined) {
    const year = yearOf(after);
    const candidates = [dayOf(year, month, day), dayOf(year + 1, month, day)];
    const first = candidates.find((candidate) => candidate !== undefined && candidate >= after);
    const sameYear = candidates[0];
    if (first === sameYear) return checked(first, text, context);
    // A few months before the day found is a slip within the year, not a date eleven months on.
    const near = first !== undefined && first <= addDays(after, 200) ? first : sameYear;
    return checked(near, text, context);
  }
  if (period !== undefined) {
    const last = addDays(period.to, -1);
    const days: Day[] = [];
    for (let year = yearOf(period.from) - 1; year <= yearOf(last); year += 1) {
      const candidate = dayOf(year, month, day);
      if (candidate !== undefined && candidate < period.to) days.push(candidate);
    }
    const within = days.filter((candidate) => candidate >= period.from);
    if (within.length > 1) {
      return ask(`“${text}”是哪一年？`, `Which year is “${text}” in?`, within.map((candidate) => choice(candidate)));
    }
    return checked(within[0] ?? days.at(-1), text, context);
  }
  if (dayOf(2024, month, day) === undefined) return noSuchDay(text);
  return refused(
    'NO_YEAR',
    { zh: `“${text}”没有年份，表头上方也没有写明期间`, en: `“${text}” has no year, and no period stands above the header` },
    { zh: '写明年份，或在表头上方写明期间，如 2026年9月', en: 'a date with its year, or a period above the header such as 2026年9月' },
  );
}

const FULL = /^(\d{4})[-/.年\\_](\d{1,2})[-/.月\\_](\d{1,2})[日号]?$/;
const COMPACT = /^(\d{4})(\d{2})(\d{2})$/;
const NO_YEAR = /^(\d{1,2})[-/.月](\d{1,2})[日号]?$/;
const NO_DAY = /^(?:\d{4}[-/.年])?\d{1,2}月?(?:份)?$|^\d{4}年?$/;
const SHORT_YEAR = /^(\d{2})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?$/;
const DAY_FIRST = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/;
const RANGE = /^(.+?[\d日号])(?:-|—|–|~|至|到)(\d{1,2}[日号]?|\d{1,2}[月.]\d{1,2}[日号]?|\d{4}[年.].+)$/;
const WITH_TIME = /^(.*?\d[日号]?)[T,，]?(?:上午|下午|晚)?\d{1,2}[:：时点]\d{0,2}(?::\d{2}(?:\.\d+)?Z?)?分?$/;

/** Whether the text is a full date by form; the calendar decides later. */
export function fullDate(text: string): { year: number; month: number; day: number } | undefined {
  const match = FULL.exec(text) ?? COMPACT.exec(text);
  return match ? { year: Number(match[1]), month: Number(match[2]), day: Number(match[3]) } : undefined;
}

function numberDay(value: number, text: string, context: DateContext): Parsed<Day> {
  if (Number.isInteger(value)) {
    if (looksSerial(value)) return checked(serialToDay(value), text, context);
    return textDay(text, text, context);
  }
  if (looksSerial(value)) return checked(serialToDay(value), text, context);
  const match = /^(\d{1,2})\.(\d{1,2})$/.exec(text);
  const decimals = match?.[2] ?? '';
  // The cell kept the number 9.1 of what was typed as 9.1 or 9.10.
  if (match && /^[123]$/.test(decimals)) {
    const month = Number(match[1]);
    const days = [Number(decimals), Number(decimals) * 10].map((day) => dayWithoutYear(month, day, text, context));
    const choices = days.flatMap((day) => (day.kind === 'ok' ? [choice(day.value)] : []));
    if (choices.length === 2) {
      return ask(`“${text}”是 ${month}月${decimals}日还是 ${month}月${decimals}0日？`, `Is “${text}” the ${decimals}th or the ${decimals}0th?`, choices);
    }
  }
  return textDay(text, text, context);
}

function rangeDay(text: string, context: DateContext): Parsed<Day> | undefined {
  const match = RANGE.exec(text);
  if (!match || FULL.test(text)) return undefined;
  const [, start = '', end = ''] = match;
  const first = textDay(start, start, context);
  if (first.kind !== 'ok') return undefined;
  const within: DateContext = { ...context, after: first.value };
  const endText = /^\d{1,2}[日号]?$/.test(end) ? `${Number(first.value.slice(5, 7))}月${end}` : end;
  const last = textDay(endText, end, within);
  if (last.kind !== 'ok') return undefined;
  return ask(`“${text}”以哪一天为准？`, `Which day of “${text}” counts?`, [choice(first.value), choice(last.value)]);
}

function textDay(text: string, shown: string, context: DateContext): Parsed<Day> {
  const full = fullDate(text);
  if (full) return checked(dayOf(full.year, full.month, full.day), shown, context);
  const timed = WITH_TIME.exec(text);
  if (timed?.[1]) return textDay(timed[1], shown, context);
  const short = SHORT_YEAR.exec(text);
  if (short) {
    const day = dayOf(2000 + Number(short[1]), Number(short[2]), Number(short[3]));
    if (day === undefined) return noSuchDay(shown);
    return text.includes('年') ? checked(day, shown, context) : ask(`“${shown}”是 ${day} 吗？`, `Is “${shown}” ${day}?`, [choice(day)]);
  }
  const slashed = DAY_FIRST.exec(text);
  if (slashed) {
    const [a, b, year] = [Number(slashed[1]), Number(slashed[2]), Number(slashed[3])];
    const days = [dayOf(year, a, b), dayOf(year, b, a)].filter((day) => day !== undefined);
    if (a === b || days.length < 2) return checked(days[0], shown, context);
    return ask(`“${shown}”是哪一天？`, `Which day is “${shown}”?`, days.map((day) => choice(day)));
  }
  const bare = NO_YEAR.exec(text);
  if (bare) return dayWithoutYear(Number(bare[1]), Number(bare[2]), shown, context);
  if (/^\d{5}(\.\d+)?$/.test(text) && looksSerial(Number(text))) return checked(serialToDay(Number(text)), shown, context);
  const range = rangeDay(text, context);
  if (range) return range;
  if (NO_DAY.test(text)) {
    return refused('NO_DAY', { zh: `“${shown}”没有写明日`, en: `“${shown}” names no day` }, RIGHT);
  }
  return notADate(shown);
}

/**
 * A day as people type it: Excel serials, 2026-9-3, 2026/09/03, 2026.9.3, 2026年9月3日, 20260930, 9月10日 (its year from
 * the context), with or without a time. Ranges, 9.1 kept as a number, and 03/09/2026 are asked.
 */
export function parseDay(value: CellValue, context: DateContext = {}): Parsed<Day> {
  const shown = cellText(value);
  if (isDateSerial(value)) return checked(serialToDay(value.serial), shown, context);
  if (typeof value === 'number') return numberDay(value, shown, context);
  return textDay(squash(shown).replace(/^(于|在)/, ''), shown, context);
}
