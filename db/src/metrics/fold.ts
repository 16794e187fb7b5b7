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
      select d.month, s.sector_id, a.path, o.own${of((name) => `coalesce(total(d.${name}), 0) as ${name}`)}
      from placed d
      cross join lateral unnest(ancestor_paths(d.path)) a(path)
      cross join lateral (select '${ALL_SECTORS}'::uuid as sector_id union all select d.sector_id where d.sector_id is not null) s
      cross join lateral (select false as own union all select true where a.path = d.path) o
      group by 1, 2, 3, 4
    ), rolled as (
      insert into rollup (month, sector_id, level, path, own, region_id${of(String)})
      select c.month, c.sector_id, ${levels}, r.path, c.own, r.id${of((name) => `c.${name}`)}
      from climbed c join region r on r.path = c.path
      order by c.month, c.sector_id, 3, r.path, c.own
      on conflict (month, sector_id, level, path, own) do update set ${metrics.map((name) => `${name} = rollup.${name} + excluded.${name}`).join(', ')}
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
