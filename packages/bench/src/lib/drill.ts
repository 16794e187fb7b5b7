import type { Ask } from './product.ts'

interface Node {
  id: string
  level: string
  children?: Page
}
interface Page {
  totalCount: number
  pageInfo: { hasNextPage: boolean; endCursor: string | null }
  nodes: Node[]
}

export interface Drilled {
  /** How often each region was reached, by level. */
  readonly reached: ReadonlyMap<string, ReadonlyMap<string, number>>
  /** Lists whose totalCount is not the number of their rows. */
  readonly miscounted: number
  /** Milliseconds of every request. */
  readonly requests: readonly number[]
}

/** The largest that the API gives. */
const PAGE = 200
const AT_ONCE = 4

const page = (depth: number): string =>
  `(first: ${PAGE}) { totalCount pageInfo { hasNextPage endCursor } nodes { id level ${depth > 1 ? `children${page(depth - 1)}` : ''} } }`
const document = (depth: number): string =>
  `query Below($id: ID!, $after: String) { region(id: $id) { children${page(depth).replace(')', ', after: $after)')} } }`
/** The pages nested in one request: two of the largest are what an operation may ask for. */
const DEPTH: Readonly<Record<string, number>> = { COUNTRY: 2, PROVINCE: 2, CITY: 2, COUNTY: 2, STREET: 1 }

/** Pages of `children` nested in pages, from the country down to what has none: as one does who opens everything. */
export async function drillDown(ask: Ask, country: string, progress: (communities: number) => void): Promise<Drilled> {
  const reached = new Map<string, Map<string, number>>()
  const requests: number[] = []
  let miscounted = 0
  /** Regions of which a list is still to be read, from a cursor on. */
  const pending: { id: string; level: string; after: string | null; seen: number }[] = [{ id: country, level: 'COUNTRY', after: null, seen: 0 }]

  function take(of: { id: string; level: string }, list: Page, seenBefore: number): void {
    const seen = seenBefore + list.nodes.length
    if (list.pageInfo.hasNextPage) pending.push({ id: of.id, level: of.level, after: list.pageInfo.endCursor, seen })
    else if (seen !== list.totalCount) miscounted += 1
    for (const node of list.nodes) {
      const level = reached.get(node.level) ?? new Map<string, number>()
      reached.set(node.level, level.set(node.id, (level.get(node.id) ?? 0) + 1))
      if (node.children) take(node, node.children, 0)
      else if (node.level !== 'COMMUNITY') pending.push({ id: node.id, level: node.level, after: null, seen: 0 })
    }
  }

  let said = performance.now()
  const one = async (): Promise<void> => {
    const next = pending.pop()
    if (!next) return
    const began = performance.now()
    const { region } = await ask<{ region: { children: Page } }>(document(DEPTH[next.level]!), { id: next.id, after: next.after })
    requests.push(performance.now() - began)
    take(next, region.children, next.seen)
    if (performance.now() - said > 10_000) {
      said = performance.now()
      progress(reached.get('COMMUNITY')?.size ?? 0)
    }
  }
  // Each request may add others: as many runners as wanted at once, until nothing is left and none is under way.
  let running = 0
  await new Promise<void>((done, failed) => {
    const fill = (): void => {
      if (running === 0 && pending.length === 0) return done()
      while (running < AT_ONCE && pending.length > 0) {
        running += 1
        one().then(() => {
          running -= 1
          fill()
        }, failed)
      }
    }
    fill()
  })
  return { reached, miscounted, requests }
}
