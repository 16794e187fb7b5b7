import type { Here } from '../../app/session.ts'
import { isScored } from '../../lib/periods.ts'
import { againstOf, type Against } from './compare.ts'
import type { Basis, View } from './types.ts'

/** What the address asks of the page at a place. */
export interface Asked {
  readonly basis: Basis
  readonly view: View
  /** Neither months nor communities are scored: their figures are listed. */
  readonly scored: boolean
  readonly against: Against | null
}

export function askedOf({ region, period }: Pick<Here, 'region' | 'period'>, query: URLSearchParams): Asked {
  const basis: Basis = query.get('basis') === 'published' ? 'PUBLISHED' : 'LIVE'
  // A publication holds scores; figures are of now.
  const view: View = basis === 'LIVE' && query.get('view') === 'figures' ? 'figures' : 'scores'
  return {
    basis,
    view,
    scored: isScored(period) && (region.childLevel === 'COUNTY' || region.childLevel === 'STREET'),
    against: view === 'scores' ? againstOf(query.get('compare')) : null,
  }
}

/** The variables of the ranking that is shown. */
export const rankingVariables = ({ region, period }: Pick<Here, 'region' | 'period'>, basis: Basis, view: View) => ({ region: region.id, period: period.text, basis, figures: view === 'figures' })
