import { resultAmong, type MemberInput, type PeerGroup, type Peers, type ScoreResult, type Source } from '@anwang/domain/scoring'
import { sql, type SQL } from 'drizzle-orm'
import type { Db, Queryable } from '../client.ts'
import { boardKey, type BoardId } from './boards.ts'
import type { ScoreHead } from './head.ts'
import { schemesById } from './schemes.ts'

/** The board was scored anew since the transaction's snapshot: ask in a new one. */
export class ScoredMeanwhile extends Error {
  override readonly name = 'ScoredMeanwhile'
}

export interface ResultWanted extends BoardId {
  readonly regionId: string
}

const wantedRows = (wanted: readonly ResultWanted[]): SQL =>
  sql`json_to_recordset(${JSON.stringify(wanted.map(({ groupId, period, schemeId, regionId }, i) => ({ i, g: groupId, p: period, v: schemeId, r: regionId })))}::json) as k(i int, g uuid, p text, v uuid, r uuid)`

interface Row extends Record<string, unknown> {
  i: number
  result: ScoreResult | null
  head: ScoreHead
  input: MemberInput | null
  stamp: string | null
  sources: Source[]
}

/**
 * Scores with their items, as far as the row security of `tx` shows them; null for others. A board of many members keeps none:
 * there they follow from the member's input and the peers' means, which the worker's role reads.
 * @throws ScoredMeanwhile
 */
export async function readResults(tx: Queryable, { app, worker }: { readonly app: Db; readonly worker: Db }, wanted: readonly ResultWanted[]): Promise<(ScoreResult | null)[]> {
  const rows = await tx.execute<Row>(sql`select k.i, s.result, s.head, case when s.result is null then n.input end as input, b.stamp, b.sources
    from ${wantedRows(wanted)}
    join score s on s.region_id = k.r and s.group_id = k.g and s.period = k.p and s.scheme_version_id = k.v
    join board b on b.group_id = k.g and b.period = k.p and b.scheme_version_id = k.v
    left join score_input n on s.result is null and n.region_id = k.r and n.group_id = k.g and n.period = k.p and n.scheme_version_id = k.v`)
  const results = wanted.map((): ScoreResult | null => null)
  const open = rows.flatMap((row) => {
    results[row.i] = row.result
    return row.result === null && row.input !== null ? [{ ...row, input: row.input, board: wanted[row.i]! }] : []
  })
  if (open.length === 0) return results
  const boards = [...new Map(open.map(({ board }) => [boardKey(board), board])).values()]
  const [schemes, peers] = await Promise.all([
    schemesById(app, tx, boards.map(({ schemeId }) => schemeId)),
    worker.execute<{ i: number; stamp: string | null; peers: Partial<Record<PeerGroup, Peers>> }>(sql`select k.i, b.stamp, b.peers from ${wantedRows(boards.map((board) => ({ ...board, regionId: board.groupId })))}
      join board b on b.group_id = k.g and b.period = k.p and b.scheme_version_id = k.v`),
  ])
  const known = new Map(peers.map((row) => [boardKey(boards[row.i]!), row]))
  for (const { i, board, head, input, stamp, sources } of open) {
    const of = known.get(boardKey(board))
    const among = of?.peers[input.peerGroup]
    if (!among || of.stamp !== stamp) throw new ScoredMeanwhile(`the board of ${board.groupId} in ${board.period} was scored anew meanwhile`)
    results[i] = resultAmong(schemes.get(board.schemeId)!.data, input, among, new Set(sources), head)
  }
  return results
}

interface HeadRow extends Record<string, unknown> {
  region_id: string
  head: ScoreHead
}

/** The heads of a whole board, by region. */
export async function readHeads(tx: Queryable, { groupId, period, schemeId }: BoardId): Promise<Map<string, ScoreHead>> {
  const rows = await tx.execute<HeadRow>(sql`select region_id, head from score where group_id = ${groupId} and period = ${period} and scheme_version_id = ${schemeId}`)
  return new Map(rows.map((row) => [row.region_id, row.head]))
}
