import { metricNames, type Day } from '@anwang/domain'
import { sql, type SQL } from 'drizzle-orm'
import type { Db } from '../client.ts'
import { ALL_SECTORS } from '../schema/metrics.ts'
import { daysText } from './days.ts'

/** Of the worker that folds; a second one waits for nothing and does nothing. */
export const FOLD_LOCK = 4_100_001

/** A region's level as `rollup` has it. */
export const levelOf = (level: string): string => `case ${level} when 'COUNTRY' then 0 when 'PROVINCE' then 1 when 'CITY' then 2 when 'COUNTY' then 3 when 'STREET' then 4 else 5 end`
const levels = levelOf('r.level')
/** Deltas at a time. */
const LIMIT = 50_000

/** Which deltas are in effect, by where they are stored, and what they tell: a fold takes the few of some forty metrics that it has to. */
const found = (today: Day, limit: number) => sql`
  select count(*)::int as n, array_agg(ctid)::text as places, concat_ws(',', ${sql.raw(metricNames.map((name) => `case when count(${name}) > 0 then '${name}' end`).join(', '))}) as metrics
  from (select ctid, * from delta_pending where effective_on <= ${today} limit ${limit}) d`

/**
 * Summed where they count first: a month's many deltas of one region climb to its ancestors as one row. `total` is a sum of
 * bigints without the detour that sum takes over numeric, most of the time of a wide one.
 */
function moving(places: string, metrics: readonly string[]): SQL {
  const of = (column: (name: string) => string) => metrics.map((name) => `, ${column(name)}`).join('')
  return sql.raw(`
    with taken as (
      delete from delta_pending where ctid = any ('${places}'::tid[]) returning *
    ), kept as (insert into delta select * from taken returning *), placed as (
      select extract(year from counts_on)::int * 12 + extract(month from counts_on)::int - 1 as month, path, sector_id${of((name) => `total(${name}) as ${name}`)}
      from kept group by 1, 2, 3
    ), climbed as (
      select d.month, case when grouping(d.sector_id) = 1 then '${ALL_SECTORS}'::uuid else d.sector_id end as sector_id, a.path, o.own${of((name) => `coalesce(total(d.${name}), 0) as ${name}`)}
      from placed d
      cross join lateral unnest(ancestor_paths(d.path)) a(path)
      cross join lateral (select false as own union all select true where a.path = d.path) o
      group by grouping sets ((d.month, a.path, o.own, d.sector_id), (d.month, a.path, o.own))
      having grouping(d.sector_id) = 1 or d.sector_id is not null
    ), above as materialized (
      select r.id, r.path, ${levels} as level from (select distinct path from climbed) c join region r on r.path = c.path
    ), rolled as (
      merge into rollup k using (
        select c.*, r.id as region_id, r.level from climbed c join above r on r.path = c.path
        order by c.month, c.sector_id, r.level, c.path, c.own
      ) n on k.month = n.month and k.sector_id = n.sector_id and k.level = n.level and k.path = n.path and k.own = n.own
      when matched then update set ${metrics.map((name) => `${name} = k.${name} + n.${name}`).join(', ')}
      when not matched then insert (month, sector_id, level, path, own, region_id${of(String)})
        values (n.month, n.sector_id, n.level, n.path, n.own, n.region_id${of((name) => `n.${name}`)})
      returning 1
    ), daily as (
      insert into rollup_day (path, own, counts_on${of(String)})
      select * from (${daysText('kept', metrics)}) d order by path, own, counts_on
      on conflict (path, own, counts_on) do update set ${metrics.map((name) => `${name} = coalesce(rollup_day.${name} + excluded.${name}, rollup_day.${name}, excluded.${name})`).join(', ')}
      returning 1
    )
    select count(*)::int as n from kept`)
}

/**
 * Moves the deltas in effect on `today` into the rollups of every ancestor, in one transaction, keys in order.
 * As the worker role. At most `limit` deltas at a time; answers how many were folded, null where another worker is at it.
 */
export function fold(db: Db, today: Day, limit = LIMIT): Promise<number | null> {
  return db.transaction(async (tx) => {
    const [lock] = await tx.execute<{ free: boolean }>(sql`select pg_try_advisory_xact_lock(${FOLD_LOCK}) as free`)
    if (!lock?.free) return null
    const [taken] = await tx.execute<{ n: number; places: string; metrics: string }>(found(today, limit))
    if (!taken || taken.n === 0) return 0
    const [moved] = await tx.execute<{ n: number }>(moving(taken.places, taken.metrics === '' ? metricNames : taken.metrics.split(',')))
    if (moved?.n !== taken.n) throw new Error(`of ${taken.n} deltas ${moved?.n ?? 0} were there to fold: another writes to delta_pending`)
    return taken.n
  })
}

/** Folds what is in effect; what is written meanwhile is for the next time. */
export async function foldAll(db: Db, today: Day, progress?: (folded: number) => void): Promise<number> {
  let all = 0
  for (let n: number | null = LIMIT; n === LIMIT;) {
    n = await fold(db, today)
    if (!n) break
    all += n
    progress?.(all)
  }
  return all
}
