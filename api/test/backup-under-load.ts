import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startEmbedded } from '@anwang/db/embedded'
import { migrateDatabase } from '@anwang/db/migrate'
import { clockAt } from '@anwang/domain'
import postgres from 'postgres'
import { seedDemonstration } from '../../db/seed/index.ts'
import { serve } from '../src/main.ts'
import { globalId } from '../src/schema/nodes.ts'
import { installedPostgres, startInstalled } from './backup/installed.ts'
import { cookieOf, missing, startLoad } from './backup/load.ts'

// `node api/test/backup-under-load.ts [backups] [clients]`: the demonstration, in the embedded database and on a PostgreSQL of this
// machine where there is one; clients write without pause, backups are taken one after the other, each is restored elsewhere and
// compared with what the clients had acknowledged before it began. Exit 1 where anything is missing or does not agree.

const BACKUPS = Number(process.argv[2] ?? 3)
const CLIENTS = Number(process.argv[3] ?? 6)
const AT = '2026-10-12T09:00:00+08:00'
const MAIN = new URL('../src/cli/main.ts', import.meta.url).pathname
const folder = mkdtempSync(join(tmpdir(), 'anwang-load-'))
let wrong = 0

interface Urls {
  readonly ownerUrl: string
  readonly appUrl: string
  readonly workerUrl: string
}

function anwang(args: readonly string[], env: Readonly<Record<string, string>>): Promise<{ code: number; said: string }> {
  return new Promise((done) => {
    execFile(process.execPath, [MAIN, ...args], { env: { PATH: process.env['PATH'], NODE_ENV: 'test', ANWANG_CLOCK: AT, ...env } }, (error, out, err) =>
      done({ code: error ? Number(error.code ?? 1) : 0, said: `${out}${err}` }))
  })
}

async function withSql<T>(url: string, work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(url, { max: 2, onnotice: () => undefined })
  try {
    return await work(sql)
  } finally {
    await sql.end({ timeout: 1 })
  }
}

const seconds = (since: number): string => `${((Date.now() - since) / 1000).toFixed(1)} s`

async function measure(name: string, urls: Urls, env: Readonly<Record<string, string>>, elsewhere: (n: number) => Promise<{ env: Record<string, string>; open(): Promise<{ ownerUrl: string; stop(): Promise<void> }> }>): Promise<void> {
  const clock = clockAt(() => new Date(AT))
  await migrateDatabase(urls.ownerUrl)
  await seedDemonstration({ ...urls, clock, log: () => undefined })
  const serving = await serve({ ...urls, port: 0, host: '127.0.0.1', clock, webRoot: folder, demonstration: null, open: true, rates: null, auditAnchor: join(folder, `${name}.jsonl`) })
  const { cookie, subjects } = await withSql(urls.ownerUrl, async (sql) => ({
    cookie: await cookieOf(sql, 'city.office'),
    subjects: (await sql<{ id: string }[]>`select id from subject where path like '41/09/%' and status = 'OPERATING' order by id limit 50`).map(({ id }) => globalId('Subject', id)),
  }))
  const load = startLoad(serving.url, cookie, subjects, CLIENTS)
  const taken: { file: string; before: number }[] = []
  for (let n = 1; n <= BACKUPS; n++) {
    await load.reached(load.acknowledged.length + 20 * CLIENTS)
    await sleep(1_000)
    const [file, before] = [join(folder, `${name}-${n}.tar.zst`), Date.now()]
    const { code, said } = await anwang(['backup', file], env)
    if (code !== 0) throw new Error(said)
    console.log(`${name} ${n}: backed up in ${seconds(before)}, ${(statSync(file).size / 1e6).toFixed(1)} MB; acknowledged before ${load.acknowledged.filter(({ at }) => at < before).length}, meanwhile ${load.acknowledged.filter(({ at }) => at >= before).length}`)
    taken.push({ file, before })
  }
  await load.stop()
  await serving.close()
  for (const [i, { file, before }] of taken.entries()) {
    const began = Date.now()
    const other = await elsewhere(i + 1)
    const { code, said } = await anwang(['restore', file], other.env)
    const { ownerUrl, stop } = await other.open()
    const lost = await withSql(ownerUrl, (sql) => missing(sql, load.acknowledged, before))
    await stop()
    console.log(`${name} ${i + 1}: restored in ${seconds(began)}, exit ${code}, acknowledged operations missing or doubled: ${lost.length}\n${said.trim().split('\n').map((line) => `  ${line}`).join('\n')}`)
    wrong += lost.length + (code === 0 ? 0 : 1)
  }
}

const dataDir = join(folder, 'data')
const database = await startEmbedded({ dataDir, log: () => undefined })
try {
  await measure('embedded', database, { ANWANG_DATA: dataDir }, async (n) => {
    const there = join(folder, `elsewhere-${n}`)
    return { env: { ANWANG_DATA: there }, open: () => startEmbedded({ dataDir: there, log: () => undefined }) }
  })
} finally {
  await database.stop()
}
const root = installedPostgres()
if (root === null) console.log('no PostgreSQL with its tools on this machine: the dump of a server was not tried')
else {
  const server = await startInstalled(root)
  try {
    const envOf = (urls: Urls) => ({ DATABASE_URL: urls.appUrl, DATABASE_OWNER_URL: urls.ownerUrl, DATABASE_WORKER_URL: urls.workerUrl })
    const office = await server.database('office')
    await measure('server', office, envOf(office), async (n) => {
      const urls = await server.database(`elsewhere_${n}`)
      return { env: envOf(urls), open: async () => ({ ownerUrl: urls.ownerUrl, stop: async () => undefined }) }
    })
  } finally {
    await server.stop()
  }
}
rmSync(folder, { recursive: true, force: true })
console.log(wrong === 0 ? 'all there' : `${wrong} WRONG`)
process.exitCode = wrong === 0 ? 0 : 1
