import DataLoader from 'dataloader'
import { isRegionCode, type RegionLevel } from '@anwang/domain/regions'
import type { Context } from '../../context.ts'
import { badInput } from '../../schema/errors.ts'
import { decodeCursor, pageSize, type PageArgs } from '../../schema/connections.ts'
import { idOf, optionalId } from '../../schema/nodes.ts'
import { throughDirectory } from './directory.ts'
import { ancestorsOf, childLevels, childrenOf, regionAt, regionsByCode, regionsById, searchRegions, type ChildrenKey, type ChildrenPage, type Hit, type Region } from './store.ts'

/** One statement per tick for any number of regions. */
export const regionLoaders = (context: Context) => {
  const today = context.clock.today()
  const kept = <K, V extends NonNullable<unknown> | null>(nameOf: (key: K) => string, load: (keys: readonly K[]) => Promise<readonly V[]>) =>
    new DataLoader<K, V, string>((keys) => throughDirectory(context, today, keys, nameOf, load), { cacheKeyFn: nameOf })
  const byKey = <V extends NonNullable<unknown>>(kind: string, load: (keys: readonly string[]) => Promise<ReadonlyMap<string, V>>) =>
    kept<string, V | null>((key) => `${kind} ${key}`, async (keys) => {
      const found = await load(keys)
      return keys.map((key) => found.get(key) ?? null)
    })
  return {
    byId: byKey('id', async (ids) => regionsById(await context.read(), ids, today)),
    byCode: byKey('code', async (codes) => regionsByCode(await context.read(), codes, today)),
    ancestors: byKey('above', async (ids) => ancestorsOf(await context.read(), ids, today)),
    childLevel: kept<string, { readonly level: RegionLevel | null }>((id) => `level ${id}`, async (ids) => {
      const levels = await childLevels(await context.read(), ids, today)
      return ids.map((id) => ({ level: levels.get(id) ?? null }))
    }),
    children: kept<ChildrenKey, ChildrenPage>(({ id, first, after }) => `below ${id} ${first} ${after ?? '*'}`, async (keys) => childrenOf(await context.read(), keys, today)),
  }
}

/** @throws where there is none: what refers to it says there is. */
export async function regionOf(context: Context, id: string): Promise<Region> {
  const region = await context.once(regionLoaders).byId.load(id)
  if (!region) throw new Error(`no region ${id}`)
  return region
}

/** By code or id, at most one of which is given; null where there is none or it is a formal layer. @throws BAD_USER_INPUT */
export async function findRegion(context: Context, given: { code?: string | null | undefined; id?: string | null | undefined }, names = { code: 'code', id: 'id' }): Promise<Region | null> {
  const loaders = context.once(regionLoaders)
  if (given.code !== null && given.code !== undefined) {
    if (given.id !== null && given.id !== undefined) throw badInput(names.id, `either ${names.code} or ${names.id}, not both`)
    if (!isRegionCode(given.code)) throw badInput(names.code, `${names.code} is no 12-digit statistical code`)
    return loaders.byCode.load(given.code)
  }
  if (given.id === null || given.id === undefined) throw badInput(names.code, `${names.code} or ${names.id} is missing`)
  const region = await loaders.byId.load(idOf('Region', given.id, names.id))
  return region?.transparent ? null : region
}

export const countryOf = async (context: Context): Promise<Region | null> => regionAt(await context.read(), '', context.clock.today())

/** Of a country root there is none. */
export async function parentOf(context: Context, region: Region): Promise<Region | null> {
  const above = await context.once(regionLoaders).ancestors.load(region.id)
  return above?.at(-1) ?? null
}

export interface SearchArgs extends PageArgs {
  readonly search: string
  readonly within?: string | null | undefined
  readonly level?: RegionLevel | null | undefined
}

/** Nothing for a blank search. @throws BAD_USER_INPUT where `search` is longer than a name, or `within` is no region. */
export async function search(context: Context, args: SearchArgs): Promise<{ hits: Hit[]; total: number }> {
  const term = args.search.trim()
  if (term.length > 60) throw badInput('search', 'search is longer than 60 characters')
  const key = decodeCursor(args.after, ['integer', 'integer', 'text'])
  const within = optionalId('Region', args.within, 'within')
  const root = within === null ? null : await context.once(regionLoaders).byId.load(within)
  if (within !== null && !root) throw badInput('within', 'within is no region')
  const tx = await context.read()
  if (term === '') return { hits: [], total: 0 }
  return searchRegions(tx, { term, root: root?.path ?? '', level: args.level ?? null, first: pageSize(args), after: key }, context.clock.today())
}
