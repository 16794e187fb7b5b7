import { parsePeriod } from '@anwang/domain'
import type { PeerGroup as Group } from '@anwang/domain/scoring'
import { builder } from '../../schema/builder.ts'
import { connection, decodeCursor, pageOf, pageSize } from '../../schema/connections.ts'
import { globalId, idOf, Node, node } from '../../schema/nodes.ts'
import { argumentsBelow, asksFor } from '../../schema/selection.ts'
import { Metrics } from '../metrics/schema.ts'
import { metricsLoader } from '../metrics/service.ts'
import { Region, RegionLevel } from '../regions/schema.ts'
import { IndicatorGroup, Organization, RankingBasis, refuseUnscored, SchemeVersion, Score } from '../scoring/schema.ts'
import { rankingOf, type EntriesArgs, type Entry, type HistoryPoint, type Ranking as RankingOfRegion } from './service.ts'
import { publishedRanking } from './published.ts'
import { countPublications, publicationsById, publicationsOf, type Publication as PublicationRow } from './store.ts'

const PeerGroup = builder.enumType('PeerGroup', {
  values: ['COUNTIES', 'FUNCTIONAL_ZONES', 'STREETS', 'COMMUNITIES', 'CITIES', 'PROVINCES', 'DEPARTMENTS'] as const satisfies readonly Group[],
})

export const Publication = builder.objectRef<PublicationRow>('Publication')
Publication.implement({
  interfaces: [Node],
  fields: (t) => ({
    id: t.id({ resolve: (publication) => globalId('Publication', publication.id) }),
    period: t.field({ type: 'Period', resolve: (publication) => parsePeriod(publication.period)! }),
    publishedAt: t.expose('publishedAt', { type: 'DateTime' }),
    cutoff: t.expose('cutoffAt', { type: 'DateTime' }),
    sha256: t.exposeString('sha256'),
    restates: t.field({
      type: Publication, nullable: true,
      resolve: async (publication, _args, context) => (publication.restates === null ? null : (await publicationsById(await context.read(), [publication.restates])).get(publication.restates) ?? null),
    }),
  }),
})
node(Publication, async (context, ids) => {
  const found = await publicationsById(await context.read(), ids)
  return ids.map((id) => found.get(id) ?? null)
})
const PublicationConnection = connection<PublicationRow>('Publication', Publication)

const RankingHistoryPoint = builder.objectRef<HistoryPoint>('RankingHistoryPoint').implement({
  fields: (t) => ({
    period: t.expose('period', { type: 'Period' }),
    total: t.float({ nullable: true, resolve: ({ score }) => score?.head.total?.number ?? null }),
    shown: t.string({ nullable: true, resolve: ({ score }) => score?.head.total?.shown ?? null }),
    rank: t.int({ nullable: true, resolve: ({ score }) => score?.head.rank ?? null }),
  }),
})

const RankingEntry = builder.objectRef<Entry>('RankingEntry').implement({
  description: 'Either region or organization. rank is null where it is listed unranked; `unrankedBecause` says why.',
  fields: (t) => ({
    rank: t.exposeInt('rank', { nullable: true }),
    previousRank: t.exposeInt('previousRank', { nullable: true }),
    change: t.int({ nullable: true, description: 'places gained since the period before', resolve: ({ rank, previousRank }) => (rank === null || previousRank === null ? null : previousRank - rank) }),
    tied: t.exposeBoolean('tied'),
    comparable: t.exposeBoolean('comparable', { description: 'false across a change of the region or of the scheme' }),
    changedOn: t.expose('changedOn', { type: 'Date', description: 'the last day on which the region opened or took others in: nothing compares with a period that began before it' }),
    unrankedBecause: t.string({ nullable: true, resolve: ({ unrankedBecause }, _args, { language }) => unrankedBecause?.[language] ?? null }),
    peerGroup: t.expose('peerGroup', { type: PeerGroup }),
    region: t.field({ type: Region, nullable: true, resolve: (entry) => entry.region }),
    organization: t.field({ type: Organization, nullable: true, resolve: () => null }),
    score: t.field({ type: Score, nullable: true, resolve: (entry) => entry.score }),
    metrics: t.field({
      type: Metrics,
      resolve: async ({ region, period }, _args, context, info) => {
        const found = await context.once(metricsLoader).load({ region, period, sectorId: null, own: asksFor(info, 'own') })
        if (!found) throw new Error(`a ranking showed ${region.id} to who may not see its figures`)
        return found
      },
    }),
    history: t.field({ type: [RankingHistoryPoint], description: 'the last six periods of the kind, oldest first', resolve: (entry) => entry.history }),
  }),
})
const RankingEntryConnection = connection<Entry>('RankingEntry', RankingEntry)

const RankingOwn = builder.objectRef<RankingOfRegion>('RankingOwn').implement({
  description: '本级: what the region manages itself. It does not take part.',
  fields: (t) => ({
    region: t.field({ type: Region, resolve: (ranking) => ranking.root }),
    metrics: t.field({
      type: Metrics,
      resolve: async ({ root, period }, _args, context) => {
        const own = (await context.once(metricsLoader).load({ region: root, period, sectorId: null, own: true }))?.own
        if (!own) throw new Error(`a ranking showed ${root.id} to who may not see its figures`)
        return own
      },
    }),
  }),
})

const Ranking = builder.objectRef<RankingOfRegion & { readonly publication: PublicationRow | null }>('Ranking').implement({
  fields: (t) => ({
    region: t.field({ type: Region, nullable: true, resolve: (ranking) => ranking.root }),
    period: t.expose('period', { type: 'Period' }),
    level: t.expose('level', { type: RegionLevel, nullable: true }),
    basis: t.expose('basis', { type: RankingBasis }),
    scheme: t.field({ type: SchemeVersion, nullable: true, resolve: (ranking) => ranking.scheme }),
    asOf: t.expose('asOf', { type: 'DateTime' }),
    publication: t.field({ type: Publication, nullable: true, resolve: (ranking) => ranking.publication }),
    groups: t.field({ type: [IndicatorGroup], resolve: (ranking) => ranking.scheme?.data.groups ?? [] }),
    own: t.field({ type: RankingOwn, nullable: true, description: 'so that the rows add up; null in a publication', resolve: (ranking) => (ranking.basis === 'LIVE' ? ranking : null) }),
    entries: t.field({
      type: RankingEntryConnection,
      args: { peerGroup: t.arg({ type: PeerGroup }), first: t.arg.int(), after: t.arg.string() },
      resolve: (ranking, args) => ranking.entries(args),
    }),
  }),
})

builder.queryFields((t) => ({
  ranking: t.field({
    type: Ranking,
    nullable: true,
    description: `Of the descendants of the region (default: the country) that stand at \`level\`; without \`level\`, its look-through children, of whatever level (济源 stands beside cities).
Regions valid at the end of the period; transparent ones never. A period without a scheme (a month, a range) is BAD_USER_INPUT; a level without one (communities) lists without score. null where the viewer may not see this ranking.`,
    args: {
      region: t.arg.id(), code: t.arg.string(), period: t.arg({ type: 'Period', required: true }), level: t.arg({ type: RegionLevel }),
      basis: t.arg({ type: RankingBasis, defaultValue: 'LIVE' }),
    },
    resolve: async (_root, args, context, info) => {
      refuseUnscored(args.period)
      if (args.basis === 'PUBLISHED') return publishedRanking(context, args)
      const ranking = await rankingOf(context, args, {
        items: asksFor(info, 'indicators') || asksFor(info, 'adjustments') || asksFor(info, 'vetoes') || asksFor(info, 'score', 'groups'),
        previous: asksFor(info, 'previousRank') || asksFor(info, 'change') || asksFor(info, 'comparable'),
        history: asksFor(info, 'history'),
        nested: asksFor(info, 'children', 'score'),
      }, argumentsBelow<EntriesArgs>(info, 'Ranking', 'entries'))
      return ranking && { ...ranking, publication: null }
    },
  }),
  publications: t.field({
    type: PublicationConnection,
    args: { region: t.arg.id({ required: true }), first: t.arg.int(), after: t.arg.string() },
    resolve: async (_root, args, context) => {
      const regionId = idOf('Region', args.region, 'region')
      const after = decodeCursor(args.after, ['instant', 'uuid'])
      const tx = await context.read()
      const rows = await publicationsOf(tx, regionId, pageSize(args) + 1, after)
      return pageOf(rows, args, (row) => [row.publishedAt.toISOString(), row.id], () => countPublications(tx, regionId))
    },
  }),
}))
