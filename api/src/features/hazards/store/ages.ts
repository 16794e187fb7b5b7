import type { Tx } from '@anwang/db'
import type { Day } from '@anwang/domain'
import { sql, type SQL } from 'drizzle-orm'
import { isOneOf } from '../../subjects/store/pages.ts'

/** How many are overdue, and for how many days. */
export interface Ageing {
  readonly count: number
  readonly major: number
  readonly days1to7: number
  readonly days8to30: number
  readonly days31to90: number
  readonly daysOver90: number
  readonly longestDays: number
}

export interface Group extends Ageing {
  /** The index of a part, or an id; null for what has none (本级, no sector). */
  readonly key: string | null
}

/** The columns of `Ageing`, of rows that stand for some records each. One day late is one day. */
export function ageing(since: SQL, day: Day, count: SQL, major: SQL): SQL {
  const days = sql`(${day}::date - ${since} + 1)`
  const between = (from: number, to: number | null) => sql`coalesce(sum(${count}) filter (where ${days} >= ${from}${to === null ? sql`` : sql` and ${days} <= ${to}`}), 0)::int`
  return sql`sum(${count})::int as count, sum(${major})::int as major,
    ${between(1, 7)} as "days1to7", ${between(8, 30)} as "days8to30", ${between(31, 90)} as "days31to90", ${between(91, null)} as "daysOver90", max(${days})::int as "longestDays"`
}

/** Those with most first, of as many those that wait longest. */
export const MOST_FIRST = sql.raw(`"count" desc, "longestDays" desc, key`)

/**
 * What is overdue today in the figures of subtrees, by their indexes, and of the region `own` itself, by the index after them: read
 * of sums by day, however much it is. All of it is to be in scope.
 */
export async function agesOf(tx: Tx, subtrees: readonly string[], own: string | null, today: Day): Promise<Group[]> {
  const parts = [...subtrees.map((path) => ({ path, own: false })), ...(own === null ? [] : [{ path: own, own: true }])].map((part, i) => ({ i, ...part }))
  const sums = (which: SQL) => sql`select p.i, d.counts_on as since, d.overdue_since as n, d.overdue_since_major as major
      from rollup_day d join part p on p.path = d.path and p.own = d.own where d.overdue_since <> 0 and ${which}`
  return [...await tx.execute<Group & Record<string, unknown>>(sql`with part as materialized (
      select i, path collate "C" as path, own from json_to_recordset(${JSON.stringify(parts)}::json) as p(i int, path text, own boolean)
    ), told as (
      ${sums(sql`${isOneOf(sql`d.path`, subtrees)} and not d.own`)}
      union all
      ${sums(sql`d.path = ${own} and d.own`)}
      union all
      select p.i, d.counts_on, d.overdue_since, d.overdue_since_major from delta_pending d join part p on case when p.own then d.path = p.path else starts_with(d.path, p.path) end
      where d.effective_on <= ${today} and d.overdue_since is not null
    )
    select i::text as key, ${ageing(sql`since`, today, sql`n`, sql`major`)}
    from (select i, since, sum(n) as n, coalesce(sum(major), 0) as major from told group by i, since) s where n <> 0 group by i order by ${MOST_FIRST}`)]
}
