import DataLoader from 'dataloader'
import { reachOf } from '@anwang/db/client'
import { countedParts, inSubtree, type Part } from '../../auth/scope.ts'
import type { Context } from '../../context.ts'
import { badInput } from '../../schema/errors.ts'
import { isDay } from '@anwang/domain'
import { decodeCursor, pageOf, pageSize, type Page, type PageArgs } from '../../schema/connections.ts'
import { optionalId } from '../../schema/nodes.ts'
import { sectorLoader } from '../accounts/schema.ts'
import { regionLoaders } from '../regions/service.ts'
import type { Tx } from '@anwang/db'
import type { Keyed, Matches, Root } from './store/pages.ts'

/** The parts of a region that lie within the viewer's scope; none where they do not meet. @throws UNAUTHENTICATED */
export function rootAt(context: Context, path: string, owner: string | null = null): Root {
  return { paths: apart(reachOf(context.scope()).flatMap((own) => (inSubtree(path, own) ? [path] : inSubtree(own, path) ? [own] : []))), owner }
}

/** Without those that lie in another one. */
const apart = (some: readonly string[]): string[] => {
  const paths = [...new Set(some)]
  return paths.filter((one) => !paths.some((other) => other !== one && inSubtree(one, other) && other.length < one.length))
}

/** The same with more subtrees, which have to lie in the viewer's scope. */
export const reaching = (root: Root, more: readonly string[]): Root => (more.length === 0 ? root : { ...root, paths: apart([...root.paths, ...more]) })

/** The parts that both lists of subtrees have. */
export const meeting = (root: Root, path: string): Root => ({
  ...root, paths: [...new Set(root.paths.flatMap((own) => (inSubtree(path, own) ? [path] : inSubtree(own, path) ? [own] : [])))],
})

/** The path of a region named in a filter. @throws BAD_USER_INPUT */
export async function pathOf(context: Context, id: string | null | undefined, argument: string): Promise<string | null> {
  const key = optionalId('Region', id, argument)
  if (key === null) return null
  const region = await context.once(regionLoaders).byId.load(key)
  if (!region) throw badInput(argument, `${argument} is no region`)
  return region.path
}

/** A sector and everything below it. @throws BAD_USER_INPUT */
export async function sectorsUnder(context: Context, id: string | null | undefined, argument: string): Promise<string[] | null> {
  const key = optionalId('Sector', id, argument)
  if (key === null) return null
  const all = await context.once(sectorLoader).all
  if (!all.some((sector) => sector.id === key)) throw badInput(argument, `${argument} is no sector`)
  const found = [key]
  // Grows while it is walked, so that every level below is reached.
  for (const parent of found) found.push(...all.filter((sector) => sector.parentId === parent).map((sector) => sector.id))
  return found
}

/**
 * What the viewer's figures of the region at `account` count, as a list of records narrows to it: a figure leads to as many
 * records as it says. Where the viewer sees no figures of it, whatever they see there.
 */
export function partsCounted(context: Context, account: string): readonly Part[] {
  const parts = countedParts(context.scope(), account)
  return parts.length === 0 ? [{ path: account, sectors: null }] : parts
}

/** More than any number or name, and short enough that comparing stays cheap: every character of a term costs time on every row. */
const LONGEST_TERM = 100

/** What to look for in texts; null for a blank one. @throws BAD_USER_INPUT */
export function termOf(search: string | null | undefined, argument: string): string | null {
  const term = search?.trim() ?? ''
  if (term.length > LONGEST_TERM) throw badInput(argument, `${argument} is longer than ${LONGEST_TERM} characters`)
  return term || null
}

/** The key and id behind `after`, made by a list in this order. @throws BAD_USER_INPUT `after` */
export function afterKey(args: PageArgs, order: string, keyType: 'date' | 'text'): readonly [string, string] | null {
  const cursor = decodeCursor(args.after, ['text', 'text', 'uuid'])
  if (!cursor) return null
  const [tag, key, id] = cursor
  if (tag !== order || (keyType === 'date' && !isDay(key))) throw badInput('after', 'after is no cursor of this list')
  return [key, id]
}

interface Key<Query> {
  readonly root: Root
  readonly query: Query
}

/** Pages and counts of many roots in one statement for each query. `uncounted`: what of a query makes no difference to the count. */
export function listLoaders<Query extends object, Row>(
  pages: (roots: readonly Root[], query: Query) => Promise<readonly Keyed<Row>[][]>,
  counts: (roots: readonly Root[], query: Query) => Promise<readonly number[]>,
) {
  const batch = <V>(load: (roots: readonly Root[], query: Query) => Promise<readonly V[]>) =>
    new DataLoader<Key<Query>, V, string>(async (keys) => {
      const found = new Map<Key<Query>, V>()
      for (const group of Map.groupBy(keys, ({ query }) => JSON.stringify(query)).values()) {
        const values = await load(group.map(({ root }) => root), group[0]!.query)
        group.forEach((key, i) => found.set(key, values[i]!))
      }
      return keys.map((key) => found.get(key)!)
    }, { cacheKeyFn: (key) => JSON.stringify(key) })
  return { page: batch(pages), count: batch(counts) }
}

type Searched<Query, V> = (tx: Tx, roots: readonly Root[], query: Query, matches: Matches | null, seen: boolean) => Promise<V[]>

/** Whether row security shows all that lies in scope: what a post narrows is known to it alone. */
export const seesWhole = (context: Context): boolean => context.scope().terms.every(({ sectors, subjectId }) => sectors === null && subjectId === null)

/** The same of a list whose texts are looked up: page and count take what was found once. */
export function searchedLoaders<Query extends { readonly search: string | null }, Row>(
  context: Context, find: (tx: Tx, term: string, roots: readonly Root[]) => Promise<Matches>, pages: Searched<Query, Keyed<Row>[]>, counts: Searched<Query, number>,
) {
  const found = new DataLoader<{ readonly roots: readonly Root[]; readonly term: string }, Matches, string>(
    async (keys) => Promise.all(keys.map(async ({ roots, term }) => find(await context.read(), term, roots))), { cacheKeyFn: (key) => JSON.stringify(key) })
  const by = <V>(read: Searched<Query, V>) => async (roots: readonly Root[], query: Query) =>
    read(await context.read(), roots, query, query.search === null || roots.some(({ owner }) => owner !== null) ? null : await found.load({ roots, term: query.search }), seesWhole(context))
  return listLoaders<Query, Row>(by(pages), by(counts))
}

export type ListLoaders<Query extends object, Row> = ReturnType<typeof listLoaders<Query, Row>>

/** A page of a list as a connection; `order` names the list's order in its cursors. */
export async function listed<Query extends object, Row>(loaders: ListLoaders<Query, Row>, root: Root, query: Query, args: PageArgs, order: string): Promise<Page<Keyed<Row>>> {
  const nothing = root.paths.length === 0
  const rows = nothing ? [] : await loaders.page.load({ root, query })
  return pageOf(rows, args, (row) => [order, row.sort_key, row.id], () => (nothing ? 0 : loaders.count.load({ root, query })))
}

/** One more than the page, to know whether there is a next one. */
export const limitOf = (args: PageArgs): number => pageSize(args) + 1
