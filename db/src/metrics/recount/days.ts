import { metricNames, type Day, type MetricName, type Period } from '@anwang/domain'
import { sql } from 'drizzle-orm'
import type { Queryable } from '../../client.ts'
import { daysText } from '../days.ts'
import type { Comparison } from '../recount.ts'

type Row = Record<string, unknown> & {
  cells: number
  differing: number
  regionId: string | null
  path: string
  name: string | null
  own: boolean
  on: Day
  metric: MetricName
  kept: number
  recounted: number
}

const each = (of: (name: MetricName) => string): string => metricNames.map(of).join(', ')
const either = (op: '|' | '#') => each((name) => `nullif(coalesce(k.${name}, 0) ${op} coalesce(m.${name}, 0), 0)`)

/**
 * The sums by day against the deltas folded, whose sums by month the recount compares with the events. In the caller's
 * transaction, and so of its snapshot.
 */
export async function dayDifferences(tx: Queryable, period: Pick<Period, 'from' | 'until'> | undefined, limit: number): Promise<Comparison> {
  const within = period ? sql`counts_on >= ${period.from} and counts_on < ${period.until}` : sql`true`
  const rows = await tx.execute<Row>(sql`with
    matched as materialized (
      select path, own, counts_on, num_nonnulls(${sql.raw(either('|'))}) as cells, num_nonnulls(${sql.raw(either('#'))}) as differing,
        array[${sql.raw(each((name) => `coalesce(k.${name}, 0)`))}] as kept, array[${sql.raw(each((name) => `coalesce(m.${name}, 0)`))}] as recounted
      from (select * from rollup_day where ${within}) k
      full join (select * from (${sql.raw(daysText('delta', metricNames))}) n where ${within}) m using (path, own, counts_on))
    select total.cells::float8 as cells, total.differing::float8 as differing, d.*
    from (select coalesce(sum(cells), 0) as cells, coalesce(sum(differing), 0) as differing from matched) total left join lateral (
      select r.id as "regionId", m.path, (select name from region_label l where l.region_id = r.id order by l.valid_from desc limit 1) as name, m.own, m.counts_on as on, one.metric, one.kept::float8 as kept, one.recounted::float8 as recounted
      from matched m left join region r on r.path = m.path cross join lateral unnest(array[${sql.raw(each((name) => `'${name}'`))}], m.kept, m.recounted) one(metric, kept, recounted)
      where m.differing > 0 and one.kept <> one.recounted order by m.path, m.counts_on, one.metric limit ${limit}) d on true`)
  const { cells = 0, differing = 0 } = rows[0] ?? {}
  return {
    cells, differing,
    differences: differing === 0 ? [] : rows.map(({ regionId, path, name, own, on, metric, kept, recounted }) => ({ regionId: regionId ?? '', path, name, own, month: `${on.slice(0, 7)}-01`, day: on, sectorId: null, metric, kept, recounted })),
  }
}
