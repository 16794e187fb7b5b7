import type { Bilingual } from '../errors.ts';
import { isCellError } from '../workbook/model.ts';
import type { CellValue } from '../workbook/model.ts';
import type { ColumnMatch } from './header.ts';
import type { Answer, Problem } from './problems.ts';
import { cellText, isDitto, saysNothing, squash } from './text.ts';
import { refused } from './values/index.ts';
import type { Choice, Parsed } from './values/index.ts';

/** A row of a ledger by field, with its merges and 同上 resolved. */
export interface FieldCells {
  readonly sheet: string;
  readonly row: number;
  readonly columns: ReadonlyMap<string, ColumnMatch>;
  value(field: string): CellValue;
}

export interface TakeOptions {
  readonly required?: boolean;
  /** A wrong value is left out with a warning; the row still comes in. */
  readonly lenient?: boolean;
  /** 无 means that there is none, as / does. */
  readonly noneIsBlank?: boolean;
  /** Characters; longer values are refused. 200 for what is parsed, 2000 for texts. */
  readonly most?: number;
}

/** Reads the fields of one row and collects what is wrong with them. */
export interface Taker {
  take<T>(field: string, parse: (value: CellValue) => Parsed<T>, options?: TakeOptions): T | null;
  /** The text of a field, tidied; null for blank and for /. */
  text(field: string, options?: TakeOptions): string | null;
  has(field: string): boolean;
  readonly problems: Problem[];
}

export type Answers = (sheet: string, row: number, field: string, value: string) => string | undefined;

const MAX_SHOWN = 200;
const MAX_PARSED = 200;
/** Of a text in any record. */
export const MAX_TEXT = 2000;

/** Answers by what the cell says; one given for a row goes before one for the column. `onUse` hears every one that is read. */
export function answersOf(answers: readonly Answer[], onUse: (answer: Answer) => void = () => undefined): Answers {
  const byKey = new Map<string, Answer>();
  const key = (field: string, value: string, sheet = '', row = 0): string => JSON.stringify([field, squash(value), sheet, row]);
  for (const each of answers) byKey.set(key(each.field, each.value, each.sheet, each.row), each);
  if (byKey.size === 0) return () => undefined;
  return (sheet, row, field, value) => {
    const given = byKey.get(key(field, value, sheet, row)) ?? byKey.get(key(field, value));
    if (given) onUse(given);
    return given?.answer;
  };
}

const missingText = (field: string): Parsed<never> =>
  refused(
    'REQUIRED',
    { zh: '没有填写', en: 'It is blank' },
    field === 'firmName' || field === 'name'
      ? { zh: '填写单位名称；与上一行相同的可合并单元格或写“同上”', en: 'the name of the enterprise; merge the cells or write 同上 where it is the same as above' }
      : { zh: '填写此项', en: 'a value' },
  );

/** What no parser needs to look at: a formula's error, and 同上 that nothing stands above. */
function unreadable(value: CellValue): Parsed<never> | undefined {
  if (isCellError(value)) {
    return refused(
      'CELL_ERROR',
      { zh: `公式出错（${value.error}）`, en: `The formula failed (${value.error})` },
      { zh: '填写值，不用公式', en: 'a value instead of the formula' },
    );
  }
  if (!isDitto(value)) return undefined;
  return refused('NOTHING_ABOVE', { zh: '“同上”的上一行没有内容', en: 'The row above 同上 holds nothing' }, { zh: '填写内容', en: 'a value' });
}

function rightOf(choices: readonly Choice[]): Bilingual {
  if (choices.length === 0) return { zh: '写明确切的值', en: 'an exact value' };
  return { zh: choices.map((each) => each.label.zh).join(' 或 '), en: choices.map((each) => each.label.en).join(' or ') };
}

const tooLong = (length: number, most: number): Parsed<never> =>
  refused(
    'TOO_LONG',
    { zh: `有 ${length} 个字，太长`, en: `It has ${length} characters, which is too long` },
    { zh: `不超过 ${most} 个字`, en: `at most ${most} characters` },
  );

export function takerFor(cells: FieldCells, answers: Answers): Taker {
  const problems: Problem[] = [];
  const report = (field: string, value: CellValue, parsed: Exclude<Parsed<unknown>, { kind: 'ok' }>, lenient: boolean): void => {
    if (problems.some((problem) => problem.field === field)) return;
    const column = cells.columns.get(field);
    const asked = parsed.kind === 'ask';
    problems.push({
      kind: lenient ? 'WARNING' : asked ? 'ASK' : 'REFUSED',
      code: asked ? 'AMBIGUOUS' : parsed.code,
      sheet: cells.sheet,
      row: cells.row,
      column: column?.letter ?? null,
      field,
      heading: column?.heading ?? field,
      value: cellText(value).slice(0, MAX_SHOWN),
      why: asked ? parsed.question : parsed.why,
      right: asked ? rightOf(parsed.choices) : parsed.right,
      choices: asked ? parsed.choices : [],
    });
  };
  const valueOf = (field: string): CellValue => {
    const value = cells.value(field);
    return answers(cells.sheet, cells.row, field, cellText(value)) ?? value;
  };
  const take: Taker['take'] = (field, parse, options = {}) => {
    const value = valueOf(field);
    const text = squash(cellText(value));
    const blank = saysNothing(text) || (options.noneIsBlank === true && /^(无|没有|不涉及)$/.test(text));
    if (blank) {
      if (options.required === true) report(field, value, missingText(field) as Exclude<Parsed<never>, { kind: 'ok' }>, false);
      return null;
    }
    const most = options.most ?? MAX_PARSED;
    const parsed = text.length > most ? tooLong(text.length, most) : unreadable(value) ?? parse(value);
    if (parsed.kind === 'ok') return parsed.value;
    report(field, value, parsed, options.lenient === true);
    return null;
  };
  return {
    problems,
    take,
    has: (field) => cells.columns.has(field),
    text: (field, options) => take(field, (value) => ({ kind: 'ok', value: cellText(value) }), { most: MAX_TEXT, ...options }),
  };
}
