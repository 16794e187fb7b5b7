import { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { testDatabase } from '@anwang/testkit'
import { sql } from 'drizzle-orm'
import postgres from 'postgres'
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { connect, inScope, type Tx } from './client.ts'
import { unavailable } from './unavailable.ts'

const test = await testDatabase()
const { db, close } = connect(test.urls.owner, { max: 2 })
const root = postgres(test.urls.super, { max: 1, onnotice: () => undefined })
await test.owner`create table written (n int)`
const [{ name }] = await test.owner<[{ name: string }]>`select current_database() as name`
afterAll(() => Promise.all([close(), root.end()]))
beforeEach(async () => { await test.owner`delete from written` })

const write = (tx: Tx, n: number) => tx.execute(sql`insert into written values (${n})`)
const written = async () => (await test.owner<{ n: number }[]>`select n from written order by n`).map(({ n }) => n)
/** Ends the session of a transaction, as a server does that is shut down or killed. */
async function cut(tx: Tx): Promise<void> {
  const [row] = await tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`)
  await root`select pg_terminate_backend(${row!.pid}, 5000)`
}
const nowhere = { accountId: null, terms: [] }
type Transaction = <T>(work: (tx: Tx) => Promise<T>) => Promise<T>

describe.each<[string, Transaction]>([
  ['a transaction', (work) => db.transaction(work)], ['a transaction that sends its scope ahead', (work) => inScope(db, nowhere, work)],
])('%s whose connection is lost', (_, transaction) => {
  const twice = (n: number) => transaction(async (tx) => {
    await write(tx, n)
    await sleep(100)
    await write(tx, n)
  })

  it('fails as unavailable while a statement runs, and what it wrote is gone', async () => {
    const lost = transaction(async (tx) => {
      await write(tx, 1)
      await Promise.all([tx.execute(sql`select pg_sleep(5)`), write(tx, 2), write(tx, 3)])
    }).catch(unavailable)
    await root`select pg_terminate_backend(${await sleeping()}, 5000)`
    expect(await lost).toBe('AWAY')
    expect(await written()).toEqual([])
  })

  it('says nothing into the transaction that has its connection next: neither statements nor its own rollback', async () => {
    const lost = transaction(async (tx) => {
      await write(tx, 1)
      await cut(tx)
      await sleep(50)
      await write(tx, 2)
    }).catch(unavailable)
    await sleep(20)
    const others = [3, 4, 5, 6].map(twice)
    expect(await lost).toBe('AWAY')
    await Promise.all(others)
    expect(await written()).toEqual([3, 3, 4, 4, 5, 5, 6, 6])
  })

  it('leaves the pool as it was, however often', async () => {
    for (let round = 0; round < 10; round++) {
      const all = Promise.allSettled([1, 2, 3].map(twice))
      await sleep(50)
      await root`select pg_terminate_backend(pid, 5000) from pg_stat_activity where usename = 'anwang_owner' and datname = ${name} and query like '%written%' and query not like 'delete%'`
      await all
    }
    await test.owner`delete from written`
    await Promise.all([7, 8, 9].map(twice))
    expect(await written()).toEqual([7, 7, 8, 8, 9, 9])
  })
})

describe('a transaction that sends its scope ahead', () => {
  it('begins, says its scope and asks in one write, and commits in another', async () => {
    const work = () => inScope(db, nowhere, (tx) => tx.execute<{ scope: string; state: string }>(sql`select current_setting('app.scope') as scope, ${'x'}::text as state`))
    for (let connection = 0; connection < 4; connection++) await work()
    const writes = vi.spyOn(Socket.prototype, 'write')
    expect([...await work()]).toEqual([{ scope: '{}', state: 'x' }])
    expect(writes).toHaveBeenCalledTimes(2)
    writes.mockRestore()
  })

  it('fails where it cannot begin, without a scope to see or write anything in, and leaves its connection to the next', async () => {
    const app = postgres(test.urls.app, { max: 1, onnotice: () => undefined })
    const begin = app.begin.bind(app) as unknown as (mode: string, work: (tx: postgres.TransactionSql) => unknown, ahead: boolean) => Promise<unknown>
    const set = `select set_config('app.scope', '{(,)}', true), set_config('app.whole', '{(,)}', true)`
    const region = `select count(*)::int as n from region`
    await test.owner`insert into region (id, level, kind, path, valid_from) values (gen_random_uuid(), 'COUNTRY', 'ADMINISTRATIVE', '', '2000-01-01')`
    const found: unknown[] = []
    const refused = await begin('work nonsense', async (tx) => {
      const [, seen] = await Promise.all([tx.unsafe(set), tx.unsafe(region)])
      found.push(...seen)
      await tx.unsafe(set)
    }, true).catch((error: unknown) => error)
    expect(refused).toMatchObject({ code: '42601' })
    await sleep(50)
    expect(found).toEqual([{ n: 0 }])
    // What has a parameter is described first on a new connection: the others wait behind it.
    const waiting: Promise<unknown>[] = []
    expect(await begin('work nonsense', async (tx) => {
      waiting.push(...[tx.unsafe('select $1::int', [1]), tx.unsafe(region)].map((one) => one.then(() => 'answered', () => 'refused')))
      await Promise.all(waiting)
    }, true).catch((error: unknown) => error)).toMatchObject({ code: '42601' })
    expect((await Promise.all(waiting)).at(-1)).toBe('refused')
    expect(await begin('read only', async (tx) => (await Promise.all([tx.unsafe(set), tx.unsafe(region)]))[1], true)).toEqual([{ n: 1 }])
    expect([...await app.unsafe(region)]).toEqual([{ n: 0 }])
    await app.end()
  })
})

it('a server that is away is known as such, soon, whoever asks', async () => {
  const away = connect(test.urls.owner.replace(/:\d+\//, ':9/'), { max: 2 })
  const began = Date.now()
  const errors = await Promise.all(Array.from({ length: 10 }, () => away.db.execute(sql`select 1`).then(() => null, unavailable)))
  expect(new Set(errors)).toEqual(new Set(['AWAY']))
  expect(Date.now() - began).toBeLessThan(8_000)
  await away.close()
  expect(await db.execute(sql`select 1 / 0`).catch(unavailable)).toBeNull()
  expect(await db.transaction((tx) => write(tx, 1), { accessMode: 'read only' }).catch(unavailable)).toBe('READ_ONLY')
  expect(unavailable(undefined)).toBeNull()
})

/** The session that sleeps in a statement, once there is one. */
async function sleeping(): Promise<number> {
  for (;;) {
    const [row] = await root<{ pid: number }[]>`select pid from pg_stat_activity where query like 'select pg_sleep%' and state = 'active' and datname = ${name}`
    if (row) return row.pid
    await sleep(10)
  }
}
