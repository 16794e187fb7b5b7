import { namesOf } from '../../app/sectors.ts'
import type { Headline, Overview } from './queries.ts'

export interface Area {
  readonly id: string
  readonly code: string | null
  readonly name: string
  /** The sectors that its figures, as the viewer sees them, are of; null: all. */
  readonly sectors: readonly string[] | null
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
      return [{ id: one.id, code: one.code, name: one.name, sectors: namesOf(one.viewerSectors), now: one.now, overdueBefore: one.previous?.overdueOpen ?? null, rank: entry?.rank ?? null, total: entry?.score?.shown ?? null }]
    })
    .sort((a, b) => b.now.overdueOpenMajor - a.now.overdueOpenMajor || b.now.overdueOpen - a.now.overdueOpen || (a.now.onTimeRate ?? 1) - (b.now.onTimeRate ?? 1))
}

/** Nothing was found, due, visited or overdue: no line of a long table says anything of it. */
export const isQuiet = ({ now }: Pick<Area, 'now'>): boolean =>
  now.overdueOpen + now.hazardsFoundGeneral + now.hazardsFoundMajor + now.inspections === 0 && now.onTimeRate === null && now.reinspectionRate === null

/** So many areas without a record stand in the table; more are folded away. */
const FEW_QUIET = 8

/** What the table shows at once, and what is folded away: areas without a record, where they are many. */
export function foldQuiet<A extends Pick<Area, 'now'>>(areas: readonly A[]): { readonly shown: readonly A[]; readonly folded: readonly A[] } {
  const folded = areas.filter(isQuiet)
  return folded.length > FEW_QUIET ? { shown: areas.filter((area) => !isQuiet(area)), folded } : { shown: areas, folded: [] }
}

/** The area below the region in which a place lies, then the place itself: 台前县 侯庙镇. */
export function placeBelow(place: { id: string; name: string; ancestors: readonly { id: string; name: string }[] }, regionId: string): string[] {
  const at = place.ancestors.findIndex((one) => one.id === regionId)
  const area = at === -1 ? null : place.ancestors[at + 1]
  return area ? [area.name, place.name] : [place.name]
}
