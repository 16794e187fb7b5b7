import { useCommon } from '../lib/words/index.ts'

/** The sectors that the figures of a region, as the viewer sees them, are of; null: all. */
export const namesOf = (sectors: readonly { readonly name: string }[] | null): readonly string[] | null => sectors && sectors.map(({ name }) => name)

/** Whether figures of these sectors can stand beside figures of those: of others their sum says nothing. */
export const sameSectors = (some: readonly string[] | null, others: readonly string[] | null): boolean =>
  some === others || (some !== null && others !== null && some.length === others.length && some.every((one) => others.includes(one)))

/** What to write beside a region whose figures are of other sectors than those of the page; null where they are of the same. */
export function useOtherSectors(page: readonly string[] | null): (sectors: readonly string[] | null) => string | null {
  const c = useCommon()
  return (sectors) => (sameSectors(page, sectors) ? null : sectors === null ? c.allSectors : c.onlySectors(sectors))
}

/** Whether posts of one person show different sectors, so that figures of two regions may be of others. */
export const seesDifferently = ({ grants }: { readonly grants: readonly { readonly sectors: readonly { readonly name: string }[] | null }[] }): boolean =>
  grants.some((grant) => !sameSectors(namesOf(grants[0]!.sectors), namesOf(grant.sectors)))
