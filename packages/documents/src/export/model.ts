import type { DateSerial } from '../workbook/model.ts';

/** A 'YYYY-MM-DD' in a date column is written as a date; everything else that is a string is text, whatever it begins with. */
export type ExportValue = string | number | boolean | DateSerial | null;

export type ExportFormat = 'text' | 'date' | 'number' | 'integer' | 'money' | 'percent';

export interface ExportColumn {
  /** From the group down; equal neighbours of a group are merged. [] leaves the column without a heading. */
  readonly heading: readonly string[];
  /** In characters; 12 where not given. */
  readonly width?: number;
  readonly format?: ExportFormat;
}

/** A line over the whole width between the rows: 一、危险化学品. */
export interface SectionLine {
  readonly section: string;
}

export type ExportRow = readonly ExportValue[] | SectionLine;

export interface ExportSheet {
  readonly name: string;
  readonly title?: string;
  /** Lines between the title and the header, cell by cell: 填报单位 and the period. */
  readonly lines?: readonly (readonly string[])[];
  readonly columns: readonly ExportColumn[];
  readonly rows: Iterable<ExportRow> | AsyncIterable<ExportRow>;
}

export const isSection = (row: ExportRow): row is SectionLine => !Array.isArray(row);
