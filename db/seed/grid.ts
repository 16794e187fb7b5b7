import { childrenThrough, gridOf, type Region } from '@anwang/domain/regions'
import { sql } from 'drizzle-orm'
import { within, type Db } from '../src/client.ts'
import { importExtract } from '../src/regions/index.ts'
import type { Ground } from './subjects.ts'

const CITY = '41/09/'

export interface LoadedGrid {
  readonly city: Region
  /** A county or zone of the city by the first six digits of its code. */
  ground(code: string): Ground
  path(regionId: string): string
}

/** Loads the country to its counties and 濮阳市 to every community, then reads the city back. */
export async function loadRegions(db: Db): Promise<LoadedGrid> {
  await importExtract(db, 'base')
  const rows = await db.execute<Region & Record<string, unknown>>(sql`
    select r.id, r.parent_id as "parentId", r.level, r.kind, r.transparent, r.path, l.code, l.name
    from region r join region_label l on l.region_id = r.id and l.valid_to is null
    where ${within(sql`r.path`, CITY)} order by r.path`)
  const grid = gridOf<Region>(rows)
  const city = rows.find((row) => row.path === CITY)!
  const streetsOf = (county: Region) => childrenThrough(grid, county.id).filter((one) => one.level === 'STREET')
  return {
    city,
    path: (id) => grid.get(id)!.path,
    ground(code) {
      const county = rows.find((row) => row.code === `${code}000000`)
      if (!county) throw new Error(`no county ${code} in the extract`)
      return { city, county, streets: streetsOf(county), communitiesOf: (id) => childrenThrough(grid, id) }
    },
  }
}
