import { expect, test } from 'vitest'
import { readEdition, type EditionRow } from './edition.ts'
import { childrenThrough, ancestorsThrough, gridOf, parentThrough } from './look-through.ts'
import { buildRegions } from './region.ts'

const rows = (text: string): EditionRow[] => text.trim().split('\n').map((line) => {
  const [code = '', name = '', level = ''] = line.trim().split(' ')
  return { code, name, level }
})

const CASES = rows(`
  11 北京市
  1101 市辖区
  110101 东城区
  15 内蒙古自治区
  1525 锡林郭勒盟
  152527 太仆寺旗
  152527201 贡宝拉格苏木
  35 福建省
  3505 泉州市
  350527 金门县
  350527000 金门县
  350527000000 金门县 COMMUNITY
  41 河南省
  4109 濮阳市
  410928 濮阳县
  410928101 濮阳县柳屯镇
  410928106 濮阳县徐镇镇
  410971 河南濮阳工业园区
  410972 濮阳经济技术开发区
  410972060 昆吾街道
  4190 省直辖县级行政区划
  419001 济源市
  44 广东省
  4419 东莞市
  441900 东莞市
  441900003 东城街道
  441900003001 岗贝社区居民委员会
  46 海南省
  4602 三亚市
  460202 海棠区
  460202198 海棠区直辖村级区划
  460202198198 椰林村委会
  4604 儋州市
  460400 儋州市
  460400100 那大镇
  50 重庆市
  5002 县
  500229 城口县
  62 甘肃省
  6202 嘉峪关市
  620201 嘉峪关市
  620201001 雄关街道
  65 新疆维吾尔自治区
  6590 自治区直辖县级行政区划
  659001 石河子市`)

const { nodes, problems } = readEdition(CASES)
const regions = buildRegions(nodes, '2023-06-30')
const grid = gridOf(regions)
const find = (path: string) => regions.find((region) => region.path === path)!
const below = (path: string): string[] => childrenThrough(grid, find(path).id).map(({ name }) => name)

test('every row is read', () => {
  expect(problems).toEqual([])
  expect(regions).toHaveLength(CASES.length + 1)
})

test.each([
  ['', ['北京市', '内蒙古自治区', '福建省', '河南省', '广东省', '海南省', '重庆市', '甘肃省', '新疆维吾尔自治区']],
  ['11/', ['东城区']],
  ['15/', ['锡林郭勒盟']],
  ['15/25/', ['太仆寺旗']],
  ['15/25/27/', ['贡宝拉格苏木']],
  ['35/05/27/', ['金门县']],
  ['41/', ['濮阳市', '济源市']],
  ['41/09/', ['濮阳县', '河南濮阳工业园区', '濮阳经济技术开发区']],
  ['41/09/28/', ['柳屯镇', '徐镇镇']],
  ['44/', ['东莞市']],
  ['44/19/', ['东城街道']],
  ['46/02/02/', ['椰林村委会']],
  ['46/04/', ['那大镇']],
  ['50/', ['城口县']],
  ['62/02/', ['雄关街道']],
  ['65/', ['石河子市']],
])('below %j, looking through, are %j', (path, names) => {
  expect(below(path)).toEqual(names)
})

test.each([
  ['44/19/', '441900000000', 'CITY', false],
  ['44/19/00/', null, 'COUNTY', true],
  ['62/02/01/', '620201000000', 'COUNTY', true],
  ['35/05/27/000/', null, 'STREET', true],
  ['35/05/27/000/000/', null, 'COMMUNITY', false],
  ['41/90/', '419000000000', 'CITY', true],
  ['46/02/02/198/', '460202198000', 'STREET', true],
  ['41/09/28/101/', '410928101000', 'STREET', false],
  ['', null, 'COUNTRY', false],
])('%j has the code %s, is a %s, transparent: %s', (path, code, level, transparent) => {
  expect(find(path)).toMatchObject({ code, level, transparent })
})

test('counties coded 71 to 79 are functional zones', () => {
  expect(regions.filter(({ kind }) => kind === 'FUNCTIONAL_ZONE').map(({ name }) => name)).toEqual(['河南濮阳工业园区', '濮阳经济技术开发区'])
})

test('parents and breadcrumbs look through formal layers', () => {
  expect(parentThrough(grid, find('41/90/01/'))?.name).toBe('河南省')
  expect(parentThrough(grid, find('44/19/00/003/'))?.path).toBe('44/19/')
  expect(ancestorsThrough(grid, find('44/19/00/003/001/')).map(({ name }) => name)).toEqual(['全国', '广东省', '东莞市', '东城街道'])
  expect(parentThrough(grid, find(''))).toBeUndefined()
})

test('a zone without a code stands where its row says and takes streets of a county', () => {
  const edition = readEdition([
    ...rows('41 河南省\n4109 濮阳市\n410902 华龙区\n410902001 中原路街道'),
    { code: 'sfq', name: '濮阳市城乡一体化示范区', parent: '4109', level: 'COUNTY', kind: 'FUNCTIONAL_ZONE' },
    { code: '410902014000', name: '卫都街道', parent: 'sfq' },
  ])
  expect(edition.problems).toEqual([])
  const built = buildRegions(edition.nodes, '2024-01-01')
  expect(built.find(({ name }) => name === '卫都街道')).toMatchObject({ path: '41/09/sfq/014/', code: '410902014000' })
  expect(built.find(({ path }) => path === '41/09/sfq/')).toMatchObject({ code: null, kind: 'FUNCTIONAL_ZONE' })
})

test.each([
  [{ code: '4109280', name: '甲' }, 'code'],
  [{ code: '990000000000', name: '甲' }, 'code'],
  [{ code: 'SFQ', name: '甲' }, 'code'],
  [{ code: '410928', name: ' ' }, 'name'],
  [{ code: '410928', name: '甲', level: 'TOWN' }, 'level'],
  [{ code: '410928', name: '甲', level: 'STREET' }, 'level'],
  [{ code: '410928', name: '甲', kind: 'PARK' }, 'kind'],
  [{ code: '410928', name: '甲' }, 'parent'],
  [{ code: 'sfq', name: '甲', level: 'COUNTY' }, 'parent'],
  [{ code: '11', name: '又一个北京市', parent: '' }, 'code'],
])('%j is refused for its %s', (row, column) => {
  expect(readEdition([{ code: '11', name: '北京市' }, row]).problems).toMatchObject([{ row: 2, column }])
})
