import { regionId } from '@anwang/domain/regions'
import { fixedClock, testDatabase } from '@anwang/testkit'
import { describe, expect, it } from 'vitest'
import { startApi, type Client } from '../../test/api.ts'
import { aHazard, aSubject, plant, plantContact } from '../../test/records.ts'
import { foldFigures, plantAccount, plantRegions, plantSector } from '../../test/world.ts'
import { globalId } from '../schema/nodes.ts'

const db = await testDatabase()
const today = '2026-10-20'
const api = await startApi(db, fixedClock(today))
const [CITY, COUNTY, OTHER] = ['41/09/', '41/09/28/', '41/09/23/']
await plantRegions(db, {
  '': { name: '全国', level: 'COUNTRY' }, '41/': { name: '河南省', level: 'PROVINCE', code: '410000000000' }, [CITY]: { name: '濮阳市', level: 'CITY', code: '410900000000' },
  [COUNTY]: { name: '濮阳县', level: 'COUNTY', code: '410928000000' }, [OTHER]: { name: '南乐县', level: 'COUNTY', code: '410923000000' },
})
const [fire, mines] = [await plantSector(db, '消防'), await plantSector(db, '矿山')]
const firms = Object.fromEntries(([['A-fire', COUNTY, fire], ['A-mines', COUNTY, mines], ['B-fire', OTHER, fire], ['B-mines', OTHER, mines]] as const).map(([name, path, sectorId]) => [name, aSubject(path, { name, sectorId })]))
const hazards = Object.fromEntries(Object.entries(firms).map(([name, firm]) => [name, aHazard(firm, '2026-10-10', { number: name })]))
await plant(db, [...Object.values(firms), ...Object.values(hazards)].map(({ append }) => append))
for (const [name, firm] of Object.entries(firms)) await plantContact(db, 'subject', firm.id, firm.path, `王${name}`, '13800000000')
await foldFigures(db, today)

await plantAccount(db, 'both', [{ role: 'COMMITTEE_OFFICE', path: COUNTY }, { role: 'DEPARTMENT', path: CITY, sectors: [fire] }])
await plantAccount(db, 'leader', [{ role: 'LEADER', path: CITY }, { role: 'DEPARTMENT', path: COUNTY, sectors: [fire] }])
await plantAccount(db, 'firm', [{ role: 'ENTERPRISE', path: COUNTY, subjectId: firms['A-mines']!.id }, { role: 'DEPARTMENT', path: OTHER, sectors: [fire] }])
await plantAccount(db, 'departments', [{ role: 'DEPARTMENT', path: COUNTY, sectors: [fire] }, { role: 'DEPARTMENT', path: OTHER, sectors: [mines] }])
await plantAccount(db, 'office', [{ role: 'COMMITTEE_OFFICE', path: CITY }])

const region = (path: string) => globalId('Region', regionId(path))
const numbers = async (client: Client, filter = '') => (await client.query(`{ hazards${filter} { totalCount nodes { number } } }`)).data.hazards
const all = ['A-fire', 'A-mines', 'B-fire', 'B-mines']

describe.each<[string, string[], Record<string, [number | null, string[] | null]>]>([
  ['both', ['A-fire', 'A-mines', 'B-fire'], { 濮阳市: [3, ['消防']], 濮阳县: [2, null], 南乐县: [1, ['消防']] }],
  ['leader', all, { 濮阳市: [4, null], 濮阳县: [2, null], 南乐县: [2, null] }],
  ['firm', ['A-mines', 'B-fire'], { 濮阳市: [null, null], 濮阳县: [null, null], 南乐县: [1, ['消防']] }],
  ['departments', ['A-fire', 'B-mines'], { 濮阳市: [null, null], 濮阳县: [1, ['消防']], 南乐县: [1, ['矿山']] }],
  ['office', all, { 濮阳市: [4, null], 濮阳县: [2, null], 南乐县: [2, null] }],
])('%s', (user, shown, figures) => {
  it('sees the records of all posts and no others: in lists, by id, by search, by cursor', async () => {
    const client = await api.signInAs(user)
    const { totalCount, nodes } = await numbers(client)
    expect([totalCount, nodes.map((one: { number: string }) => one.number).toSorted()]).toEqual([shown.length, shown.toSorted()])
    for (const name of all) {
      const { data } = await client.query(`{ node(id: "${globalId('Hazard', hazards[name]!.id)}") { ... on Hazard { number events { totalCount } } } hazards(filter: { search: "${name}" }) { totalCount } }`)
      expect([name, data.node, data.hazards.totalCount]).toEqual([name, shown.includes(name) ? { number: name, events: { totalCount: 1 } } : null, shown.includes(name) ? 1 : 0])
    }
  })

  it('sees figures by what its posts show of each region, and says of which sectors', async () => {
    const client = await api.signInAs(user)
    const fields = 'name viewerSectors { name } metrics(period: "2026-Q4") { hazardsFoundGeneral }'
    const { data } = await client.query(`{ region(code: "410900000000") { ${fields} children { nodes { ${fields} } } } }`)
    type Shown = { name: string; viewerSectors: { name: string }[] | null; metrics: { hazardsFoundGeneral: number } | null }
    const found = [data.region, ...data.region.children.nodes].map((one: Shown) => [one.name, [one.metrics?.hazardsFoundGeneral ?? null, one.viewerSectors?.map(({ name }) => name) ?? null]])
    expect(Object.fromEntries(found)).toEqual(figures)
  })

  it('a figure leads to as many records as it says', async () => {
    const client = await api.signInAs(user)
    for (const [path, name] of [[CITY, '濮阳市'], [COUNTY, '濮阳县'], [OTHER, '南乐县']] as const) {
      const [figure] = figures[name]!
      if (figure !== null) expect([name, (await numbers(client, `(filter: { accountable: "${region(path)}", foundFrom: "2026-10-01", foundTo: "2026-10-20" })`)).totalCount]).toEqual([name, figure])
    }
  })
})

const order = (client: Client, name: string) => client.query(`mutation { orderRectification(input: { idempotencyKey: "${name}", hazard: "${globalId('Hazard', hazards[name]!.id)}", expectedVersion: 1, dueOn: "2026-10-22" }) { __typename ... on UserError { code } } }`)
  .then(({ data }) => data.orderRectification.__typename as string)

it.each<[string, Record<string, 'may' | 'may not' | 'unseen'>]>([
  ['leader', { 'A-fire': 'may', 'A-mines': 'may not', 'B-fire': 'may not', 'B-mines': 'may not' }],
  ['firm', { 'A-fire': 'unseen', 'A-mines': 'may not', 'B-fire': 'may', 'B-mines': 'unseen' }],
  ['both', { 'A-mines': 'may', 'B-mines': 'unseen' }],
  ['departments', { 'A-mines': 'unseen', 'B-fire': 'unseen', 'B-mines': 'may' }],
])('%s does what one post allows only where that post reaches', async (user, expected) => {
  const client = await api.signInAs(user)
  for (const [name, may] of Object.entries(expected))
    expect([name, await order(client, name)]).toEqual([name, { may: 'OrderRectificationPayload', 'may not': 'Forbidden', unseen: 'NotFound' }[may]])
})

it('shows names and numbers whole where a working post shows the record, masked where another does', async () => {
  const contacts = async (user: string, name: string) => (await (await api.signInAs(user)).query(`{ node(id: "${globalId('Subject', firms[name]!.id)}") { ... on Subject { contacts { phone } } } }`)).data.node?.contacts.map(({ phone }: { phone: string }) => phone)
  expect(await Promise.all(all.map((name) => contacts('leader', name)))).toEqual([['13800000000'], ['138****0000'], ['138****0000'], ['138****0000']])
  expect(await Promise.all(all.map((name) => contacts('firm', name)))).toEqual([undefined, ['13800000000'], ['13800000000'], undefined])
  expect(await Promise.all(all.map((name) => contacts('both', name)))).toEqual([['13800000000'], ['13800000000'], ['13800000000'], undefined])
})

it('the second post counts from its day and ends with it, from the next request on', async () => {
  const client = await api.signInAs('both')
  await db.owner`update account_grant set valid_to = ${today} where role = 'DEPARTMENT' and account_id = (select id from account where user_name = 'both')`
  expect((await numbers(client)).totalCount).toBe(2)
  await db.owner`update account_grant set valid_to = null where role = 'DEPARTMENT' and account_id = (select id from account where user_name = 'both')`
  expect((await numbers(client)).totalCount).toBe(3)
})
