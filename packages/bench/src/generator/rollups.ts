import { ALL_SECTORS } from '@anwang/db/schema/metrics'
import { depthOf } from '@anwang/domain/regions'
import { USED } from './histories.ts'
import type { Place } from './places.ts'

const WIDTH = USED.length
const PAGE = 4096

/** Sums by a number, grown by pages. */
function sums() {
  const at = new Map<number, number>()
  const pages: Float64Array[] = []
  const slot = (key: number): number => {
    let n = at.get(key)
    if (n === undefined) {
      at.set(key, (n = at.size))
      if (n % PAGE === 0) pages.push(new Float64Array(PAGE * WIDTH))
    }
    return n
  }
  return {
    at,
    page: (n: number) => pages[Math.floor(n / PAGE)]!,
    offset: (n: number) => (n % PAGE) * WIDTH,
    slot,
  }
}

export interface Rollups {
  /** Adds an amount of a metric (by its place in USED) where it counts. */
  add(account: number, sector: number, month: number, metric: number, amount: number): void
  /** Lines for COPY by month, in the order of the key, every ancestor included. */
  lines(): Generator<string>
  readonly columns: readonly string[]
}

const SECTORS = 64
const MONTHS = 256

/**
 * What `rebuild` would make of the deltas in effect, kept while they are made. `lineage(account)`: the numbers of a place
 * and of everything above it, formal layers included; `sectors`: ids by number.
 */
export function rollupsOf(places: readonly Pick<Place, 'id' | 'path' | 'level'>[], lineage: (account: number) => readonly number[], sectors: readonly string[], firstMonth: number): Rollups {
  const leaves = sums()
  const months = new Map<number, number[]>()
  const depth = places.map(({ level }) => depthOf(level))
  const order = new Map([...sectors.keys()].toSorted((a, b) => (sectors[a]! < sectors[b]! ? -1 : 1)).map((sector, i) => [sector, i + 1] as const))
  const bySector = [ALL_SECTORS, ...[...order.keys()].map((sector) => sectors[sector]!)]

  function* linesOf(month: number, keys: readonly number[]): Generator<string> {
    const all = sums()
    for (const key of keys) {
      const slot = leaves.at.get(key)!
      const from = leaves.page(slot)
      const at = leaves.offset(slot)
      const account = Math.floor(key / MONTHS / SECTORS)
      const sector = order.get(Math.floor(key / MONTHS) % SECTORS)!
      for (const region of lineage(account)) for (const s of [0, sector]) for (const own of region === account ? [0, 1] : [0]) {
        const target = all.slot((region * SECTORS + s) * 2 + own)
        const to = all.page(target)
        const offset = all.offset(target)
        for (let i = 0; i < WIDTH; i++) to[offset + i]! += from[at + i]!
      }
    }
    const rows = [...all.at].map(([key, slot]) => ({ own: key % 2, sector: Math.floor(key / 2) % SECTORS, region: Math.floor(key / 2 / SECTORS), slot }))
    rows.sort((a, b) => a.sector - b.sector || depth[a.region]! - depth[b.region]! || a.region - b.region || a.own - b.own)
    for (const { own, sector, region, slot } of rows) {
      const { id, path } = places[region]!
      const page = all.page(slot)
      const at = all.offset(slot)
      let line = `${month}\t${bySector[sector]}\t${depth[region]}\t${path}\t${own === 1 ? 't' : 'f'}\t${id}`
      for (let i = 0; i < WIDTH; i++) line += page[at + i] === 0 ? '\t0' : `\t${page[at + i]}`
      yield `${line}\n`
    }
  }
  return {
    columns: ['month', 'sector_id', 'level', 'path', 'own', 'region_id', ...USED],
    add(account, sector, month, metric, amount) {
      const key = (account * SECTORS + sector) * MONTHS + month - firstMonth
      const before = leaves.at.size
      const slot = leaves.slot(key)
      if (leaves.at.size > before) {
        const list = months.get(month)
        if (list) list.push(key)
        else months.set(month, [key])
      }
      leaves.page(slot)[leaves.offset(slot) + metric]! += amount
    },
    *lines() {
      for (const [month, keys] of [...months].toSorted(([a], [b]) => a - b)) yield* linesOf(month, keys)
    },
  }
}
