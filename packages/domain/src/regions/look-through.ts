/** What looking through formal layers needs of a node. The country's parent is null. */
export type Node = { id: string; parentId: string | null; transparent: boolean }

export type Grid<N extends Node> = { get: (id: string) => N | undefined; below: (id: string) => readonly N[] }

export function gridOf<N extends Node>(nodes: Iterable<N>): Grid<N> {
  const byId = new Map<string, N>()
  const byParent = new Map<string, N[]>()
  for (const node of nodes) {
    byId.set(node.id, node)
    if (node.parentId === null) continue
    const siblings = byParent.get(node.parentId)
    if (siblings === undefined) byParent.set(node.parentId, [node])
    else siblings.push(node)
  }
  return { get: (id) => byId.get(id), below: (id) => byParent.get(id) ?? [] }
}

/** The nearest node above that is not transparent; undefined for the country. */
export function parentThrough<N extends Node>(grid: Grid<N>, node: N): N | undefined {
  let at = node.parentId === null ? undefined : grid.get(node.parentId)
  while (at?.transparent) at = at.parentId === null ? undefined : grid.get(at.parentId)
  return at
}

/** Those above that are not transparent, the country first. */
export function ancestorsThrough<N extends Node>(grid: Grid<N>, node: N): N[] {
  const above: N[] = []
  for (let at = parentThrough(grid, node); at !== undefined; at = parentThrough(grid, at)) above.unshift(at)
  return above
}

/** The nodes below with nothing but transparent layers between: 济源 stands beside the cities, the towns of 东莞 right below it. */
export const childrenThrough = <N extends Node>(grid: Grid<N>, id: string): N[] =>
  grid.below(id).flatMap((child) => (child.transparent ? childrenThrough(grid, child.id) : [child]))
