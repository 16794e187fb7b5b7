import DataLoader from 'dataloader'
import type { SchemeVersion as SchemeVersionRow } from '@anwang/db/scoring/schemes'
import type { Period } from '@anwang/domain'
import {
  sources, toNumber, rational, unrankedWords, type AdjustmentResult, type GroupData, type VetoResult, type Words,
} from '@anwang/domain/scoring'
import type { Context } from '../../context.ts'
import { constant, keptList, type Keeps } from '../../execution/constants.ts'
import { builder } from '../../schema/builder.ts'
import { connectionWithEdge } from '../../schema/connections.ts'
import { badInput } from '../../schema/errors.ts'
import { globalId, Node, node } from '../../schema/nodes.ts'
import { Sector } from '../accounts/schema.ts'
import { sectorLoader } from '../accounts/service.ts'
import { Region } from '../regions/schema.ts'
import { regionOf } from '../regions/service.ts'
import { indicatorsOf, partsOf, type GroupOfScore, type IndicatorOfScheme, type IndicatorOfScore } from './parts.ts'
import { pooled, periodDenominator, recordsOf, unlisted, type RecordPage } from './records.ts'
import { isScored, scoreOf, type Score as ScoreOfRegion } from './service.ts'
import { schemeVersions } from './store.ts'
import { notApplicableWords, sourceWords, unlistedWords } from './words.ts'

const said = (words: Words, { language }: Context): string => words[language]
const numberOf = (exact: string): number => toNumber(rational(exact))

export const RankingBasis = builder.enumType('RankingBasis', {
  description: 'LIVE: computed from the ledger now. PUBLISHED: the newest publication of that period.', values: ['LIVE', 'PUBLISHED'] as const,
})
const Grade = builder.enumType('Grade', { values: ['EXCELLENT', 'GOOD', 'PASS', 'FAIL'] as const })
const NotApplicable = builder.enumType('NotApplicable', { values: ['NO_DENOMINATOR', 'NO_SOURCE'] as const })
const RecordSide = builder.enumType('RecordSide', { values: ['NUMERATOR', 'DENOMINATOR', 'LOST'] as const })
const [RecordConnection, RecordEdge] = connectionWithEdge<RecordPage>('Record', Node)
builder.objectFields(RecordEdge, (t) => ({
  because: t.string({
    nullable: true, description: 'why it lost points, in a phrase; null on the other sides',
    resolve: ({ page, at }, _args, context) => {
      const words = page.because[at]
      return words ? said(words, context) : null
    },
  }),
}))

interface OrganizationRow { id: string; name: string; regionId: string; sectors: readonly string[] }
export const Organization = builder.objectRef<OrganizationRow>('Organization').implement({
  interfaces: [Node],
  fields: (t) => ({
    id: t.id({ resolve: (organization) => globalId('Organization', organization.id) }),
    name: t.exposeString('name'),
    region: t.field({ type: Region, resolve: (organization, _args, context) => regionOf(context, organization.regionId) }),
    sectors: t.field({ type: [Sector], resolve: async (organization, _args, context) => (await context.once(sectorLoader).all).filter((sector) => organization.sectors.includes(sector.id)) }),
  }),
})

export const IndicatorGroup = builder.objectRef<GroupData>('IndicatorGroup').implement({
  fields: (t) => ({
    name: t.string({ resolve: (group, _args, context) => said(group.name, context) }),
    weight: t.float({ resolve: (group) => numberOf(group.weight) }),
  }),
})

const Indicator = builder.objectRef<Keeps<IndicatorOfScheme>>('Indicator').implement({
  interfaces: [Node],
  fields: (t) => ({
    id: t.id(constant(({ scheme, data }: IndicatorOfScheme) => globalId('Indicator', `${scheme.id}/${data.number}`))),
    number: t.int(constant(({ data }: IndicatorOfScheme) => data.number)),
    name: t.string(constant(({ data }: IndicatorOfScheme, language) => data.name[language])),
    group: t.field({ type: IndicatorGroup, resolve: ({ kept: { scheme, data } }) => scheme.data.groups.find((group) => group.key === data.group)! }),
    weight: t.float(constant(({ data }: IndicatorOfScheme) => numberOf(data.weight))),
  }),
})

export const SchemeVersion = builder.objectRef<SchemeVersionRow>('SchemeVersion').implement({
  interfaces: [Node],
  fields: (t) => ({
    id: t.id({ resolve: (scheme) => globalId('SchemeVersion', scheme.id) }),
    name: t.string({ resolve: (scheme, _args, context) => said(scheme.data.name, context) }),
    version: t.exposeInt('version'),
    indicators: t.field({ type: [Indicator], resolve: (scheme) => keptList(indicatorsOf(scheme), (kept) => ({ kept })) }),
  }),
})

const schemes = (context: Context) =>
  new DataLoader<string, SchemeVersionRow | null>(async (ids) => {
    const found = await schemeVersions(await context.read(), ids)
    return ids.map((id) => found.get(id) ?? null)
  })
node(SchemeVersion, (context, ids) => Promise.all(ids.map((id) => context.once(schemes).load(id))))
node(Indicator, (context, keys) => Promise.all(keys.map(async (key) => {
  const [id, number] = key.split('/')
  const scheme = await context.once(schemes).load(id!)
  const data = scheme?.data.indicators.find((one) => String(one.number) === number)
  return scheme && data ? { kept: { scheme, data } } : null
})), /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\/\d{1,4}$/)

const Veto = builder.objectRef<VetoResult>('Veto').implement({
  fields: (t) => ({ clause: t.string({ resolve: (veto, _args, context) => said(veto.clause, context) }), reason: t.exposeString('reason') }),
})
const Adjustment = builder.objectRef<AdjustmentResult>('Adjustment').implement({
  fields: (t) => ({
    points: t.float({ resolve: ({ points }) => points.number }),
    shown: t.string({ resolve: ({ points }) => points.shown }),
    clause: t.string({ resolve: (adjustment, _args, context) => said(adjustment.clause, context) }),
    basis: t.exposeString('basis'),
    on: t.expose('on', { type: 'Date' }),
  }),
})

const GroupScore = builder.objectRef<Keeps<GroupOfScore>>('GroupScore').implement({
  fields: (t) => ({
    name: t.string(constant(({ data }: GroupOfScore, language) => data.name[language])),
    shown: t.string({ nullable: true, ...constant(({ result }: GroupOfScore) => result.points?.shown ?? null) }),
    points: t.float({ nullable: true, ...constant(({ result }: GroupOfScore) => result.points?.number ?? null) }),
    maxPoints: t.float(constant(({ result }: GroupOfScore) => result.maxPoints.number)),
    lost: t.float({ nullable: true, ...constant(({ result }: GroupOfScore) => (result.points ? numberOf(result.maxPoints.exact) - numberOf(result.points.exact) : null)) }),
    hidden: t.boolean({ description: 'none of its items is in force', ...constant(({ result }: GroupOfScore) => result.points === null) }),
  }),
})

interface ItemOfScore extends Keeps<IndicatorOfScore> {
  readonly score: ScoreOfRegion
}
const countedOf = ({ score: { region, period }, kept: { data, result } }: ItemOfScore) => ({ region, period, indicator: data, result })
const IndicatorScore = builder.objectRef<ItemOfScore>('IndicatorScore').implement({
  fields: (t) => ({
    indicator: t.field({ type: Indicator, ...constant((kept: IndicatorOfScore) => ({ kept })) }),
    numerator: t.float({ nullable: true, ...constant(({ result }: IndicatorOfScore) => result.numerator) }),
    denominator: t.float({ nullable: true, ...constant(({ result }: IndicatorOfScore) => result.denominator) }),
    ratio: t.float({ nullable: true, ...constant(({ result }: IndicatorOfScore) => result.ratio?.number ?? null) }),
    points: t.float({ nullable: true, ...constant(({ result }: IndicatorOfScore) => result.points?.number ?? null) }),
    shown: t.string({ nullable: true, ...constant(({ result }: IndicatorOfScore) => result.points?.shown ?? null) }),
    lost: t.float({ nullable: true, ...constant(({ result }: IndicatorOfScore) => result.lost?.number ?? null) }),
    maxPoints: t.float({ description: 'the weight in force, after spreading', ...constant(({ result }: IndicatorOfScore) => result.maxPoints.number) }),
    maxPointsShown: t.string({ nullable: true, ...constant(({ result }: IndicatorOfScore) => result.maxPoints.shown) }),
    weight: t.float({ description: 'as the scheme sets it', ...constant(({ data }: IndicatorOfScore) => numberOf(data.weight)) }),
    notApplicable: t.field({ type: NotApplicable, nullable: true, ...constant(({ result }: IndicatorOfScore) => result.notApplicable) }),
    notApplicableReason: t.string({ nullable: true, ...constant(({ result }: IndicatorOfScore, language) => notApplicableWords(result)?.[language] ?? null) }),
    smallSample: t.boolean({ description: 'fewer than five in the denominator', ...constant(({ result }: IndicatorOfScore) => result.smallSample) }),
    pooled: t.boolean({ description: 'counted over the last four quarters; a small stock as of a day is not', ...constant(({ data, result }: IndicatorOfScore) => pooled({ indicator: data, result })) }),
    periodDenominator: t.int({
      nullable: true, description: "of the period alone, where `pooled`; null where it is not, and where the viewer sees only some sectors' figures",
      resolve: (item, _args, context) => periodDenominator(context, countedOf(item)),
    }),
    atPeersMean: t.boolean({ description: "true where the item was scored at the peers' mean", ...constant(({ result }: IndicatorOfScore) => result.atPeersMean) }),
    clause: t.string(constant(({ data }: IndicatorOfScore, language) => data.clause[language])),
    records: t.field({
      type: RecordConnection, nullable: true,
      description: "The hazards (one for each round counted) or subjects (one for each unit) behind a side. null where recordsUnlisted says why.",
      args: { counted: t.arg({ type: RecordSide, defaultValue: 'DENOMINATOR' }), first: t.arg.int(), after: t.arg.string() },
      resolve: (item, args, context) => recordsOf(context, countedOf(item), args.counted ?? 'DENOMINATOR', args),
    }),
    recordsUnlisted: t.string({
      nullable: true, description: "why `records` is null: outside the viewer's scope, or records that are not kept; null where they are listed",
      resolve: (item, _args, context) => {
        const why = unlisted(context, countedOf(item))
        return why && said(unlistedWords[why], context)
      },
    }),
  }),
})

export const Score = builder.objectRef<ScoreOfRegion>('Score').implement({
  description: 'total is null where less than half of the weight applies. `shown` is rounded once, from the exact value, half away from zero, two decimals.',
  fields: (t) => ({
    region: t.field({ type: Region, nullable: true, resolve: (score) => score.region }),
    organization: t.field({ type: Organization, nullable: true, resolve: () => null }),
    period: t.expose('period', { type: 'Period' }),
    scheme: t.field({ type: SchemeVersion, resolve: (score) => score.scheme }),
    total: t.float({ nullable: true, resolve: ({ head }) => head.total?.number ?? null }),
    exact: t.string({ nullable: true, description: 'the rational, such as 18899/200', resolve: ({ head }) => head.total?.exact ?? null }),
    shown: t.string({ nullable: true, resolve: ({ head }) => head.total?.shown ?? null }),
    grade: t.field({ type: Grade, nullable: true, resolve: ({ head }) => head.grade }),
    unrankedBecause: t.string({ nullable: true, resolve: ({ head }, _args, context) => (head.unrankedBecause ? said(unrankedWords[head.unrankedBecause], context) : null) }),
    vetoes: t.field({ type: [Veto], resolve: async (score) => (await score.result()).vetoes }),
    adjustments: t.field({ type: [Adjustment], resolve: async (score) => (await score.result()).adjustments }),
    indicators: t.field({
      type: [IndicatorScore],
      args: { number: t.arg.intList({ description: 'only these items, so that the records of one need not be looked up for all' }) },
      resolve: async (score, { number }) => {
        const { indicators } = partsOf(await score.result(), score.scheme)
        return keptList(number ? indicators.filter(({ data }) => number.includes(data.number)) : indicators, (kept) => ({ score, kept }))
      },
    }),
    groups: t.field({
      type: [GroupScore],
      resolve: async (score) => keptList(partsOf(await score.result(), score.scheme).groups, (kept) => ({ kept })),
    }),
    sourcesNotInUse: t.stringList({
      description: 'kinds of record that the office has not taken into use; their items leave',
      resolve: (score, _args, context) =>
        sources.filter((source) => !score.sourcesInUse.includes(source) && score.scheme.data.indicators.some((one) => one.source === source)).map((source) => said(sourceWords[source], context)),
    }),
  }),
})

/** @throws BAD_USER_INPUT naming `period` */
export function refuseUnscored(period: Period): void {
  if (!isScored(period)) throw badInput('period', 'no scheme scores this period: quarters are scored, such as 2026-Q3')
}

builder.objectFields(Region, (t) => ({
  score: t.field({
    type: Score, nullable: true, description: "Among its parent's children. null outside the viewer's scope and where the level has no scheme.",
    args: { period: t.arg({ type: 'Period', required: true }), basis: t.arg({ type: RankingBasis, defaultValue: 'LIVE' }) },
    resolve: (region, { period, basis }, context) => {
      refuseUnscored(period)
      return basis === 'PUBLISHED' ? null : scoreOf(context, region, period)
    },
  }),
}))
