import { oneOfIds, type Tx } from '@anwang/db'
import { sql } from 'drizzle-orm'

export interface Publication {
  readonly id: string
  readonly path: string
  readonly period: string
  readonly publishedAt: Date
  readonly cutoffAt: Date
  readonly sha256: string
  readonly restates: string | null
}

interface Row extends Record<string, unknown> {
  id: string
  path: string
  period: string
  published_at: string
  cutoff_at: string
  sha256: string
  restates: string | null
}
const columns = sql.raw('p.id, p.path, p.period, p.published_at, p.cutoff_at, p.sha256, p.restates')
const toPublication = (row: Row): Publication => ({
  id: row.id, path: row.path, period: row.period, publishedAt: new Date(row.published_at), cutoffAt: new Date(row.cutoff_at), sha256: row.sha256, restates: row.restates,
})

/** The newest first; what the viewer may see by row security. */
export async function publicationsOf(tx: Tx, regionId: string, limit: number, after: readonly [at: string, id: string] | null): Promise<Publication[]> {
  const rows = await tx.execute<Row>(sql`select ${columns} from publication p where p.region_id = ${regionId}
    and (${after === null} or (date_trunc('milliseconds', p.published_at), p.id) < (${after?.[0] ?? null}::timestamptz, ${after?.[1] ?? null}::uuid)) order by date_trunc('milliseconds', p.published_at) desc, p.id desc limit ${limit}`)
  return rows.map(toPublication)
}

export async function countPublications(tx: Tx, regionId: string): Promise<number> {
  const [row] = await tx.execute<{ n: number }>(sql`select count(*)::int as n from publication where region_id = ${regionId}`)
  return row?.n ?? 0
}

export async function publicationsById(tx: Tx, ids: readonly string[]): Promise<Map<string, Publication>> {
  const rows = await tx.execute<Row>(sql`select ${columns} from publication p where p.id in ${oneOfIds(ids)}`)
  return new Map(rows.map((row) => [row.id, toPublication(row)]))
}

/** The newest publication of a region's ranking at a level in a period; null before there is one. */
export async function newestPublication(tx: Tx, regionId: string, period: string, level: string | null): Promise<Publication | null> {
  const [row] = await tx.execute<Row>(sql`select ${columns} from publication p where p.region_id = ${regionId} and p.period = ${period}
    and (${level}::text is null or p.level = ${level}) order by p.published_at desc, p.id desc limit 1`)
  return row ? toPublication(row) : null
}
