import { firstOfMonth, isDay, metricNames, monthNumber, type Day, type MetricName, type Period } from '@anwang/domain'
import { sql, type SQL } from 'drizzle-orm'
import type { Db, Queryable } from '../client.ts'
import { ALL_SECTORS } from '../schema/metrics.ts'
import type { Comparison, DifferingCell } from './recount/comparison.ts'
import { dayDifferences } from './recount/days.ts'
import { hazardsText } from './recount/hazards.ts'
import { partsOf, partsText, type Part } from './recount/parts.ts'
import { saying, watching, type Progress } from './recount/progress.ts'
import { inspectionsText, subjectsText } from './recount/registers.ts'
import { RULES, type Rules } from './recount/rules.ts'

export type { Comparison, DifferingCell } from './recount/comparison.ts'
export type { Progress } from './recount/progress.ts'

const dayText = (day: Day): string => {
  if (!isDay(day)) throw new Error(`no day: ${day}`)
  return `date '${day}'`
}

const monthOf = (column: string) => `extract(year from ${column})::int * 12 + extract(month from ${column})::int - 1`
const metricList = metricNames.map((name) => `('${name}', ${name})`).join(', ')
const each = (of: (name: MetricName) => string): string => metricNames.map(of).join(', ')
const totals = each((name) => `total(${name}) as ${name}`)

interface Options {
  /** Only months that begin within; half-open. */
  readonly period?: Pick<Period, 'from' | 'until'> | undefined
  readonly rules?: Rules
  readonly limit?: number
  /** Events to a part; of two parts and more the months are compared one by one. */
  readonly part?: number
}

const within = (today: Day, { period }: Options): string =>
  `effective_on <= ${dayText(today)}${period ? ` and counts_on >= ${dayText(period.from)} and counts_on < ${dayText(period.until)}` : ''}`

/**
 * CTEs that end in `cell(side, account_id, sector_id, month, …metrics)` and `lineage(account_id, region_id)`: the events
 * recounted part by part, and the deltas not yet folded, where they count; and the regions above by `region.parent_id`.
 */
const cellsText = (today: Day, parts: readonly Part[], options: Options): string => `
cell as materialized (
  select 'recounted' as side, told.* from ${partsText(parts)} cross join lateral (
    with ${hazardsText(options.rules ?? RULES)},${subjectsText},${inspectionsText}
    select account_id, sector_id, ${monthOf('counts_on')} as month, ${each((name) => `total(amount) filter (where metric = '${name}') as ${name}`)}
    from (select * from hazard_contribution union all select * from subject_contribution union all select * from inspection_contribution) c
    where ${within(today, options)} group by 1, 2, 3
  ) told
  union all
  select 'kept', region_id, sector_id, ${monthOf('counts_on')}, ${totals} from delta_pending where ${within(today, options)} group by 1, 2, 3, 4
),
lineage(account_id, region_id, parent_id) as materialized (
  select id, id, parent_id from region where id in (select account_id from cell)
  union all
  select l.account_id, r.id, r.parent_id from lineage l join region r on r.id = l.parent_id
)`

/** What counts at a region in the months of a batch, for every region above, by sector and for all of them. */
const climbedText = `
climbed as materialized (
  select side, l.region_id, o.own, c.month, s.sector_id, ${totals}
  from (select side, account_id, sector_id, month, ${totals} from cell where month between batch.first and batch.last group by 1, 2, 3, 4) c
  join lineage l on l.account_id = c.account_id
  cross join lateral (select false as own union all select true where l.region_id = c.account_id) o
  cross join lateral (select '${ALL_SECTORS}'::uuid as sector_id union all select c.sector_id where c.sector_id is not null) s
  group by 1, 2, 3, 4, 5
)`

/** Months that are compared together: all, or where there is much one by one. */
const batchesText = (parts: readonly Part[]): string => parts.length === 1 ? 'select -1000000 as first, 1000000 as last'
  : `select n as first, n as last, ${saying('figures', 'n - low + 1', 'high - low + 1')} as said from (
    select least((select min(month) from cell), (select min(month) from rollup)) as low, greatest((select max(month) from cell), (select max(month) from rollup)) as high
  ) m cross join lateral generate_series(m.low, m.high) n`

const monthsWithin = (period: Options['period']): string =>
  period ? ` and month >= ${monthNumber(period.from)} and month < ${monthNumber(period.until)}` : ''

/**
 * Plans of nested loops over unmeasured intermediate results would be quadratic; by the index a stream's events come
 * together and in order.
 */
async function settings(tx: Queryable): Promise<void> {
  await tx.execute(sql.raw(`set local enable_nestloop = off; set local enable_bitmapscan = off; set local jit = off; set local work_mem = '128MB'`))
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

/** Every figure that is not 0 on `today`, from the events alone. As the worker role, within a REPEATABLE READ transaction where others write. */
export async function recount(tx: Queryable, today: Day, options: Options = {}): Promise<RecountRow[]> {
  await settings(tx)
  const parts = await partsOf(tx, options.part)
  const rows = await tx.execute<RecountRow & Record<string, unknown>>(sql.raw(`with recursive ${cellsText(today, parts, options)},
    batch as (${batchesText(parts)})
    select told.* from batch cross join lateral (
      with ${climbedText}
      select region_id as "regionId", own, month, sector_id as "sectorId", m.metric, m.amount::float8
      from climbed cross join lateral (values ${metricList}) m(metric, amount) where side = 'recounted' and m.amount <> 0
    ) told`))
  return [...rows]
}

const either = (op: '|' | '#') => each((name) => `nullif((coalesce(r.${name}, 0) + coalesce(p.${name}, 0)) ${op} coalesce(m.${name}, 0), 0)`)

/** A batch answers how many cells it has and how many differ, and the first of these. */
const comparison = (today: Day, parts: readonly Part[], options: Options): SQL => sql.raw(`with recursive ${cellsText(today, parts, options)},
batch as (${batchesText(parts)}),
compared as materialized (
  select told.* from batch cross join lateral (
    with ${climbedText},
    matched as materialized (
      select month, region_id, own, sector_id, num_nonnulls(${either('|')}) as cells, num_nonnulls(${either('#')}) as differing,
        case when num_nonnulls(${either('#')}) > 0 then array[${each((name) => `coalesce(r.${name}, 0) + coalesce(p.${name}, 0)`)}] end as kept,
        case when num_nonnulls(${either('#')}) > 0 then array[${each((name) => `coalesce(m.${name}, 0)`)}] end as recounted
      from (select * from rollup where month between batch.first and batch.last${monthsWithin(options.period)}) r
      full join (select * from climbed where side = 'kept') p using (month, region_id, own, sector_id)
      full join (select * from climbed where side = 'recounted') m using (month, region_id, own, sector_id)
    )
    select sum(cells) as cells, sum(differing) as differing, null::uuid as region_id, null as path, null::boolean as own, null::int as month, null::uuid as sector_id,
      null as metric, null::bigint as kept, null::bigint as recounted from matched
    union all
    select null, null, d.* from (
      select m.region_id, r.path, m.own, m.month, m.sector_id, one.metric, one.kept, one.recounted
      from matched m join region r on r.id = m.region_id
      cross join lateral unnest(array[${each((name) => `'${name}'`)}], m.kept, m.recounted) one(metric, kept, recounted)
      where m.differing > 0 and one.kept <> one.recounted
      order by 2, 3, 4, 5, 6 limit ${options.limit ?? 1000}
    ) d
  ) told
)
select total.cells::float8 as cells, total.differing::float8 as differing, d.*
from (select coalesce(sum(cells), 0) as cells, coalesce(sum(differing), 0) as differing from compared) total left join lateral (
  select c.region_id as "regionId", c.path, (select name from region_label l where l.region_id = c.region_id
      and l.valid_from <= ${dayText(today)} and (l.valid_to is null or l.valid_to > ${dayText(today)}) order by l.valid_from desc limit 1) as name,
    c.own, c.month, c.sector_id as "sectorId", c.metric, c.kept::float8 as kept, c.recounted::float8 as recounted
  from compared c where c.region_id is not null
  order by c.path, c.own, c.month, c.sector_id, c.metric limit ${options.limit ?? 1000}
) d on true`)

type Row = { cells: number; differing: number } & { [K in keyof DifferingCell]: DifferingCell[K] | null } & { month: number | null }

/**
 * Compares rollup + pending deltas in effect on `today` with the recount of all events. As the worker role, within a REPEATABLE
 * READ transaction where others write. Time is linear in the number of events; memory is that of one part and of one month,
 * temporary disk holds what counts at each region and month.
 */
export async function differences(tx: Queryable, today: Day, options: Options = {}): Promise<Comparison> {
  await settings(tx)
  const rows = await tx.execute<Row>(comparison(today, await partsOf(tx, options.part), options))
  const { cells = 0, differing = 0 } = rows[0] ?? {}
  return {
    cells, differing,
    differences: rows.filter((row) => row.regionId !== null).map(({ regionId, path, name, own, month, sectorId, metric, kept, recounted }) => ({
      regionId: regionId!, path: path!, name, own: own!, month: firstOfMonth(month!), day: null, sectorId: sectorId === ALL_SECTORS ? null : sectorId,
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

/**
 * `differences`, and the sums by day, in a REPEATABLE READ transaction of its own; `tell` hears about every two seconds how far it is, where
 * `worker` has a second connection. @throws FoldedLater where `today` lies before a day folded.
 */
export async function compareAll(worker: Db, today: Day, { tell, every, ...options }: Options & { readonly tell?: (progress: Progress) => void; readonly every?: number } = {}): Promise<Comparison> {
  let watch: { end: () => Promise<void> } | null = null
  try {
    return await worker.transaction(async (tx) => {
      const [folded] = await tx.execute<{ to: Day | null }>(sql`select max(effective_on)::text as to from delta`)
      if (folded?.to && folded.to > today) throw new FoldedLater(folded.to)
      if (tell) watch = await watching(worker, tx, tell, every)
      const [months, days] = [await differences(tx, today, options), await dayDifferences(tx, options.period, options.limit ?? 1000)]
      return { cells: months.cells + days.cells, differing: months.differing + days.differing, differences: [...months.differences, ...days.differences] }
    }, { isolationLevel: 'repeatable read', accessMode: 'read only' })
  } finally {
    await (watch as { end: () => Promise<void> } | null)?.end()
  }
}
