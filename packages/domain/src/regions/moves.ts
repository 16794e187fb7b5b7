import type { Edition, EditionNode } from './edition.ts'
import type { RegionLevel } from './levels.ts'
import { pairUnique, partOf, type Matching } from './match.ts'
import type { Region } from './region.ts'

/** The key of the node that a closed region was succeeded by, by the region's id. */
export type Links = Map<string, string>

/** How far a region of each level may move and still be told by its name alone: names of villages repeat beyond a city. */
const REACH = {
  COUNTRY: [], PROVINCE: [], CITY: ['PROVINCE', 'COUNTRY'], COUNTY: ['CITY', 'PROVINCE', 'COUNTRY'],
  STREET: ['COUNTY', 'CITY', 'PROVINCE'], COMMUNITY: ['STREET', 'COUNTY', 'CITY'],
} as const satisfies Record<RegionLevel, readonly RegionLevel[]>

const TOP_DOWN = ['PROVINCE', 'CITY', 'COUNTY', 'STREET', 'COMMUNITY'] as const

/** Links what closed with what opened, and reopens the kept regions that others were merged into (`matching` changes). */
export function linkMoved(matching: Matching, edition: Edition): Links {
  const links: Links = new Map()
  if (matching.lost.size === 0) return links
  const linker = makeLinker(matching, edition, links)
  for (const level of TOP_DOWN) linker.linkLevel(level)
  for (const level of ['STREET', 'COUNTY', 'CITY'] as const) mergeLevel(level, matching, edition, links)
  return links
}

function makeLinker({ keptBy, lost, keyOf }: Matching, edition: Edition, links: Links) {
  const keyOfKept = new Map([...keptBy].map(([key, region]) => [region.id, key]))
  const regions = new Map([...keptBy.values(), ...lost.values()].map((region) => [region.id, region]))
  /** Where a region stands in the new edition, if it stands there. */
  const keyNow = (id: string | null): string | null => (id === null ? null : keyOfKept.get(id) ?? links.get(id) ?? null)

  const oldAnchor = (region: Region, level: RegionLevel): string | null => {
    let at: Region | undefined = region
    while (at !== undefined && at.level !== level) at = at.parentId === null ? undefined : regions.get(at.parentId)
    return at === undefined ? null : keyNow(at.id)
  }
  const newAnchor = (node: EditionNode, level: RegionLevel): string | null => {
    let at: EditionNode | undefined = node
    while (at !== undefined && at.level !== level) at = at.parentKey === null ? undefined : edition.get(at.parentKey)
    return at?.key ?? null
  }

  const linkLevel = (level: RegionLevel): void => {
    const olds = new Set([...lost.values()].filter((region) => region.level === level))
    const fresh = new Set([...edition.values()].filter((node) => node.level === level && !keptBy.has(node.key)))
    const link = (old: Region, node: EditionNode): void => {
      links.set(old.id, node.key)
      olds.delete(old)
      fresh.delete(node)
    }
    const pass = (oldKey: (old: Region) => string | null, nodeKey: (node: EditionNode) => string | null): void => {
      if (olds.size > 0 && fresh.size > 0) pairUnique({ all: [...olds], byKey: oldKey }, { all: [...fresh], byKey: nodeKey }, link)
    }
    const byKey = new Map([...olds].map((region) => [keyOf.get(region.id)!, region]))
    for (const node of fresh) {
      for (const key of node.former) if (byKey.has(key)) link(byKey.get(key)!, node)
    }
    pass((old) => `${keyOf.get(old.id)} ${old.name}`, (node) => `${node.key} ${node.name}`)
    for (const scope of REACH[level]) {
      const within = (anchor: string | null, name: string): string | null => (anchor === null ? null : `${anchor} ${name}`)
      pass((old) => within(oldAnchor(old, scope), old.name), (node) => within(newAnchor(node, scope), node.name))
    }
    pass(
      (old) => { const to = old.parentId === null ? undefined : links.get(old.parentId); return to === undefined ? null : `${to} ${partOf(keyOf.get(old.id)!, keyOf.get(old.parentId!)!)}` },
      (node) => (node.parentKey === null ? null : `${node.parentKey} ${partOf(node.key, node.parentKey)}`),
    )
  }
  return { linkLevel }
}

/** A closed region of which more than half of the children went below one other of its level was merged into that one. */
function mergeLevel(level: RegionLevel, { keptBy, lost, childrenOf }: Matching, edition: Edition, links: Links): void {
  const reopen = (key: string): void => {
    const old = keptBy.get(key)
    if (old === undefined) return
    const lose = (region: Region): void => {
      lost.set(region.id, region)
      childrenOf(region.id).forEach(lose)
    }
    lose(old)
    for (const [kept, region] of keptBy) {
      if (!lost.has(region.id)) continue
      links.set(region.id, kept)
      keptBy.delete(kept)
    }
  }
  const vanished = [...lost.values()].filter((region) => region.level === level)
  for (const region of vanished) {
    if (links.has(region.id)) continue
    const children = childrenOf(region.id)
    const tally = new Map<string, number>()
    for (const child of children) {
      const to = edition.get(links.get(child.id) ?? '')?.parentKey
      if (to !== undefined && to !== null && edition.get(to)?.level === level) tally.set(to, (tally.get(to) ?? 0) + 1)
    }
    const [most] = [...tally].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    if (most === undefined || most[1] * 2 <= children.length) continue
    links.set(region.id, most[0])
    reopen(most[0])
  }
}
