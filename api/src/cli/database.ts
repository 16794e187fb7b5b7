import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { refuseUnfinished } from '@anwang/db/backup/unfinished'
import { connect } from '@anwang/db/client'
import type { Db } from '@anwang/db/client'
import { InUseError, startEmbedded } from '@anwang/db/embedded'
import { passwordsOf } from '@anwang/db/embedded/passwords'
import type { Progress } from '@anwang/db/metrics/recount'
import type { Env } from '../env.ts'

/** As the worker role, in the operator's database or the embedded one: the running one, or one started for the while. */
export async function withWorker<T>(env: Pick<Env, 'database' | 'dataDir'>, work: (db: Db) => Promise<T>): Promise<T> {
  const { url, stop } = env.database ? { url: env.database.workerUrl, stop: null } : await embeddedWorker(env.dataDir)
  const connection = connect(url, { max: 2 })
  try {
    await refuseUnfinished(connection.client)
    return await work(connection.db)
  } finally {
    await connection.close()
    await stop?.()
  }
}

async function embeddedWorker(dataDir: string): Promise<{ url: string; stop: (() => Promise<void>) | null }> {
  if (!existsSync(join(dataDir, 'passwords.json'))) throw new Error(`no database in ${dataDir}: \`pnpm start\` makes one`)
  try {
    const { workerUrl, stop } = await startEmbedded({ dataDir, log: (line) => console.error(line) })
    return { url: workerUrl, stop }
  } catch (error) {
    if (!(error instanceof InUseError)) throw error
    const { port } = JSON.parse(readFileSync(join(dataDir, 'server.json'), 'utf8')) as { port: number }
    return { url: `postgres://anwang_worker:${passwordsOf(dataDir, true).worker}@127.0.0.1:${port}/anwang`, stop: null }
  }
}

/** Says every two seconds that something is still being done, for how long, and how far it is where `tell` was told. */
export async function ticking<T>(what: string, work: Promise<T> | ((tell: (how: string) => void) => Promise<T>)): Promise<T> {
  const began = Date.now()
  let how = ''
  const timer = setInterval(() => console.error(`${what}${how && `, ${how}`} … ${Math.round((Date.now() - began) / 1000)} s`), 2000)
  try {
    return await (typeof work === 'function' ? work((now) => { how = now }) : work)
  } finally {
    clearInterval(timer)
  }
}

/** What of a recount `ticking` says. */
export const recounted = ({ phase, part, of }: Progress): string => `${phase === 'events' ? 'the events, part' : 'the figures, month'} ${part} of ${of}`
