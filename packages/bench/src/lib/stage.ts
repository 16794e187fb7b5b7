import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkLogs, lastChecked } from '@anwang/db/audit/check'
import { headOf, sealer } from '@anwang/db/audit/seal'
import { connect, type Db } from '@anwang/db/client'
import { readContents, startEmbedded, type Embedded } from '@anwang/db/embedded'
import { foldAll } from '@anwang/db/metrics/fold'
import { migrateDatabase } from '@anwang/db/migrate'
import { privateFolder, type AtEnd } from './ending.ts'
import { OPERATIONS } from './operations.ts'
import { GUARD } from './product.ts'
import { load, seconds as inSeconds, timed } from './report.ts'
import { installRivals, startServer, type Server } from './servers.ts'
import { sizeOf } from './size.ts'

export interface Stage extends Generated {
  start(name: string): Promise<Server>
}

export interface Generated {
  readonly database: Pick<Embedded, 'ownerUrl' | 'appUrl' | 'workerUrl' | 'superUrl'>
  /** A superuser's, on the same database. */
  readonly superUrl: string
  /** The domain's day: that for which the database was generated. */
  readonly day: string
  readonly hazards: number
  /** The number of hazards as one reads it. */
  readonly size: string
  /** What the results say of the database. */
  readonly on: readonly string[]
  /** The process of PostgreSQL whose children serve. */
  readonly postgres: number
}

/** The parent of a backend. */
const parentOf = (pid: number): number => Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')[1])

/** A file of the URLs of a database that runs, on the server of an embedded one. It is measured as it is. */
const isRunning = (data: string): boolean => data.endsWith('.json')

async function opened(data: string, atEnd: AtEnd): Promise<Generated['database']> {
  if (isRunning(data)) return JSON.parse(readFileSync(data, 'utf8')) as Generated['database']
  const database = await startEmbedded({ dataDir: data, log: (line) => console.log(line) })
  atEnd(() => database.stop())
  return database
}

/** Boots a generated database, migrates it and folds what has come into effect. @throws where it was not generated */
export async function databaseOf(data: string, atEnd: AtEnd): Promise<Generated> {
  const database = await opened(data, atEnd)
  const contents = await readContents(database.ownerUrl)
  if (contents === null || contents === 'loading') throw new Error(`${data} holds no whole database: make one with \`database\``)
  const day = contents.demonstrationOf
  if (!isRunning(data)) await migrateDatabase(database.ownerUrl)
  const worker = connect(database.workerUrl, { max: 1 })
  await foldAll(worker.db, day)
  const [counts] = await worker.client<{ hazards: number; events: string; version: string; buffers: string; pid: number }[]>`
    select (select count(*)::float8 from hazard) as hazards, (select max(seq) from event) as events, current_setting('server_version') as version, current_setting('shared_buffers') as buffers, pg_backend_pid() as pid`
  const { hazards, events, version, buffers, pid } = counts!
  const postgres = parentOf(pid)
  await worker.close()
  const size = hazards.toLocaleString('en')
  return {
    database, superUrl: database.superUrl.replace(/\/postgres$/, '/anwang'), day, hazards, size, postgres,
    on: [`PostgreSQL ${version} embedded, shared_buffers ${buffers}; ${size} hazards, ${Number(events).toLocaleString('en')} events, ${await sizeOf(database.ownerUrl)} on disk, day ${day}`],
  }
}

/** The product goes through the chains once a day. */
const CHECKED = 20 * 3_600_000
/** Milliseconds from one word of progress to the next. */
const SAID = 10_000

/** Seals both logs and goes through their chains, as a product that has run for a while has done: it need not catch up while it is measured. */
async function seal(db: Db): Promise<void> {
  const saying = setInterval(() => {
    headOf(db, 'event').then((head) => head && console.log(`  … ${head.total.toLocaleString('en')} events sealed`), () => undefined)
  }, SAID)
  try {
    const sealed = await timed(sealer(db))
    if (sealed.value > 0) console.log(`sealed ${sealed.value.toLocaleString('en')} entries of the logs in ${inSeconds(sealed.took)} (${load()})`)
    const last = await lastChecked(db)
    if (last && Date.now() - last.getTime() < CHECKED) return
    console.log('going through the chains of both logs, about as long')
    const checked = await timed(() => checkLogs(db, []))
    console.log(`went through the chains in ${inSeconds(checked.took)} (${load()})`)
  } finally {
    clearInterval(saying)
  }
}

/** A generated database with servers over it. */
export async function stageOf(data: string, atEnd: AtEnd): Promise<Stage> {
  installRivals()
  const generated = await databaseOf(data, atEnd)
  const { appUrl, ownerUrl, workerUrl } = generated.database
  const sealing = !isRunning(data)
  if (sealing) {
    const worker = connect(workerUrl, { max: 2 })
    await seal(worker.db).finally(() => worker.close())
  }
  const webRoot = privateFolder(atEnd)
  mkdirSync(join(webRoot, '.vite'))
  writeFileSync(join(webRoot, '.vite/documents.json'), JSON.stringify(OPERATIONS))
  writeFileSync(join(webRoot, 'index.html'), '<!doctype html>')
  return { ...generated, start: (name) => startServer(name, { appUrl, ownerUrl, workerUrl, day: generated.day, webRoot, sealing }, atEnd) }
}

/** The cookie of a session, opened by a click on an account of the demonstration. */
export async function cookieOf(product: Server, userName: string): Promise<string> {
  const entered = await fetch(`${product.url}/session`, { method: 'POST', headers: { ...GUARD, 'content-type': 'application/json' }, body: JSON.stringify({ demonstration: userName }) })
  const cookie = entered.headers.getSetCookie()[0]?.split(';')[0]
  if (!entered.ok || cookie === undefined) throw new Error(`cannot enter as ${userName}: ${entered.status} ${await entered.text()}`)
  return cookie
}
