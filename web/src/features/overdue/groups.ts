export interface Ageing {
  readonly count: number
  readonly major: number
  readonly days1to7: number
  readonly days8to30: number
  readonly days31to90: number
  readonly daysOver90: number
  readonly longestDays: number
}

export const BANDS = [
  { age: '1-7', field: 'days1to7' },
  { age: '8-30', field: 'days8to30' },
  { age: '31-90', field: 'days31to90' },
  { age: '91-', field: 'daysOver90' },
] as const

const none: Ageing = { count: 0, major: 0, days1to7: 0, days8to30: 0, days31to90: 0, daysOver90: 0, longestDays: 0 }

/** The groups together: every overdue hazard is in exactly one. */
export const sumOf = (groups: readonly Ageing[]): Ageing =>
  groups.reduce(
    (sum, group) => ({
      count: sum.count + group.count, major: sum.major + group.major, days1to7: sum.days1to7 + group.days1to7, days8to30: sum.days8to30 + group.days8to30,
      days31to90: sum.days31to90 + group.days31to90, daysOver90: sum.daysOver90 + group.daysOver90, longestDays: Math.max(sum.longestDays, group.longestDays),
    }),
    none,
  )

/** What stands on the screen while the table is folded, and what is one row then: the greatest, and the region's own (本级) always. One row alone is not folded. */
export function foldGroups<G>(ranked: readonly G[], isOwn: (group: G) => boolean, few: number): { readonly shown: readonly G[]; readonly folded: readonly G[] } {
  const folded = ranked.slice(few).filter((group) => !isOwn(group))
  return folded.length > 1 ? { shown: ranked.filter((group) => !folded.includes(group)), folded } : { shown: ranked, folded: [] }
}

/** The most overdue first; of equal ones the one that waits longest. */
export const worstFirst = <G extends Ageing>(groups: readonly G[]): G[] => groups.toSorted((a, b) => b.count - a.count || b.longestDays - a.longestDays)
