import { sql } from 'drizzle-orm'
import type { Db } from '../client.ts'
import { newId } from '../ids.ts'
import { verifyLogs, type Anchored, type Verified } from './verify.ts'

const MOST_FINDINGS = 100
let running: Promise<Verified[]> | null = null

/** Goes through both chains and writes down what was found; whoever asks meanwhile gets the same answer. As the worker role. */
export function checkLogs(db: Db, anchored: readonly Anchored[]): Promise<Verified[]> {
  running ??= (async () => {
    try {
      const verified = await verifyLogs(db, anchored)
      for (const { log, n, entries, findings } of verified) {
        await db.execute(sql`insert into seal_check (id, log, n, entries, sound, findings)
          values (${newId()}, ${log}, ${n}, ${entries}, ${findings.length === 0}, ${JSON.stringify(findings.slice(0, MOST_FINDINGS))}::jsonb)`)
      }
      return verified
    } finally {
      running = null
    }
  })()
  return running
}

/** When the chains were last gone through; null where they never were. */
export async function lastChecked(db: Db): Promise<Date | null> {
  const [row] = await db.execute<{ at: string | null }>(sql`select max(at) as at from seal_check`)
  return row?.at ? new Date(row.at) : null
}
