import { numberText } from '../ledgers/text.ts';
import { serialToDay } from '../ledgers/days.ts';
import { isDateSerial } from '../workbook/model.ts';
import { isSection } from './model.ts';
import type { ExportSheet, ExportValue } from './model.ts';
import { LOOKS_LIKE_FORMULA } from './xlsx.ts';

const CHUNK_CHARACTERS = 2 ** 16;

function field(value: ExportValue): string {
  if (value === null) return '';
  if (typeof value === 'number') return Number.isFinite(value) ? numberText(value) : '';
  if (typeof value === 'boolean') return value ? '是' : '否';
  const text = isDateSerial(value) ? (serialToDay(value.serial) ?? '') : value;
  const safe = LOOKS_LIKE_FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n']/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/**
 * Writes a sheet as CSV for Excel: UTF-8 with its mark, CRLF, the headings joined in one row. A text that Excel would
 * take for a formula gets an apostrophe before it, which openWorkbook takes away again.
 */
export async function* writeCsv(sheet: ExportSheet): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  const line = (values: readonly ExportValue[]): string => `${values.map(field).join(',')}\r\n`;
  let text = `\uFEFF${line(sheet.columns.map((column) => column.heading.join('/')))}`;
  for await (const row of sheet.rows) {
    text += isSection(row) ? line([row.section]) : line(row);
    if (text.length > CHUNK_CHARACTERS) {
      yield encoder.encode(text);
      text = '';
    }
  }
  yield encoder.encode(text);
}
