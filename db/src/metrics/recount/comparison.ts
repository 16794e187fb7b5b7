import type { Day, MetricName } from '@anwang/domain'

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
  /** Of a sum by day; null: by month. */
  readonly day: Day | null
  /** null: all sectors. */
  readonly sectorId: string | null
  readonly metric: MetricName
  readonly kept: number
  readonly recounted: number
}

export interface Comparison {
  /** Cells (region × own × month × sector × metric, and region × own × day × metric) in which either side has an amount. */
  readonly cells: number
  readonly differing: number
  /** Of the differing cells at most `limit` by month, in order of path, month, sector and metric, then as many by day. */
  readonly differences: readonly DifferingCell[]
}
