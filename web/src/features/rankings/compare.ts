import { lastYear, previous, type Period } from '../../lib/periods.ts'
import type { Compared, Entry } from './queries.ts'

/** What the ranking is held against, as the address has it: the period before, or the same one a year before. */
export type Against = 'previous' | 'lastYear'

export const againstOf = (text: string | null): Against | null => (text === 'previous' || text === 'lastYear' ? text : null)

export const earlierOf = (period: Period, against: Against): Period => (against === 'previous' ? previous(period) : lastYear(period))

/** How an area stands against the earlier period. */
export interface Difference {
  /** Of the totals as they are shown, so that who subtracts finds the same; null where one of them has none. */
  readonly total: number | null
  /** Places gained (below zero: lost) within the same peer group; null where one of them has no rank. */
  readonly places: number | null
  readonly before: { readonly shown: string | null; readonly rank: number | null }
}

/**
 * By the region's id; an area that did not stand in the ranking of the earlier `period`, stood in another peer group, or opened or took
 * others in since that period began, is left out. null: scored by another scheme, so that nothing compares.
 */
export function differencesOf(entries: readonly Entry[], scheme: string | null, earlier: Compared, period: Period): ReadonlyMap<string, Difference> | null {
  if (scheme !== (earlier.scheme?.id ?? null)) return null
  const before = new Map(earlier.entries.nodes.flatMap((one) => (one.region ? [[one.region.id, one] as const] : [])))
  return new Map(
    entries.flatMap((entry): [string, Difference][] => {
      const old = entry.region && before.get(entry.region.id)
      if (!entry.region || !old || old.peerGroup !== entry.peerGroup || entry.changedOn > period.from) return []
      const [now, then] = [hundredths(entry.score?.shown), hundredths(old.score?.shown)]
      return [[entry.region.id, {
        total: now === null || then === null ? null : (now - then) / 100,
        places: entry.rank === null || old.rank === null ? null : old.rank - entry.rank,
        before: { shown: old.score?.shown ?? null, rank: old.rank },
      }]]
    }),
  )
}

const hundredths = (shown: string | null | undefined): number | null => (shown == null ? null : Math.round(Number(shown) * 100))
