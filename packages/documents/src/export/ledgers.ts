import { addDays } from '../ledgers/days.ts';
import { layoutOf, PROBLEM_HEADING } from '../ledgers/layouts.ts';
import type { Layout, LayoutId } from '../ledgers/layouts.ts';
import { problemText } from '../ledgers/problems.ts';
import type { Problem } from '../ledgers/problems.ts';
import type { Recognition } from '../ledgers/recognise.ts';
import { isCellError } from '../workbook/model.ts';
import type { CellValue } from '../workbook/model.ts';
import type { ExportColumn, ExportFormat, ExportRow, ExportSheet, ExportValue } from './model.ts';
import { workbookBytes } from './xlsx.ts';

const PROBLEM_WIDTH = 60;
/** Longer whole numbers are codes; as numbers they would show as 9.14E+17. */
const LARGEST_NUMBER = 1e11;

/** A row to be corrected: what readLedger gave, with any problems found later added. */
export interface RefusedRow {
  readonly sheet: string;
  readonly row: number;
  readonly section: string | null;
  readonly raw: readonly CellValue[];
  readonly problems: readonly Problem[];
}

function exportValue(value: CellValue): ExportValue {
  if (typeof value === 'number' && value >= LARGEST_NUMBER) return BigInt(Math.round(value)).toString();
  return isCellError(value) ? value.error : value;
}

function columnsOf(sheet: Recognition): ExportColumn[] {
  const layout = sheet.layout === null ? null : layoutOf(sheet.layout);
  const width = Math.max(...sheet.headings.map((heading) => heading.column), ...sheet.columns.map((match) => match.column)) + 1;
  const columns: ExportColumn[] = [];
  for (let at = 0; at < width; at += 1) {
    const heading = sheet.headings.find((each) => each.column === at)?.path ?? [];
    const field = sheet.columns.find((match) => match.column === at)?.field;
    const known = layout?.columns.find((column) => column.field === field);
    columns.push({ heading, width: known?.width ?? 14 });
  }
  return columns.filter((column) => column.heading.at(-1) !== PROBLEM_HEADING);
}

function linesOf(sheet: Recognition): string[][] {
  const { reportingUnit, period, reportedOn } = sheet.metadata;
  const line = [
    ...(reportingUnit === null ? [] : [`填报单位：${reportingUnit}`]),
    ...(period === null ? [] : [`期间：${period.from}至${addDays(period.to, -1)}`]),
    ...(reportedOn === null ? [] : [`填报日期：${reportedOn}`]),
  ];
  return line.length === 0 ? [] : [line];
}

function* refusedRows(rows: readonly RefusedRow[], width: number): Generator<ExportRow> {
  let section: string | null = null;
  let number = 0;
  for (const row of rows) {
    if (row.section !== section && row.section !== null) {
      number += 1;
      yield { section: `${'一二三四五六七八九十'.charAt((number - 1) % 10)}、${row.section}` };
    }
    section = row.section;
    const values = Array.from({ length: width }, (_, at) => exportValue(row.raw[at] ?? null));
    yield [...values, row.problems.map(problemText).join('\n')];
  }
}

/**
 * The refused rows as a workbook to correct and upload again: the sheets, columns and headings of the ledger they came
 * from, its 填报单位 and period, and a last column that says what is wrong, which is read over on return. Rows split
 * into several hazards come back as the one row they were.
 */
export async function refusedWorkbook(sheets: readonly Recognition[], rows: Iterable<RefusedRow>): Promise<Uint8Array> {
  const bySheet = new Map<string, Map<number, RefusedRow>>();
  for (const row of rows) {
    const group = bySheet.get(row.sheet) ?? new Map<number, RefusedRow>();
    bySheet.set(row.sheet, group);
    const same = group.get(row.row);
    const problems = same ? [...new Set([...same.problems, ...row.problems])] : row.problems;
    group.set(row.row, { ...row, problems });
  }
  const written = sheets.flatMap((sheet): ExportSheet[] => {
    const group = bySheet.get(sheet.sheetName);
    if (!group) return [];
    const columns = columnsOf(sheet);
    const withProblems = [...columns, { heading: [PROBLEM_HEADING], width: PROBLEM_WIDTH }];
    const title = sheet.metadata.title;
    return [
      {
        name: sheet.sheetName,
        ...(title === null ? {} : { title }),
        lines: linesOf(sheet),
        columns: withProblems,
        rows: refusedRows([...group.values()], columns.length),
      },
    ];
  });
  return workbookBytes(written);
}

function templateColumns(layout: Layout): ExportColumn[] {
  return layout.columns
    .filter((column) => column.extra !== true)
    .flatMap((column): ExportColumn[] => {
      const format: ExportFormat = column.format ?? 'text';
      const own: ExportColumn = { heading: column.label, width: column.width, format };
      if (column.field !== 'listed' || !layout.openGroup) return [own];
      const { label, examples } = layout.openGroup;
      return [own, ...examples.map((example): ExportColumn => ({ heading: [label, example], width: 12, format: 'number' }))];
    });
}

function* explanations(layout: Layout): Generator<ExportRow> {
  for (const column of layout.columns) {
    const kind = column.format === 'date' ? '日期，如 2026-09-03' : column.format === 'number' ? '数字' : '文字';
    const when = column.required === true ? '必填' : column.extra === true ? '可加此列' : '选填';
    yield [column.label.join(' / '), `${when}，${kind}`];
  }
}

/** An empty ledger of a layout to download and fill in, with a sheet that explains its columns. */
export function template(id: LayoutId): Promise<Uint8Array> {
  const layout = layoutOf(id);
  return workbookBytes([
    {
      name: layout.title,
      title: layout.title,
      lines: [['填报单位（盖章）：', '', '', '期间：']],
      columns: templateColumns(layout),
      rows: [],
    },
    { name: '填写说明', columns: [{ heading: ['列'], width: 36 }, { heading: ['要求'], width: 48 }], rows: explanations(layout) },
  ]);
}
