import type { Day } from '@anwang/domain'
import type { MemberInput, Source } from '@anwang/domain/scoring'
import { sql } from 'drizzle-orm'
import type { Queryable } from '../client.ts'
import { basis, boardKey, keysJson, rosterJson, rosterOf, stampsJson, toRoster, type BoardGroup, type BoardId, type RosterRow, type Stamps, type StoredRoster } from './boards.ts'
import { atMost, type RosterKey } from './rosters.ts'

/** As it was last scored; texts as they were written, to tell what changed. */
export interface StoredMember {
  readonly id: string
  readonly path: string
  readonly place: number
  readonly changedOn: Day
  readonly head: string
  /** Of the figures that it was scored from, and of those of now. */
  readonly stamp: string
  readonly now: string
  readonly input: string
}

export interface Before {
  readonly stamp: string | null
  readonly sources: readonly Source[]
  readonly goLiveOn: Day | null
  readonly groups: readonly BoardGroup[]
  readonly peers: string
  readonly members: ReadonlyMap<string, StoredMember>
}

export interface KnownRosters {
  readonly basis: number
  /** In the order of the keys; null where there is none yet. */
  readonly rosters: readonly (StoredRoster | null)[]
  /** By path, of the roots. */
  readonly stamps: ReadonlyMap<string, string>
}

/** What is stored of rosters, and of what stamp their figures are. As the worker. */
export async function knownRosters(tx: Queryable, keys: readonly RosterKey[], today: Day): Promise<KnownRosters> {
  const [row] = await tx.execute<{ basis: string; rosters: [i: number, row: RosterRow][] | null; stamps: Stamps }>(sql`with
    k as materialized (select * from json_to_recordset(${keysJson(keys, today)}::json) as x(i int, root_id uuid, level text, period text, last_day date) ${atMost(keys.length)}),
    listed as materialized (select k.i, x.* from k cross join lateral (${rosterOf(sql`(select k.root_id, r.path, k.level, k.period, k.last_day from region r where r.id = k.root_id)`)}) x)
    select ${basis}::bigint as basis, (select json_agg(json_build_array(x.i, ${rosterJson})) from listed x) as rosters,
      ${stampsJson(sql`select distinct path::text from listed`, sql`${today}::date`)} as stamps`)
  const stamps = new Map(row!.stamps ?? [])
  const rosters = new Map((row!.rosters ?? []).map(([i, one]) => [i, toRoster(one, stamps)]))
  return { basis: Number(row!.basis), stamps, rosters: keys.map((_, i) => rosters.get(i) ?? null) }
}

interface BeforeRow extends Record<string, unknown> {
  i: number
  stamp: string | null
  sources: Source[]
  goLiveOn: Day | null
  groups: BoardGroup[]
  peers: string
}
type MemberRow = Record<string, unknown> & StoredMember & { readonly i: number }

/** What boards hold, by their keys, and of what stamp the figures of their members are now. As the worker. */
export async function boardsBefore(tx: Queryable, boards: readonly BoardId[], today: Day): Promise<Map<string, Before>> {
  const keys = sql`json_to_recordset(${JSON.stringify(boards.map(({ groupId, period, schemeId }, i) => ({ i, g: groupId, p: period, v: schemeId })))}::json) as k(i int, g uuid, p text, v uuid)`
  const found = await tx.execute<BeforeRow>(sql`select k.i, b.stamp, b.sources, b.go_live_on as "goLiveOn", b.groups, b.peers::text as peers
    from ${keys} join board b on b.group_id = k.g and b.period = k.p and b.scheme_version_id = k.v`)
  if (found.length === 0) return new Map()
  const members = Map.groupBy(await tx.execute<MemberRow>(sql`with m as materialized (
      select k.i, s.region_id as id, s.path, s.place, s.changed_on as "changedOn", s.head::text as head, n.stamp, n.input::text as input
      from ${keys} join score s on s.group_id = k.g and s.period = k.p and s.scheme_version_id = k.v
      join score_input n on n.group_id = s.group_id and n.period = s.period and n.scheme_version_id = s.scheme_version_id and n.region_id = s.region_id)
    select m.*, t.stamp as now from m join scoring_stamps(array(select distinct path::text from m), ${today}::date) t on t.path = m.path`), ({ i }) => i)
  return new Map(found.map((row): [string, Before] => [boardKey(boards[row.i]!), { ...row, members: new Map((members.get(row.i) ?? []).map((member) => [member.id, member])) }]))
}

export interface ScoreWrite extends BoardId {
  readonly regionId: string
  readonly path: string
  readonly place: number
  readonly changedOn: Day
  readonly head: object
  readonly result: object | null
}
export interface InputWrite extends BoardId {
  readonly regionId: string
  readonly path: string
  readonly stamp: string
  readonly input: MemberInput
}
export interface BoardWrite extends BoardId {
  readonly path: string
  readonly stamp: string
  readonly sources: readonly Source[]
  readonly goLiveOn: Day | null
  readonly groups: readonly object[]
  /** As JSON. */
  readonly peers: string
}
export interface RosterWrite {
  readonly rootId: string
  readonly level: string
  readonly period: string
  readonly basis: number
  readonly lastDay: Day
  readonly groupId: string | null
  readonly schemeId: string | null
  readonly rankedLevel: string | null
  readonly unscored: number
}
export interface Writes {
  readonly scores: ScoreWrite[]
  readonly inputs: InputWrite[]
  /** Members that left. */
  readonly gone: (BoardId & { readonly regionId: string })[]
  readonly boards: BoardWrite[]
  readonly rosters: RosterWrite[]
}

const recordset = (rows: readonly object[], columns: string) => sql`json_to_recordset(${JSON.stringify(rows)}::json) as x(${sql.raw(columns)})`
const BOARD = '"groupId" uuid, period text, "schemeId" uuid'

/** One statement, keys in order. */
export async function writeBoards(tx: Queryable, { scores, inputs, gone, boards, rosters }: Writes): Promise<void> {
  await tx.execute(sql`with
    gone as materialized (select * from ${recordset(gone, `${BOARD}, "regionId" uuid`)}),
    no_score as (delete from score s using gone g where s.region_id = g."regionId" and s.group_id = g."groupId" and s.period = g.period and s.scheme_version_id = g."schemeId"),
    no_input as (delete from score_input s using gone g where s.region_id = g."regionId" and s.group_id = g."groupId" and s.period = g.period and s.scheme_version_id = g."schemeId"),
    scored as (
      insert into score (region_id, path, period, scheme_version_id, group_id, place, changed_on, head, result)
      select x."regionId", x.path, x.period, x."schemeId", x."groupId", x.place, x."changedOn", x.head, x.result
      from ${recordset(scores, `${BOARD}, "regionId" uuid, path text, place int, "changedOn" date, head json, result json`)} order by x."groupId", x.period, x."schemeId", x."regionId"
      on conflict (region_id, group_id, period, scheme_version_id) do update set path = excluded.path, place = excluded.place, changed_on = excluded.changed_on, head = excluded.head, result = excluded.result, revision = excluded.revision),
    read as (
      insert into score_input (region_id, path, period, scheme_version_id, group_id, stamp, input)
      select x."regionId", x.path, x.period, x."schemeId", x."groupId", x.stamp, x.input
      from ${recordset(inputs, `${BOARD}, "regionId" uuid, path text, stamp text, input json`)} order by x."groupId", x.period, x."schemeId", x."regionId"
      on conflict (group_id, period, scheme_version_id, region_id) do update set path = excluded.path, stamp = excluded.stamp, input = excluded.input),
    ranked as (
      insert into board (group_id, period, scheme_version_id, path, stamp, sources, go_live_on, groups, peers)
      select x."groupId", x.period, x."schemeId", x.path, x.stamp, array(select json_array_elements_text(x.sources)), x."goLiveOn", x.groups, x.peers::json
      from ${recordset(boards, `${BOARD}, path text, stamp text, sources json, "goLiveOn" date, groups json, peers text`)} order by x."groupId", x.period, x."schemeId"
      on conflict (group_id, period, scheme_version_id) do update set path = excluded.path, stamp = excluded.stamp, sources = excluded.sources, go_live_on = excluded.go_live_on, groups = excluded.groups, peers = excluded.peers)
    insert into roster (root_id, level, period, basis, last_day, group_id, scheme_version_id, ranked_level, unscored)
    select x."rootId", x.level, x.period, x.basis, x."lastDay", x."groupId", x."schemeId", x."rankedLevel", x.unscored
    from ${recordset(rosters, '"rootId" uuid, level text, period text, basis bigint, "lastDay" date, "groupId" uuid, "schemeId" uuid, "rankedLevel" text, unscored int')} order by x."rootId", x.level, x.period
    on conflict (root_id, level, period) do update set basis = excluded.basis, last_day = excluded.last_day, group_id = excluded.group_id, scheme_version_id = excluded.scheme_version_id,
      ranked_level = excluded.ranked_level, unscored = excluded.unscored`)
}
