import type { Bilingual } from '../../errors.ts';

export type RefusalCode =
  | 'REQUIRED'
  | 'NOT_A_DATE'
  | 'NO_DAY'
  | 'NO_YEAR'
  | 'OPEN_ENDED'
  | 'FUTURE'
  | 'NO_CHECK_DATE'
  | 'BEFORE_CHECK'
  | 'NOT_YES_NO'
  | 'NOT_MONEY'
  | 'NOT_A_COUNT'
  | 'PRECISION_LOST'
  | 'NOT_A_CREDIT_CODE'
  | 'NOT_A_PHONE'
  | 'NOT_A_LEVEL'
  | 'TOO_LONG'
  | 'CELL_ERROR'
  | 'NOTHING_ABOVE'
  | 'CONTINUED';

/** One of the answers offered; `value` is what to type instead, and is read like a cell. */
export interface Choice {
  readonly value: string;
  readonly label: Bilingual;
}

/**
 * What a typed value says. `ask`: it may be meant in several ways and a person must choose, nothing is guessed.
 * `refused`: it cannot be meant; `right` says what would be right.
 */
export type Parsed<T> =
  | { readonly kind: 'ok'; readonly value: T }
  | { readonly kind: 'ask'; readonly question: Bilingual; readonly choices: readonly Choice[] }
  | { readonly kind: 'refused'; readonly code: RefusalCode; readonly why: Bilingual; readonly right: Bilingual };

export const ok = <T>(value: T): Parsed<T> => ({ kind: 'ok', value });

export const ask = (zh: string, en: string, choices: readonly Choice[]): Parsed<never> => ({
  kind: 'ask',
  question: { zh, en },
  choices,
});

export const refused = (code: RefusalCode, why: Bilingual, right: Bilingual): Parsed<never> => ({
  kind: 'refused',
  code,
  why,
  right,
});

export const choice = (value: string, zh = value, en = value): Choice => ({ value, label: { zh, en } });
