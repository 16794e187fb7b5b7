import { firstOfMonth, metricNames, monthNumber, type Day, type Figures, type MetricName } from '@anwang/domain'
import { sql, type SQL } from 'drizzle-orm'
import { within, type Queryable } from '../client.ts'
import { ALL_SECTORS } from '../schema/metrics.ts'
import { isSummedByDay } from './days.ts'

export interface SumsRequest {
  readonly regions: readonly { readonly id: string; readonly path: string }[]
  /** First days of the spans that follow them, ascending; the last one only ends. */
  readonly cuts: readonly Day[]
  /** What takes effect later is left out. */
  readonly today: Day
  /** null: all. Under a scope that is narrowed to sectors, name them. */
  readonly sectors: readonly string[] | null
  /** Whether what counts at the region itself (本级) is wanted too. */
  readonly own: boolean
  readonly metrics?: readonly MetricName[]
  /** A JSON value to be read in the same statement. */
  readonly beside?: SQL
}

export interface RegionSums {
  /** [0]: before cuts[0]; [i]: from cuts[i − 1] until cuts[i]. */
  readonly all: readonly Figures[]
  readonly own: readonly Figures[]
}

export interface Sums {
  /** By region id; a region without figures has empty ones. */
  readonly regions: ReadonlyMap<string, RegionSums>
  readonly beside: unknown
}

const list = (values: readonly (string | number)[]) => `{${values.join(',')}}`

function spansOf(cuts: readonly Day[]) {
  const odd = [...new Set(cuts.filter((cut) => !cut.endsWith('-01')).map(monthNumber))]
  // Months of an odd cut are read from the deltas, so on either side of it the whole months fall right.
  const months = cuts.map((cut) => (cut.endsWith('-01') ? monthNumber(cut) : monthNumber(cut) + 1))
  return { odd, months, last: cuts.at(-1)! }
}

/** As many subtrees as are named one by one; above that, what they have in common is read. */
const MOST_ROOTS = 50

/** Subtrees that hold all of the paths: read and added up once, and named in the statement, from which the planner sees how much that is. */
function rootsOf(paths: readonly string[]): string[] {
  const outermost: string[] = []
  for (const path of paths.toSorted()) if (outermost.length === 0 || !path.startsWith(outermost.at(-1)!)) outermost.push(path)
  if (outermost.length <= MOST_ROOTS) return outermost
  const [first, last] = [outermost[0]!, outermost.at(-1)!]
  let same = 0
  while (first[same] === last[same]) same++
  return [first.slice(0, first.lastIndexOf('/', same - 1) + 1)]
}

type Row = Record<string, unknown> & { id: string | null; own: boolean; span: number }

/**
 * Sums of the figures of regions over the spans between days, in one statement: rollups of whole months; for the months
 * that a cut divides, sums of days down to the cities and deltas below them or by sector; and the deltas in effect that are not folded yet. Under row security, what the scope
 * does not show is not there.
 */
export async function readSums(tx: Queryable, request: SumsRequest): Promise<Sums> {
  const { cuts, today, sectors, own, metrics = metricNames } = request
  const regions = [...new Map(request.regions.map((region) => [region.id, { id: region.id, path: region.path, daily: sectors === null && isSummedByDay(region.path) }])).values()]
  const { odd, months, last } = spansOf(cuts)
  const names = sql.raw(metrics.join(', '))
  const ofSectors = sectors === null ? sql`` : sql`and d.sector_id = any(${list(sectors)}::uuid[])`
  const sides = sql`cross join lateral (select false as own ${own ? sql`union all select true where d.path = m.path` : sql``}) o`
  const days = sql`${list(cuts)}::date[]`
  const inOddMonths = sql`(${sql.join(odd.map((month) => sql`(d.counts_on >= ${firstOfMonth(month)} and d.counts_on < ${firstOfMonth(month + 1)})`), sql` or `)}) and d.counts_on < ${last}`
  const below = regions.filter(({ daily }) => !daily).map(({ path }) => path)
  const daily = regions.filter((region) => region.daily).map(({ path }) => path)
  const ofDays = odd.length === 0 || daily.length === 0 ? sql`` : sql`union all
    select m.id, d.own, width_bucket(d.counts_on, ${days}), ${names}
    from rollup_day d join m on m.path = d.path
    where d.path = any(${`{${daily.map((path) => `"${path}"`).join(',')}}`}::text[]) and d.own = any(${own ? '{false,true}' : '{false}'}::boolean[]) and ${inOddMonths}`
  const ofDeltas = odd.length === 0 || below.length === 0 ? sql`` : sql`union all
    select m.id, o.own, d.span, ${names}
    from (select d.path, width_bucket(d.counts_on, ${days}) as span, ${sql.raw(metrics.map((name) => `sum(${name}) as ${name}`).join(', '))} from delta d where (${sql.join(rootsOf(below).map((path) => within(sql`d.path`, path)), sql` or `)})
        and ${inOddMonths} ${ofSectors} group by 1, 2) d
      join m on not m.daily and d.path >= m.path collate "C" and d.path < m.path_end collate "C" ${sides}`
  const rows = await tx.execute<Row>(sql`with m as materialized (
      select id, path, daily, case when path = '' then '~' else left(path, -1) || '0' end as path_end
      from json_to_recordset(${JSON.stringify(regions)}::json) as m(id uuid, path text, daily boolean)),
    parts as (
      select r.region_id as id, r.own, width_bucket(r.month, ${list(months)}::int[]) as span, ${names}
      from rollup r where r.region_id in (select id from m)
        and r.sector_id = any(${list(sectors ?? [ALL_SECTORS])}::uuid[]) and (not r.own or ${own})
        and r.month < ${months.at(-1)!} and r.month <> all(${list(odd)}::int[])
      ${ofDays}
      ${ofDeltas}
      union all
      select m.id, o.own, width_bucket(d.counts_on, ${days}), ${names}
      from delta_pending d cross join lateral unnest(ancestor_paths(d.path)) a(path) join m on m.path = a.path ${sides}
      where d.effective_on <= ${today} and d.counts_on < ${last} ${ofSectors}
    ), sums as (
      select id, own, span, ${sql.raw(metrics.map((name) => `nullif(sum(${name}), 0)::float8 as ${name}`).join(', '))} from parts group by id, own, span)
    ${request.beside
      ? sql`select s.*, case when row_number() over () = 1 then (${request.beside}) end as beside from (values (1)) one left join sums s on true`
      : sql`select * from sums`}`)

  const found = new Map(regions.map(({ id }) => [id, { all: cutsOf(cuts), own: cutsOf(cuts) }]))
  for (const row of rows) {
    if (row.id === null) continue
    const figures: Partial<Record<MetricName, number>> = {}
    for (const name of metrics) {
      const value = row[name]
      if (typeof value === 'number') figures[name] = value
    }
    const of = found.get(row.id)!
    ;(row.own ? of.own : of.all)[row.span] = figures
  }
  return { regions: found, beside: rows[0]?.['beside'] ?? null }
}

const cutsOf = (cuts: readonly Day[]): Figures[] => cuts.map(() => ({}))

/** Sums of several spans, metric by metric. */
export function addFigures(spans: readonly Figures[]): Figures {
  const sums: Partial<Record<MetricName, number>> = {}
  for (const span of spans) for (const [name, value] of Object.entries(span) as [MetricName, number][]) sums[name] = (sums[name] ?? 0) + value
  return sums
}
