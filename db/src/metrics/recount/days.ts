import { metricNames, monthNumber, type Day, type MetricName, type Period } from '@anwang/domain'
import { sql } from 'drizzle-orm'
import type { Queryable } from '../../client.ts'
import { ALL_SECTORS } from '../../schema/metrics.ts'
import { aged, AGES, daysText, summedByDay } from '../days.ts'
import type { Comparison } from './comparison.ts'

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

const differing = `num_nonnulls(${either('#')}) as differing, array[${each((name) => `coalesce(k.${name}, 0)`)}] as kept, array[${each((name) => `coalesce(m.${name}, 0)`)}] as recounted`
/** Of counties nothing but ages is kept by day. */
const keptByDay = (name: MetricName): string => (AGES.includes(name) ? name : `case when ${summedByDay('path')} then ${name} end as ${name}`)
const MONTH = 'extract(year from counts_on)::int * 12 + extract(month from counts_on)::int - 1'

/**
 * The sums by day against the deltas folded, and what they come to in each month against the sums by month, which the recount
 * compares with the events. On which day of its month a delta counts, only the ledger says. In the caller's transaction, and so of
 * its snapshot.
 */
export async function dayDifferences(tx: Queryable, period: Pick<Period, 'from' | 'until'> | undefined, limit: number): Promise<Comparison> {
  const within = period ? sql`counts_on >= ${period.from} and counts_on < ${period.until}` : sql`true`
  const months = period ? sql`month >= ${monthNumber(period.from)} and month < ${monthNumber(period.until)}` : sql`true`
  const rows = await tx.execute<Row>(sql`with
    matched as materialized (
      select path, own, counts_on as on, num_nonnulls(${sql.raw(either('|'))}) as cells, ${sql.raw(differing)}
      from (select * from rollup_day where ${within}) k
      full join (select * from (${sql.raw(daysText('delta', metricNames))}) n where ${within}) m using (path, own, counts_on)
      union all
      select path, own, make_date(month / 12, month % 12 + 1, 1), 0, ${sql.raw(differing)}
      from (select path, own, ${sql.raw(MONTH)} as month, ${sql.raw(each((name) => `total(${name}) as ${name}`))} from rollup_day where ${within} group by 1, 2, 3) k
      full join (select path, own, month, ${sql.raw(each(keptByDay))} from rollup where sector_id = ${ALL_SECTORS} and ${sql.raw(aged('path'))} and ${months}) m using (path, own, month))
    select total.cells::float8 as cells, total.differing::float8 as differing, d.*
    from (select coalesce(sum(cells), 0) as cells, coalesce(sum(differing), 0) as differing from matched) total left join lateral (
      select r.id as "regionId", m.path, (select name from region_label l where l.region_id = r.id order by l.valid_from desc limit 1) as name, m.own, m.on, one.metric, one.kept::float8 as kept, one.recounted::float8 as recounted
      from matched m left join region r on r.path = m.path cross join lateral unnest(array[${sql.raw(each((name) => `'${name}'`))}], m.kept, m.recounted) one(metric, kept, recounted)
      where m.differing > 0 and one.kept <> one.recounted order by m.path, m.on, one.metric limit ${limit}) d on true`)
  const { cells = 0, differing: wrong = 0 } = rows[0] ?? {}
  return {
    cells, differing: wrong,
    differences: wrong === 0 ? [] : rows.map(({ regionId, path, name, own, on, metric, kept, recounted }) => ({ regionId: regionId ?? '', path, name, own, month: `${on.slice(0, 7)}-01`, day: on, sectorId: null, metric, kept, recounted })),
  }
}
