import type { Day, Period } from '@anwang/domain'
import { REGION_LEVELS, type RegionKind, type RegionLevel } from '@anwang/domain/regions'
import type { Source } from '@anwang/domain/scoring'
import { sql, type SQL } from 'drizzle-orm'
import type { Queryable } from '../client.ts'

/** The members of a region in a period: descendants at a level; null: the look-through children, of whatever level. */
export interface RosterKey {
  readonly rootId: string
  readonly level: RegionLevel | null
  readonly period: Period
}

export interface RosterRegion {
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

export interface Member extends RosterRegion {
  /** The last day, before the period's end, on which it opened or others were merged into it. */
  readonly changedOn: Day
}

/** Who is ranked together, and by what, as regions, offices and schemes say; before anything is scored. */
export interface Roster {
  readonly key: RosterKey
  /** Of the peer group: the root's where its members are its look-through children. */
  readonly groupId: string
  readonly root: Pick<RosterRegion, 'id' | 'path' | 'level'>
  readonly members: readonly Member[]
  readonly sourcesInUse: readonly Source[]
  /** Nothing before it is known. null: no office here. */
  readonly goLiveOn: Day | null
  /** In force for the members of the highest level; null where none is scored. */
  readonly schemeId: string | null
  /** Those of the highest level, where they are scored. */
  readonly scored: readonly Member[]
}

interface SchemeRow {
  id: string
  scheme: string
  version: number
  validFrom: Day
  path: string | null
}

interface Answer extends Record<string, unknown> {
  roots: [i: number, root: Roster['root'], groupId: string][] | null
  members: [i: number, member: Member][] | null
  sources: { i: number; path: string; source: Source; from: Day }[] | null
  offices: { i: number; path: string; goLiveOn: Day }[] | null
  schemes: SchemeRow[] | null
}

/** One look-up by index for each row before it: the planner cannot know how few rows a list or a recursion has. */
const each = (alias: string, condition: string) => sql.raw(`cross join lateral (select * from region r where ${condition} offset 0) ${alias}`)

/**
 * Tells the planner how few there are. Of a list it takes a hundred for granted and multiplies them at every join: it then
 * clears room for hundreds of thousands of rows, which took five times as long as the reading. Powers of two, for few statements.
 */
export const atMost = (count: number): SQL => sql.raw(`limit ${2 ** Math.ceil(Math.log2(Math.max(1, count)))}`)

const depth = (level: string) => sql.raw(`array_position(array['${REGION_LEVELS.join("','")}'], ${level})`)
const open = (alias: string, day: string) => sql.raw(`(${alias}.valid_from <= ${day} and (${alias}.valid_to is null or ${day} < ${alias}.valid_to))`)
/** Levels below a region of which its members may stand: the counties of the country, the communities of a city. */
export const DEEPEST = 3

/** The day on which the members of a period are those that they are: its last one; while it lasts, today. */
export const lastDayOf = (period: Period, today: Day): Day =>
  period.until > today ? today : new Date(Date.parse(period.until) - 86_400_000).toISOString().slice(0, 10)

const SCHEME_OF_LEVEL: Partial<Record<RegionLevel, string>> = { COUNTY: 'counties-of-city', STREET: 'streets-of-county' }
/** Whether members of the level are scored at all. */
export const hasScheme = (level: RegionLevel): boolean => SCHEME_OF_LEVEL[level] !== undefined

/** The version in force for members of a level, by the nearest office that has its own. */
function schemeIn(schemes: readonly SchemeRow[], root: string, level: RegionLevel, period: Period): string | null {
  const inForce = schemes.filter((one) => one.scheme === SCHEME_OF_LEVEL[level] && one.validFrom < period.until && (one.path === null || root.startsWith(one.path)))
  const [best] = inForce.toSorted((a, b) => (b.path ?? '').length - (a.path ?? '').length || Number(b.path !== null) - Number(a.path !== null) || b.version - a.version)
  return best?.id ?? null
}

const nearest = <T extends { path: string }>(rows: readonly T[]): readonly T[] => {
  const longest = Math.max(-1, ...rows.map((row) => row.path.length))
  return rows.filter((row) => row.path.length === longest)
}

/** Regions valid at the end of a period; while it lasts, today. Formal layers never. One statement. */
export async function readRosters(tx: Queryable, keys: readonly RosterKey[], today: Day): Promise<Roster[]> {
  const given = keys.map(({ rootId, level, period }, i) => ({ i, id: rootId, level, until: period.until, last: lastDayOf(period, today) }))
  const [row] = await tx.execute<Answer>(sql`with recursive
    ref as materialized (select * from json_to_recordset(${JSON.stringify(given)}::json) as x(i int, id uuid, level text, until date, last date) ${atMost(given.length)}),
    root as materialized (select ref.i, ref.level as wanted, ref.until, ref.last, r.id, r.path, r.level from ref ${each('r', 'r.id = ref.id')}),
    below as (
      select root.i, root.last, r.id, r.parent_id, r.transparent from root ${each('r', 'r.parent_id = root.id')} where root.wanted is null and ${open('r', 'root.last')}
      union
      select b.i, b.last, r.id, r.parent_id, r.transparent from below b ${each('r', 'r.parent_id = b.id')} where b.transparent and ${open('r', 'b.last')}),
    member as materialized (
      select i, id, parent_id as above from below where not transparent
      union all
      select root.i, r.id, r.parent_id from root ${each('r', `r.level = root.wanted and not r.transparent
        and r.path > root.path collate "C" and r.path < (case when root.path = '' then '~' else left(root.path, -1) || '0' end) collate "C"`)}
        where root.wanted is not null and ${depth('root.wanted')} - ${depth('root.level')} <= ${DEEPEST} and ${open('r', 'root.last')}),
    -- A ranking of descendants that are not the root's own children is another peer group.
    peers as (
      select root.i, root.id as root, root.wanted, bool_and(root.wanted is null or m.above = root.id or (above.transparent and above.parent_id = root.id)) as own
      from root left join member m on m.i = root.i left join lateral (select * from region a where a.id = m.above and m.above <> root.id offset 0) above on true group by root.i, root.id, root.wanted),
    lineage as materialized (select root.i, r.id, r.path from root cross join lateral unnest(ancestor_paths(root.path)) a(path) ${each('r', 'r.path = a.path collate "C"')})
    select
      (select json_agg(json_build_array(root.i, json_build_object('id', root.id, 'path', root.path, 'level', root.level),
        case when coalesce(peers.own, true) then root.id else md5(root.id || ' ' || root.wanted)::uuid end)) from root join peers on peers.i = root.i) as roots,
      (select json_agg(json_build_array(m.i, json_build_object('id', r.id, 'parentId', r.parent_id, 'level', r.level, 'kind', r.kind, 'transparent', r.transparent, 'path', r.path,
          'code', l.code, 'name', l.name, 'validFrom', r.valid_from,
          'changedOn', greatest(r.valid_from, (select max(s.on) from region_succession s where s.to_id = m.id and s.on < root.until)))) order by m.i, r.path)
        from member m join root on root.i = m.i ${each('r', 'r.id = m.id')} join lateral (
          select code, name from region_label where region_id = r.id and valid_from <= greatest(${today}::date, r.valid_from) order by valid_from desc limit 1) l on true) as members,
      (select json_agg(json_build_object('i', a.i, 'path', a.path, 'source', s.source, 'from', s.from)) from lineage a cross join lateral (select * from source_in_use u where u.region_id = a.id offset 0) s) as sources,
      (select json_agg(json_build_object('i', a.i, 'path', a.path, 'goLiveOn', o.go_live_on)) from lineage a join office o on o.path = a.path) as offices,
      (select json_agg(json_build_object('id', v.id, 'scheme', v.scheme, 'version', v.version, 'validFrom', v.valid_from, 'path', r.path))
        from scheme_version v left join lateral (select path from region where id = v.region_id offset 0) r on true) as schemes`)
  const { roots, members, sources, offices, schemes } = row!
  const byRoster = Map.groupBy(members ?? [], ([i]) => i)
  return (roots ?? []).map(([i, root, groupId]): Roster => {
    const key = keys[i]!
    const all = (byRoster.get(i) ?? []).map(([, member]) => member)
    const [highest] = all.map(({ level }) => level).toSorted((a, b) => REGION_LEVELS.indexOf(a) - REGION_LEVELS.indexOf(b))
    const schemeId = highest === undefined || key.period.kind !== 'QUARTER' ? null : schemeIn(schemes ?? [], root.path, highest, key.period)
    return {
      key, groupId, root, members: all, schemeId, scored: schemeId === null ? [] : all.filter(({ level }) => level === highest),
      sourcesInUse: nearest((sources ?? []).filter((one) => one.i === i)).filter((one) => one.from < key.period.until).map((one) => one.source).toSorted(),
      goLiveOn: nearest((offices ?? []).filter((one) => one.i === i))[0]?.goLiveOn ?? null,
    }
  })
}
