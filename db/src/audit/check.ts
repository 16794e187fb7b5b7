import { sql } from 'drizzle-orm'
import type { Db } from '../client.ts'
import { newId } from '../ids.ts'
import { verifyLogs, type Anchored, type Verified } from './verify.ts'

const MOST_FINDINGS = 100
/** Of whoever goes through the chains. */
const CHECK_LOCK = 4_100_003

/**
 * Goes through both chains and writes down what was found; null where another connection, of this server or another, is at
 * it. As the worker role. @throws the signal's reason; then nothing is written.
 */
export function checkLogs(db: Db, anchored: readonly Anchored[], signal?: AbortSignal): Promise<Verified[] | null> {
  // No snapshot is held from one statement to the next, so nothing is kept from being vacuumed meanwhile.
  return db.transaction(async (tx) => {
    const [lock] = await tx.execute<{ free: boolean }>(sql`select pg_try_advisory_xact_lock(${CHECK_LOCK}) as free`)
    if (!lock?.free) return null
    const verified = await verifyLogs(tx, anchored, signal)
    for (const { log, n, entries, findings } of verified) {
      await tx.execute(sql`insert into seal_check (id, log, n, entries, sound, findings, at)
        values (${newId()}, ${log}, ${n}, ${entries}, ${findings.length === 0}, ${JSON.stringify(findings.slice(0, MOST_FINDINGS))}::jsonb, clock_timestamp())`)
    }
    return verified
  }, { isolationLevel: 'read committed' })
}

/** When the chains were last gone through; null where they never were. */
export async function lastChecked(db: Db): Promise<Date | null> {
  const [row] = await db.execute<{ at: string | null }>(sql`select max(at) as at from seal_check`)
  return row?.at ? new Date(row.at) : null
}
