const DEEPEST = 2

/** Whether the sums of a region are kept by day too: the country, provinces, cities. Elsewhere the deltas of a month are few. */
export const isSummedByDay = (path: string): boolean => path.split('/').length - 1 <= DEEPEST

/** The same of a column, in SQL. */
export const summedByDay = (path: string): string => `split_part(${path}, '/', ${DEEPEST + 1}) = ''`

// Read for every delta that there is: the fewer calls the better.
const placed = summedByDay('path')
const lowest = `case when ${placed} then path else split_part(path, '/', 1) || '/' || split_part(path, '/', ${DEEPEST}) || '/' end`

/** Rows of `rollup_day` (path, own, counts_on and the metrics) that deltas add up to, as a query. */
export function daysText(deltas: string, metrics: readonly string[]): string {
  const totals = metrics.map((name) => `total(${name}) as ${name}`).join(', ')
  return `select a.path, o.own, d.counts_on, ${totals}
    from (select counts_on, ${lowest} as path, ${placed} as placed, ${totals} from ${deltas} group by 1, 2, 3) d
    cross join lateral unnest(ancestor_paths(d.path)) a(path)
    cross join lateral (select false as own union all select true where d.placed and a.path = d.path) o
    group by 1, 2, 3`
}
