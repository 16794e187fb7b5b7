import DataLoader from 'dataloader'
import { readSums, addFigures, type RegionSums } from '@anwang/db/metrics/read'
import { catalogue, metricNames, type Figures, type MetricName, type Period, type Sums } from '@anwang/domain'
import { allow } from './policy.ts'
import { regionIds } from './store.ts'
import type { Context } from '../../context.ts'
import { sectorLoader } from '../accounts/service.ts'

/** The figures of a region in a period, as they stand today. */
export interface Metrics extends Sums {
  readonly period: Period
  /** Flows within the period, stocks at its end. */
  readonly figures: Figures
  /** 本级; null where not asked for. */
  readonly own: Metrics | null
}

export interface Wanted {
  readonly region: { readonly id: string; readonly path: string }
  readonly period: Period
  readonly sectorId: string | null
  readonly own: boolean
}

const stocks = metricNames.filter((name) => catalogue[name].kind === 'stock')

/** @param spans before the period, and within it */
export function metricsOf(period: Period, [atStart = {}, within = {}]: readonly Figures[], own: Metrics | null = null): Metrics {
  const atEnd = addFigures([atStart, within])
  const figures: Partial<Record<MetricName, number>> = { ...within }
  for (const name of stocks) figures[name] = atEnd[name] ?? 0
  return { period, atStart, atEnd, figures, own }
}

/** The sectors a figure is summed over: all, those the viewer sees of the region, or one with those below it; an empty list is outside the scope. */
async function sectorsOf(context: Context, own: readonly string[] | null, sectorId: string | null): Promise<readonly string[] | null> {
  if (sectorId === null) return own
  const all = await context.once(sectorLoader).all
  const wanted = new Set([sectorId])
  for (let size = 0; size < wanted.size;) {
    size = wanted.size
    for (const sector of all) if (sector.parentId !== null && wanted.has(sector.parentId)) wanted.add(sector.id)
  }
  return [...wanted].filter((id) => own === null || own.includes(id))
}

/** Sums that figures are made of: of one region over some sectors, to be added or taken away. */
interface Piece {
  readonly of: Wanted
  readonly region: Wanted['region']
  readonly sectors: readonly string[] | null
  readonly sign: 1 | -1
  readonly own: boolean
}

const regionIdLoader = (context: Context) =>
  new DataLoader<string, string | null>(async (paths) => {
    const found = await regionIds(await context.read(), paths)
    return paths.map((path) => found.get(path) ?? null)
  })

/** The region over the sectors seen of it; at each post below that shows more, what is not in that yet. */
async function piecesOf(context: Context, of: Wanted): Promise<Piece[]> {
  const parts = allow.seeParts(context.scope(), of.region.path)
  const within = (sectors: readonly string[] | null) => sectorsOf(context, sectors, of.sectorId)
  const pieces = await Promise.all(parts.map(async (part, i): Promise<Piece[]> => {
    const sectors = await within(part.sectors)
    if (i === 0) return [{ of, region: of.region, sectors, sign: 1, own: of.own }]
    const id = await context.once(regionIdLoader).load(part.path)
    if (id === null) return []
    const known = await within(allow.partAround(parts, part).sectors)
    const at = { of, region: { id, path: part.path }, own: false }
    if (sectors === null) return [{ ...at, sectors, sign: 1 }, { ...at, sectors: known, sign: -1 }]
    return [{ ...at, sectors: sectors.filter((sector) => !known?.includes(sector)), sign: 1 }]
  }))
  return pieces.flat().filter(({ sectors }) => sectors?.length !== 0)
}

const signed = (spans: readonly Figures[], sign: 1 | -1): readonly Figures[] =>
  sign === 1 ? spans : spans.map((span) => Object.fromEntries(Object.entries(span).map(([name, value]) => [name, -value])))

/** Before the period and within it, of sums between days that the period's ends are among. */
const spansOf = ({ from, until }: Period, cuts: readonly string[], sums: readonly Figures[]): readonly Figures[] => {
  const [start, end] = [cuts.indexOf(from), cuts.indexOf(until)]
  return [addFigures(sums.slice(0, start + 1)), addFigures(sums.slice(start + 1, end + 1))]
}

const kindOf = ({ period, sectorId, own }: Wanted) => `${period.text} ${sectorId ?? ''} ${own}`

async function load(context: Context, wanted: readonly Wanted[]): Promise<(Metrics | null)[]> {
  const pieces = (await Promise.all(wanted.map((one) => piecesOf(context, one)))).flat()
  const sums = new Map<Piece, RegionSums>()
  await Promise.all(Map.groupBy(pieces, ({ sectors }) => sectors?.join(' ') ?? '').values().map(async (group) => {
    const cuts = [...new Set(group.flatMap(({ of: { period } }) => [period.from, period.until]))].toSorted()
    const { regions } = await readSums(await context.read(), { regions: group.map(({ region }) => region), cuts, today: context.clock.today(), sectors: group[0]!.sectors, own: group.some(({ own }) => own) })
    for (const piece of group) {
      const { all, own } = regions.get(piece.region.id)!
      sums.set(piece, { all: spansOf(piece.of.period, cuts, all), own: piece.own ? spansOf(piece.of.period, cuts, own) : [] })
    }
  }))
  const byWanted = Map.groupBy(pieces, ({ of }) => of)
  return wanted.map((one) => {
    const mine = byWanted.get(one)
    if (!mine) return null
    const all = mine.map((piece) => signed(sums.get(piece)!.all, piece.sign))
    const own = mine.find((piece) => piece.own)
    return metricsOf(one.period, [0, 1].map((span) => addFigures(all.map((spans) => spans[span]!))), one.own ? metricsOf(one.period, own ? sums.get(own)!.own : []) : null)
  })
}

/** One statement for any number of regions and periods by sector, and the sectors that the viewer sees of them; others where a post below shows more than one above. null outside the viewer's scope. */
export const metricsLoader = (context: Context) =>
  new DataLoader<Wanted, Metrics | null, string>(async (wanted) => {
    const scope = context.scope()
    const visible = wanted.filter((one) => allow.seeFigures(scope, one.region.path))
    const found = visible.length > 0 ? await load(context, visible) : []
    const byKey = new Map(visible.map((one, i) => [one, found[i]!]))
    return wanted.map((one) => byKey.get(one) ?? null)
  }, { cacheKeyFn: (one) => `${one.region.id} ${kindOf(one)}` })
