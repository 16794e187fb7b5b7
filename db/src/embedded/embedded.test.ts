import { spawn, type ChildProcess } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import postgres from 'postgres'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { startEmbedded, type Embedded } from '../embedded.ts'
import { startOf } from './identity.ts'
import { takeLock } from './lock.ts'
import { serversIn } from './orphans.ts'

const home = realpathSync(mkdtempSync(join(tmpdir(), 'anwang embedded ')))
// As below root's own home: nobody else may even look in.
chmodSync(home, 0o700)
const children: ChildProcess[] = []
const staged = (dataDir: string): string => join(existsSync('/var/tmp') ? '/var/tmp' : tmpdir(), `anwang-${createHash('sha256').update(dataDir).digest('hex').slice(0, 16)}`)

afterEach(() => { for (const child of children.splice(0)) child.kill('SIGKILL') })
afterAll(() => rmSync(home, { recursive: true, force: true }))

type Held = Partial<Embedded> & { error?: string; child: ChildProcess }

function hold(dataDir: string, namespaces = true): Promise<Held> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('hold.fixture.ts', import.meta.url)), dataDir, namespaces ? 'yes' : 'no'], { stdio: ['ignore', 'pipe', 'inherit'] })
  children.push(child)
  return new Promise((done) => child.stdout?.once('data', (line: Buffer) => done({ ...(JSON.parse(line.toString()) as Partial<Embedded>), child })))
}

const gone = (child: ChildProcess): Promise<void> => new Promise((done) => (child.exitCode ?? child.signalCode) === null ? child.once('exit', () => done()) : done())

async function query<T>(url: string | undefined, work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(url ?? '', { max: 1, onnotice: () => undefined })
  try {
    return await work(sql)
  } finally {
    await sql.end({ timeout: 1 })
  }
}

const serverOf = (dataDir: string): { pid: number; cluster: string } => JSON.parse(readFileSync(join(dataDir, 'server.json'), 'utf8')) as { pid: number; cluster: string }
const ends = (pid: number): Promise<void> => expect.poll(() => startOf(pid), { timeout: 15_000 }).toBe('')

const ways = process.getuid?.() === 0 && process.platform === 'linux' ? [['in place', true], ['staged', false]] as const : [['in place', true]] as const

describe.each(ways)('embedded PostgreSQL, %s', (name, namespaces) => {
  const dataDir = join(home, `data ${name}`)
  afterAll(() => rmSync(staged(dataDir), { recursive: true, force: true }))

  it('keeps what was committed when its process is killed, and is entered again', async () => {
    const first = await hold(dataDir, namespaces)
    await query(first.ownerUrl, (sql) => sql`create table kept as select 1 as a`)
    const { pid } = serverOf(dataDir)
    first.child.kill('SIGKILL')
    await gone(first.child)
    const second = await hold(dataDir, namespaces)
    expect(await query(second.ownerUrl, (sql) => sql`select a from kept`)).toEqual([{ a: 1 }])
    expect(startOf(pid)).toBe('')
    second.child.kill('SIGTERM')
    await gone(second.child)
  }, 60_000)

  it('recovers when the server itself is killed', async () => {
    const first = await hold(dataDir, namespaces)
    await query(first.ownerUrl, (sql) => sql`insert into kept values (2)`)
    process.kill(serverOf(dataDir).pid, 'SIGKILL')
    first.child.kill('SIGKILL')
    await gone(first.child)
    const second = await hold(dataDir, namespaces)
    expect(await query(second.ownerUrl, (sql) => sql`select a from kept order by a`)).toEqual([{ a: 1 }, { a: 2 }])
    second.child.kill('SIGTERM')
    await gone(second.child)
  }, 60_000)

  it('is started again at the same port when it is killed alone, also with all that works for it, and is ended for good by its process', async () => {
    const held = await hold(dataDir, namespaces)
    const url = new URL(held.ownerUrl ?? '')
    for (const round of [1, 2, 3]) {
      await query(held.ownerUrl, (sql) => sql`insert into kept values (${10 + round})`)
      const { pid, cluster } = serverOf(dataDir)
      // One at work does not notice that its postmaster is gone.
      const working = query(held.ownerUrl, (sql) => sql`select pg_sleep(60)`).then(() => 'done', () => 'lost')
      await expect.poll(() => serversIn(cluster).length).toBeGreaterThan(1)
      for (const one of round === 2 ? serversIn(cluster) : [pid]) process.kill(one, 'SIGKILL')
      expect(await working).toBe('lost')
      await expect.poll(() => query(held.ownerUrl, (sql) => sql`select max(a) as a from kept`).catch(() => null), { timeout: 20_000 }).toEqual([{ a: 10 + round }])
      await expect.poll(() => serverOf(dataDir).pid).not.toBe(pid)
    }
    expect(JSON.parse(readFileSync(join(dataDir, 'server.json'), 'utf8'))).toMatchObject({ port: Number(url.port) })
    const { pid, cluster } = serverOf(dataDir)
    process.kill(pid, 'SIGKILL')
    held.child.kill('SIGTERM')
    await gone(held.child)
    await expect.poll(() => serversIn(cluster), { timeout: 5_000 }).toEqual([])
  }, 60_000)

  it('ends with its process, however that goes', async () => {
    for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
      const held = await hold(dataDir, namespaces)
      const { pid } = serverOf(dataDir)
      expect(startOf(pid)).not.toBe('')
      held.child.kill(signal)
      await ends(pid)
      await gone(held.child)
      if (signal === 'SIGTERM') expect(readdirSync(dataDir).filter((file) => file === 'lock' || file === 'server.json')).toEqual([])
    }
  }, 60_000)

  it('is refused to a second process, which says so', async () => {
    const first = await hold(dataDir, namespaces)
    const second = await hold(dataDir, namespaces)
    expect(second.error).toBe(`already running as process ${first.child.pid} on ${dataDir}: stop it first (Ctrl+C where it runs, or kill ${first.child.pid})`)
    await gone(second.child)
    expect(second.child.exitCode).toBe(1)
    expect(await query(first.appUrl, (sql) => sql`select 1 as a`)).toEqual([{ a: 1 }])
    first.child.kill('SIGTERM')
    await gone(first.child)
  }, 60_000)

  it('tells its passwords to nobody else, and has roles that own and pass nothing they need not', async () => {
    expect(statSync(join(dataDir, 'passwords.json')).mode & 0o777).toBe(0o600)
    const running = await startEmbedded({ dataDir, namespaces, log: () => undefined })
    try {
      const { cluster } = serverOf(realpathSync(dataDir))
      expect(statSync(cluster).mode & 0o777).toBe(0o700)
      expect(await query(running.superUrl, (sql) => sql`
        select rolname as name, rolbypassrls as passes from pg_roles where rolname like 'anwang%' and not rolsuper and not rolcreaterole and not rolcreatedb order by 1`))
        .toEqual([{ name: 'anwang_app', passes: false }, { name: 'anwang_owner', passes: false }, { name: 'anwang_worker', passes: true }])
      await expect(query(running.appUrl, (sql) => sql`create table intruder (a int)`)).rejects.toThrow(/permission denied/)
      await expect(query(running.appUrl.replace(/:[^:@]+@/, ':wrong@'), (sql) => sql`select 1`)).rejects.toThrow(/password authentication failed/)
      expect(await query(running.appUrl, (sql) => sql`select current_setting('server_encoding') as encoding, current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit`))
        .toEqual([{ encoding: 'UTF8', fsync: 'on', commit: 'on' }])
      await running.remake()
      expect(await query(running.ownerUrl, (sql) => sql`select to_regclass('kept')::text as kept`)).toEqual([{ kept: null }])
    } finally {
      await running.stop()
    }
  }, 60_000)

  it('says what to do where the passwords are lost or another version made the cluster', async () => {
    const passwords = readFileSync(join(dataDir, 'passwords.json'))
    rmSync(join(dataDir, 'passwords.json'))
    await expect(startEmbedded({ dataDir, namespaces, log: () => undefined })).rejects.toThrow(/passwords.json is missing/)
    writeFileSync(join(dataDir, 'passwords.json'), passwords, { mode: 0o600 })
    const cluster = namespaces ? join(dataDir, 'cluster') : join(staged(dataDir), 'cluster')
    const version = readFileSync(join(cluster, 'PG_VERSION'), 'utf8')
    writeFileSync(join(cluster, 'PG_VERSION'), '9\n')
    await expect(startEmbedded({ dataDir, namespaces, log: () => undefined })).rejects.toThrow(/was made by PostgreSQL 9, this is 18/)
    writeFileSync(join(cluster, 'PG_VERSION'), version)
  }, 60_000)
})

describe('lock', () => {
  const folder = join(home, 'lock')

  it('is free again after its holder released it or died', () => {
    mkdirSync(folder)
    const release = takeLock(folder)
    expect(() => takeLock(folder)).toThrow(/already running as process/)
    release()
    takeLock(folder)()
    // The same number, another process.
    writeFileSync(join(folder, 'lock'), `${process.pid} 1\n`)
    takeLock(folder)()
    writeFileSync(join(folder, 'lock'), '')
    // Of one that was killed while it took it; no process has that number.
    writeFileSync(join(folder, 'lock.4194305'), '4194305 1\n')
    writeFileSync(join(folder, 'lock.4194305.aside'), '4194304 1\n')
    takeLock(folder)()
    expect(readdirSync(folder)).toEqual([])
  })
})
