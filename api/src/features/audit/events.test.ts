import { regionId } from '@anwang/domain/regions'
import { fixedClock, testDatabase } from '@anwang/testkit'
import { beforeAll, describe, expect, it } from 'vitest'
import { startApi, type Client } from '../../../test/api.ts'
import { aHazard, aSubject, plant, plantContact } from '../../../test/records.ts'
import { plantAccount, plantOffice, plantRegions, plantSector } from '../../../test/world.ts'
import { globalId } from '../../schema/nodes.ts'

const db = await testDatabase()
const api = await startApi(db, fixedClock('2026-10-20'))
await plantRegions(db, {
  '': { name: '全国', level: 'COUNTRY' }, '41/': { name: '河南省', level: 'PROVINCE' }, '41/09/': { name: '濮阳市', level: 'CITY', code: '410900000000' },
  '41/09/28/': { name: '濮阳县', level: 'COUNTY', code: '410928000000' }, '41/09/23/': { name: '南乐县', level: 'COUNTY', code: '410923000000' },
})
await plantOffice(db, '41/09/', '2025-01-01')
const sector = await plantSector(db, '危险化学品')
for (const [name, role, path] of [
  ['county', 'COMMITTEE_OFFICE', '41/09/28/'], ['auditor', 'AUDITOR', '41/09/'], ['nanle.auditor', 'AUDITOR', '41/09/23/'], ['sysadmin', 'SYSTEM_ADMINISTRATOR', '41/09/'],
] as const) await plantAccount(db, name, [{ role, path }])
const firm = aSubject('41/09/28/', { name: '柳屯化工', sectorId: sector, assigned: ['PRIMARY', 'SECTOR'] })
const [one, other] = [aHazard(firm, '2026-08-01', { number: 'PY-1', description: '储罐泄漏' }, [['ordered', '2026-08-03', { dueOn: '2026-08-20', document: 'HAZARD_NOTIFICATION' }, '限期']]), aHazard(firm, '2026-08-01', { number: 'PY-2' })]
await plant(db, [firm.append, one.append, other.append])
await plantContact(db, 'subject', firm.id, firm.path, '王建设', '10000000001')

let auditor: Client, nanle: Client
beforeAll(async () => {
  auditor = await api.signInAs('auditor')
  nanle = await api.signInAs('nanle.auditor')
})
const FIELDS = 'totalCount pageInfo { hasNextPage endCursor } nodes { number stream record version type userName title region { name } source reason facts { name value } }'
const ask = async (who: Client, args = '') => (await who.query(`{ audit { events${args} { ${FIELDS} } } }`)).data.audit?.events

describe('what was done to records, for the auditor', () => {
  it('who did what to which record, where, and what it changed; the newest first', async () => {
    const { totalCount, nodes } = await ask(auditor)
    expect(totalCount).toBe(4)
    expect(nodes.map((event: { number: string }) => Number(event.number))).toEqual(nodes.map((event: { number: string }) => Number(event.number)).toSorted((a: number, b: number) => b - a))
    const ordered = nodes.find((event: { type: string }) => event.type === 'ordered')
    expect(ordered).toMatchObject({ stream: 'hazard', record: one.id, version: 2, region: { name: '濮阳县' }, reason: '限期' })
    expect(ordered.facts).toEqual(expect.arrayContaining([{ name: 'dueOn', value: '2026-08-20' }]))
    expect(nodes.find((event: { stream: string }) => event.stream === 'subject').facts).toEqual(expect.arrayContaining([{ name: 'sector', value: '危险化学品' }, { name: 'assigned', value: 'PRIMARY、SECTOR' }]))
    expect(JSON.stringify(nodes)).not.toMatch(/王建设|1000000/)
  })
  it('of one record alone, which stands in the second log', async () => {
    expect((await ask(auditor, `(record: "${one.id}")`)).nodes.map((event: { type: string }) => event.type)).toEqual(['ordered', 'registered'])
    expect((await auditor.query('{ audit { entries(first: 1) { nodes { action target targetType targetId userName } } } }')).data.audit.entries.nodes).toEqual([{ action: 'recordHistory', target: '隐患', targetType: 'Hazard', targetId: one.id, userName: 'auditor' }])
  })
  it('page by page', async () => {
    const { pageInfo, nodes } = await ask(auditor, '(first: 3)')
    expect([pageInfo.hasNextPage, nodes.length]).toEqual([true, 3])
    const rest = await ask(auditor, `(first: 3, after: "${pageInfo.endCursor}")`)
    expect(rest.nodes.map((event: { number: string }) => event.number)).not.toContain(nodes[2].number)
    expect([rest.nodes.length, rest.pageInfo.hasNextPage]).toEqual([1, false])
    const region = (code: string) => globalId('Region', regionId(code))
    expect([(await ask(auditor, `(region: "${region('41/09/28/')}")`)).totalCount, (await ask(auditor, `(region: "${region('41/09/23/')}")`)).totalCount]).toEqual([4, 0])
    for (const args of ['(region: "x")', '(record: "x")', '(after: "x")']) expect((await auditor.query(`{ audit { events${args} { totalCount } } }`)).errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }])
  })
  it('not to an auditor of elsewhere, nor to anybody else; and the record stays closed', async () => {
    expect(await ask(nanle)).toMatchObject({ totalCount: 0, nodes: [] })
    expect(await ask(nanle, `(record: "${one.id}")`)).toMatchObject({ totalCount: 0, nodes: [] })
    for (const name of ['county', 'sysadmin']) expect(await ask(await api.signInAs(name))).toBeUndefined()
    const id = globalId('Hazard', one.id)
    const { data } = await auditor.query(`{ audit { events { totalCount } } hazards { totalCount } node(id: "${id}") { id } }`)
    expect(data).toMatchObject({ audit: { events: { totalCount: 4 } }, hazards: { totalCount: 0 }, node: null })
  })
  it('and nothing is written by it', async () => {
    const scoped = db.app.begin(async (as) => {
      await as`select set_config('app.audit', '{(,)}', true)`
      await as`insert into event (stream, stream_id, version, type, schema, region_id, path, actor_id, source, occurred_at, payload) select stream, stream_id, 99, type, schema, region_id, path, actor_id, source, occurred_at, payload from event limit 1`
    })
    await expect(scoped).rejects.toThrow(/row-level security/)
  })
})

it('a neighbour\'s region that somebody opens is a refusal, told once; one above, that ranks the own, is none', async () => {
  const county = await api.signInAs('county')
  const opened = async (code: string) => (await county.query(`{ region(code: "${code}") { viewerSees } }`)).data.region.viewerSees
  expect([await opened('410923000000'), await opened('410923000000'), await opened('410900000000'), await opened('410928000000')]).toEqual([false, false, false, true])
  await auditor.query('{ region(code: "410923000000") { viewerSees } }')
  const { nodes } = (await auditor.query('{ audit { entries(filter: { search: "region" }) { nodes { what userName refused target reason details { name value } } } } }')).data.audit.entries
  expect(nodes).toEqual([{ what: '打开管辖范围以外的区域', userName: 'county', refused: true, target: '区域', reason: '不在管理范围内', details: [{ name: '区域', value: '南乐县' }] }])
})
