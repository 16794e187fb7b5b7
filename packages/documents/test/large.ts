import { deflated, parts, rawZip } from './zips.ts';

const HEADINGS = ['序号', '乡镇（街道）', '单位名称', '主要负责人及电话', '检查时间', '检查单位及人员', '存在问题隐患', '隐患级别', '责任人', '整改措施', '资金（万元）', '整改时限', '应急预案', '监管部门及责任人', '是否整改', '完成时间', '复查人', '复查时间', '销号', '备注'];

/** A ledger as Excel saves it: 20 columns, shared strings (a third of them distinct), dates as serials, firms merged over four rows. */
export async function largeLedger(count: number): Promise<Uint8Array> {
  const strings = new Map<string, number>();
  const shared = (text: string): number => {
    const known = strings.get(text) ?? strings.size;
    strings.set(text, known);
    return known;
  };
  const row = (number: number): string => {
    const at = number - 2;
    const merged = at % 4 !== 0;
    const values: (string | number | null)[] = [
      at + 1, '柳屯镇', merged ? null : `濮阳第${at}号化工有限公司`, merged ? null : `某某138${String(at).padStart(8, '0')}`, 46_268 + (at % 27), '县应急管理局 王某、李某',
      `第${at}号配电箱未接地，临时用电线路敷设不规范`, '一般', '某某', `第${at}号整改措施：更换并培训`, 0.05, at % 3 === 0 ? '15日内' : '2026年10月30日前', '有', '县应急管理局 王某',
      at % 2 === 0 ? '√' : '否', null, '某某', null, null, `备注${at}`,
    ];
    const cells = values.map((value, column) => {
      const reference = `${String.fromCharCode(65 + column)}${number}`;
      if (value === null) return `<c r="${reference}" s="1"/>`;
      return typeof value === 'number' ? `<c r="${reference}" s="${column === 4 ? 2 : 1}"><v>${value}</v></c>` : `<c r="${reference}" s="1" t="s"><v>${shared(value)}</v></c>`;
    });
    return `<row r="${number}" spans="1:20" ht="14.25">${cells.join('')}</row>`;
  };
  const sheet = await deflated((function* pieces() {
    yield Buffer.from(`<worksheet><sheetData><row r="1">${HEADINGS.map((text, column) => `<c r="${String.fromCharCode(65 + column)}1" t="s"><v>${shared(text)}</v></c>`).join('')}</row>`);
    for (let from = 2; from < count + 2; from += 100) yield Buffer.from(Array.from({ length: Math.min(100, count + 2 - from) }, (_, at) => row(from + at)).join(''));
    const merges = Array.from({ length: Math.floor(count / 4) }, (_, at) => ['C', 'D'].map((column) => `<mergeCell ref="${column}${at * 4 + 2}:${column}${at * 4 + 5}"/>`).join(''));
    yield Buffer.from(`</sheetData><mergeCells>${merges.join('')}</mergeCells></worksheet>`);
  })());
  const table = await deflated((function* pieces() {
    yield Buffer.from('<sst>');
    for (const text of strings.keys()) yield Buffer.from(`<si><t>${text}</t></si>`);
    yield Buffer.from('</sst>');
  })());
  const small = parts('', {
    'xl/_rels/workbook.xml.rels': '<R><Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="x/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="r3" Type="x/styles" Target="styles.xml"/></R>',
    'xl/styles.xml': '<styleSheet><cellXfs><xf/><xf/><xf numFmtId="14"/></cellXfs></styleSheet>',
  });
  const others = await Promise.all(
    Object.entries(small).filter(([path]) => !/sheet1|sharedStrings/.test(path)).map(async ([path, text]) => ({ path, ...(await deflated([Buffer.from(text)])) })),
  );
  return rawZip([...others, { path: 'xl/worksheets/sheet1.xml', ...sheet }, { path: 'xl/sharedStrings.xml', ...table }]);
}
