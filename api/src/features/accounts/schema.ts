import type { Grant as GrantOfViewer, Viewer as ViewerOfSession } from '../../auth/viewer.ts'
import type { Context } from '../../context.ts'
import { builder } from '../../schema/builder.ts'
import { globalId, Node, node } from '../../schema/nodes.ts'
import { Region } from '../regions/schema.ts'
import { regionOf } from '../regions/service.ts'
import { offered } from './policy.ts'
import { sectorLoader } from './service.ts'
import { demonstrationAccounts, officeOf, type DemonstrationAccount as Demonstrated, type Office as OfficeRow, type Sector as SectorRow } from './store.ts'

export { sectorLoader }

export const Sector = builder.objectRef<SectorRow>('Sector').implement({
  description: '行业领域',
  interfaces: [Node],
  fields: (t) => ({
    id: t.id({ resolve: (sector) => globalId('Sector', sector.id) }),
    name: t.string({ resolve: (sector, _args, { language }) => (language === 'en' ? sector.nameEn : sector.name) }),
    parent: t.field({
      type: 'Sector' as never, nullable: true,
      resolve: ((sector: SectorRow, _args: object, context: Context) => (sector.parentId === null ? null : context.once(sectorLoader).load(sector.parentId))) as never,
    }),
  }),
})
node(Sector, async (context, ids) => Promise.all(ids.map((id) => context.once(sectorLoader).load(id))))

const Grant = builder.objectRef<GrantOfViewer>('Grant').implement({
  fields: (t) => ({
    role: t.exposeString('role'),
    region: t.field({ type: Region, resolve: (grant, _args, context) => regionOf(context, grant.regionId) }),
    sectors: t.field({
      type: [Sector], nullable: true, description: 'null: all',
      resolve: async (grant, _args, context) => grant.sectors && (await Promise.all(grant.sectors.map((id) => context.once(sectorLoader).load(id)))).filter((sector) => sector !== null),
    }),
  }),
})

const titleOf = (of: { title: string; titleEn: string }, { language }: Context) => (language === 'en' ? of.titleEn : of.title)

export const Viewer = builder.objectRef<ViewerOfSession>('Viewer').implement({
  fields: (t) => ({
    name: t.string({ description: 'what the interface calls the post, in the language asked for', resolve: (viewer, _args, context) => titleOf(viewer, context) }),
    userName: t.exposeString('userName'),
    title: t.exposeString('title'),
    titleEn: t.exposeString('titleEn'),
    grants: t.field({ type: [Grant], resolve: (viewer) => viewer.grants }),
    home: t.field({ type: Region, resolve: (viewer, _args, context) => regionOf(context, viewer.homeId) }),
    viewerCanImport: t.boolean({ resolve: (viewer) => offered.import(viewer) }),
    viewerCanRecord: t.boolean({ resolve: (viewer) => offered.record(viewer) }),
  }),
})

const Office = builder.objectRef<OfficeRow>('Office').implement({
  fields: (t) => ({
    name: t.exposeString('name'),
    region: t.field({ type: Region, resolve: (office, _args, context) => regionOf(context, office.regionId) }),
    goLiveOn: t.expose('goLiveOn', { type: 'Date', description: 'what lies before it is shown only' }),
    demonstration: t.exposeBoolean('demonstration'),
    today: t.field({ type: 'Date', resolve: (_office, _args, { clock }) => clock.today() }),
  }),
})

const DemonstrationAccount = builder.objectRef<Demonstrated>('DemonstrationAccount').implement({
  fields: (t) => ({
    userName: t.exposeString('userName'),
    title: t.exposeString('title'),
    titleEn: t.exposeString('titleEn'),
    home: t.string({ description: "the home region's id", resolve: (account) => globalId('Region', account.homeId) }),
  }),
})

builder.queryFields((t) => ({
  viewer: t.field({ type: Viewer, nullable: true, resolve: (_root, _args, { viewer }) => viewer }),
  office: t.field({
    type: Office, nullable: true, description: 'null when nobody is signed in',
    resolve: async (_root, _args, context) => (context.viewer ? officeOf(await context.read()) : null),
  }),
  sectors: t.field({ type: [Sector], resolve: (_root, _args, context) => context.once(sectorLoader).all }),
  demonstrationAccounts: t.field({
    type: [DemonstrationAccount], description: 'open to the unsigned; empty outside the demonstration',
    resolve: (_root, _args, { app, demonstration }) => (demonstration ? demonstrationAccounts(app) : []),
  }),
}))
