import { existsSync } from 'node:fs'
import { open, readFile, rename } from 'node:fs/promises'
import { recordAudit, type Db } from '@anwang/db'
import { logs } from '@anwang/db/audit/canonical'
import { verifyLogs, type Anchored } from '@anwang/db/audit/verify'
import type { Command } from 'commander'
import { sql } from 'drizzle-orm'
import type { Env } from '../env.ts'
import { anchorAt } from '../jobs/seal-anchor.ts'
import { withWorker } from './database.ts'

/** Heads that were kept outside of seals that the database no longer has, or has otherwise: what a restore of an older state cut off. */
export async function lostHeads(db: Db, kept: readonly Anchored[]): Promise<Anchored[]> {
  const seals = await Promise.all(logs.map(async (log) => [log, new Map((await db.execute<{ n: number; sha256: string }>(
    sql`select n, sha256 from seal where log = ${log} and n in ${[0, ...kept.filter((head) => head.log === log).map(({ n }) => n)]}`)).map(({ n, sha256 }) => [n, sha256]))] as const))
  const known = new Map(seals)
  return kept.filter(({ log, n, sha256 }) => known.get(log)?.get(n) !== sha256)
}

/** What was lost, for people: of each log from which entry on, and the last head. */
export const lostText = (lost: readonly Anchored[]): string => logs.flatMap((log) => {
  const own = lost.filter((head) => head.log === log).toSorted((a, b) => a.n - b.n)
  const last = own.at(-1)
  return last ? [`${log}: seals ${own[0]!.n} to ${last.n}, through entry ${last.uptoSeq}, the last ${last.sha256}`] : []
}).join('; ')

async function writeWhole(path: string, text: string, flag: 'w' | 'wx'): Promise<void> {
  const file = await open(path, flag, 0o600)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Keeps what an anchor holds under the other name and puts these heads in its place: at every moment one of the two is there, whole. */
async function beginAnew(place: string, aside: string, heads: readonly Anchored[]): Promise<void> {
  await writeWhole(aside, await readFile(place, 'utf8'), 'wx')
  const beside = `${place}.new`
  await writeWhole(beside, heads.map((head) => `${JSON.stringify(head)}\n`).join(''), 'w')
  await rename(beside, place)
}

/**
 * Takes note that a restore of an older state cut entries off which an anchor knows: with the reason into the second log, then
 * the anchor begins anew with the heads that still hold. The old one stays beside it, so that nothing is taken back unseen.
 * @returns lines to be shown. @throws where the chains themselves do not hold: that is no restore.
 */
export async function acceptCut(db: Db, place: string, reason: string, now: Date): Promise<string[]> {
  const kept = (await anchorAt(place).kept()) ?? []
  const lost = await lostHeads(db, kept)
  if (lost.length === 0) return ['the heads that were kept outside all hold: there is nothing to accept']
  if ((await verifyLogs(db)).some(({ findings }) => findings.length > 0)) throw new Error('the logs themselves are not whole: what is missing was not cut off by a restore (`anwang audit verify` says what)')
  const aside = `${place}.until-${now.toISOString().slice(0, 19).replaceAll(':', '')}Z`
  if (existsSync(aside)) throw new Error(`${aside} exists already`)
  await recordAudit(db, [{ kind: 'ADMINISTRATION', action: 'acceptCut', reason, details: { title: lostText(lost) } }])
  const said = [`accepted, with the reason in the second log: ${lostText(lost)}`]
  if (/^https?:/.test(place)) return [...said, `${place} cannot be begun anew from here: whoever keeps it puts the old heads aside, or ANWANG_AUDIT_ANCHOR names a new place; until then no head is kept`]
  await beginAnew(place, aside, kept.filter((head) => !lost.includes(head)))
  return [...said, `the old heads are in ${aside}: keep them`]
}

/** `anwang audit accept-cut`: after a restore of an older state by whatever means. */
export function addAcceptCut(audit: Command, env: Pick<Env, 'database' | 'dataDir' | 'auditAnchor'>): void {
  audit.command('accept-cut')
    .description('after an older state was restored: takes note, with the reason in the second log, that the anchor knows of seals the database no longer has, and begins the anchor anew')
    .requiredOption('--reason <text>', 'why the older state was restored, and by whose decision')
    .option('--anchor <place>', 'the file or address where the heads were kept; by default ANWANG_AUDIT_ANCHOR')
    .action(async (options: { reason: string; anchor?: string }, command: Command) => {
      const place = options.anchor ?? env.auditAnchor ?? command.error('error: no anchor is kept: ANWANG_AUDIT_ANCHOR is not set')
      const lines = await withWorker(env, (db) => acceptCut(db, place, options.reason, new Date())).catch((error: unknown) => command.error(`error: ${(error as Error).message}`))
      for (const line of lines) console.log(line)
    })
}
