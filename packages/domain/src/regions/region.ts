import { ownPart } from './codes.ts'
import type { Edition, EditionNode } from './edition.ts'
import type { RegionKind, RegionLevel } from './levels.ts'
import { openPath, regionId, segmentPart } from './paths.ts'

/** A node of the supervision grid with its label of the day. */
export type Region = {
  id: string
  parentId: string | null
  level: RegionLevel
  kind: RegionKind
  transparent: boolean
  path: string
  /** 12 digits; null for the country, a padding row, a node that the statistics do not know. */
  code: string | null
  name: string
}

/** Opens a node below `parent` at a path that was never used. */
export function openRegion(parent: Pick<Region, 'id' | 'path'> | null, node: Omit<Region, 'id' | 'parentId' | 'path'>, part: string, year: string, isTaken: (path: string) => boolean): Region {
  const path = parent === null ? '' : openPath(parent.path, part, year, isTaken)
  const { level, kind, transparent, code, name } = node
  return { id: regionId(path), parentId: parent?.id ?? null, level, kind, transparent, path, code, name }
}

/** The regions of a first edition, the country and every parent before its children. */
export function buildRegions(edition: Edition, on: string): Region[] {
  const byKey = new Map<string, Region>()
  const taken = new Set<string>()
  for (const node of edition.values()) {
    const parent = node.parentKey === null ? null : byKey.get(node.parentKey)!
    const region = openRegion(parent, node, ownPart(node.key, node.level), on.slice(0, 4), (path) => taken.has(path))
    taken.add(region.path)
    byKey.set(node.key, region)
  }
  return [...byKey.values()]
}

const DIGITS = { COUNTRY: 0, PROVINCE: 2, CITY: 4, COUNTY: 6, STREET: 9, COMMUNITY: 12 } as const

/** The keys that open regions have in the edition that is loaded, by id; parents come first in `open`. */
export function keysOfOpen(open: readonly Region[]): Map<string, string> {
  const keys = new Map<string, string>()
  for (const region of open) {
    const part = region.parentId === null ? '' : segmentPart(region.path)
    const parentKey = region.parentId === null ? '' : keys.get(region.parentId) ?? ''
    keys.set(region.id, region.code?.slice(0, DIGITS[region.level]) ?? (/^\d/.test(part) ? parentKey + part : part))
  }
  return keys
}

/** An open region as a node of an edition, so that rows can stand below it. */
export const contextNode = (region: Region, key: string, parentKey: string | null): EditionNode => ({
  key, parentKey, level: region.level, kind: region.kind, transparent: region.transparent, code: region.code, name: region.name, former: [], context: true,
})
