import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { recordAudit, type Db } from '@anwang/db'
import { verifyLogs, type Anchored } from '@anwang/db/audit/verify'
import { checkArchive, openArchive } from '@anwang/db/backup/archive'
import { readManifest, type Manifest } from '@anwang/db/backup/manifest'
import { voidTokens } from '@anwang/db/backup/void'
import { connect } from '@anwang/db/client'
import { asideOf } from '@anwang/db/embedded/place'
import { compareAll } from '@anwang/db/metrics/recount'
import { migrateDatabase } from '@anwang/db/migrate'
import type { Command } from 'commander'
import postgres from 'postgres'
import type { Env } from '../env.ts'
import { anchorAt } from '../jobs/seal-anchor.ts'
import { acceptCut, lostHeads, lostText } from './cut.ts'
import { recounted, ticking } from './database.ts'
import { advancing, interruptible } from './progress.ts'
import { findingLine } from './audit.ts'
import { restoreCluster } from './restore-cluster.ts'
import { putBackServer, restoreServer } from './restore-server.ts'
import type { Finish } from './restoring.ts'

export interface RestoreOptions {
  /** Whether what is there already may be replaced; asked only where something is there. */
  readonly replace: () => Promise<boolean>
  /** Why an older state is restored, where the anchor knows of a newer one. */
  readonly acceptCut: string | null
}

type RestoreEnv = Pick<Env, 'database' | 'dataDir' | 'clock' | 'auditAnchor'>

async function withDb<T>(url: string, work: (db: Db) => Promise<T>): Promise<T> {
  const { db, close } = connect(url, { max: 2 })
  try {
    return await work(db)
  } finally {
    await close()
  }
}

/** Makes every token of the backup worthless and leaves the line of the restore. */
async function begun(ownerUrl: string, { madeAt, migration }: Manifest): Promise<void> {
  const sql = postgres(ownerUrl, { max: 1, onnotice: () => undefined })
  try {
    await voidTokens(sql)
  } finally {
    await sql.end()
  }
  await withDb(ownerUrl, (db) => recordAudit(db, [{ kind: 'ADMINISTRATION', action: 'restore', details: { title: `${madeAt}, ${migration.tag}` } }]))
}

/** Every figure again from the events, and both chains by the backup's own heads. @returns whether all is as it was. */
async function isSound(workerUrl: string, env: RestoreEnv, { heads }: Manifest): Promise<boolean> {
  return withDb(workerUrl, async (db) => {
    const counted = await ticking('recounting', (tell) => compareAll(db, env.clock.today(), { tell: (progress) => tell(recounted(progress)) })).catch((error: unknown) => {
      console.log(`recount: ${(error as Error).message}`)
      return null
    })
    if (counted) console.log(`recount: ${counted.cells} cells compared, ${counted.differing} differences`)
    const verified = await ticking('verifying', verifyLogs(db, heads))
    for (const { log, n, entries, findings } of verified) {
      for (const finding of findings) console.log(findingLine(finding))
      console.log(`${log}: ${entries} entries under ${n} seals: ${findings.length === 0 ? 'whole' : `${findings.length} findings`}`)
    }
    return counted?.differing === 0 && verified.every(({ findings }) => findings.length === 0)
  })
}

/** Compares with the anchor, which may know of more than the backup holds. @returns whether it holds, or was accepted. */
async function holdsAnchor(workerUrl: string, place: string | null, reason: string | null): Promise<boolean> {
  const kept: readonly Anchored[] = place === null ? [] : await anchorAt(place).kept() ?? []
  return withDb(workerUrl, async (db) => {
    const lost = await lostHeads(db, kept)
    if (place === null || lost.length === 0) return true
    if (reason !== null) {
      for (const line of await acceptCut(db, place, reason, new Date())) console.log(line)
      return true
    }
    console.log(`anchor: ${place} knows of entries that came after this backup and are gone now: ${lostText(lost)}`)
    console.log('That is what an older state looks like, and what a log that somebody cut off looks like. Where it is meant, take note of it, or no more heads are kept: anwang audit accept-cut --reason <why, and by whose decision>')
    return false
  })
}

/**
 * Restores a backup into an empty place or, where that is allowed, in place of what is there, then counts and verifies.
 * @returns whether everything agrees. @throws in words where nothing was restored.
 */
export async function restore(env: RestoreEnv, file: string, options: RestoreOptions, signal: AbortSignal): Promise<boolean> {
  const { manifest: said, entries } = await openArchive(file)
  await entries.return(undefined)
  const manifest = readManifest(said)
  if ((manifest.kind === 'dump') !== (env.database !== null))
    throw new Error(manifest.kind === 'dump' ? 'this backup is of a PostgreSQL server: set DATABASE_URL and the two beside it' : 'this backup is of an embedded database: restore it without DATABASE_URL')
  console.log(`backup of ${manifest.madeAt}: 安网 ${manifest.product}, migration ${manifest.migration.tag}, PostgreSQL ${manifest.postgres}`)
  const checking = advancing('checking the file')
  await checkArchive(file, checking.read).finally(checking.end)
  signal.throwIfAborted()

  const finish: Finish = async (urls) => {
    await ticking('migrating', migrateDatabase(urls.ownerUrl, true))
    await begun(urls.ownerUrl, manifest)
    return isSound(urls.workerUrl, env, manifest)
  }
  const restoring = { manifest, entries: (await openArchive(file)).entries, replace: options.replace, finish, signal }
  if (env.database) {
    const sound = await restoreServer(env.database, restoring)
    return (await holdsAnchor(env.database.workerUrl, env.auditAnchor, options.acceptCut)) && sound
  }
  return restoreCluster(env.dataDir, restoring, (urls) => {
    // Where no anchor was kept here, the backup's own comes along.
    const own = join(env.dataDir, 'audit-anchor.jsonl')
    const place = env.auditAnchor === own && !existsSync(own) ? join(asideOf(env.dataDir), 'audit-anchor.jsonl') : env.auditAnchor
    return holdsAnchor(urls.workerUrl, place, options.acceptCut)
  })
}

/** Asks at the terminal; without one, or without the word, no. */
async function agreed(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) return false
  const asking = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return (await asking.question(`${question} Type yes to go on: `)).trim() === 'yes'
  } finally {
    asking.close()
  }
}

async function putBack(env: RestoreEnv, agreed: () => Promise<boolean>): Promise<void> {
  if (!env.database) throw new Error(`an embedded database takes its place only when it is restored: nothing is to be put back. What an earlier one replaced is beside it, in ${env.dataDir}, as *.replaced`)
  await putBackServer(env.database, agreed)
}

interface Options {
  readonly replace?: true
  readonly yes?: true
  readonly acceptCut?: string
  readonly putBack?: true
}

/** `anwang restore`: a backup into an empty place, counted and verified at once. Exit 1 where something differs. */
export function register(program: Command, env: RestoreEnv): void {
  program.command('restore')
    .description('restores a backup into an empty place, then recounts every figure and verifies both logs; exit 1 where something differs. Everybody is signed out, invitations are void')
    .argument('[file]', 'a file that `anwang backup` wrote')
    .option('--replace', 'in place of the database that is there; asks before')
    .option('--yes', 'with --replace or --put-back: does not ask')
    .option('--put-back', 'without a file: with a server, what was there before a restore that was cut short, or that is not wanted, comes back')
    .option('--accept-cut <reason>', 'where the anchor of the logs knows of entries after this backup: takes note of it, with the reason, in the second log')
    .action(async (file: string | undefined, options: Options, command: Command) => {
      const replace = async (): Promise<boolean> => options.replace === true && (options.yes === true || agreed('There is a database already. What it holds is replaced by the backup.'))
      if (options.putBack) {
        if (file !== undefined || options.replace || options.acceptCut !== undefined) command.error('error: --put-back stands alone: it restores no file')
        await putBack(env, async () => options.yes === true || agreed('The restore came to its end. What it restored, and what was entered since, is dropped.'))
          .catch((error: unknown) => command.error(`error: ${(error as Error).message}`))
        console.log('put back: the database is what it was before the restore')
        return
      }
      if (file === undefined) return command.error('error: which file? `anwang restore <file>`')
      const sound = await interruptible((signal) => restore(env, file, { replace, acceptCut: options.acceptCut ?? null }, signal))
        .catch((error: unknown) => command.error(`error: ${(error as Error).message}`))
      console.log(sound ? 'restored' : 'restored, but not everything agrees: see above')
      if (!sound) process.exitCode = 1
    })
}
