import { metricNames, type MetricName } from '@anwang/domain/metrics'
import { sql } from 'drizzle-orm'
import { bigint, boolean, index, integer, pgTable, primaryKey, smallint, text, uuid } from 'drizzle-orm/pg-core'
import { day, path } from './columns.ts'

const columns = <C>(make: (name: MetricName) => C) =>
  Object.fromEntries(metricNames.map((name) => [name, make(name)])) as Record<MetricName, C>

/** No key: an id tells when a delta was made, nothing looks for one by it, and a key would cost every event and every fold. */
const deltaColumns = () => ({
  id: uuid().notNull(),
  regionId: uuid().notNull(),
  path: path().notNull(),
  sectorId: uuid(),
  countsOn: day().notNull(),
  effectiveOn: day().notNull(),
  ...columns((name) => bigint(name, { mode: 'number' })),
})

/** Deltas not yet in effect or not yet folded; read beside `rollup`. Absent amounts are null: a null costs nothing. */
export const deltaPending = pgTable('delta_pending', deltaColumns(), (t) => [
  index('delta_pending_effective').on(t.effectiveOn),
])
/** Deltas in effect and folded; odd ranges of days sum them. */
export const delta = pgTable('delta', deltaColumns(), (t) => [
  index('delta_path').on(t.path, t.countsOn),
  // Of a province or the country, months at a time: they lie about where they were written.
  index('delta_counts').using('brin', t.countsOn).with({ pages_per_range: 32 }),
])

/** The sector id under which `rollup` keeps the sum over all sectors. */
export const ALL_SECTORS = '00000000-0000-0000-0000-000000000000'

/**
 * Sums by region and everything below it (`own` false) or at the region itself (本级, `own` true), by calendar month
 * (`monthNumber`) and by sector. `level`: 0 country … 5 community.
 */
export const rollup = pgTable('rollup', {
  month: integer().notNull(),
  sectorId: uuid().notNull(),
  level: smallint().notNull(),
  path: path().notNull(),
  own: boolean().notNull(),
  regionId: uuid().notNull(),
  ...columns((name) => bigint(name, { mode: 'number' }).notNull().default(0)),
}, (t) => [
  primaryKey({ columns: [t.month, t.sectorId, t.level, t.path, t.own] }),
  index('rollup_region').on(t.regionId, t.sectorId, t.own, t.month),
])

/**
 * Sums by day over all sectors, of the country, provinces and cities only (`isSummedByDay`): what divides a month of them is
 * read from here and not from all deltas below. Of counties only since when what is overdue is so (`isAged`). `own` as in `rollup`; absent amounts are null.
 */
export const rollupDay = pgTable('rollup_day', {
  path: path().notNull(),
  own: boolean().notNull(),
  countsOn: day().notNull(),
  ...columns((name) => bigint(name, { mode: 'number' })),
}, (t) => [
  primaryKey({ columns: [t.path, t.own, t.countsOn] }),
  // How long what is overdue has been so: of all days those on which any of it became so.
  index('rollup_day_overdue').on(t.path, t.own, t.countsOn, t.overdue_since, t.overdue_since_major).where(sql`${t.overdue_since} <> 0`),
])

/**
 * Another text whenever folded deltas, adjustments or what a score rests on changed at the region or below it; by it a
 * stored score knows whether it is still the newest. Kept by triggers.
 */
export const figuresStamp = pgTable('figures_stamp', { path: path().primaryKey().notNull(), stamp: text().notNull() })
