import type { SheetPlan } from './books.ts';

export const day = (text: string): Date => new Date(`${text}T00:00:00Z`);

/** The layout as offices print it: two rows of merged headings. */
const HEADER = [
  ['序号', '乡镇（街道）', '受检单位', null, '检查情况', null, '存在问题隐患', '隐患级别', '整改“五落实”', null, null, null, null, '监管部门及责任人', '整改情况', null, '复查', null, '销号', '备注'],
  [null, null, '单位名称', '主要负责人及电话', '检查时间', '检查单位及人员', null, null, '责任人', '整改措施', '资金\n（万元）', '整改时限', '应急预案', null, '是否整改', '完成时间', '复查人', '复查时间', null, null],
];

const headerMerges = (row: number): string[] => [
  ...['A', 'B', 'G', 'H', 'N', 'S', 'T'].map((column) => `${column}${row}:${column}${row + 1}`),
  ...['C:D', 'E:F', 'I:M', 'O:P', 'Q:R'].map((span) => span.replace(/(\w):(\w)/, `$1${row}:$2${row}`)),
];

/** 1. A county's ledger: title, unit and period, sections, one firm merged over several hazards, a total, signatures. */
export const COUNTY_LEDGER: SheetPlan = {
  name: '隐患台账',
  rows: [
    ['濮阳县2026年9月隐患排查整改台账'],
    ['填报单位（盖章）：濮阳县安委办', null, null, null, null, null, '填报日期：2026年10月3日'],
    ...HEADER,
    ['一、危险化学品（2条）'],
    [1, '柳屯镇', '濮阳甲化工有限公司', '张某13800000000', day('2026-09-03'), '县应急管理局 王某、李某', '1、灭火器过期', '一般', '赵某', '更换', 0.05, '15日内', '有', '县应急管理局 王某', '√', day('2026-09-10'), '李某', '2026.9.12', '√', null],
    [2, '同上', null, null, null, '同上', '未设置\n警示标志', '一般隐患', '同上', '设置', '3000元', '9月底前', '/', '同上', '基本完成'],
    ['（二）工贸行业'],
    [3, '城关镇', '濮阳乙加油站', '李某 0393-8888888', '9月10日', '县消防大队王某', '①未接地；②通道堵塞', '重大', null, '①接地②清理', '120万', '长期坚持', null, null, '否'],
    [4, null, null, null, null, null, null],
    ['合  计', null, '3条'],
    ['填表人：某某   审核人：某某'],
  ],
  merges: ['A1:T1', 'A2:F2', ...headerMerges(3), 'A5:T5', 'C6:C7', 'D6:D7', 'E6:E7', 'A8:T8'],
};

const SHORT_HEADER = ['序号', '受检单位', null, '检查时间', '存在问题', '整改', null, '是否整改', '复查时间'];
const SHORT_HEADER_2 = [null, '单位名称', '电话', null, null, '责任人', '整改期限', null, null];
const SHORT_MERGES = ['A1:A2', 'D1:D2', 'E1:E2', 'H1:H2', 'I1:I2'];

/** 2. One sheet per town, groups typed once and not merged, a hidden row, blank rows, the header repeated for printing. */
export const TOWN_SHEETS: readonly SheetPlan[] = [
  {
    name: '柳屯镇',
    rows: [
      SHORT_HEADER,
      SHORT_HEADER_2,
      [1, '濮阳甲厂', 13800000000, '2026-9-3', '灭火器过期', '赵某', '立即整改', '是', '20260904'],
      [2, '濮阳乙厂', '1380000000', '2026/09/05', '未培训', '赵某', '2026.9.20', '未整改', null],
      [],
      SHORT_HEADER,
      SHORT_HEADER_2,
      [3, '濮阳丙厂', null, '２０２６年９月８日', '电线裸露', '赵某', '一周内', '整改中', '/'],
    ],
    merges: SHORT_MERGES,
    hiddenRows: [4],
  },
  {
    name: '户部寨',
    rows: [SHORT_HEADER, SHORT_HEADER_2, [1, '濮阳丁厂', null, 46268, '堵塞', null, null, '已整改', null]],
    merges: SHORT_MERGES,
  },
  { name: '填表说明', rows: [['一、按月填报'], ['二、日期写明年月日']] },
  { name: '底稿', hidden: true, rows: [SHORT_HEADER, SHORT_HEADER_2, [1, '不应读入', null, 46268, '堵塞']], merges: SHORT_MERGES },
];

/** 3. One row of other offices' headings, numbers of their own, several hazards in a cell, 同上 and its marks. */
export const OTHER_WORDS: SheetPlan = {
  name: '9月',
  rows: [
    ['2026年第三季度安全隐患明细'],
    ['隐患编号', '所属乡镇', '被检查单位名称', '排查日期', '检查部门', '隐患描述', '隐患等级', '治理资金（元）', '整改期限', '整改完成情况', '验收日期', '处理方式'],
    ['PY-001', '濮阳县柳屯镇', '濮阳甲化工有限公司', '9月1日', '专家', '1．未接地2．通道堵塞\n3．灭火器过期', '一般', 5000, '20日内', '100%', '9月15日', '当面告知'],
    ['PY-002', '〃', '〃', '同上', '〃', '配电箱未上锁', '较大', '自筹', '2026年8月1日', '部分整改', null, '〃'],
    ['PY-003', '户部寨镇', '濮阳乙厂', '9.10', '', '无', '', '', '', '', '', ''],
  ],
};

/** 4. Three rows of headings, a row of column numbers, the period as 起止时间, amounts without a unit, a shared 编号. */
export const THREE_ROWS: SheetPlan = {
  name: 'Sheet1',
  rows: [
    ['安全隐患排查治理情况表'],
    ['填报单位：', '清丰县马庄桥镇人民政府', null, '起止时间：2026年8月26日至2026年9月25日'],
    ['基本情况', null, null, null, '隐患治理', null, null, null, '备注'],
    ['编号', '单位', '检查', null, '问题隐患', '五落实', null, '整改情况', null],
    [null, null, '检查日期', '检查人员', null, '资金', '时限', null, null],
    [1, 2, 3, 4, 5, 6, 7, 8, 9],
    ['甲-1', '清丰甲厂', '8月30日', '周某', '未接地', 0.3, '9月中旬', '已完成', null],
    [null, null, '9月2日', '周某', '未培训', '800元', '月底前', '×', null],
    [null, null, null, null, null, null, null, null, '续：见附件'],
    ['注：本表一式两份'],
  ],
  merges: ['A1:I1', 'D2:I2', 'A3:D3', 'E3:H3', 'I3:I5', 'A4:A5', 'B4:B5', 'C4:D4', 'E4:E5', 'F4:G4', 'H4:H5', 'A7:A8', 'B7:B9', 'E8:E9'],
};

/** 5. Headings that no layout knows: read by a mapping set by hand. */
export const UNKNOWN_WORDS: SheetPlan = {
  name: '汇总',
  rows: [
    ['甲', '乙', '丙', '丁', '戊'],
    ['濮阳甲厂', '2026-09-03', '未接地', '柳屯镇', '已整改'],
    ['濮阳乙厂', '2026-09-04', '未培训', '柳屯镇', '见附件'],
  ],
};

/** 6. 1904 dates, formulas with and without results, errors, times, booleans, rich text. */
export const ODD_CELLS: SheetPlan = {
  name: '台账',
  rows: [
    ['序号', '乡镇', '单位名称', '检查时间', '存在问题', '整改时限', '是否整改', '备注'],
    [1, '柳屯镇', { richText: [{ text: '濮阳' }, { text: '甲厂', font: { bold: true } }] }, day('2026-09-03'), { formula: '"未"&"接地"', result: '未接地' }, { formula: 'D2+15', result: day('2026-09-18') }, true, { text: '附件', hyperlink: 'http://example.invalid/' }],
    [2, '柳屯镇', '濮阳乙厂', { error: '#REF!' }, '未培训', null, null, '=1+1'],
    [3, '柳屯镇', '濮阳丙厂', new Date('2026-09-03T15:30:00Z'), 'a<b&c>"d"', null, false, '_x000D_'],
  ],
};
