import { hazardLevels, hazardSources, hazardStates, overdueSpan, scoredDueOn, type RectificationPlan, type Round as RoundOfFold } from '@anwang/domain'
import { builder } from '../../schema/builder.ts'
import { connection, listPage } from '../../schema/connections.ts'
import { globalId, Node, node } from '../../schema/nodes.ts'
import { Sector, sectorLoader } from '../accounts/schema.ts'
import { inspectionLoaders } from '../inspections/service.ts'
import { allow as inspections } from '../inspections/policy.ts'
import { Inspection, InspectionNature } from '../inspections/schema.ts'
import { Region } from '../regions/schema.ts'
import { regionOf } from '../regions/service.ts'
import { Contact, contactsShown, Direction, Subject } from '../subjects/schema.ts'
import { placed, subjectOf, subjectOfRecord } from '../subjects/service.ts'
import { factsOf, isLate, type EventFact as Fact } from './facts.ts'
import { moveKinds, registrableSources } from './policy.ts'
import { daysOverdue, foldOf, hazardLoaders, hazards, isOverdue, movesOf, overdueDaysOf, overdueGroups, recordedLate, type Move as MoveOfHazard, type OverdueGroup as GroupRow } from './service.ts'
import type { Hazard as HazardRow, StoredEvent } from './store/index.ts'

export const HazardLevel = builder.enumType('HazardLevel', { values: hazardLevels })
export const HazardState = builder.enumType('HazardState', { values: hazardStates })
export const HazardSource = builder.enumType('HazardSource', { values: hazardSources })
const HazardOrderField = builder.enumType('HazardOrderField', { values: ['DUE_ON', 'FOUND_ON', 'OVERDUE_DAYS', 'NUMBER'] as const })
const MoveKind = builder.enumType('MoveKind', { values: moveKinds })
const OverdueGrouping = builder.enumType('OverdueGrouping', {
  description: "REGION: by whose figures it counts in: the look-through children of filter.accountable (or filter.region, or the viewer's home), and that region itself", values: ['REGION', 'SECTOR', 'SUBJECT'] as const,
})

export const HazardFilter = builder.inputType('HazardFilter', {
  fields: (t) => ({
    region: t.id({ description: 'it lies there or below' }),
    accountable: t.id({ description: 'it counts in the figures of that region or of one below it: with `overdueOn` on that day, with `foundFrom` or `foundTo` and nothing about being overdue on the day it was found, else today (what is shown only counts nowhere, what is voided is left out unless `state` names it)' }),
    own: t.boolean({ description: 'with `accountable`: only what counts at that very region (本级)' }),
    sector: t.id({ description: 'and everything below it' }), subject: t.id(),
    level: t.field({ type: [HazardLevel] }), state: t.field({ type: [HazardState] }), source: t.field({ type: [HazardSource] }),
    overdue: t.boolean({ description: 'today' }), minOverdueDays: t.int({ description: 'overdue today, for so many days at least' }),
    overdueOn: t.field({ type: 'Date', description: 'overdue on that day, not after today, as its events tell it now; overdue days are then counted to it' }),
    foundFrom: t.field({ type: 'Date' }), foundTo: t.field({ type: 'Date', description: 'inclusive' }), dueFrom: t.field({ type: 'Date' }), dueTo: t.field({ type: 'Date', description: 'inclusive' }),
    import: t.id({ description: 'an import made it, or added to it' }),
    search: t.string({ description: "in number, description and the subject's name" }),
  }),
})
export const HazardOrder = builder.inputType('HazardOrder', {
  fields: (t) => ({ field: t.field({ type: HazardOrderField, required: true }), direction: t.field({ type: Direction, required: true }) }),
})

const Round = builder.objectRef<RoundOfFold>('Round').implement({
  description: 'One round of rectification. By `dueOn` the product reminds; by `scoredDueOn` figures count.',
  fields: (t) => ({
    n: t.exposeInt('n'),
    startedOn: t.expose('startedOn', { type: 'Date' }),
    dueOn: t.expose('dueOn', { type: 'Date' }),
    scoredDueOn: t.field({ type: 'Date', resolve: (round) => scoredDueOn(round) }),
    submittedOn: t.field({ type: 'Date', nullable: true, resolve: (round) => round.submissions.findLast((one) => one.decision !== 'REJECTED')?.on ?? null }),
    acceptedOn: t.expose('acceptedOn', { type: 'Date', nullable: true }),
    overdueDays: t.int({
      description: 'so far, or until the submission that was accepted; one day late is one day',
      resolve: (round, _args, { clock }) => {
        const span = overdueSpan(round)
        return span ? daysOverdue(span.from, span.until, clock.today()) : 0
      },
    }),
  }),
})

const Plan = builder.objectRef<RectificationPlan>('Plan').implement({
  description: '整改方案: 责任、措施、资金、期限、预案',
  fields: (t) => ({
    responsiblePost: t.exposeString('responsiblePost'), measures: t.exposeString('measures'), fundsYuan: t.exposeFloat('fundsYuan'),
    dueOn: t.expose('dueOn', { type: 'Date' }), contingency: t.exposeString('contingency'),
  }),
})

const Move = builder.objectRef<MoveOfHazard>('Move').implement({
  fields: (t) => ({
    kind: t.expose('kind', { type: MoveKind }),
    viewerCan: t.exposeBoolean('viewerCan'),
    because: t.exposeString('because', { description: "why not, or whose move it is, in words of the viewer's language" }),
    primary: t.exposeBoolean('primary', { description: 'what the hazard now waits for' }),
    dueOn: t.expose('dueOn', { type: 'Date', nullable: true, description: 'the last day on which it is in time' }),
  }),
})

export const EventFact = builder.objectRef<Fact>('EventFact').implement({
  fields: (t) => ({ name: t.exposeString('name', { description: 'a key such as dueOn, granted, document' }), value: t.exposeString('value') }),
})

const HazardEvent = builder.objectRef<StoredEvent>('HazardEvent').implement({
  fields: (t) => ({
    id: t.id({ resolve: (event) => globalId('HazardEvent', `${event.streamId}/${event.version}`) }),
    type: t.exposeString('type', { description: 'registered, ordered, long_deadline_approved, planned, submitted, accepted, rejected, extension_requested, extension_decided, corrected, transferred, void_requested, void_countersigned, void_refused, revisited, reopened, archived, listed, delisted' }),
    actor: t.string({
      description: 'the post that acted',
      resolve: async (event, _args, context) => {
        const actor = await context.once(hazardLoaders).actors.load(event.actorId)
        return (context.language === 'en' ? actor?.titleEn : actor?.title) ?? ''
      },
    }),
    occurredAt: t.expose('occurredAt', { type: 'DateTime' }),
    recordedAt: t.expose('recordedAt', { type: 'DateTime', description: 'set by the database' }),
    reason: t.exposeString('reason', { nullable: true }),
    facts: t.field({ type: [EventFact], resolve: (event, _args, context) => factsOf(context, event.payload) }),
    source: t.exposeString('source', { description: 'WEB, PHONE, IMPORT, API, SYSTEM or SEED' }),
    lateEntry: t.boolean({ description: '补录', resolve: (event) => isLate(event) }),
  }),
})
const HazardEventConnection = connection<StoredEvent>('HazardEvent', HazardEvent)

export const Hazard = builder.objectRef<HazardRow>('Hazard')
export const HazardConnection = connection<HazardRow>('Hazard', Hazard, 'exact to 10,000, then 10,000; of a search to 1,000, then 1,000')

Hazard.implement({
  description: '事故隐患',
  interfaces: [Node],
  fields: (t) => ({
    id: t.id({ resolve: (hazard) => globalId('Hazard', hazard.id) }),
    number: t.exposeString('number'),
    version: t.exposeInt('version'),
    description: t.exposeString('description'),
    level: t.expose('level', { type: HazardLevel }),
    state: t.expose('state', { type: HazardState }),
    source: t.expose('source', { type: HazardSource }),
    region: t.field({ type: Region, description: 'where it lies', resolve: (hazard, _args, context) => regionOf(context, hazard.placeId) }),
    accountable: t.field({ type: Region, description: 'whose figures it counts in', resolve: (hazard, _args, context) => regionOf(context, hazard.accountId) }),
    subject: t.field({ type: Subject, resolve: (hazard, _args, context) => subjectOfRecord(context, hazard) }),
    sector: t.field({ type: Sector, nullable: true, resolve: (hazard, _args, context) => (hazard.sectorId === null ? null : context.once(sectorLoader).load(hazard.sectorId)) }),
    inspection: t.field({ type: Inspection, nullable: true, resolve: (hazard, _args, context) => (hazard.inspectionId === null ? null : context.once(inspectionLoaders).byId.load(hazard.inspectionId)) }),
    foundOn: t.expose('foundOn', { type: 'Date' }),
    registeredOn: t.expose('registeredOn', { type: 'Date' }),
    recordedLate: t.boolean({ description: 'entered later than found; of a ledger, after the 5th of the following month (补录)', resolve: (hazard, _args, context) => recordedLate(context, hazard) }),
    dueOn: t.expose('dueOn', { type: 'Date', description: 'the deadline in force' }),
    submittedOn: t.expose('submittedOn', { type: 'Date', nullable: true }),
    acceptedOn: t.expose('acceptedOn', { type: 'Date', nullable: true }),
    overdue: t.boolean({ description: 'today', resolve: (hazard, _args, { clock }) => isOverdue(hazard, clock.today()) }),
    overdueDays: t.int({
      description: 'to today, or to a day of the past, where it is overdue then; 0 where it is not',
      args: { on: t.arg({ type: 'Date' }) },
      resolve: (hazard, { on }, context) => overdueDaysOf(context, hazard, on),
    }),
    imported: t.exposeBoolean('imported'),
    shownOnly: t.exposeBoolean('shownOnly', { description: "found before the office's go-live date: enters no figure" }),
    duplicateOf: t.field({ type: Hazard, nullable: true, resolve: (hazard, _args, context) => (hazard.duplicateOf === null ? null : context.once(hazardLoaders).byId.load(hazard.duplicateOf)) }),
    rounds: t.field({ type: [Round], resolve: async (hazard, _args, context) => [...(await foldOf(context, hazard)).rounds] }),
    plan: t.field({ type: Plan, nullable: true, resolve: async (hazard, _args, context) => (await foldOf(context, hazard)).plan }),
    moves: t.field({ type: [Move], description: 'open now, to this viewer or others; what it waits for first', resolve: (hazard, _args, context) => movesOf(context, hazard) }),
    contacts: t.field({
      type: [Contact], description: "the subject's",
      resolve: async (hazard, _args, context, info) => contactsShown(context, await subjectOfRecord(context, hazard), info),
    }),
    events: t.field({
      type: HazardEventConnection, description: 'oldest first', args: { first: t.arg.int(), after: t.arg.string() },
      resolve: async (hazard, args, context) => listPage((await context.once(hazardLoaders).events.load(hazard.id)) ?? [], args, (event) => String(event.version)),
    }),
  }),
})
node(Hazard, async (context, ids) => {
  const { byId } = context.once(hazardLoaders)
  return Promise.all(ids.map((id) => byId.load(id)))
})

const OverdueGroup = builder.objectRef<GroupRow>('OverdueGroup').implement({
  fields: (t) => ({
    key: t.id({ resolve: (group) => group.id }),
    label: t.exposeString('label'),
    region: t.field({ type: Region, nullable: true, resolve: (group, _args, context) => (group.regionId === null ? null : regionOf(context, group.regionId)) }),
    sector: t.field({ type: Sector, nullable: true, resolve: (group, _args, context) => (group.sectorId === null ? null : context.once(sectorLoader).load(group.sectorId)) }),
    subject: t.field({ type: Subject, nullable: true, resolve: (group, _args, context) => (group.subjectId === null ? null : subjectOf(context, group.subjectId)) }),
    count: t.exposeInt('count'), major: t.exposeInt('major'),
    days1to7: t.exposeInt('days1to7'), days8to30: t.exposeInt('days8to30'), days31to90: t.exposeInt('days31to90'), daysOver90: t.exposeInt('daysOver90'),
    longestDays: t.exposeInt('longestDays'),
  }),
})

builder.queryFields((t) => ({
  hazards: t.field({
    type: HazardConnection, description: 'of all that the viewer may see, those found last first unless ordered otherwise',
    args: { filter: t.arg({ type: HazardFilter }), orderBy: t.arg({ type: HazardOrder }), first: t.arg.int(), after: t.arg.string() },
    resolve: (_root, { filter, orderBy, ...args }, context) => hazards(context, filter, orderBy, args),
  }),
  overdueGroups: t.field({
    type: [OverdueGroup], description: 'what is overdue today, or was on filter.overdueOn, those with most first, at most 200',
    args: { filter: t.arg({ type: HazardFilter }), by: t.arg({ type: OverdueGrouping, required: true }) },
    resolve: (_root, { filter, by }, context) => overdueGroups(context, filter, by),
  }),
}))

builder.objectFields(Region, (t) => ({
  hazards: t.field({
    type: HazardConnection, description: 'that lie in the region or below it',
    args: { filter: t.arg({ type: HazardFilter }), orderBy: t.arg({ type: HazardOrder }), first: t.arg.int(), after: t.arg.string() },
    resolve: (region, { filter, orderBy, ...args }, context) => hazards(context, filter, orderBy, args, { path: region.path }),
  }),
}))

builder.objectFields(Subject, (t) => ({
  hazards: t.field({
    type: HazardConnection,
    args: { filter: t.arg({ type: HazardFilter }), orderBy: t.arg({ type: HazardOrder }), first: t.arg.int(), after: t.arg.string() },
    resolve: (subject, { filter, orderBy, ...args }, context) => hazards(context, filter, orderBy, args, { subjectId: subject.id }),
  }),
  recordableNatures: t.field({
    type: [InspectionNature], description: 'the natures under which the viewer may record an inspection of it',
    resolve: (subject, _args, { viewer }) => [...inspections.record(viewer, placed(subject))],
  }),
  registrableSources: t.field({
    type: [HazardSource], description: 'the sources under which the viewer may register a hazard of it',
    resolve: (subject, _args, { viewer }) => [...registrableSources(viewer, placed(subject))],
  }),
}))

builder.objectFields(Inspection, (t) => ({
  hazards: t.field({
    type: HazardConnection, args: { first: t.arg.int(), after: t.arg.string() },
    resolve: (inspection, args, context) => hazards(context, null, { field: 'NUMBER', direction: 'ASC' }, args, { inspectionId: inspection.id }),
  }),
}))
