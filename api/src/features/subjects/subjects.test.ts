import { fixedClock, testDatabase } from '@anwang/testkit'
import { openWorkbook } from '@anwang/documents/workbook'
import { beforeAll, describe, expect, it } from 'vitest'
import { startApi, type Client } from '../../../test/api.ts'
import { plantInspection, plantSubject } from '../../../test/records.ts'
import { plantAccount, plantRegions, plantSector } from '../../../test/world.ts'
import { globalId } from '../../schema/nodes.ts'
import { withinList } from './contacts.ts'

const db = await testDatabase()
const api = await startApi(db, fixedClock('2026-10-20'))
await plantRegions(db, {
  '': { name: '全国', level: 'COUNTRY' }, '41/': { name: '河南省', level: 'PROVINCE' }, '41/09/': { name: '濮阳市', level: 'CITY' },
  '41/09/28/': { name: '濮阳县', level: 'COUNTY', code: '410928000000' }, '41/09/28/101/': { name: '柳屯镇', level: 'STREET', code: '410928101000' }, '41/09/23/': { name: '南乐县', level: 'COUNTY', code: '410923000000' },
})
const chemicals = await plantSector(db, '危险化学品')
const stations = await plantSector(db, '加油加气站', chemicals)
const firms = {
  a: await plantSubject(db, '41/09/28/101/', { name: 'A_加油站', sectorId: stations, riskGrade: 'RED', key: true, hazardSources: 2, accountPath: '41/09/28/', details: { address: '工业路1号', employees: 12, note: '=1+1' } }),
  b: await plantSubject(db, '41/09/28/101/', { name: 'B化工', sectorId: chemicals, riskGrade: 'BLUE', status: 'SUSPENDED' }),
  c: await plantSubject(db, '41/09/28/', { name: 'C商城', kind: 'SITE' }),
  d: await plantSubject(db, '41/09/23/', { name: 'D铸造' }),
}
await plantInspection(db, firms.a, '2026-09-01', { nature: 'ADMINISTRATIVE', findings: '阀门渗漏', details: { category: '专项检查', drawn: false, general: 2, documents: [{ name: '现场检查记录', count: 1 }], finesYuan: 3000.5 } })
await plantInspection(db, firms.a, '2026-09-15', { nature: 'GRID_PATROL' })
await plantInspection(db, firms.b, '2026-10-01', { nature: 'SELF_CHECK', findings: '=HYPERLINK("http://x")' })
await plantInspection(db, firms.d, '2026-10-02', {})
await plantAccount(db, 'county', [{ role: 'COMMITTEE_OFFICE', path: '41/09/28/' }])
let county: Client
beforeAll(async () => { county = await api.signInAs('county') })

describe('subjects', () => {
  it.each([
    ['', ['A_加油站', 'B化工', 'C商城']], ['(kind: [SITE])', ['C商城']], ['(status: [SUSPENDED, CLOSED])', ['B化工']], ['(riskGrade: [RED])', ['A_加油站']],
    ['(search: "_加油")', ['A_加油站']], ['(search: "100%")', []], ['(search: " ")', ['A_加油站', 'B化工', 'C商城']],
    [`(sector: "${globalId('Sector', chemicals)}")`, ['A_加油站', 'B化工']], [`(sector: "${globalId('Sector', stations)}", riskGrade: [RED, BLUE])`, ['A_加油站']],
  ])('%s', async (args, names) => {
    const { data, errors } = await county.query(`{ region(code: "410928000000") { subjects${args} { totalCount nodes { name } } } }`)
    expect(errors).toBeUndefined()
    expect(data.region.subjects).toEqual({ totalCount: names.length, nodes: names.map((name) => ({ name })) })
  })

  it.each([
    ['(orderBy: { field: NAME, direction: DESC })', ['C商城', 'B化工', 'A_加油站']], ['(orderBy: { field: RISK_GRADE, direction: ASC })', ['A_加油站', 'B化工', 'C商城']],
    ['(orderBy: { field: HAZARD_SOURCES, direction: DESC })', ['A_加油站', 'B化工', 'C商城']], ['(key: true)', ['A_加油站']], ['(key: false, orderBy: { field: REGISTERED_ON, direction: ASC })', ['B化工', 'C商城']],
  ])('in order %s, page by page', async (args, names) => {
    const found: string[] = []
    for (let after: string | null = null, more = true; more;) {
      const { data, errors }: { data: any; errors?: unknown } = await county.query(`query($after: String) { region(code: "410928000000") { subjects${args.replace(')', ', first: 1, after: $after)')} { totalCount pageInfo { hasNextPage endCursor } nodes { name } } } }`, { after })
      expect(errors).toBeUndefined()
      expect(data.region.subjects.totalCount).toBe(names.length)
      found.push(...data.region.subjects.nodes.map((one: { name: string }) => one.name))
      after = data.region.subjects.pageInfo.endCursor
      more = data.region.subjects.pageInfo.hasNextPage
    }
    expect([...found].sort()).toEqual([...names].sort())
    if (args.includes('orderBy: { field: NAME') || args.includes('RISK_GRADE')) expect(found).toEqual(names)
    if (args.includes('HAZARD_SOURCES')) expect(found[0]).toBe(names[0])
  })

  it('page by name, and say where they lie and count', async () => {
    const first = (await county.query('{ region(code: "410928000000") { subjects(first: 1) { pageInfo { hasNextPage endCursor } nodes { name supervisedAt region { name } accountable { name } sectors { name } inspections { totalCount } } } } }')).data.region.subjects
    expect(first.nodes).toEqual([{ name: 'A_加油站', supervisedAt: 'COUNTY', region: { name: '柳屯镇' }, accountable: { name: '濮阳县' }, sectors: [{ name: '加油加气站' }], inspections: { totalCount: 2 } }])
    const rest = await county.query('query($after: String) { region(code: "410928000000") { subjects(after: $after) { nodes { name } } } }', { after: first.pageInfo.endCursor })
    expect(rest.data.region.subjects.nodes).toEqual([{ name: 'B化工' }, { name: 'C商城' }])
    expect((await county.query('{ region(code: "410928000000") { subjects(sector: "x") { totalCount } } }')).errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'sector' } }])
  })
})

describe('inspections', () => {
  it.each([
    ['{}', 3], ['{ nature: [GRID_PATROL, SELF_CHECK] }', 2], ['{ from: "2026-09-15", to: "2026-10-01" }', 2], ['{ search: "渗漏" }', 1], ['{ search: "b化工" }', 1],
    [`{ sector: "${globalId('Sector', chemicals)}" }`, 3], [`{ sector: "${globalId('Sector', stations)}" }`, 2], [`{ subject: "${globalId('Subject', firms.a.id)}" }`, 2], [`{ subject: "${globalId('Subject', firms.d.id)}" }`, 0],
  ])('%s', async (filter, count) => {
    const { data, errors } = await county.query(`{ inspections(filter: ${filter}) { totalCount nodes { finishedOn subject { name } } } }`)
    expect(errors).toBeUndefined()
    expect([data.inspections.totalCount, data.inspections.nodes.length]).toEqual([count, count])
    const days = data.inspections.nodes.map((one: { finishedOn: string }) => one.finishedOn)
    expect(days).toEqual(days.toSorted().toReversed())
  })

  it('are ordered by number too', async () => {
    const numbers = async (order: string) => (await county.query(`{ inspections(orderBy: { field: NUMBER, direction: ${order} }) { nodes { number } } }`)).data.inspections.nodes.map((one: { number: string }) => one.number)
    expect(await numbers('DESC')).toEqual((await numbers('ASC')).toReversed())
  })

  it('a period that ends before it begins is BAD_USER_INPUT', async () => {
    expect((await county.query('{ inspections(filter: { from: "2026-10-02", to: "2026-10-01" }) { totalCount } }')).errors).toMatchObject([{ extensions: { argument: 'filter.to' } }])
  })
})

describe('exports', () => {
  const lines = async (path: string) => (await (await county.fetch(path)).text()).replace('\uFEFF', '').trim().split('\r\n')
  const ask = (list: string, filter: object, orderBy?: object) => lines(`/export/${list}.csv?${new URLSearchParams({ filter: JSON.stringify(filter), ...(orderBy && { orderBy: JSON.stringify(orderBy) }) })}`)

  it('give what is filtered, in the order asked for, within the scope; no cell is a formula', async () => {
    const subjects = await ask('subjects', {}, { field: 'NAME', direction: 'DESC' })
    expect(subjects.slice(1).map((line) => line.split(',')[0])).toEqual(['C商城', 'B化工', 'A_加油站'])
    expect(await ask('subjects', { key: true, search: '加油' })).toHaveLength(2)
    expect(await ask('inspections', { nature: ['GRID_PATROL', 'SELF_CHECK'] })).toHaveLength(3)
    expect((await ask('inspections', { nature: ['SELF_CHECK'] }))[1]).toContain(`"'=HYPERLINK(""http://x"")"`)
    expect(await ask('inspections', { subject: globalId('Subject', firms.d.id) })).toHaveLength(1)
    const [headings, first] = await ask('subjects', { key: true })
    expect(headings).toContain(',地址,行业门类,行业代码,台账所列行业领域,规模,从业人员（人）,重大危险源等级,标准化等级,行业监管部门,备注')
    expect(first).toMatch(/,工业路1号,,,,,12,,,,"'=1\+1"$/)
    expect((await ask('inspections', { search: '渗漏' }))[1]).toMatch(/,专项检查,否,,2,,,,现场检查记录 1,3000\.5,,$/)
  })

  it('say in the title of which region and day, and below who, when and by which filters', async () => {
    const response = await county.fetch(`/export/inspections.xlsx?${new URLSearchParams({ filter: JSON.stringify({ nature: ['ADMINISTRATIVE'], from: '2026-09-01' }) })}`)
    const rows: unknown[] = []
    for await (const row of (await openWorkbook(new Uint8Array(await response.arrayBuffer()))).sheets[0]!.rows()) rows.push(row.cells[0])
    expect([rows[0], rows.length]).toEqual(['检查台账（截至2026-10-20）', 4])
    expect(rows[1]).toMatch(/^导出：.+　2026-10-20 \d\d:\d\d　筛选：行政检查；检查日期 2026-09-01 至 …$/)
  })

  it.each([['subjects', '{"kind":["BAD"]}', 'filter'], ['subjects', '{"region":"x"}', 'filter.region'], ['inspections', '{"from":"2026-02-30"}', 'filter'], ['inspections', '{"from":"2026-10-02","to":"2026-10-01"}', 'filter.to']])('%s %s is refused by %s', async (list, filter, argument) => {
    const response = await county.fetch(`/export/${list}.csv?filter=${encodeURIComponent(filter)}`)
    expect([response.status, await response.json()]).toMatchObject([400, { argument }])
  })

  it('are for those who may export', async () => {
    expect((await api.anonymous.fetch('/export/subjects.csv')).status).toBe(401)
  })
})

it('knows whether a field lies within a list', () => {
  const path = (...keys: (string | number)[]) => ({ path: keys.reduce<{ prev: undefined; key: string | number; typename: undefined } | undefined>((prev, key) => ({ prev, key, typename: undefined }) as never, undefined)! })
  expect([withinList(path('hazards', 'nodes', 0, 'contacts')), withinList(path('node', 'subject', 'contacts'))]).toEqual([true, false])
})
