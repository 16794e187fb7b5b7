import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { book, problemsOf, readAll } from '../../test/books.ts';
import { COUNTY_LEDGER, ODD_CELLS, OTHER_WORDS, THREE_ROWS, TOWN_SHEETS, UNKNOWN_WORDS } from '../../test/hazard-books.ts';
import { ENFORCEMENT_BOOK, ENTERPRISES_BOOK, SUPERVISION_CSV } from '../../test/other-books.ts';
import type { EnforcementRow, EnterpriseRow, HazardRow, LedgerRow } from '../index.ts';
import { inspectLedger, readLedger, splitKey } from '../index.ts';

const hazard = (row: LedgerRow | undefined): HazardRow => {
  if (row?.record.kind !== 'HAZARD') throw new Error('no hazard');
  return row.record;
};

const NOTHING: Omit<HazardRow, 'firm' | 'checkedOn' | 'description'> = {
  kind: 'HAZARD', number: null, place: null, inspectingUnit: null, inspectors: null, level: null, responsible: null, measures: null,
  fundsYuan: null, fundsText: null, dueOn: null, immediate: false, plan: null, regulator: null, regulatorPerson: null, rectifyingUnit: null,
  progress: null, rectified: null, rectifiedOn: null, reinspector: null, reinspectedOn: null, closed: null, closedOn: null, gridWorker: null,
  section: null, note: null,
};

const street = (name: string) => ({ text: name, county: null, street: name, village: null, from: 'CELLS' as const, context: '濮阳县' });

test("a county's ledger: sections, merges, 同上, a total and signatures", async () => {
  const { ledger, rows } = await readAll(await book([COUNTY_LEDGER]), { today: '2026-10-05' });
  const [sheet] = ledger.sheets;
  expect(sheet).toMatchObject({ layout: 'HAZARDS', confidence: 1, missing: [], unmatched: [] });
  expect(sheet?.mapping).toMatchObject({ headerRow: 3, headerRows: 2, columns: { serial: 0, firmName: 2, dueOn: 11, note: 19 } });
  expect(sheet?.metadata).toEqual({
    title: '濮阳县2026年9月隐患排查整改台账',
    reportingUnit: '濮阳县安委办',
    period: { from: '2026-09-01', to: '2026-10-01' },
    reportedOn: '2026-10-03',
  });
  expect(sheet?.tally).toEqual({ data: 3, blank: 1, hidden: 0, sections: 2, totals: 1, headers: 0, notes: 1 });
  const first: HazardRow = {
    ...NOTHING,
    place: street('柳屯镇'),
    firm: { name: '濮阳甲化工有限公司', contact: '张某', phones: ['13800000000'], address: null },
    checkedOn: '2026-09-03', inspectingUnit: '县应急管理局', inspectors: '王某、李某', description: '灭火器过期', level: 'GENERAL',
    responsible: '赵某', measures: '更换', fundsYuan: 500, dueOn: '2026-09-18', plan: '有', regulator: '县应急管理局', regulatorPerson: '王某',
    rectified: true, rectifiedOn: '2026-09-10', reinspector: '李某', reinspectedOn: '2026-09-12', closed: true, section: '危险化学品',
  };
  expect(hazard(rows[0])).toEqual(first);
  expect(hazard(rows[1])).toEqual({
    ...first, description: '未设置\n警示标志', measures: '设置', fundsYuan: 3000, dueOn: '2026-09-30', plan: null,
    rectified: null, rectifiedOn: null, reinspector: null, reinspectedOn: null, closed: null,
  });
  expect(hazard(rows[2])).toMatchObject({
    firm: { name: '濮阳乙加油站', contact: '李某', phones: ['0393-8888888'] },
    checkedOn: '2026-09-10', inspectingUnit: '县消防大队', inspectors: '王某', level: 'MAJOR', fundsYuan: 1_200_000, dueOn: null, rectified: false, section: '工贸行业',
  });
  expect(rows.map((row) => [row.row, row.status, ...problemsOf(row)])).toEqual([
    [6, 'READY'],
    [7, 'ASK', 'ASK AMBIGUOUS O7 基本完成'],
    [9, 'REFUSED', 'REFUSED OPEN_ENDED L9 长期坚持'],
  ]);
  expect(rows[2]?.split).toEqual(['未接地', '通道堵塞']);
  expect(rows[2]?.problems[0]?.right.zh).toContain('15日内');
});

test('answers and splits that were given are taken, the rest stays', async () => {
  const bytes = await book([COUNTY_LEDGER]);
  const { rows } = await readAll(bytes, {
    answers: [{ field: 'rectified', value: '基本完成', answer: '否' }, { field: 'dueOn', value: '长期坚持', answer: '30日内', sheet: '隐患台账', row: 9 }],
    split: new Set(['隐患台账!9']),
  });
  expect(rows.map((row) => [row.row, row.part, row.parts, row.status])).toEqual([
    [6, 1, 1, 'READY'], [7, 1, 1, 'READY'], [9, 1, 2, 'READY'], [9, 2, 2, 'READY'],
  ]);
  expect(hazard(rows[1]).rectified).toBe(false);
  expect([hazard(rows[2]), hazard(rows[3])]).toMatchObject([
    { description: '未接地', measures: '接地', fundsYuan: 1_200_000, dueOn: '2026-10-10' },
    { description: '通道堵塞', measures: '清理', fundsYuan: null, dueOn: '2026-10-10' },
  ]);
});

test('a sheet per town: places from its name, hidden rows counted, hidden and foreign sheets left out', async () => {
  const bytes = await book(TOWN_SHEETS);
  const { ledger, rows } = await readAll(bytes);
  expect(ledger.sheets.map((sheet) => [sheet.sheetName, sheet.layout, sheet.hidden, sheet.tally.data, sheet.tally.hidden, sheet.tally.headers])).toEqual([
    ['柳屯镇', 'HAZARDS', false, 2, 1, 2],
    ['户部寨', 'HAZARDS', false, 1, 0, 0],
    ['填表说明', null, false, 0, 0, 0],
    ['底稿', 'HAZARDS', true, 0, 0, 0],
  ]);
  expect(rows.map((row) => [row.sheet, row.row, hazard(row).place?.text, hazard(row).place?.from, hazard(row).checkedOn, hazard(row).dueOn, hazard(row).rectified])).toEqual([
    ['柳屯镇', 3, '柳屯镇', 'SHEET', '2026-09-03', '2026-09-03', true],
    ['柳屯镇', 8, '柳屯镇', 'SHEET', '2026-09-08', '2026-09-15', false],
    ['户部寨', 3, '户部寨', 'SHEET', '2026-09-03', null, true],
  ]);
  expect(hazard(rows[0])).toMatchObject({ immediate: true, reinspectedOn: '2026-09-04', firm: { phones: ['13800000000'] } });
  const all = await readAll(bytes, { includeHidden: true });
  expect(all.rows.map((row) => [row.sheet, row.row, row.hidden, row.status, ...problemsOf(row)])).toEqual([
    ['柳屯镇', 3, false, 'READY'],
    ['柳屯镇', 4, true, 'READY', 'WARNING NOT_A_PHONE C4 1380000000'],
    ['柳屯镇', 8, false, 'READY'],
    ['户部寨', 3, false, 'READY'],
    ['底稿', 3, false, 'READY'],
  ]);
});

test("other offices' words, numbers of their own, several hazards in a cell", async () => {
  const { ledger, rows } = await readAll(await book([OTHER_WORDS]), { split: 'ALL' });
  expect(ledger.sheets[0]).toMatchObject({ layout: 'HAZARDS', missing: [], unmatched: [{ letter: 'L', heading: '处理方式' }] });
  expect(rows.map((row) => [row.row, hazard(row).number, hazard(row).place?.text, hazard(row).checkedOn, hazard(row).description, hazard(row).fundsYuan, hazard(row).dueOn, row.status])).toEqual([
    [3, 'PY-001-1', '濮阳县柳屯镇', '2026-09-01', '未接地', 5000, '2026-09-21', 'READY'],
    [3, 'PY-001-2', '濮阳县柳屯镇', '2026-09-01', '通道堵塞', null, '2026-09-21', 'READY'],
    [3, 'PY-001-3', '濮阳县柳屯镇', '2026-09-01', '灭火器过期', null, '2026-09-21', 'READY'],
    [4, 'PY-002', '濮阳县柳屯镇', '2026-09-01', '配电箱未上锁', null, null, 'REFUSED'],
    [5, 'PY-003', '户部寨镇', '2026-09-10', '', null, null, 'REFUSED'],
  ]);
  expect(rows.slice(3).flatMap(problemsOf)).toEqual([
    'ASK AMBIGUOUS G4 较大',
    'REFUSED BEFORE_CHECK I4 2026年8月1日',
    'ASK AMBIGUOUS J4 部分整改',
    'REFUSED REQUIRED F5 无',
  ]);
  expect(hazard(rows[3])).toMatchObject({ fundsText: '自筹', inspectingUnit: '专家' });
});

test('three rows of headings, column numbers, a merged 编号, a hazard that only continues', async () => {
  const { ledger, rows } = await readAll(await book([THREE_ROWS]));
  expect(ledger.sheets[0]).toMatchObject({
    mapping: { headerRow: 3, headerRows: 3, columns: { number: 0, firmName: 1, checkedOn: 2, inspectors: 3, description: 4, funds: 5, dueOn: 6, rectified: 7, note: 8 } },
    metadata: { reportingUnit: '清丰县马庄桥镇人民政府', period: { from: '2026-08-26', to: '2026-09-26' } },
    tally: { data: 3, headers: 1, notes: 1 },
  });
  expect(rows.map((row) => [row.row, hazard(row).number, hazard(row).checkedOn, hazard(row).dueOn, hazard(row).fundsYuan, hazard(row).rectified, ...problemsOf(row)])).toEqual([
    [7, null, '2026-08-30', '2026-09-20', null, true, 'ASK AMBIGUOUS F7 0.3'],
    [8, null, '2026-09-02', '2026-09-30', 800, false],
    [9, null, '', null, null, null, 'REFUSED CONTINUED E9 '],
  ]);
  expect(hazard(rows[0]).place).toEqual({ text: '清丰县马庄桥镇', from: 'REPORTING_UNIT', county: null, street: null, village: null, context: null });
});

describe('a header that no layout knows', () => {
  const mapping = { layout: 'HAZARDS', headerRow: 1, headerRows: 1, columns: { firmName: 0, checkedOn: 1, description: 2, street: 3, rectified: 4 } } as const;

  test('is refused in words, and can be looked at', async () => {
    const bytes = await book([UNKNOWN_WORDS]);
    await expect(readLedger(bytes)).rejects.toMatchObject({ code: 'NO_KNOWN_HEADER', zh: expect.stringContaining('表头') });
    const [sheet] = await inspectLedger(bytes);
    expect(sheet).toMatchObject({ layout: null, mapping: null, preview: [{ row: 1, cells: ['甲', '乙', '丙', '丁', '戊'] }, { row: 2 }, { row: 3 }] });
  });

  test('is read by a mapping, which is found again by the headings when the sheet has another name', async () => {
    const { ledger, rows } = await readAll(await book([UNKNOWN_WORDS]), { mappings: [{ ...mapping, sheetName: '汇总' }] });
    expect(rows.map((row) => [row.row, hazard(row).firm.name, hazard(row).place?.text, hazard(row).rectified, ...problemsOf(row)])).toEqual([
      [2, '濮阳甲厂', '柳屯镇', true],
      [3, '濮阳乙厂', '柳屯镇', null, 'REFUSED NOT_YES_NO E3 见附件'],
    ]);
    const remembered = ledger.sheets[0]?.mapping;
    expect(remembered).toMatchObject({ ...mapping, sheetName: '汇总', signature: 'A:甲|B:乙|C:丙|D:丁|E:戊' });
    const known = await book([{ ...OTHER_WORDS, name: '十月' }]);
    const [found] = await inspectLedger(known);
    const { sheetName: _, ...bySignature } = found?.mapping ?? { ...mapping, sheetName: '' };
    const corrected = { ...bySignature, columns: { ...bySignature.columns, note: 11 } };
    const again = await readAll(known, { mappings: [corrected] });
    expect(hazard(again.rows[0]).note).toBe('当面告知');
  });

  test.each([
    [{ ...mapping, columns: { nonsense: 0 } }],
    [{ ...mapping, columns: { ...mapping.columns, note: 0 } }],
    [{ ...mapping, columns: { firmName: -1 } }],
    [{ ...mapping, headerRow: 99 }],
    [{ ...mapping, columns: { constructor: 0 } }],
  ])('a mapping that cannot be is refused: %j', async (wrong) => {
    const bytes = await book([UNKNOWN_WORDS]);
    await expect(readLedger(bytes, { mappings: [{ ...wrong, sheetName: '汇总' }] })).rejects.toMatchObject({ code: 'BAD_MAPPING' });
  });
});

test('同上 and its marks take what stands above, whatever column; above nothing they are refused', async () => {
  const header = ['单位名称', '检查时间', '存在问题', '整改时限', '资金（万元）', '乡镇'];
  const { rows } = await readAll(await book([{ name: '台账', rows: [header,
    ['同上', '2026-09-03', '未接地', null, null, '柳屯镇'], ['濮阳甲厂', '2026-09-03', '未接地', '15日内', 0.05, '柳屯镇'], ['同上', '〃', '未培训', '同前', '″', '"'], ['同 上', '2026-09-04', '堵塞', '同上', null, '同上']] }]));
  expect(rows.map((row) => [row.row, hazard(row).firm.name, hazard(row).checkedOn, hazard(row).dueOn, hazard(row).fundsYuan, hazard(row).place?.text, ...problemsOf(row)])).toEqual([
    [2, '', '2026-09-03', null, null, '柳屯镇', 'REFUSED NOTHING_ABOVE A2 同上'],
    [3, '濮阳甲厂', '2026-09-03', '2026-09-18', 500, '柳屯镇'],
    [4, '濮阳甲厂', '2026-09-03', '2026-09-18', 500, '柳屯镇'],
    [5, '濮阳甲厂', '2026-09-04', '2026-09-19', null, '柳屯镇'],
  ]);
});

test('a cell answered to be several is split by its text, and the answers that were read by are told', async () => {
  const bytes = await book([COUNTY_LEDGER]);
  const used: string[] = [];
  const answers = [{ field: 'rectified', value: '基本完成', answer: '否' }, { field: 'level', value: '较大', answer: '一般' }];
  const { rows } = await readAll(bytes, { answers, onAnswer: (answer) => used.push(answer.value), splitTexts: new Set([splitKey('①未接地； ②通道堵塞')]) });
  expect(rows.filter((row) => row.whole !== null).map((row) => [row.row, row.part, hazard(row).description, row.whole])).toEqual([[9, 1, '未接地', '①未接地；②通道堵塞'], [9, 2, '通道堵塞', '①未接地；②通道堵塞']]);
  expect([...new Set(used)]).toEqual(['基本完成']);
});

test.each([true, false])('odd cells: rich text, formulas, errors, booleans, times (dates from 1904: %s)', async (date1904) => {
  const { rows } = await readAll(await book([ODD_CELLS], { date1904 }));
  expect(rows.map((row) => [row.row, hazard(row).firm.name, hazard(row).checkedOn, hazard(row).description, hazard(row).dueOn, hazard(row).rectified, hazard(row).note, ...problemsOf(row)])).toEqual([
    [2, '濮阳甲厂', '2026-09-03', '未接地', '2026-09-18', true, '附件'],
    [3, '濮阳乙厂', '', '未培训', null, null, '=1+1', 'REFUSED CELL_ERROR D3 #REF!'],
    [4, '濮阳丙厂', '2026-09-03', 'a<b&c>"d"', null, false, null],
  ]);
});

test.each(['gbk', 'utf8', 'utf8 with mark', 'utf16le'])('督导问题清单 as a CSV in %s', async (encoding) => {
  const bytes = iconv.encode(SUPERVISION_CSV, encoding.split(' ')[0] ?? '', { addBOM: /mark|16/.test(encoding) });
  const { ledger, rows } = await readAll(bytes, { fileName: 'C:\\下载\\督导.csv' });
  expect(ledger.sheets[0]).toMatchObject({ sheetName: '督导', layout: 'SUPERVISION', missing: [], unmatched: [] });
  expect(hazard(rows[0])).toEqual({
    ...NOTHING,
    place: { text: '华龙区建设路街道', county: '华龙区', street: '建设路街道', village: '第一网格', from: 'CELLS', context: null },
    firm: { name: '濮阳甲商场', contact: '张某', phones: ['13800000000'], address: '建设路1号,东侧' },
    checkedOn: '2026-09-03', inspectingUnit: '市安委会督导组', inspectors: '王某', description: '1、安全出口上锁\n2、应急灯损坏', responsible: '张某',
    rectifyingUnit: '甲商场', progress: '已开锁', rectified: true, reinspectedOn: '2026-09-05', gridWorker: '某某',
  });
  expect(rows.map((row) => [row.row, hazard(row).firm.phones, hazard(row).rectified, hazard(row).note, row.split, ...problemsOf(row)])).toEqual([
    [4, ['13800000000'], true, null, ['安全出口上锁', '应急灯损坏']],
    [5, ['0393-8888888'], false, '=备注', null],
    [6, [], null, null, null, 'REFUSED NOT_A_DATE A6 13月4日'],
  ]);
});

test('企业台账: codes spoilt by Excel are refused, small faults only warned of', async () => {
  const { ledger, rows } = await readAll(await book([ENTERPRISES_BOOK]));
  expect(ledger.sheets[0]).toMatchObject({ layout: 'ENTERPRISES', confidence: 1, missing: [], unmatched: [] });
  const first: EnterpriseRow = {
    kind: 'ENTERPRISE', name: '濮阳甲化工有限公司', creditCode: '91350100M000100Y43',
    place: { text: '柳屯镇柳屯村', county: null, street: '柳屯镇', village: '柳屯村', from: 'CELLS', context: null },
    address: null, category: '制造业', industryCode: '2614', sectorName: '危险化学品', size: '规上', employees: 120, employeesText: null, status: 'OPERATING',
    leaderName: '张某', leaderPhones: ['13800000000'], safetyOfficer: '某某', riskGrade: 'RED', majorHazardSource: true, majorHazardSourceText: '四级',
    standardization: '二级', regulator: '应急管理局', supervisingLevel: 'COUNTY', responsibleLeader: '某副县长', gridWorker: '某某', section: null, note: null,
  };
  expect(rows[0]?.record).toEqual(first);
  expect(rows[1]?.record).toMatchObject({ name: '濮阳乙厂', place: { text: '柳屯镇' }, employees: 12, status: 'SUSPENDED', riskGrade: 'BLUE', majorHazardSource: false, supervisingLevel: 'STREET' });
  expect(rows.map((row) => [row.row, row.status, ...problemsOf(row)])).toEqual([
    [4, 'READY'],
    [5, 'REFUSED', 'REFUSED PRECISION_LOST D5 914109280000000000'],
    [6, 'REFUSED', 'REFUSED NOT_A_CREDIT_CODE D6 91350100M000100Y44', 'WARNING NOT_A_COUNT I6 若干', 'REFUSED NOT_A_LEVEL J6 外迁', 'WARNING NOT_A_PHONE L6 12345', 'REFUSED NOT_A_LEVEL N6 五级'],
    [7, 'READY'],
  ]);
});

test('执法检查台账: counts and documents as reported', async () => {
  const { ledger, rows } = await readAll(await book([ENFORCEMENT_BOOK]));
  expect(ledger.sheets[0]).toMatchObject({ layout: 'ENFORCEMENT', confidence: 1, missing: [], unmatched: [], tally: { data: 3, totals: 1 } });
  const first: EnforcementRow = {
    kind: 'ENFORCEMENT', dates: { from: '2026-09-03', to: '2026-09-06' }, category: '日常检查', name: '濮阳甲化工有限公司', creditCode: '91350100M000100Y43',
    place: { text: '濮阳县', from: 'REPORTING_UNIT', county: null, street: null, village: null, context: null }, drawn: true, reinspection: false,
    violations: 3, general: 2, major: 1, listed: 0, documents: [{ label: '现场检查记录', count: 1 }, { label: '责令限期整改指令书', count: 1 }],
    rectified: 2, finesYuan: 20_000, finesPaidYuan: 15_000, officerNumbers: ['160001', '160002'], inspectionCode: 'JC-1', section: null, note: null,
  };
  expect(rows[0]?.record).toEqual(first);
  expect(rows[1]?.record).toMatchObject({ dates: { from: '2026-09-08', to: '2026-09-09' }, finesYuan: 3000, finesPaidYuan: null });
  expect(rows[2]).toMatchObject({ record: { dates: { from: '2026-09-10', to: '2026-09-13' } } });
  expect(problemsOf(rows[2])).toEqual(['REFUSED NOT_A_COUNT G7 两']);
});

test('cells of 32,000 characters are refused where they stand, and quickly', async () => {
  const long = ['局'.repeat(32_000), '(((('.repeat(8000), '1'.repeat(32_000), '；'.repeat(32_000), '9月'.repeat(16_000)];
  const header = ['单位名称', '检查时间', '存在问题', '检查人员', '主要负责人及电话', '整改时限', '资金', '是否整改', '乡镇', '备注'];
  const bytes = await book([{ name: '台账', rows: [long, header, ...long.map((text) => header.map(() => text)), ['合计']] }]);
  const start = performance.now();
  const { rows } = await readAll(bytes);
  expect(performance.now() - start).toBeLessThan(3000);
  expect(rows.map((row) => row.status)).toEqual(Array.from({ length: 5 }, () => 'REFUSED'));
  const one = await readAll(await book([{ name: '台账', rows: [header, ['濮阳甲厂', '2026-09-03', '未接地', ...long.slice(0, 5), long[0], '']] }]));
  expect(one.rows[0]?.problems.map((problem) => [problem.code, problem.value.length <= 200])).toEqual(Array.from({ length: 6 }, () => ['TOO_LONG', true]));
});

test('headings and texts from a hostile file touch no prototype', async () => {
  const { rows } = await readAll(
    await book([{ name: '__proto__', rows: [['单位名称', '检查时间', '存在问题', '__proto__', 'constructor', '乡镇'], ['constructor', '2026-09-03', '__proto__', 'x', 'y', '__proto__'], ['toString', '2026-09-03', 'x', null, null, 'hasOwnProperty']] }]),
    { answers: [{ field: '__proto__', value: '__proto__', answer: 'polluted' }] },
  );
  expect(rows.map((row) => [hazard(row).firm.name, hazard(row).description, hazard(row).place?.text])).toEqual([['constructor', '__proto__', '__proto__'], ['toString', 'x', 'hasOwnProperty']]);
  expect(Object.prototype).not.toHaveProperty('polluted');
  expect(({} as Record<string, unknown>)['x']).toBeUndefined();
});
