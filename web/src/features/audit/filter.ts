import { knownOf } from '../../lib/url.ts'

export const KINDS = ['EXPORT', 'PERSONAL_DATA', 'DENIAL', 'SIGN_IN', 'SIGN_OUT', 'ADMINISTRATION'] as const
export type Kind = (typeof KINDS)[number]

export interface Filter {
  region?: string
  kind?: Kind[]
  refused?: true
  search?: string
  from?: string
  to?: string
}

const DAY = /^\d{4}-\d{2}-\d{2}$/
/** A day of the address, where it is one. */
export const dayOf = (text: string | null): string | null => (text !== null && DAY.test(text) && !Number.isNaN(Date.parse(text)) ? text : null)

/** What the address asks for; what it does not know is left out. `region`: null asks for all that the auditor sees. */
export function filterOf(query: URLSearchParams, region: string | null): Filter {
  const kind = knownOf(query.get('kind'), KINDS)
  const search = query.get('search')?.trim()
  const [from, to] = [dayOf(query.get('atFrom')), dayOf(query.get('atTo'))]
  return {
    ...(region !== null && { region }), ...(kind.length > 0 && { kind }), ...(query.get('outcome') === 'refused' && { refused: true as const }),
    ...(search && { search }), ...(from !== null && { from }), ...(to !== null && { to }),
  }
}

export const exportAddress = (filter: Filter): string => `/export/audit.xlsx?${new URLSearchParams({ filter: JSON.stringify(filter) })}`
