import { responsibilities, riskGrades, subjectKinds, subjectStatuses, type SubjectDetails as Details } from '@anwang/domain'
import type { GraphQLResolveInfo } from 'graphql'
import type { Context } from '../../context.ts'
import { builder } from '../../schema/builder.ts'
import { connection } from '../../schema/connections.ts'
import { mutation } from '../../schema/mutations.ts'
import { globalId, idOf, Node, node, optionalId } from '../../schema/nodes.ts'
import { Sector, sectorLoader } from '../accounts/schema.ts'
import { Region, RegionLevel } from '../regions/schema.ts'
import { regionOf } from '../regions/service.ts'
import { shown } from './contacts.ts'
import { allow } from './policy.ts'
import { changeSubject, placed, registerSubject, subjectLoaders, subjectOf, subjectsIn } from './service.ts'
import { subjectOrderFields, type Contact as ContactRow, type Subject as SubjectRow } from './store/index.ts'

export const SubjectKind = builder.enumType('SubjectKind', { values: subjectKinds })
export const SubjectStatus = builder.enumType('SubjectStatus', { description: '在营、停产、在建、关闭', values: subjectStatuses })
export const RiskGrade = builder.enumType('RiskGrade', { values: riskGrades })
export const Responsibility = builder.enumType('Responsibility', { description: 'the five responsibilities (G3)', values: responsibilities })

export const Contact = builder.objectRef<ContactRow>('Contact').implement({
  description: 'Names and telephone numbers, masked in lists and for those who do not work with them.',
  fields: (t) => ({
    id: t.id({ description: 'of one person at one record, for as long as they stay there', resolve: (contact) => globalId('Contact', contact.id) }),
    role: t.exposeString('role'),
    name: t.exposeString('name', { nullable: true }),
    phone: t.exposeString('phone', { nullable: true }),
  }),
})

const SubjectDetails = builder.objectRef<Details>('SubjectDetails').implement({
  description: 'What a register states about a subject beside the facts that figures come from.',
  fields: (t) => ({
    address: t.exposeString('address', { nullable: true, description: 'below the place' }),
    category: t.exposeString('category', { nullable: true, description: '行业门类' }),
    industryCode: t.exposeString('industryCode', { nullable: true, description: 'GB/T 4754' }),
    sectorText: t.exposeString('sectorText', { nullable: true, description: '监管行业领域 as typed, where it is none of the sectors' }),
    size: t.exposeString('size', { nullable: true, description: '规模' }),
    employees: t.exposeInt('employees', { nullable: true, description: '从业人员' }),
    employeesText: t.exposeString('employeesText', { nullable: true, description: 'as typed, where it is no number' }),
    hazardSourceGrade: t.exposeString('hazardSourceGrade', { nullable: true, description: '重大危险源等级' }),
    standardization: t.exposeString('standardization', { nullable: true, description: '标准化等级' }),
    regulator: t.exposeString('regulator', { nullable: true, description: '行业监管部门' }),
    note: t.exposeString('note', { nullable: true }),
  }),
})

/** The contacts of a subject as this viewer may see them here. */
export async function contactsShown(context: Context, subject: SubjectRow, info: GraphQLResolveInfo) {
  const contacts = (await context.once(subjectLoaders).contacts.load(subject.id)) ?? []
  return shown(context, info, contacts, allow.seeContacts(context.viewer, placed(subject)), 'Subject', subject.id)
}

export const Subject = builder.objectRef<SubjectRow>('Subject')
export const SubjectConnection = connection<SubjectRow>('Subject', Subject, 'exact to 10,000, then 10,000; of a search to 1,000, then 1,000')

Subject.implement({
  description: '监管对象: what is supervised; an enterprise, a site, a project, a vehicle or a household.',
  interfaces: [Node],
  fields: (t) => ({
    id: t.id({ resolve: (subject) => globalId('Subject', subject.id) }),
    version: t.exposeInt('version'),
    kind: t.expose('kind', { type: SubjectKind }),
    name: t.exposeString('name'),
    creditCode: t.exposeString('creditCode', { nullable: true }),
    region: t.field({ type: Region, description: 'where it lies', resolve: (subject, _args, context) => regionOf(context, subject.placeId) }),
    accountable: t.field({ type: Region, description: 'whose figures it counts in', resolve: (subject, _args, context) => regionOf(context, subject.accountId) }),
    supervisedAt: t.field({ type: RegionLevel, description: 'the level that supervises it', resolve: async (subject, _args, context) => (await regionOf(context, subject.accountId)).level }),
    sector: t.field({ type: Sector, nullable: true, resolve: (subject, _args, context) => (subject.sectorId === null ? null : context.once(sectorLoader).load(subject.sectorId)) }),
    sectors: t.field({
      type: [Sector],
      resolve: async (subject, _args, context) => [subject.sectorId === null ? null : await context.once(sectorLoader).load(subject.sectorId)].filter((sector) => sector !== null),
    }),
    status: t.expose('status', { type: SubjectStatus }),
    riskGrade: t.expose('riskGrade', { type: RiskGrade, nullable: true }),
    key: t.exposeBoolean('key', { description: "on the city's list of key enterprises" }),
    supervisionModeSet: t.exposeBoolean('supervisionModeSet', { description: 'the supervision mode that its risk grade asks for is set' }),
    assigned: t.field({ type: [Responsibility], resolve: (subject) => [...subject.assigned] }),
    hazardSources: t.exposeInt('hazardSources', { description: '重大危险源' }),
    hazardSourcesOnline: t.exposeInt('hazardSourcesOnline'),
    standardized: t.exposeBoolean('standardized'),
    registeredOn: t.expose('registeredOn', { type: 'Date' }),
    details: t.field({ type: SubjectDetails, nullable: true, description: 'as its register states', resolve: (subject, _args, context) => context.once(subjectLoaders).details.load(subject.id) }),
    contacts: t.field({ type: [Contact], resolve: (subject, _args, context, info) => contactsShown(context, subject, info) }),
    viewerCanChange: t.boolean({ resolve: (subject, _args, { viewer }) => allow.change(viewer, placed(subject)) }),
  }),
})
node(Subject, async (context, ids) => {
  const { byId } = context.once(subjectLoaders)
  return Promise.all(ids.map((id) => byId.load(id)))
})

export const Direction = builder.enumType('Direction', { values: ['ASC', 'DESC'] as const })
const SubjectOrder = builder.inputType('SubjectOrder', {
  fields: (t) => ({ field: t.field({ type: builder.enumType('SubjectOrderField', { values: subjectOrderFields }), required: true }), direction: t.field({ type: Direction, required: true }) }),
})

builder.objectFields(Region, (t) => ({
  subjects: t.field({
    type: SubjectConnection,
    description: 'Of the region and everything below it, within the scope of the viewer, by name unless ordered otherwise.',
    args: {
      kind: t.arg({ type: [SubjectKind] }), search: t.arg.string({ description: 'in the name or the credit code' }), sector: t.arg.id({ description: 'and everything below it' }),
      status: t.arg({ type: [SubjectStatus] }), riskGrade: t.arg({ type: [RiskGrade] }), key: t.arg.boolean({ description: "on the city's list of key enterprises, or not" }),
      orderBy: t.arg({ type: SubjectOrder }), first: t.arg.int(), after: t.arg.string(),
    },
    resolve: (region, { orderBy, ...args }, context) => subjectsIn(context, region.path, args, orderBy, args),
  }),
}))

const ContactInput = builder.inputType('ContactInput', {
  fields: (t) => ({ role: t.string({ required: true }), name: t.string(), phone: t.string() }),
})

type InputFields = Parameters<Parameters<typeof mutation>[1]['input']>[0]
const facts = (t: InputFields) => ({
  creditCode: t.string(),
  supervisedAt: t.field({ type: RegionLevel, description: 'the level that supervises it; default: that of the place' }),
  sector: t.id(),
  riskGrade: t.field({ type: RiskGrade }),
  status: t.field({ type: SubjectStatus }),
  key: t.boolean(),
  supervisionModeSet: t.boolean(),
  assigned: t.field({ type: [Responsibility] }),
  hazardSources: t.int(),
  hazardSourcesOnline: t.int(),
  standardized: t.boolean(),
  contacts: t.field({ type: [ContactInput], description: 'in the place of those that are there' }),
})

mutation('registerSubject', {
  input: (t) => ({ kind: t.field({ type: SubjectKind, required: true }), name: t.string({ required: true }), region: t.id({ required: true }), ...facts(t) }),
  resolve: ({ region, sector, ...input }, context) =>
    registerSubject(context, { idempotencyKey: input.idempotencyKey, request: ['registerSubject', { region, sector, ...input }] },
      { ...input, placeId: idOf('Region', region, 'input.region'), sectorId: optionalId('Sector', sector, 'input.sector') }),
  payload: (ref) => ref.implement({ fields: (t) => ({ subject: t.field({ type: Subject, resolve: ({ id }, _args, context) => subjectOf(context, id) }) }) }),
})

mutation('changeSubject', {
  description: 'Changes the facts that are given and leaves the others.',
  input: (t) => ({
    subject: t.id({ required: true }), expectedVersion: t.int({ required: true }), reason: t.string(),
    kind: t.field({ type: SubjectKind }), name: t.string(), region: t.id(), ...facts(t),
  }),
  resolve: ({ subject, region, sector, ...input }, context) =>
    changeSubject(context, { idempotencyKey: input.idempotencyKey, request: ['changeSubject', { subject, region, sector, ...input }] }, {
      ...input, id: idOf('Subject', subject, 'input.subject'), placeId: optionalId('Region', region, 'input.region'),
      ...(sector !== undefined && { sectorId: optionalId('Sector', sector, 'input.sector') }),
    }),
  payload: (ref) => ref.implement({ fields: (t) => ({ subject: t.field({ type: Subject, resolve: ({ id }, _args, context) => subjectOf(context, id) }) }) }),
})
