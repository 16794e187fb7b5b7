import { metricNames } from '@anwang/domain'
import { sql } from 'drizzle-orm'
import type { Queryable } from '../client.ts'
import { ALL_SECTORS } from '../schema/metrics.ts'
import { FOLD_LOCK, levelOf } from './fold.ts'

const names = metricNames.join(', ')
// What nobody counted stays null until the last moment: a wide row of nulls is narrow.
const totals = metricNames.map((name) => `total(${name}) as ${name}`).join(', ')
const amounts = metricNames.map((name) => `coalesce(m.${name}, 0) as ${name}`).join(', ')
const differs = `(${metricNames.map((name) => `k.${name}`).join(', ')}) is distinct from (${metricNames.map((name) => `n.${name}`).join(', ')})`

const depth = (path: string) => `length(${path}) - length(replace(${path}, '/', ''))`
const parent = (path: string) => `left(${path}, -(length(split_part(${path}, '/', -2)) + 1))`

/** Each level is summed from the one below it and from what counts at its own regions: every delta is read once, every sum made once. */
function rebuildText(deepest: number): string {
  const level = (n: number) => `level_${n} as materialized (
    select month, path, sector_id, ${totals} from (
      select month, path, sector_id, ${names} from own where depth = ${n}
      ${n === deepest ? '' : `union all select month, ${parent('path')}, sector_id, ${names} from level_${n + 1}`}
    ) s group by 1, 2, 3)`
  const levels = Array.from({ length: deepest + 1 }, (_, i) => deepest - i)
  return `with cell as materialized (
    select extract(year from counts_on)::int * 12 + extract(month from counts_on)::int - 1 as month, path, sector_id, ${totals} from delta group by 1, 2, 3
  ), own as materialized (
    select month, path, sector_id, ${depth('path')} as depth, ${totals} from (
      select month, path, '${ALL_SECTORS}'::uuid as sector_id, ${names} from cell
      union all select month, path, sector_id, ${names} from cell where sector_id is not null
    ) s group by 1, 2, 3, 4
  ), ${levels.map(level).join(', ')},
  made as (
    select month, path, sector_id, true as own, ${names} from own
    ${levels.map((n) => `union all select month, path, sector_id, false, ${names} from level_${n}`).join(' ')}
  ), n as (
    select m.month, m.sector_id, ${levelOf('r.level')} as level, m.path, m.own, r.id as region_id, ${amounts} from made m join region r on r.path = m.path
  )
  merge into rollup k using n on k.month = n.month and k.sector_id = n.sector_id and k.level = n.level and k.path = n.path and k.own = n.own
  when not matched by source then delete
  when matched and (k.region_id <> n.region_id or ${differs}) then update set region_id = n.region_id, ${metricNames.map((name) => `${name} = n.${name}`).join(', ')}
  when not matched by target then insert (month, sector_id, level, path, own, region_id, ${names})
    values (n.month, n.sector_id, n.level, n.path, n.own, n.region_id, ${metricNames.map((name) => `n.${name}`).join(', ')})`
}

/**
 * Makes the rollups anew from the deltas and writes those that differ from what is kept; what was folded stays folded.
 * Answers how many did. As the worker role, in the caller's transaction; readers go on with what was there.
 */
export async function rebuild(tx: Queryable): Promise<number> {
  await tx.execute(sql`select pg_advisory_xact_lock(${FOLD_LOCK})`)
  await tx.execute(sql`set local work_mem = '256MB'`)
  await tx.execute(sql`set local jit = off`)
  const [row] = await tx.execute<{ deepest: number | null }>(sql.raw(`select max(${depth('path')}) as deepest from delta`))
  const done = await tx.execute(sql.raw(rebuildText(row?.deepest ?? 0)))
  return done.count
}
