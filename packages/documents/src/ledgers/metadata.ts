import { addDays, dayOf, lastOfMonth, smallNumber } from './days.ts';
import type { Day, Span } from './days.ts';
import { squash } from './text.ts';

/** What stands above the header. */
export interface Metadata {
  readonly title: string | null;
  readonly reportingUnit: string | null;
  /** The ledger's period, from its title, the lines below it, the sheet's or the file's name, in this order. */
  readonly period: Span | null;
  /** 填报日期. */
  readonly reportedOn: Day | null;
}

const DATE = '(\\d{4})[年.\\-/](\\d{1,2})[月.\\-/](\\d{1,2})日?';

const monthSpan = (year: number, first: number, last: number): Span | undefined => {
  const from = dayOf(year, first, 1);
  if (from === undefined || last < first || last > 12) return undefined;
  return { from, to: addDays(lastOfMonth(year, last), 1) };
};

type Reader = (match: RegExpExecArray) => Span | undefined;

const daysBetween = (from: Day | undefined, last: Day | undefined): Span | undefined =>
  from !== undefined && last !== undefined && last >= from ? { from, to: addDays(last, 1) } : undefined;

const READERS: readonly (readonly [RegExp, Reader])[] = [
  [
    new RegExp(`${DATE}(?:-|—|–|~|至|到)${DATE}`),
    ([, a, b, c, d, e, f]) => daysBetween(dayOf(Number(a), Number(b), Number(c)), dayOf(Number(d), Number(e), Number(f))),
  ],
  [
    new RegExp(`${DATE}(?:-|—|–|~|至|到)(\\d{1,2})[月.\\-/](\\d{1,2})日?`),
    ([, a, b, c, d, e]) => daysBetween(dayOf(Number(a), Number(b), Number(c)), dayOf(Number(a), Number(d), Number(e))),
  ],
  [
    /(\d{4})[年.](\d{1,2})月?(?:-|—|–|~|至|到)(\d{4})[年.](\d{1,2})月/,
    ([, a, b, c, d]) => {
      const from = monthSpan(Number(a), Number(b), Number(b));
      const to = monthSpan(Number(c), Number(d), Number(d));
      return from && to && to.from >= from.from ? { from: from.from, to: to.to } : undefined;
    },
  ],
  [/(\d{4})年?(\d{1,2})月?(?:-|—|–|~|至|到)(\d{1,2})月/, ([, y, a, b]) => monthSpan(Number(y), Number(a), Number(b))],
  [
    /(\d{4})年?(?:度)?第?([一二三四1-4])季度|(\d{4})-?Q([1-4])/i,
    ([, a, b, c, d]) => {
      const quarter = smallNumber(b ?? d ?? '') ?? 0;
      return monthSpan(Number(a ?? c), quarter * 3 - 2, quarter * 3);
    },
  ],
  [/(\d{4})年?(?:度)?上半年/, ([, y]) => monthSpan(Number(y), 1, 6)],
  [/(\d{4})年?(?:度)?下半年/, ([, y]) => monthSpan(Number(y), 7, 12)],
  [/(\d{4})年(\d{1,2})月(?!\d)|(?<!\d)(\d{4})[-.](\d{1,2})(?![-.]?\d)/, ([, a, b, c, d]) => monthSpan(Number(a ?? c), Number(b ?? d), Number(b ?? d))],
  [/(?<!\d)(\d{4})年(?:度)?(?!\d)/, ([, y]) => monthSpan(Number(y), 1, 12)],
];

/** The period that a text names, if any: 2026年9月, 2026年第三季度, 2026年上半年, 2026年1-9月, 2026年8月26日至9月25日, 2026年度. */
export function periodIn(text: string): Span | null {
  const plain = squash(text);
  for (const [pattern, read] of READERS) {
    const match = pattern.exec(plain);
    const span = match ? read(match) : undefined;
    if (span) return span;
  }
  return null;
}

const REPORTED = new RegExp(`(?<!起止|检查|统计)(?:日期|时间)[:：]?${DATE}(?!-|—|–|~|至|到)`);
const UNIT = /(?:填报|报送|上报|填表|编制|制表|检查|汇总)?(?:单位|部门)(?:名称)?(?:\(盖章\)|\(公章\)|\(签章\)|盖章)?[:：](.*)$/s;
const UNIT_END = /(填报人|填表人|制表人|审核人|负责人|联系人|联系电话|填报日期|填报时间|填表日期|填表时间|上报日期|上报时间|日期|时间|起止|年份|月份|期间|统计|\d{4}年).*$/s;

function unitIn(texts: readonly string[]): string | null {
  for (const [at, text] of texts.entries()) {
    const match = UNIT.exec(squash(text));
    if (!match) continue;
    const named = (match[1] ?? '').replace(UNIT_END, '').replace(/[_（(].*$/, '');
    if (named !== '') return named;
    const next = texts[at + 1];
    if (next !== undefined && !/[:：]/.test(next) && periodIn(next) === null) return squash(next);
  }
  return null;
}

/** Year and month in cells of their own: 年份：2026, 月份：9. */
function labelledPeriod(text: string): Span | null {
  const year = /年[份度]?[:：](\d{4})/.exec(text)?.[1];
  if (year === undefined) return null;
  const month = /月份?[:：](\d{1,2})(?:(?:-|至)(\d{1,2}))?/.exec(text);
  if (!month) return monthSpan(Number(year), 1, 12) ?? null;
  return monthSpan(Number(year), Number(month[1]), Number(month[2] ?? month[1])) ?? null;
}

/**
 * Reads the lines above a header. `lines` are their texts, row by row; `names` the sheet's and the file's.
 * A date of reporting alone makes the year before it the period, which is enough to tell the year of 9月10日.
 */
export function readMetadata(lines: readonly (readonly string[])[], names: readonly string[]): Metadata {
  const texts = lines.flat().filter((text) => text !== '');
  const reported = REPORTED.exec(squash(texts.join(' ')));
  const reportedOn = reported ? (dayOf(Number(reported[1]), Number(reported[2]), Number(reported[3])) ?? null) : null;
  const withoutReport = texts.map((text) => squash(text).replace(REPORTED, ''));
  const title = texts.find((text) => !/[:：]/.test(text) && squash(text).length >= 4) ?? null;
  const candidates = [...withoutReport, ...names];
  const named = labelledPeriod(withoutReport.join('')) ?? candidates.map(periodIn).find((span) => span !== null) ?? null;
  const implied = reportedOn === null ? null : { from: addDays(reportedOn, -364), to: addDays(reportedOn, 1) };
  return { title, reportingUnit: unitIn(texts), period: named ?? implied, reportedOn };
}
