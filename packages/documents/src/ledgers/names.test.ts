import { expect, test } from 'vitest';
import { nameScore, normaliseDescription, normaliseName, ownName, similarNames } from './names.ts';
import { splitUnit } from './people.ts';
import { proposeSource } from './source.ts';

test.each([
  ['濮阳市（华龙）甲化工 有限公司', '濮阳市华龙甲化工有限公司'],
  ['ＡＢＣ燃气有限公司', 'abc燃气有限公司'],
])('the same firm, written otherwise: %s', (a, b) => {
  expect(normaliseName(a)).toBe(normaliseName(b));
  expect(nameScore(a, b)).toBe(1);
});

test('firms that resemble a name, the most alike first', () => {
  const firms = ['濮阳县甲化工有限责任公司', '濮阳县甲化工厂', '濮阳县乙化工有限公司', '南乐县丙加油站'].map((name) => ({ name }));
  const found = similarNames('濮阳县甲化工有限公司', firms);
  expect(found.map(({ candidate, score }) => [candidate.name, score >= 0.95])).toEqual([
    ['濮阳县甲化工厂', true],
    ['濮阳县甲化工有限责任公司', true],
    ['濮阳县乙化工有限公司', false],
  ]);
  expect(similarNames('完全不同的名字', firms)).toEqual([]);
});

test.each([
  ['元村屿兴建筑安装有限公司', '城关棠达建筑安装有限公司'],
  ['濮阳市华龙区瑞通物流有限公司', '濮阳市华龙区鼎盛物流有限公司'],
  ['柳屯镇新世纪家具厂', '柳屯镇金海家具厂'],
  ['濮阳瑞通物流有限公司', '濮阳鼎盛物流有限公司'],
])('only places and trade agree, nobody is nudged: %s and %s', (a, b) => {
  expect(similarNames(a, [{ name: b }])).toEqual([]);
});

test.each([
  ['柳屯骁原加油站', '柳屯骁原加油站有限公司'],
  ['濮阳县瑞通物流有限公司', '濮阳瑞通物流运输有限公司'],
  ['元村屿兴建筑安装有限公司', '元村镇屿兴建筑安装工程有限公司'],
  ['屿星建筑安装有限公司', '屿兴建筑安装有限公司'],
])('may well be one: %s and %s', (a, b) => {
  expect(similarNames(a, [{ name: b }])).toHaveLength(1);
});

test.each([
  ['河南省濮阳市华龙区瑞通物流有限公司', '瑞通'],
  ['柳屯镇新世纪家具厂', '新世纪'],
  ['濮阳县加油站', null],
])('the own name of %s is %s', (name, own) => {
  expect(ownName(name)).toBe(own);
});

test.each([
  ['1、灭火器过期。', '灭火器 过期'],
  ['配电箱未接地；', '（2）配电箱未接地'],
  ['GB50016 第８条', 'gb50016第8条'],
])('the same description: %j and %j', (a, b) => {
  expect(normaliseDescription(a)).toBe(normaliseDescription(b));
});

test.each([
  ['1.5米处无护栏', '5米处无护栏'],
  ['2号炉', '3号炉'],
])('other descriptions: %j and %j', (a, b) => {
  expect(normaliseDescription(a)).not.toBe(normaliseDescription(b));
});

test.each([
  ['县应急管理局 王某、李某', '县应急管理局', '王某、李某'],
  ['县应急管理局：王某', '县应急管理局', '王某'],
  ['县应急管理局（王某）', '县应急管理局', '王某'],
  ['县消防救援大队王某', '县消防救援大队', '王某'],
  ['柳屯镇人民政府', '柳屯镇人民政府', null],
  ['王某、李某', null, '王某、李某'],
  ['', null, null],
])('unit and people of %j', (text, unit, people) => {
  expect(splitUnit(text)).toEqual({ unit, people });
});

test.each([
  ['HAZARDS', '县应急管理局', 'DEPARTMENT'],
  ['HAZARDS', '市应急管理局', 'SUPERIOR'],
  ['HAZARDS', '濮阳市住建局', 'SUPERIOR'],
  ['HAZARDS', '省安委会巡查组', 'SUPERIOR'],
  ['HAZARDS', '安全专家', 'EXPERT'],
  ['HAZARDS', '企业自查', 'SELF_CHECK'],
  ['HAZARDS', '柳屯镇网格员', 'GRID_PATROL'],
  ['HAZARDS', '12350举报', 'TIP_OFF'],
  ['HAZARDS', '监测预警系统', 'MACHINE'],
  ['HAZARDS', null, 'DEPARTMENT'],
  ['SUPERVISION', null, 'SUPERIOR'],
  ['SUPERVISION', '县安委办', 'DEPARTMENT'],
] as const)('the source of %s by %s is %s', (layout, unit, source) => {
  expect(proposeSource(layout, unit, 'COUNTY').source).toBe(source);
});

test('the city is no superior of itself', () => {
  expect(proposeSource('HAZARDS', '市应急管理局', 'CITY').source).toBe('DEPARTMENT');
});
