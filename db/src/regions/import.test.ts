import type { EditionRow } from '@anwang/domain/regions'
import { testDatabase } from '@anwang/testkit'
import { drizzle } from 'drizzle-orm/postgres-js'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Db } from '../client.ts'
import * as schema from '../schema/index.ts'
import { readExtract } from './extract.ts'
import { EditionRefused, EditionTooNarrow, EditionTooOld, importExtract, importRegions, type RegionImportReport, type RegionProgress } from './import.ts'

const { owner } = await testDatabase()
const db: Db = drizzle(owner, { casing: 'snake_case' })
const base: EditionRow[] = []
for await (const row of readExtract('base')) base.push(row)

const dump = () => owner`select (select md5(string_agg(r::text, '' order by id)) from region r) as regions,
  (select md5(string_agg(l::text, '' order by region_id, valid_from)) from region_label l) as labels,
  (select count(*)::int from region_succession) as successions`
const at = async (path: string) => (await owner`
  select l.code, l.name, l.initials, r.level, r.kind, r.transparent, r.valid_from::text as "from", r.valid_to::text as "to"
  from region r join region_label l on l.region_id = r.id and l.valid_to is null where r.path = ${path}`)[0]
const UNCHANGED = { opened: 0, closed: [], relabelled: [], reshaped: [], successions: [], unlinked: [] }

let first: RegionImportReport
const seen: RegionProgress[] = []
beforeAll(async () => {
  first = await importExtract(db, 'base', { progress: (progress) => seen.push(progress) })
})

describe('the base of the extract', () => {
  test('is the country to its counties and all of 濮阳市', async () => {
    expect(first.openedByLevel).toEqual({ COUNTRY: 1, PROVINCE: 31, CITY: 342, COUNTY: 2978, STREET: 89, COMMUNITY: 3197 })
    expect(seen.at(-1)).toEqual({ step: 'writing', done: first.opened, total: first.opened })
    expect((await owner`select count(*)::int as n, count(*) filter (where kind = 'FUNCTIONAL_ZONE')::int as zones from region`)[0]).toEqual({ n: 6638, zones: 124 })
  })

  test.each([
    ['41/09/28/101/', { code: '410928101000', name: '柳屯镇', initials: 'ltz', level: 'STREET' }],
    ['41/09/72/', { code: '410972000000', name: '濮阳经济技术开发区', kind: 'FUNCTIONAL_ZONE' }],
    ['50/02/', { name: '县', transparent: true }],
    ['50/', { name: '重庆市', initials: 'cqs', level: 'PROVINCE' }],
    ['44/19/', { code: '441900000000', level: 'CITY', transparent: false }],
    ['44/19/00/', { code: null, level: 'COUNTY', transparent: true }],
    ['41/90/01/', { code: '419001000000', name: '济源市', level: 'COUNTY' }],
    ['', { code: null, name: '全国', level: 'COUNTRY', from: '2023-06-30', to: null }],
  ])('%s', async (path, expected) => {
    expect(await at(path)).toMatchObject(expected)
  })

  test('again, or a county of it alone, changes nothing', async () => {
    const before = await dump()
    expect(await importExtract(db, 'base')).toMatchObject({ ...UNCHANGED, kept: 6638 })
    expect(await importRegions(db, base.filter(({ code }) => code.startsWith('410928') && code.length > 6), { on: '2026-01-01' })).toMatchObject(UNCHANGED)
    expect(await importRegions(db, base, { on: '2026-01-01', within: '410900000000' })).toMatchObject(UNCHANGED)
    expect(await dump()).toEqual(before)
  })
})

describe('refused, and nothing is changed', () => {
  test.each([
    ['a malformed code', [{ code: '41092', name: '甲' }], EditionRefused],
    ['an unknown parent', [{ code: '999999', name: '甲' }], EditionRefused],
    ['no rows', [], EditionRefused],
    ['one province as if it were the country', [{ code: '41', name: '河南省' }], EditionTooNarrow],
    ['an older name', base.map((row) => (row.code === '410928101' ? { ...row, name: '老柳屯镇' } : row)), EditionTooOld],
  ])('%s', async (_, rows, error) => {
    const before = await dump()
    await expect(importRegions(db, rows, { on: '2020-01-01' })).rejects.toBeInstanceOf(error)
    expect(await dump()).toEqual(before)
  })
})

describe('a newer edition', () => {
  const FROM_SECOND = '410902002'
  const newer = base.flatMap((row): EditionRow[] => {
    const { code, name } = row
    if (code === '410922') return [{ code, name: '清丰市' }]
    if (code.startsWith('410927')) return [{ ...row, code: code.replace('410927', '410929') }]
    if (code === '410928101') return []
    if (code.startsWith('410928101')) return []
    if (code === FROM_SECOND) return []
    if (code.startsWith(FROM_SECOND)) return [{ code: `4109020015${code.slice(-2)}`, name }]
    if (code === '410902101') return [row, { code: '410902150', name: '柳屯镇' },
      ...base.filter((other) => other.code.startsWith('410928101') && other.code.length === 12).map((other) => ({ code: other.code.replace('410928101', '410902150'), name: other.name }))]
    return [row]
  })
  let before: RegionImportReport
  let report: RegionImportReport

  beforeAll(async () => {
    const [town] = await owner`select id from region where path = '41/09/28/101/'`
    const [county] = await owner`select id from region where path = '41/09/28/'`
    const facts = {
      version: 1, kind: 'ENTERPRISE', key: false, supervisionModeSet: false, assigned: [], hazardSources: 0, hazardSourcesOnline: 0, standardized: false,
      registeredOn: '2026-01-01', shownOnly: false, fold: {}, regionId: town!.id as string, path: '41/09/28/101/', accountId: county!.id as string, accountPath: '41/09/28/',
    }
    await db.insert(schema.subject).values([
      { ...facts, id: '018f0000-0000-7000-8000-000000000001', name: '甲', normalizedName: '甲', status: 'OPERATING' },
      { ...facts, id: '018f0000-0000-7000-8000-000000000002', name: '乙', normalizedName: '乙', status: 'CLOSED' },
    ])
    before = await importRegions(db, newer, { on: '2027-01-01', dryRun: true })
    report = await importRegions(db, newer, { on: '2027-01-01', transfer: async (tx) => { expect(await tx.execute('select 1 from region_succession limit 1')).toHaveLength(1) } })
  })

  test('is first told and then done', () => {
    expect({ ...before, stranded: null }).toEqual({ ...report, stranded: null })
    expect(report.unlinked).toEqual([])
    const communities = (prefix: string) => base.filter(({ code }) => code.startsWith(prefix) && code.length === 12).length
    const merged = communities('410902001') + communities('410902002') + 2
    expect(report.closed).toHaveLength(merged + communities('410928101') + 1)
    expect(report.successions).toHaveLength(report.closed.length)
    expect(report.opened).toBe(merged - 1 + communities('410928101') + 1)
  })

  test('renames and recodes with dates, on the same nodes', async () => {
    const labels = await owner`select code, name, l.valid_from::text as "from", l.valid_to::text as "to" from region_label l
      join region r on r.id = region_id where path in ('41/09/22/', '41/09/27/') order by path, l.valid_from`
    expect(labels.map((label) => Object.values(label))).toEqual([
      ['410922000000', '清丰县', '2023-06-30', '2027-01-01'], ['410922000000', '清丰市', '2027-01-01', null],
      ['410927000000', '台前县', '2023-06-30', '2027-01-01'], ['410929000000', '台前县', '2027-01-01', null],
    ])
    expect(report.relabelled).toHaveLength(1 + base.filter(({ code }) => code.startsWith('410927')).length)
  })

  test('moves a town with its communities and merges two streets', async () => {
    expect(await at('41/09/28/101/')).toMatchObject({ name: '柳屯镇', to: '2027-01-01' })
    expect(await at('41/09/02/150/')).toMatchObject({ name: '柳屯镇', code: '410902150000', from: '2027-01-01', to: null })
    expect(await at('41/09/02/001-2027/')).toMatchObject({ name: '中原路街道', code: '410902001000', to: null })
    const links = await owner`select o.path as "from", n.path as "to" from region_succession join region o on o.id = from_id join region n on n.id = to_id where o.level = 'STREET' order by 1`
    expect(links.map((link) => Object.values(link))).toEqual([
      ['41/09/02/001/', '41/09/02/001-2027/'], ['41/09/02/002/', '41/09/02/001-2027/'], ['41/09/28/101/', '41/09/02/150/'],
    ])
  })

  test('names the open records that must follow, with where to', async () => {
    const [to] = await owner`select id from region where path = '41/09/02/150/'`
    // The county that supervised it stays, and the town is another's now.
    const [county] = await owner`select id from region where path = '41/09/02/'`
    expect(report.stranded).toMatchObject({ hazards: [], subjects: [{ id: '018f0000-0000-7000-8000-000000000001', toPlaceId: to!.id, toAccountId: county!.id }] })
    expect(report.stranded.subjects).toHaveLength(1)
  })

  test('leaves one open tree in which codes are unique', async () => {
    expect(await owner`select 1 from region r join region p on p.id = r.parent_id where r.valid_to is null and p.valid_to is not null`).toHaveLength(0)
    expect(await owner`select code from region r join region_label l on l.region_id = r.id and l.valid_to is null where r.valid_to is null and code is not null group by code having count(*) > 1`).toHaveLength(0)
    expect((await owner`select count(*)::int as n from region where valid_to is null`)[0]!.n).toBe(newer.length + 1)
  })

  test('again changes nothing; the edition before is too old', async () => {
    const now = await dump()
    expect(await importRegions(db, newer, { on: '2027-03-01' })).toMatchObject(UNCHANGED)
    await expect(importExtract(db, 'base')).rejects.toBeInstanceOf(EditionTooOld)
    expect(await dump()).toEqual(now)
  })
})
