import { createHash } from 'node:crypto'
import type { Day } from '@anwang/domain'
import { rank, scorePeerGroup, type ScoreResult } from '@anwang/domain/scoring'
import { sql } from 'drizzle-orm'
import type { Db, Queryable } from '../client.ts'
import type { ScoreHead } from './head.ts'
import { readInputs, type Scoring } from './inputs.ts'

/** Changes when the same inputs would score otherwise, so that what is stored is scored anew. */
const ENGINE = '1'

/** What a board is scored from, in a word; null while deltas in effect are not folded, when no stored score holds. */
export const stampOf = ({ board, scheme }: Scoring): string | null =>
  board.stamp === null ? null : scoredFrom({ board, scheme }, board.stamp)

const scoredFrom = ({ board, scheme }: Scoring, stamp: string): string =>
  createHash('sha256').update(JSON.stringify([ENGINE, stamp, scheme.id, board.sourcesInUse, board.goLiveOn, board.members.map((one) => [one.id, one.kind])])).digest('base64url')

export const boardKey = ({ board, scheme }: Scoring): string => `${board.id} ${board.period.text} ${scheme.id}`

/**
 * Scores and ranks whole boards and stores them, as the worker's role: means and ranks need peers that a viewer may not
 * see. Two statements for any number of boards. Read them back under the viewer's row security.
 */
export async function refreshScores(worker: Db, scorings: readonly Scoring[], today: Day): Promise<void> {
  if (scorings.length === 0) return
  await worker.transaction(async (tx) => {
    const inputs = await readInputs(tx, scorings, today)
    const rows = scorings.flatMap((scoring) => {
      const { board, scheme } = scoring
      const results = scorePeerGroup(scheme.data, inputs.get(scoring)!, new Set(board.sourcesInUse))
      const places = new Map(rank(scheme.data, results).map((place) => [place.memberId, place]))
      const paths = new Map(board.members.map((member) => [member.id, member.path]))
      return results.map((result) => {
        const { rank: place, tied, unrankedBecause } = places.get(result.memberId)!
        const head: ScoreHead = { total: result.total, grade: result.grade, peerGroup: result.peerGroup, rank: place, tied, unrankedBecause }
        return {
          region_id: result.memberId, path: paths.get(result.memberId)!, period: board.period.text, scheme_version_id: scheme.id, group_id: board.id,
          // Scored from figures that are still to be folded, it holds for nobody after.
          stamp: stampOf(scoring) ?? 'pending', day: today, rankable: place !== null, total: result.total?.number ?? null, head, result,
        }
      })
    })
    rows.sort((a, b) => (`${a.region_id} ${a.group_id} ${a.period}` < `${b.region_id} ${b.group_id} ${b.period}` ? -1 : 1))
    await tx.execute(sql`insert into score (region_id, path, period, scheme_version_id, group_id, stamp, day, rankable, total, head, result)
      select region_id, path, period, scheme_version_id, group_id, stamp, day, rankable, total, head, result from json_populate_recordset(null::score, ${JSON.stringify(rows)}::json)
      on conflict (region_id, group_id, period, scheme_version_id) do update set path = excluded.path, stamp = excluded.stamp, day = excluded.day,
        rankable = excluded.rankable, total = excluded.total, head = excluded.head, result = excluded.result`)
  }, { isolationLevel: 'read committed' })
}

export interface ScoreKey {
  readonly groupId: string
  readonly period: string
  readonly schemeVersionId: string
  /** null: every member. */
  readonly regionId: string | null
  /** Whether the whole result is wanted, not its head alone. */
  readonly whole: boolean
}

export interface StoredScore {
  readonly regionId: string
  readonly groupId: string
  readonly period: string
  readonly schemeVersionId: string
  readonly head: ScoreHead
  readonly result: ScoreResult | null
}

/** Stored scores, as far as the caller's row security shows them; one statement. */
export async function readScores(tx: Queryable, keys: readonly ScoreKey[]): Promise<StoredScore[]> {
  const rows = await tx.execute<{ region_id: string; group_id: string; period: string; scheme_version_id: string; head: ScoreHead; result: ScoreResult | null }>(sql`
    select s.region_id, s.group_id, s.period, s.scheme_version_id, s.head, case when k.whole then s.result end as result
    from json_to_recordset(${JSON.stringify(keys)}::json) as k("groupId" uuid, period text, "schemeVersionId" uuid, "regionId" uuid, whole boolean)
    join score s on s.group_id = k."groupId" and s.period = k.period and s.scheme_version_id = k."schemeVersionId" and (k."regionId" is null or s.region_id = k."regionId")`)
  return rows.map((row) => ({ regionId: row.region_id, groupId: row.group_id, period: row.period, schemeVersionId: row.scheme_version_id, head: row.head, result: row.result }))
}
