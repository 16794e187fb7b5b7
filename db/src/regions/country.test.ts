import { buildRegions, childrenThrough, gridOf, readEdition, type EditionRow, type Region } from '@anwang/domain/regions'
import { beforeAll, expect, test } from 'vitest'
import { readExtract } from './extract.ts'

let regions: Region[] = []
beforeAll(async () => {
  const rows: EditionRow[] = []
  for await (const row of readExtract('all')) rows.push(row)
  const { nodes, problems } = readEdition(rows)
  expect(problems).toEqual([])
  regions = buildRegions(nodes, '2023-06-30')
}, 120_000)

const named = (where: (region: Region) => boolean) => regions.filter(where).map(({ path, name }) => `${path} ${name}`)

test('the extract is the whole country', () => {
  const byLevel = Object.fromEntries(Map.groupBy(regions, ({ level }) => level).entries().map(([level, all]) => [level, all.length]))
  expect(byLevel).toEqual({ COUNTRY: 1, PROVINCE: 31, CITY: 342, COUNTY: 2978, STREET: 41_352, COMMUNITY: 620_573 })
  expect(named(({ kind }) => kind === 'FUNCTIONAL_ZONE')).toHaveLength(124)
  expect(named(({ level, name }) => level === 'CITY' && name.endsWith('盟'))).toHaveLength(3)
  expect(named(({ level, name }) => level === 'COUNTY' && name.endsWith('旗'))).toHaveLength(52)
})

test('ids and codes are unique, and six nodes have no code: the country, four padding rows, one community', () => {
  expect(new Set(regions.map(({ id }) => id)).size).toBe(regions.length)
  const codes = regions.flatMap(({ code }) => code ?? [])
  expect(new Set(codes).size).toBe(codes.length)
  expect(named(({ code }) => code === null)).toHaveLength(6)
})

test('the formal layers are these', () => {
  expect(named(({ transparent, level }) => transparent && level === 'CITY')).toEqual([
    '11/01/ 市辖区', '12/01/ 市辖区', '31/01/ 市辖区', '41/90/ 省直辖县级行政区划', '42/90/ 省直辖县级行政区划', '46/90/ 省直辖县级行政区划',
    '50/01/ 市辖区', '50/02/ 县', '65/90/ 自治区直辖县级行政区划',
  ])
  expect(named(({ transparent, level }) => transparent && level === 'COUNTY')).toEqual(['44/19/00/ 东莞市', '44/20/00/ 中山市', '46/04/00/ 儋州市', '62/02/01/ 嘉峪关市'])
  expect(named(({ transparent, level }) => transparent && level === 'STREET')).toHaveLength(13)
  expect(named(({ transparent, level }) => transparent && level === 'COMMUNITY')).toEqual([])
})

test('drilling down from the country reaches every community exactly once', () => {
  const grid = gridOf(regions)
  const seen = new Map<string, number>()
  const pending = regions.filter(({ parentId }) => parentId === null)
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    if (at.level === 'COMMUNITY') seen.set(at.id, (seen.get(at.id) ?? 0) + 1)
    pending.push(...childrenThrough(grid, at.id))
  }
  expect(seen.size).toBe(620_573)
  expect([...seen.values()].every((times) => times === 1)).toBe(true)
})
