import { sql } from 'drizzle-orm'
import type { Queryable } from '../client.ts'
import { entriesOf, logs, SEALED_AT, sealHash, type Entry, type Log, type Seal } from './canonical.ts'
import { SEAL_ENTRIES, type Head } from './seal.ts'

/**
 * ALTERED, DELETED, INSERTED, REORDERED: the entry `seq`. CUT_OFF: everything from `seq` on, or the seals after `n` that an anchor
 * knows. SEAL: the chain itself does not fit at seal `n`. REMADE: an anchor kept another hash of seal `n`.
 */
export type FindingKind = 'ALTERED' | 'DELETED' | 'INSERTED' | 'REORDERED' | 'CUT_OFF' | 'SEAL' | 'REMADE'
export interface Finding {
  readonly log: Log
  readonly kind: FindingKind
  readonly seq: number | null
  readonly n: number | null
  /** What the entry says of itself now; null where it is gone. */
  readonly name: string | null
}

export interface Verified {
  readonly log: Log
  /** The last seal checked, and the entries up to it; 0 where nothing is sealed. */
  readonly n: number
  readonly entries: number
  /** When the last seal was set; null where there is none. */
  readonly sealedAt: string | null
  readonly findings: readonly Finding[]
}

/** A head as it was kept outside of the database. */
export type Anchored = Pick<Head, 'log' | 'n' | 'uptoSeq' | 'sha256'>

async function sealsAfter(db: Queryable, log: Log, n: number): Promise<(Seal & { sha256: string })[]> {
  const rows = await db.execute<{ n: number; upto_seq: string; total: string; seqs: string[]; digests: string; sha256: string; prev: string | null; at: string }>(
    sql`select n, upto_seq, total, to_json(seqs) as seqs, encode(digests, 'hex') as digests, sha256, prev_sha256 as prev, ${SEALED_AT} as at
      from seal where log = ${log} and n > ${n} order by n limit 20`)
  return rows.map((row) => ({
    log, n: row.n, uptoSeq: Number(row.upto_seq), total: Number(row.total), sha256: row.sha256, prevSha256: row.prev, at: row.at,
    entries: row.seqs.map((seq, i) => ({ seq: Number(seq), digest: row.digests.slice(i * 64, i * 64 + 64) })),
  }))
}

interface Odd {
  readonly seq: number
  readonly name: string | null
  /** As it was sealed, where it was. */
  readonly sealed: string | null
  /** As it is now, where it is. */
  readonly now: string | null
}

/** Every entry in (after, upto], whatever was sealed there. */
async function* entriesIn(db: Queryable, log: Log, after: number, upto: number): AsyncGenerator<Entry> {
  for (let from = after; ;) {
    const page = await entriesOf(db, log, from, upto, SEAL_ENTRIES)
    yield* page
    if (page.length < SEAL_ENTRIES) return
    from = page.at(-1)!.seq
  }
}

/** Entries of a seal that are not as they were sealed. */
async function oddOnes(db: Queryable, after: number, seal: Seal): Promise<Odd[]> {
  const sealed = new Map(seal.entries.map(({ seq, digest }) => [seq, digest]))
  const odd: Odd[] = []
  for await (const { seq, digest, name } of entriesIn(db, seal.log, after, seal.uptoSeq)) {
    const was = sealed.get(seq) ?? null
    sealed.delete(seq)
    if (was !== digest) odd.push({ seq, name, sealed: was, now: digest })
  }
  return [...odd, ...[...sealed].map(([seq, digest]) => ({ seq, name: null, sealed: digest, now: null }))].toSorted((a, b) => a.seq - b.seq)
}

/** What happened to the entries: one that now stands under another number was moved; those missing to the very end were cut off. */
function judged(log: Log, odd: readonly Odd[], lastSeq: number, lastPresent: number): Finding[] {
  const sealedAs = new Set(odd.flatMap((one) => one.sealed ?? []))
  const standsAs = new Set(odd.flatMap((one) => one.now ?? []))
  const cut = odd.find((one) => one.now === null && one.seq > lastPresent)
  return odd.flatMap((one): Finding[] => {
    const found = (kind: FindingKind): Finding[] => [{ log, kind, seq: one.seq, n: null, name: one.name }]
    if (one.now === null) {
      // Where it went is said where it stands.
      if (standsAs.has(one.sealed!)) return []
      if (lastPresent < lastSeq && one.seq > lastPresent) return one === cut ? found('CUT_OFF') : []
      return found('DELETED')
    }
    if (sealedAs.has(one.now)) return found('REORDERED')
    return found(one.sealed === null ? 'INSERTED' : 'ALTERED')
  })
}

/** Whether the chain still holds the last head that was kept of it, as it was kept. As the worker role. */
export async function continues(db: Queryable, log: Log, anchored: readonly Anchored[]): Promise<boolean> {
  const own = anchored.filter((head) => head.log === log)
  const n = Math.max(0, ...own.map((head) => head.n))
  if (n === 0) return true
  const [seal] = await db.execute<{ sha256: string }>(sql`select sha256 from seal where log = ${log} and n = ${n}`)
  return own.every((head) => head.n < n || head.sha256 === seal?.sha256)
}

/**
 * Goes through the whole chain of a log, and compares it with every head kept outside: one kept later takes nothing back. As
 * the worker role; reads only. @throws the signal's reason, between two seals.
 */
export async function verifyLog(db: Queryable, log: Log, anchored: readonly Anchored[] = [], signal?: AbortSignal): Promise<Verified> {
  const findings: Finding[] = []
  const odd: Odd[] = []
  const kept = Map.groupBy(anchored.filter((head) => head.log === log), (head) => head.n)
  let last: (Seal & { sha256: string }) | null = null
  for (let seals = await sealsAfter(db, log, 0); seals.length > 0; seals = await sealsAfter(db, log, last!.n)) {
    for (const seal of seals) {
      signal?.throwIfAborted()
      const fits = seal.n === (last?.n ?? 0) + 1 && seal.prevSha256 === (last?.sha256 ?? null) && sealHash(seal) === seal.sha256 && seal.total === (last?.total ?? 0) + seal.entries.length
      if (!fits) findings.push({ log, kind: 'SEAL', seq: null, n: seal.n, name: null })
      if (kept.get(seal.n)?.some((head) => head.sha256 !== seal.sha256)) findings.push({ log, kind: 'REMADE', seq: null, n: seal.n, name: null })
      odd.push(...await oddOnes(db, last?.uptoSeq ?? Number.MIN_SAFE_INTEGER, seal))
      last = seal
    }
  }
  const end = last?.uptoSeq ?? 0
  const [present] = await db.execute<{ seq: string | null }>(sql`select max(seq) as seq from ${sql.identifier(log)}`)
  findings.push(...judged(log, odd, end, Number(present?.seq ?? 0)))
  const beyond = [...kept.keys()].filter((n) => n > (last?.n ?? 0)).toSorted((a, b) => a - b)[0]
  if (beyond !== undefined) findings.push({ log, kind: 'CUT_OFF', seq: null, n: beyond, name: null })
  return { log, n: last?.n ?? 0, entries: last?.total ?? 0, sealedAt: last?.at ?? null, findings }
}

export const verifyLogs = async (db: Queryable, anchored: readonly Anchored[] = [], signal?: AbortSignal): Promise<Verified[]> => {
  const all: Verified[] = []
  for (const log of logs) all.push(await verifyLog(db, log, anchored, signal))
  return all
}
