import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { connect, type Db } from '@anwang/db/client'
import { InUseError, startEmbedded } from '@anwang/db/embedded'
import { passwordsOf } from '@anwang/db/embedded/passwords'
import { migrateDatabase } from '@anwang/db/migrate'
import type { Env } from '../env.ts'

async function embeddedOwner(dataDir: string): Promise<{ url: string; stop: (() => Promise<void>) | null }> {
  if (!existsSync(join(dataDir, 'passwords.json'))) throw new Error(`no database in ${dataDir}: \`pnpm start\` makes one`)
  try {
    const { ownerUrl, stop } = await startEmbedded({ dataDir, log: (line) => console.error(line) })
    return { url: ownerUrl, stop }
  } catch (error) {
    if (!(error instanceof InUseError)) throw error
    const { port } = JSON.parse(readFileSync(join(dataDir, 'server.json'), 'utf8')) as { port: number }
    return { url: `postgres://anwang_owner:${passwordsOf(dataDir, true).owner}@127.0.0.1:${port}/anwang`, stop: null }
  }
}

/** As the role that owns the tables, on a migrated database: the operator's, or the embedded one. */
export async function withOwner<T>(env: Pick<Env, 'database' | 'dataDir'>, work: (db: Db) => Promise<T>): Promise<T> {
  const { url, stop } = env.database ? { url: env.database.ownerUrl, stop: null } : await embeddedOwner(env.dataDir)
  try {
    await migrateDatabase(url)
    const connection = connect(url, { max: 2 })
    try {
      return await work(connection.db)
    } finally {
      await connection.close()
    }
  } finally {
    await stop?.()
  }
}
