import type { Connection } from '@anwang/db/client'
import type { RegionKind, RegionLevel } from '@anwang/domain/regions'
import { chance, type Chance } from '@anwang/db/seed/random'

/** Where records lie and count: the country's open regions, without formal layers. */

export interface Place {
  readonly id: string
  readonly path: string
  readonly level: RegionLevel
  readonly kind: RegionKind
  readonly code: string
  readonly name: string
  readonly transparent: boolean
}

/** What one office keeps an eye on: a county, or a city without counties. */
export interface Area {
  readonly top: Place
  /** The nearest city above or at `top`; null under a municipality. */
  readonly city: Place | null
  readonly province: Place
  readonly streets: readonly { readonly street: Place; readonly communities: readonly Place[]; readonly weight: number }[]
  /** Its share of the country's subjects and hazards; all shares make 1. */
  readonly share: number
  /** Which of the six habits below. */
  readonly habit: number
}

/** Shares of rounds rectified, and re-inspected, in time. */
export const HABITS = [
  { onTime: 0.72, reinspected: 0.76 }, { onTime: 0.8, reinspected: 0.83 }, { onTime: 0.86, reinspected: 0.88 },
  { onTime: 0.9, reinspected: 0.92 }, { onTime: 0.94, reinspected: 0.95 }, { onTime: 0.97, reinspected: 0.98 },
] as const

/** 濮阳市 does a fiftieth of what the country does, ten times its part. */
export const HOT = { path: '41/09/', share: 0.02 }

const gauss = (random: Chance): number => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next())
/** Most are near 1, few many times as large. */
const skewed = (random: Chance, sigma: number): number => Math.exp(sigma * gauss(random))

/** Every open region by its path, in their order. */
export async function loadPlaces(client: Connection['client']): Promise<Map<string, Place>> {
  const rows = await client<Place[]>`
    select r.id, r.path, r.level, r.kind, r.transparent, coalesce(l.code, '') as code, l.name from region r join region_label l on l.region_id = r.id and l.valid_to is null
    where r.valid_to is null order by r.path`
  return new Map(rows.map((row) => [row.path, row]))
}

/** Those above a path, the highest first, formal layers included; the country and the path itself left out. */
function allAbove(places: ReadonlyMap<string, Place>, path: string): Place[] {
  const found: Place[] = []
  for (let at = path.indexOf('/'); at >= 0 && at < path.length - 1; at = path.indexOf('/', at + 1)) {
    const place = places.get(path.slice(0, at + 1))
    if (place) found.push(place)
  }
  return found
}
export const above = (places: ReadonlyMap<string, Place>, path: string): Place[] => allAbove(places, path).filter(({ transparent }) => !transparent)

/** Itself and everything above it in whose figures a record counts, the country included. */
export const lineageOf = (places: ReadonlyMap<string, Place>, place: Place): Place[] => (place.path === '' ? [place] : [places.get('')!, ...allAbove(places, place.path), place])

/** Every area that has streets, in the order of their paths; sizes are skewed, by the seed. */
export function areasOf(places: ReadonlyMap<string, Place>, seed: string): Area[] {
  const communities = new Map<string, Place[]>()
  const streets = new Map<string, Place[]>()
  for (const place of places.values()) {
    if (place.transparent) continue
    const under = above(places, place.path).at(-1)
    if (!under) continue
    const list = place.level === 'COMMUNITY' ? communities : place.level === 'STREET' ? streets : null
    if (list?.has(under.path)) list.get(under.path)!.push(place)
    else list?.set(under.path, [place])
  }
  const areas = [...streets].map(([path, of]) => {
    const random = chance(`${seed} area ${path}`)
    const top = places.get(path)!
    const chain = [...above(places, path), top]
    const below = of.map((street) => ({ street, communities: communities.get(street.path) ?? [], weight: random.yes(0.03) ? 0 : skewed(random, 0.6) * (1 + (communities.get(street.path)?.length ?? 0)) }))
    if (below.every(({ weight }) => weight === 0)) below[0]!.weight = 1
    const size = skewed(random, 0.8) * below.reduce((sum, one) => sum + 1 + one.communities.length, 0) ** 0.9
    return { top, city: chain.find(({ level }) => level === 'CITY') ?? null, province: chain[0]!, streets: below, size, habit: random.int(0, HABITS.length - 1) }
  })
  const isHot = (area: { top: Place }) => area.top.path.startsWith(HOT.path)
  const total = (hot: boolean) => areas.filter((area) => isHot(area) === hot).reduce((sum, { size }) => sum + size, 0)
  const [hot, rest] = [total(true), total(false)]
  const hotShare = rest === 0 ? 1 : hot === 0 ? 0 : HOT.share
  return areas.map(({ size, ...area }) => ({ ...area, share: isHot(area) ? (hotShare * size) / hot : ((1 - hotShare) * size) / rest }))
}

/** `n` things by shares that make 1, each share's part rounded so that they add up to `n`. */
export function shareOut(n: number, shares: readonly number[]): number[] {
  let owed = 0
  let given = 0
  return shares.map((share, i) => {
    owed += share * n
    const part = (i === shares.length - 1 ? n : Math.round(owed)) - given
    given += part
    return part
  })
}
