import { within, type Tx } from '@anwang/db'
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
  /** The index of a child, or an id; null for what has none (本级, no sector). */
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
 * What is overdue today in the figures of a region and below, by the children in whose figures it is, by their indexes, and the rest
 * of it. Read of sums by day, however much it is. All of it is to be in scope.
 */
export async function agesOf(tx: Tx, account: string, children: readonly string[], today: Day): Promise<Group[]> {
  const paths = [account, ...children]
  return [...await tx.execute<Group & Record<string, unknown>>(sql`with part as materialized (
      select nullif(i, 0) - 1 as i, path collate "C" as path from json_to_recordset(${JSON.stringify(paths.map((path, i) => ({ i, path })))}::json) as p(i int, path text)
    ), sums as (
      select d.path, d.counts_on as since, d.overdue_since::int as n, d.overdue_since_major::int as major from rollup_day d
      where d.overdue_since <> 0 and ${isOneOf(sql`d.path`, paths)} and not d.own and d.counts_on <= ${today}
      union all
      select a.path, d.since, d.n, d.major from (select d.path, d.counts_on as since, sum(d.overdue_since)::int as n, sum(d.overdue_since_major)::int as major from delta_pending d
        where ${within(sql`d.path`, account)} and d.effective_on <= ${today} and num_nonnulls(d.overdue_since, d.overdue_since_major) > 0 group by 1, 2) d cross join lateral unnest(ancestor_paths(d.path)) a(path)
    ), told as (
      -- What is a child's is none of the rest.
      select k.i, s.since, sum(s.n * k.sign)::int as n, coalesce(sum(s.major * k.sign), 0)::int as major
      from sums s join part p on p.path = s.path cross join lateral (select p.i, 1 as sign union all select null, -1 where p.i is not null) k group by 1, 2
    )
    select i::text as key, ${ageing(sql`since`, today, sql`n`, sql`major`)} from told where n <> 0 group by i order by ${MOST_FIRST}`)]
}
