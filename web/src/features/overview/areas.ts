import type { Headline, Overview } from './queries.ts'

export interface Area {
  readonly id: string
  readonly code: string | null
  readonly name: string
  readonly now: Headline
  /** Overdue at the end of the period before; null where that is not known. */
  readonly overdueBefore: number | null
  readonly rank: number | null
  readonly total: string | null
}

/** The areas below with figures, those with the most overdue (majors first) on top, then by the lower rate. */
export function areasOf(region: NonNullable<Overview['region']>, ranking: Overview['ranking'] | null): Area[] {
  const entries = new Map((ranking?.entries.nodes ?? []).map((entry) => [entry.region?.id, entry]))
  return region.children.nodes
    .flatMap((one): Area[] => {
      if (!one.now) return []
      const entry = entries.get(one.id)
      return [{ id: one.id, code: one.code, name: one.name, now: one.now, overdueBefore: one.previous?.overdueOpen ?? null, rank: entry?.rank ?? null, total: entry?.score?.shown ?? null }]
    })
    .sort((a, b) => b.now.overdueOpenMajor - a.now.overdueOpenMajor || b.now.overdueOpen - a.now.overdueOpen || (a.now.onTimeRate ?? 1) - (b.now.onTimeRate ?? 1))
}

/** The area below the region in which a place lies, then the place itself: 台前县 侯庙镇. */
export function placeBelow(place: { id: string; name: string; ancestors: readonly { id: string; name: string }[] }, regionId: string): string[] {
  const at = place.ancestors.findIndex((one) => one.id === regionId)
  const area = at === -1 ? null : place.ancestors[at + 1]
  return area ? [area.name, place.name] : [place.name]
}
