import type { CellValue, Merge } from '../workbook/model.ts';
import { isBlank } from '../workbook/model.ts';
import type { HeaderMatch } from './header.ts';
import { MAX_HEADING, plainHeading } from './header.ts';
import { cellText, squash } from './text.ts';

export type RowKind = 'DATA' | 'BLANK' | 'SECTION' | 'TOTAL' | 'HEADER' | 'NOTE';

const TOTAL = /^(本页|本月|本季度?|本年|全[县区市镇乡]|总)?(合计|小计|总计|共计|累计|总数)([:：(（\d].*)?$/;
const SECTION_NUMBER = /^(?:[(（][一二三四五六七八九十]{1,3}[)）]|[一二三四五六七八九十]{1,3}[、.．,，])/;
const PLACE = /^.{1,14}(镇|乡|街道|办事处|县|区|市|园区|农场|林场)$/;
const NOTE = /^(填表人|填报人|制表人?|审核人?|审批|负责人(签字)?|分管领导|单位负责人|联系人|联系电话|填报说明|填表说明|填报日期|填表日期|填报单位|注|备注|说明|例|示例|样例)\d?([:：(（、.].*)?$/s;

/** Characters of a cell that tell what its row is. */
const MAX_LOOKED_AT = 200;

export interface RowShape {
  readonly cells: readonly CellValue[];
  readonly row: number;
  /** Merges that begin in this row. */
  readonly merges: readonly Merge[];
}

const columnOf = (header: HeaderMatch, field: string): number => header.columns.find((match) => match.field === field)?.column ?? -1;

const known = new WeakMap<HeaderMatch, ReadonlyMap<number, ReadonlySet<string>>>();

function plainHeadings(header: HeaderMatch): ReadonlyMap<number, ReadonlySet<string>> {
  let entry = known.get(header);
  if (!entry) {
    entry = new Map(header.headings.map((heading) => [heading.column, new Set(heading.path.map(plainHeading))]));
    known.set(header, entry);
  }
  return entry;
}

function isHeaderAgain(shape: RowShape, header: HeaderMatch): boolean {
  const plain = plainHeadings(header);
  let same = 0;
  let filled = 0;
  for (const [column, value] of shape.cells.entries()) {
    if (isBlank(value)) continue;
    filled += 1;
    // A header begins with headings: the first cells of a row of data settle it.
    if (filled > 3 && same === 0) return false;
    if (typeof value === 'string' && plain.get(column)?.has(plainHeading(value.slice(0, MAX_HEADING)))) same += 1;
  }
  return same >= 3 && same / filled >= 0.7;
}

/** A row of column numbers below the header: 1 2 3 … or (1) (2) (3) …. */
function isNumbering(shape: RowShape, header: HeaderMatch): boolean {
  const numbers = shape.cells.filter((value) => !isBlank(value)).map((value) => squash(cellText(value)).replace(/[()]/g, ''));
  if (numbers.length < Math.max(4, header.columns.length * 0.6)) return false;
  const first = Number(numbers[0]);
  return (first === 0 || first === 1) && numbers.every((text, at) => text === String(first + at));
}

/**
 * What a row of the sheet is. BLANK: nothing, or only a number typed ahead. SECTION: one text over the table's width,
 * or numbered 一、, or a place's name in the first columns. NOTE: signatures and remarks below the table, examples.
 */
export function classify(shape: RowShape, header: HeaderMatch): RowKind {
  const own = shape.cells.flatMap((value, column) => (isBlank(value) ? [] : [{ column, text: squash(cellText(value).slice(0, MAX_LOOKED_AT)) }]));
  const serial = columnOf(header, 'serial');
  const beyondSerial = own.filter(({ column, text }) => column !== serial || !/^\d*$/.test(text));
  if (beyondSerial.length === 0) return 'BLANK';
  if (isHeaderAgain(shape, header) || isNumbering(shape, header)) return 'HEADER';
  const required = new Set(header.layout.columns.filter((column) => column.required === true).map((column) => columnOf(header, column.field)));
  const [first] = own;
  if (own.slice(0, 3).some(({ column, text }) => TOTAL.test(text) && (column <= 2 || !required.has(column)))) return 'TOTAL';
  const filledRequired = own.filter(({ column }) => required.has(column)).length;
  if (first && (filledRequired === 0 || own.length === 1) && NOTE.test(first.text)) return 'NOTE';
  const distinct = new Set(beyondSerial.map(({ text }) => text));
  if (distinct.size !== 1) return 'DATA';
  const [only] = beyondSerial;
  if (!only) return 'DATA';
  const merge = shape.merges.find((each) => each.left === only.column && each.bottom === each.top);
  if (merge && merge.right - merge.left >= 2) return 'SECTION';
  if (only.column === columnOf(header, 'description')) return 'DATA';
  if (SECTION_NUMBER.test(only.text)) return 'SECTION';
  return only.column <= 1 && PLACE.test(only.text) && only.column !== columnOf(header, 'firmName') && only.column !== columnOf(header, 'name')
    ? 'SECTION'
    : 'DATA';
}

/** 一、危险化学品（3条） → 危险化学品 */
export const sectionName = (text: string): string =>
  squash(text).replace(SECTION_NUMBER, '').replace(/\((共?\d+.*)\)$/, '').replace(/[:：]$/, '');
