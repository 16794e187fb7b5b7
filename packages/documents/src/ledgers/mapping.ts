import { WorkbookError } from '../errors.ts';
import { columnLetter, MAX_COLUMNS } from '../workbook/model.ts';
import { headingsOf, headingText, isProblemColumn, matchHeader, plainHeading } from './header.ts';
import type { ColumnMatch, HeaderMatch, HeadRows, Heading } from './header.ts';
import { LAYOUTS, OPEN_PREFIX } from './layouts.ts';
import type { LayoutId } from './layouts.ts';

/** How the columns of a sheet are read, as recognised or as set by hand; plain data that an office can remember. */
export interface SheetMapping {
  /** Applies to the sheet of this name; without it to every sheet of this signature. */
  readonly sheetName?: string;
  /** The headings of the sheet that it was made for: next month's sheet has another name and the same signature. */
  readonly signature?: string;
  readonly layout: LayoutId;
  /** The first row of the header, from 1, and how many rows it has. */
  readonly headerRow: number;
  readonly headerRows: number;
  /** Field → column, from 0. Complete: a field that is not named is not read. */
  readonly columns: Readonly<Record<string, number>>;
}

/** The same for sheets with the same headings in the same columns, whatever their spaces, units and row. */
export const signatureOf = (headings: readonly Heading[]): string =>
  headings.filter((heading) => !isProblemColumn(heading)).map((heading) => `${columnLetter(heading.column)}:${plainHeading(heading.path.join(''))}`).join('|');

export const mappingOf = (sheetName: string, header: HeaderMatch): SheetMapping => ({
  sheetName,
  signature: signatureOf(header.headings),
  layout: header.layout.id,
  headerRow: header.headerRow,
  headerRows: header.headerRows,
  columns: Object.fromEntries(header.columns.map((match) => [match.field, match.column])),
});

const bad = (zh: string, en: string): WorkbookError => new WorkbookError('BAD_MAPPING', { zh, en });

/** Applies a mapping; throws WorkbookError BAD_MAPPING where it names an unknown layout or field, or a column twice. */
export function applyMapping(mapping: SheetMapping, head: HeadRows, found: HeaderMatch | undefined): HeaderMatch {
  const layout = LAYOUTS.find((each) => each.id === mapping.layout);
  if (!layout) throw bad(`没有“${mapping.layout}”这种台账`, `There is no layout “${mapping.layout}”`);
  const byName = mapping.sheetName !== undefined || found === undefined;
  const headerRow = byName ? mapping.headerRow : found.headerRow;
  const headerRows = byName ? mapping.headerRows : found.headerRows;
  if (!Number.isInteger(headerRow) || headerRow < 1 || ![1, 2, 3].includes(headerRows) || !head.rows.has(headerRow + headerRows - 1)) {
    throw bad(`第 ${headerRow} 行不是表头`, `Row ${headerRow} is no header`);
  }
  const headings = headingsOf(head, headerRow, headerRows);
  const taken = new Set<number>();
  const columns = Object.entries(mapping.columns).map(([field, column]): ColumnMatch => {
    const isOpen = layout.openGroup !== undefined && field.startsWith(OPEN_PREFIX);
    if (!isOpen && !layout.columns.some((each) => each.field === field)) {
      throw bad(`“${layout.title}”没有字段“${field}”`, `“${layout.id}” has no field “${field}”`);
    }
    if (!Number.isInteger(column) || column < 0 || column >= MAX_COLUMNS) {
      throw bad(`字段“${field}”的列不对`, `The column of “${field}” is none`);
    }
    if (taken.has(column)) throw bad(`${columnLetter(column)} 列用了两次`, `Column ${columnLetter(column)} is used twice`);
    taken.add(column);
    const heading = headings.find((each) => each.column === column);
    const shown = heading ? headingText(heading) : columnLetter(column);
    return { field, column, letter: columnLetter(column), heading: shown, confidence: 1 };
  });
  const base = matchHeader(layout, head, headerRow, headerRows);
  const missing = layout.columns
    .filter((each) => each.required === true && !columns.some((match) => match.field === each.field))
    .map((each) => each.field);
  return { ...base, columns: columns.sort((a, b) => a.column - b.column), missing, confidence: 1 };
}

/** The mapping for a sheet: by its name first, else by its signature. */
export function mappingFor(mappings: readonly SheetMapping[], sheetName: string, found: HeaderMatch | undefined): SheetMapping | undefined {
  const named = mappings.find((mapping) => mapping.sheetName === sheetName);
  if (named || !found) return named;
  const signature = signatureOf(found.headings);
  return mappings.find((mapping) => mapping.sheetName === undefined && mapping.signature === signature);
}
