import type { EditionChange } from '@anwang/domain/regions'
import { sql, type SQL } from 'drizzle-orm'
import type { Tx } from '../client.ts'
import { initialsOf } from './initials.ts'

const BATCH = 10_000

/** One JSON parameter per batch: COPY is refused where row security is forced, and a value per cell is slower. */
async function inBatches<T>(rows: readonly T[], write: (json: SQL) => Promise<unknown>, wrote: (count: number) => void): Promise<void> {
  for (let at = 0; at < rows.length; at += BATCH) {
    const batch = rows.slice(at, at + BATCH)
    await write(sql`${JSON.stringify(batch)}::text::json`)
    wrote(batch.length)
  }
}

/**
 * Writes what an edition changes. A closed region keeps its last label open, so that records that lie there still have
 * a name; who looks for open regions asks `region.valid_to`.
 */
export async function writeChange(tx: Tx, change: EditionChange, on: string, wrote: (count: number) => void): Promise<void> {
  const opened = change.opened.map((region) => ({ ...region, initials: initialsOf(region.name) }))
  await inBatches(change.closed.map(({ id }) => ({ id })), (json) => tx.execute(sql`
    update region set valid_to = ${on}::date from json_to_recordset(${json}) as c(id uuid) where region.id = c.id`), wrote)
  await inBatches(change.reshaped, (json) => tx.execute(sql`
    update region set kind = c.kind, transparent = c.transparent
    from json_to_recordset(${json}) as c(id uuid, kind text, transparent boolean) where region.id = c.id`), wrote)
  await inBatches(change.relabelled.map(({ id, code, name }) => ({ id, code, name, initials: initialsOf(name) })), async (json) => {
    await tx.execute(sql`update region_label l set valid_to = ${on}::date
      from json_to_recordset(${json}) as c(id uuid) where l.region_id = c.id and l.valid_to is null and l.valid_from < ${on}::date`)
    await tx.execute(sql`insert into region_label (region_id, code, name, initials, valid_from)
      select id, code, name, initials, ${on}::date from json_to_recordset(${json}) as c(id uuid, code text, name text, initials text)
      on conflict (region_id, valid_from) do update set code = excluded.code, name = excluded.name, initials = excluded.initials`)
  }, wrote)
  await inBatches(opened, async (json) => {
    await tx.execute(sql`
      with rows as materialized (select * from json_to_recordset(${json}) as c(id uuid, "parentId" uuid, level text, kind text, transparent boolean, path text, code text, name text, initials text)),
      regions as (insert into region (id, parent_id, level, kind, transparent, path, valid_from)
        select id, "parentId", level, kind, transparent, path, ${on}::date from rows)
      insert into region_label (region_id, code, name, initials, valid_from) select id, code, name, initials, ${on}::date from rows`)
  }, wrote)
  await inBatches(change.successions, (json) => tx.execute(sql`insert into region_succession (from_id, to_id, "on")
    select "fromId", "toId", ${on}::date from json_to_recordset(${json}) as c("fromId" uuid, "toId" uuid)`), wrote)
  if (opened.length >= 1000) for (const table of ['region', 'region_label']) await tx.execute(sql`analyze ${sql.identifier(table)}`)
}
