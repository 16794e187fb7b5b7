import type { TransactionSql } from 'postgres'
import { connect, multirange, newId } from '@anwang/db'
import { regionId } from '@anwang/domain/regions'
import { fixedClock, testDatabase } from '@anwang/testkit'
import { describe, expect, it } from 'vitest'
import { startApi, type Client } from '../../test/api.ts'
import { aHazard, aSubject, plant } from '../../test/records.ts'
import { plantAccount, plantRegions } from '../../test/world.ts'
import { postsOf } from '../features/hazards/store/accounts.ts'
import { globalId } from '../schema/nodes.ts'

/** On this day 柳屯镇 goes from 濮阳县 to 南乐县, and 清河头 and 徐镇 are merged into 清徐镇. */
const DAY = '2026-07-01'
const db = await testDatabase()
const clock = fixedClock('2026-06-30')
const api = await startApi(db, clock)
const [CITY, FROM, TO] = ['41/09/', '41/09/28/', '41/09/23/']
const [LIUTUN, MOVED, QINGHE, XUZHEN, MERGED, NEIGHBOUR, THERE] = [`${FROM}101/`, `${TO}150/`, `${FROM}102/`, `${FROM}103/`, `${FROM}102-2026/`, `${FROM}104/`, `${TO}101/`]
const street = (name: string, more: object = {}) => ({ name, level: 'STREET' as const, ...more })
await plantRegions(db, {
  '': { name: '全国', level: 'COUNTRY' }, '41/': { name: '河南省', level: 'PROVINCE' }, [CITY]: { name: '濮阳市', level: 'CITY' }, [FROM]: { name: '濮阳县', level: 'COUNTY' }, [TO]: { name: '南乐县', level: 'COUNTY' },
  [LIUTUN]: street('柳屯镇', { validTo: DAY }), [MOVED]: street('柳屯镇（新）', { validFrom: DAY }), [QINGHE]: street('清河头乡', { validTo: DAY }), [XUZHEN]: street('徐镇镇', { validTo: DAY }),
  [MERGED]: street('清徐镇', { validFrom: DAY }), [NEIGHBOUR]: street('八公桥镇'), [THERE]: street('元村镇'),
})
for (const [from, to] of [[LIUTUN, MOVED], [QINGHE, MERGED], [XUZHEN, MERGED]] as const) await db.owner`insert into region_succession (from_id, to_id, "on") values (${regionId(from)}, ${regionId(to)}, ${DAY})`
const places = { LIUTUN, MOVED, QINGHE, XUZHEN, MERGED, NEIGHBOUR, THERE }
const subjects = Object.entries(places).map(([name, path]) => ({ name, ...aSubject(path, { name }) }))
const hazards = subjects.map((subject) => aHazard(subject, '2026-06-20', { number: subject.name }))
await plant(db, [...subjects, ...hazards].map(({ append }) => append))

for (const [name, path] of Object.entries(places)) if (name !== 'MOVED' && name !== 'MERGED') await plantAccount(db, name, [{ role: 'STREET_WORKER', path }])
await plantAccount(db, 'from', [{ role: 'COMMITTEE_OFFICE', path: FROM }])
await plantAccount(db, 'to', [{ role: 'COMMITTEE_OFFICE', path: TO }])
await plantAccount(db, 'city', [{ role: 'COMMITTEE_OFFICE', path: CITY }])
await plantAccount(db, 'from.security', [{ role: 'SECURITY_ADMINISTRATOR', path: FROM }])
await plantAccount(db, 'to.security', [{ role: 'SECURITY_ADMINISTRATOR', path: TO }])

const shown = async (client: Client) => (await client.query('{ hazards(first: 200) { nodes { number } } }')).data.hazards.nodes.map((one: { number: string }) => one.number).toSorted()
const post = async (client: Client) => (await client.query('{ viewer { home { name } grants { role region { name } } } }')).data.viewer

/** Before the day, and from it on. */
describe.each<[string, string[], string[], string]>([
  ['LIUTUN', ['LIUTUN'], ['LIUTUN', 'MOVED'], '柳屯镇（新）'],
  ['QINGHE', ['QINGHE'], ['MERGED', 'QINGHE', 'XUZHEN'], '清徐镇'],
  ['XUZHEN', ['XUZHEN'], ['MERGED', 'QINGHE', 'XUZHEN'], '清徐镇'],
  // Beside what moved, beside what merged, and where it moved to: they must see none of it.
  ['NEIGHBOUR', ['NEIGHBOUR'], ['NEIGHBOUR'], '八公桥镇'],
  ['THERE', ['THERE'], ['THERE'], '元村镇'],
  // The county that it left keeps the past, the one that it joined has both.
  ['from', ['LIUTUN', 'MERGED', 'NEIGHBOUR', 'QINGHE', 'XUZHEN'], ['LIUTUN', 'MERGED', 'NEIGHBOUR', 'QINGHE', 'XUZHEN'], '濮阳县'],
  ['to', ['MOVED', 'THERE'], ['LIUTUN', 'MOVED', 'THERE'], '南乐县'],
  ['city', Object.keys(places), Object.keys(places), '濮阳市'],
])('%s', (user, before, after, name) => {
  it('sees by its post what the region is, and what it was, from the day on', async () => {
    const client = await api.signInAs(user)
    clock.set('2026-06-30')
    expect(await shown(client)).toEqual(before.toSorted())
    clock.set(DAY)
    expect(await shown(client)).toEqual(after.toSorted())
    expect(await post(client)).toMatchObject({ home: { name }, grants: [{ region: { name } }] })
  })
})

it('works by its post where the region went, and not beside it', async () => {
  clock.set(DAY)
  const register = async (user: string, at: string) => {
    const subject = subjects.find(({ name }) => name === at)!
    const { data } = await (await api.signInAs(user)).query(`mutation { registerHazard(input: { idempotencyKey: "${user} ${at}", subject: "${globalId('Subject', subject.id)}", source: GRID_PATROL, description: "漏", level: GENERAL }) { __typename } }`)
    return data.registerHazard.__typename
  }
  expect(await Promise.all([register('LIUTUN', 'MOVED'), register('QINGHE', 'MERGED'), register('XUZHEN', 'MERGED')])).toEqual(['RegisterHazardPayload', 'RegisterHazardPayload', 'RegisterHazardPayload'])
  expect(await Promise.all([register('THERE', 'MOVED'), register('NEIGHBOUR', 'MERGED'), register('from', 'MOVED'), register('LIUTUN', 'THERE')])).toEqual(['NotFound', 'NotFound', 'NotFound', 'NotFound'])
})

it('is the post of whoever holds it at the successor: nobody re-inspects by the same post', async () => {
  const { db: worker, close } = connect(db.urls.worker, { max: 1 })
  const id = (await db.owner`select id from account where user_name = 'LIUTUN'`)[0]!['id'] as string
  expect([await postsOf(worker, id, '2026-06-30'), await postsOf(worker, id, DAY)].map(([one]) => one!.regionId)).toEqual([regionId(LIUTUN), regionId(MOVED)])
  await close()
})

describe('what a post shows of closed regions', () => {
  const pathsOf = async (user: string, today: string) => {
    const token = `${user} ${today} ${newId()}`
    await db.owner`insert into session ${db.owner({ id: newId(), account_id: (await db.owner`select id from account where user_name = ${user}`)[0]!['id'], token_hash: token, expires_at: new Date(Date.now() + 3_600_000) })}`
    const [viewer] = await db.app`select grants from session_viewer(${token}, ${today})`
    return viewer!['grants'].flatMap(({ paths }: { paths: string[] }) => paths)
  }

  it('is named where it lies outside of the post, and not where the post shows it anyway', async () => {
    for (const user of ['city', 'from', 'NEIGHBOUR']) expect(await pathsOf(user, DAY)).toHaveLength(1)
    expect(await pathsOf('to', DAY)).toEqual([TO, LIUTUN].toSorted())
    expect(await pathsOf('to', '2026-06-30')).toEqual([TO])
    expect(await pathsOf('LIUTUN', DAY)).toEqual([LIUTUN, MOVED].toSorted())
    expect(await pathsOf('QINGHE', DAY)).toEqual([MERGED, QINGHE, XUZHEN].toSorted())
  })

  it('follows a succession that is entered, changed and taken back', async () => {
    const succession = (from: string, to: string) => db.owner`insert into region_succession (from_id, to_id, "on") values (${regionId(from)}, ${regionId(to)}, ${DAY})`
    await succession(NEIGHBOUR, THERE)
    expect(await pathsOf('to', DAY)).toEqual([TO, LIUTUN, NEIGHBOUR].toSorted())
    expect(await pathsOf('THERE', DAY)).toEqual([NEIGHBOUR, THERE].toSorted())
    await db.owner`update region_succession set to_id = ${regionId(MERGED)} where from_id = ${regionId(NEIGHBOUR)}`
    expect([await pathsOf('to', DAY), await pathsOf('THERE', DAY)]).toEqual([[TO, LIUTUN].toSorted(), [THERE]])
    expect(await pathsOf('XUZHEN', DAY)).toEqual([MERGED, QINGHE, XUZHEN, NEIGHBOUR].toSorted())
    await db.owner`delete from region_succession where from_id = ${regionId(NEIGHBOUR)}`
    expect(await pathsOf('XUZHEN', DAY)).toEqual([MERGED, QINGHE, XUZHEN].toSorted())
    // What is told at each place is only what comes from outside of it, so that no post is told of all that happened below.
    expect((await db.owner`select path from succession_reach where from_id = ${regionId(QINGHE)}`).map(({ path }) => path)).toEqual([MERGED])
  })
})

it('goes on where the successor was succeeded again, and stays where nothing followed', async () => {
  const [second, third] = [`${TO}151/`, `${TO}199/`]
  await plantRegions(db, { [second]: street('柳屯街道', { validFrom: '2027-01-01' }), [third]: street('撤销乡', { validTo: '2026-07-01' }) })
  await db.owner`update region set valid_to = '2027-01-01' where path = ${MOVED}`
  await db.owner`insert into region_succession (from_id, to_id, "on") values (${regionId(MOVED)}, ${regionId(second)}, '2027-01-01')`
  await plantAccount(db, 'gone', [{ role: 'STREET_WORKER', path: third }])
  clock.set('2026-12-31')
  expect((await post(await api.signInAs('LIUTUN'))).grants).toMatchObject([{ region: { name: '柳屯镇（新）' } }])
  clock.set('2027-01-01')
  expect((await post(await api.signInAs('LIUTUN'))).grants).toMatchObject([{ region: { name: '柳屯街道' } }])
  expect(await shown(await api.signInAs('LIUTUN'))).toEqual(expect.arrayContaining(['LIUTUN', 'MOVED']))
  expect((await post(await api.signInAs('gone'))).grants).toMatchObject([{ region: { name: '撤销乡' } }])
})

describe('the account of somebody whose town joined another county', () => {
  const names = async (user: string) => (await (await api.signInAs(user)).query('{ accounts(first: 200) { nodes { userName viewerCanChange } } }')).data.accounts.nodes
    .filter((one: { viewerCanChange: boolean }) => one.viewerCanChange).map((one: { userName: string }) => one.userName)
  const LIU = 'LIUTUN'

  it('is administered there, and by the county that it left no longer', async () => {
    clock.set('2026-06-30')
    expect([(await names('from.security')).includes(LIU), (await names('to.security')).includes(LIU)]).toEqual([true, false])
    clock.set(DAY)
    expect([(await names('from.security')).includes(LIU), (await names('to.security')).includes(LIU)]).toEqual([false, true])
    const id = (await db.owner`select id from account where user_name = ${LIU}`)[0]!['id'] as string
    const renew = async (user: string) => (await (await api.signInAs(user)).query(`mutation { renewInvitation(input: { idempotencyKey: "${user}", account: "${globalId('Account', id)}" }) { __typename } }`)).data.renewInvitation.__typename
    expect(await renew('from.security')).not.toBe('RenewInvitationPayload')
    expect(await renew('to.security')).toBe('RenewInvitationPayload')
  })

  it('row security alone holds it so', async () => {
    const [account] = await db.owner`select id from account where user_name = ${LIU}`
    // A server that sets no day is refused as if the day had come.
    const as = (path: string, today: string, work: (tx: TransactionSql) => Promise<unknown[]>) => db.app.begin(async (tx) => {
      await tx`select set_config('app.scope', '{}', true), set_config('app.account', ${newId()}, true), set_config('app.administers', ${multirange([path, ...(path === TO ? [LIUTUN] : [])])}, true), set_config('app.today', ${today}, true)`
      return (await work(tx)).length
    })
    const posts = (tx: TransactionSql) => tx`update account_grant set valid_to = '2030-01-01' where account_id = ${account!['id']} returning id`
    const accounts = (tx: TransactionSql) => tx`select id from account where id = ${account!['id']}`
    for (const work of [accounts, posts]) expect([await as(FROM, '2026-06-30', work), await as(FROM, DAY, work), await as(FROM, '', work), await as(TO, DAY, work)]).toEqual([1, 0, 0, 1])
  })
})
