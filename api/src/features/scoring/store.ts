import type { Tx } from '@anwang/db'
import type { SchemeVersion } from '@anwang/db/scoring/schemes'
import { oneOfIds } from '@anwang/db/client'
import type { SchemeData } from '@anwang/domain/scoring'
import { sql } from 'drizzle-orm'

export async function schemeVersions(tx: Tx, ids: readonly string[]): Promise<Map<string, SchemeVersion>> {
  const rows = await tx.execute<{ id: string; scheme: string; version: number; data: SchemeData }>(sql`select id, scheme, version, data from scheme_version
    where id in ${oneOfIds(ids)}`)
  return new Map(rows.map((row) => [row.id, row]))
}
