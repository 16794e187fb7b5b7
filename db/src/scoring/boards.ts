import type { Day, Period } from '@anwang/domain'
import { REGION_LEVELS, type RegionKind, type RegionLevel } from '@anwang/domain/regions'
import type { SchemeData, Source } from '@anwang/domain/scoring'
import { sql, type SQL } from 'drizzle-orm'
import type { Queryable } from '../client.ts'
import type { ScoreHead } from './head.ts'

/** A region whose members are ranked: by id, by code, or by path. */
export interface RootRef {
  readonly id?: string
  readonly code?: string
  readonly path?: string
  /** Descendants at this level; null: the look-through children, of whatever level. */
  readonly level: RegionLevel | null
  /** Also the streets of the members that are counties, for the first period. */
  readonly nested?: boolean
  /** Nothing, before anything is read, where the scope of the transaction shows no figures of the region. */
  readonly inScope?: boolean
}

export interface BoardRegion {
  readonly id: string
  readonly parentId: string | null
  readonly level: RegionLevel
  readonly kind: RegionKind
  readonly transparent: boolean
  readonly path: string
  readonly code: string | null
  readonly name: string
  readonly validFrom: Day
}

export interface SchemeVersion {
  readonly id: string
  readonly scheme: string
  readonly version: number
  readonly data: SchemeData
}

/** The members of one region in one period, before anything is scored. */
export interface Board {
  /** Of the peer group: the root's where its members are its look-through children. */
  readonly id: string
  readonly root: BoardRegion
  readonly period: Period
  readonly members: readonly BoardRegion[]
  /** Of each member the last day, before the period's end, on which it opened or others were merged into it. */
  readonly changedOn: ReadonlyMap<string, Day>
  /** Of folded figures; null where deltas in effect are not folded yet. */
  readonly stamp: string | null
  readonly sourcesInUse: readonly Source[]
  /** Nothing before it is known. null: no office here. */
  readonly goLiveOn: Day | null
}

export interface StoredHead {
  readonly regionId: string
  readonly groupId: string
  readonly period: string
  readonly schemeVersionId: string
  readonly stamp: string
  readonly head: ScoreHead
}

export interface Boards {
  /** By the order of the refs; null where a ref finds no region. */
  readonly roots: readonly (BoardRegion | null)[]
  readonly boards: readonly Board[]
  readonly schemes: ReadonlyMap<string, readonly SchemeVersionOf[]>
  readonly heads: readonly StoredHead[]
}
export interface SchemeVersionOf extends SchemeVersion {
  readonly validFrom: Day
  /** The path of the region whose office assesses by it; null for the defaults. */
  readonly path: string | null
}

interface Answer {
  roots: [ref: number, region: BoardRegion][] | null
  regions: BoardRegion[] | null
  members: [root: string, period: number, group: string, id: string, changedOn: Day][] | null
  stamps: { path: string; stamp: string; pending: boolean }[] | null
  sources: { path: string; source: Source; from: Day }[] | null
  offices: { path: string; goLiveOn: Day }[] | null
  schemes: SchemeVersionOf[] | null
  heads: StoredHead[] | null
}

const region = (alias: string, label = 'l') => sql.raw(`json_build_object('id', ${alias}.id, 'parentId', ${alias}.parent_id, 'level', ${alias}.level, 'kind', ${alias}.kind,
  'transparent', ${alias}.transparent, 'path', ${alias}.path, 'code', ${label}.code, 'name', ${label}.name, 'validFrom', ${alias}.valid_from)`)

/** One look-up by index for each row before it: the planner cannot know how few rows a list or a recursion has. */
const each = (alias: string, condition: string) => sql.raw(`cross join lateral (select * from region r where ${condition} offset 0) ${alias}`)

/**
 * Tells the planner how few there are. Of a list it takes a hundred for granted and multiplies them at every join: it then
 * clears room for hundreds of thousands of rows, which took five times as long as the reading. Powers of two, for few statements.
 */
const atMost = (count: number): SQL => sql.raw(`limit ${2 ** Math.ceil(Math.log2(Math.max(1, count)))}`)

const depth = (level: string) => sql.raw(`array_position(array['${REGION_LEVELS.join("','")}'], ${level})`)
/** Levels below a region of which its members may stand: the counties of the country, the communities of a city. */
export const DEEPEST = 3

const nearest = <T extends { path: string }>(rows: readonly T[], path: string): readonly T[] => {
  const above = rows.filter((row) => path.startsWith(row.path))
  const longest = Math.max(-1, ...above.map((row) => row.path.length))
  return above.filter((row) => row.path.length === longest)
}

/**
 * The members of regions in periods, the schemes, the sources in use, and the scores that the caller's row security shows,
 * in one statement. Regions valid at the end of a period; while it lasts, today. Formal layers never.
 */
export async function readBoards(tx: Queryable, refs: readonly RootRef[], periods: readonly Period[], today: Day): Promise<Boards> {
  const given = refs.map((ref, i) => ({ i, id: ref.id ?? null, code: ref.code ?? null, path: ref.path ?? null, level: ref.level, direct: ref.level === null, nested: ref.nested ?? false, scoped: ref.inScope ?? false }))
  const days = periods.map((period, p) => ({
    p, text: period.text, until: period.until, last: period.from > today ? today : period.until > today ? today : lastDay(period),
  }))
  const open = (alias: string, day: string) => sql.raw(`(${alias}.valid_from <= ${day} and (${alias}.valid_to is null or ${day} < ${alias}.valid_to))`)
  const [row] = await tx.execute<{ answer: Answer }>(sql`with recursive
    ref as (select * from json_to_recordset(${JSON.stringify(given)}::json) as x(i int, id uuid, code text, path text, level text, direct boolean, nested boolean, scoped boolean) ${atMost(given.length)}),
    span as (select * from json_to_recordset(${JSON.stringify(days)}::json) as x(p int, text text, until date, last date) ${atMost(days.length)}),
    named as materialized (
      select ref.*, coalesce(ref.id, case when ref.code is not null then (
        select l.region_id from region_label l join region x on x.id = l.region_id
        where l.code = ref.code and not x.transparent and ${open('x', `'${today}'::date`)} and ${open('l', `'${today}'::date`)} order by x.path limit 1)
        else (select id from region where path = ref.path collate "C") end) as found from ref),
    root as (
      select named.i, named.level as wanted, named.direct, named.nested, r.* from named ${each('r', 'r.id = named.found')} where not r.transparent
        and (not named.scoped or r.path <@ (select nullif(current_setting('app.figures', true), '')::path_multirange))),
    below as (
      select root.id as root, span.p, span.last, r.id, r.parent_id, r.level, r.transparent
      from root cross join span ${each('r', 'r.parent_id = root.id')} where root.direct and ${open('r', 'span.last')}
      union
      select b.root, b.p, b.last, r.id, r.parent_id, r.level, r.transparent from below b ${each('r', 'r.parent_id = b.id')} where b.transparent and ${open('r', 'b.last')}),
    first as (
      select b.root, b.p, b.id, b.parent_id, b.level, root.nested from below b join root on root.id = b.root and root.direct where not b.transparent and (root.wanted is null or b.level = root.wanted)
      union
      select root.id, span.p, r.id, r.parent_id, r.level, root.nested from root cross join span ${each('r', `r.level = root.wanted and not r.transparent
        and r.path > root.path collate "C" and r.path < (case when root.path = '' then '~' else left(root.path, -1) || '0' end) collate "C"`)} where not root.direct and ${depth('root.wanted')} - ${depth('root.level')} <= ${DEEPEST} and ${open('r', 'span.last')}),
    deeper as (
      select f.id as root, f.p, span.last, r.id, r.parent_id, r.level, r.transparent from first f join span on span.p = f.p and f.p = 0 ${each('r', 'r.parent_id = f.id')}
      where f.nested and f.level = 'COUNTY' and ${open('r', 'span.last')}
      union all
      select d.root, d.p, d.last, r.id, r.parent_id, r.level, r.transparent from deeper d ${each('r', 'r.parent_id = d.id')} where d.transparent and ${open('r', 'd.last')}),
    member as (
      select root, p, id, parent_id as above from first union select root, p, id, parent_id from deeper where not transparent and level = 'STREET'),
    -- A ranking of descendants that are not the root's own children is another peer group.
    peers as (
      select m.root, m.p, case when coalesce(bool_and(root.direct or m.above = m.root or (above.transparent and above.parent_id = m.root)), true) then m.root else md5(m.root || ' ' || max(root.wanted))::uuid end as id
      from member m ${each('above', 'r.id = m.above')} left join root on root.id = m.root group by m.root, m.p),
    board as (select m.id, r.path from (select distinct root as id from member) m ${each('r', 'r.id = m.id')} union select id, path from root),
    shown as (select id from member union select id from board)
    select json_build_object(
      'roots', (select json_agg(json_build_array(r.i, ${region('r')})) from root r join lateral (
        select code, name from region_label where region_id = r.id and valid_from <= greatest(${today}::date, r.valid_from) order by valid_from desc limit 1) l on true),
      'regions', (select json_agg(${region('r')}) from shown s ${each('r', 'r.id = s.id')} join lateral (
        select code, name from region_label where region_id = r.id and valid_from <= greatest(${today}::date, r.valid_from) order by valid_from desc limit 1) l on true),
      'members', (select json_agg(json_build_array(m.root, m.p, peers.id, m.id, greatest(r.valid_from, (
        select max(s.on) from region_succession s where s.to_id = m.id and s.on < span.until))) order by m.root, m.p, r.path)
        from member m join peers on peers.root = m.root and peers.p = m.p join span on span.p = m.p ${each('r', 'r.id = m.id')}),
      'stamps', (select json_agg(s) from scoring_stamps((select array_agg(path::text) from board), ${today}::date) s),
      'sources', (select json_agg(json_build_object('path', r.path, 'source', s.source, 'from', s.from)) from source_in_use s join region r on r.id = s.region_id),
      'offices', (select json_agg(json_build_object('path', path, 'goLiveOn', go_live_on)) from office),
      'schemes', (select json_agg(json_build_object('id', v.id, 'scheme', v.scheme, 'version', v.version, 'validFrom', v.valid_from, 'path', r.path, 'data', v.data))
        from scheme_version v left join region r on r.id = v.region_id),
      'heads', (select json_agg(json_build_object('regionId', s.region_id, 'groupId', s.group_id, 'period', s.period, 'schemeVersionId', s.scheme_version_id, 'stamp', s.stamp, 'head', s.head))
        from member m join peers on peers.root = m.root and peers.p = m.p join span on span.p = m.p
        cross join lateral (select * from score s where s.region_id = m.id and s.group_id = peers.id and s.period = span.text offset 0) s)
    ) as answer`)
  return toBoards(row!.answer, refs, periods)
}

const lastDay = (period: Period): Day => new Date(Date.parse(period.until) - 86_400_000).toISOString().slice(0, 10)

function toBoards(answer: Answer, refs: readonly RootRef[], periods: readonly Period[]): Boards {
  const roots: (BoardRegion | null)[] = refs.map(() => null)
  for (const [i, root] of answer.roots ?? []) roots[i] = root
  const regions = new Map([...(answer.regions ?? []), ...roots.filter((root) => root !== null)].map((one) => [one.id, one]))
  const stamps = new Map((answer.stamps ?? []).map((one) => [one.path, one.pending ? null : one.stamp]))
  const boards = [...Map.groupBy(answer.members ?? [], ([root, p]) => `${root} ${p}`).values()].map((rows): Board => {
    const [rootId, p, id] = rows[0]!
    const root = regions.get(rootId)!
    const period = periods[p]!
    return {
      id, root, period,
      members: rows.map(([, , , member]) => regions.get(member)!),
      changedOn: new Map(rows.map(([, , , member, changedOn]) => [member, changedOn])),
      stamp: stamps.get(root.path) ?? null,
      sourcesInUse: nearest(answer.sources ?? [], root.path).filter((one) => one.from < period.until).map((one) => one.source).toSorted(),
      goLiveOn: nearest(answer.offices ?? [], root.path)[0]?.goLiveOn ?? null,
    }
  })
  return { roots, boards, heads: answer.heads ?? [], schemes: Map.groupBy(answer.schemes ?? [], (one) => one.scheme) }
}

const SCHEME_OF_LEVEL: Partial<Record<RegionLevel, string>> = { COUNTY: 'counties-of-city', STREET: 'streets-of-county' }

/** Whether members of the level are scored at all. */
export const hasScheme = (level: RegionLevel): boolean => SCHEME_OF_LEVEL[level] !== undefined

/** The version in force for members of a level, by the nearest office that has its own; null where none is scored. */
export function schemeOf(boards: Pick<Boards, 'schemes'>, root: Pick<BoardRegion, 'path'>, level: RegionLevel, period: Period): SchemeVersion | null {
  const scheme = SCHEME_OF_LEVEL[level]
  const inForce = (scheme === undefined ? [] : (boards.schemes.get(scheme) ?? [])).filter((one) => one.validFrom < period.until && (one.path === null || root.path.startsWith(one.path)))
  const [best] = inForce.toSorted((a, b) => (b.path ?? '').length - (a.path ?? '').length || Number(b.path !== null) - Number(a.path !== null) || b.version - a.version)
  return best ?? null
}
