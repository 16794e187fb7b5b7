import type { CellValue } from '../../workbook/model.ts';
import { addDays, addMonths, dayOf, lastOfMonth, monthOf, smallNumber, yearOf } from '../days.ts';
import type { Day } from '../days.ts';
import { cellText, squash } from '../text.ts';
import { dayWithoutYear, fullDate, parseDay } from './dates.ts';
import type { DateContext } from './dates.ts';
import { ask, choice, ok, refused } from './result.ts';
import type { Parsed } from './result.ts';

export interface Deadline {
  readonly on: Day;
  /** 立即整改, 当场整改: due the day it was found. */
  readonly immediate: boolean;
}

const RIGHT = { zh: '一个日期或天数，如 2026-09-30、15日内', en: 'a day or a number of days, such as 2026-09-30 or 15日内' };
const NUMBER = '(\\d{1,3}|[一二三四五六七八九十两]{1,3})';

const IMMEDIATE = /^(立即|即时|即刻|马上|当场|现场|随时|立查|当日|当天|即知)(整改|改正|立改|即改|处理|停用|完成)?(完毕|到位|完成)?$|^(立行立改|立查立改|即查即改|边查边改|即知即改|马上就改)$/;
const OPEN_ENDED = /长期|持续|常态|坚持|永久|不定期|日常|逐步|尽快|尽早|待定|视情|适时|抓紧|近期|限期(整改)?$/;
const DAYS = new RegExp(`^(?:自[^\\d]*起)?${NUMBER}(?:个)?(日|天|自然日)(?:内|之内|以内|期限)?$`);
const WORKING_DAYS = new RegExp(`^${NUMBER}个?工作日(?:内|之内|以内)?$`);
const HOURS = /^(\d{1,3})(?:个)?小时(?:内|之内|以内)?$/;
const WEEKS = new RegExp(`^${NUMBER}(?:个)?(?:周|星期)(?:内|之内|以内)?$`);
const MONTHS = new RegExp(`^${NUMBER}个月(?:内|之内|以内)?$`);
const MONTH_PART = /^(?:(\d{4})年)?(\d{1,2})月(?:份)?(底|末|上旬|中旬|下旬|初)?$/;
const BY_MONTH_DAY = /^(\d{1,2})[日号]$/;

const open = (text: string): Parsed<never> =>
  refused('OPEN_ENDED', { zh: `“${text}”不是整改期限`, en: `“${text}” is no deadline` }, RIGHT);

function fromFinding(text: string, days: (found: Day) => Day, context: DateContext): Parsed<Deadline> {
  if (context.after !== undefined) return ok({ on: days(context.after), immediate: false });
  return refused(
    'NO_CHECK_DATE',
    { zh: `“${text}”要从检查日期算起，而本行没有可用的检查日期`, en: `“${text}” counts from the day found, which this row lacks` },
    { zh: '填写检查日期，或把时限写成日期', en: 'give the day found, or write the deadline as a day' },
  );
}

const unchecked = (day: Parsed<Day>): Parsed<Deadline> => (day.kind === 'ok' ? ok({ on: day.value, immediate: false }) : day);

function monthPart(text: string, shown: string, context: DateContext): Parsed<Deadline> | undefined {
  const match = MONTH_PART.exec(text);
  if (!match || match[3] === undefined) return undefined;
  const month = Number(match[2]);
  if (month < 1 || month > 12) return undefined;
  if (match[3] === '初') return ask(`“${shown}”是哪一天？`, `Which day is “${shown}”?`, []);
  const dayIn = (year: number): Day | undefined =>
    match[3] === '上旬' ? dayOf(year, month, 10) : match[3] === '中旬' ? dayOf(year, month, 20) : lastOfMonth(year, month);
  if (match[1] !== undefined) {
    const day = dayIn(Number(match[1]));
    return day === undefined ? open(shown) : ok({ on: day, immediate: false });
  }
  // February's last day depends on the year, which its first decides.
  const anchor = dayWithoutYear(month, match[3] === '上旬' ? 10 : match[3] === '中旬' ? 20 : 28, shown, context);
  if (anchor.kind !== 'ok') return anchor;
  return ok({ on: dayIn(yearOf(anchor.value)) ?? anchor.value, immediate: false });
}

function relative(text: string, shown: string, context: DateContext): Parsed<Deadline> | undefined {
  const count = (match: RegExpExecArray | null): number | undefined => (match ? smallNumber(match[1] ?? '') : undefined);
  const days = count(DAYS.exec(text));
  if (days !== undefined) return fromFinding(shown, (found) => addDays(found, days), context);
  const weeks = count(WEEKS.exec(text));
  if (weeks !== undefined) return fromFinding(shown, (found) => addDays(found, weeks * 7), context);
  const months = count(MONTHS.exec(text));
  if (months !== undefined) return fromFinding(shown, (found) => addMonths(found, months), context);
  if (/^半个?月内?$/.test(text)) return fromFinding(shown, (found) => addDays(found, 15), context);
  const hours = HOURS.exec(text);
  if (hours) return fromFinding(shown, (found) => addDays(found, Math.ceil(Number(hours[1]) / 24)), context);
  if (/^(本|当)?月(底|末)$/.test(text)) {
    return fromFinding(shown, (found) => lastOfMonth(yearOf(found), monthOf(found)), context);
  }
  if (/^次月(底|末)$|^下个?月(底|末)$/.test(text)) {
    return fromFinding(shown, (found) => addDays(addMonths(`${found.slice(0, 8)}01`, 2), -1), context);
  }
  if (/^(本年|年|今年)(底|末)$/.test(text)) return fromFinding(shown, (found) => `${yearOf(found)}-12-31`, context);
  return undefined;
}

function workingDays(text: string, shown: string, context: DateContext): Parsed<Deadline> | undefined {
  const match = WORKING_DAYS.exec(text);
  const count = match ? smallNumber(match[1] ?? '') : undefined;
  if (count === undefined) return undefined;
  const { after } = context;
  const choices = after === undefined ? [] : [choice(addDays(after, Math.ceil(count / 5) * 7)), choice(addDays(after, count))];
  return ask(`“${shown}”到哪一天为止？工作日要看当年放假安排`, `On which day does “${shown}” end? Working days depend on the year's holidays`, choices);
}

/**
 * A deadline: any day that parseDay reads, 9月30日前, 9月底前, 9月中旬, 15日内 and 一个月内 from the day found, 立即整改.
 * 长期坚持 and its kind are refused; working days, 10日前 and months without a part are asked or refused. Needs `after`, the day found.
 */
export function parseDeadline(value: CellValue, context: DateContext = {}): Parsed<Deadline> {
  if (typeof value !== 'string') {
    const day = unchecked(parseDay(value, context));
    return day.kind === 'ok' ? notBefore(day.value, cellText(value), context) : day;
  }
  const shown = cellText(value);
  const text = squash(shown);
  if (IMMEDIATE.test(text)) {
    const day = fromFinding(shown, (found) => found, context);
    return day.kind === 'ok' ? ok({ ...day.value, immediate: true }) : day;
  }
  if (OPEN_ENDED.test(text) && !/\d/.test(text)) return open(shown);
  const body = text
    .replace(/^(限期?|应?于|在|务必|截止|截至|要求|整改期限|期限)+[:：]?/, '')
    .replace(/(整改|改正|落实)?(完成|完毕|到位)(整改)?$/, '')
    .replace(/(整改|改正)$/, '');
  const exact = body.replace(/(之前|以前|前|止|截止|内)$/, '');
  const byDay = body.endsWith('前') ? BY_MONTH_DAY.exec(exact) : null;
  if (byDay) return byMonthDay(Number(byDay[1]), shown, context);
  const day =
    relative(body, shown, context) ?? relative(exact, shown, context) ?? workingDays(body, shown, context) ?? monthPart(exact, shown, context);
  if (day) return day.kind === 'ok' ? notBefore(day.value, shown, context) : day;
  const full = fullDate(exact);
  const parsed = unchecked(parseDay(full ? exact : exact || shown, { ...context, notAfter: undefined }));
  return parsed.kind === 'ok' ? notBefore(parsed.value, shown, context) : parsed;
}

/** 15日前: the fifteenth of the month, or within fifteen days? */
function byMonthDay(day: number, shown: string, context: DateContext): Parsed<Deadline> {
  const { after } = context;
  if (after === undefined) return fromFinding(shown, (found) => found, context);
  const sameMonth = dayOf(yearOf(after), monthOf(after), day);
  const next = addMonths(`${after.slice(0, 8)}01`, 1);
  const ofMonth = sameMonth !== undefined && sameMonth >= after ? sameMonth : dayOf(yearOf(next), monthOf(next), day);
  const choices = [...(ofMonth === undefined ? [] : [choice(ofMonth)]), choice(addDays(after, day))];
  return ask(`“${shown}”是哪一天？`, `Which day is “${shown}”?`, choices);
}

function notBefore(deadline: Deadline, shown: string, context: DateContext): Parsed<Deadline> {
  const { after } = context;
  if (after === undefined || deadline.on >= after) return ok(deadline);
  return refused(
    'BEFORE_CHECK',
    { zh: `整改时限“${shown}”早于检查日期 ${after}`, en: `The deadline “${shown}” lies before the day found, ${after}` },
    { zh: `${after} 或以后的日期`, en: `${after} or later` },
  );
}
