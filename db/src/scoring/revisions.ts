import type { ScoreResult } from '@anwang/domain/scoring'
import { sql } from 'drizzle-orm'
import { LRUCache } from 'lru-cache'
import type { Db, Queryable } from '../client.ts'

/** Of some 10 kB each. */
const MOST = 4_000

const kept = new WeakMap<Db, LRUCache<string, ScoreResult>>()

/** A stored score that keeps its items, by its key. */
export interface RevisionRef {
  readonly revision: string
  readonly regionId: string
  readonly groupId: string
  readonly period: string
  readonly schemeId: string
}

/**
 * The items of stored scores by revision, those that this process has not read before by one statement. Whoever asks was shown,
 * in this transaction, the row that names the revision: row security has been asked. What a revision says never changes.
 */
export async function resultsByRevision(db: Db, tx: Queryable, wanted: readonly RevisionRef[]): Promise<ReadonlyMap<string, ScoreResult>> {
  const here = kept.get(db) ?? new LRUCache<string, ScoreResult>({ max: MOST })
  kept.set(db, here)
  const found = new Map<string, ScoreResult>()
  const missing = wanted.filter(({ revision }) => {
    const known = here.get(revision)
    if (known) found.set(revision, known)
    return !known
  })
  if (missing.length === 0) return found
  const rows = await tx.execute<{ revision: string; result: ScoreResult }>(sql`select s.revision, s.result
    from json_to_recordset(${JSON.stringify(missing)}::json) as k(revision uuid, "regionId" uuid, "groupId" uuid, period text, "schemeId" uuid)
    cross join lateral (select revision, result from score s where s.region_id = k."regionId" and s.group_id = k."groupId" and s.period = k.period and s.scheme_version_id = k."schemeId" offset 0) s
    where s.revision = k.revision`)
  for (const { revision, result } of rows) {
    here.set(revision, result)
    found.set(revision, result)
  }
  return found
}
