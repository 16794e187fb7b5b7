import { metricNames } from '@anwang/domain'
import { sql } from 'drizzle-orm'
import type { Queryable } from '../client.ts'
import { ALL_SECTORS } from '../schema/metrics.ts'
import { daysText } from './days.ts'
import { FOLD_LOCK, levelOf } from './fold.ts'

const list = (metrics: readonly string[], of: (name: string) => string = (name) => name) => metrics.map(of).join(', ')
// What nobody counted stays null until the last moment: a wide row of nulls is narrow.
const totals = (metrics: readonly string[]) => list(metrics, (name) => `total(${name}) as ${name}`)

const depth = (path: string) => `length(${path}) - length(replace(${path}, '/', ''))`
const parent = (path: string) => `left(${path}, -(length(split_part(${path}, '/', -2)) + 1))`

/**
 * `n`: the rollups of the metrics that are told. Each level is summed from the one below it and from what counts at its own
 * regions: every delta is read once, every sum made once.
 */
function madeText(deepest: number, metrics: readonly string[]): string {
  const names = list(metrics)
  const level = (n: number) => `level_${n} as materialized (
    select month, path, sector_id, ${totals(metrics)} from (
      select month, path, sector_id, ${names} from own where depth = ${n}
      ${n === deepest ? '' : `union all select month, ${parent('path')}, sector_id, ${names} from level_${n + 1}`}
    ) s group by 1, 2, 3)`
  const levels = Array.from({ length: deepest + 1 }, (_, i) => deepest - i)
  return `with cell as materialized (
    select extract(year from first)::int * 12 + extract(month from first)::int - 1 as month, path, sector_id, ${depth('path')} as depth, ${names}
    from (select date_trunc('month', counts_on::timestamp) as first, path, sector_id, ${totals(metrics)} from delta group by 1, 2, 3) c
  ), own as materialized (
    select month, path, sector_id, depth, ${names} from cell where sector_id is not null
    union all select month, path, '${ALL_SECTORS}'::uuid, depth, ${totals(metrics)} from cell group by month, path, depth
  ), ${levels.map(level).join(', ')},
  made as (
    select month, path, sector_id, true as own, ${names} from own
    ${levels.map((n) => `union all select month, path, sector_id, false, ${names} from level_${n}`).join(' ')}
  ), n as (
    select m.month, m.sector_id, ${levelOf('r.level')} as level, m.path, m.own, r.id as region_id, ${list(metrics, (name) => `coalesce(m.${name}, 0) as ${name}`)} from made m join region r on r.path = m.path
  )`
}

const KEY = 'month, sector_id, level, path, own'

/** In the order of the key, so that its index grows at one end. */
const fillText = (deepest: number, metrics: readonly string[]) => `${madeText(deepest, metrics)}
  insert into rollup (${KEY}, region_id, ${list(metrics)}) select ${KEY}, region_id, ${list(metrics)} from n order by ${KEY}`

function mendText(deepest: number, metrics: readonly string[]): string {
  const made = (name: string) => (metrics.includes(name) ? `n.${name}` : '0')
  return `${madeText(deepest, metrics)}
  merge into rollup k using n on k.month = n.month and k.sector_id = n.sector_id and k.level = n.level and k.path = n.path and k.own = n.own
  when not matched by source then delete
  when matched and (k.region_id <> n.region_id or (${list(metricNames, (name) => `k.${name}`)}) is distinct from (${list(metricNames, made)}))
    then update set region_id = n.region_id, ${list(metricNames, (name) => `${name} = ${made(name)}`)}
  when not matched by target then insert (${KEY}, region_id, ${list(metrics)})
    values (n.month, n.sector_id, n.level, n.path, n.own, n.region_id, ${list(metrics, made)})`
}

const DAY_KEY = 'path, own, counts_on'

const fillDaysText = (metrics: readonly string[]) => `insert into rollup_day (${DAY_KEY}, ${list(metrics)}) select * from (${daysText('delta', metrics)}) n order by ${DAY_KEY}`

function mendDaysText(metrics: readonly string[]): string {
  const made = (name: string) => (metrics.includes(name) ? `n.${name}` : 'null')
  return `merge into rollup_day k using (${daysText('delta', metrics)}) n on k.path = n.path and k.own = n.own and k.counts_on = n.counts_on
  when not matched by source then delete
  when matched and (${list(metricNames, (name) => `k.${name}`)}) is distinct from (${list(metricNames, made)}) then update set ${list(metricNames, (name) => `${name} = ${made(name)}`)}
  when not matched by target then insert (${DAY_KEY}, ${list(metrics)}) values (n.path, n.own, n.counts_on, ${list(metrics, made)})`
}

/** The metrics that any delta tells: often half of them, and a sum over the other half is as dear. A sample knows most, a look at what it lacks the rest. */
export async function toldMetrics(tx: Queryable): Promise<readonly string[]> {
  const counts = async (metrics: readonly string[], from: string) => {
    const [row] = await tx.execute<Record<string, boolean>>(sql.raw(`select ${list(metrics, (name) => `count(${name}) > 0 as ${name}`)} from ${from}`))
    return new Set(metrics.filter((name) => row?.[name]))
  }
  const common = await counts(metricNames, 'delta tablesample system (1)')
  const others = metricNames.filter((name) => !common.has(name))
  const rare = others.length === 0 ? new Set<string>() : await counts(others, `delta where coalesce(${list(others)}) is not null`)
  const told = metricNames.filter((name) => common.has(name) || rare.has(name))
  return told.length > 0 ? told : metricNames
}

/**
 * Makes the rollups, by month and by day, anew from the deltas and writes those that differ from what is kept; what was folded stays folded.
 * Answers how many did. As the worker role, in the caller's transaction; readers go on with what was there.
 */
export async function rebuild(tx: Queryable): Promise<number> {
  await tx.execute(sql`select pg_advisory_xact_lock(${FOLD_LOCK})`)
  await tx.execute(sql`set local work_mem = '256MB'`)
  await tx.execute(sql`set local jit = off`)
  const [row] = await tx.execute<{ deepest: number | null; kept: boolean; days: boolean }>(sql.raw(`select exists (select from rollup) as kept,
    exists (select from rollup_day) as days, (select max(${depth('path')}) from region) as deepest`))
  const metrics = await toldMetrics(tx)
  const rollups = await tx.execute(sql.raw((row?.kept ? mendText : fillText)(row?.deepest ?? 0, metrics)))
  const days = await tx.execute(sql.raw((row?.days ? mendDaysText : fillDaysText)(metrics)))
  return rollups.count + days.count
}
