import type { Entry, IndicatorWhy, Ranking } from './queries.ts'

export interface IndicatorColumn {
  readonly number: number
  readonly name: string
  /** Points at most, after the weights of what is not in use were spread; null where no area has the item. */
  readonly max: string | null
}

export interface GroupColumn {
  readonly index: number
  readonly name: string
  readonly max: string
  readonly indicators: readonly IndicatorColumn[]
}

const trimmed = (n: number): string => String(Math.round(n * 100) / 100)

/**
 * The columns of a ranking, in the scheme's order. Groups and indicators whose sources are in use nowhere are left out:
 * they are named below the table.
 */
export function columnsOf(ranking: Pick<Ranking, 'groups' | 'scheme'>, entries: readonly Entry[]): GroupColumn[] {
  const scored = entries.map((entry) => entry.score).filter((score) => score !== null)
  return ranking.groups.flatMap((group, index) => {
    const inForce = scored.flatMap((score) => score.groups.filter((one) => one.name === group.name && !one.hidden))
    if (scored.length > 0 && inForce.length === 0) return []
    const indicators = (ranking.scheme?.indicators ?? []).filter((one) => one.group.name === group.name).flatMap((one): IndicatorColumn[] => {
      const of = scored.flatMap((score) => score.indicators.filter((item) => item.indicator.number === one.number))
      const used = of.find((item) => item.notApplicable !== 'NO_SOURCE' && item.maxPoints > 0)
      if (of.length > 0 && !used) return []
      return [{ number: one.number, name: one.name, max: used ? (used.maxPointsShown ?? trimmed(used.maxPoints)) : null }]
    })
    return [{ index, name: group.name, max: trimmed(inForce[0]?.maxPoints ?? group.weight), indicators }]
  })
}

export interface Section {
  readonly peerGroup: Entry['peerGroup']
  readonly entries: readonly Entry[]
  /** Why none of the group has a rank, in words; null where they have. */
  readonly unrankedBecause: string | null
}

/** The peer groups in the order of the answer, zones last; within one the ranked first, as the API orders them. */
export function sectionsOf(entries: readonly Entry[]): Section[] {
  const byGroup = new Map<Entry['peerGroup'], Entry[]>()
  for (const entry of entries) byGroup.set(entry.peerGroup, [...(byGroup.get(entry.peerGroup) ?? []), entry])
  return [...byGroup]
    .map(([peerGroup, members]): Section => {
      const reasons = new Set(members.map((entry) => entry.unrankedBecause))
      const [reason] = reasons
      return {
        peerGroup,
        entries: [...members.filter((entry) => entry.rank !== null), ...members.filter((entry) => entry.rank === null)],
        unrankedBecause: members.every((entry) => entry.rank === null) && reasons.size === 1 ? (reason ?? null) : null,
      }
    })
    .sort((a, b) => Number(a.peerGroup === 'FUNCTIONAL_ZONES') - Number(b.peerGroup === 'FUNCTIONAL_ZONES'))
}

/** Sum of the adjustments; null where there are none. */
export const adjustmentsOf = (entry: Entry): number | null => {
  const all = entry.score?.adjustments ?? []
  return all.length === 0 ? null : all.reduce((sum, one) => sum + one.points, 0)
}

/**
 * What the "why" is about, as the address has it: `410928000000.3` an item, `410928000000.g1` a group, `410928000000.all`;
 * `410928000000.g1.3` an item picked from the list of a group.
 */
export interface WhyTarget {
  readonly region: string
  readonly picked: number | null
  readonly item: { readonly kind: 'indicator'; readonly number: number } | { readonly kind: 'group'; readonly index: number } | { readonly kind: 'all' }
}

export function parseWhy(text: string | null): WhyTarget | null {
  const m = /^(.+?)\.(?:(\d{1,4})|(?:g(\d{1,4})|(all))(?:\.(\d{1,4}))?)$/.exec(text ?? '')
  if (!m) return null
  const item: WhyTarget['item'] = m[2] ? { kind: 'indicator', number: Number(m[2]) } : m[3] ? { kind: 'group', index: Number(m[3]) } : { kind: 'all' }
  return { region: m[1]!, item, picked: m[5] ? Number(m[5]) : null }
}

/** The cell that it is about, as the address has it without what is picked: `410928000000.g1`. */
export const cellOf = ({ region, item }: Pick<WhyTarget, 'region' | 'item'>): string =>
  `${region}.${item.kind === 'group' ? `g${item.index}` : item.kind === 'indicator' ? item.number : 'all'}`

/** Whether the ranking has what the address asks the reason of. */
export function isKnown({ item, picked }: WhyTarget, columns: readonly GroupColumn[], scheme: Ranking['scheme']): boolean {
  const has = (number: number) => scheme?.indicators.some((one) => one.number === number) ?? false
  if (item.kind === 'indicator') return has(item.number)
  return (item.kind === 'all' || columns.some((one) => one.index === item.index)) && (picked === null || has(picked))
}

/** An item of the "why": the clause comes after the figures, which the table has already. */
export type WhyItem = Omit<IndicatorWhy, 'clause' | 'periodDenominator'> & { readonly clause: string | null; readonly periodDenominator?: number | null }

export function itemsOf(entry: Entry | undefined, scheme: Ranking['scheme']): WhyItem[] {
  return (entry?.score?.indicators ?? []).flatMap((item) => {
    const indicator = scheme?.indicators.find((one) => one.number === item.indicator.number)
    return indicator ? [{ ...item, clause: null, indicator }] : []
  })
}
