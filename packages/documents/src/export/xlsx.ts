import { strToU8, Zip, ZipDeflate } from 'fflate';
import { dayOf, dayToSerial } from '../ledgers/days.ts';
import { isDateSerial } from '../workbook/model.ts';
import { isSection } from './model.ts';
import type { ExportColumn, ExportRow, ExportSheet, ExportValue } from './model.ts';
import { contentTypes, escapeXml, headerCells, reference, ROOT_RELATIONS, sheetEnd, sheetNames, sheetStart, STYLE, STYLE_OF, STYLES, workbookRelations, workbookXml } from './parts.ts';

const MAX_ROWS = 1_048_576;
const CHUNK_CHARACTERS = 2 ** 16;

/** What a spreadsheet would take for a formula if it were typed. */
export const LOOKS_LIKE_FORMULA = /^[=+\-@\t\r]/;

const textCell = (at: string, text: string, style: number): string =>
  `<c r="${at}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escapeXml(text)}</t></is></c>`;

function cell(at: string, value: ExportValue, column: ExportColumn | undefined): string {
  const style = STYLE_OF[column?.format ?? 'text'];
  if (value === null || value === '') return `<c r="${at}" s="${style}"/>`;
  if (typeof value === 'number') {
    return Number.isFinite(value) ? `<c r="${at}" s="${style === STYLE.text ? STYLE.number : style}"><v>${value}</v></c>` : `<c r="${at}" s="${style}"/>`;
  }
  if (typeof value === 'boolean') return textCell(at, value ? '是' : '否', STYLE.text);
  if (isDateSerial(value)) return `<c r="${at}" s="${STYLE.date}"><v>${value.serial}</v></c>`;
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value) ?? [];
  if (style === STYLE.date && dayOf(Number(year), Number(month), Number(day)) !== undefined) {
    return `<c r="${at}" s="${STYLE.date}"><v>${dayToSerial(value)}</v></c>`;
  }
  return textCell(at, value, LOOKS_LIKE_FORMULA.test(value) ? STYLE.literal : STYLE.text);
}

/** Where the header of a sheet stands: first and last row, from 1. */
function headerRows(sheet: ExportSheet): readonly [number, number] {
  const above = (sheet.title === undefined ? 0 : 1) + (sheet.lines?.length ?? 0);
  return [above + 1, above + headerCells(sheet.columns).rows.length];
}

async function* sheetXml(sheet: ExportSheet): AsyncGenerator<string> {
  const width = sheet.columns.length;
  const header = headerCells(sheet.columns);
  const [headerFirst, headerLast] = headerRows(sheet);
  const merges: string[] = [];
  const across = (row: number): void => {
    if (width > 1) merges.push(`${reference(row, 0)}:${reference(row, width - 1)}`);
  };
  let row = 0;
  let text = sheetStart(sheet.columns, headerLast);
  if (sheet.title !== undefined) {
    row += 1;
    across(row);
    text += `<row r="${row}" ht="30" customHeight="1">${textCell(`A${row}`, sheet.title, STYLE.title)}</row>`;
  }
  for (const line of sheet.lines ?? []) {
    row += 1;
    text += `<row r="${row}">${line.map((value, at) => (value === '' ? '' : textCell(reference(row, at), value, STYLE.plain))).join('')}</row>`;
  }
  for (const cells of header.rows) {
    row += 1;
    text += `<row r="${row}">${cells.map((value, at) => (value === '' ? `<c r="${reference(row, at)}" s="${STYLE.header}"/>` : textCell(reference(row, at), value, STYLE.header))).join('')}</row>`;
  }
  for (const [top, left, bottom, right] of header.merges) {
    merges.push(`${reference(headerFirst + top, left)}:${reference(headerFirst + bottom, right)}`);
  }
  const write = (values: ExportRow): void => {
    row += 1;
    if (row > MAX_ROWS) throw new RangeError(`a sheet holds ${MAX_ROWS} rows`);
    if (isSection(values)) {
      across(row);
      text += `<row r="${row}">${textCell(`A${row}`, values.section, STYLE.section)}</row>`;
      return;
    }
    text += `<row r="${row}">${values.map((value, at) => cell(reference(row, at), value, sheet.columns[at])).join('')}</row>`;
  };
  for await (const values of sheet.rows) {
    write(values);
    if (text.length > CHUNK_CHARACTERS) {
      yield text;
      text = '';
    }
  }
  yield text + sheetEnd(merges);
}

/**
 * Writes an .xlsx as a stream: rows are taken as the bytes are read, so that neither is held whole. Text is stored as
 * text and marked so where it looks like a formula; nothing that was typed into a record can run in a spreadsheet.
 * Throws RangeError past 1,048,576 rows in a sheet.
 */
export async function* writeWorkbook(sheets: readonly ExportSheet[]): AsyncGenerator<Uint8Array> {
  let ready: Uint8Array[] = [];
  let failure: Error | null = null;
  const zip = new Zip((error, chunk) => {
    if (error) failure = error;
    else ready.push(chunk);
  });
  const take = (): Uint8Array[] => {
    if (failure) throw failure;
    const chunks = ready;
    ready = [];
    return chunks;
  };
  const add = (path: string): ZipDeflate => {
    const file = new ZipDeflate(path, { level: 6 });
    zip.add(file);
    return file;
  };
  const names = sheetNames(sheets.map((sheet) => sheet.name));
  const fixed: readonly (readonly [string, string])[] = [
    ['[Content_Types].xml', contentTypes(sheets.length)],
    ['_rels/.rels', ROOT_RELATIONS],
    ['xl/workbook.xml', workbookXml(names, sheets.map(headerRows))],
    ['xl/_rels/workbook.xml.rels', workbookRelations(sheets.length)],
    ['xl/styles.xml', STYLES],
  ];
  for (const [path, content] of fixed) add(path).push(strToU8(content), true);
  for (const [at, sheet] of sheets.entries()) {
    const file = add(`xl/worksheets/sheet${at + 1}.xml`);
    for await (const text of sheetXml(sheet)) {
      file.push(strToU8(text));
      yield* take();
    }
    file.push(new Uint8Array(0), true);
  }
  zip.end();
  yield* take();
}

/** The whole workbook as bytes, for small ones. */
export async function workbookBytes(sheets: readonly ExportSheet[]): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of writeWorkbook(sheets)) chunks.push(chunk);
  return Buffer.concat(chunks);
}
