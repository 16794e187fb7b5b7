import { addDays, isDay, type Day } from '@anwang/domain/time'
import { knownOf } from '../../lib/url.ts'

export const LEVELS = ['GENERAL', 'MAJOR'] as const
export const STATES = ['REGISTERED', 'RECTIFYING', 'SUBMITTED', 'CLOSED', 'ARCHIVED', 'VOIDED'] as const
export const SOURCES = ['DEPARTMENT', 'SUPERIOR', 'EXPERT', 'TIP_OFF', 'GRID_PATROL', 'SELF_CHECK', 'MACHINE'] as const
/** Days overdue, both inclusive. */
export const AGES = ['1-7', '8-30', '31-90', '91-'] as const
export type Age = (typeof AGES)[number]

export interface HazardFilter {
  region?: string
  accountable?: string
  own?: boolean
  sector?: string
  subject?: string
  level?: (typeof LEVELS)[number][]
  state?: (typeof STATES)[number][]
  source?: (typeof SOURCES)[number][]
  overdue?: boolean
  minOverdueDays?: number
  overdueOn?: Day
  foundFrom?: Day
  foundTo?: Day
  dueFrom?: Day
  dueTo?: Day
  import?: string
  search?: string
}

/** The parameters by which the lists of hazards filter, apart from region and period. */
export const FILTER_PARAMS = ['own', 'counted', 'search', 'level', 'state', 'source', 'sector', 'subject', 'import', 'overdue', 'age', 'minDays', 'foundFrom', 'foundTo', 'dueFrom', 'dueTo'] as const

const day = (text: string | null): Day | undefined => (text !== null && isDay(text) ? text : undefined)

/** A day of the past as of which a page of overdue hazards is asked for; null: today. */
export function asOfDay(query: URLSearchParams, today: Day): Day | null {
  const on = day(query.get('asOf'))
  return on !== undefined && on < today ? on : null
}

export const ageOf = (query: URLSearchParams): Age | null => AGES.find((age) => age === query.get('age')) ?? null

export function minDaysOf(query: URLSearchParams): number | null {
  const n = Number(query.get('minDays') ?? '')
  return Number.isInteger(n) && n >= 1 && n <= 9999 ? n : null
}

/** The deadlines of what is overdue by so many days on a day: one day late is one day, from the day after the deadline. */
export function deadlinesOf(age: Age, today: Day): { dueFrom?: Day; dueTo: Day } {
  const [least, most] = age.split('-') as [string, string]
  return { dueTo: addDays(today, -Number(least)), ...(most === '' ? {} : { dueFrom: addDays(today, -Number(most)) }) }
}

const later = (a: Day | undefined, b: Day | undefined) => (a && b ? (a > b ? a : b) : (a ?? b))
const earlier = (a: Day | undefined, b: Day | undefined) => (a && b ? (a < b ? a : b) : (a ?? b))

/**
 * The filter that the address names; what is unknown or malformed is left out. Hazards that lie in the region; with
 * `overdue`, overdue ones that count in its figures, so that the numbers are those of the overview: today, or on the day
 * `asOf`. `counted=1` asks for those that count in the region's figures too.
 */
export function filterOf(query: URLSearchParams, region: string, today: Day, only: { overdue?: boolean } = {}): HazardFilter {
  const age = ageOf(query)
  const asOf = only.overdue ? asOfDay(query, today) : null
  const aged = age ? deadlinesOf(age, asOf ?? today) : { dueFrom: undefined, dueTo: undefined }
  const [level, state, source] = [knownOf(query.get('level'), LEVELS), knownOf(query.get('state'), STATES), knownOf(query.get('source'), SOURCES)]
  const minDays = minDaysOf(query)
  const search = query.get('search')?.trim()
  const dueFrom = later(day(query.get('dueFrom')), aged.dueFrom)
  const dueTo = earlier(day(query.get('dueTo')), aged.dueTo)
  const [foundFrom, foundTo] = [day(query.get('foundFrom')), day(query.get('foundTo'))]
  const [sector, subject, imported] = [query.get('sector'), query.get('subject'), query.get('import')]
  return {
    ...(only.overdue || query.get('counted') === '1' ? { accountable: region, ...(query.get('own') === '1' && { own: true }) } : { region }),
    ...(sector && { sector }),
    ...(subject && { subject }),
    ...(imported && { import: imported }),
    ...(level.length > 0 && { level }),
    ...(state.length > 0 && { state }),
    ...(source.length > 0 && { source }),
    ...((only.overdue || query.get('overdue') === '1' || age) && { overdue: true }),
    ...(asOf && { overdueOn: asOf }),
    ...(minDays !== null && { minOverdueDays: minDays }),
    ...(foundFrom && { foundFrom }),
    ...(foundTo && { foundTo }),
    ...(dueFrom && { dueFrom }),
    ...(dueTo && { dueTo }),
    ...(search && { search }),
  }
}

interface Order { readonly field: string; readonly direction: string }

/** Where the server makes a workbook (or a CSV) of all that the filter finds, or of the picked rows. */
export function exportAddress(filter: HazardFilter, order: Order, how: { ids?: readonly string[]; as?: 'xlsx' | 'csv' } = {}): string {
  const query = new URLSearchParams({ filter: JSON.stringify(filter), orderBy: JSON.stringify({ field: order.field, direction: order.direction }) })
  if (how.ids) query.set('ids', how.ids.join(','))
  return `/export/hazards.${how.as ?? 'xlsx'}?${query}`
}
