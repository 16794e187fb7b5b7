import { contextNode, keysOfOpen, type EditionNode, type EditionRow, type Region } from '@anwang/domain/regions'
import { sql, type SQL } from 'drizzle-orm'
import { within, type Tx } from '../client.ts'

const openRegions = async (tx: Tx, where: SQL): Promise<Region[]> => [...await tx.execute<Region>(sql`
  select r.id, r.parent_id as "parentId", r.level, r.kind, r.transparent, r.path, l.code, l.name
  from region r join region_label l on l.region_id = r.id and l.valid_to is null
  where r.valid_to is null and ${where} order by r.path`)]

const UPPER = sql`r.level in ('COUNTRY','PROVINCE','CITY','COUNTY')`
const MOST_SUBTREES = 200

/** The keys of the counties (or of nodes without a code) that an edition has rows below or continues something of. */
function countiesOf(rows: readonly EditionRow[]): Set<string> {
  const counties = new Set<string>()
  for (const { code, parent, former } of rows) {
    if (code.length > 6 && !(code.length === 12 && code.endsWith('000000'))) counties.add(code.slice(0, 6))
    for (const [key] of former?.matchAll(/\d{9,}/g) ?? []) counties.add(key.slice(0, 6))
    if (parent !== undefined && parent.trim() !== '') counties.add(/^\d{6}/.test(parent.trim()) ? parent.trim().slice(0, 6) : parent.trim())
  }
  return counties
}

/**
 * The open regions that an edition can speak about, parents first: everything down to the counties, and what lies below
 * those counties it has rows for; all where there are many, or where it names something unknown.
 */
export async function loadOpen(tx: Tx, rows: readonly EditionRow[], everything: boolean): Promise<Region[]> {
  const counties = countiesOf(rows)
  if (everything || counties.size > MOST_SUBTREES) return openRegions(tx, sql`true`)
  const upper = await openRegions(tx, UPPER)
  const keys = keysOfOpen(upper)
  const tops = upper.filter((region) => counties.has(keys.get(region.id)!))
  if ([...counties].some((county) => !/^\d+$/.test(county) && !tops.some((region) => keys.get(region.id) === county))) return openRegions(tx, sql`true`)
  if (tops.length === 0) return upper
  const below = await openRegions(tx, sql`not (${UPPER}) and (${sql.join(tops.map((region) => within(sql`r.path`, region.path)), sql` or `)})`)
  return [...upper, ...below]
}

/** Open regions by key, as nodes that an edition's rows can stand below. */
export function knownRegions(open: readonly Region[]): (key: string) => EditionNode | undefined {
  const keys = keysOfOpen(open)
  const byKey = new Map(open.map((region) => [keys.get(region.id)!, region]))
  return (key) => {
    const region = byKey.get(key)
    return region && contextNode(region, key, region.parentId === null ? null : keys.get(region.parentId)!)
  }
}

/** The paths of closed regions, each with the day it closed: none is used again. */
export async function loadClosedPaths(tx: Tx): Promise<Map<string, string>> {
  const rows = await tx.execute<{ path: string; validTo: string }>(sql`select path, valid_to::text as "validTo" from region where valid_to is not null`)
  return new Map(rows.map(({ path, validTo }) => [path, validTo]))
}
