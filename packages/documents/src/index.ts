/**
 * Ledgers in, workbooks out. Pure but for the bytes handed in and given back: no files, no network, no database.
 * - workbook: openWorkbook reads .xlsx and CSV as streams of rows
 * - ledgers: inspectLedger and readLedger turn an office's ledger into records with their problems;
 *   placeCandidates, similarNames, normaliseDescription and proposeSource help to resolve them
 * - export: workbooks and CSV as byte streams, templates, the workbook of refused rows
 */
export { WorkbookError } from './errors.ts';
export type { Bilingual, WorkbookErrorCode } from './errors.ts';
export * from './workbook/index.ts';
export type { Day, Span } from './ledgers/days.ts';
export * from './ledgers/index.ts';
export * from './export/index.ts';
