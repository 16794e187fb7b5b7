export { writeCsv } from './csv.ts';
export { refusedWorkbook, template } from './ledgers.ts';
export type { RefusedRow } from './ledgers.ts';
export type { ExportColumn, ExportFormat, ExportRow, ExportSheet, ExportValue, SectionLine } from './model.ts';
export { workbookBytes, writeWorkbook } from './xlsx.ts';
