import ExcelJS from 'exceljs';
import { readLedger } from '../src/index.ts';
import type { LedgerOptions, LedgerRow } from '../src/index.ts';

export interface SheetPlan {
  readonly name: string;
  readonly rows: readonly (readonly ExcelJS.CellValue[])[];
  readonly merges?: readonly string[];
  readonly hiddenRows?: readonly number[];
  readonly hidden?: boolean;
  /** Number formats by cell. */
  readonly formats?: Readonly<Record<string, string>>;
}

/** An .xlsx written by another library than the one that is tested. */
export async function book(sheets: readonly SheetPlan[], options: { date1904?: boolean } = {}): Promise<Uint8Array> {
  const workbook = new ExcelJS.Workbook();
  workbook.properties.date1904 = options.date1904 ?? false;
  for (const plan of sheets) {
    const sheet = workbook.addWorksheet(plan.name, { state: plan.hidden === true ? 'hidden' : 'visible' });
    for (const row of plan.rows) sheet.addRow([...row]);
    for (const merge of plan.merges ?? []) sheet.mergeCells(merge);
    for (const row of plan.hiddenRows ?? []) sheet.getRow(row).hidden = true;
    for (const [cell, format] of Object.entries(plan.formats ?? {})) sheet.getCell(cell).numFmt = format;
  }
  return new Uint8Array(await workbook.xlsx.writeBuffer());
}

export async function readAll(bytes: Uint8Array, options: LedgerOptions = {}) {
  const ledger = await readLedger(bytes, options);
  const rows: LedgerRow[] = [];
  for await (const row of ledger.rows()) rows.push(row);
  return { ledger, rows };
}

/** What a row's problems say, short: kind, code and cell. */
export const problemsOf = (row: LedgerRow | undefined): string[] =>
  (row?.problems ?? []).map((problem) => `${problem.kind} ${problem.code} ${problem.column ?? '-'}${problem.row} ${problem.value}`);
