import DataLoader from 'dataloader'
import { readSums, addFigures } from '@anwang/db/metrics/read'
import { catalogue, metricNames, type Figures, type MetricName, type Period, type Sums } from '@anwang/domain'
import { allow } from './policy.ts'
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

/** @param spans before the period, and within it. */
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

const kindOf = ({ period, sectorId, own }: Wanted) => `${period.text} ${sectorId ?? ''} ${own}`

async function load(context: Context, wanted: readonly Wanted[]): Promise<(Metrics | null)[]> {
  const scope = context.scope()
  const groups = [...Map.groupBy(wanted, (one) => `${kindOf(one)} ${allow.seeSectors(scope, one.region.path)?.join(' ') ?? ''}`).values()]
  const found = new Map<Wanted, Metrics | null>()
  await Promise.all(groups.map(async (group) => {
    const { region, period, sectorId, own } = group[0]!
    const sectors = await sectorsOf(context, allow.seeSectors(scope, region.path), sectorId)
    if (sectors?.length === 0) return
    const { regions } = await readSums(await context.read(), {
      regions: group.map((one) => one.region), cuts: [period.from, period.until], today: context.clock.today(), sectors, own,
    })
    for (const one of group) {
      const sums = regions.get(one.region.id)!
      found.set(one, metricsOf(period, sums.all, own ? metricsOf(period, sums.own) : null))
    }
  }))
  return wanted.map((one) => found.get(one) ?? null)
}

/** One statement for any number of regions by period, sector, and the sectors that the viewer sees of them. null outside the viewer's scope. */
export const metricsLoader = (context: Context) =>
  new DataLoader<Wanted, Metrics | null, string>(async (wanted) => {
    const scope = context.scope()
    const visible = wanted.filter((one) => allow.seeFigures(scope, one.region.path))
    const found = visible.length > 0 ? await load(context, visible) : []
    const byKey = new Map(visible.map((one, i) => [one, found[i]!]))
    return wanted.map((one) => byKey.get(one) ?? null)
  }, { cacheKeyFn: (one) => `${one.region.id} ${kindOf(one)}` })
