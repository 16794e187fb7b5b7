import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createDatabase, startEmbedded } from '@anwang/db/embedded'
import { migrateDatabase } from '@anwang/db/migrate'
import postgres from 'postgres'

/** Names a running server to the processes of one test command, as JSON. */
export const SERVER_VARIABLE = 'ANWANG_TEST_POSTGRES'
const TEMPLATE = 'anwang_template'
const FOLDER = fileURLToPath(new URL('../../../.data/test', import.meta.url))

/** URLs of the template database, by role; never connect to it while databases are cloned. */
export interface TestServer {
  superUrl: string
  ownerUrl: string
  appUrl: string
  workerUrl: string
  template: string
}

/** What killed runs left behind: their servers ended with them, their folders did not. */
function sweep(): void {
  if (!existsSync(FOLDER)) return
  for (const name of readdirSync(FOLDER)) {
    const pid = Number(name.split('-')[0])
    try {
      process.kill(pid, 0)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ESRCH') rmSync(join(FOLDER, name), { recursive: true, force: true })
    }
  }
}

/** A PostgreSQL for one test run, migrated once into a template; gone without a trace when stopped. `durable`: waits for the disk as one in use does. */
export async function startTestServer({ durable = false } = {}): Promise<{ server: TestServer; stop: () => Promise<void> }> {
  sweep()
  const dataDir = join(FOLDER, `${process.pid}-${Date.now().toString(36)}`)
  mkdirSync(dataDir, { recursive: true })
  const remove = (): void => rmSync(dataDir, { recursive: true, force: true })
  const embedded = await startEmbedded({ dataDir, log: () => undefined, durable, database: TEMPLATE }).catch((error: unknown) => {
    remove()
    throw error
  })
  const stop = async (): Promise<void> => {
    await embedded.stop()
    remove()
  }
  try {
    await migrateDatabase(embedded.ownerUrl)
  } catch (error) {
    await stop()
    throw error
  }
  const { superUrl, ownerUrl, appUrl, workerUrl } = embedded
  return { server: { superUrl, ownerUrl, appUrl, workerUrl, template: TEMPLATE }, stop }
}

/** The server that the surrounding test command has started, if any. */
export function surroundingServer(): TestServer | null {
  const text = process.env[SERVER_VARIABLE]
  return text ? (JSON.parse(text) as TestServer) : null
}

let counter = 0

/** Clones the template. @returns the clone's name, its URLs and how to drop it. */
export async function cloneDatabase(server: TestServer): Promise<{ name: string; urls: Urls; drop: () => Promise<void> }> {
  const name = `t_${process.pid}_${Date.now().toString(36)}_${counter++}`
  const asSuper = async (work: (sql: postgres.Sql) => Promise<unknown>): Promise<void> => {
    const sql = postgres(server.superUrl, { max: 1, onnotice: () => undefined })
    try {
      await work(sql)
    } finally {
      await sql.end()
    }
  }
  await asSuper((sql) => createDatabase(sql, name, server.template))
  const on = (url: string): string => Object.assign(new URL(url), { pathname: `/${name}` }).href
  return {
    name,
    urls: { owner: on(server.ownerUrl), app: on(server.appUrl), worker: on(server.workerUrl), super: on(server.superUrl) },
    drop: () => asSuper((sql) => sql.unsafe(`drop database if exists ${name} with (force)`)),
  }
}

export interface Urls {
  owner: string
  app: string
  worker: string
  super: string
}
