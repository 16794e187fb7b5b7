import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { book } from '../../test/books.ts';
import { deflated, parts, rawZip, sheetOf, zip } from '../../test/zips.ts';
import type { SheetRow, WorkbookLimits } from './index.ts';
import { columnIndex, columnLetter, openWorkbook } from './index.ts';
import { isDateFormat } from './parts.ts';

async function rowsOf(bytes: Uint8Array, limits: Partial<WorkbookLimits> = {}): Promise<SheetRow[]> {
  const workbook = await openWorkbook(bytes, { limits });
  const rows: SheetRow[] = [];
  for (const sheet of workbook.sheets) for await (const row of sheet.rows()) rows.push(row);
  return rows;
}

/** Peak resident memory above the start, in MB, while `work` runs. */
async function growth(work: () => Promise<unknown>): Promise<number> {
  const start = process.memoryUsage.rss();
  let peak = start;
  const timer = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 10);
  await work().finally(() => clearInterval(timer));
  return (Math.max(peak, process.memoryUsage.rss()) - start) / 2 ** 20;
}

const A1 = '<row r="1"><c r="A1"><v>1</v></c></row>';
const compound = (stream: string): Uint8Array => Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(500), Buffer.from(stream, 'utf16le'), Buffer.alloc(500)]);

describe('cells', () => {
  test('values, shared strings without their phonetics, dates, merges and hidden rows', async () => {
    const bytes = zip(
      parts(
        sheetOf(
          '<row r="2" hidden="1"><c r="B2" t="s"><v>0</v></c><c r="C2" t="s"><v>1</v></c><c r="D2" t="s"><v>99</v></c></row>' +
            '<row><c><v>1.5</v></c><c t="b"><v>1</v></c><c t="e"><v>#N/A</v></c><c><f>A1</f></c><c t="str"><f>A1</f><v>a&amp;b</v></c></row>' +
            '<row r="9"><c r="A9" t="inlineStr"><is><r><t xml:space="preserve"> x</t></r><r><t>y_x000D_</t></r></is></c><c r="B9" s="1"><v>46268</v></c></row>',
          '<mergeCells count="2"><mergeCell ref="A1:B3"/><mergeCell ref="AA10:AB20"/></mergeCells>',
        ),
        {
          'xl/_rels/workbook.xml.rels': (parts('')['xl/_rels/workbook.xml.rels'] ?? '').replace('</Rel', '<Relationship Id="r3" Type="x/styles" Target="/xl/styles.xml"/></Rel'),
          'xl/styles.xml': '<styleSheet><numFmts><numFmt numFmtId="170" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf/><xf numFmtId="170"/></cellXfs></styleSheet>',
        },
      ),
    );
    expect(await rowsOf(bytes)).toEqual([
      { row: 2, hidden: true, cells: [null, '共享', '富文本'] },
      { row: 3, hidden: false, cells: [1.5, true, { error: '#N/A' }, { error: 'NO_RESULT' }, 'a&b'] },
      { row: 9, hidden: false, cells: [' xy\r', { serial: 46268 }] },
    ]);
    const workbook = await openWorkbook(bytes);
    expect(await workbook.sheets[0]?.merges()).toEqual([
      { top: 1, left: 0, bottom: 3, right: 1 },
      { top: 10, left: 26, bottom: 20, right: 27 },
    ]);
  });

  test('prefixed elements and UTF-16 parts', async () => {
    const prefixed = sheetOf(A1).replace('<worksheet xmlns=', '<x:worksheet xmlns:x=').replace(/<(\/?)(worksheet|sheetData|row|c|v)\b/g, '<$1x:$2');
    expect(await rowsOf(zip(parts(prefixed)))).toEqual([{ row: 1, hidden: false, cells: [1] }]);
  });

  test('every text comes back as another library wrote it', async () => {
    const text = fc.string({ unit: fc.constantFrom('a', ' ', '中', '<', '&', '"', "'", '\n', '😀', '一', '=', '1') }).filter((value) => value.trim() !== '');
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 6 }), async (cells) => {
        expect((await rowsOf(await book([{ name: '表', rows: [cells] }])))[0]?.cells).toEqual(cells);
      }),
      { numRuns: 30 },
    );
  });

  test('column letters', () => {
    expect([0, 25, 26, 701, 702, 16383].map(columnLetter)).toEqual(['A', 'Z', 'AA', 'ZZ', 'AAA', 'XFD']);
    fc.assert(fc.property(fc.nat(16_383), (index) => columnIndex(`${columnLetter(index)}7`) === index));
  });

  test.each([
    ['yyyy-mm-dd', true], ['m/d/yy h:mm', true], ['[$-804]yyyy"年"m"月"', true], ['[h]:mm', true], ['yyyy年m月d日', true],
    ['General', false], ['0.00', false], ['[Red]#,##0', false], ['"day" 0', false], ['0\\d', false], ['@', false], ['#,##0_);(#,##0)', false],
  ])('%s is a date format: %s', (code, expected) => {
    expect(isDateFormat(code)).toBe(expected);
  });
});

describe('CSV', () => {
  test.each<[string, (string | null)[][]]>([
    ['a,b\r\nc,"d ""e"", f\ng"\n\n,x', [['a', 'b'], ['c', 'd "e", f\ng'], [null, 'x']]],
    ['a;b\nc;d', [['a', 'b'], ['c', 'd']]],
    ['a\tb\n', [['a', 'b']]],
    ['sep=;\na;b,c', [['a', 'b,c']]],
    ['"=""0123""",\'=1+1,\'x', [['0123', '=1+1', "'x"]]],
    ['a,b,\n"open', [['a', 'b'], ['open']]],
  ])('%j', async (text, expected) => {
    expect((await rowsOf(Buffer.from(text))).map((row) => row.cells)).toEqual(expected);
  });
});

describe('refused in words', () => {
  test.each<[string, Uint8Array, string]>([
    ['nothing', new Uint8Array(), 'NOT_A_WORKBOOK'],
    ['an image', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'NOT_A_WORKBOOK'],
    ['a PDF', Buffer.from('%PDF-1.7\n1 0 obj'), 'NOT_A_WORKBOOK'],
    ['noise', Buffer.from([0xff, 0xff, 0x80, 0x81, 0x00, 0x01]), 'NOT_A_WORKBOOK'],
    ['another zip', zip({ 'readme.txt': 'x' }), 'NOT_A_WORKBOOK'],
    ['a Word document', zip({ '_rels/.rels': '<R><Relationship Id="a" Type="x/officeDocument" Target="word/document.xml"/></R>', 'word/document.xml': '<d/>' }), 'NOT_A_WORKBOOK'],
    ['a truncated zip', zip(parts(sheetOf(A1))).subarray(0, 400), 'DAMAGED'],
    ['a password', compound('EncryptedPackage'), 'ENCRYPTED'],
    ['.xls or .et', compound('Workbook'), 'OLD_FORMAT'],
    ['another compound file', compound('WordDocument'), 'NOT_A_WORKBOOK'],
    ['.ods', zip({ mimetype: 'application/vnd.oasis.opendocument.spreadsheet', 'content.xml': '<x/>' }), 'OLD_FORMAT'],
    ['.xlsb', zip({ '_rels/.rels': '<R><Relationship Id="a" Type="x/officeDocument" Target="xl/workbook.bin"/></R>', 'xl/workbook.bin': 'x' }), 'OLD_FORMAT'],
    ['a web page named .xls', Buffer.from('<html><table><tr><td>1</td></tr></table></html>'), 'OLD_FORMAT'],
    ['no sheets', zip(parts(sheetOf(A1), { 'xl/workbook.xml': '<workbook><sheets/></workbook>' })), 'NO_SHEETS'],
    ['a missing sheet', zip({ ...parts(sheetOf(A1), { 'xl/_rels/workbook.xml.rels': '<R><Relationship Id="r1" Type="x/worksheet" Target="../../../etc/passwd"/></R>' }) }), 'DAMAGED'],
    ['broken XML', zip(parts('<worksheet><sheetData><row r="1"><c r="A1"><v>1</v>')), 'DAMAGED'],
    ['rows out of order', zip(parts(sheetOf(`${A1}${A1}`))), 'DAMAGED'],
    ['an external entity', zip(parts(`<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>${sheetOf('<row r="1"><c r="A1" t="inlineStr"><is><t>&e;</t></is></c></row>')}`)), 'DAMAGED'],
    ['a billion laughs', zip(parts(sheetOf(A1), { 'xl/sharedStrings.xml': '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><sst><si><t>&b;</t></si></sst>' })), 'DAMAGED'],
    ['an undefined entity', zip(parts(sheetOf('<row r="1"><c r="A1" t="inlineStr"><is><t>&e;</t></is></c></row>'))), 'DAMAGED'],
    ['depth', zip(parts(sheetOf('<row r="1">' + '<a>'.repeat(10_000)))), 'DAMAGED'],
    ['a megabyte without a tag', zip(parts(sheetOf(`<row r="1"><c r="A1" t="inlineStr"><is><t>${'x'.repeat(3 * 2 ** 20)}</t></is></c></row>`))), 'DAMAGED'],
  ])('%s', async (_, bytes, code) => {
    const error = await rowsOf(bytes).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'WorkbookError', code, zh: expect.stringMatching(/\p{Script=Han}/u), en: expect.any(String) });
  });

  test('more rows, sheets, merges and texts than the limits', async () => {
    const many = zip(parts(sheetOf('<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v>1</v></c></row>', '<mergeCells><mergeCell ref="A1:B1"/><mergeCell ref="A2:B2"/></mergeCells>')));
    await expect(rowsOf(many, { filledRows: 1 })).rejects.toMatchObject({ code: 'TOO_LARGE' });
    await expect(rowsOf(many, { sharedStringBytes: 10 })).rejects.toMatchObject({ code: 'TOO_LARGE' });
    await expect(rowsOf(many, { sheets: 0 })).rejects.toMatchObject({ code: 'TOO_LARGE' });
    await expect(rowsOf(many, { unpackedBytes: 100 })).rejects.toMatchObject({ code: 'TOO_LARGE' });
    await expect(rowsOf(many, { parsedBytes: 100 })).rejects.toMatchObject({ code: 'TOO_LARGE' });
    await expect(rowsOf(many, { fileBytes: 100 })).rejects.toMatchObject({ code: 'TOO_LARGE' });
    const workbook = await openWorkbook(many, { limits: { merges: 1 } });
    await expect(workbook.sheets[0]?.merges()).rejects.toMatchObject({ code: 'TOO_LARGE' });
  });

  test('a zip bomb of two gigabytes, honest or lying about its size, without using the memory', async () => {
    const block = Buffer.from('<row><c t="str"><v>0000000000</v></c></row>'.repeat(25_000));
    const bomb = await deflated((function* pieces() {
      yield Buffer.from('<worksheet><sheetData>');
      for (let at = 0; at < 2 ** 31; at += block.length) yield block;
    })());
    const others = await Promise.all(
      Object.entries(parts('')).filter(([path]) => !path.includes('sheet1')).map(async ([path, text]) => ({ path, ...(await deflated([Buffer.from(text)])) })),
    );
    for (const size of [bomb.size, 5000]) {
      const bytes = rawZip([...others, { ...bomb, path: 'xl/worksheets/sheet1.xml', size }]);
      const used = await growth(() => expect(rowsOf(bytes)).rejects.toMatchObject({ code: size === 5000 ? 'DAMAGED' : 'TOO_LARGE' }));
      expect(used).toBeLessThan(100);
    }
  }, 120_000);
});

test('a sheet that claims 1,048,576 rows, formatted to the last, of which 200 are filled', async () => {
  const pieces = function* pieces(): Generator<Buffer> {
    yield Buffer.from('<worksheet><dimension ref="A1:T1048576"/><sheetData>');
    for (let row = 1; row <= 1_048_576; row += 64) {
      let text = '';
      for (let at = row; at < row + 64; at += 1) {
        const value = at <= 200 ? `<c r="A${at}"><v>${at}</v></c>` : `<c r="A${at}" s="1"/>`;
        text += `<row r="${at}" spans="1:4" s="1" customFormat="1">${value}<c r="B${at}" s="1"/><c r="C${at}" s="1"/><c r="D${at}" s="1"/></row>`;
      }
      yield Buffer.from(text);
    }
    yield Buffer.from('</sheetData></worksheet>');
  };
  const sheet = await deflated(pieces());
  const others = await Promise.all(
    Object.entries(parts('')).filter(([path]) => !path.includes('sheet1')).map(async ([path, text]) => ({ path, ...(await deflated([Buffer.from(text)])) })),
  );
  const bytes = rawZip([...others, { ...sheet, path: 'xl/worksheets/sheet1.xml' }]);
  let rows: SheetRow[] = [];
  const start = performance.now();
  const used = await growth(async () => (rows = await rowsOf(bytes)));
  console.info(`1,048,576 formatted rows, ${Math.round(sheet.size / 2 ** 20)} MB of XML: ${((performance.now() - start) / 1000).toFixed(1)} s, ${Math.round(used)} MB`);
  expect(rows.map((row) => row.row)).toEqual(Array.from({ length: 200 }, (_, at) => at + 1));
  expect(used).toBeLessThan(150);
}, 120_000);
