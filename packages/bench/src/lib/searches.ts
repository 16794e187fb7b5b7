import type { Ask } from './product.ts'
import { load, median, millis, table, type Checks } from './report.ts'

interface Found {
  regions: { totalCount: number; pageInfo: { hasNextPage: boolean; endCursor: string | null }; nodes: { id: string; code: string | null; name: string }[] }
}

const DOCUMENT = `query Search($search: String!, $within: ID, $first: Int, $after: String) { regions(search: $search, within: $within, first: $first, after: $after) {
  totalCount pageInfo { hasNextPage endCursor } nodes { id code name ancestors { name } } } }`
const TIMES = 20
const LIMIT = 200
export const TOWN = { name: '柳屯镇', search: '柳屯', initials: 'lt' }

/** The place of the town among all that is found, 1 the first; null where it is not there. */
async function placeOf(ask: Ask, code: string, variables: { search: string; within?: string }): Promise<number | null> {
  let before = 0
  for (let after: string | null = null; ; ) {
    const { regions }: Found = await ask<Found>(DOCUMENT, { ...variables, first: 200, after })
    const at = regions.nodes.findIndex((node) => node.code === code)
    if (at >= 0) return before + at + 1
    if (!regions.pageInfo.hasNextPage) return null
    before += regions.nodes.length
    after = regions.pageInfo.endCursor
  }
}

async function medianOf(ask: Ask, variables: object): Promise<{ first: number; middle: number; total: number }> {
  const took: number[] = []
  let total = 0
  for (let i = 0; i < TIMES; i += 1) {
    const began = performance.now()
    total = (await ask<Found>(DOCUMENT, { ...variables, first: 20 })).regions.totalCount
    took.push(performance.now() - began)
  }
  return { first: took[0]!, middle: median(took), total }
}

/** Finds the town by name, initials and code over the whole country and within its city, and times these and common words. */
export async function checkSearches(ask: Ask, check: Checks, town: { code: string; city: string }): Promise<void> {
  const { search, initials } = TOWN
  const rows: string[][] = [['search', 'where', 'found', 'the town is no.', 'first', `median of ${TIMES}`]]
  const wanted = [search, TOWN.name, initials, `${initials}z`, town.code, town.code.slice(0, 9)]
  let slowest = 0
  for (const [where, scope] of [['country', {}], ['濮阳市', { within: town.city }]] as const) {
    for (const term of wanted) {
      const place = await placeOf(ask, town.code, { search: term, ...scope })
      const { first, middle, total } = await medianOf(ask, { search: term, ...scope })
      slowest = Math.max(slowest, middle)
      rows.push([term, where, String(total), String(place ?? 'none'), millis(first), millis(middle)])
      check(`"${term}" in ${where} finds ${TOWN.name}`, place !== null, place === null ? `not among ${total}` : `no. ${place} of ${total}`)
    }
  }
  for (const term of ['新', '新村', '村委会', 'x', '4', '41', '没有这个地方']) {
    const { first, middle, total } = await medianOf(ask, { search: term })
    slowest = Math.max(slowest, middle)
    rows.push([term, 'country', String(total), '', millis(first), millis(middle)])
  }
  table(rows)
  check(`every search takes less than ${LIMIT} ms`, slowest < LIMIT, `the slowest median ${millis(slowest)}, ${load()}`)
}
