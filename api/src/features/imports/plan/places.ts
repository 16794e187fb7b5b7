import { describeRegion, placeCandidates, type PlaceText } from '@anwang/documents'
import type { RegionLevel } from '@anwang/domain/regions'
import type { Bilingual } from '../model.ts'
import type { PlaceNode } from '../store/world.ts'

export type PlaceFound =
  | { readonly kind: 'FOUND'; readonly region: PlaceNode; readonly own: boolean; readonly withoutVillage: string | null }
  | { readonly kind: 'NONE' }
  | { readonly kind: 'REFUSED'; readonly code: string; readonly value: string; readonly why: Bilingual; readonly right: Bilingual }

/** As people say it: 柳屯镇东陈庄村. */
export const spokenPlace = ({ name, parentName }: Pick<PlaceNode, 'name' | 'parentName'>): string =>
  `${parentName ?? ''}${name.replace(/(村)(?:村民)?委员?会$/, '$1').replace(/(社区)居民?委员?会$/, '$1')}`

export interface Places {
  /** What the words of a ledger mean, within what the office may write. */
  find(place: PlaceText | null): PlaceFound
  /** The region at or above a path that stands at a level, or nearest above where that level is missing. */
  atLevel(path: string, level: RegionLevel): PlaceNode | null
  at(path: string): PlaceNode | null
}

const DEPTH: Readonly<Record<RegionLevel, number>> = { COUNTRY: 0, PROVINCE: 1, CITY: 2, COUNTY: 3, STREET: 4, COMMUNITY: 5 }

/** @param mayWrite whether a path lies within the scope of whoever imports */
export function placesOf(nodes: readonly PlaceNode[], officeId: string, mayWrite: (path: string) => boolean): Places {
  const byPath = new Map(nodes.map((node) => [node.path, node]))
  const found = new Map<string, PlaceFound>()

  function look(text: string, levels: readonly RegionLevel[]): PlaceFound {
    const match = placeCandidates(text, nodes, { within: officeId, levels })
    if (match.kind === 'AMBIGUOUS') {
      const names = match.candidates.map(describeRegion).join('、')
      return {
        kind: 'REFUSED', code: 'AMBIGUOUS_PLACE', value: text, why: { zh: `“${text}”可能是：${names}`, en: `“${text}” may be: ${names}` },
        right: { zh: '写明上级，如“清丰县城关镇”，或填写区划代码', en: 'name the region above it as well, or give its code' },
      }
    }
    if (match.kind === 'UNKNOWN') {
      const similar = match.similar.map(describeRegion).join('、')
      return {
        kind: 'REFUSED', code: 'UNKNOWN_PLACE', value: text, why: { zh: `没有名为“${text}”的区域`, en: `There is no region “${text}”` },
        right: similar === '' ? { zh: '填写现行的乡镇（街道）名称或区划代码', en: 'the present name of a town or street, or its code' } : { zh: `是否为：${similar}`, en: `perhaps ${similar}` },
      }
    }
    if (!mayWrite(match.region.path)) {
      return {
        kind: 'REFUSED', code: 'OUTSIDE_SCOPE', value: text, why: { zh: `${spokenPlace(match.region)}不在您的权限范围内`, en: `${spokenPlace(match.region)} lies outside your scope` },
        right: { zh: '由当地导入，或改正所在地', en: 'let its own office import it, or correct the place' },
      }
    }
    return { kind: 'FOUND', region: match.region, own: match.own, withoutVillage: null }
  }

  function resolve(place: PlaceText): PlaceFound {
    if (place.from !== 'CELLS') return look(place.text, ['STREET', 'COUNTY'])
    const community = place.village !== null && !/网格/.test(place.village) ? place.village : null
    if (community === null) return look(place.text, place.street !== null ? ['STREET'] : ['COUNTY'])
    const whole = look(place.text, ['COMMUNITY'])
    if (whole.kind !== 'REFUSED' || whole.code !== 'UNKNOWN_PLACE' || place.street === null) return whole
    // Villages merge and are renamed more often than a ledger's template: the town is enough.
    const street = look([place.county, place.street].filter((part) => part !== null).join(''), ['STREET'])
    return street.kind === 'FOUND' ? { ...street, withoutVillage: community } : street
  }

  return {
    find(place) {
      if (place === null || place.text === '') return { kind: 'NONE' }
      const key = JSON.stringify([place.text, place.county, place.street, place.village, place.from])
      const known = found.get(key)
      if (known) return known
      const result = resolve(place)
      found.set(key, result)
      return result
    },
    at: (path) => byPath.get(path) ?? null,
    atLevel(path, level) {
      for (let at = path; ; at = at.slice(0, at.lastIndexOf('/', at.length - 2) + 1)) {
        const node = byPath.get(at)
        if (node && DEPTH[node.level] <= DEPTH[level]) return node
        if (at === '') return null
      }
    },
  }
}
