import { withCheckCharacter } from '@anwang/domain';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CellValue } from '../../workbook/model.ts';
import { addDays, dayToSerial, serialToDay } from '../days.ts';
import type { DateContext } from './index.ts';
import { parseCount, parseCreditCode, parseDay, parseDeadline, parseHazardLevel, parseMoney, parsePhones, parseRiskGrade, parseStatus, parseSupervisingLevel, parseYesNo, splitContact, splitNumbered, withoutNumber } from './index.ts';
import type { Parsed } from './index.ts';

const SEPTEMBER: DateContext = { period: { from: '2026-09-01', to: '2026-10-01' } };
const FOUND: DateContext = { ...SEPTEMBER, after: '2026-09-03' };

/** ok: its value; asked: '?' and the choices; refused: '!' and the code. */
function short(parsed: Parsed<unknown>): unknown {
  if (parsed.kind === 'ok') return parsed.value;
  return parsed.kind === 'ask' ? ['?', ...parsed.choices.map((choice) => choice.value)] : `!${parsed.code}`;
}

describe('days', () => {
  test.each<[CellValue, unknown, DateContext?]>([
    [{ serial: 46268 }, '2026-09-03'],
    [{ serial: 46268.75 }, '2026-09-03'],
    [46268, '2026-09-03'],
    ['46268', '2026-09-03'],
    ['2026-9-3', '2026-09-03'],
    ['2026/09/03', '2026-09-03'],
    ['2026.9.3', '2026-09-03'],
    ['2026年9月3日', '2026-09-03'],
    ['２０２６年 ９月\n３号', '2026-09-03'],
    ['20260930', '2026-09-30'],
    [20260930, '2026-09-30'],
    ['2026-09-03 10:30', '2026-09-03'],
    ['2026年9月3日上午9时', '2026-09-03'],
    ['2026-09-03T08:00:00.000Z', '2026-09-03'],
    ['26年9月3日', '2026-09-03'],
    ['26.9.3', ['?', '2026-09-03']],
    ['9月10日', '2026-09-10', SEPTEMBER],
    ['9.10', '2026-09-10', SEPTEMBER],
    [9.4, '2026-09-04', SEPTEMBER],
    [9.1, ['?', '2026-09-01', '2026-09-10'], SEPTEMBER],
    ['8月30日', '2026-08-30', SEPTEMBER],
    ['12月28日', '2025-12-28', { period: { from: '2026-01-01', to: '2026-02-01' } }],
    ['1月5日', '2027-01-05', { after: '2026-12-20' }],
    ['5月1日', ['?', '2025-05-01', '2026-05-01'], { period: { from: '2025-01-01', to: '2027-01-01' } }],
    ['9月10日', '!NO_YEAR'],
    ['9月3日-5日', ['?', '2026-09-03', '2026-09-05'], SEPTEMBER],
    ['2026.9.28-10.2', ['?', '2026-09-28', '2026-10-02']],
    ['9/13/2026', '2026-09-13'],
    ['3/9/2026', ['?', '2026-03-09', '2026-09-03']],
    ['2026年2月30日', '!NOT_A_DATE'],
    ['20261301', '!NOT_A_DATE'],
    ['1926-09-03', '!NOT_A_DATE'],
    ['2026年9月', '!NO_DAY'],
    ['上周', '!NOT_A_DATE'],
    ['2026-10-02', '!FUTURE', { notAfter: '2026-10-01' }],
    [true, '!NOT_A_DATE'],
  ])('%j is %j', (value, expected, context = {}) => {
    expect(short(parseDay(value, context))).toEqual(expected);
  });

  test('every day survives every way of writing it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 30_000 }), (offset) => {
        const day = addDays('2010-01-01', offset);
        const [year, month, date] = day.split('-').map(Number);
        for (const value of [day, `${year}.${month}.${date}`, `${year}年${month}月${date}日`, day.replaceAll('-', ''), { serial: dayToSerial(day) }]) {
          expect(short(parseDay(value))).toBe(day);
        }
        expect(serialToDay(dayToSerial(day))).toBe(day);
      }),
      { numRuns: 300 },
    );
  });
});

describe('deadlines', () => {
  test.each<[CellValue, unknown, DateContext?]>([
    ['2026-09-30', '2026-09-30'],
    [{ serial: 46295 }, '2026-09-30'],
    ['2026年9月30日前', '2026-09-30'],
    ['9月30日前', '2026-09-30'],
    ['9月底前', '2026-09-30'],
    ['9月底', '2026-09-30'],
    ['2027年2月底前', '2027-02-28'],
    ['2月底前', '2027-02-28'],
    ['10月中旬', '2026-10-20'],
    ['月底前', '2026-09-30'],
    ['年底前完成', '2026-12-31'],
    ['次月底', '2026-10-31'],
    ['15日内', '2026-09-18'],
    ['十五日内', '2026-09-18'],
    ['限15天内整改完成', '2026-09-18'],
    ['15 天', '2026-09-18'],
    ['一周内', '2026-09-10'],
    ['一个月内', '2026-10-03'],
    ['24小时内', '2026-09-04'],
    ['立即整改', '2026-09-03!'],
    ['立行立改', '2026-09-03!'],
    ['当场整改', '2026-09-03!'],
    ['长期坚持', '!OPEN_ENDED'],
    ['持续整改', '!OPEN_ENDED'],
    ['尽快', '!OPEN_ENDED'],
    ['限期整改', '!OPEN_ENDED'],
    ['5个工作日内', ['?', '2026-09-10', '2026-09-08']],
    ['15日前', ['?', '2026-09-15', '2026-09-18']],
    ['2026-08-30', '!BEFORE_CHECK'],
    ['已整改', '!NOT_A_DATE'],
    ['15日内', '!NO_CHECK_DATE', SEPTEMBER],
  ])('%j is %j', (value, expected, context = FOUND) => {
    const parsed = parseDeadline(value, context);
    const shown = parsed.kind === 'ok' ? `${parsed.value.on}${parsed.value.immediate ? '!' : ''}` : short(parsed);
    expect(shown).toEqual(expected);
  });
});

test.each<[CellValue, unknown]>([
  ['√', true], ['是', true], ['已完成', true], ['已整改', true], ['已于9月10日整改到位', true], ['整改完毕。', true], ['100%', true], [true, true],
  ['×', false], ['否', false], ['未整改', false], ['整改中', false], ['正在整改', false], ['无', false], [false, false],
  ['基本完成', ['?', '是', '否']], ['部分整改', ['?', '是', '否']], ['已完成80%', ['?', '是', '否']], [1, ['?', '是', '否']], [0, ['?', '是', '否']],
  ['见附件', '!NOT_YES_NO'],
])('yes or no: %j is %j', (value, expected) => {
  expect(short(parseYesNo(value))).toEqual(expected);
});

test.each<[CellValue, 'WAN' | 'YUAN' | undefined, unknown]>([
  [0.05, 'WAN', 500], ['0.05', 'WAN', 500], ['０．０５', 'WAN', 500], ['3000元', 'WAN', 3000], ['120万', 'YUAN', 1_200_000], ['1.2万元', undefined, 12_000],
  ['3,000', 'YUAN', 3000], ['￥3000.5', 'YUAN', 3000.5], [0.1 + 0.2, 'WAN', 3000], [0, undefined, 0], ['企业自筹', 'WAN', null], ['2千元', 'WAN', 2000],
  [3000, 'WAN', ['?', '3000元', '3000万元']], [50, undefined, ['?', '50元', '50万元']], ['约3000元', 'WAN', ['?', '3000元']],
  ['1-2', 'WAN', ['?', '1万元', '2万元']], ['若干', 'WAN', '!NOT_MONEY'], ['-5', 'WAN', '!NOT_MONEY'],
])('money: %j under %s is %j', (value, unit, expected) => {
  expect(short(parseMoney(value, unit))).toEqual(expected);
});

test.each<[CellValue, unknown]>([
  [3, 3], ['３份', 3], ['两', '!NOT_A_COUNT'], ['三项', 3], ['无', 0], [1.5, '!NOT_A_COUNT'], [-1, '!NOT_A_COUNT'],
])('count: %j is %j', (value, expected) => {
  expect(short(parseCount(value))).toEqual(expected);
});

describe('credit codes', () => {
  const valid = withCheckCharacter('91410928MA9K7R2Q8');

  test.each<[CellValue, unknown]>([
    [valid, valid],
    [` ${valid.slice(0, 8)} ${valid.slice(8).toLowerCase()}\n`, valid],
    ['91350100M000100Y43', '91350100M000100Y43'],
    [914109280000000000, '!PRECISION_LOST'],
    ['9.14109E+17', '!PRECISION_LOST'],
    ['914109281234567000', '!PRECISION_LOST'],
    ['410928000012345', '!NOT_A_CREDIT_CODE'],
    ['91350100M000100Y44', '!NOT_A_CREDIT_CODE'],
    ['9135O1OOM000100Y43', ['?', '91350100M000100Y43']],
    ['无证', '!NOT_A_CREDIT_CODE'],
  ])('%j is %j', (value, expected) => {
    expect(short(parseCreditCode(value))).toEqual(expected);
  });
});

test.each<[CellValue, unknown]>([
  [13800000000, ['13800000000']], ['138 0000 0000', ['13800000000']], ['138-0000-0000', ['13800000000']], ['0393-8888888/13900000000', ['0393-8888888', '13900000000']],
  ['8888888', ['8888888']], ['1380000000', '!NOT_A_PHONE'], ['某某', '!NOT_A_PHONE'],
])('phones: %j is %j', (value, expected) => {
  expect(short(parsePhones(value))).toEqual(expected);
});

test.each([
  ['张某13800000000', '张某', ['13800000000']],
  ['张某（13800000000）', '张某', ['13800000000']],
  ['张某 电话：0393-8888888', '张某', ['0393-8888888']],
  ['张某', '张某', []],
])('contact: %j', (text, name, phones) => {
  expect(splitContact(text)).toEqual({ name, phones });
});

test.each<[(value: CellValue) => Parsed<unknown>, CellValue, unknown]>([
  [parseHazardLevel, '一般隐患', 'GENERAL'], [parseHazardLevel, '重大事故隐患', 'MAJOR'], [parseHazardLevel, '较大', ['?', '一般', '重大']], [parseHazardLevel, '高', '!NOT_A_LEVEL'],
  [parseRiskGrade, '红色', 'RED'], [parseRiskGrade, '较大风险', 'ORANGE'], [parseRiskGrade, 'Ⅲ级', 'YELLOW'], [parseRiskGrade, '四级', 'BLUE'], [parseRiskGrade, 4, 'BLUE'], [parseRiskGrade, '低（蓝）', '!NOT_A_LEVEL'],
  [parseStatus, '在营', 'OPERATING'], [parseStatus, '停产', 'SUSPENDED'], [parseStatus, '在建', 'UNDER_CONSTRUCTION'], [parseStatus, '已注销', 'CLOSED'], [parseStatus, '?', '!NOT_A_LEVEL'],
  [parseSupervisingLevel, '县级', 'COUNTY'], [parseSupervisingLevel, '乡镇（街道）', 'STREET'], [parseSupervisingLevel, '市', 'CITY'],
])('levels: %p', (parse, value, expected) => {
  expect(short(parse(value))).toEqual(expected);
});

test.each([
  ['1．灭火器过期；2．通道堵塞。', ['灭火器过期', '通道堵塞']],
  ['1、灭火器过期\n2、通道堵塞\n3、未接地', ['灭火器过期', '通道堵塞', '未接地']],
  ['①未接地；②距离不足1.5米', ['未接地', '距离不足1.5米']],
  ['（1）未接地（2）通道堵塞', ['未接地', '通道堵塞']],
  ['一是未接地；二是通道堵塞', ['未接地', '通道堵塞']],
  ['检查发现如下问题：1.未接地 2.通道堵塞', ['未接地', '通道堵塞']],
  ['二车间：1.未接地 2.通道堵塞', ['二车间：未接地', '二车间：通道堵塞']],
  ['1、2号车间均未接地', null],
  ['1、灭火器过期', null],
  ['间距1.5米，高2.2米', null],
  ['第1条、第2条要求未落实', null],
])('several hazards in one cell: %j', (text, parts) => {
  expect(splitNumbered(text)).toEqual(parts);
});

test.each([
  ['1、灭火器过期', '灭火器过期'], ['（1）灭火器过期', '灭火器过期'], ['①灭火器过期', '灭火器过期'], ['1.5米处无护栏', '1.5米处无护栏'], ['1、2号车间未接地', '1、2号车间未接地'], ['2026年未培训', '2026年未培训'],
])('a lone number goes: %j', (text, expected) => {
  expect(withoutNumber(text)).toBe(expected);
});
