import { sql, type SQL } from 'drizzle-orm'
import type { Db, Tx } from '../client.ts'
import { entriesOf, logs, SEALED_AT, sealHash, type Log, type Seal } from './canonical.ts'

/** Of the worker that seals; a second one does nothing. */
const SEAL_LOCK = 4_100_002
export const SEAL_ENTRIES = 5_000

export interface Head {
  readonly log: Log
  readonly n: number
  readonly uptoSeq: number
  readonly total: number
  readonly sha256: string
  readonly at: string
}

/** The last seal of a log; null before the first. */
export async function headOf(tx: Db | Tx, log: Log): Promise<Head | null> {
  const [row] = await tx.execute<{ n: number; upto_seq: string; total: string; sha256: string; at: string }>(
    sql`select n, upto_seq, total, sha256, ${SEALED_AT} as at from seal where log = ${log} order by n desc limit 1`)
  return row ? { log, n: row.n, uptoSeq: Number(row.upto_seq), total: Number(row.total), sha256: row.sha256, at: row.at } : null
}

interface Horizon {
  readonly seq: number
  /** Transactions that were writing to the log when the horizon was drawn. */
  readonly writers: ReadonlySet<string>
}

async function writersOf(db: Db, log: Log): Promise<Set<string>> {
  const rows = await db.execute<{ id: string }>(sql`select virtualtransaction as id from pg_locks
    where locktype = 'relation' and relation = ${log}::regclass and mode = 'RowExclusiveLock' and granted
      and database = (select oid from pg_database where datname = current_database())`)
  return new Set(rows.map((row) => row.id))
}

async function drawn(db: Db, log: Log): Promise<Horizon> {
  const [row] = await db.execute<{ seq: string | null }>(sql`select max(seq) as seq from ${sql.identifier(log)}`)
  return { seq: Number(row?.seq ?? 0), writers: await writersOf(db, log) }
}

export const sealRow = (seal: Seal): SQL => sql`insert into seal (log, n, upto_seq, total, seqs, digests, sha256, prev_sha256, at)
  values (${seal.log}, ${seal.n}, ${seal.uptoSeq}, ${seal.total}, ${`{${seal.entries.map(({ seq }) => seq).join(',')}}`}::bigint[],
    decode(${seal.entries.map(({ digest }) => digest).join('')}, 'hex'), ${sealHash(seal)}, ${seal.prevSha256}, ${seal.at}::timestamptz)`

/** Seals the next entries up to a settled number. Answers how many; null where another worker is at it. */
function sealNext(db: Db, log: Log, settled: number): Promise<number | null> {
  return db.transaction(async (tx) => {
    const [lock] = await tx.execute<{ free: boolean }>(sql`select pg_try_advisory_xact_lock(${SEAL_LOCK}) as free`)
    if (!lock?.free) return null
    const last = await headOf(tx, log)
    const entries = await entriesOf(tx, log, last?.uptoSeq ?? 0, settled, SEAL_ENTRIES)
    if (entries.length === 0) return 0
    const seal = {
      log, n: (last?.n ?? 0) + 1, uptoSeq: entries.at(-1)!.seq, total: (last?.total ?? 0) + entries.length, entries, prevSha256: last?.sha256 ?? null, at: new Date().toISOString(),
    }
    await tx.execute(sealRow(seal))
    return entries.length
  }, { isolationLevel: 'read committed' })
}

/**
 * Seals what is settled in both logs, whenever it is called; answers the number of entries sealed. As the worker role.
 *
 * Numbers are given when a row is written and rows appear when their transaction ends, so a lower number may appear after a
 * higher one. A number is settled when nobody can add a row at or below it any more: whoever has taken a number holds the
 * log's RowExclusiveLock since before, until the row is there for everybody or never will be. So the highest number seen is
 * drawn first, then the holders of that lock; once all of them have ended, everything up to that number may be sealed, in the
 * order of the numbers. A long import delays the seals behind it, and no longer; nothing is skipped.
 */
export function sealer(db: Db): () => Promise<number> {
  const waiting = new Map<Log, Horizon>()
  async function settled(log: Log): Promise<number> {
    const before = waiting.get(log)
    const next = await drawn(db, log)
    if (next.writers.size === 0) {
      waiting.delete(log)
      return next.seq
    }
    const still = before ? [...before.writers].some((id) => next.writers.has(id)) : false
    if (!still) waiting.set(log, next)
    return before && !still ? before.seq : 0
  }
  return async () => {
    let sealed = 0
    for (const log of logs) {
      const upto = await settled(log)
      for (let n = await sealNext(db, log, upto); n; n = await sealNext(db, log, upto)) sealed += n
    }
    return sealed
  }
}
