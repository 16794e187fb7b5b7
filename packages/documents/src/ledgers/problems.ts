import type { Bilingual } from '../errors.ts';
import type { Choice, RefusalCode } from './values/index.ts';

/**
 * What is wrong with a cell. REFUSED keeps the row out; ASK keeps it out until answered (see answerKey);
 * WARNING lets it in without that value.
 */
export interface Problem {
  readonly kind: 'REFUSED' | 'ASK' | 'WARNING';
  readonly code: RefusalCode | 'AMBIGUOUS';
  readonly sheet: string;
  readonly row: number;
  /** The column's letter; null where the ledger has no such column. */
  readonly column: string | null;
  readonly field: string;
  /** The heading as the ledger writes it. */
  readonly heading: string;
  readonly value: string;
  readonly why: Bilingual;
  readonly right: Bilingual;
  readonly choices: readonly Choice[];
}

/** An answer for every cell of a column that says the same. `value` is read in place of what was typed. */
export interface Answer {
  readonly field: string;
  readonly value: string;
  readonly answer: string;
  /** For this row only. */
  readonly sheet?: string;
  readonly row?: number;
}

/** One line for the person who corrects it, as in the workbook of refused rows. */
export function problemText(problem: Problem): string {
  const where = problem.column === null ? problem.heading : `${problem.column}列“${problem.heading}”`;
  return `${where}：${problem.why.zh}；应为：${problem.right.zh}`;
}
