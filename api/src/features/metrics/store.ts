import type { Tx } from '@anwang/db'
import { sql } from 'drizzle-orm'

/** The regions at these paths. */
export async function regionIds(tx: Tx, paths: readonly string[]): Promise<Map<string, string>> {
  const rows = await tx.execute<{ id: string; path: string }>(sql`select id, path from region where path in (select p from json_array_elements_text(${JSON.stringify(paths)}::json) p)`)
  return new Map(rows.map((row) => [row.path, row.id]))
}
