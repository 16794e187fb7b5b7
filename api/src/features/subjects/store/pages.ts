import type { Tx } from '@anwang/db'
import { subtreeRange } from '@anwang/domain/regions'
import { sql, type SQL } from 'drizzle-orm'

/** How far a count is exact. */
export const COUNTED = 10_000
/** How far that of a search in texts is. */
export const COUNTED_FOUND = 1_000

/** Where a list is read: subtrees of places that do not overlap, and the record that its rows belong to, if any. */
export interface Root {
  readonly paths: readonly string[]
  readonly owner: string | null
}

/** A list of records, in an order that ends in the id, after a cursor. */
export interface List {
  readonly from: SQL
  readonly columns: SQL
  /** The place of a row. */
  readonly place: SQL
  /** What a root's owner is compared with. */
  readonly owner?: SQL | undefined
  readonly where: SQL
  /** Conditions of which a row meets one at most: each is read by its own index. All rows where left out. */
  readonly branches?: readonly SQL[] | undefined
  /** A column that is never null, of the index by which rows are counted. */
  readonly counted?: SQL | undefined
  /** The city (`city_path`) of a row, where an index of each city keeps the order. */
  readonly city?: SQL | undefined
  readonly key: SQL
  readonly keyType: 'date' | 'text'
  readonly id: SQL
  readonly descending: boolean
  readonly after: readonly [key: string, id: string] | null
  readonly limit: number
}

export type Keyed<Row> = Row & { readonly id: string; readonly sort_key: string }

/** Where lists of each city stand: `41/09/` of all that lies there. */
const cityOf = (path: string): string => `${path.split('/').slice(0, 2).join('/')}/`
const isWithinCity = (path: string): boolean => path.split('/').length > 2
/** Streets and communities are little of a city, and found by their paths. */
const isLittle = (path: string): boolean => path.split('/').length > 4
/** Compared as the indexes of the cities keep it, and only they: `pathInCity` of the schema. */
export const inCity = (column: SQL): SQL => sql`${column} collate "POSIX"`
/** Rows of many cities are merged. */
const isMerged = (roots: readonly Root[], { city }: Pick<List, 'city'>): boolean => city !== undefined && roots.some(({ paths }) => !paths.every(isWithinCity))

const rootRows = (roots: readonly Root[], list: Pick<List, 'city'>): SQL => {
  const rows = roots.flatMap(({ paths, owner }, i) => paths.map((path) => {
    const [lo, hi] = subtreeRange(path)
    return { i, lo, hi, owner, city: list.city && isWithinCity(path) ? cityOf(path) : null }
  }))
  const [only] = rows
  // Of a single row the planner sees the values, and takes the index of the order where the subtree is large.
  const given = only && rows.length === 1
    ? sql`(values (${only.i}::int, ${only.lo}::text, ${only.hi}::text, ${only.owner}::uuid, ${only.city}::text)) as p(i, lo, hi, owner, city)`
    : sql`json_to_recordset(${JSON.stringify(rows)}::json) as p(i int, lo text, hi text, owner uuid, city text)`
  return isMerged(roots, list)
    ? sql`(select g.i, g.lo, g.hi, g.owner, c.city from (select p.* from ${given}) g cross join lateral (select g.city where g.city is not null union all select cities_in(g.lo) where g.city is null) c(city)) p`
    : given
}

const byCity = (roots: readonly Root[], { city, branches }: Pick<List, 'city' | 'branches'>): boolean => city !== undefined && (branches !== undefined || !roots.every(({ paths }) => paths.every(isLittle)))
const inRoot = ({ place, city }: Pick<List, 'place' | 'city'>): SQL => (city ? sql`${city} = p.city and ${inCity(place)} >= p.lo and ${inCity(place)} < p.hi` : sql`${place} >= p.lo and ${place} < p.hi`)
const ownedBy = (list: Pick<List, 'owner'>): SQL => sql`${list.owner!} = p.owner`
const isOwned = (list: Pick<List, 'owner'>): boolean => list.owner !== undefined
/** By the index of the owners; the range says no more than that they are in scope. */
const ownersOf = (roots: readonly Root[], list: Pick<List, 'owner'>): SQL =>
  isOneOfIds(list.owner!, [...new Set(roots.flatMap(({ owner }) => owner ?? []))])
const branchesOf = ({ branches }: Pick<List, 'branches'>): readonly SQL[] => branches ?? [sql`true`]
const inBranches = (list: Pick<List, 'branches'>): SQL => sql`(${sql.join([...branchesOf(list)], sql` or `)})`

/** What is selected of the rows of each root, for each branch and city in turn; `rest` ends each. */
export const eachPart = (roots: readonly Root[], list: Pick<List, 'from' | 'place' | 'where' | 'branches' | 'city'>, selected: SQL, rest: SQL): SQL =>
  sql`${rootRows(roots, list)} cross join lateral (${sql.join(branchesOf(list).map((branch) =>
    sql`(select ${selected} from ${list.from} where ${inRoot(byCity(roots, list) ? list : { place: list.place })} and ${branch} and ${list.where}${rest})`), sql` union all `)}) x`

/** One page for each root, in one statement: every subtree gives its own first rows by its index, every owner by its own. */
export async function readPages<Row extends Record<string, unknown>>(tx: Tx, roots: readonly Root[], list: List): Promise<Keyed<Row>[][]> {
  const direction = list.descending ? sql`desc` : sql`asc`
  const type = sql.raw(list.keyType === 'text' ? 'text collate "C"' : 'date')
  const after = list.after
    ? sql` and (${list.key}, ${list.id}) ${list.descending ? sql`<` : sql`>`} (${list.after[0]}::${sql.raw(list.keyType)}, ${list.after[1]}::uuid)`
    : sql``
  const order = sql`${list.key} ${direction}, ${list.id} ${direction}`
  const first = (selected: SQL) => eachPart(roots, list, sql`${selected}, (${list.key})::text as sort_key`, sql`${after} order by ${order} limit ${list.limit}`)
  const ordered = sql`sort_key::${type} ${direction}, id ${direction}`
  const found = isOwned(list)
    ? sql`select * from (select p.i, ${list.columns}, (${list.key})::text as sort_key, row_number() over (partition by p.i order by ${order}) as place_in_list
        from ${list.from} join ${rootRows(roots, {})} on ${ownedBy(list)} where ${ownersOf(roots, list)} and ${inRoot({ place: list.place })} and ${inBranches(list)} and ${list.where}${after}) x where place_in_list <= ${list.limit}`
    : isMerged(roots, list) || branchesOf(list).length > 1
      // Of many cities the first are found by their keys before anything else of them is read.
      ? sql`select k.i, ${list.columns}, k.sort_key from ${list.from} join (select *, row_number() over (partition by i order by ${ordered}) as place_in_list from (select p.i, x.* from ${first(sql`${list.id} as id`)}) f) k
          on ${list.id} = k.id where k.place_in_list <= ${list.limit}`
      : sql`select p.i, x.* from ${first(list.columns)}`
  const rows: readonly Record<string, unknown>[] = await tx.execute(sql`select * from (${found}) y order by y.i, y.sort_key::${type} ${direction}, y.id ${direction}`)
  const byRoot = Map.groupBy(rows, (row) => row['i'])
  return roots.map((_, i) => (byRoot.get(i) ?? []).slice(0, list.limit) as Keyed<Row>[])
}

/** For each root, how many rows there are; exact to `most`. */
export async function countRows(tx: Tx, roots: readonly Root[], list: Pick<List, 'from' | 'place' | 'owner' | 'where' | 'branches' | 'city' | 'counted'>, most = COUNTED): Promise<number[]> {
  const counted = isOwned(list)
    ? sql`select p.i, count(*) as n from ${list.from} join ${rootRows(roots, {})} on ${ownedBy(list)} where ${ownersOf(roots, list)} and ${inRoot({ place: list.place })} and ${inBranches(list)} and ${list.where} group by p.i`
    : sql`select p.i, count(x.counted) as n from ${eachPart(roots, list, sql`${list.counted ?? list.place} as counted`, sql` limit ${most}`)} group by p.i`
  const rows = await tx.execute<{ i: number; n: number }>(sql`select i, least(sum(n), ${most}::int)::int as n from (${counted}) z group by i`)
  const byRoot = new Map(rows.map((row) => [row.i, row.n]))
  return roots.map((_, i) => byRoot.get(i) ?? 0)
}

/** A parameter of `ilike` that finds the text anywhere. */
export const containing = (text: string): string => `%${text.trim().replaceAll(/[\\%_]/g, '\\$&')}%`

/** Of words without quotes and backslashes: enums, ids and paths. As arrays, since a subquery's unknown size would cost the index. */
const arrayOf = (words: readonly string[]): string => `{${words.map((word) => `"${word}"`).join(',')}}`
export const isOneOf = (column: SQL, words: readonly string[]): SQL => sql`${column} = any (${arrayOf(words)}::text[])`
export const isOneOfIds = (column: SQL, ids: readonly string[]): SQL => sql`${column} = any (${arrayOf(ids)}::uuid[])`

/** What of a list holds the text that is searched for. */
export interface Matches {
  /** Among these; null: so many, or of so short a term, that a page of them is found by walking the list. */
  readonly ids: readonly string[] | null
  /** More than `COUNTED_FOUND`. */
  readonly many: boolean
  /** The subjects that the viewer sees whose name holds it; null where they are as many, or were not asked for. */
  readonly subjects: readonly string[] | null
}

const rangesOf = (paths: readonly string[]): string => JSON.stringify(paths.map((path) => subtreeRange(path)).map(([l, h]) => ({ l, h })))
const givenRanges = (paths: readonly string[]): SQL => sql`(select array_agg(l) as lows, array_agg(h) as highs from json_to_recordset(${rangesOf(paths)}::json) r(l text, h text))`

/** At most `COUNTED_FOUND` subjects at the roots whose name or credit code holds the term. */
export async function subjectMatches(tx: Tx, term: string, roots: readonly Root[]): Promise<Matches> {
  const [row] = await tx.execute<Pick<Matches, 'ids' | 'many'>>(sql`select case when cardinality(f) <= ${COUNTED_FOUND}::int then f end as ids, coalesce(cardinality(f) > ${COUNTED_FOUND}::int, false) as many
    from ${givenRanges(roots.flatMap(({ paths }) => paths))} r cross join lateral search_subjects(${term}, r.lows, r.highs, ${COUNTED_FOUND}::int) f`)
  return { ids: row?.ids ?? null, many: row?.many ?? false, subjects: null }
}

/** At most `COUNTED_FOUND` hazards at the roots whose texts, or whose subject's name, hold the term. `reach`: wherever the viewer sees subjects. */
export async function hazardMatches(tx: Tx, term: string, roots: readonly Root[], reach: readonly string[]): Promise<Matches> {
  const [row] = await tx.execute<{ ids: string[] | null; many: boolean; subjects: string[] | null }>(sql`
    select case when cardinality(f) <= ${COUNTED_FOUND}::int then f end as ids, coalesce(cardinality(f) > ${COUNTED_FOUND}::int, false) as many,
      case when cardinality(s) <= ${COUNTED_FOUND}::int then array(select x.id from subject x where x.id = any (s) and x.name ilike ${containing(term)}) end as subjects
    from ${givenRanges(roots.flatMap(({ paths }) => paths))} r cross join ${givenRanges(reach)} a
      cross join lateral search_hazards(${term}, r.lows, r.highs, ${COUNTED_FOUND}::int) f cross join lateral search_subjects(${term}, a.lows, a.highs, ${COUNTED_FOUND}::int, true) s`)
  return row ?? { ids: null, many: false, subjects: null }
}

/** A subtree of accountability, and the sectors (null: all) of which what counts there is listed. */
export interface CountedPart {
  readonly path: string
  readonly sectors: readonly string[] | null
}

/** What is in any of the parts. */
export const inParts = (parts: readonly CountedPart[], sector: SQL, inPart: (part: CountedPart) => SQL): SQL =>
  sql`(${sql.join(parts.map((part) => (part.sectors === null ? inPart(part) : sql`(${inPart(part)} and ${isOneOfIds(sector, part.sectors)})`)), sql` or `)})`

export const allOf = (conditions: readonly SQL[]): SQL => (conditions.length === 0 ? sql`true` : sql.join([...conditions], sql` and `))
