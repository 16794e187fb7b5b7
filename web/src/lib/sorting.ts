import { useQueryState } from './url.ts'

export interface Sorting {
  readonly field: string
  readonly direction: 'ASC' | 'DESC'
  /** Orders by the field; once more turns the direction. */
  readonly by: (field: string) => void
}

/** The order of a list, kept in the address as `sort=DUE_ON` or `sort=-DUE_ON`; one of `fields`, else the first choice. */
export function useSorting<F extends string>(fields: readonly F[], first: { field: F; direction: 'ASC' | 'DESC' }): Sorting & { readonly field: F } {
  const [query, change] = useQueryState()
  const written = query.get('sort')
  const named = fields.find((field) => field === written?.replace(/^-/, ''))
  const field = named ?? first.field
  const direction = named ? (written!.startsWith('-') ? 'DESC' : 'ASC') : first.direction
  return {
    field,
    direction,
    by: (chosen) => change({ sort: chosen === field && direction === 'ASC' ? `-${chosen}` : chosen, after: null, at: null }),
  }
}
