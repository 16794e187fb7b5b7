import { createServer, connect, type Socket } from 'node:net'
import { fixedClock, testDatabase } from '@anwang/testkit'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startApi, type Client } from '../../test/api.ts'
import { plantAccount, plantRegions } from '../../test/world.ts'
import { regionId } from '@anwang/domain/regions'
import { globalId } from '../schema/nodes.ts'

const db = await testDatabase()
const target = new URL(db.urls.app)

/** A way to the database that can be cut. */
const sockets = new Set<Socket>()
const way = createServer((socket) => {
  const onward = connect(Number(target.port), target.hostname)
  for (const one of [socket, onward]) {
    sockets.add(one)
    one.on('error', () => undefined).on('close', () => {
      socket.destroy()
      onward.destroy()
      sockets.delete(one)
    })
  }
  socket.pipe(onward).pipe(socket)
})
const open = (port = 0) => new Promise<number>((done) => way.listen(port, '127.0.0.1', () => done((way.address() as { port: number }).port)))
const port = await open()
async function cut(): Promise<void> {
  const closed = new Promise((done) => way.close(done))
  for (const socket of sockets) socket.destroy()
  await closed
}
const api = await startApi({ ...db, urls: { ...db.urls, app: db.urls.app.replace(`:${target.port}/`, `:${port}/`) } }, fixedClock('2026-10-04'), { demonstration: true })
afterAll(() => { way.close() })
let county: Client
beforeAll(async () => {
  await plantRegions(db, { '': { name: '全国', level: 'COUNTRY' }, '41/': { name: '河南省', level: 'PROVINCE' } })
  await plantAccount(db, 'office', [{ role: 'COMMITTEE_OFFICE', path: '41/' }])
  county = await api.signInAs('office')
})

const VIEWER = '{ viewer { name } }'
const post = (query: string, language: string, variables: object = {}) =>
  county.fetch('/graphql', { method: 'POST', headers: { 'content-type': 'application/json', 'accept-language': language }, body: JSON.stringify({ query, variables }) })
const answers = () => expect.poll(async () => (await post(VIEWER, 'zh')).status, { timeout: 5_000 }).toBe(200)
const register = (name: string) => post('mutation($input: RegisterSubjectInput!) { registerSubject(input: $input) { __typename } }', 'zh',
  { input: { idempotencyKey: name, kind: 'HOUSEHOLD', name, region: globalId('Region', regionId('41/')) } })
const DONE = { data: { registerSubject: { __typename: 'RegisterSubjectPayload' } } }

it('answers 503 and when to ask again while the database is away, in the language of who asks, and by itself when it is back', async () => {
  await answers()
  await cut()
  for (const [language, words] of [['zh', '数据库暂时连接不上'], ['en', 'The database cannot be reached']] as const) {
    const response = await post(VIEWER, language)
    expect(response.status).toBe(503)
    expect(response.headers.get('retry-after')).toBe('2')
    expect(await response.json()).toEqual({ errors: [{ message: expect.stringContaining(words), extensions: { code: 'UNAVAILABLE' } }] })
  }
  const entering = await api.anonymous.fetch('/session', { method: 'POST', headers: { 'content-type': 'application/json', 'x-anwang': '1', 'accept-language': 'en' }, body: JSON.stringify({ demonstration: 'office' }) })
  expect(entering.status).toBe(503)
  expect(await entering.json()).toMatchObject({ code: 'UNAVAILABLE', message: expect.stringContaining('cannot be reached') })
  expect((await api.anonymous.fetch('/readyz')).status).toBe(503)
  expect((await api.anonymous.fetch('/healthz')).status).toBe(200)
  await open(port)
  await answers()
  expect((await api.anonymous.fetch('/readyz')).status).toBe(200)
})

it('answers 503 as a whole where the connection goes while an operation is under way', async () => {
  const asked = post('{ viewer { name home { name children { nodes { name } } } } office { name } }', 'zh')
  const statement = asked.then((response) => response.status)
  await cut()
  await open(port)
  expect([200, 503]).toContain(await statement)
  await answers()
})

it('says that nothing can be saved where the database only reads, and saves once it writes again', async () => {
  const [row] = await db.owner<[{ name: string }]>`select current_database() as name`
  await db.owner.unsafe(`alter database ${row.name} set default_transaction_read_only = on`)
  await cut()
  await open(port)
  await answers()
  const response = await register('食品店')
  expect(response.status).toBe(503)
  expect(await response.json()).toEqual({ errors: [{ message: expect.stringContaining('只能查看'), extensions: { code: 'UNAVAILABLE' } }] })
  await db.owner.unsafe(`alter database ${row.name} reset default_transaction_read_only`)
  await cut()
  await open(port)
  await answers()
  expect(await (await register('食品店')).json()).toEqual(DONE)
  expect(await db.owner`select name from subject`).toEqual([{ name: '食品店' }])
})

it('says that there is no room where the disk is full, and saves once there is', async () => {
  await db.owner.unsafe(`create function full_disk() returns trigger language plpgsql as $$ begin raise exception 'could not extend file: No space left on device' using errcode = 'disk_full'; end $$;
    create trigger full_disk before insert on event for each row execute function full_disk()`)
  const response = await register('修理店')
  expect(response.status).toBe(503)
  expect(await response.json()).toEqual({ errors: [{ message: expect.stringContaining('没有空间'), extensions: { code: 'UNAVAILABLE' } }] })
  await db.owner.unsafe('drop trigger full_disk on event')
  expect(await (await register('修理店')).json()).toEqual(DONE)
  expect(await db.owner`select name, (select count(*)::int from event where stream_id = s.id) as events from subject s where name = '修理店'`).toEqual([{ name: '修理店', events: 1 }])
})
