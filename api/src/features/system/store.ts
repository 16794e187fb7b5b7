import type { Db } from '@anwang/db'
import type { Day } from '@anwang/domain'
import { sql } from 'drizzle-orm'

/** How the database is. Counts stop at `most`. */
export interface DatabaseState {
  readonly version: string
  readonly bytes: number
  readonly since: Date
  /** Deltas in effect that are in no rollup yet. */
  readonly unfolded: number
  /** Since when the one waits that has been in effect longest. */
  readonly unfoldedSince: Date | null
  /** Entries of both logs that are not sealed yet. */
  readonly unsealed: number
  /** When the oldest of them was written. */
  readonly unsealedSince: Date | null
  readonly backedUpAt: Date | null
  readonly backup: string | null
}

/** As the worker role. */
export async function databaseState(worker: Db, today: Day, most: number): Promise<DatabaseState> {
  const since = (log: 'event' | 'audit') => sql`from ${sql.identifier(log)} where seq > coalesce((select upto_seq from seal where seal.log = ${log} order by n desc limit 1), 0)`
  const unsealed = (log: 'event' | 'audit') => sql`(select count(*)::int from (select 1 ${since(log)} limit ${most}) found)`
  const [row] = await worker.execute<{ version: string; bytes: string; since: string; unfolded: number; unfolded_since: string | null; unsealed: number; unsealed_since: string | null; at: string | null; file: string | null }>(sql`
    select current_setting('server_version') as version, pg_database_size(current_database())::text as bytes, pg_postmaster_start_time() as since,
      (select count(*)::int from (select 1 from delta_pending where effective_on <= ${today}::date limit ${most}) found) as unfolded,
      (select min(greatest(to_timestamp(('x' || translate(left(id::text, 13), '-', ''))::bit(48)::bigint / 1000.0), effective_on::timestamp at time zone 'Asia/Shanghai')) from delta_pending where effective_on <= ${today}::date) as unfolded_since,
      ${unsealed('event')} + ${unsealed('audit')} as unsealed,
      least((select recorded_at ${since('event')} order by seq limit 1), (select at ${since('audit')} order by seq limit 1)) as unsealed_since, b.at, b.file
    from (select) one left join lateral (select at, details->>'title' as file from audit where kind = 'EXPORT' and action = 'backup' order by seq desc limit 1) b on true`)
  return {
    version: row!.version, bytes: Number(row!.bytes), since: new Date(row!.since), unfolded: row!.unfolded, unfoldedSince: row!.unfolded_since === null ? null : new Date(row!.unfolded_since),
    unsealed: row!.unsealed, unsealedSince: row!.unsealed_since === null ? null : new Date(row!.unsealed_since), backedUpAt: row!.at === null ? null : new Date(row!.at), backup: row!.file,
  }
}
