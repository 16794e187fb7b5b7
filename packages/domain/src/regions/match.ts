import type { Edition, EditionNode } from './edition.ts'
import { stem } from './names.ts'
import { keysOfOpen, type Region } from './region.ts'

export type Matching = {
  /** The open region that an edition's node continues, by the node's key. */
  keptBy: Map<string, Region>
  /** Open regions that end, by id: parents before children. */
  lost: Map<string, Region>
  keyOf: ReadonlyMap<string, string>
  childrenOf: (id: string) => readonly Region[]
}

export type Side<T> = { all: T[]; byKey: (item: T) => string | null }

/** Pairs up what is alone with its key on both sides. */
export function pairUnique<A, B>(left: Side<A>, right: Side<B>, pair: (a: A, b: B) => void): void {
  const index = <T>({ all, byKey }: Side<T>): Map<string, T | null> => {
    const found = new Map<string, T | null>()
    for (const item of all) {
      const key = byKey(item)
      if (key !== null) found.set(key, found.has(key) ? null : item)
    }
    return found
  }
  const rights = index(right)
  for (const [key, a] of index(left)) {
    const b = rights.get(key)
    if (a !== null && b !== null && b !== undefined) pair(a, b)
  }
}

/** What a key adds to the one above; all of it where the parent is not the one the digits name. */
export const partOf = (key: string, parentKey: string): string => (key.startsWith(parentKey) ? key.slice(parentKey.length) : key)

/** Follows the edition from the country down, along what is kept. */
export function matchEdition(open: readonly Region[], edition: Edition): Matching {
  const keyOf = keysOfOpen(open)
  const oldChildren = Map.groupBy(open.filter((region) => region.parentId !== null), (region) => region.parentId!)
  const newChildren = Map.groupBy([...edition.values()].filter((node) => node.parentKey !== null), (node) => node.parentKey!)
  const childrenOf = (id: string): readonly Region[] => oldChildren.get(id) ?? []
  const keptBy = new Map<string, Region>()
  const lost = new Map<string, Region>()
  const lose = (region: Region): void => {
    lost.set(region.id, region)
    for (const child of childrenOf(region.id)) lose(child)
  }

  const root = open.find((region) => region.parentId === null)
  const pending: [Region, EditionNode][] = root === undefined ? [] : [[root, edition.get('')!]]
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const [old, node] = next
    keptBy.set(node.key, old)
    const fresh = newChildren.get(node.key) ?? []
    if (fresh.length === 0) continue
    const { pairs, left } = matchSiblings(childrenOf(old.id), fresh, keyOf, keyOf.get(old.id)!, node.key)
    pending.push(...pairs)
    if (fresh.some((child) => !child.context)) left.forEach(lose)
  }
  continuedFromAfar(open, edition, keyOf, keptBy).forEach(lose)
  return { keptBy, lost, keyOf, childrenOf }
}

/** What a row continues ends, also where the edition lists nothing of the region it lay in; what has a row of its own goes on. */
function continuedFromAfar(open: readonly Region[], edition: Edition, keyOf: ReadonlyMap<string, string>, keptBy: ReadonlyMap<string, Region>): Region[] {
  const claimed = new Set([...edition.values()].flatMap((node) => (keptBy.has(node.key) ? [] : node.former)))
  if (claimed.size === 0) return []
  const kept = new Set(keptBy.values())
  return open.filter((region) => claimed.has(keyOf.get(region.id)!) && !kept.has(region))
}

function matchSiblings(olds: readonly Region[], fresh: readonly EditionNode[], keyOf: ReadonlyMap<string, string>, oldParentKey: string, parentKey: string) {
  const pairs: [Region, EditionNode][] = []
  const left = new Set(olds)
  const open = new Set(fresh)
  const pair = (old: Region, node: EditionNode): void => {
    pairs.push([old, node])
    left.delete(old)
    open.delete(node)
  }
  const pass = (oldKey: (old: Region) => string | null, nodeKey: (node: EditionNode) => string | null): void => {
    if (left.size > 0 && open.size > 0) pairUnique({ all: [...left], byKey: oldKey }, { all: [...open], byKey: nodeKey }, pair)
  }
  const oldPart = (old: Region): string => partOf(keyOf.get(old.id)!, oldParentKey)
  const nodePart = (node: EditionNode): string => partOf(node.key, parentKey)

  pass((old) => keyOf.get(old.id)!, (node) => (node.context ? node.key : null))
  pass((old) => `${old.level}${oldPart(old)} ${old.name}`, (node) => (node.former.length > 0 ? null : `${node.level}${nodePart(node)} ${node.name}`))
  pass((old) => keyOf.get(old.id)!, (node) => (node.former.length === 1 ? node.former[0]! : null))
  for (const node of open) if (node.former.length > 0) open.delete(node)
  pass((old) => old.level + old.name, (node) => node.level + node.name)
  const claimed = new Set(fresh.flatMap((node) => node.former))
  for (const old of left) if (claimed.has(keyOf.get(old.id)!)) left.delete(old)
  pass((old) => old.level + oldPart(old), (node) => node.level + nodePart(node))
  pass((old) => old.level + stem(old.name), (node) => node.level + stem(node.name))
  const paired = new Set(pairs.map(([old]) => old))
  return { pairs, left: olds.filter((old) => !paired.has(old)) }
}
