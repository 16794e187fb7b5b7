import { existsSync, readFileSync, statSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { recordAudit } from '@anwang/db'
import { writeArchive } from '@anwang/db/backup/archive'
import { addBaseBackup } from '@anwang/db/backup/base'
import { addDump, hiddenFromOwner } from '@anwang/db/backup/dump'
import { manifestOf } from '@anwang/db/backup/manifest'
import { factsOf, headsOf, lockedOwner, migrationOf, type Urls } from '@anwang/db/backup/source'
import { addState } from '@anwang/db/backup/state'
import { toolFor } from '@anwang/db/backup/tools'
import { refuseUnfinished } from '@anwang/db/backup/unfinished'
import { connect } from '@anwang/db/client'
import { InUseError, startEmbedded } from '@anwang/db/embedded'
import { passwordsOf } from '@anwang/db/embedded/passwords'
import type { Command } from 'commander'
import type { Env } from '../env.ts'
import { advancing, interruptible } from './progress.ts'

/** The database to be backed up; of an embedded one also how to read its files. */
interface Source extends Urls {
  readonly superUrl: string | null
  stop(): Promise<void>
}

async function sourceOf(env: Pick<Env, 'database' | 'dataDir'>): Promise<Source> {
  if (env.database) return { ...env.database, superUrl: null, stop: async () => undefined }
  const { dataDir } = env
  if (!existsSync(join(dataDir, 'passwords.json'))) throw new Error(`no database in ${dataDir}: \`pnpm start\` makes one`)
  try {
    return await startEmbedded({ dataDir, log: (line) => console.error(line) })
  } catch (error) {
    if (!(error instanceof InUseError)) throw error
    const running = join(dataDir, 'server.json')
    if (!existsSync(running)) throw new Error(`${error.message}, but no database runs there yet: try again`, { cause: error })
    const { port } = JSON.parse(readFileSync(running, 'utf8')) as { port: number }
    const passwords = passwordsOf(dataDir, true)
    const url = (role: string, password: string, database = 'anwang'): string => `postgres://${role}:${password}@127.0.0.1:${port}/${database}`
    return {
      ownerUrl: url('anwang_owner', passwords.owner), appUrl: url('anwang_app', passwords.app), workerUrl: url('anwang_worker', passwords.worker),
      superUrl: url('postgres', passwords.postgres, 'postgres'), stop: async () => undefined,
    }
  }
}

/** A file as it is named, or one named by the moment in a folder that is there. */
export function fileFor(place: string, now: Date): string {
  const at = resolve(place)
  return existsSync(at) && statSync(at).isDirectory() ? join(at, `anwang-${now.toISOString().slice(0, 19).replaceAll(':', '')}Z.tar.zst`) : at
}

async function recordBackup(ownerUrl: string, file: string): Promise<void> {
  const { db, close } = connect(ownerUrl, { max: 1 })
  try {
    await recordAudit(db, [{ kind: 'EXPORT', action: 'backup', details: { title: basename(file) } }])
  } finally {
    await close()
  }
}

export interface BackedUp {
  readonly file: string
  readonly bytes: number
  readonly madeAt: string
}

/** Backs up the database while others write. @throws in words; no file is left then. */
export async function backUp(env: Pick<Env, 'database' | 'dataDir'>, place: string, signal: AbortSignal): Promise<BackedUp> {
  const now = new Date()
  const file = fileFor(place, now)
  if (existsSync(file)) throw new Error(`${file} exists already`)
  const source = await sourceOf(env)
  try {
    const sql = await lockedOwner(source.ownerUrl)
    try {
      await refuseUnfinished(sql)
      const migration = await migrationOf(sql)
      if (!migration) throw new Error('there is nothing to back up: the database was never migrated')
      const { version, major, owner, size } = await factsOf(sql)
      const tool = source.superUrl === null ? toolFor('pg_dump', major, true) : null
      const hidden = tool ? await hiddenFromOwner(sql) : []
      if (hidden.length > 0) throw new Error(`${owner} does not see all rows of ${hidden.join(', ')}: DATABASE_OWNER_URL must name the role that migrated the database`)
      await recordBackup(source.ownerUrl, file)
      const manifest = manifestOf({ kind: tool ? 'dump' : 'cluster', madeAt: now.toISOString(), migration, postgres: version, owner, heads: await headsOf(source.workerUrl) })
      const { read, end } = advancing('backing up', size)
      try {
        const { bytes } = await writeArchive(file, manifest, signal, async (archive) => {
          if (tool) return addDump(tool, source.ownerUrl, archive, signal, read)
          // First: the anchor must know of nothing that the backup does not hold.
          await addState(env.dataDir, archive)
          await addBaseBackup(source.superUrl!, archive, signal, read)
        })
        return { file, bytes, madeAt: manifest.madeAt }
      } finally {
        end()
      }
    } finally {
      await sql.end({ timeout: 1 })
    }
  } finally {
    await source.stop()
  }
}

/** `anwang backup`: everything as of one moment into one file, while the server runs or not. */
export function register(program: Command, env: Pick<Env, 'database' | 'dataDir'>): void {
  program.command('backup')
    .description('writes the whole database into one new file, while the server runs or not; the file holds personal data and passwords: encrypt it and keep it elsewhere')
    .argument('<file or folder>', 'a new file, or a folder that gets one named by the time')
    .action(async (place: string, _options: unknown, command: Command) => {
      const { file, bytes } = await interruptible((signal) => backUp(env, place, signal)).catch((error: unknown) => command.error(`error: ${(error as Error).message}`))
      console.log(`${file}: ${(bytes / 1e6).toFixed(1)} MB`)
    })
}
