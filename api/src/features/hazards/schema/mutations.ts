import type { Context } from '../../../context.ts'
import { builder } from '../../../schema/builder.ts'
import { mutation } from '../../../schema/mutations.ts'
import { idOf, optionalId } from '../../../schema/nodes.ts'
import { Inspection, InspectionNature } from '../../inspections/schema.ts'
import { inspectionOf } from '../../inspections/service.ts'
import { recordInspection, registerHazard } from '../recording.ts'
import { Hazard, HazardLevel, HazardSource } from '../schema.ts'
import { hazardOf } from '../service.ts'
import { correct, list, makeMove, planned, reinspect, requestVoid, type Transition } from '../transitions.ts'

type Fields = Parameters<Parameters<typeof mutation>[1]['input']>[0]
type Ref = ReturnType<typeof builder.objectRef<{ id: string }>>

const hazardPayload = (ref: Ref) => ref.implement({
  fields: (t) => ({ hazard: t.field({ type: Hazard, resolve: ({ id }, _args, context) => hazardOf(context, id) }) }),
})
const onHazard = (t: Fields) => ({ hazard: t.id({ required: true }), expectedVersion: t.int({ required: true, description: 'the version that was looked at' }) })

const transition = (name: string, input: { idempotencyKey: string; hazard: string; expectedVersion: number }): Transition => ({
  command: { idempotencyKey: input.idempotencyKey, request: [name, input] }, hazardId: idOf('Hazard', input.hazard, 'input.hazard'), expectedVersion: input.expectedVersion,
})

const finding = (t: Fields) => ({
  description: t.string({ required: true }),
  level: t.field({ type: HazardLevel, required: true }),
  sector: t.id({ description: "default: the subject's" }),
  dueOn: t.field({ type: 'Date', description: 'of a general hazard 15 days after finding unless given; a major hazard names its own' }),
  onTheSpotMeasures: t.string({ description: '当场整改: corrected on the spot by these measures; general hazards only' }),
})
const FindingInput = builder.inputType('FindingInput', { fields: (t) => finding(t as Fields) })
const InspectorInput = builder.inputType('InspectorInput', {
  fields: (t) => ({ post: t.string({ required: true, description: 'such as 濮阳县应急管理局执法人员' }), name: t.string({ description: 'kept apart from the record, erasable' }) }),
})

mutation('registerHazard', {
  input: (t) => ({
    subject: t.id({ required: true }), source: t.field({ type: HazardSource, required: true }), ...finding(t),
    foundOn: t.field({ type: 'Date', description: 'default: today' }), inspection: t.id({ description: 'that found it' }),
  }),
  resolve: ({ subject, sector, inspection, ...input }, context) =>
    registerHazard(context, { idempotencyKey: input.idempotencyKey, request: ['registerHazard', { subject, sector, inspection, ...input }] }, {
      ...input, subjectId: idOf('Subject', subject, 'input.subject'), sectorId: optionalId('Sector', sector, 'input.sector'), inspectionId: optionalId('Inspection', inspection, 'input.inspection'),
    }),
  payload: hazardPayload,
})

mutation('recordInspection', {
  description: 'An inspection with all it found. Without inspectors, course or findings it is refused.',
  input: (t) => ({
    subject: t.id({ required: true }), nature: t.field({ type: InspectionNature, required: true }),
    startedOn: t.field({ type: 'Date', required: true }), finishedOn: t.field({ type: 'Date', description: 'default: the day it began' }),
    reinspection: t.boolean({ description: 'counts as no inspection' }), inspectors: t.field({ type: [InspectorInput], required: true }),
    process: t.string({ required: true, description: 'the course: where one went, what was looked at and asked' }),
    summary: t.string({ description: 'the findings in words; needed where there are no hazards' }), findings: t.field({ type: [FindingInput], required: true }),
  }),
  resolve: ({ subject, findings, ...input }, context) =>
    recordInspection(context, { idempotencyKey: input.idempotencyKey, request: ['recordInspection', { subject, findings, ...input }] }, {
      ...input, subjectId: idOf('Subject', subject, 'input.subject'),
      findings: findings.map(({ sector, ...one }, i) => ({ ...one, sectorId: optionalId('Sector', sector, `input.findings.${i}.sector`) })),
    }),
  payload: (ref) => ref.implement({
    fields: (t) => ({
      inspection: t.field({ type: Inspection, resolve: ({ id }, _args, context) => inspectionOf(context, id) }),
      hazards: t.field({ type: [Hazard], resolve: ({ hazardIds }, _args, context: Context) => Promise.all(hazardIds.map((id) => hazardOf(context, id))) }),
    }),
  }),
})

mutation('orderRectification', {
  description: '责令限期整改指令书 where an administrative inspection found it, else 隐患告知单: sets the first deadline.',
  input: (t) => ({ ...onHazard(t), dueOn: t.field({ type: 'Date', required: true }) }),
  resolve: (input, context) => makeMove(context, 'ORDER', transition('orderRectification', input), { type: 'order', dueOn: input.dueOn }),
  payload: hazardPayload,
})

mutation('approveLongDeadline', {
  description: 'A first deadline of more than 30 days counts only where the level above approved it.',
  input: onHazard,
  resolve: (input, context) => makeMove(context, 'APPROVE_LONG_DEADLINE', transition('approveLongDeadline', input), { type: 'approveLongDeadline' }),
  payload: hazardPayload,
})

mutation('planRectification', {
  description: '整改方案 of a major hazard',
  input: (t) => ({
    ...onHazard(t), responsiblePost: t.string({ required: true }), measures: t.string({ required: true }), fundsYuan: t.float({ required: true, description: 'whole yuan' }),
    dueOn: t.field({ type: 'Date', required: true }), contingency: t.string({ required: true }),
  }),
  resolve: (input, context) => makeMove(context, 'PLAN', transition('planRectification', input), planned(input)),
  payload: hazardPayload,
})

mutation('submitRectification', {
  input: (t) => ({ ...onHazard(t), measures: t.string({ required: true }) }),
  resolve: (input, context) => makeMove(context, 'SUBMIT', transition('submitRectification', input), { type: 'submit', measures: input.measures }),
  payload: hazardPayload,
})

mutation('reinspect', {
  description: '复查: accepts and closes, or sends back.',
  input: (t) => ({
    ...onHazard(t), accepted: t.boolean({ required: true }), onSite: t.boolean({ description: 'a major hazard closes only on site' }),
    reason: t.string({ description: 'needed where it is sent back' }), dueOn: t.field({ type: 'Date', description: 'another deadline, while the present one has not passed' }),
  }),
  resolve: (input, context) => reinspect(context, transition('reinspect', input), { accepted: input.accepted, onSite: input.onSite ?? false, reason: input.reason ?? '', dueOn: input.dueOn ?? null }),
  payload: hazardPayload,
})

mutation('requestExtension', {
  input: (t) => ({ ...onHazard(t), dueOn: t.field({ type: 'Date', required: true }), controlMeasures: t.string({ required: true }) }),
  resolve: (input, context) => makeMove(context, 'REQUEST_EXTENSION', transition('requestExtension', input), { type: 'requestExtension', dueOn: input.dueOn, controlMeasures: input.controlMeasures }),
  payload: hazardPayload,
})

mutation('decideExtension', {
  description: 'By the level above the accountable region.',
  input: (t) => ({ ...onHazard(t), granted: t.boolean({ required: true }), dueOn: t.field({ type: 'Date', description: 'default: what was asked for' }), reason: t.string() }),
  resolve: (input, context) =>
    makeMove(context, 'DECIDE_EXTENSION', transition('decideExtension', input), { type: 'decideExtension', granted: input.granted, dueOn: input.dueOn ?? undefined, reason: input.reason ?? undefined }),
  payload: hazardPayload,
})

mutation('correctHazard', {
  description: 'Corrects what was registered wrong; what is not given stays.',
  input: (t) => ({ ...onHazard(t), reason: t.string({ required: true }), level: t.field({ type: HazardLevel }), sector: t.id(), subject: t.id(), description: t.string() }),
  resolve: ({ sector, subject, ...input }, context) =>
    correct(context, transition('correctHazard', { ...input, ...(sector !== undefined && { sector }), ...(subject !== undefined && { subject }) }), {
      ...input, subjectId: optionalId('Subject', subject, 'input.subject'), sectorId: sector === undefined ? undefined : optionalId('Sector', sector, 'input.sector'),
    }),
  payload: hazardPayload,
})

mutation('requestVoid', {
  description: 'Entered in error, or a duplicate; takes a second signature.',
  input: (t) => ({ ...onHazard(t), reason: t.string({ required: true }), duplicateOf: t.id() }),
  resolve: (input, context) => requestVoid(context, transition('requestVoid', input), input.reason, optionalId('Hazard', input.duplicateOf, 'input.duplicateOf')),
  payload: hazardPayload,
})

mutation('countersignVoid', {
  description: 'By another account than the one that asked.',
  input: onHazard,
  resolve: (input, context) => makeMove(context, 'COUNTERSIGN_VOID', transition('countersignVoid', input), { type: 'countersignVoid' }),
  payload: hazardPayload,
})

mutation('refuseVoid', {
  input: (t) => ({ ...onHazard(t), reason: t.string() }),
  resolve: (input, context) => makeMove(context, 'REFUSE_VOID', transition('refuseVoid', input), { type: 'refuseVoid', reason: input.reason ?? undefined }),
  payload: hazardPayload,
})

mutation('reopenHazard', {
  description: 'A new round of a closed hazard.',
  input: (t) => ({
    ...onHazard(t), reason: t.string({ required: true }), dueOn: t.field({ type: 'Date', description: 'of a general hazard 15 days from today unless given' }),
    revisit: t.boolean({ description: '回头看: a revisit found it again' }), drawn: t.boolean({ description: 'the revisit was drawn by the level above, which alone is scored' }),
  }),
  resolve: (input, context) =>
    makeMove(context, 'REOPEN', transition('reopenHazard', input), {
      type: 'reopen', reason: input.reason, dueOn: input.dueOn ?? undefined, revisit: input.revisit || input.drawn ? { drawn: input.drawn ?? false } : undefined,
    }),
  payload: hazardPayload,
})

mutation('revisitHazard', {
  description: '回头看 of a closed hazard: it did not recur, or it did and a new round begins.',
  input: (t) => ({
    ...onHazard(t), recurred: t.boolean({ required: true }), drawn: t.boolean({ description: 'drawn by the level above, which alone is scored' }),
    reason: t.string({ description: 'needed where it recurred' }), dueOn: t.field({ type: 'Date', description: 'of the new round' }),
  }),
  resolve: (input, context) => {
    const drawn = input.drawn ?? false
    return makeMove(context, 'REVISIT', transition('revisitHazard', input), input.recurred
      ? { type: 'reopen', reason: input.reason ?? '', dueOn: input.dueOn ?? undefined, revisit: { drawn } }
      : { type: 'revisit', drawn, recurred: false })
  },
  payload: hazardPayload,
})

mutation('listHazard', {
  description: "挂牌督办 of a major hazard at the level of the viewer's post",
  input: (t) => ({ ...onHazard(t), dueOn: t.field({ type: 'Date', required: true }) }),
  resolve: (input, context) => list(context, transition('listHazard', input), input.dueOn),
  payload: hazardPayload,
})

mutation('delistHazard', {
  description: '摘牌, by the level that listed it or above; needs a reason while the hazard is open.',
  input: (t) => ({ ...onHazard(t), reason: t.string() }),
  resolve: (input, context) => makeMove(context, 'DELIST', transition('delistHazard', input), { type: 'delist', reason: input.reason ?? undefined }),
  payload: hazardPayload,
})

mutation('archiveHazard', {
  input: onHazard,
  resolve: (input, context) => makeMove(context, 'ARCHIVE', transition('archiveHazard', input), { type: 'archive' }),
  payload: hazardPayload,
})
