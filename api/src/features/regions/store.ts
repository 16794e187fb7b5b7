import type { Day } from '@anwang/domain'
import type { RegionKind, RegionLevel } from '@anwang/domain/regions'
import type { Tx } from '@anwang/db'
import { sql, type SQL } from 'drizzle-orm'

/** A node of the grid with its label of the day; a closed one keeps its last label. */
export interface Region {
  readonly id: string
  readonly parentId: string | null
  readonly level: RegionLevel
  readonly kind: RegionKind
  readonly transparent: boolean
  readonly path: string
  readonly code: string | null
  readonly name: string
}

interface Row extends Record<string, unknown> {
  id: string
  parent_id: string | null
  level: RegionLevel
  kind: RegionKind
  transparent: boolean
  path: string
  code: string | null
  name: string
}

export const toRegion = (row: Row): Region => ({
  id: row.id, parentId: row.parent_id, level: row.level, kind: row.kind, transparent: row.transparent, path: row.path, code: row.code, name: row.name,
})

/** Of a region `r`, beside its label `l` on a day. */
export const regionColumns = sql.raw('r.id, r.parent_id, r.level, r.kind, r.transparent, r.path, l.code, l.name')
export const labelOn = (day: Day): SQL => sql`cross join lateral (
  select code, name from region_label where region_id = r.id and valid_from <= greatest(${day}::date, r.valid_from) order by valid_from desc limit 1) l`
/** Of the region `alias` on a day. */
export const isOpen = (alias: string, day: Day): SQL =>
  sql`(${sql.raw(alias)}.valid_from <= ${day} and (${sql.raw(alias)}.valid_to is null or ${day} < ${sql.raw(alias)}.valid_to))`

const keys = (values: readonly string[]) => sql`json_array_elements_text(${JSON.stringify(values)}::json) k(key)`
/**
 * One look-up by index for each row before it: the planner, who cannot know how few rows a list or a recursion has,
 * would else read all of the country's 660,000 regions.
 */
const each = (alias: string, condition: SQL): SQL => sql`cross join lateral (select * from region r where ${condition} offset 0) ${sql.raw(alias)}`

export async function regionsById(tx: Tx, ids: readonly string[], today: Day): Promise<Map<string, Region>> {
  const rows = await tx.execute<Row>(sql`select ${regionColumns} from ${keys(ids)} ${each('r', sql`r.id = k.key::uuid`)} ${labelOn(today)}`)
  return new Map(rows.map((row) => [row.id, toRegion(row)]))
}

export async function regionAt(tx: Tx, path: string, today: Day): Promise<Region | null> {
  const [row] = await tx.execute<Row>(sql`select ${regionColumns} from region r ${labelOn(today)} where r.path = ${path} collate "C"`)
  return row ? toRegion(row) : null
}

/** Open regions by their code of the day; formal layers are never seen, nor is the row that pads a missing level. */
export async function regionsByCode(tx: Tx, codes: readonly string[], today: Day): Promise<Map<string, Region>> {
  const rows = await tx.execute<Row>(sql`select ${regionColumns}
    from ${keys(codes)} cross join lateral (select distinct region_id from region_label where code = k.key offset 0) named
    ${each('r', sql`r.id = named.region_id`)} ${labelOn(today)}
    where l.code = k.key and not r.transparent and ${isOpen('r', today)} order by r.path`)
  return new Map(rows.toReversed().map((row) => [row.code!, toRegion(row)]))
}

/** Those above each region that are not formal layers, the country first. */
export async function ancestorsOf(tx: Tx, ids: readonly string[], today: Day): Promise<Map<string, Region[]>> {
  const rows = await tx.execute<Row & { below: string }>(sql`select b.id as below, ${regionColumns}
    from ${keys(ids)} ${each('b', sql`r.id = k.key::uuid`)} cross join lateral unnest(ancestor_paths(b.path)) a(path)
    ${each('r', sql`r.path = a.path and r.id <> b.id and not r.transparent`)} ${labelOn(today)} order by r.path collate "C"`)
  const found = new Map<string, Region[]>(ids.map((id) => [id, []]))
  for (const row of rows) found.get(row.below)!.push(toRegion(row))
  return found
}

export interface ChildrenKey {
  readonly id: string
  readonly first: number
  /** The path of the last child seen. */
  readonly after: string | null
}
export interface ChildrenPage {
  /** One more than asked for where there is more. */
  readonly rows: readonly Region[]
  readonly total: number
}

const through = (roots: SQL, today: Day): SQL => sql`children as (
    select p.root, r.id, r.path, r.level, r.transparent from ${roots} p ${each('r', sql`r.parent_id = p.root and ${isOpen('r', today)}`)}
    union all
    select c.root, r.id, r.path, r.level, r.transparent from children c ${each('r', sql`r.parent_id = c.id and ${isOpen('r', today)}`)} where c.transparent)`

/** Pages of the children of many regions in one statement, by path; formal layers are looked through. */
export async function childrenOf(tx: Tx, keys: readonly ChildrenKey[], today: Day): Promise<ChildrenPage[]> {
  const pages = keys.map(({ id, first, after }, i) => ({ i, root: id, first, after }))
  const rows = await tx.execute<Row & { i: number; n: string; total: string }>(sql`with recursive
    page as (select * from json_to_recordset(${JSON.stringify(pages)}::json) as p(i int, root uuid, first int, after text)),
    roots as (select distinct root from page), ${through(sql`roots`, today)},
    numbered as (
      select p.i, p.first, c.id, count(*) over (partition by p.i) as total, row_number() over (partition by p.i order by c.path collate "C")
        - count(*) filter (where c.path collate "C" <= p.after collate "C") over (partition by p.i) as n
      from page p join children c on c.root = p.root and not c.transparent)
    select o.i, o.n, o.total, ${regionColumns} from numbered o ${each('r', sql`r.id = o.id`)} ${labelOn(today)}
    where o.n between 0 and o.first + 1 order by o.i, o.n`)
  const byPage = Map.groupBy(rows, (row) => row.i)
  return keys.map((_, i) => {
    const own = byPage.get(i) ?? []
    return { rows: own.filter((row) => Number(row.n) > 0).map(toRegion), total: Number(own[0]?.total ?? 0) }
  })
}

/** The highest level among the children of each region; none for a leaf. */
export async function childLevels(tx: Tx, ids: readonly string[], today: Day): Promise<Map<string, RegionLevel>> {
  const rows = await tx.execute<{ root: string; level: RegionLevel }>(sql`with recursive
    roots as (select value::uuid as root from json_array_elements_text(${JSON.stringify(ids)}::json)), ${through(sql`roots`, today)}
    select distinct on (root) root, level from children where not transparent
    order by root, array_position(array['COUNTRY','PROVINCE','CITY','COUNTY','STREET','COMMUNITY'], level)`)
  return new Map(rows.map((row) => [row.root, row.level]))
}

export interface Search {
  readonly term: string
  /** The path of the region below which to search. */
  readonly root: string
  readonly level: RegionLevel | null
  readonly first: number
  readonly after: SearchPlace | null
}
/** 0 the whole label, 1 its beginning, 2 within it; then the level, then the path. */
export type SearchPlace = readonly [place: number, depth: number, path: string]
export interface Hit {
  readonly region: Region
  readonly place: SearchPlace
}

/** One more than asked for where there is more. Very common words: the first 5,000. */
export async function searchRegions(tx: Tx, { term, root, level, first, after }: Search, today: Day): Promise<{ hits: Hit[]; total: number }> {
  const rows = await tx.execute<Row & { place: number; depth: number; total: string }>(sql`select s.place, s.depth, s.total, ${regionColumns}
    from search_regions(${term}, ${root}, ${level}, ${today}::date, ${first + 1}, ${after?.[0] ?? null}::int, ${after?.[1] ?? null}::int, ${after?.[2] ?? null}) s
    ${each('r', sql`r.id = s.id`)} ${labelOn(today)} order by s.place, s.depth, s.path collate "C"`)
  return { hits: rows.map((row) => ({ region: toRegion(row), place: [row.place, row.depth, row.path] })), total: Number(rows[0]?.total ?? 0) }
}
