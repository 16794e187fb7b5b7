import { isBlank, isCellError, isDateSerial } from '../workbook/model.ts';
import type { CellValue } from '../workbook/model.ts';
import { serialToDay } from './days.ts';

/** Full-width to half-width, every kind of space and line break gone: the form in which typed values are compared. */
export function squash(text: string): string {
  return text.normalize('NFKC').replace(/[\s\u200B-\u200D\uFEFF]+/g, '');
}

/** A text kept as written, without stray spaces: line ends unified, blank lines and outer spaces gone. */
export function tidy(text: string): string {
  if (!/\s/.test(text)) return text;
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[ \t\u00A0\u3000]+/g, ' ')
    .replace(/ ?\n[ \n]*/g, '\n')
    .trim();
}

/** A number as its cell would show it: whole numbers in full, others to the 15 digits that Excel keeps. */
export function numberText(value: number): string {
  if (Number.isInteger(value)) return BigInt(value).toString();
  return String(Number(value.toPrecision(15)));
}

/** What a cell says, as text; '' for a blank one. */
export function cellText(value: CellValue | undefined): string {
  if (isBlank(value) || value === undefined || value === null) return '';
  if (typeof value === 'string') return tidy(value);
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  if (isCellError(value)) return value.error;
  return isDateSerial(value) ? (serialToDay(value.serial) ?? numberText(value.serial)) : '';
}

/** What people type for "nothing to say here". */
const NOTHING = /^[-—–―/\\、.。]+$|^(n\/?a|null|空|暂无)$/i;

export const saysNothing = (text: string): boolean => text === '' || NOTHING.test(text);

/** Dice's coefficient over the pairs of neighbouring characters, 0 to 1; of one character: equality. */
export function similarity(a: string, b: string): number {
  if (a === b) return 1;
  if (a.length < 2 || b.length < 2) return 0;
  const pairs = new Map<string, number>();
  for (let at = 0; at < a.length - 1; at += 1) {
    const pair = a.slice(at, at + 2);
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  }
  let common = 0;
  for (let at = 0; at < b.length - 1; at += 1) {
    const pair = b.slice(at, at + 2);
    const left = pairs.get(pair) ?? 0;
    if (left > 0) {
      common += 1;
      pairs.set(pair, left - 1);
    }
  }
  return (2 * common) / (a.length + b.length - 2);
}

/** As squash leaves them: the double prime becomes two single ones. */
const DITTO = /^(同上|同前|〃|′′|"|“|”|''|""|′′′′|--〃--)$/;

/** 同上 and its marks. */
export const isDitto = (value: CellValue | undefined): boolean => typeof value === 'string' && value.length < 8 && DITTO.test(squash(value));
