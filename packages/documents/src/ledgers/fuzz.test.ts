import fc from 'fast-check';
import { expect, test } from 'vitest';
import { book, readAll } from '../../test/books.ts';
import { COUNTY_LEDGER } from '../../test/hazard-books.ts';
import { SUPERVISION_CSV } from '../../test/other-books.ts';
import { parts, sheetOf, zip } from '../../test/zips.ts';
import { WorkbookError } from '../index.ts';

/** Reads it all; anything thrown must be a WorkbookError. */
async function survives(bytes: Uint8Array): Promise<void> {
  try {
    await readAll(bytes);
  } catch (error) {
    if (!(error instanceof WorkbookError)) throw error;
  }
}

const spoilt = (bytes: Uint8Array, changes: readonly (readonly [number, number])[], length: number): Uint8Array => {
  const copy = bytes.slice(0, Math.max(1, length % (bytes.length * 2)));
  for (const [at, value] of changes) copy[at % copy.length] = value;
  return copy;
};

const changes = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 6 });

test('spoilt bytes are read or refused in words, never worse', async () => {
  const whole = [await book([COUNTY_LEDGER]), Buffer.from(SUPERVISION_CSV), Buffer.from('d0cf11e0a1b11ae1', 'hex')];
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...whole), changes, fc.nat(), (bytes, each, length) => survives(spoilt(bytes, each, length))),
    { numRuns: 300 },
  );
}, 60_000);

test('spoilt XML likewise', async () => {
  const sheet = sheetOf(
    '<row r="1"><c r="A1" t="inlineStr"><is><t>单位名称</t></is></c><c r="B1" t="inlineStr"><is><t>检查时间</t></is></c><c r="C1" t="inlineStr"><is><t>存在问题</t></is></c></row><row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2"><v>46268</v></c><c r="C2" t="s"><v>1</v></c></row>',
    '<mergeCells><mergeCell ref="A2:A3"/></mergeCells>',
  );
  const piece = fc.constantFrom('', '<', '>', '"', '&', '&#0;', '&#x1F600;', '<row r="0">', '<c r="ZZZZ99">', 'r="-1"', 's="99999"', '1e400', 'NaN', '<!--', ']]>', '\u0000', '<mergeCell ref="A1:XFD1048576"/>', 'ref="B9:A1"');
  await fc.assert(
    fc.asyncProperty(fc.nat(sheet.length), fc.nat(8), piece, (at, cut, insert) => survives(zip(parts(sheet.slice(0, at) + insert + sheet.slice(at + cut))))),
    { numRuns: 400 },
  );
}, 60_000);

test('whatever stands in the cells, every row comes with a status and problems that name it', async () => {
  const cell = fc.oneof(
    fc.constantFrom<string | number | boolean | null>('同上', '合计', '一、危化', '√', '9月底前', '15日内', '2026.9.3', '重大', '1、a2、b', '/', null, true, 1e300, -1, 0.05, 46268, 9.1, '９月１０日', '说明：', '柳屯镇', '序号'),
    fc.string({ unit: 'grapheme', maxLength: 12 }).filter((text) => !/[\u0000-\u001F\uFFFE\uFFFF]/.test(text)),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
  );
  const header = ['序号', '乡镇', '单位名称', '检查时间', '存在问题', '隐患级别', '资金（万元）', '整改时限', '是否整改', '完成时间', '销号'];
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(cell, { minLength: 1, maxLength: header.length }), { maxLength: 8 }), async (rows) => {
      const { ledger, rows: read } = await readAll(await book([{ name: '台账', rows: [header, ...rows] }]));
      const { data } = ledger.sheets[0]?.tally ?? { data: -1 };
      expect(read).toHaveLength(data);
      for (const row of read) {
        expect(row.status === 'READY').toBe(row.problems.every((problem) => problem.kind === 'WARNING'));
        for (const problem of row.problems) expect(problem).toMatchObject({ row: row.row, sheet: '台账', why: { zh: expect.any(String), en: expect.any(String) }, right: { zh: expect.any(String) } });
        const { record } = row;
        if (row.status === 'READY' && record.kind === 'HAZARD') {
          expect(record.firm.name).not.toBe('');
          expect(record.description).not.toBe('');
          expect(record.checkedOn).toMatch(/^20\d\d-\d\d-\d\d$/);
          if (record.dueOn !== null) expect(record.dueOn >= record.checkedOn).toBe(true);
        }
      }
    }),
    { numRuns: 150 },
  );
}, 60_000);
