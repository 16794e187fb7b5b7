import type { Day } from '../time/index.ts'
import type { MetricName } from './catalogue.ts'

/**
 * One amount that a stream of events adds to the figures.
 * `countsOn`: the day whose period it belongs to. `effectiveOn`: the first day on which it holds; a reader on an
 * earlier day leaves it out, so what becomes true by time alone needs no writing when it comes.
 */
export interface Contribution {
  /** The accountable region. */
  readonly regionId: string
  /** Exactly one sector; null where the subject has none. */
  readonly sectorId: string | null
  readonly countsOn: Day
  readonly effectiveOn: Day
  readonly metric: MetricName
  readonly amount: number
}

const keyOf = (c: Contribution) => `${c.regionId} ${c.sectorId ?? ''} ${c.countsOn} ${c.effectiveOn} ${c.metric}`

/** after − before, merged by key, without zeros: what an event adds to the ledger. There is no arithmetic per event. */
export function difference(before: readonly Contribution[], after: readonly Contribution[]): Contribution[] {
  const merged = new Map<string, Contribution>()
  const add = (c: Contribution, sign: 1 | -1) => {
    const key = keyOf(c)
    const amount = (merged.get(key)?.amount ?? 0) + sign * c.amount
    merged.set(key, { ...c, amount })
  }
  for (const c of before) add(c, -1)
  for (const c of after) add(c, 1)
  return [...merged.values()].filter((c) => c.amount !== 0)
}

export interface DeltaRow {
  readonly regionId: string
  readonly sectorId: string | null
  readonly countsOn: Day
  readonly effectiveOn: Day
  readonly amounts: Readonly<Partial<Record<MetricName, number>>>
}

/** The wide rows that the `delta` table stores: one per (region, sector, counts_on, effective_on). */
export function deltaRows(contributions: readonly Contribution[]): DeltaRow[] {
  const rows = new Map<string, Omit<DeltaRow, 'amounts'> & { amounts: Partial<Record<MetricName, number>> }>()
  for (const { regionId, sectorId, countsOn, effectiveOn, metric, amount } of contributions) {
    const key = `${regionId} ${sectorId ?? ''} ${countsOn} ${effectiveOn}`
    const row = rows.get(key) ?? { regionId, sectorId, countsOn, effectiveOn, amounts: {} }
    row.amounts[metric] = (row.amounts[metric] ?? 0) + amount
    rows.set(key, row)
  }
  return [...rows.values()]
}
