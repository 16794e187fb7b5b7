import { metricNames, type Day } from '@anwang/domain'
import { sql, type SQL } from 'drizzle-orm'
import type { Db } from '../client.ts'
import { ALL_SECTORS } from '../schema/metrics.ts'

/** Of the worker that folds; a second one waits for nothing and does nothing. */
export const FOLD_LOCK = 4_100_001

const names = sql.raw(metricNames.join(', '))
// Of bigints, without the detour that sum takes over numeric: most of the time of a wide sum.
const totals = sql.raw(metricNames.map((name) => `total(${name}) as ${name}`).join(', '))
const sums = sql.raw(metricNames.map((name) => `coalesce(total(${name}), 0) as ${name}`).join(', '))
const added = sql.raw(metricNames.map((name) => `${name} = rollup.${name} + excluded.${name}`).join(', '))
/** A region's level as `rollup` has it. */
export const levelOf = (level: string): string => `case ${level} when 'COUNTRY' then 0 when 'PROVINCE' then 1 when 'CITY' then 2 when 'COUNTY' then 3 when 'STREET' then 4 else 5 end`
const levels = sql.raw(levelOf('r.level'))

/** Summed where they count first: a month's many deltas of one region climb to its ancestors as one row. */
const rollupOf = (source: SQL) => sql`
  insert into rollup (month, sector_id, level, path, own, region_id, ${names})
  select month, s.sector_id, ${levels}, r.path, o.own, r.id, ${sums}
  from (
    select extract(year from counts_on)::int * 12 + extract(month from counts_on)::int - 1 as month, path, sector_id, ${totals}
    from ${source} group by 1, 2, 3
  ) d
  cross join lateral (select ${ALL_SECTORS}::uuid as sector_id union all select d.sector_id where d.sector_id is not null) s
  cross join lateral unnest(ancestor_paths(d.path)) a(path)
  join region r on r.path = a.path
  cross join lateral (select false as own union all select true where r.path = d.path) o
  group by month, s.sector_id, r.level, r.path, o.own, r.id
  order by month, s.sector_id, 3, r.path, o.own
  on conflict (month, sector_id, level, path, own) do update set ${added}`

/**
 * Moves the deltas in effect on `today` into the rollups of every ancestor, in one transaction, keys in order.
 * As the worker role. At most `limit` deltas at a time; answers how many were folded, null where another worker is at it.
 */
export function fold(db: Db, today: Day, limit = 50_000): Promise<number | null> {
  return db.transaction(async (tx) => {
    const [lock] = await tx.execute<{ free: boolean }>(sql`select pg_try_advisory_xact_lock(${FOLD_LOCK}) as free`)
    if (!lock?.free) return null
    const [count] = await tx.execute<{ n: number }>(sql`
      with taken as (
        delete from delta_pending where id in (select id from delta_pending where effective_on <= ${today} order by id limit ${limit}) returning *
      ), kept as (insert into delta select * from taken returning *), rolled as (${rollupOf(sql`kept`)} returning 1)
      select count(*)::int as n from kept`)
    return count?.n ?? 0
  })
}

/** Folds until nothing that is in effect is left. */
export async function foldAll(db: Db, today: Day, progress?: (folded: number) => void): Promise<number> {
  let all = 0
  for (let n = await fold(db, today); n; n = await fold(db, today)) {
    all += n
    progress?.(all)
  }
  return all
}
