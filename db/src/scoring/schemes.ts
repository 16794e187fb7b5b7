import type { SchemeData } from '@anwang/domain/scoring'
import { sql } from 'drizzle-orm'
import { oneOfIds, type Db, type Queryable } from '../client.ts'

export interface SchemeVersion {
  readonly id: string
  readonly scheme: string
  readonly version: number
  readonly data: SchemeData
}

const known = new WeakMap<Db, Map<string, SchemeVersion>>()

/** Schemes by id, each read once: a version never changes. @throws Error where there is none of an id */
export async function schemesById(db: Db, tx: Queryable, ids: Iterable<string>): Promise<ReadonlyMap<string, SchemeVersion>> {
  const here = known.get(db) ?? new Map<string, SchemeVersion>()
  known.set(db, here)
  const wanted = [...new Set(ids)]
  const missing = wanted.filter((id) => !here.has(id))
  if (missing.length > 0) {
    const rows = await tx.execute<{ id: string; scheme: string; version: number; data: SchemeData }>(sql`select id, scheme, version, data from scheme_version where id in ${oneOfIds(missing)}`)
    for (const row of rows) here.set(row.id, row)
  }
  return new Map(wanted.map((id) => {
    const scheme = here.get(id)
    if (!scheme) throw new Error(`no scheme ${id}`)
    return [id, scheme]
  }))
}
