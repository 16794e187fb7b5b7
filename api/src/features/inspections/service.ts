import type { Day, InspectionNature } from '@anwang/domain'
import DataLoader from 'dataloader'
import type { Context } from '../../context.ts'
import { badInput } from '../../schema/errors.ts'
import type { PageArgs } from '../../schema/connections.ts'
import { optionalId } from '../../schema/nodes.ts'
import { afterKey, limitOf, listed, listLoaders, partsCounted, pathOf, rootAt, sectorsUnder, termOf } from '../subjects/lists.ts'
import { contactsOf, type Contact } from '../subjects/store/index.ts'
import type { Root } from '../subjects/store/pages.ts'
import { inspectionCounts, inspectionPages, inspectionsById, type Inspection, type InspectionOrderField, type InspectionQuery } from './store.ts'

export const inspectionLoaders = (context: Context) => ({
  byId: new DataLoader<string, Inspection | null>(async (ids) => {
    const found = await inspectionsById(await context.read(), ids)
    return ids.map((id) => found.get(id) ?? null)
  }),
  contacts: new DataLoader<string, readonly Contact[]>(async (ids) => {
    const found = await contactsOf(await context.read(), 'inspection', ids)
    return ids.map((id) => found.get(id) ?? [])
  }),
  ...listLoaders(
    async (roots, query: InspectionQuery) => inspectionPages(await context.read(), roots, query),
    async (roots, query: InspectionQuery) => inspectionCounts(await context.read(), roots, query),
  ),
})

/** @throws where the viewer cannot see it. */
export async function inspectionOf(context: Context, id: string): Promise<Inspection> {
  const inspection = await context.once(inspectionLoaders).byId.load(id)
  if (!inspection) throw new Error(`no inspection ${id}`)
  return inspection
}

export interface InspectionFilter {
  readonly region?: string | null | undefined
  readonly accountable?: string | null | undefined
  readonly own?: boolean | null | undefined
  readonly sector?: string | null | undefined
  readonly subject?: string | null | undefined
  readonly nature?: readonly InspectionNature[] | null | undefined
  readonly reinspection?: boolean | null | undefined
  readonly from?: Day | null | undefined
  readonly to?: Day | null | undefined
  readonly search?: string | null | undefined
}

export interface InspectionOrder {
  readonly field: InspectionOrderField
  readonly direction: 'ASC' | 'DESC'
}

const NEWEST: InspectionOrder = { field: 'FINISHED_ON', direction: 'DESC' }

/** A filter as a query of the store, with the name of its order. @throws BAD_USER_INPUT naming the field of the filter */
export async function inspectionQueryOf(context: Context, filter: InspectionFilter | null | undefined, orderBy: InspectionOrder | null | undefined, args: PageArgs): Promise<{ root: Root; query: InspectionQuery; order: string }> {
  const { from = null, to = null } = filter ?? {}
  if (from && to && to < from) throw badInput('filter.to', 'filter.to lies before filter.from')
  const owner = optionalId('Subject', filter?.subject, 'filter.subject')
  const account = await pathOf(context, filter?.accountable, 'filter.accountable')
  if (account === null && filter?.own) throw badInput('filter.own', 'filter.own goes with filter.accountable')
  const path = (await pathOf(context, filter?.region, 'filter.region')) ?? account ?? ''
  const { field, direction } = orderBy ?? NEWEST
  const order = `${field} ${direction}`
  return {
    root: rootAt(context, path, owner), order,
    query: {
      nature: filter?.nature ?? null, account: account === null ? null : { path: account, own: filter?.own ?? false, parts: partsCounted(context, account) }, reinspection: filter?.reinspection ?? null, sectors: await sectorsUnder(context, filter?.sector, 'filter.sector'), from, to, search: termOf(filter?.search, 'filter.search'), ofSubject: owner !== null,
      order: { field, descending: direction === 'DESC' }, after: afterKey(args, order, field === 'NUMBER' ? 'text' : 'date'), limit: limitOf(args),
    },
  }
}

/** Newest first unless ordered otherwise. */
export async function inspections(context: Context, filter: InspectionFilter | null | undefined, orderBy: InspectionOrder | null | undefined, args: PageArgs) {
  const { root, query, order } = await inspectionQueryOf(context, filter, orderBy, args)
  return listed(context.once(inspectionLoaders), root, query, args, order)
}
