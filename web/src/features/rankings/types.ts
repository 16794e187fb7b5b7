import type { Difference } from './compare.ts'
import type { GroupColumn, Section } from './columns.ts'
import type { FiguresRow } from './queries.ts'

export type Basis = 'LIVE' | 'PUBLISHED'
export type View = 'scores' | 'figures'

/** What the table and its form on a phone both show. */
export interface RankingProps {
  readonly columns: readonly GroupColumn[]
  readonly sections: readonly Section[]
  readonly hrefOf: (region: { id: string; code: string | null }) => string
  /** Opens the "why" of an item: `3`, `g1`, `all`. */
  readonly whyHref: (region: { id: string; code: string | null }, item: string) => void
  readonly own: FiguresRow | null
  /** Against an earlier period: its words, and by region how it stands against it; null differences do not compare, undefined ones are on their way. */
  readonly compared: { readonly period: string; readonly differences: ReadonlyMap<string, Difference> | null | undefined } | null
  /** What the panel beside explains, as the address has it: its cell is marked. */
  readonly why: string | null
}
