import type { Tx } from '@anwang/db'
import { subtreeRange } from '@anwang/domain/regions'
import { sql, type SQL } from 'drizzle-orm'

/** How far a count is exact. */
export const COUNTED = 10_000

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
  readonly key: SQL
  readonly keyType: 'date' | 'text'
  readonly id: SQL
  readonly descending: boolean
  readonly after: readonly [key: string, id: string] | null
  readonly limit: number
}

export type Keyed<Row> = Row & { readonly id: string; readonly sort_key: string }

const rootRows = (roots: readonly Root[]): SQL => {
  const rows = roots.flatMap(({ paths, owner }, i) => paths.map((path) => {
    const [lo, hi] = subtreeRange(path)
    return { i, lo, hi, owner }
  }))
  const [only] = rows
  // Of a single row the planner sees the values, and takes the index of the order where the subtree is large.
  if (only && rows.length === 1) return sql`(values (${only.i}::int, ${only.lo}::text, ${only.hi}::text, ${only.owner}::uuid)) as p(i, lo, hi, owner)`
  return sql`json_to_recordset(${JSON.stringify(rows)}::json) as p(i int, lo text, hi text, owner uuid)`
}

const inRoot = ({ place }: Pick<List, 'place'>): SQL => sql`${place} >= p.lo and ${place} < p.hi`
const ownedBy = (list: Pick<List, 'owner'>): SQL => sql`${list.owner!} = p.owner`
const isOwned = (list: Pick<List, 'owner'>): boolean => list.owner !== undefined
/** By the index of the owners; the range says no more than that they are in scope. */
const ownersOf = (roots: readonly Root[], list: Pick<List, 'owner'>): SQL =>
  isOneOfIds(list.owner!, [...new Set(roots.flatMap(({ owner }) => owner ?? []))])

/** One page for each root, in one statement: every subtree gives its own first rows by its index, every owner by its own. */
export async function readPages<Row extends Record<string, unknown>>(tx: Tx, roots: readonly Root[], list: List): Promise<Keyed<Row>[][]> {
  const direction = list.descending ? sql`desc` : sql`asc`
  const type = sql.raw(list.keyType === 'text' ? 'text collate "C"' : 'date')
  const after = list.after
    ? sql` and (${list.key}, ${list.id}) ${list.descending ? sql`<` : sql`>`} (${list.after[0]}::${sql.raw(list.keyType)}, ${list.after[1]}::uuid)`
    : sql``
  const order = sql`${list.key} ${direction}, ${list.id} ${direction}`
  const found = isOwned(list)
    ? sql`select * from (select p.i, ${list.columns}, (${list.key})::text as sort_key, row_number() over (partition by p.i order by ${order}) as place_in_list
        from ${list.from} join ${rootRows(roots)} on ${ownedBy(list)} where ${ownersOf(roots, list)} and ${inRoot(list)} and ${list.where}${after}) x where place_in_list <= ${list.limit}`
    : sql`select p.i, x.* from ${rootRows(roots)} cross join lateral (select ${list.columns}, (${list.key})::text as sort_key from ${list.from}
        where ${inRoot(list)} and ${list.where}${after} order by ${order} limit ${list.limit}) x`
  const rows: readonly Record<string, unknown>[] = await tx.execute(sql`select * from (${found}) y order by y.i, y.sort_key::${type} ${direction}, y.id ${direction}`)
  const byRoot = Map.groupBy(rows, (row) => row['i'])
  return roots.map((_, i) => (byRoot.get(i) ?? []).slice(0, list.limit) as Keyed<Row>[])
}

/** For each root, how many rows there are; exact to `most`. */
export async function countRows(tx: Tx, roots: readonly Root[], list: Pick<List, 'from' | 'place' | 'owner' | 'where'>, most = COUNTED): Promise<number[]> {
  const counted = isOwned(list)
    ? sql`select p.i, count(*) as n from ${list.from} join ${rootRows(roots)} on ${ownedBy(list)} where ${ownersOf(roots, list)} and ${inRoot(list)} and ${list.where} group by p.i`
    : sql`select p.i, c.n from ${rootRows(roots)} cross join lateral (select count(*) as n from (select 1 from ${list.from} where ${inRoot(list)} and ${list.where} limit ${most}) y) c`
  const rows = await tx.execute<{ i: number; n: number }>(sql`select i, least(sum(n), ${most}::int)::int as n from (${counted}) z group by i`)
  const byRoot = new Map(rows.map((row) => [row.i, row.n]))
  return roots.map((_, i) => byRoot.get(i) ?? 0)
}

/** A parameter of `ilike` that finds the text anywhere. */
export const containing = (text: string): string => `%${text.trim().replaceAll(/[\\%_]/g, '\\$&')}%`

/** Of words without commas, quotes and braces: enums and ids. As arrays, since a subquery's unknown size would cost the index. */
const arrayOf = (words: readonly string[]): string => `{${words.join(',')}}`
export const isOneOf = (column: SQL, words: readonly string[]): SQL => sql`${column} = any (${arrayOf(words)}::text[])`
export const isOneOfIds = (column: SQL, ids: readonly string[]): SQL => sql`${column} = any (${arrayOf(ids)}::uuid[])`

/** A subtree of accountability, and the sectors (null: all) of which what counts there is listed. */
export interface CountedPart {
  readonly path: string
  readonly sectors: readonly string[] | null
}

/** What is in any of the parts. */
export const inParts = (parts: readonly CountedPart[], sector: SQL, inPart: (part: CountedPart) => SQL): SQL =>
  sql`(${sql.join(parts.map((part) => (part.sectors === null ? inPart(part) : sql`(${inPart(part)} and ${isOneOfIds(sector, part.sectors)})`)), sql` or `)})`

export const allOf = (conditions: readonly SQL[]): SQL => (conditions.length === 0 ? sql`true` : sql.join([...conditions], sql` and `))
