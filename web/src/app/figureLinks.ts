import { addDays, lastDayOf, type Period } from '../lib/periods.ts'
import { useAddress, type Changes } from '../lib/url.ts'
import { regionParam, useHere } from './session.ts'

/** A region, the present region's own part (本级), or null: the present region with everything below it. */
export type Counted = { readonly id: string; readonly code: string | null } | 'own' | null

/** Where the records are listed that a figure counts: of the same day or days, and by accountability as the figure. */
export interface FigureLinks {
  overdue(at: Counted, more?: Changes): string
  found(at: Counted, more?: Changes): string
  inspected(at: Counted): string
}

/** What the address says so that a list holds what the figures of the period count. */
export const figureFilters = (period: Pick<Period, 'from' | 'until'>, today: string): { readonly overdue: Changes; readonly found: Changes; readonly inspected: Changes } => ({
  overdue: { asOf: lastDayOf(period, today) },
  found: { counted: '1', foundFrom: period.from, foundTo: addDays(period.until, -1) },
  inspected: { counted: '1', onFrom: period.from, onTo: addDays(period.until, -1) },
})

export function useFigureLinks(): FigureLinks {
  const address = useAddress()
  const { period, office } = useHere()
  const { overdue, found, inspected } = figureFilters(period, office.today)
  const place = (at: Counted): Changes => (at === null ? {} : at === 'own' ? { own: '1' } : { region: regionParam(at) })
  return {
    overdue: (at, more) => address('/overdue', { ...place(at), ...overdue, ...more }),
    found: (at, more) => address('/hazards', { ...place(at), ...found, ...more }),
    inspected: (at) => address('/inspections', { ...place(at), ...inspected }),
  }
}
