import { describe, expect, test } from 'vitest';
import type { CellValue } from '../workbook/model.ts';
import { findHeader } from './header.ts';
import { periodIn, readMetadata } from './metadata.ts';

const headerOf = (...rows: readonly string[]) =>
  findHeader({ rows: new Map(rows.map((row, at): [number, CellValue[]] => [at + 1, row.split('|').map((text) => (text === '' ? null : text))])), merges: [] });

describe('headings as offices write them', () => {
  test.each([
    ['HAZARDS', '序号|检查日期|被检查单位|所属乡镇（街道）|存在的主要问题和隐患|整改措施|整改责任人|整改时限|整改完成情况|复查情况|备注', 'serial checkedOn firmName street description measures responsible dueOn rectified - note'],
    ['HAZARDS', '序号|县区|企业名称|行业类别|隐患描述|隐患类别（一般/重大）|发现时间|整改责任单位|整改责任人|完成时限|是否完成整改|整改完成时间', 'serial county firmName - description level checkedOn - responsible dueOn rectified rectifiedOn'],
    ['HAZARDS', '序 号|受检单位\n名称|单位负责人及联系方式|检查\n时间|检查人员|隐患内容|隐患级别|落实整改措施|落实整改资金(元)|落实整改期限|是否销号', 'serial firmName firmContact checkedOn inspectors description level measures funds dueOn closed'],
    ['HAZARDS', '编号|排查时间|排查单位|场所名称|事故隐患|治理措施|治理资金（万元）|治理时限|治理责任人|是否完成|验收人|验收时间', 'number checkedOn inspectingUnit firmName description measures funds dueOn responsible rectified reinspector reinspectedOn'],
    ['SUPERVISION', '督导日期|县（市、区）|镇街|社区|网格员|单位名称|详细地址|负责人|联系方式|督导组|发现问题|整改进展|是否整改到位|责任单位|责任人|确认日期', 'checkedOn county street village gridWorker firmName address firmContact firmPhone inspectingUnit description progress rectified rectifyingUnit responsible reinspectedOn'],
    ['ENTERPRISES', '序号|所属乡镇|企业名称|法人|联系电话|行业类型|从业人数|地址|安全风险等级|是否重大危险源', 'serial street name leaderName leaderPhone sectorName employees address riskGrade majorHazardSource'],
    ['ENTERPRISES', '单位名称|统一社会信用代码|行政村|经营状态|企业规模|安全管理人员|标准化达标等级|主管部门|包联领导', 'name creditCode village status size safetyOfficer standardization regulator responsibleLeader'],
    ['ENFORCEMENT', '检查时间|被检查单位|统一社会信用代码|检查方式|是否双随机|一般隐患|重大隐患|罚款（万元）|执法人员及证号|检查编码', 'dates name creditCode category drawn general major fines officers inspectionCode'],
  ])('%s: %s', (layout, headings, fields) => {
    const found = headerOf('某某台账', headings);
    expect(found?.layout.id).toBe(layout);
    const byColumn = new Map(found?.columns.map((match) => [match.column, match.field]));
    expect(headings.split('|').map((_, at) => byColumn.get(at) ?? '-').join(' ')).toBe(fields);
    expect(found).toMatchObject({ headerRow: 2, missing: [] });
  });

  test.each([['一|二|三', 'x|y|z'], ['姓名|年龄|性别|电话', '某|1|男|2'], ['2026-09-03|濮阳甲厂|未接地']])('no header: %s', (...rows) => {
    expect(headerOf(...rows)).toBeUndefined();
  });
});

describe('periods', () => {
  test.each([
    ['2026年9月', '2026-09-01', '2026-10-01'],
    ['（2026年9月份）', '2026-09-01', '2026-10-01'],
    ['2026年第三季度', '2026-07-01', '2026-10-01'],
    ['2026年三季度', '2026-07-01', '2026-10-01'],
    ['2026Q3', '2026-07-01', '2026-10-01'],
    ['2026年上半年', '2026-01-01', '2026-07-01'],
    ['2026年1-9月', '2026-01-01', '2026-10-01'],
    ['2026年1月至9月', '2026-01-01', '2026-10-01'],
    ['2025年12月-2026年1月', '2025-12-01', '2026-02-01'],
    ['2026年8月26日至2026年9月25日', '2026-08-26', '2026-09-26'],
    ['2026年8月26日-9月25日', '2026-08-26', '2026-09-26'],
    ['2026.8.26—2026.9.25', '2026-08-26', '2026-09-26'],
    ['台账2026-09.xlsx', '2026-09-01', '2026-10-01'],
    ['2026年度', '2026-01-01', '2027-01-01'],
    ['２０２６年９月', '2026-09-01', '2026-10-01'],
  ])('%s', (text, from, to) => {
    expect(periodIn(text)).toEqual({ from, to });
  });

  test.each(['隐患台账', '1234', '2026年13月', '电话13820260901'])('none in %s', (text) => {
    expect(periodIn(text)).toBeNull();
  });
});

test.each([
  [[['某县台账'], ['填报单位（盖章）：濮阳县安委办 填报日期：2026年10月3日']], { reportingUnit: '濮阳县安委办', reportedOn: '2026-10-03', period: { from: '2025-10-04', to: '2026-10-04' } }],
  [[['单位：', '柳屯镇人民政府', '年份：2026', '月份：9']], { reportingUnit: '柳屯镇人民政府', period: { from: '2026-09-01', to: '2026-10-01' } }],
  [[['报送单位:清丰县应急局（公章）', '2026年9月']], { reportingUnit: '清丰县应急局', period: { from: '2026-09-01', to: '2026-10-01' } }],
  [[['填报单位：______']], { reportingUnit: null, period: null }],
])('the lines above a header: %j', (lines, expected) => {
  expect(readMetadata(lines, [])).toMatchObject(expected);
});
