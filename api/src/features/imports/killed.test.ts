import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { fixedClock, testDatabase } from '@anwang/testkit'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { largeLedger } from '../../../../packages/documents/test/large.ts'
import { startApi, type Client } from '../../../test/api.ts'
import { change, look, plantCounties, upload } from '../../../test/ledgers.ts'
import { COOKIE, sessionHash } from '../../auth/session.ts'

vi.setConfig({ testTimeout: 120_000 })

const ROWS = 2_000
const TOKEN = 'k'.repeat(43)
const db = await testDatabase()
const api = await startApi(db, fixedClock('2026-10-04'))
const file = await largeLedger(ROWS)
let county: Client
const running = new Set<ChildProcess>()
beforeAll(async () => {
  await plantCounties(db)
  county = await api.signInAs('puyang.office')
  await db.owner`insert into session (token_hash, account_id, expires_at) select ${sessionHash(TOKEN)}, id, now() + interval '1 hour' from account where user_name = 'puyang.office'`
})
afterAll(() => { for (const child of running) child.kill('SIGKILL') })

/** The product in a process of its own, on the same database. */
async function server(): Promise<{ client: Client; kill(): Promise<void> }> {
  const child = fork(join(import.meta.dirname, '../../../test/large-import.ts'), ['--serve', JSON.stringify(db.urls)], { execArgv: [] })
  running.add(child)
  const [url] = (await once(child, 'message')) as [string]
  const send: Client['fetch'] = (path, init = {}) => fetch(`${url}${path}`, { ...init, headers: { cookie: `${COOKIE}=${TOKEN}`, ...(init.headers as Record<string, string> | undefined) } })
  return {
    client: { fetch: send, query: async (query, variables) => (await (await send('/graphql', { method: 'POST', headers: { 'content-type': 'application/json', 'accept-language': 'zh' }, body: JSON.stringify({ query, variables }) })).json()) as never },
    async kill() {
      child.kill('SIGKILL')
      await once(child, 'exit')
      running.delete(child)
      // PostgreSQL takes a while to see that the other side is gone.
      await until(async () => !(await isWriting('import_batch')) && !(await isWriting('import_row')))
    },
  }
}

async function until(reached: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 60_000; !(await reached());) {
    if (Date.now() > end) throw new Error('it never came to that')
    await new Promise((done) => setTimeout(done, 20))
  }
}
/** Whether a transaction that has written to the table is open. */
const isWriting = async (table: string) => (await db.owner<{ n: number }[]>`select count(*)::int as n from pg_locks where relation = ${table}::regclass and mode = 'RowExclusiveLock'`)[0]!.n > 0
const counted = async () => (await db.owner`select (select count(*) from import_batch)::int as batches, (select count(*) from import_row)::int as rows, (select count(*) from event)::int as events, (select count(*) from contact)::int as contacts, (select count(*) from delta_pending)::int as deltas`)[0]

it('killed while a ledger is read: nothing of it is kept, and it may be uploaded again', async () => {
  const before = await counted()
  const { client, kill } = await server()
  const lost = upload(client, file).catch(() => 'lost')
  await until(() => isWriting('import_row'))
  await kill()
  expect(await lost).toBe('lost')
  expect(await counted()).toEqual(before)
})

it('killed while it is staged anew by answers: it stands as before them', async () => {
  const { id } = await upload(county, file)
  const before = await counted()
  const { client, kill } = await server()
  const lost = change(client, 'mapImport', { import: id, answers: [{ field: 'firm', value: '*', answer: 'new' }] }).catch(() => 'lost')
  await until(() => isWriting('import_row'))
  await kill()
  expect(await lost).toBe('lost')
  expect(await counted()).toEqual(before)
  expect(await look(county, id)).toMatchObject({ state: 'STAGED', counts: { asked: ROWS }, answers: [] })
  await change(county, 'discardImport', { import: id })
})

it('killed while its rows land: none has landed, the import says so and what to do, and lands whole when it is tried again', async () => {
  const { id } = await upload(county, file)
  await change(county, 'mapImport', { import: id, answers: [{ field: 'firm', value: '*', answer: 'new' }] })
  const before = await counted()
  const { client, kill } = await server()
  const lost = change(client, 'confirmImport', { import: id }).catch(() => 'lost')
  await until(async () => Number((await db.owner`select progress from import_batch order by id desc`)[0]!['progress'] ?? 0) > 0)
  await kill()
  expect(await lost).toBe('lost')
  expect(await counted()).toEqual(before)

  // For half a minute somebody else might still be about to begin.
  expect(await look(county, id)).toMatchObject({ state: 'IMPORTING', failure: null, viewerCanConfirm: false })
  expect(await change(county, 'confirmImport', { import: id })).toMatchObject({ code: 'WRONG_STATE' })
  await db.owner`update import_batch set started_at = started_at - interval '31 seconds'`
  expect(await look(county, id)).toMatchObject({ state: 'FAILED', failure: '服务器在导入途中停止了。', viewerCanConfirm: true, counts: { new: ROWS } })
  const again = await change(county, 'confirmImport', { import: id })
  expect(['IMPORTING', 'IMPORTED']).toContain(again.state)
  await until(async () => (await look(county, id)).state === 'IMPORTED')
  expect(await db.owner`select count(*)::int as hazards, count(distinct subject_id)::int as firms from hazard`).toEqual([{ hazards: ROWS, firms: ROWS / 4 }])
  expect(await db.owner`select count(*)::int as n from import_row where stream_id is null`).toEqual([{ n: 0 }])
})

it('of a failed one the rest may be thrown away instead', async () => {
  const { id } = await upload(county, await largeLedger(8))
  await db.owner`update import_batch set state = 'FAILED', failure = '{"zh":"出错","en":"failed"}' where state = 'STAGED'`
  expect(await look(county, id)).toMatchObject({ state: 'FAILED', failure: '出错' })
  await change(county, 'discardImport', { import: id })
  expect(await look(county, id)).toBeNull()
})
