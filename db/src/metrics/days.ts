import type { MetricName } from '@anwang/domain'

const DEEPEST = 2
const DEEPEST_AGED = 3

const depth = (path: string): number => path.split('/').length - 1

/** Whether the sums of a region are kept by day too: the country, provinces, cities. Elsewhere the deltas of a month are few. */
export const isSummedByDay = (path: string): boolean => depth(path) <= DEEPEST

/** The same of a column, in SQL. */
export const summedByDay = (path: string): string => `split_part(${path}, '/', ${DEEPEST + 1}) = ''`

/** What is summed by day of the counties too: on most days nothing became overdue there, and everything else would be ten times as many rows. */
export const AGES: readonly string[] = ['overdue_since', 'overdue_since_major'] satisfies MetricName[]

/** Whether it is kept by day of a region since when what is overdue there is so. */
export const isAged = (path: string): boolean => depth(path) <= DEEPEST_AGED

/** The same of a column, in SQL. */
export const aged = (path: string): string => `split_part(${path}, '/', ${DEEPEST_AGED + 1}) = ''`

const upTo = (segments: number): string => Array.from({ length: segments }, (_, i) => `split_part(path, '/', ${i + 1}) || '/'`).join(' || ')

// Read for every delta that there is: the fewer calls the better.
const placed = summedByDay('path')

function countiesText(deltas: string, metrics: readonly string[]): string {
  const ages = AGES.filter((name) => metrics.includes(name))
  return `union all
    select d.path, o.own, d.counts_on, ${metrics.map((name) => (AGES.includes(name) ? `total(${name})` : 'null')).join(', ')}
    from (select counts_on, ${upTo(DEEPEST_AGED)} as path, ${aged('path')} as placed, ${ages.join(', ')} from ${deltas} where num_nonnulls(${ages.join(', ')}) > 0 and not ${placed}) d
    cross join lateral (select false as own union all select true where d.placed) o
    group by 1, 2, 3`
}

/** Rows of `rollup_day` (path, own, counts_on and the metrics) that deltas add up to, as a query. */
export function daysText(deltas: string, metrics: readonly string[]): string {
  const totals = metrics.map((name) => `total(${name}) as ${name}`).join(', ')
  return `select a.path, o.own, d.counts_on, ${totals}
    from (select counts_on, case when ${placed} then path else ${upTo(DEEPEST)} end as path, ${placed} as placed, ${totals} from ${deltas} group by 1, 2, 3) d
    cross join lateral unnest(ancestor_paths(d.path)) a(path)
    cross join lateral (select false as own union all select true where d.placed and a.path = d.path) o
    group by 1, 2, 3
    ${AGES.some((name) => metrics.includes(name)) ? countiesText(deltas, metrics) : ''}`
}
