import { useCallback, useMemo } from 'react'
import { useLocation, useSearch } from 'wouter'

/** What stands in the address on every page and follows from page to page. */
const FOLLOWING = ['region', 'period'] as const

export type Changes = Readonly<Record<string, string | readonly string[] | null | undefined>>

/** The search text with some parameters set, or taken out (null, '', an empty list); the others keep their order. A list is one parameter, parted by commas. */
export function withChanges(search: string, changes: Changes): string {
  const query = new URLSearchParams(search)
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) continue
    const text = value === null ? '' : typeof value === 'string' ? value : value.join(',')
    if (text === '') query.delete(name)
    else query.set(name, text)
  }
  // These are safe in a query and are read by people: periods, lists.
  return query.toString().replaceAll('%2C', ',').replaceAll('%2F', '/').replaceAll('%3A', ':')
}

/** An address of a page with the region and the period of the present one, and with `changes` of its own. */
export function addressOf(path: string, search: string, changes: Changes = {}): string {
  const present = new URLSearchParams(search)
  const following: Record<string, string | null> = {}
  for (const name of FOLLOWING) following[name] = present.get(name)
  const text = withChanges(withChanges('', following), changes)
  return text === '' ? path : `${path}?${text}`
}

export const listOf = (text: string | null): string[] => (text ? text.split(',').filter((part) => part !== '') : [])

/** The values of a list parameter that are known; unknown ones (an old link, a typing error) are left out. */
export const knownOf = <T extends string>(text: string | null, known: readonly T[]): T[] => {
  const set = new Set(listOf(text))
  return known.filter((value) => set.has(value))
}

/** The query of the address. `change` replaces the entry in the history, `{ push: true }` adds one (Back undoes it). */
export function useQueryState(): readonly [URLSearchParams, (changes: Changes, how?: { push?: boolean }) => void] {
  const search = useSearch()
  const [path, go] = useLocation()
  const query = useMemo(() => new URLSearchParams(search), [search])
  const change = useCallback(
    (changes: Changes, how: { push?: boolean } = {}) => {
      const text = withChanges(window.location.search, changes)
      go(text === '' ? path : `${path}?${text}`, { replace: !how.push })
    },
    [path, go],
  )
  return [query, change]
}

/** `const address = useAddress()`, then `address('/hazards', { state: 'SUBMITTED' })`. */
export function useAddress(): (path: string, changes?: Changes) => string {
  const search = useSearch()
  return useCallback((path, changes) => addressOf(path, search, changes), [search])
}
