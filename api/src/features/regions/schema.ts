import { REGION_KINDS, REGION_LEVELS } from '@anwang/domain/regions'
import { builder } from '../../schema/builder.ts'
import { connection, decodeCursor, pageOf, pageSize } from '../../schema/connections.ts'
import { denied } from '../../schema/denials.ts'
import { globalId, Node, node } from '../../schema/nodes.ts'
import { isNews } from '../../serving/once.ts'
import { findRegion, parentOf, regionLoaders, search } from './service.ts'
import { allow } from './policy.ts'
import type { Region as RegionNode } from './store.ts'

export const RegionLevel = builder.enumType('RegionLevel', { values: REGION_LEVELS })
export const RegionKind = builder.enumType('RegionKind', { values: REGION_KINDS })

export const Region = builder.objectRef<RegionNode>('Region')
export const RegionConnection = connection<RegionNode>('Region', Region)


Region.implement({
  description: 'A node of the supervision grid. The directory is open to everybody signed in.',
  interfaces: [Node],
  fields: (t) => ({
    id: t.id({ resolve: (region) => globalId('Region', region.id) }),
    code: t.exposeString('code', { nullable: true, description: '12 digits, or null for a zone or node without one' }),
    name: t.exposeString('name'),
    level: t.expose('level', { type: RegionLevel }),
    kind: t.expose('kind', { type: RegionKind }),
    path: t.exposeString('path', { description: 'Never changes; the subtree of `p/` is the range [`p/`, `p0`).' }),
    parent: t.field({
      type: Region, nullable: true, description: 'look-through: transparent layers are never seen',
      resolve: (region, _args, context) => parentOf(context, region),
    }),
    ancestors: t.field({
      type: [Region], description: 'the country first',
      resolve: async (region, _args, context) => (await context.once(regionLoaders).ancestors.load(region.id)) ?? [],
    }),
    childLevel: t.field({
      type: RegionLevel, nullable: true, description: 'what the drill-down shows next; null at a leaf',
      resolve: async (region, _args, context) => (await context.once(regionLoaders).childLevel.load(region.id)).level,
    }),
    viewerSees: t.boolean({
      description: 'Whether the region lies within the scope of the viewer. Outside, lists of records are empty because they are not the viewer\'s to read.',
      resolve: (region, _args, context) => {
        // Each page of it asks: that somebody looks there is told once.
        if (allow.refuse(context.viewer, context.scope(), region.path) && isNews([`region ${context.viewer!.id} ${region.id}`])) context.note({ ...denied('region', 'OUTSIDE', { typename: 'Region', key: region.id }), details: { region: region.name } })
        return allow.seeWhole(context.scope(), region.path)
      },
    }),
    children: t.field({
      type: RegionConnection,
      args: { first: t.arg.int(), after: t.arg.string() },
      resolve: async (region, args, context) => {
        const after = decodeCursor(args.after, ['text'])?.[0] ?? null
        const page = await context.once(regionLoaders).children.load({ id: region.id, first: pageSize(args), after })
        return pageOf(page.rows, args, (child) => [child.path], page.total)
      },
    }),
  }),
})

node(Region, async (context, ids) => {
  const found = await context.once(regionLoaders).byId.loadMany(ids)
  return found.map((region) => (region instanceof Error || region?.transparent ? null : region))
})

builder.queryField('region', (t) =>
  t.field({
    type: Region,
    nullable: true,
    description: 'A malformed code is BAD_USER_INPUT; null where no such region exists. The directory is open to everybody signed in; figures and records are not.',
    args: { code: t.arg.string(), id: t.arg.id() },
    resolve: (_root, args, context) => findRegion(context, args),
  }))

builder.queryField('regions', (t) =>
  t.field({
    type: RegionConnection,
    description: 'By a part of the name, the initials of its pinyin or the beginning of the code; the whole first, then what begins with it.',
    args: { search: t.arg.string({ required: true }), within: t.arg.id(), level: t.arg({ type: RegionLevel }), first: t.arg.int(), after: t.arg.string() },
    resolve: async (_root, args, context) => {
      const found = await search(context, args)
      const page = pageOf(found.hits, args, (hit) => hit.place, found.total)
      return { ...page, nodes: page.nodes.map((hit) => hit.region) }
    },
  }))
