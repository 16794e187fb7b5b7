import { useCommon } from '../lib/words/index.ts'
import { usePunctuation } from '../lib/punctuation.ts'
import { useHere } from './session.ts'

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

interface Post {
  readonly role: string
  readonly region: { readonly id: string; readonly name: string; readonly ancestors: readonly { readonly id: string }[] }
  readonly sectors: readonly { readonly name: string }[] | null
}

/** These show records of their own, or one enterprise, and no figures of a region. */
const WITHOUT_FIGURES: ReadonlySet<string> = new Set(['ENTERPRISE', 'SYSTEM_ADMINISTRATOR', 'SECURITY_ADMINISTRATOR', 'AUDITOR'])

/** The places below a region of which posts show more sectors than around them: what stands under the region's name counts those too. */
export function moreBelow(grants: readonly Post[], regionId: string, sectors: readonly string[] | null): { readonly name: string; readonly sectors: readonly string[] | null }[] {
  const posts = grants.filter((post) => !WITHOUT_FIGURES.has(post.role))
  const isBelow = (post: Post, id: string) => post.region.ancestors.some((one) => one.id === id)
  const shown = new Map<string, readonly string[] | null>([[regionId, sectors]])
  const found = posts.filter((post) => isBelow(post, regionId)).toSorted((a, b) => a.region.ancestors.length - b.region.ancestors.length)
  for (const { region, sectors: own } of found) {
    const around = [...shown].filter(([id]) => id === region.id || region.ancestors.some((one) => one.id === id)).map(([, names]) => names)
    if (around.includes(null)) continue
    const known = around.flatMap((names) => names ?? [])
    if (own === null) shown.set(region.id, null)
    else if (own.some(({ name }) => !known.includes(name))) shown.set(region.id, [...new Set([...known, ...own.map(({ name }) => name)])])
  }
  return [...shown].slice(1).map(([id, names]) => ({ name: found.find((post) => post.region.id === id)!.region.name, sectors: names }))
}

const MOST_PLACES = 3

/** Of which sectors that is what the page shows of its region, and of places below it where that is more: 消防领域，南乐县全部领域. null: all. */
export function useSectorNote(): string | null {
  const c = useCommon()
  const { comma } = usePunctuation()
  const { region, viewer } = useHere()
  const sectors = namesOf(region.viewerSectors)
  if (sectors === null) return null
  const more = moreBelow(viewer.grants, region.id, sectors)
  return [
    c.onlySectors(sectors), ...more.slice(0, MOST_PLACES).map((one) => c.sectorsIn(one.name, one.sectors)), ...(more.length > MOST_PLACES ? [c.morePlaces(more.length - MOST_PLACES)] : []),
  ].join(comma)
}
