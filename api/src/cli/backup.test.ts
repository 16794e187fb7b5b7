import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { openArchive, writeArchive } from '@anwang/db/backup/archive'
import { readManifest } from '@anwang/db/backup/manifest'
import { PASSING_FILES, STATE_FILES } from '@anwang/db/backup/state'
import { toolFor } from '@anwang/db/backup/tools'
import { startEmbedded } from '@anwang/db/embedded'
import { migrateDatabase } from '@anwang/db/migrate'
import { fixedClock } from '@anwang/testkit'
import { Command } from 'commander'
import postgres from 'postgres'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { installedPostgres, startInstalled } from '../../test/backup/installed.ts'
import { cookieOf, missing, startLoad } from '../../test/backup/load.ts'
import { plantedWorld } from '../../test/backup/world.ts'
import { readEnv } from '../env.ts'
import { serve } from '../main.ts'
import { register as registerAudit } from './audit.ts'
import { register as registerBackup } from './backup.ts'
import { register as registerRestore } from './restore.ts'

const TODAY = '2026-10-20'
const MAIN = fileURLToPath(new URL('main.ts', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'anwang-backup-'))
const cleanup: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true })]
afterAll(async () => {
  for (const end of cleanup.toReversed()) await end()
})

const SET = { ANWANG_CLOCK: `${TODAY}T09:00:00+08:00`, NODE_ENV: 'test' }

interface Ran {
  readonly code: number | null
  readonly said: string
}

const started: ChildProcess[] = []
cleanup.push(() => { for (const child of started) child.kill('SIGKILL') })

const exited = (error: unknown): number => (error as { exitCode?: number }).exitCode ?? 1

/** The command in this process. */
async function anwang(args: readonly string[], env: Readonly<Record<string, string>>): Promise<Ran> {
  let said = ''
  const print = (text: string): void => { said += `${text}\n` }
  const spies = [vi.spyOn(console, 'log').mockImplementation(print), vi.spyOn(console, 'error').mockImplementation(print)]
  const program = new Command().exitOverride().configureOutput({ writeErr: print })
  for (const register of [registerBackup, registerRestore, registerAudit]) register(program, readEnv({ ...SET, ...env }, folder))
  for (const command of program.commands.flatMap((one) => [one, ...one.commands])) command.exitOverride().configureOutput(program.configureOutput())
  const code = await program.parseAsync(args, { from: 'user' }).then(() => Number(process.exitCode ?? 0), exited)
  process.exitCode = undefined
  for (const spy of spies) spy.mockRestore()
  return { code, said }
}

/** The command in a process of its own, under a limit of the size of its files in 512-byte blocks where one is given. */
function spawned(args: readonly string[], env: Readonly<Record<string, string>>, { blocks, kill }: { blocks?: number; kill?: (child: ChildProcess) => void } = {}): Promise<Ran> {
  const command = [process.execPath, MAIN, ...args]
  const [file = '', ...rest] = blocks === undefined ? command : ['/bin/sh', '-c', `ulimit -f ${blocks}; trap '' XFSZ; exec "$@"`, 'sh', ...command]
  const child = spawn(file, rest, { env: { PATH: process.env['PATH'], ...SET, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  started.push(child)
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => { said += chunk.toString() })
  kill?.(child)
  return new Promise((done) => child.on('close', (code) => done({ code, said })))
}

interface Running {
  readonly urls: { ownerUrl: string; appUrl: string; workerUrl: string }
  readonly owner: postgres.Sql
  readonly url: string
  readonly cookie: string
  readonly subjects: readonly string[]
  close(): Promise<void>
}

/** The product on a migrated database with an office, firms and an account, folding and sealing. */
async function product(urls: Running['urls'], anchor: string): Promise<Running> {
  await migrateDatabase(urls.ownerUrl)
  const { owner, subjects, end } = await plantedWorld(urls)
  const serving = await serve({ ...urls, port: 0, host: '127.0.0.1', clock: fixedClock(TODAY), webRoot: folder, demonstration: null, open: true, rates: null, auditAnchor: anchor })
  let closing: Promise<void> | null = null
  const close = (): Promise<void> => closing ??= serving.close().then(end)
  cleanup.push(close)
  return { urls, owner, subjects, url: serving.url, cookie: await cookieOf(owner, 'county'), close }
}

async function withSql<T>(url: string, work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined })
  try {
    return await work(sql)
  } finally {
    await sql.end({ timeout: 1 })
  }
}

const SOUND = /recount: \d+ cells compared, 0 differences\nevent: \d+ entries under [1-9]\d* seals: whole\naudit: \d+ entries under \d+ seals: whole\n/

/** Writes while `work` backs up, from before it begins until after it ends. @returns what was acknowledged before it began. */
async function underLoad(running: Running, work: () => Promise<Ran>) {
  const load = startLoad(running.url, running.cookie, running.subjects, 3)
  await load.reached(30)
  // What the anchor and the manifest are about.
  while ((await running.owner`select from seal where log = 'event'`).length === 0) await sleep(50)
  const before = Date.now()
  const ran = await work()
  const meanwhile = load.acknowledged.filter(({ at }) => at >= before).length
  await sleep(100)
  await load.stop()
  return { ran, before, meanwhile, acknowledged: load.acknowledged }
}

describe('the embedded database', () => {
  const dataDir = join(folder, 'data')
  const backup = join(folder, 'one.tar.zst')
  const elsewhere = join(folder, 'elsewhere')
  const anchor = join(dataDir, 'audit-anchor.jsonl')
  const on = (dir: string) => ({ ANWANG_DATA: dir })

  it('is backed up while clients write, and restored elsewhere with all that was acknowledged before', async () => {
    const database = await startEmbedded({ dataDir, log: () => undefined })
    cleanup.push(async () => database.stop().catch(() => undefined))
    const running = await product(database, anchor)
    const { ran, before, meanwhile, acknowledged } = await underLoad(running, () => spawned(['backup', backup], on(dataDir)))
    expect(ran).toMatchObject({ code: 0, said: expect.stringContaining(backup) })
    expect(meanwhile).toBeGreaterThan(0)
    expect(statSync(backup).mode & 0o777).toBe(0o600)

    // Under a limit that stands for a full disk, beside another backup, and when it is cut short: nothing is left.
    const full = join(folder, 'full.tar.zst')
    expect(await spawned(['backup', full], on(dataDir), { blocks: 200 })).toMatchObject({ code: 1, said: expect.stringContaining('no space left for the backup; nothing was kept') })
    await running.owner.reserve().then(async (held) => {
      await held`select pg_advisory_lock(410901)`
      expect(await anwang(['backup', full], on(dataDir))).toMatchObject({ code: 1, said: expect.stringContaining('another backup or restore of this database is under way') })
      await held`select pg_advisory_unlock(410901)`
      held.release()
    })
    const stopped = await spawned(['backup', full], on(dataDir), { kill: (child) => {
      const timer = setInterval(() => {
        if (!existsSync(`${full}.part`)) return
        child.kill('SIGTERM')
        clearInterval(timer)
      }, 1)
    } })
    expect(stopped).toMatchObject({ code: 1, said: expect.stringContaining('interrupted') })
    expect(readdirSync(folder).filter((name) => name.startsWith('full'))).toEqual([])
    expect(await anwang(['backup', backup], on(dataDir))).toMatchObject({ code: 1, said: expect.stringContaining('exists already') })
    expect(await anwang(['restore', backup, '--replace', '--yes'], on(dataDir))).toMatchObject({ code: 1, said: expect.stringContaining('already running as process') })
    await running.close()
    await database.stop()

    const restored = await anwang(['restore', backup], on(elsewhere))
    expect(restored).toMatchObject({ code: 0, said: expect.stringMatching(SOUND) })
    const again = await startEmbedded({ dataDir: elsewhere, log: () => undefined })
    try {
      await withSql(again.ownerUrl, async (sql) => {
        expect(acknowledged.filter(({ at }) => at < before).length).toBeGreaterThanOrEqual(30)
        expect(await missing(sql, acknowledged, before)).toEqual([])
        expect(await sql`select count(*)::int as n from session union all select count(*)::int from invitation`).toEqual([{ n: 0 }, { n: 0 }])
        expect(await sql`select action from audit where action in ('backup', 'restore') order by seq`).toEqual([{ action: 'backup' }, { action: 'restore' }])
      })
      const serving = await serve({ ...again, port: 0, host: '127.0.0.1', clock: fixedClock(TODAY), webRoot: folder, demonstration: null, open: true, rates: null })
      const answer = await fetch(`${serving.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', cookie: running.cookie }, body: JSON.stringify({ query: '{ viewer { __typename } }' }) })
      expect(await answer.json()).toMatchObject({ data: { viewer: null } })
      await serving.close()
    } finally {
      await again.stop()
    }
  }, 120_000)

  it('is backed up while nothing runs, with every file of its folder that its state needs', async () => {
    const second = join(folder, 'idle')
    mkdirSync(second)
    expect(await anwang(['backup', second], on(elsewhere))).toMatchObject({ code: 0 })
    expect(readdirSync(second)).toEqual([expect.stringMatching(/^anwang-\d{4}-\d\d-\d\dT\d{6}Z\.tar\.zst$/)])
    const known = new Set<string>(['cluster', ...STATE_FILES, ...PASSING_FILES])
    for (const dir of [dataDir, elsewhere]) expect(readdirSync(dir).filter((name) => !known.has(name))).toEqual([])
    expect(await anwang(['backup', second], on(join(folder, 'nothing')))).toMatchObject({ code: 1, said: expect.stringContaining('no database') })
  }, 60_000)

  it('is not replaced unless that is said, and says what the anchor knows beyond an older state', async () => {
    expect(await anwang(['restore', backup], on(dataDir))).toMatchObject({ code: 1, said: expect.stringContaining('there is a database already') })
    expect(await anwang(['restore', backup, '--replace'], on(dataDir))).toMatchObject({ code: 1, said: expect.stringContaining('there is a database already') })
    const cut = await anwang(['restore', backup, '--replace', '--yes'], on(dataDir))
    expect(cut).toMatchObject({ code: 1, said: expect.stringMatching(SOUND) })
    expect(cut.said).toMatch(/knows of entries that came after this backup and are gone now: event: seals \d+ to \d+, through entry \d+/)
    expect(cut.said).toContain('what was there before is kept in')
    expect(await anwang(['audit', 'verify'], on(dataDir))).toMatchObject({ code: 1, said: expect.stringContaining('CUT_OFF') })
    // Where the new anchor cannot be written, the old one is still there.
    const heads = readFileSync(anchor, 'utf8')
    mkdirSync(`${anchor}.new`)
    expect(await anwang(['audit', 'accept-cut', '--reason', '写不下'], on(dataDir))).toMatchObject({ code: 1 })
    expect(readFileSync(anchor, 'utf8')).toBe(heads)
    for (const name of readdirSync(dataDir).filter((one) => one.includes('.until-') || one.endsWith('.new'))) rmSync(join(dataDir, name), { recursive: true })
    const accepted = await anwang(['audit', 'accept-cut', '--reason', '硬盘损坏，经主任批准恢复到前一日'], on(dataDir))
    expect(accepted).toMatchObject({ code: 0, said: expect.stringContaining('the old heads are in') })
    expect(readdirSync(dataDir).filter((name) => name.includes('.until-'))).toHaveLength(1)
    expect(await anwang(['audit', 'verify'], on(dataDir))).toMatchObject({ code: 0 })
    const exported = join(folder, 'audit.jsonl')
    await anwang(['audit', 'export', exported], on(dataDir))
    expect(readFileSync(exported, 'utf8')).toContain('硬盘损坏，经主任批准恢复到前一日')
    expect(await anwang(['audit', 'accept-cut', '--reason', 'x'], on(dataDir))).toMatchObject({ code: 0, said: expect.stringContaining('nothing to accept') })

    renameSync(join(dataDir, readdirSync(dataDir).find((name) => name.includes('.until-'))!), anchor)
    expect(await anwang(['restore', backup, '--replace', '--yes', '--accept-cut', '演练'], on(dataDir))).toMatchObject({ code: 0, said: expect.stringContaining('accepted, with the reason in the second log') })
  }, 90_000)

  it('begins nothing anew where a restore was cut short', async () => {
    const half = join(folder, 'half')
    mkdirSync(join(half, 'restore.new'), { recursive: true })
    await expect(startEmbedded({ dataDir: half, log: () => undefined })).rejects.toThrow('a restore into')
  })

  it('is not restored from a file that is damaged, cut off, or of a newer product, another system or another kind', async () => {
    const bytes = readFileSync(backup)
    const bad = join(folder, 'bad.tar.zst')
    const target = join(folder, 'target')
    writeFileSync(bad, bytes.subarray(0, bytes.length >> 1))
    expect(await anwang(['restore', bad], on(target))).toMatchObject({ code: 1, said: expect.stringMatching(/damaged, cut off or no backup/) })
    expect(await anwang(['restore', join(folder, 'nowhere')], on(target))).toMatchObject({ code: 1, said: expect.stringContaining('there is no such file') })
    const server = { DATABASE_URL: 'postgres://a@127.0.0.1:1/a', DATABASE_OWNER_URL: 'postgres://a@127.0.0.1:1/a', DATABASE_WORKER_URL: 'postgres://a@127.0.0.1:1/a' }
    expect(await anwang(['restore', backup], server)).toMatchObject({ code: 1, said: expect.stringContaining('restore it without DATABASE_URL') })
    const made = readManifest((await openArchive(backup)).manifest)
    for (const [different, words] of [[{ product: '99.0.0' }, 'made by a newer'], [{ migration: { tag: '9999_later', when: 9e12 } }, 'made by a newer'], [{ platform: 'plan9-vax' }, 'was made on plan9-vax']] as const) {
      rmSync(bad)
      await writeArchive(bad, { ...made, ...different }, AbortSignal.timeout(10_000), async () => undefined)
      expect(await anwang(['restore', bad], on(target))).toMatchObject({ code: 1, said: expect.stringContaining(words) })
    }
    expect(existsSync(target)).toBe(false)
  }, 60_000)
})

describe('a PostgreSQL server', () => {
  const root = installedPostgres()

  it(root === null ? 'is refused in words where its tools are missing' : 'is dumped while clients write, and restored into another database', async () => {
    expect(() => toolFor('pg_dump', 99, true)).toThrow('Install postgresql-client-99')
    if (root === null) return
    const server = await startInstalled(root)
    cleanup.push(() => server.stop())
    const anchor = join(folder, 'server-anchor.jsonl')
    const running = await product(await server.database('office'), anchor)
    const file = join(folder, 'server.tar.zst')
    const env = (urls: Running['urls']) => ({ DATABASE_URL: urls.appUrl, DATABASE_OWNER_URL: urls.ownerUrl, DATABASE_WORKER_URL: urls.workerUrl })
    const { ran, before, meanwhile, acknowledged } = await underLoad(running, () => spawned(['backup', file], env(running.urls)))
    expect(ran).toMatchObject({ code: 0, said: expect.stringContaining(file) })
    expect(meanwhile).toBeGreaterThan(0)
    expect(await anwang(['restore', file, '--replace', '--yes'], env(running.urls))).toMatchObject({ code: 1, said: expect.stringContaining('stop every server first') })
    const rows = await running.owner`select (select count(*) from session) as sessions`
    expect(rows).toEqual([{ sessions: '1' }])
    await running.close()

    const other = await server.database('elsewhere')
    await withSql(server.superUrl, async (sql) => {
      await sql`alter role anwang_worker nobypassrls`
      expect(await anwang(['restore', file], env(other))).toMatchObject({ code: 1, said: expect.stringContaining('alter role anwang_worker nosuperuser bypassrls') })
      await sql`alter role anwang_worker bypassrls`
      await sql`alter role anwang_app rename to moved`
      expect(await anwang(['restore', file], env(other))).toMatchObject({ code: 1, said: expect.stringContaining('create role anwang_app login') })
      await sql`alter role moved rename to anwang_app`
      await sql`alter role anwang_app password 'secret'`
    })
    expect(await anwang(['restore', file], env(other))).toMatchObject({ code: 0, said: expect.stringMatching(SOUND) })
    await withSql(other.ownerUrl, async (sql) => {
      expect(await missing(sql, acknowledged, before)).toEqual([])
      expect(await sql`select count(*)::int as n from session`).toEqual([{ n: 0 }])
      await sql`insert into office (id, region_id, path, name, go_live_on) select gen_random_uuid(), region_id, path, 'later', go_live_on from office`
    })

    // What fails leaves what was there; what succeeds replaces it.
    expect(await anwang(['restore', file], env(other))).toMatchObject({ code: 1, said: expect.stringContaining('there is a database already') })
    await withSql(other.superUrl, async (sql) => {
      await sql.unsafe(`create schema held; create function held.no() returns event_trigger language plpgsql as $$ begin raise 'no room'; end $$;
        create event trigger no on ddl_command_start when tag in ('CREATE TABLE') execute function held.no()`)
      expect(await anwang(['restore', file, '--replace', '--yes'], env(other))).toMatchObject({ code: 1, said: expect.stringContaining('no room') })
      await sql.unsafe('drop event trigger no; drop schema held cascade')
    })
    expect(await withSql(other.ownerUrl, (sql) => sql`select count(*)::int as n from office where name = 'later'`)).toEqual([{ n: 1 }])
    expect(await anwang(['restore', file, '--replace', '--yes'], env(other))).toMatchObject({ code: 0 })
    expect(await withSql(other.ownerUrl, (sql) => sql`select count(*)::int as n from office where name = 'later'`)).toEqual([{ n: 0 }])
    expect(await withSql(other.ownerUrl, (sql) => sql`select nspname from pg_namespace where nspname like 'anwang%'`)).toEqual([])

    // Killed within pg_restore: nothing goes on beside what was there, and it comes back.
    const later = () => withSql(other.ownerUrl, (sql) => sql`select count(*)::int as n from office where name = 'later'`)
    await withSql(other.ownerUrl, (sql) => sql`insert into office (id, region_id, path, name, go_live_on) select gen_random_uuid(), region_id, path, 'later', go_live_on from office`)
    await withSql(other.superUrl, async (sql) => {
      await sql.unsafe(`create schema held; create function held.no() returns event_trigger language plpgsql as $$ begin perform pg_sleep(600); end $$;
        create event trigger no on ddl_command_start when tag in ('CREATE TABLE') execute function held.no()`)
      const held = () => sql<{ pid: number }[]>`select pid from pg_stat_activity where datname = current_database() and application_name = 'pg_restore' and wait_event = 'PgSleep'`
      const killed = await spawned(['restore', file, '--replace', '--yes'], env(other), { kill: (child) => void vi.waitUntil(async () => (await held()).length > 0, { timeout: 60_000, interval: 50 }).finally(() => child.kill('SIGKILL')) })
      expect(killed.code).toBeNull()
      expect(await anwang(['restore', '--put-back'], env(other))).toMatchObject({ code: 1, said: expect.stringContaining('pg_restore still works') })
      await sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'pg_restore'`
      await vi.waitUntil(async () => (await held()).length === 0)
      await sql.unsafe('drop event trigger no; drop schema held cascade')
    })
    for (const command of [['restore', file], ['restore', file, '--replace', '--yes'], ['backup', join(folder, 'none.tar.zst')]])
      expect(await anwang(command, env(other))).toMatchObject({ code: 1, said: expect.stringContaining('cut short') })
    await expect(migrateDatabase(other.ownerUrl)).rejects.toThrow('cut short')
    expect(await anwang(['restore', '--put-back'], env(other))).toMatchObject({ code: 0, said: expect.stringContaining('put back') })
    expect(await later()).toEqual([{ n: 1 }])
    expect(await withSql(other.ownerUrl, (sql) => sql`select action from audit order by seq desc limit 1`)).toEqual([{ action: 'putBack' }])

    // What fails after the data landed leaves what was there too.
    const shut = { ...env(other), DATABASE_WORKER_URL: other.workerUrl.replace(/:[^:@]+@/, ':wrong@') }
    expect(await anwang(['restore', file, '--replace', '--yes'], shut)).toMatchObject({ code: 1, said: expect.stringContaining('password authentication failed') })
    expect(await later()).toEqual([{ n: 1 }])
    expect(await anwang(['restore', '--put-back'], env(other))).toMatchObject({ code: 1, said: expect.stringContaining('nothing to put back') })
  }, 240_000)
})
