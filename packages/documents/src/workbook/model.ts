/** A number that its cell shows as a date. Days since 1899-12-30 (Excel's 1900 system, whatever system the file uses); the fraction is the time of day. */
export interface DateSerial {
  readonly serial: number;
}

/** What a formula left instead of a value: #REF!, #N/A, or NO_RESULT for a formula never calculated. */
export interface CellError {
  readonly error: string;
}

export type CellValue = string | number | boolean | DateSerial | CellError | null;

/** A merged range; rows count from 1, columns from 0, all inclusive. */
export interface Merge {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

/** A row with at least one value. `row` counts from 1 as in Excel; `cells[0]` is column A; trailing blanks are missing. */
export interface SheetRow {
  readonly row: number;
  readonly hidden: boolean;
  readonly cells: readonly CellValue[];
}

export interface Sheet {
  readonly name: string;
  /** The sheet's tab is hidden in the workbook. */
  readonly hidden: boolean;
  merges(): Promise<readonly Merge[]>;
  /** Streams the rows that have values, in order; may be called again. Throws WorkbookError. */
  rows(): AsyncIterable<SheetRow>;
}

export interface Workbook {
  readonly format: 'xlsx' | 'csv';
  readonly sheets: readonly Sheet[];
}

/** Bounds in bytes and counts. What exceeds one is refused with TOO_LARGE while it streams. */
export interface WorkbookLimits {
  /** The file as uploaded. */
  readonly fileBytes: number;
  /** All XML parts that are read, unpacked. A million formatted blank rows are about 450 MB. */
  readonly unpackedBytes: number;
  /** Of a sheet, what remains to be parsed once blank formatted cells are dropped. */
  readonly parsedBytes: number;
  /** The table of shared strings, unpacked: it alone stays in memory. */
  readonly sharedStringBytes: number;
  readonly sheets: number;
  /** Rows with values, per sheet. */
  readonly filledRows: number;
  readonly merges: number;
}

export const DEFAULT_LIMITS: WorkbookLimits = {
  fileBytes: 100 * 2 ** 20,
  unpackedBytes: 2 ** 30,
  parsedBytes: 256 * 2 ** 20,
  sharedStringBytes: 256 * 2 ** 20,
  sheets: 300,
  filledRows: 300_000,
  merges: 300_000,
};

/** Cells to the right of this column are not read. */
export const MAX_COLUMNS = 512;
/** Excel's own limit for the characters of a cell; the rest is cut off. */
export const MAX_CELL_CHARACTERS = 32_767;

/** 0 → A, 25 → Z, 26 → AA. */
export function columnLetter(index: number): string {
  let letters = '';
  for (let rest = index + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  }
  return letters;
}

/** The column index in a reference such as AB12, counting from 0; -1 where there is none. */
export function columnIndex(reference: string): number {
  let index = 0;
  for (let at = 0; at < reference.length; at += 1) {
    const code = reference.charCodeAt(at);
    if (code < 65 || code > 90) break;
    index = index * 26 + (code - 64);
  }
  return index - 1;
}

export function isDateSerial(value: CellValue): value is DateSerial {
  return typeof value === 'object' && value !== null && 'serial' in value;
}

export function isCellError(value: CellValue): value is CellError {
  return typeof value === 'object' && value !== null && 'error' in value;
}

export function isBlank(value: CellValue | undefined): boolean {
  return value === null || value === undefined || (typeof value === 'string' && value.trim() === '');
}
