import { createServer, connect, type Socket } from 'node:net'
import { testDatabase } from '@anwang/testkit'
import { afterAll, expect, it } from 'vitest'
import { migrateDatabase } from './migrate.ts'
import { UnfitError, whenReachable } from './reach.ts'

const db = await testDatabase()
const target = new URL(db.urls.owner)
const sockets = new Set<Socket>()
const way = createServer((socket) => {
  const onward = connect(Number(target.port), target.hostname)
  for (const one of [socket, onward]) sockets.add(one.on('error', () => undefined))
  socket.pipe(onward).pipe(socket)
})
const open = (port = 0) => new Promise<number>((done) => way.listen(port, '127.0.0.1', () => done((way.address() as { port: number }).port)))
const port = await open()
await new Promise((done) => way.close(done))
afterAll(() => {
  for (const socket of sockets) socket.destroy()
  way.close()
})
const urls = (to: string) => ({ DATABASE_OWNER_URL: to })
const said: string[] = []
const log = (line: string): void => { said.push(line) }
const database = target.pathname.slice(1)

it('waits for a database that is away, says which and why once, and goes on by itself when it is there', async () => {
  const migrated = whenReachable(urls(db.urls.owner.replace(`:${target.port}/`, `:${port}/`)), log, async () => 'done')
  await expect.poll(() => said).toEqual([`DATABASE_OWNER_URL (anwang_owner@127.0.0.1:${port}/${database}) cannot be reached: connect ECONNREFUSED 127.0.0.1:${port}; trying again until it can`])
  await open(port)
  expect(await migrated).toBe('done')
  expect(said).toHaveLength(2)
})

it('waits for one that only reads', async () => {
  said.length = 0
  await db.owner.unsafe(`alter database ${database} set default_transaction_read_only = on`)
  const migrated = whenReachable(urls(db.urls.owner), log, () => migrateDatabase(db.urls.owner))
  await expect.poll(() => said).toEqual([expect.stringContaining('only reads: it takes no changes')])
  await db.owner.unsafe(`alter database ${database} reset default_transaction_read_only`)
  await migrated
})

it('waits for room where a migration found none, and nothing of it is left', async () => {
  said.length = 0
  let tries = 0
  await whenReachable(urls(db.urls.owner), log, async () => {
    if (++tries < 3) await db.owner.begin(async (sql) => {
      await sql`create table half (n int)`
      await sql`do $$ begin raise exception 'could not extend file: No space left on device' using errcode = 'disk_full'; end $$`
    })
  })
  expect(said).toEqual([expect.stringMatching(/^the database has no room: .*No space left on device; trying again until it can$/), 'the database is there'])
  expect(await db.owner`select to_regclass('half')::text as half`).toEqual([{ half: null }])
})

it('does not wait where that does not help: names what is wrong and never the password', async () => {
  const refusal = (to: string, oldest?: number) => whenReachable(urls(to), log, () => migrateDatabase(to), oldest).then(() => null, (error: unknown) => error as Error)
  const wrong = await refusal(db.urls.owner.replace(/:[^:@]+@/, ':wrongword@'))
  expect(wrong).toBeInstanceOf(UnfitError)
  expect(wrong!.message).toBe(`DATABASE_OWNER_URL: anwang_owner@127.0.0.1:${target.port}/${database} refuses: password authentication failed for user "anwang_owner"`)
  expect((await refusal(db.urls.owner.replace(database, 'nowhere')))!.message).toContain('database "nowhere" does not exist')
  expect((await refusal(db.urls.owner, 99))!.message).toMatch(/is PostgreSQL 18\.\d+.*; 99 is the oldest that serves$/)
})

it('refuses a database that a newer product has migrated, and touches nothing', async () => {
  const before = await db.owner`select * from drizzle.__drizzle_migrations order by id`
  await migrateDatabase(db.urls.owner)
  expect(await db.owner`select * from drizzle.__drizzle_migrations order by id`).toEqual(before)
  await db.owner`insert into drizzle.__drizzle_migrations (hash, created_at) values ('of tomorrow', ${Date.now() + 86_400_000 * 400})`
  await expect(migrateDatabase(db.urls.owner)).rejects.toThrow(/by a newer product; this one knows those up to \d{4}-\d\d-\d\d/)
})
