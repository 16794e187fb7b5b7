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
  return sql`json_to_recordset(${JSON.stringify(rows)}::json) as p(i int, lo text, hi text, owner uuid)`
}

const inRoot = ({ place, owner }: Pick<List, 'place' | 'owner'>): SQL =>
  sql`${place} >= p.lo and ${place} < p.hi${owner ? sql` and ${owner} = p.owner` : sql``}`

/** One page for each root, in one statement: every subtree gives its own first rows by its index, then they are merged. */
export async function readPages<Row extends Record<string, unknown>>(tx: Tx, roots: readonly Root[], list: List): Promise<Keyed<Row>[][]> {
  const direction = list.descending ? sql`desc` : sql`asc`
  const type = sql.raw(list.keyType === 'text' ? 'text collate "C"' : 'date')
  const after = list.after
    ? sql` and (${list.key}, ${list.id}) ${list.descending ? sql`<` : sql`>`} (${list.after[0]}::${sql.raw(list.keyType)}, ${list.after[1]}::uuid)`
    : sql``
  const rows: readonly Record<string, unknown>[] = await tx.execute(sql`select p.i, x.* from ${rootRows(roots)} cross join lateral (
      select ${list.columns}, (${list.key})::text as sort_key from ${list.from}
      where ${inRoot(list)} and ${list.where}${after}
      order by ${list.key} ${direction}, ${list.id} ${direction} limit ${list.limit}) x
    order by p.i, x.sort_key::${type} ${direction}, x.id ${direction}`)
  const byRoot = Map.groupBy(rows, (row) => row['i'])
  return roots.map((_, i) => (byRoot.get(i) ?? []).slice(0, list.limit) as Keyed<Row>[])
}

/** For each root, how many rows there are; exact to `most`. */
export async function countRows(tx: Tx, roots: readonly Root[], list: Pick<List, 'from' | 'place' | 'owner' | 'where'>, most = COUNTED): Promise<number[]> {
  const rows = await tx.execute<{ i: number; n: number }>(sql`select p.i, least(sum(c.n), ${most}::int)::int as n from ${rootRows(roots)} cross join lateral (
    select count(*) as n from (select 1 from ${list.from} where ${inRoot(list)} and ${list.where} limit ${most}) y) c group by p.i`)
  const byRoot = new Map(rows.map((row) => [row.i, row.n]))
  return roots.map((_, i) => byRoot.get(i) ?? 0)
}

/** A parameter of `ilike` that finds the text anywhere. */
export const containing = (text: string): string => `%${text.trim().replaceAll(/[\\%_]/g, '\\$&')}%`

export const isOneOf = (column: SQL, values: readonly string[]): SQL =>
  sql`${column} in (select value from json_array_elements_text(${JSON.stringify(values)}::json))`
export const isOneOfIds = (column: SQL, ids: readonly string[]): SQL =>
  sql`${column} in (select value::uuid from json_array_elements_text(${JSON.stringify(ids)}::json))`

export const allOf = (conditions: readonly SQL[]): SQL => (conditions.length === 0 ? sql`true` : sql.join([...conditions], sql` and `))
