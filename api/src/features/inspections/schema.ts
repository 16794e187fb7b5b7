import { inspectionNatures, type InspectionDetails as Details } from '@anwang/domain'
import { builder } from '../../schema/builder.ts'
import { connection } from '../../schema/connections.ts'
import { globalId, Node, node } from '../../schema/nodes.ts'
import { Sector, sectorLoader } from '../accounts/schema.ts'
import { Region } from '../regions/schema.ts'
import { regionOf } from '../regions/service.ts'
import { Contact, Direction, Subject } from '../subjects/schema.ts'
import { shown } from '../subjects/contacts.ts'
import { allow } from '../subjects/policy.ts'
import { subjectOfRecord } from '../subjects/service.ts'
import { inspectionLoaders, inspections } from './service.ts'
import { inspectionOrderFields, type Inspection as InspectionRow } from './store.ts'

export const InspectionNature = builder.enumType('InspectionNature', { values: inspectionNatures })

const ReportedDocument = builder.objectRef<{ readonly name: string; readonly count: number }>('ReportedDocument').implement({
  description: '文书 by the heading of its ledger',
  fields: (t) => ({ name: t.exposeString('name'), count: t.exposeInt('count') }),
})

const InspectionDetails = builder.objectRef<Details>('InspectionDetails').implement({
  description: 'What an enforcement ledger reports beside the facts that figures come from. The counts have no records behind them and enter no metric.',
  fields: (t) => ({
    category: t.exposeString('category', { nullable: true, description: '检查类别' }),
    drawn: t.exposeBoolean('drawn', { nullable: true, description: '是否随机抽取' }),
    violations: t.exposeInt('violations', { nullable: true, description: '违法行为' }),
    general: t.exposeInt('general', { nullable: true, description: '一般隐患' }),
    major: t.exposeInt('major', { nullable: true, description: '重大隐患' }),
    listed: t.exposeInt('listed', { nullable: true, description: '其中挂牌' }),
    rectified: t.exposeInt('rectified', { nullable: true, description: '已整改' }),
    documents: t.field({ type: [ReportedDocument], description: '文书', resolve: ({ documents }) => [...(documents ?? [])] }),
    finesYuan: t.exposeFloat('finesYuan', { nullable: true, description: '罚款额' }),
    finesPaidYuan: t.exposeFloat('finesPaidYuan', { nullable: true, description: '实际收缴' }),
    note: t.exposeString('note', { nullable: true }),
  }),
})

export const Inspection = builder.objectRef<InspectionRow>('Inspection')
export const InspectionConnection = connection<InspectionRow>('Inspection', Inspection, 'exact to 10,000, then 10,000')

Inspection.implement({
  description: '检查: one visit to one subject; a joint visit is one.',
  interfaces: [Node],
  fields: (t) => ({
    id: t.id({ resolve: (inspection) => globalId('Inspection', inspection.id) }),
    number: t.exposeString('number'),
    version: t.exposeInt('version'),
    nature: t.expose('nature', { type: InspectionNature }),
    subject: t.field({ type: Subject, resolve: (inspection, _args, context) => subjectOfRecord(context, inspection) }),
    region: t.field({ type: Region, description: 'where it took place', resolve: (inspection, _args, context) => regionOf(context, inspection.placeId) }),
    accountable: t.field({ type: Region, description: 'whose figures it counts in', resolve: (inspection, _args, context) => regionOf(context, inspection.accountId) }),
    sector: t.field({ type: Sector, nullable: true, resolve: (inspection, _args, context) => (inspection.sectorId === null ? null : context.once(sectorLoader).load(inspection.sectorId)) }),
    startedOn: t.expose('startedOn', { type: 'Date' }),
    finishedOn: t.expose('finishedOn', { type: 'Date' }),
    reinspection: t.exposeBoolean('reinspection', { description: 'counts as no inspection' }),
    findings: t.exposeString('findings'),
    process: t.exposeString('process', { nullable: true, description: 'the course of the inspection; a ledger does not tell it' }),
    inspectors: t.stringList({ description: 'the posts that inspected; none where a ledger does not name them', resolve: (inspection) => [...inspection.inspectors] }),
    details: t.expose('details', { type: InspectionDetails, nullable: true, description: 'as its ledger reports' }),
    contacts: t.field({
      type: [Contact], description: 'who inspected, by name or number',
      resolve: async (inspection, _args, context, info) => {
        const found = await context.once(inspectionLoaders).contacts.load(inspection.id)
        return shown(context, info, found, allow.seeContacts(context.viewer, inspection), 'Inspection', inspection.id)
      },
    }),
  }),
})
node(Inspection, async (context, ids) => {
  const { byId } = context.once(inspectionLoaders)
  return Promise.all(ids.map((id) => byId.load(id)))
})

const InspectionFilter = builder.inputType('InspectionFilter', {
  fields: (t) => ({
    region: t.id({ description: 'the place lies there or below' }),
    accountable: t.id({ description: 'it counts in the figures of that region or of one below it, or would if it were no re-inspection (what is shown only counts nowhere)' }),
    own: t.boolean({ description: 'with `accountable`: only what counts at that very region (本级)' }),
    reinspection: t.boolean({ description: 'false: without re-inspections, which count as no inspection; true: only these' }),
    sector: t.id({ description: 'and everything below it' }), subject: t.id(),
    nature: t.field({ type: [InspectionNature] }), from: t.field({ type: 'Date', description: 'finished on or after' }), to: t.field({ type: 'Date', description: 'finished on or before' }),
    search: t.string({ description: "in number, findings and the subject's name" }),
  }),
})

const InspectionOrder = builder.inputType('InspectionOrder', {
  fields: (t) => ({ field: t.field({ type: builder.enumType('InspectionOrderField', { values: inspectionOrderFields }), required: true }), direction: t.field({ type: Direction, required: true }) }),
})

builder.queryField('inspections', (t) => t.field({
  type: InspectionConnection, description: 'newest first unless ordered otherwise',
  args: { filter: t.arg({ type: InspectionFilter }), orderBy: t.arg({ type: InspectionOrder }), first: t.arg.int(), after: t.arg.string() },
  resolve: (_root, { filter, orderBy, ...args }, context) => inspections(context, filter, orderBy, args),
}))

builder.objectFields(Subject, (t) => ({
  inspections: t.field({
    type: InspectionConnection, args: { first: t.arg.int(), after: t.arg.string() },
    resolve: (subject, args, context) => inspections(context, { subject: globalId('Subject', subject.id) }, null, args),
  }),
}))
