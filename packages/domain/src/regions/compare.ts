import { ownPart } from './codes.ts'
import type { Edition, EditionNode } from './edition.ts'
import { matchEdition } from './match.ts'
import { openRegion, type Region } from './region.ts'
import { segmentPart } from './paths.ts'
import { linkMoved, type Links } from './moves.ts'

export type Relabelled = { id: string; code: string | null; name: string; before: { code: string | null; name: string } }
export type Reshaped = { id: string; kind: Region['kind']; transparent: boolean }

/** What a newer edition changes. `opened`: parents before children; `successions` lead from closed to opened regions. */
export type EditionChange = {
  opened: Region[]
  closed: Region[]
  relabelled: Relabelled[]
  /** Nodes whose kind or transparency is another now. */
  reshaped: Reshaped[]
  successions: { fromId: string; toId: string }[]
  /** Closed regions of which the rows do not say what became; `former` in the row that continues them does. */
  unlinked: Region[]
  kept: number
}

/**
 * Compares an edition with the open regions it speaks about: those whose parent has at least one row below it. An
 * edition that lists the towns of a county says nothing about their communities, nor about the next county.
 *
 * Below a region that is kept, a node is the same one by code and name, by name (recoded), by code (renamed) or by
 * the stem of the name (长垣县, now 长垣市). One that vanished here and appeared elsewhere was moved; one whose children
 * went mostly to one other region was merged into it. Moved and merged regions open anew with their whole subtree, also
 * where the edition lists nothing below them.
 *
 * @param open the regions open now, parents before children; empty for a first edition
 * @param on the day (`YYYY-MM-DD`) from which the edition holds
 * @param isTaken whether a path was ever used, by a closed region too
 */
export function compareEditions(open: readonly Region[], edition: Edition, on: string, isTaken: (path: string) => boolean = () => false): EditionChange {
  const matching = matchEdition(open, edition)
  const links = linkMoved(matching, edition)
  const { keptBy, lost, childrenOf } = matching
  const year = on.slice(0, 4)
  const change: EditionChange = { opened: [], closed: [...lost.values()], relabelled: [], reshaped: [], successions: [], unlinked: [], kept: keptBy.size }
  const opening = new Set<string>()
  const taken = (path: string): boolean => opening.has(path) || isTaken(path)
  const linked = new Set<string>()

  const open1 = (parent: Region | null, node: Omit<Region, 'id' | 'parentId' | 'path'>, part: string, from: readonly Region[]): Region => {
    const region = openRegion(parent, node, part, year, taken)
    opening.add(region.path)
    change.opened.push(region)
    for (const old of from) {
      linked.add(old.id)
      change.successions.push({ fromId: old.id, toId: region.id })
    }
    return region
  }
  const carry = (old: Region, parent: Region): void => {
    const region = open1(parent, old, segmentPart(old.path), [old])
    for (const child of childrenOf(old.id)) if (!links.has(child.id)) carry(child, region)
  }

  const listed = listedParents(edition)
  const now = new Map<string, Region>()
  const from = predecessors(links, lost)
  for (const node of edition.values()) {
    const kept = keptBy.get(node.key)
    if (kept !== undefined) {
      now.set(node.key, kept)
      noteLabel(change, kept, node)
      continue
    }
    const before = from.get(node.key) ?? []
    const parent = node.parentKey === null ? null : now.get(node.parentKey)!
    const region = open1(parent, node, ownPart(node.key, node.level), before)
    now.set(node.key, region)
    if (!listed.has(node.key)) for (const old of before) for (const child of childrenOf(old.id)) if (!links.has(child.id)) carry(child, region)
  }
  change.unlinked = change.closed.filter((region) => !linked.has(region.id))
  return change
}

function noteLabel(change: EditionChange, kept: Region, node: EditionNode): void {
  if (node.context) return
  if (kept.code !== node.code || kept.name !== node.name) {
    change.relabelled.push({ id: kept.id, code: node.code, name: node.name, before: { code: kept.code, name: kept.name } })
  }
  if (kept.kind !== node.kind || kept.transparent !== node.transparent) change.reshaped.push({ id: kept.id, kind: node.kind, transparent: node.transparent })
}

function listedParents(edition: Edition): Set<string> {
  const parents = new Set<string>()
  for (const node of edition.values()) if (node.parentKey !== null) parents.add(node.parentKey)
  return parents
}

function predecessors(links: Links, lost: ReadonlyMap<string, Region>): Map<string, Region[]> {
  const from = new Map<string, Region[]>()
  for (const [id, key] of links) from.set(key, [...(from.get(key) ?? []), lost.get(id)!])
  return from
}
