import { LAYOUTS, type Layout as LedgerLayout } from '@anwang/documents'
import { parsePeriod } from '@anwang/domain'
import { builder } from '../../../schema/builder.ts'
import { connection } from '../../../schema/connections.ts'
import { globalId, Node, node } from '../../../schema/nodes.ts'
import { HazardLevel, HazardSource, HazardState } from '../../hazards/schema.ts'
import { Region } from '../../regions/schema.ts'
import { regionOf } from '../../regions/service.ts'
import { Subject } from '../../subjects/schema.ts'
import { subjectLoaders } from '../../subjects/service.ts'
import { headersOf, labelOf, layoutFields, notWritten, summaryOf } from '../describe.ts'
import { shownProblem } from '../masking.ts'
import { importStates, outcomes, problemKinds, type Answer, type Batch, type Choice, type Counts, type LayoutId, type Counting, type RowProblem as Problem, type StagedSheet, type Writes } from '../model.ts'
import { batchLoaders, countingOf, failureOf, imports, rowsOf, type ShownRow } from '../service.ts'

const ImportState = builder.enumType('ImportState', { values: importStates })
const RowOutcome = builder.enumType('RowOutcome', { values: outcomes })
const ProblemKind = builder.enumType('ProblemKind', {
  description: 'REFUSED keeps the row out, ASK until it is answered; WARNING lets it in without that value.', values: problemKinds,
})

const ImportCounts = builder.objectRef<Counts>('ImportCounts').implement({
  fields: (t) => ({
    new: t.exposeInt('new'),
    changed: t.exposeInt('changed', { description: 'known, with later facts' }),
    unchanged: t.exposeInt('unchanged'),
    refused: t.exposeInt('refused'),
    asked: t.exposeInt('asked', { description: 'with a question to be answered; they stay out until it is' }),
    firms: t.exposeInt('firms', { description: 'to be registered, or registered, because a row of another ledger names them' }),
    skipped: t.exposeInt('skipped', { description: 'read over: hidden rows, totals, sections, repeated headers, notes' }),
  }),
})

interface Field { readonly field: string; readonly label: string; readonly required: boolean }
const LayoutField = builder.objectRef<Field>('LayoutField').implement({
  fields: (t) => ({ field: t.exposeString('field'), label: t.exposeString('label'), required: t.exposeBoolean('required') }),
})

const Layout = builder.objectRef<LedgerLayout>('Layout').implement({
  description: 'A kind of ledger met in practice.',
  fields: (t) => ({
    id: t.id({ resolve: (layout) => layout.id }),
    name: t.exposeString('title'),
    fields: t.field({ type: [LayoutField], resolve: (layout) => layoutFields(layout.id) }),
    templateUrl: t.string({ resolve: (layout) => `/templates/${layout.id}.xlsx` }),
  }),
})

interface Answered extends Answer { readonly layout: LayoutId | '' }

interface Column { readonly field: string; readonly heading: string; readonly column: number }
const ImportColumn = builder.objectRef<Column>('ImportColumn').implement({
  fields: (t) => ({
    field: t.exposeString('field'),
    header: t.exposeString('heading'),
    index: t.exposeInt('column', { description: 'from 0' }),
  }),
})

const SheetHeader = builder.objectRef<ReturnType<typeof headersOf>[number]>('SheetHeader').implement({
  fields: (t) => ({
    index: t.exposeInt('index'), letter: t.exposeString('letter'), header: t.exposeString('header'),
    sample: t.exposeString('sample', { nullable: true, description: 'the first value below it' }),
  }),
})

const ImportSheet = builder.objectRef<StagedSheet>('ImportSheet').implement({
  fields: (t) => ({
    name: t.exposeString('sheetName'),
    headerRow: t.int({ description: 'from 1; 0 where none was found', resolve: (sheet) => sheet.mapping?.headerRow ?? 0 }),
    layout: t.string({ description: "a Layout's id; empty where no header was recognised", resolve: (sheet) => sheet.layout ?? '' }),
    source: t.field({ type: HazardSource, nullable: true, description: 'who found the hazards: proposed, to be confirmed or corrected', resolve: (sheet) => sheet.source }),
    sourceBecause: t.string({ nullable: true, resolve: (sheet, _args, { language }) => sheet.sourceBecause?.[language] ?? null }),
    columns: t.field({ type: [ImportColumn], resolve: (sheet) => sheet.columns }),
    headers: t.field({ type: [SheetHeader], description: 'every column that has a heading', resolve: headersOf }),
    unmatched: t.stringList({ description: 'headings that no field was found for', resolve: (sheet) => sheet.unmatched.map((one) => one.heading) }),
    missing: t.stringList({ description: 'labels of required fields without a column', resolve: (sheet) => sheet.missing.map((field) => labelOf(sheet.layout, field)) }),
    periodText: t.string({ nullable: true, resolve: ({ metadata: { period } }) => (period ? `${period.from}/${period.to}` : null) }),
    reportingUnit: t.string({ nullable: true, resolve: (sheet) => sheet.metadata.reportingUnit }),
    notWritten: t.stringList({ description: 'labels of columns that are recognised and kept with the row, but enter no record', resolve: notWritten }),
    fields: t.field({ type: [LayoutField], description: 'those of its layout', resolve: (sheet) => (sheet.layout ? layoutFields(sheet.layout) : []) }),
    skipped: t.exposeBoolean('skipped', { description: 'left out by hand' }),
    hidden: t.exposeBoolean('hidden', { description: 'hidden in the workbook and so not read' }),
  }),
})

const ProblemChoice = builder.objectRef<Choice>('ProblemChoice').implement({
  fields: (t) => ({ value: t.exposeString('value'), label: t.string({ resolve: (choice, _args, { language }) => choice.label[language] }) }),
})

const RowProblem = builder.objectRef<Problem>('RowProblem').implement({
  fields: (t) => ({
    kind: t.expose('kind', { type: ProblemKind }),
    column: t.exposeString('column', { nullable: true, description: "the column's letter" }),
    field: t.exposeString('field', { nullable: true }),
    code: t.exposeString('code'),
    value: t.exposeString('value'),
    message: t.string({ resolve: (problem, _args, { language }) => problem.why[language] }),
    right: t.string({ nullable: true, description: 'what would be right', resolve: (problem, _args, { language }) => problem.right[language] || null }),
    choices: t.field({
      type: [ProblemChoice], nullable: true, description: 'of a question: answer it with the field and the value of this problem by mapImport',
      resolve: (problem) => (problem.kind === 'ASK' ? problem.choices : null),
    }),
  }),
})

const ImportAnswer = builder.objectRef<Answered>('ImportAnswer').implement({
  description: 'An answer that the ledger is read by; given empty to mapImport it is taken back.',
  fields: (t) => ({
    field: t.exposeString('field'),
    label: t.string({ description: "the column's", resolve: (one) => labelOf(one.layout, one.field) }),
    value: t.exposeString('value', { description: 'what the cells say; * for all of the kind' }),
    answer: t.exposeString('answer'),
    subject: t.field({ type: Subject, nullable: true, description: 'the firm that a name means', resolve: (one, _args, context) => (one.answer.startsWith('match ') ? context.once(subjectLoaders).byId.load(one.answer.slice(6)) : null) }),
    sheet: t.string({ nullable: true, resolve: (one) => one.sheet ?? null }),
    row: t.int({ nullable: true, description: 'for this row only', resolve: (one) => one.row ?? null }),
    remembered: t.boolean({ description: 'given for an earlier ledger of the office', resolve: (one) => one.remembered === true }),
  }),
})

const HazardAfter = builder.objectRef<NonNullable<Writes['hazard']>>('ImportedHazard').implement({
  fields: (t) => ({
    level: t.expose('level', { type: HazardLevel }),
    state: t.expose('state', { type: HazardState }),
    dueOn: t.expose('dueOn', { type: 'Date' }),
    scoredDueOn: t.expose('scoredDueOn', { type: 'Date', nullable: true, description: 'by which figures count, where that is another day: at most 30 days after finding, unless the level above approves' }),
    dueByDefault: t.exposeBoolean('dueByDefault', { description: 'the ledger gives no deadline: the usual 15 days were taken' }),
  }),
})

const ImportWrites = builder.objectRef<Writes>('ImportWrites').implement({
  description: 'How the books would stand after the row.',
  fields: (t) => ({
    firm: t.exposeString('firm', { description: 'as registered, or as it would be' }),
    newFirm: t.exposeBoolean('newFirm', { description: 'the firm is registered with it' }),
    place: t.field({ type: Region, resolve: (writes, _args, context) => regionOf(context, writes.placeId) }),
    accountable: t.field({ type: Region, description: 'in whose figures it counts', resolve: (writes, _args, context) => regionOf(context, writes.accountId) }),
    hazard: t.field({ type: HazardAfter, nullable: true, resolve: (writes) => writes.hazard }),
    closed: t.field({ type: ['Period'], description: 'quarters that are over and whose figures it changes', resolve: ({ closed = [] }) => closed.map((period) => parsePeriod(period)!) }),
    lateEntry: t.boolean({ description: '补录', resolve: ({ late = false }) => late }),
  }),
})

const ClosedPeriod = builder.objectRef<Counting['closed'][number]>('ImportClosedPeriod').implement({
  fields: (t) => ({ period: t.field({ type: 'Period', resolve: ({ period }) => parsePeriod(period)! }), rows: t.exposeInt('rows') }),
})

const ImportCounting = builder.objectRef<Counting>('ImportCounting').implement({
  description: 'What the rows that are to land do to figures that people take as settled.',
  fields: (t) => ({
    closed: t.field({ type: [ClosedPeriod], description: 'quarters that are over and whose figures change, newest first', resolve: (counting) => counting.closed }),
    lateEntries: t.exposeInt('late', { description: 'rows that are late entries (补录): what they submit counts as due, not as on time' }),
    warned: t.exposeInt('warned', { description: 'rows that land with a warning' }),
  }),
})

const ImportRow = builder.objectRef<ShownRow>('ImportRow').implement({
  fields: (t) => ({
    n: t.exposeInt('n'),
    sheet: t.exposeString('sheet'),
    row: t.exposeInt('row'),
    outcome: t.expose('outcome', { type: RowOutcome }),
    cells: t.stringList({ description: 'persons masked; none where they were erased', resolve: (row) => [...row.cells] }),
    problems: t.field({ type: [RowProblem], description: 'persons masked', resolve: (row) => row.problems.map(shownProblem) }),
    writes: t.field({ type: ImportWrites, nullable: true, description: 'of rows NEW, CHANGED and UNCHANGED, as of the preview', resolve: (row) => (row.outcome === 'REFUSED' || row.outcome === 'ASKED' ? null : (row.values.writes ?? null)) }),
    summary: t.string({ resolve: (row, _args, { language }) => summaryOf(row, language) }),
  }),
})
const ImportRowConnection = connection<ShownRow>('ImportRow', ImportRow)

export const Import = builder.objectRef<Batch>('Import')
const ImportConnection = connection<Batch>('Import', Import)

Import.implement({
  description: 'A ledger that an office uploaded: staged until confirmed, all rows or none, withdrawn whole.',
  interfaces: [Node],
  fields: (t) => ({
    id: t.id({ resolve: (batch) => globalId('Import', batch.id) }),
    fileName: t.exposeString('fileName'),
    layout: t.exposeString('layout', { description: 'of its first sheet' }),
    state: t.field({ type: ImportState, resolve: (batch) => (batch.abandoned ? 'FAILED' : batch.state) }),
    region: t.field({ type: Region, resolve: (batch, _args, context) => regionOf(context, batch.regionId) }),
    uploadedAt: t.expose('uploadedAt', { type: 'DateTime' }),
    uploadedBy: t.string({ resolve: (batch, _args, { language }) => batch.uploadedBy[language] }),
    confirmedAt: t.expose('confirmedAt', { type: 'DateTime', nullable: true }),
    counts: t.field({ type: ImportCounts, description: 'of rows', resolve: (batch) => batch.counts }),
    counting: t.field({ type: ImportCounting, nullable: true, description: 'of a staged one', resolve: (batch, _args, context) => countingOf(context, batch) }),
    sheets: t.field({ type: [ImportSheet], resolve: (batch) => batch.staging.sheets }),
    answers: t.field({
      type: [ImportAnswer], description: 'by which questions were settled, in the order in which they were given',
      resolve: ({ layout, staging }) => staging.answers.filter((one) => one.answer !== '').map((one) => ({ ...one, layout })),
    }),
    rows: t.field({
      type: ImportRowConnection,
      args: { outcome: t.arg({ type: [RowOutcome] }), first: t.arg.int(), after: t.arg.string() },
      resolve: (batch, args, context) => rowsOf(context, batch, args),
    }),
    erasedOn: t.field({ type: 'Date', nullable: true, description: 'the day on which the cells of its rows were erased, past their retention', resolve: (batch) => batch.staging.erasedOn ?? null }),
    progress: t.exposeFloat('progress', { nullable: true, description: '0 to 1 while its rows are landing' }),
    failure: t.string({ nullable: true, description: 'why the last attempt landed nothing', resolve: (batch, _args, { language }) => failureOf(batch)?.[language] ?? null }),
    refusedUrl: t.string({
      nullable: true, description: 'the rows that stay out, as a workbook to correct and upload again',
      resolve: (batch) => (batch.counts.refused + batch.counts.asked > 0 && !batch.staging.erasedOn ? `/imports/${globalId('Import', batch.id)}/refused.xlsx` : null),
    }),
    viewerCanConfirm: t.boolean({ resolve: (batch, _args, context) => context.once(batchLoaders).mayConfirm(batch) }),
    viewerCanWithdraw: t.boolean({ resolve: async (batch, _args, context) => (await context.once(batchLoaders).standing.load(batch)).can }),
    withdrawRefusedBecause: t.string({
      nullable: true, resolve: async (batch, _args, context) => (await context.once(batchLoaders).standing.load(batch)).because?.[context.language] ?? null,
    }),
  }),
})

node(Import, (context, ids) => Promise.all(ids.map((id) => context.once(batchLoaders).byId.load(id))))

builder.queryFields((t) => ({
  imports: t.field({
    type: ImportConnection, description: 'newest first', args: { first: t.arg.int(), after: t.arg.string() },
    resolve: (_root, args, context) => imports(context, args),
  }),
  layouts: t.field({ type: [Layout], resolve: (_root, _args, context) => (context.scope(), [...LAYOUTS]) }),
}))
