import ExcelJS from 'exceljs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { book, problemsOf, readAll } from '../../test/books.ts';
import { COUNTY_LEDGER, THREE_ROWS, TOWN_SHEETS, UNKNOWN_WORDS } from '../../test/hazard-books.ts';
import { ENFORCEMENT_BOOK, ENTERPRISES_BOOK } from '../../test/other-books.ts';
import type { ExportSheet, ExportValue, LedgerRow } from '../index.ts';
import { inspectLedger, LAYOUTS, openWorkbook, refusedWorkbook, template, workbookBytes, writeCsv, writeWorkbook } from '../index.ts';

async function cellsOf(bytes: Uint8Array): Promise<unknown[][]> {
  const workbook = await openWorkbook(bytes);
  const rows: unknown[][] = [];
  for (const sheet of workbook.sheets) for await (const row of sheet.rows()) rows.push([...row.cells]);
  return rows;
}

async function excel(bytes: Uint8Array): Promise<ExcelJS.Workbook> {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load(Buffer.from(bytes) as unknown as ExcelJS.Buffer);
  return workbook;
}

const FORMULAS = ['=1+1', '+1', '-1', '@SUM(A1)', '=HYPERLINK("http://example.invalid")', '\t=1', 'cmd|x'];

const SHEET: ExportSheet = {
  name: '排名[2026/09]',
  title: '濮阳市2026年9月排名',
  lines: [['填报单位：市安委办', '', '2026年9月']],
  columns: [
    { heading: ['县区'], width: 20 },
    { heading: ['得分', '总分'], format: 'money' },
    { heading: ['得分', '整改率'], format: 'percent' },
    { heading: ['截止'], format: 'date' },
    { heading: ['逾期'], format: 'integer' },
  ],
  rows: [
    ['濮阳县', 94.5, 0.985, '2026-09-30', 12],
    { section: '一、功能区' },
    ['=1+1', null, null, '待定', 0],
  ],
};

describe('a workbook', () => {
  test('as another library reads it: merged headings, formats, print setup, text that stays text', async () => {
    const workbook = await excel(await workbookBytes([SHEET, { ...SHEET, rows: [] }]));
    expect(workbook.worksheets.map((sheet) => sheet.name)).toEqual(['排名 2026 09', '排名 2026 09(2)']);
    const [sheet] = workbook.worksheets;
    if (!sheet) throw new Error('no sheet');
    expect(sheet.getCell('A1').value).toBe('濮阳市2026年9月排名');
    for (const [slave, master] of [['E1', 'A1'], ['A4', 'A3'], ['C3', 'B3'], ['E6', 'A6']]) expect(sheet.getCell(slave ?? '').master.address).toBe(master);
    expect(['B3', 'B4', 'C4'].map((cell) => sheet.getCell(cell).value)).toEqual(['得分', '总分', '整改率']);
    expect(sheet.getRow(5).values).toEqual([undefined, '濮阳县', 94.5, 0.985, new Date('2026-09-30T00:00:00Z'), 12]);
    expect(['B5', 'C5', 'D5', 'E5'].map((cell) => sheet.getCell(cell).numFmt)).toEqual(['#,##0.00', '0.0%', 'yyyy-mm-dd', '#,##0']);
    expect(sheet.getCell('A7')).toMatchObject({ type: ExcelJS.ValueType.String, value: '=1+1' });
    expect(sheet.pageSetup).toMatchObject({ paperSize: 9, orientation: 'landscape', fitToPage: true, fitToWidth: 1, fitToHeight: 0 });
    expect(sheet.views[0]).toMatchObject({ state: 'frozen', ySplit: 4 });
    expect(sheet.getColumn(1).width).toBe(20);
  });

  test('any texts come back the same, none as a formula', async () => {
    const text = fc.oneof(fc.constantFrom(...FORMULAS, '_x000D_', 'a\nb', ' x '), fc.string({ unit: 'grapheme', minLength: 1 })).filter((value) => value.trim() !== '' && !/[\u0000-\u001F\uFFFE\uFFFF]/.test(value.replace(/[\n\t]/g, '')));
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 5 }), async (cells) => {
        const bytes = await workbookBytes([{ name: 'x', columns: cells.map(() => ({ heading: ['h'] })), rows: [cells] }]);
        expect((await cellsOf(bytes)).at(-1)).toEqual(cells);
      }),
      { numRuns: 50 },
    );
  });

  test('characters that XML cannot hold are dropped', async () => {
    expect((await cellsOf(await workbookBytes([{ name: 'x', columns: [{ heading: ['h'] }], rows: [['a\u0000\u0008b\uD800c']] }]))).at(-1)).toEqual(['ab\uFFFDc']);
  });

  test('rows are taken as the bytes are read', async () => {
    let taken = 0;
    const rows = function* rows(): Generator<ExportValue[]> {
      for (; taken < 200_000; taken += 1) yield [taken, `第${taken}行的文字${taken * 7919}`, '2026-09-30'];
    };
    let bytes = 0;
    let takenAtFirst = 0;
    for await (const chunk of writeWorkbook([{ name: 'x', columns: [{ heading: ['a'] }, { heading: ['b'] }, { heading: ['c'], format: 'date' }], rows: rows() }])) {
      if (takenAtFirst === 0 && taken > 0) takenAtFirst = taken;
      bytes += chunk.length;
    }
    expect(takenAtFirst).toBeLessThan(20_000);
    expect(bytes).toBeGreaterThan(100_000);
  }, 60_000);
});

test('CSV for Excel: mark, quotes, no formulas; and it comes back', async () => {
  const chunks: Uint8Array[] = [];
  const texts = ['=1+1', '@x', '-5', 'a"b,c', '两\n行', "it's", '0123'];
  for await (const chunk of writeCsv({ name: 'x', columns: texts.map((_, at) => ({ heading: ['组', `列${at}`] })), rows: [texts, [1.5, true, null, -3, { serial: 46268 }]] })) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  expect(bytes.subarray(0, 3)).toEqual(Buffer.from('efbbbf', 'hex'));
  expect(bytes.toString('utf8').split('\r\n')[1]).toMatch(/^"'=1\+1","'@x","'-5",/);
  expect((await cellsOf(bytes)).slice(1)).toEqual([texts, ['1.5', '是', null, '-3', '2026-09-03']]);
});

test.each(LAYOUTS.map((layout) => layout.id))('the template of %s is recognised with all its columns', async (id) => {
  const bytes = await template(id);
  const [sheet, notes] = await inspectLedger(bytes);
  expect(sheet).toMatchObject({ layout: id, confidence: 1, missing: [], unmatched: [] });
  const layout = LAYOUTS.find((each) => each.id === id);
  for (const column of layout?.columns ?? []) {
    if (column.extra !== true) expect(sheet?.columns.find((match) => match.field === column.field)).toMatchObject({ confidence: 1, heading: column.label.join('/') });
  }
  expect(notes).toMatchObject({ sheetName: '填写说明', layout: null });
});

describe('the workbook of refused rows', () => {
  const notReady = (rows: readonly LedgerRow[]): LedgerRow[] => rows.filter((row) => row.status !== 'READY');

  test.each([
    ['隐患', [COUNTY_LEDGER], 'HAZARDS'],
    ['乡镇', TOWN_SHEETS, 'HAZARDS'],
    ['三行', [THREE_ROWS], 'HAZARDS'],
    ['企业', [ENTERPRISES_BOOK], 'ENTERPRISES'],
    ['执法', [ENFORCEMENT_BOOK], 'ENFORCEMENT'],
  ] as const)('%s: comes back with the same columns, records and problems', async (_, plans, layout) => {
    const { ledger, rows } = await readAll(await book(plans), { includeHidden: true });
    const refused = rows.filter((row) => row.status !== 'READY' || row.problems.length > 0);
    const back = await readAll(await refusedWorkbook(ledger.sheets, refused));
    const [first] = back.ledger.sheets;
    expect(first).toMatchObject({ layout, unmatched: [], metadata: { period: ledger.sheets[0]?.metadata.period, reportingUnit: ledger.sheets[0]?.metadata.reportingUnit } });
    expect(first?.mapping?.columns).toEqual(ledger.sheets[0]?.mapping?.columns);
    expect(first?.mapping?.signature).toBe(ledger.sheets[0]?.mapping?.signature);
    const withoutContinued = refused.filter((row) => row.problems[0]?.code !== 'CONTINUED');
    expect(back.rows.slice(0, withoutContinued.length).map((row) => row.record)).toEqual(withoutContinued.map((row) => row.record));
    const kinds = (all: readonly LedgerRow[]): string[] => all.flatMap(problemsOf).map((problem) => problem.replace(/([A-Z]+)\d+/, '$1'));
    expect(kinds(back.rows.slice(0, withoutContinued.length))).toEqual(kinds(withoutContinued));
  });

  test('says in its last column what is wrong, and is accepted once corrected', async () => {
    const { ledger, rows } = await readAll(await book([COUNTY_LEDGER]));
    const workbook = await excel(await refusedWorkbook(ledger.sheets, notReady(rows)));
    const sheet = workbook.getWorksheet('隐患台账');
    if (!sheet) throw new Error('no sheet');
    const texts = Array.from(sheet.getColumn(21).values, String);
    expect(texts.find((text) => text.includes('长期坚持'))).toBe('L列“整改“五落实”/整改时限”：“长期坚持”不是整改期限；应为：一个日期或天数，如 2026-09-30、15日内');
    sheet.eachRow((row) => {
      if (row.getCell(12).value === '长期坚持') row.getCell(12).value = '2026-09-30';
      if (row.getCell(15).value === '基本完成') row.getCell(15).value = '否';
    });
    const back = await readAll(new Uint8Array(await workbook.xlsx.writeBuffer()));
    expect(back.rows.map((row) => [row.status, row.section])).toEqual([['READY', '危险化学品'], ['READY', '工贸行业']]);
  });

  test('keeps the columns of a mapping made by hand', async () => {
    const mapping = { layout: 'HAZARDS', headerRow: 1, headerRows: 1, columns: { firmName: 0, checkedOn: 1, description: 2, street: 3, rectified: 4 } } as const;
    const { ledger, rows } = await readAll(await book([UNKNOWN_WORDS]), { mappings: [{ ...mapping, sheetName: '汇总' }] });
    const bytes = await refusedWorkbook(ledger.sheets, notReady(rows));
    const back = await readAll(bytes, { mappings: [{ ...mapping, sheetName: '汇总' }] });
    expect(back.rows.map(problemsOf)).toEqual([['REFUSED NOT_YES_NO E2 见附件']]);
  });
});
