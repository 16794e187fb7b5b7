import { firstOfMonth, isDay, metricNames, monthNumber, type Day, type MetricName, type Period } from '@anwang/domain'
import { sql, type SQL } from 'drizzle-orm'
import type { Db, Queryable } from '../client.ts'
import { ALL_SECTORS } from '../schema/metrics.ts'
import { hazardsText } from './recount/hazards.ts'
import { inspectionsText, subjectsText } from './recount/registers.ts'
import { RULES, type Rules } from './recount/rules.ts'

/** A figure that the rollups (with what is pending) and the recount give differently. */
export interface DifferingCell {
  readonly regionId: string
  readonly path: string
  /** The region's name today; null where it has none. */
  readonly name: string | null
  /** At the region itself (本级), not with everything below it. */
  readonly own: boolean
  /** First day of the month. */
  readonly month: Day
  /** null: all sectors. */
  readonly sectorId: string | null
  readonly metric: MetricName
  readonly kept: number
  readonly recounted: number
}

export interface Comparison {
  /** Cells (region × own × month × sector × metric) in which either side has an amount. */
  readonly cells: number
  readonly differing: number
  /** At most `limit` of the differing cells, in order of path, month, sector and metric. */
  readonly differences: readonly DifferingCell[]
}

const dayText = (day: Day): string => {
  if (!isDay(day)) throw new Error(`no day: ${day}`)
  return `date '${day}'`
}

const monthOf = (column: string) => `extract(year from ${column})::int * 12 + extract(month from ${column})::int - 1`
const metricList = metricNames.map((name) => `('${name}', ${name})`).join(', ')

interface Options {
  /** Only months that begin within; half-open. */
  readonly period?: Pick<Period, 'from' | 'until'> | undefined
  readonly rules?: Rules
  readonly limit?: number
}

/**
 * CTEs that end in `recount(region_id, own, month, sector_id, metric, side, amount)`: the events recounted, and the
 * deltas not yet folded, both for every ancestor by `region.parent_id`, by sector and for all of them.
 */
const recountText = (today: Day, { period, rules = RULES }: Options): string => `
${hazardsText(rules)},${subjectsText},${inspectionsText},
cell as materialized (
  select side, account_id, sector_id, ${monthOf('counts_on')} as month, metric, total(amount) as amount from (
    select 'recounted' as side, * from (
      select * from hazard_contribution union all select * from subject_contribution union all select * from inspection_contribution
    ) c
    union all
    select 'kept', region_id, sector_id, counts_on, effective_on, m.metric, m.amount
    from delta_pending cross join lateral (values ${metricList}) m(metric, amount) where m.amount <> 0
  ) c
  where effective_on <= ${dayText(today)}${period ? ` and counts_on >= ${dayText(period.from)} and counts_on < ${dayText(period.until)}` : ''}
  group by 1, 2, 3, 4, 5
),
lineage(account_id, region_id, parent_id) as materialized (
  select id, id, parent_id from region where id in (select account_id from cell)
  union all
  select l.account_id, r.id, r.parent_id from lineage l join region r on r.id = l.parent_id
),
recount as (
  select l.region_id, o.own, c.month, s.sector_id, c.metric, c.side, c.amount
  from cell c join lineage l on l.account_id = c.account_id
  cross join lateral (select false as own union all select true where l.region_id = c.account_id) o
  cross join lateral (select '${ALL_SECTORS}'::uuid as sector_id union all select c.sector_id where c.sector_id is not null) s
)`

const monthsWithin = (period: Options['period']): string =>
  period ? ` and month >= ${monthNumber(period.from)} and month < ${monthNumber(period.until)}` : ''

/** A plan of nested loops over unmeasured intermediate results would be quadratic. */
async function settings(tx: Queryable): Promise<void> {
  await tx.execute(sql`set local enable_nestloop = off`)
  await tx.execute(sql`set local jit = off`)
  await tx.execute(sql`set local work_mem = '256MB'`)
}

export interface RecountRow {
  readonly regionId: string
  readonly own: boolean
  /** `monthNumber` */
  readonly month: number
  /** `ALL_SECTORS` or a sector */
  readonly sectorId: string
  readonly metric: MetricName
  readonly amount: number
}

/** Every figure that is not 0 on `today`, from the events alone. As the worker role, within a transaction. */
export async function recount(tx: Queryable, today: Day, options: Options = {}): Promise<RecountRow[]> {
  await settings(tx)
  const rows = await tx.execute<RecountRow & Record<string, unknown>>(sql.raw(`with recursive ${recountText(today, options)}
    select region_id as "regionId", own, month, sector_id as "sectorId", metric, total(amount)::float8 as amount
    from recount where side = 'recounted' group by 1, 2, 3, 4, 5 having total(amount) <> 0`))
  return [...rows]
}

const comparison = (today: Day, options: Options): SQL => sql.raw(`with recursive ${recountText(today, options)},
kept as (
  select region_id, own, month, sector_id, m.metric, 'kept' as side, m.amount
  from rollup cross join lateral (values ${metricList}) m(metric, amount) where m.amount <> 0${monthsWithin(options.period)}
),
matched as materialized (
  select region_id, own, month, sector_id, metric,
    coalesce(total(amount) filter (where side = 'kept'), 0) as kept, coalesce(total(amount) filter (where side = 'recounted'), 0) as recounted
  from (select * from recount union all select * from kept) b group by 1, 2, 3, 4, 5
),
total as (select count(*) as cells, count(*) filter (where kept <> recounted) as differing from matched)
select total.cells::float8 as cells, total.differing::float8 as differing, d.*
from total left join lateral (
  select m.region_id as "regionId", r.path, (select name from region_label l where l.region_id = r.id
      and l.valid_from <= ${dayText(today)} and (l.valid_to is null or l.valid_to > ${dayText(today)}) order by l.valid_from desc limit 1) as name,
    m.own, m.month, m.sector_id as "sectorId", m.metric, m.kept::float8 as kept, m.recounted::float8 as recounted
  from matched m join region r on r.id = m.region_id where m.kept <> m.recounted
  order by r.path, m.own, m.month, m.sector_id, m.metric limit ${options.limit ?? 1000}
) d on true`)

type Row = { cells: number; differing: number } & { [K in keyof DifferingCell]: DifferingCell[K] | null } & { month: number | null }

/**
 * Compares rollup + pending deltas in effect on `today` with the recount of all events, in one statement and so on one
 * snapshot. As the worker role, within a transaction. Time and memory are linear in the number of events.
 */
export async function differences(tx: Queryable, today: Day, options: Options = {}): Promise<Comparison> {
  await settings(tx)
  const rows = await tx.execute<Row>(comparison(today, options))
  const { cells = 0, differing = 0 } = rows[0] ?? {}
  return {
    cells, differing,
    differences: rows.filter((row) => row.regionId !== null).map(({ regionId, path, name, own, month, sectorId, metric, kept, recounted }) => ({
      regionId: regionId!, path: path!, name, own: own!, month: firstOfMonth(month!), sectorId: sectorId === ALL_SECTORS ? null : sectorId,
      metric: metric!, kept: kept!, recounted: recounted!,
    })),
  }
}

/** Figures are folded as of a later day than the clock's, so nothing can be said of the clock's day. */
export class FoldedLater extends Error {
  readonly foldedTo: Day
  constructor(foldedTo: Day) {
    super(`the rollups hold what takes effect up to ${foldedTo}`)
    this.foldedTo = foldedTo
  }
}

/** `differences` in a REPEATABLE READ transaction of its own. @throws FoldedLater where `today` lies before a day folded. */
export const compareAll = (worker: Db, today: Day, options: Options = {}): Promise<Comparison> =>
  worker.transaction(async (tx) => {
    const [folded] = await tx.execute<{ to: Day | null }>(sql`select max(effective_on)::text as to from delta`)
    if (folded?.to && folded.to > today) throw new FoldedLater(folded.to)
    return differences(tx, today, options)
  }, { isolationLevel: 'repeatable read', accessMode: 'read only' })
