import { columnLetter } from '../workbook/model.ts';
import type { CellValue, Sheet } from '../workbook/model.ts';
import { findHeader, headingText, isProblemColumn } from './header.ts';
import type { ColumnMatch, HeaderMatch, HeadRows, Heading } from './header.ts';
import type { LayoutId } from './layouts.ts';
import { applyMapping, mappingFor, mappingOf } from './mapping.ts';
import type { SheetMapping } from './mapping.ts';
import { readMetadata } from './metadata.ts';
import type { Metadata } from './metadata.ts';
import { cellText } from './text.ts';

/** A header lies within the first rows that hold anything. */
const HEAD_ROWS = 40;
const PREVIEW_ROWS = 12;
/** Characters of a line above the header that are read. */
const MAX_LINE = 300;

/** What was made of a sheet: shown before anything is read, correctable by hand through its mapping. */
export interface Recognition {
  readonly sheetName: string;
  /** The sheet's tab is hidden; its rows are read only when asked for. */
  readonly hidden: boolean;
  /** null: no known header; the sheet is left out unless a mapping is given. */
  readonly layout: LayoutId | null;
  readonly confidence: number;
  readonly headings: readonly Heading[];
  readonly columns: readonly ColumnMatch[];
  readonly unmatched: readonly { readonly column: number; readonly letter: string; readonly heading: string }[];
  /** Required fields without a column: every row would be refused. */
  readonly missing: readonly string[];
  readonly metadata: Metadata;
  /** The first rows as text, to choose the header by hand. */
  readonly preview: readonly { readonly row: number; readonly cells: readonly string[] }[];
  /** To be corrected, remembered and passed back; null without a layout. */
  readonly mapping: SheetMapping | null;
}

export interface RecognisedSheet {
  readonly recognition: Recognition;
  readonly header: HeaderMatch | null;
}

export async function headOf(sheet: Sheet): Promise<HeadRows> {
  const rows = new Map<number, readonly CellValue[]>();
  let last = 0;
  for await (const row of sheet.rows()) {
    rows.set(row.row, row.cells);
    last = row.row;
    if (rows.size >= HEAD_ROWS) break;
  }
  const merges = (await sheet.merges()).filter((merge) => merge.top <= last);
  return { rows, merges };
}

function linesAbove(head: HeadRows, headerRow: number): string[][] {
  const lines: string[][] = [];
  for (const [row, cells] of head.rows) if (row < headerRow) lines.push(cells.map((value) => cellText(value).slice(0, MAX_LINE)));
  return lines;
}

/** Finds title, period, header and columns of a sheet. Throws WorkbookError BAD_MAPPING for a mapping that cannot be. */
export async function recognise(
  sheet: Sheet,
  options: { readonly mappings?: readonly SheetMapping[]; readonly fileName?: string } = {},
): Promise<RecognisedSheet> {
  const head = await headOf(sheet);
  const found = findHeader(head);
  const mapping = mappingFor(options.mappings ?? [], sheet.name, found);
  const header = mapping ? applyMapping(mapping, head, found) : found;
  const names = [sheet.name, options.fileName ?? ''].map((name) => name.slice(0, MAX_LINE));
  const above = linesAbove(head, header?.headerRow ?? Number.POSITIVE_INFINITY);
  const metadata = readMetadata(header ? above : above.slice(0, 5), names);
  const taken = new Set(header?.columns.map((match) => match.column));
  const recognition: Recognition = {
    sheetName: sheet.name,
    hidden: sheet.hidden,
    layout: header?.layout.id ?? null,
    confidence: header?.confidence ?? 0,
    headings: header?.headings ?? [],
    columns: header?.columns ?? [],
    unmatched: (header?.headings ?? [])
      .filter((heading) => !taken.has(heading.column) && !isProblemColumn(heading))
      .map((heading) => ({ column: heading.column, letter: columnLetter(heading.column), heading: headingText(heading) })),
    missing: header?.missing ?? [],
    metadata,
    preview: [...head.rows].slice(0, PREVIEW_ROWS).map(([row, cells]) => ({ row, cells: cells.map((value) => cellText(value).slice(0, MAX_LINE)) })),
    mapping: header ? mappingOf(sheet.name, header) : null,
  };
  return { recognition, header: header ?? null };
}
