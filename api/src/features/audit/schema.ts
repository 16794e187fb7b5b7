import { auditKinds } from '@anwang/db'
import { builder } from '../../schema/builder.ts'
import { connection } from '../../schema/connections.ts'
import { mutation } from '../../schema/mutations.ts'
import { factsOf } from '../hazards/facts.ts'
import { EventFact } from '../hazards/schema.ts'
import { Region } from '../regions/schema.ts'
import { regionOf } from '../regions/service.ts'
import { actorLoader, auditTx, entriesPage, eventsPage, mayAudit, verifyAudit } from './service.ts'
import { chainsOf, type AuditedEvent as EventRow, type Chain, type Entry } from './store.ts'
import { actionText, detailsIn, findingText, reasonText, targetText, type Detail } from './words.ts'

const AuditKind = builder.enumType('AuditKind', { values: auditKinds })
const AuditLog = builder.enumType('AuditLog', { description: 'EVENT: what was done to records. AUDIT: who came in, was refused, read personal data, took records out.', values: { EVENT: { value: 'event' }, AUDIT: { value: 'audit' } } as const })

const AuditDetail = builder.objectRef<Detail>('AuditDetail').implement({
  fields: (t) => ({ name: t.exposeString('name', { nullable: true, description: 'null: what the entry is about' }), value: t.exposeString('value') }),
})

const AuditEntry = builder.objectRef<Entry>('AuditEntry').implement({
  description: 'A line of the second log. It names accounts and records, and shows nothing of what stands in them.',
  fields: (t) => ({
    number: t.string({ description: 'its place in the log', resolve: (entry) => entry.seq }),
    at: t.expose('at', { type: 'DateTime', description: "by the database's clock" }),
    kind: t.expose('kind', { type: AuditKind }),
    refused: t.exposeBoolean('refused'),
    reason: t.string({ nullable: true, description: 'why it was refused; where it was not, what was still asked before somebody was signed in', resolve: (entry, _args, { language }) => (entry.reason === null ? null : reasonText(entry.reason, language)) }),
    userName: t.exposeString('userName', { nullable: true, description: 'null: by a command on the server; of a name that is no account its beginning' }),
    title: t.string({ nullable: true, resolve: (entry, _args, { language }) => (language === 'en' ? entry.titleEn : entry.title) }),
    region: t.field({ type: Region, nullable: true, description: 'where the account is at home', resolve: (entry, _args, context) => (entry.regionId === null ? null : regionOf(context, entry.regionId)) }),
    action: t.exposeString('action'),
    what: t.string({ description: 'the action in words', resolve: (entry, _args, { language }) => actionText(entry.action, language) }),
    target: t.string({ nullable: true, description: 'what kind of record it was about', resolve: (entry, _args, { language }) => (entry.target === null ? null : targetText(entry.target, language)) }),
    targetType: t.string({ nullable: true, description: 'its type, such as Hazard', resolve: (entry) => entry.target }),
    targetId: t.exposeString('targetId', { nullable: true, description: "the record's own key, as `anwang audit export` has it" }),
    rows: t.exposeInt('rows', { nullable: true, description: 'how many records left' }),
    address: t.exposeString('address', { nullable: true }),
    details: t.field({
      type: [AuditDetail],
      resolve: ({ details }, _args, { language }) => detailsIn(details, language),
    }),
  }),
})
const AuditEntryConnection = connection<Entry>('AuditEntry', AuditEntry, 'exact to 10,000, then 10,000')

const AuditedEvent = builder.objectRef<EventRow>('AuditedEvent').implement({
  description: 'A line of the first log: what was done to a record, where the viewer audits. The record itself stays closed.',
  fields: (t) => ({
    number: t.string({ description: 'its place in the log', resolve: (event) => event.seq }),
    stream: t.exposeString('stream', { description: 'hazard, inspection, subject or figures' }),
    record: t.string({ description: "the record's own key, as the second log has it", resolve: (event) => event.streamId }),
    version: t.exposeInt('version'),
    type: t.exposeString('type', { description: 'as HazardEvent.type; of an inspection recorded, corrected, withdrawn; of a subject registered, changed, transferred, withdrawn' }),
    userName: t.string({ nullable: true, resolve: async (event, _args, context) => (await context.once(actorLoader).load(event.actorId))?.userName ?? null }),
    title: t.string({
      nullable: true, description: 'the post that acted',
      resolve: async (event, _args, context) => {
        const actor = await context.once(actorLoader).load(event.actorId)
        return (context.language === 'en' ? actor?.titleEn : actor?.title) ?? null
      },
    }),
    region: t.field({ type: Region, description: 'where the record lay then', resolve: (event, _args, context) => regionOf(context, event.regionId) }),
    occurredAt: t.expose('occurredAt', { type: 'DateTime' }),
    recordedAt: t.expose('recordedAt', { type: 'DateTime', description: 'set by the database' }),
    source: t.exposeString('source', { description: 'WEB, PHONE, IMPORT, API, SYSTEM or SEED' }),
    reason: t.exposeString('reason', { nullable: true }),
    facts: t.field({ type: [EventFact], description: 'what it changed', resolve: (event, _args, context) => factsOf(context, event.payload) }),
  }),
})
const AuditedEventConnection = connection<EventRow>('AuditedEvent', AuditedEvent, 'exact to 10,000, then 10,000')

const AuditChain = builder.objectRef<Chain>('AuditChain').implement({
  description: 'The hash chain over a log: how far it is sealed, and what its last check found.',
  fields: (t) => ({
    log: t.expose('log', { type: AuditLog }),
    sealed: t.exposeInt('sealed', { description: 'entries' }),
    sealedAt: t.expose('sealedAt', { type: 'DateTime', nullable: true }),
    checkedAt: t.field({ type: 'DateTime', nullable: true, description: 'null: not yet', resolve: (chain) => chain.checked?.at ?? null }),
    checked: t.int({ description: 'entries that the last check went through', resolve: (chain) => chain.checked?.entries ?? 0 }),
    sound: t.boolean({ nullable: true, resolve: (chain) => chain.checked?.sound ?? null }),
    findings: t.stringList({ resolve: (chain, _args, { language }) => (chain.checked?.findings ?? []).map((finding) => findingText(finding, language)) }),
  }),
})

const AuditFilter = builder.inputType('AuditFilter', {
  fields: (t) => ({
    region: t.id({ description: 'the account is at home there or below' }), kind: t.field({ type: [AuditKind] }), refused: t.boolean(),
    search: t.string({ description: 'in account, post, address, action, id and content' }),
    from: t.field({ type: 'Date' }), to: t.field({ type: 'Date', description: 'that day included' }),
  }),
})

const Audit = builder.objectRef<object>('Audit').implement({
  fields: (t) => ({
    entries: t.field({
      type: AuditEntryConnection, args: { filter: t.arg({ type: AuditFilter }), first: t.arg.int(), after: t.arg.string() },
      resolve: (_audit, { filter, ...args }, context) => entriesPage(context, filter, args),
    }),
    events: t.field({
      type: AuditedEventConnection, description: 'the first log, or what of it is about one record',
      args: { record: t.arg.string({ description: "the record's own key" }), region: t.arg.id({ description: 'it lay there or below then' }), first: t.arg.int(), after: t.arg.string() },
      resolve: (_audit, { record, region, ...args }, context) => eventsPage(context, record ?? null, region ?? null, args),
    }),
    chains: t.field({ type: [AuditChain], resolve: async (_audit, _args, context) => chainsOf(await auditTx(context)) }),
    anchored: t.boolean({ description: 'whether the heads are kept outside of the database', resolve: (_audit, _args, { anchor }) => anchor !== null }),
  }),
})

builder.queryField('audit', (t) =>
  t.field({ type: Audit, nullable: true, description: 'the second log; null for everybody but the auditor', resolve: (_root, _args, context) => (mayAudit(context) ? {} : null) }))

mutation('verifyAudit', {
  description: 'Goes through the chains of both logs now; the auditor only.',
  input: () => ({}),
  payload: (ref: ReturnType<typeof builder.objectRef<{ audit: object }>>) => ref.implement({ fields: (t) => ({ audit: t.field({ type: Audit, resolve: (result) => result.audit }) }) }),
  resolve: async (_input, context) => {
    await verifyAudit(context)
    return { audit: {} }
  },
})
