/** Steps of the single-hue scale of lost points: 0 nothing lost, 4 most of the item. */
export type LostStep = 0 | 1 | 2 | 3 | 4

/**
 * The step of what was lost of an item: by its share of the item's points, so that groups of different weight compare.
 * null where there is nothing to lose (not applicable).
 */
export function lostStep(lost: number | null | undefined, maxPoints: number): LostStep | null {
  if (lost == null || !(maxPoints > 0)) return null
  const share = lost / maxPoints
  // What rounds to 0.00 points is shown as nothing lost.
  if (lost < 0.005) return 0
  return share < 0.05 ? 1 : share < 0.15 ? 2 : share < 0.35 ? 3 : 4
}
