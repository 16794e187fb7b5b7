import type { RegionLevel } from '@anwang/domain/regions';
import { describe, expect, test } from 'vitest';
import { describeRegion, findPlace, placeCandidates } from './places.ts';
import type { PlaceOptions, PlaceRegion } from './places.ts';

const region = (id: string, name: string, level: RegionLevel, path: string, code: string | null, parentName: string | null): PlaceRegion => ({ id, name, level, path, code, parentName });

const REGIONS: readonly PlaceRegion[] = [
  region('henan', '河南省', 'PROVINCE', '41/', '410000000000', null),
  region('city', '濮阳市', 'CITY', '41/09/', '410900000000', '河南省'),
  region('puyang', '濮阳县', 'COUNTY', '41/09/28/', '410928000000', '濮阳市'),
  region('nanle', '南乐县', 'COUNTY', '41/09/23/', '410923000000', '濮阳市'),
  region('qingfeng', '清丰县', 'COUNTY', '41/09/22/', '410922000000', '濮阳市'),
  region('zone', '濮阳工业园区', 'COUNTY', '41/09/72/', '410972000000', '濮阳市'),
  region('kaifa', '濮阳经济技术开发区', 'COUNTY', '41/09/71/', '410971000000', '濮阳市'),
  region('chengguan1', '城关镇', 'STREET', '41/09/28/100/', '410928100000', '濮阳县'),
  region('chengguan2', '城关镇', 'STREET', '41/09/22/100/', '410922100000', '清丰县'),
  region('liutun', '柳屯镇', 'STREET', '41/09/28/101/', '410928101000', '濮阳县'),
  region('liutunVillage', '柳屯村', 'COMMUNITY', '41/09/28/101/201/', '410928101201', '柳屯镇'),
  region('otherLiutun', '柳屯村', 'COMMUNITY', '41/09/23/100/202/', '410923100202', '城关镇'),
  region('jianshe', '建设路街道办事处', 'STREET', '41/09/02/003/', '410902003000', '华龙区'),
];

/** unique: its id (own: with !); ambiguous: the ids with ?; unknown: undefined. */
function find(text: string, options: PlaceOptions = {}): string | string[] | undefined {
  const match = placeCandidates(text, REGIONS, options);
  if (match.kind === 'UNIQUE') return match.region.id + (match.own ? '!' : '');
  if (match.kind === 'AMBIGUOUS') return [match.own ? '?!' : '?', ...match.candidates.map((each) => each.id)];
  return undefined;
}

const CITY: PlaceOptions = { within: 'city', levels: ['STREET'] };
const COUNTY: PlaceOptions = { within: 'puyang', levels: ['STREET'] };

describe('places', () => {
  test.each<[string, PlaceOptions, string | string[] | undefined]>([
    ['濮阳县柳屯镇', CITY, 'liutun'],
    ['河南省濮阳市濮阳县柳屯镇', CITY, 'liutun'],
    ['濮阳市柳屯镇', CITY, 'liutun'],
    ['濮阳县 柳屯镇\n', CITY, 'liutun'],
    ['柳屯镇', CITY, 'liutun'],
    ['柳屯', CITY, 'liutun'],
    ['柳屯', { within: 'city' }, ['?', 'liutun', 'liutunVillage', 'otherLiutun']],
    ['柳屯镇柳屯村', CITY, 'liutunVillage'],
    ['柳屯村', CITY, ['?', 'liutunVillage', 'otherLiutun']],
    ['柳屯村', COUNTY, 'liutunVillage'],
    ['建设路街道', CITY, 'jianshe'],
    ['建设路办事处', CITY, 'jianshe'],
    ['建设路', CITY, 'jianshe'],
    ['城关镇', CITY, ['?', 'chengguan1', 'chengguan2']],
    ['城关', CITY, ['?', 'chengguan1', 'chengguan2']],
    ['清丰县城关镇', CITY, 'chengguan2'],
    ['城关镇', COUNTY, 'chengguan1'],
    ['410928101000', CITY, 'liutun'],
    ['410928101', CITY, 'liutun'],
    ['410928', CITY, 'puyang'],
    ['410999', CITY, undefined],
    ['县直', COUNTY, 'puyang!'],
    ['县本级', COUNTY, 'puyang!'],
    ['本级', COUNTY, 'puyang!'],
    ['濮阳县县直', CITY, 'puyang!'],
    ['濮阳县直', CITY, 'puyang!'],
    ['南乐县本级', CITY, 'nanle!'],
    ['市直', CITY, 'city!'],
    ['市直', COUNTY, 'city!'],
    ['市属企业', CITY, 'city!'],
    ['县直', CITY, ['?!', 'puyang', 'nanle', 'qingfeng', 'zone', 'kaifa']],
    ['工业园区', CITY, 'zone'],
    ['开发区', CITY, 'kaifa'],
    ['濮阳', CITY, ['?', 'city', 'puyang']],
    ['柳囤镇', CITY, undefined],
    ['', CITY, undefined],
    ['__proto__', CITY, undefined],
    ['constructor', CITY, undefined],
  ])('%j within %j is %j', (text, options, expected) => {
    expect(find(text, options)).toEqual(expected);
  });

  test.each([
    [{ text: '城关镇', street: '城关镇', context: '清丰县' }, 'chengguan2', null],
    [{ text: '城关镇', street: '城关镇', context: '柳屯镇' }, 'AMBIGUOUS', null],
    [{ text: '城关镇', street: '城关镇', context: null }, 'AMBIGUOUS', null],
    [{ text: '柳屯镇无名村', street: '柳屯镇', village: '无名村', context: null }, 'liutun', '无名村'],
    [{ text: '城关镇无名村', street: '城关镇', village: '无名村', context: '濮阳县' }, 'chengguan1', '无名村'],
    [{ text: '无名镇无名村', street: '无名镇', village: '无名村', context: null }, 'UNKNOWN', null],
  ])('a place in its ledger: %j is %s', (place, expected, unknownVillage) => {
    const found = findPlace({ county: null, village: null, from: 'CELLS', ...place }, REGIONS, CITY);
    expect(found.match.kind === 'UNIQUE' ? found.match.region.id : found.match.kind).toBe(expected);
    expect(found.unknownVillage).toBe(unknownVillage);
  });

  test('an unknown place names what resembles it', () => {
    const match = placeCandidates('柳囤镇', REGIONS, { within: 'city' });
    expect(match.kind === 'UNKNOWN' && match.similar.map((each) => each.id)).toEqual([]);
    const near = placeCandidates('濮阳工业园', REGIONS, { within: 'city' });
    expect(near).toMatchObject({ kind: 'UNIQUE', region: { id: 'zone' } });
  });

  test('namesakes are told apart in words', () => {
    const match = placeCandidates('城关镇', REGIONS, CITY);
    expect(match.kind === 'AMBIGUOUS' && match.candidates.map(describeRegion)).toEqual(['城关镇（濮阳县，410928100000）', '城关镇（清丰县，410922100000）']);
  });

  test('a city of 3,000 nodes is searched in well under a millisecond', () => {
    const many = [...REGIONS];
    for (let at = 0; at < 3000; at += 1) many.push(region(`v${at}`, `第${at}村`, 'COMMUNITY', `41/09/28/101/x${at}/`, null, '柳屯镇'));
    placeCandidates('柳屯镇', many, CITY);
    const start = performance.now();
    for (let at = 0; at < 3000; at += 1) expect(placeCandidates(`柳屯镇第${at}村`, many, CITY).kind).toBe('UNIQUE');
    expect((performance.now() - start) / 3000).toBeLessThan(1);
  });
});
