import { fixedClock, testDatabase } from '@anwang/testkit'
import { beforeAll, describe, expect, it } from 'vitest'
import { startApi, type Client } from '../../../test/api.ts'
import { plantInspection, plantSubject } from '../../../test/records.ts'
import { plantAccount, plantRegions, plantSector } from '../../../test/world.ts'
import { globalId } from '../../schema/nodes.ts'
import { maskedName, maskedPhone, withinList } from './contacts.ts'

const db = await testDatabase()
const api = await startApi(db, fixedClock('2026-10-20'))
await plantRegions(db, {
  '': { name: '全国', level: 'COUNTRY' }, '41/': { name: '河南省', level: 'PROVINCE' }, '41/09/': { name: '濮阳市', level: 'CITY' },
  '41/09/28/': { name: '濮阳县', level: 'COUNTY', code: '410928000000' }, '41/09/28/101/': { name: '柳屯镇', level: 'STREET', code: '410928101000' }, '41/09/23/': { name: '南乐县', level: 'COUNTY', code: '410923000000' },
})
const chemicals = await plantSector(db, '危险化学品')
const stations = await plantSector(db, '加油加气站', chemicals)
const firms = {
  a: await plantSubject(db, '41/09/28/101/', { name: 'A_加油站', sectorId: stations, riskGrade: 'RED', accountPath: '41/09/28/' }),
  b: await plantSubject(db, '41/09/28/101/', { name: 'B化工', sectorId: chemicals, riskGrade: 'BLUE', status: 'SUSPENDED' }),
  c: await plantSubject(db, '41/09/28/', { name: 'C商城', kind: 'SITE' }),
  d: await plantSubject(db, '41/09/23/', { name: 'D铸造' }),
}
await plantInspection(db, firms.a, '2026-09-01', { nature: 'ADMINISTRATIVE', findings: '阀门渗漏' })
await plantInspection(db, firms.a, '2026-09-15', { nature: 'GRID_PATROL' })
await plantInspection(db, firms.b, '2026-10-01', { nature: 'SELF_CHECK' })
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

  it('a period that ends before it begins is BAD_USER_INPUT', async () => {
    expect((await county.query('{ inspections(filter: { from: "2026-10-02", to: "2026-10-01" }) { totalCount } }')).errors).toMatchObject([{ extensions: { argument: 'filter.to' } }])
  })
})

it('masks names and telephone numbers', () => {
  expect(['王建设', '欧阳', null].map(maskedName)).toEqual(['王**', '欧**', null])
  expect(['10000000001', '110', null].map(maskedPhone)).toEqual(['1000****001', '****', null])
  const path = (...keys: (string | number)[]) => ({ path: keys.reduce<{ prev: undefined; key: string | number; typename: undefined } | undefined>((prev, key) => ({ prev, key, typename: undefined }) as never, undefined)! })
  expect([withinList(path('hazards', 'nodes', 0, 'contacts')), withinList(path('node', 'subject', 'contacts'))]).toEqual([true, false])
})
