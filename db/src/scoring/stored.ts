import type { Day, Period } from '@anwang/domain'
import type { RegionLevel } from '@anwang/domain/regions'
import type { PeerGroup, ScoreResult } from '@anwang/domain/scoring'
import { sql, type SQL } from 'drizzle-orm'
import type { Db, Queryable } from '../client.ts'
import { keysJson, rosterJson, rosterOf, spansJson, stampsJson, toRoster, type RosterRow, type Stamps, type StoredRoster } from './boards.ts'
import type { ScoreHead } from './head.ts'
import { resultsByRevision } from './revisions.ts'
import { atMost, type RosterKey, type RosterRegion } from './rosters.ts'

export type RootRef = { readonly id: string } | { readonly code: string } | { readonly path: string }

/** Rows in the order of the board. */
export interface PageWanted {
  /** null: all. */
  readonly first: number | null
  /** The region that the page comes after. */
  readonly after: string | null
  readonly peerGroup: PeerGroup | null
  /** With their items, where the board keeps them. */
  readonly results: boolean
}

export interface RankingWanted {
  readonly root: RootRef
  readonly level: RegionLevel | null
  /** The first is ranked; of the others, the heads of the page's regions. */
  readonly periods: readonly Period[]
  /** null: none. */
  readonly page: PageWanted | null
  /** Also the heads of the streets of the page's counties. */
  readonly nested: boolean
}

export interface StoredRow {
  readonly region: RosterRegion
  readonly changedOn: Day
  readonly head: ScoreHead
  /** null where it was not asked for, something is stale, or the board keeps none. */
  readonly result: ScoreResult | null
  /** By period. */
  readonly earlier: ReadonlyMap<string, ScoreHead>
}

export interface StoredRanking {
  /** null: none of the name, or outside the scope. */
  readonly root: RosterRegion | null
  /** In the order of the periods. */
  readonly rosters: readonly StoredRoster[]
  readonly rows: readonly StoredRow[]
  /** The place of the region that the page comes after; null where it has none. */
  readonly afterPlace: number | null
  readonly nested: readonly { readonly roster: StoredRoster; readonly heads: readonly (readonly [regionId: string, head: ScoreHead])[] }[]
  /** To be made or refreshed before what is here holds. */
  readonly stale: readonly RosterKey[]
}

interface Answer extends Record<string, unknown> {
  root: RosterRegion | null
  rosters: (RosterRow & { p: number })[] | null
  after_place: number | null
  rows: [region: RosterRegion, changedOn: Day, head: ScoreHead, revision: string | null, earlier: [period: string, head: ScoreHead][] | null][] | null
  nested: [roster: RosterRow, heads: [string, ScoreHead][] | null][] | null
  stamps: Stamps
}

const region = sql.raw(`json_build_object('id', r.id, 'parentId', r.parent_id, 'level', r.level, 'kind', r.kind, 'transparent', r.transparent, 'path', r.path, 'code', l.code, 'name', l.name, 'validFrom', r.valid_from)`)
/** The label of region `r` that holds today. */
const label = sql.raw(`cross join lateral (select code, name from region_label where region_id = r.id and valid_from <= greatest(q.today, r.valid_from) order by valid_from desc limit 1) l`)
const holdsToday = (alias: string) => sql.raw(`${alias}.valid_from <= q.today and (${alias}.valid_to is null or q.today < ${alias}.valid_to)`)

function found(root: RootRef): SQL {
  if ('id' in root) return sql`select * from region r where r.id = q.id`
  if ('path' in root) return sql`select * from region r where r.path = q.path collate "C"`
  return sql`select x.* from region_label c join region x on x.id = c.region_id where c.code = q.code and ${holdsToday('c')} and ${holdsToday('x')} and not x.transparent order by x.path limit 1`
}

const onBoard = (alias: string) => sql.raw(`s.group_id = ${alias}.group_id and s.period = ${alias}.period and s.scheme_version_id = ${alias}.scheme_version_id`)

/** For who looks for one region: by no index but that of its scores, however little the planner knows of a board just made. */
const itsOwnOn = (alias: string) => sql.raw(`s.group_id is not distinct from ${alias}.group_id and s.period is not distinct from ${alias}.period and s.scheme_version_id is not distinct from ${alias}.scheme_version_id`)

const revisionOf = (alias: string) => sql.raw(`case when ${alias}.result is not null then ${alias}.revision end`)

const page = sql`
  bounds as materialized (
    select n.group_id, n.period, n.scheme_version_id, g.before + g.n as last, greatest(g.before, a.place, 0) as past, a.place as after_place
    from listed n cross join q left join lateral json_to_recordset(n.groups) as g(peer text, n int, before int) on g.peer = q.peer
    left join lateral (select s.place from score s where s.region_id = q.after and ${itsOwnOn('n')} offset 0) a on true
    where n.p = 0 and n.group_id is not null and (q.peer is null or g.peer is not null)),
  page as materialized (
    select s.* from bounds b cross join q cross join lateral (
      select * from score s where ${onBoard('b')} and s.place > b.past and (b.last is null or s.place <= b.last) order by s.place limit q.first) s),`

/**
 * A page of a ranking as it is stored, its scores as far as the caller's row security shows them, and whether all of it is
 * fresh: one statement, which touches what the page shows and a few blocks for each region that it ranks by; one more for items that this process has not read before.
 */
export async function readRanking(db: Db, tx: Queryable, { root, level, periods, page: wanted, nested }: RankingWanted, today: Day): Promise<StoredRanking> {
  const request = JSON.stringify({ ...root, level: level ?? '', today, first: wanted?.first ?? null, after: wanted?.after ?? null, peer: wanted?.peerGroup ?? null })
  const earlier = periods.length === 1 ? sql`null::json` : sql`(select json_agg(json_build_array(e.period, s.head)) from listed e
    cross join lateral (select head from score s where s.region_id = p.region_id and ${itsOwnOn('e')} offset 0) s where e.p > 0)`
  const inner = nested && wanted !== null
  const [row] = await tx.execute<Answer>(sql`with
    q as materialized (select * from json_to_record(${request}::json) as x(id uuid, code text, path text, level text, today date, first int, after uuid, peer text) limit 1),
    span as materialized (select * from json_to_recordset(${spansJson(periods, today)}::json) as x(p int, period text, last_day date) ${atMost(periods.length)}),
    root as materialized (select r.* from q cross join lateral (${found(root)}) r where not r.transparent
      and r.path <@ (select nullif(current_setting('app.figures', true), '')::path_multirange) limit 1),
    listed as materialized (select span.p, x.* from root cross join q cross join span cross join lateral (${rosterOf(sql`(select root.id as root_id, root.path, q.level, span.period, span.last_day)`)}) x),
    ${wanted ? page : sql``}
    ${inner ? sql`inside as materialized (select x.* from page p cross join lateral (select * from region r where r.id = p.region_id and r.level = 'COUNTY' offset 0) r join span on span.p = 0
      cross join lateral (${rosterOf(sql`(select r.id as root_id, r.path, ''::text as level, span.period, span.last_day)`)}) x),` : sql``}
    paths as (select path from root ${inner ? sql`union all select path from inside` : sql``})
    select
      (select ${region} from root r cross join q ${label}) as root,
      (select json_agg(${rosterJson} order by x.p) from listed x) as rosters,
      ${wanted ? sql`(select after_place from bounds)` : sql`null`} as after_place,
      ${wanted ? sql`(select json_agg(json_build_array(${region}, p.changed_on, p.head, ${wanted.results ? revisionOf('p') : sql`null::json`}, ${earlier}) order by p.place)
        from page p cross join q cross join lateral (select * from region r where r.id = p.region_id offset 0) r ${label})` : sql`null::json`} as rows,
      ${inner ? sql`(select json_agg(json_build_array(${rosterJson}, (select json_agg(json_build_array(s.region_id, s.head)) from score s where ${onBoard('x')}))) from inside x)` : sql`null::json`} as nested,
      ${stampsJson(sql`select path::text from paths`, sql`(select today from q)`)} as stamps`)
  const answer = row!
  const stamps = new Map(answer.stamps ?? [])
  const rosters = (answer.rosters ?? []).map((one) => toRoster(one, stamps))
  const below = (answer.nested ?? []).map(([one, heads]) => ({ roster: toRoster(one, stamps), heads: heads ?? [] }))
  const stale = [
    ...rosters.flatMap((one, p): RosterKey[] => (one.fresh ? [] : [{ rootId: one.rootId, level, period: periods[p]! }])),
    ...below.flatMap(({ roster }): RosterKey[] => (roster.fresh ? [] : [{ rootId: roster.rootId, level: null, period: periods[0]! }])),
  ]
  const rows = answer.rows ?? []
  const board = rosters[0]?.board
  const results = board && stale.length === 0
    ? await resultsByRevision(db, tx, rows.flatMap(([{ id: regionId }, , , revision]) => (revision === null ? [] : [{ ...board, regionId, revision }])))
    : new Map<string | null, ScoreResult>()
  return {
    root: answer.root, rosters, afterPlace: answer.after_place, nested: below, stale,
    rows: rows.map(([of, changedOn, head, revision, before]) => ({ region: of, changedOn, head, result: (revision !== null && results.get(revision)) || null, earlier: new Map(before ?? []) })),
  }
}

export interface OwnWanted extends RosterKey {
  readonly regionId: string
}

export interface StoredScore {
  readonly roster: StoredRoster
  readonly head: ScoreHead
  readonly result: ScoreResult | null
}

/** The stored scores of regions among the members of others, with their items where the board keeps them; one statement. */
export async function readOwn(tx: Queryable, wanted: readonly OwnWanted[], today: Day): Promise<{ readonly scores: readonly (StoredScore | null)[]; readonly stale: readonly RosterKey[] }> {
  const keys = [...new Map(wanted.map((one) => [`${one.rootId} ${one.level ?? ''} ${one.period.text}`, one])).values()]
  const at = new Map(keys.map((one, i) => [`${one.rootId} ${one.level ?? ''} ${one.period.text}`, i]))
  const regions = wanted.map((one, n) => ({ n, i: at.get(`${one.rootId} ${one.level ?? ''} ${one.period.text}`)!, id: one.regionId }))
  const [row] = await tx.execute<{ rosters: [i: number, row: RosterRow][] | null; scores: [n: number, head: ScoreHead, result: ScoreResult | null][] | null; stamps: Stamps }>(sql`with
    k as materialized (select * from json_to_recordset(${keysJson(keys, today)}::json) as x(i int, root_id uuid, level text, period text, last_day date) ${atMost(keys.length)}),
    w as materialized (select * from json_to_recordset(${JSON.stringify(regions)}::json) as x(n int, i int, id uuid) ${atMost(regions.length)}),
    listed as materialized (select k.i, x.* from k cross join lateral (${rosterOf(sql`(select k.root_id, r.path, k.level, k.period, k.last_day from region r where r.id = k.root_id)`)}) x)
    select (select json_agg(json_build_array(x.i, ${rosterJson})) from listed x) as rosters,
      (select json_agg(json_build_array(w.n, s.head, s.result)) from w join listed x on x.i = w.i cross join lateral (select * from score s where s.region_id = w.id and ${itsOwnOn('x')} offset 0) s) as scores,
      ${stampsJson(sql`select distinct path::text from listed`, sql`${today}::date`)} as stamps`)
  const stamps = new Map(row!.stamps ?? [])
  const rosters = new Map((row!.rosters ?? []).map(([i, one]) => [i, toRoster(one, stamps)]))
  const scores = new Map((row!.scores ?? []).map(([n, head, result]) => [n, { head, result }]))
  return {
    scores: regions.map(({ n, i }) => {
      const score = scores.get(n)
      const roster = rosters.get(i)
      return score && roster ? { roster, ...score } : null
    }),
    stale: keys.filter((_, i) => rosters.get(i)?.fresh === false),
  }
}
