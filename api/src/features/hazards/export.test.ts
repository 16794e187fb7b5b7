import { connect } from '@anwang/db'
import { openWorkbook, type SheetRow } from '@anwang/documents/workbook'
import { regionId } from '@anwang/domain/regions'
import { fixedClock, testDatabase } from '@anwang/testkit'
import { beforeAll, describe, expect, it } from 'vitest'
import { startApi, type Client } from '../../../test/api.ts'
import { aHazard, plant, plantHazard, plantSubject } from '../../../test/records.ts'
import { plantAccount, plantRegions } from '../../../test/world.ts'
import { globalId } from '../../schema/nodes.ts'

const db = await testDatabase()
const api = await startApi(db, fixedClock('2026-10-20'))
await plantRegions(db, {
  '': { name: '全国', level: 'COUNTRY' }, '41/': { name: '河南省', level: 'PROVINCE' }, '41/09/': { name: '濮阳市', level: 'CITY' },
  '41/09/28/': { name: '濮阳县', level: 'COUNTY' }, '41/09/28/101/': { name: '柳屯镇', level: 'STREET' }, '41/09/23/': { name: '南乐县', level: 'COUNTY' },
})
await plantAccount(db, 'county', [{ role: 'COMMITTEE_OFFICE', path: '41/09/28/' }])
await plantAccount(db, 'city', [{ role: 'COMMITTEE_OFFICE', path: '41/09/' }])
await plantAccount(db, 'auditor', [{ role: 'AUDITOR', path: '41/09/' }])
const firm = await plantSubject(db, '41/09/28/101/', { name: '=HYPERLINK("http://x","甲")', accountPath: '41/09/28/' })
const foreign = await plantSubject(db, '41/09/23/', { name: '南乐铸造' })
const second = await plantHazard(db, firm, '2026-10-01', { number: 'YH-2', description: '+cmd|calc, "引号"\n第二行' })
await plantHazard(db, firm, '2026-09-01', { number: 'YH-1', level: 'MAJOR', dueOn: '2026-10-10' })
const outside = await plantHazard(db, foreign, '2026-10-02', { number: 'YH-3' })

let county: Client
beforeAll(async () => { county = await api.signInAs('county') })
const path = (format: string, filter?: object, orderBy?: object) =>
  `/export/hazards.${format}?${new URLSearchParams({ ...(filter && { filter: JSON.stringify(filter) }), ...(orderBy && { orderBy: JSON.stringify(orderBy) }) })}`

describe('csv', () => {
  it('holds what is filtered, in the scope, in the order asked for; no cell is a formula', async () => {
    const response = await county.fetch(path('csv', {}, { field: 'NUMBER', direction: 'ASC' }))
    expect([response.status, response.headers.get('content-type'), response.headers.get('cache-control')]).toEqual([200, 'text/csv; charset=utf-8', 'private, no-store'])
    const text = await response.text()
    const lines = text.replace('﻿', '').trim().split('\r\n')
    expect(lines[0]).toBe('序号,隐患编号,县区,所在地,计入地,单位名称,行业领域,隐患描述,隐患级别,来源,发现日期,整改期限,状态,提交整改日期,销号日期,逾期天数')
    expect(lines[1]).toBe(`1,YH-1,濮阳县,柳屯镇,濮阳县,"'=HYPERLINK(""http://x"",""甲"")",,配电箱未接地,重大隐患,部门检查,2026-09-01,2026-10-10,待整改,,,10`)
    expect(text).toContain(`"'+cmd|calc, ""引号""\n第二行"`)
    expect(lines).toHaveLength(3)
  })

  it('speaks English, and takes a filter', async () => {
    const response = await county.fetch(path('csv', { overdue: true, level: ['MAJOR'], search: null }), { headers: { 'accept-language': 'en' } })
    const lines = (await response.text()).trim().split('\r\n')
    expect([lines.length, lines[0]!.split(',')[2], lines[1]!.split(',').at(-8)]).toEqual([2, 'County', 'Major'])
  })
})

it('gives the picked ones only, and of those only what is in the scope', async () => {
  const picked = async (...ids: string[]) => {
    const text = await (await county.fetch(`/export/hazards.csv?ids=${ids.map(encodeURIComponent).join(',')}`)).text()
    return text.replace('\uFEFF', '').split('\r\n').slice(1).flatMap((line) => /^\d+,(YH-\d)/.exec(line)?.[1] ?? [])
  }
  expect(await picked(globalId('Hazard', second.id))).toEqual(['YH-2'])
  expect(await picked(globalId('Hazard', second.id), globalId('Hazard', outside.id))).toEqual(['YH-2'])
  expect((await county.fetch('/export/hazards.csv?ids=nonsense')).status).toBe(400)
})

it('xlsx opens, with days as days and texts as texts', async () => {
  const response = await county.fetch(path('xlsx', { search: 'YH-1' }))
  expect(response.headers.get('content-disposition')).toContain('hazards.xlsx')
  const book = await openWorkbook(new Uint8Array(await response.arrayBuffer()))
  const rows: SheetRow[] = []
  for await (const row of book.sheets[0]!.rows()) rows.push(row)
  expect([book.sheets[0]!.name, rows[0]!.cells[0], rows.length]).toEqual(['事故隐患台账', '事故隐患台账（截至2026-10-20）', 4])
  expect(rows[1]!.cells[0]).toMatch(/^导出：.+　2026-10-20 \d\d:\d\d　筛选：搜索“YH-1”$/)
  expect(rows[3]!.cells).toEqual([1, 'YH-1', '濮阳县', '柳屯镇', '濮阳县', '=HYPERLINK("http://x","甲")', null, '配电箱未接地', '重大隐患', '部门检查', { serial: 46266 }, { serial: 46305 }, '待整改', null, null, 10])
})

it('says in its title what of which region it lists', async () => {
  const name = (filter: object) => county.fetch(path('csv', filter)).then((response) => decodeURIComponent(/filename\*=UTF-8''(.*)/.exec(response.headers.get('content-disposition') ?? '')![1]!))
  const town = globalId('Region', regionId('41/09/28/101/'))
  expect(await name({ accountable: town, overdue: true })).toBe('柳屯镇逾期未整改隐患清单（截至2026-10-20）.csv')
  expect(await name({ region: town })).toBe('柳屯镇事故隐患台账（截至2026-10-20）.csv')
  const book = await openWorkbook(new Uint8Array(await (await county.fetch(path('xlsx', { region: town }))).arrayBuffer()))
  const rows: SheetRow[] = []
  for await (const row of book.sheets[0]!.rows()) rows.push(row)
  expect(rows[1]!.cells[0]).toMatch(/筛选：柳屯镇$/)
})

it('has a column for what ledgers state where any row of the list has it', async () => {
  await plant(db, [aHazard(firm, '2026-10-03', { number: 'D-1', details: { measures: '加固', fundsYuan: 500 } }).append, aHazard(firm, '2026-10-04', { number: 'D-2' }).append])
  const lines = (await (await county.fetch(path('csv', { search: 'D-' }, { field: 'NUMBER', direction: 'ASC' }))).text()).replace('\uFEFF', '').trim().split('\r\n')
  expect(lines[0]!.split(',').slice(-3)).toEqual(['逾期天数', '整改措施', '整改资金（元）'])
  expect(lines.slice(1).map((line) => [line.split(',')[0], line.split(',').at(-2), line.split(',').at(-1)])).toEqual([['1', '加固', '500'], ['2', '', '']])
})

it.each([
  ['?filter={', 400, 'filter'], ['?filter={"level":["BAD"]}', 400, 'filter'], ['?filter={"unknown":1}', 400, 'filter'], ['?filter={"region":"x"}', 400, 'filter.region'],
  ['?orderBy={"field":"X"}', 400, 'orderBy'], ['?filter={"minOverdueDays":0}', 400, 'filter.minOverdueDays'],
])('%s is %i naming %s', async (query, status, argument) => {
  const response = await county.fetch(`/export/hazards.csv${query}`)
  expect([response.status, await response.json()]).toMatchObject([status, { argument }])
})

it('of a past day holds what was overdue then, with the days to that day', async () => {
  const exported = async (on: string) => {
    const book = await openWorkbook(new Uint8Array(await (await county.fetch(path('xlsx', { accountable: globalId('Region', regionId('41/09/28/')), overdueOn: on }))).arrayBuffer()))
    const rows: SheetRow[] = []
    for await (const row of book.sheets[0]!.rows()) rows.push(row)
    return [rows[0]!.cells[0], ...rows.slice(3).map((row) => [row.cells[1], row.cells[15]])]
  }
  expect(await exported('2026-10-12')).toEqual(['濮阳县逾期未整改隐患清单（截至2026-10-12）', ['YH-1', 2]])
  expect(await exported('2026-10-10')).toEqual(['濮阳县逾期未整改隐患清单（截至2026-10-10）'])
})

it('is for those who may export', async () => {
  expect((await api.anonymous.fetch('/export/hazards.csv')).status).toBe(401)
  expect((await (await api.signInAs('auditor')).fetch('/export/hazards.csv')).status).toBe(403)
  const region = globalId('Region', regionId('41/09/23/'))
  expect((await (await county.fetch(path('csv', { region }))).text()).trim().split('\r\n')).toHaveLength(1)
})

it('reads more than a batch, every row once; more than 100,000 are refused in words', async () => {
  const city = await api.signInAs('city')
  await plant(db, Array.from({ length: 4_100 }, (_, i) => aHazard(foreign, '2026-08-01', { number: `N-${String(i).padStart(6, '0')}` }).append))
  const lines = (await (await city.fetch(path('csv', { search: 'N-' }, { field: 'FOUND_ON', direction: 'DESC' }))).text()).trim().split('\r\n').slice(1)
  expect(new Set(lines.map((line) => line.split(',')[1])).size).toBe(4_100)
  const { client, close } = connect(db.urls.super, { max: 1 })
  // A hundred thousand rows at once: no checks of what they refer to, no indexes to keep.
  await client.begin(async (sql) => {
    await sql`set local session_replication_role = replica`
    await sql.unsafe((await sql`select indexname from pg_indexes where tablename = 'hazard' and indexname <> 'hazard_pkey'`).map((row) => `drop index ${row['indexname']}`).join(';'))
    await sql`insert into hazard select gen_random_uuid(), 1, 'M', description, level, state, source, subject_id, inspection_id, region_id, path, account_id, account_path, sector_id, found_on,
      registered_on, due_on, overdue_from, overdue_until, submitted_on, accepted_on, imported, shown_only, duplicate_of, '{}' from hazard, generate_series(1, 25) where number like 'N-%'`
  })
  await close()
  const refused = await city.fetch(path('xlsx'))
  expect([refused.status, await refused.json()]).toEqual([422, { code: 'TOO_MANY', message: '符合条件的记录超过10万条，请缩小筛选范围后再导出' }])
  expect((await city.query('{ hazards { totalCount } }')).data.hazards.totalCount).toBe(10_000)
}, 60_000)
