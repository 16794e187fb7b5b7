import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { connect } from '@anwang/db/client'
import { readContents, startEmbedded, type Embedded } from '@anwang/db/embedded'
import { foldAll } from '@anwang/db/metrics/fold'
import { migrateDatabase } from '@anwang/db/migrate'
import { privateFolder } from './ending.ts'
import { OPERATIONS } from './operations.ts'
import { GUARD } from './product.ts'
import { installRivals, startServer, type Server } from './servers.ts'
import { sizeOf } from './size.ts'

export interface Stage extends Generated {
  start(name: string): Promise<Server>
}

export interface Sizes {
  readonly data: string
  readonly rounds: number
  readonly seconds: number
  readonly connections: number
}

/** `--data <folder> [--rounds 3] [--seconds 10] [--connections 10]` */
export function sizesOf(defaults: Omit<Sizes, 'data'>): Sizes {
  const { values } = parseArgs({ args: process.argv.slice(2).filter((arg) => arg !== '--'), options: { data: { type: 'string' }, rounds: { type: 'string' }, seconds: { type: 'string' }, connections: { type: 'string' } } })
  const data = values.data ?? process.env['ANWANG_DATA']
  if (data === undefined) throw new Error('--data is missing: the folder of a database that `generate` made')
  const whole = (name: keyof typeof defaults): number => {
    const text = values[name]
    if (text !== undefined && !/^[1-9]\d{0,4}$/.test(text)) throw new Error(`--${name} is a whole number, not ${text}`)
    return text === undefined ? defaults[name] : Number(text)
  }
  return { data: resolve(process.env['INIT_CWD'] ?? '.', data), rounds: whole('rounds'), seconds: whole('seconds'), connections: whole('connections') }
}

export interface Generated {
  readonly database: Embedded
  /** The domain's day: that for which the database was generated. */
  readonly day: string
  /** What the results say of the database. */
  readonly on: readonly string[]
  /** The process of PostgreSQL whose children serve. */
  readonly postgres: number
}

/** The parent of a backend. */
const parentOf = (pid: number): number => Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')[1])

/** Boots a generated database, migrates it and folds what has come into effect. @throws where it was not generated */
export async function databaseOf(dataDir: string, atEnd: (end: () => unknown) => void): Promise<Generated> {
  const database = await startEmbedded({ dataDir, log: (line) => console.log(line) })
  atEnd(() => database.stop())
  const contents = await readContents(database.ownerUrl)
  if (contents === null || contents === 'loading') throw new Error(`${dataDir} holds no whole database: make one with \`generate\``)
  const day = contents.demonstrationOf
  await migrateDatabase(database.ownerUrl)
  const worker = connect(database.workerUrl, { max: 1 })
  await foldAll(worker.db, day)
  const [counts] = await worker.client<{ hazards: string; events: string; version: string; buffers: string; pid: number }[]>`
    select (select count(*) from hazard) as hazards, (select max(seq) from event) as events, current_setting('server_version') as version, current_setting('shared_buffers') as buffers, pg_backend_pid() as pid`
  const postgres = parentOf(counts!.pid)
  await worker.close()
  return {
    database, day, postgres,
    on: [`PostgreSQL ${counts!.version} embedded, shared_buffers ${counts!.buffers}; ${Number(counts!.hazards).toLocaleString('en')} hazards, ${Number(counts!.events).toLocaleString('en')} events, ${await sizeOf(database.ownerUrl)} on disk, day ${day}`],
  }
}

/** A generated database with servers over it. */
export async function stageOf(dataDir: string, atEnd: (end: () => unknown) => void): Promise<Stage> {
  installRivals()
  const generated = await databaseOf(dataDir, atEnd)
  const { appUrl, ownerUrl, workerUrl } = generated.database
  const webRoot = privateFolder(atEnd)
  mkdirSync(join(webRoot, '.vite'))
  writeFileSync(join(webRoot, '.vite/documents.json'), JSON.stringify(OPERATIONS))
  writeFileSync(join(webRoot, 'index.html'), '<!doctype html>')
  return { ...generated, start: (name) => startServer(name, { appUrl, ownerUrl, workerUrl, day: generated.day, webRoot }, atEnd) }
}

/** The cookie of a session, opened by a click on an account of the demonstration. */
export async function cookieOf(product: Server, userName: string): Promise<string> {
  const entered = await fetch(`${product.url}/session`, { method: 'POST', headers: { ...GUARD, 'content-type': 'application/json' }, body: JSON.stringify({ demonstration: userName }) })
  const cookie = entered.headers.getSetCookie()[0]?.split(';')[0]
  if (!entered.ok || cookie === undefined) throw new Error(`cannot enter as ${userName}: ${entered.status} ${await entered.text()}`)
  return cookie
}
