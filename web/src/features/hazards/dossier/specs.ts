import { addDays, type Day } from '@anwang/domain/time'
import type { TypedDocumentNode } from 'urql'
import { isNoDay } from '../../../lib/days.ts'
import type { Errors } from '../../../lib/form.ts'
import type { FormWords } from '../../../lib/words/forms.ts'
import * as mutations from './mutations.ts'
import type { Hazard, MoveKind } from './queries.ts'
import type { words } from './words.ts'

/** All values of a form of a move are texts: days, numbers, 'true' or ''. */
export type Values = Readonly<Record<string, string>>
type Words = typeof words.en | typeof words.zh
type FieldKey = keyof Words['fields']

export interface FieldSpec {
  readonly name: string
  readonly label: FieldKey
  readonly type: 'text' | 'long' | 'day' | 'number' | 'box' | 'radio' | 'choice' | 'level' | 'sector' | 'subject' | 'hazard'
  /** Of a choice or a radio: what yes and no are called; granted and refused unless given. */
  readonly choices?: (w: Words) => readonly [yes: string, no: string]
  readonly hint?: (w: Words) => string
  readonly required?: boolean
}

export interface Target {
  readonly hazard: Hazard
  readonly today: Day
}

/** What is sent: the record, the version that was seen, and the move's own values. */
interface Base {
  readonly idempotencyKey: string
  readonly hazard: string
  readonly expectedVersion: number
}

export interface MoveSpec {
  readonly fields: readonly FieldSpec[]
  readonly initial: (target: Target) => Values
  /** What is wrong besides a required field left empty. */
  readonly check: (values: Values, target: Target, w: Words) => Errors
  /** The effect in words, before it is sent. */
  readonly preview: (values: Values, target: Target, w: Words) => string | null
  /** What the move adds to the input, without the key. */
  readonly request: (values: Values, target: Target) => { readonly document: TypedDocumentNode; readonly input: object }
}

interface Parts<Input extends Base> {
  readonly document: TypedDocumentNode<unknown, { input: Input }>
  readonly fields?: readonly FieldSpec[]
  readonly initial?: (target: Target) => Values
  readonly check?: (values: Values, target: Target, w: Words) => Errors
  readonly preview?: (values: Values, target: Target, w: Words) => string | null
  readonly input: (values: Values, target: Target) => Omit<Input, keyof Base>
}

/** Binds a move's document to the values that its input wants; outside of here only the form's texts are known. */
function spec<Input extends Base>({ document, fields = [], initial = () => ({}), check = () => ({}), preview = () => null, input }: Parts<Input>): MoveSpec {
  return {
    fields, check, preview,
    initial: (target) => ({ ...Object.fromEntries(fields.map((field) => [field.name, ''])), ...initial(target) }),
    request: (values, target) => ({ document: document as TypedDocumentNode, input: input(values, target) }),
  }
}

const dueOn = (label: FieldKey, required: boolean, hint?: (w: Words) => string): FieldSpec => ({ name: 'dueOn', label, type: 'day', required, ...(hint && { hint }) })
const reason = (label: FieldKey, required = true): FieldSpec => ({ name: 'reason', label, type: 'long', required })
const orNull = (text: string | undefined) => (text ? text : null)
/** A picked subject as one text of the form: its id, a blank, its name. */
export const pickedText = ({ id, name }: { readonly id: string; readonly name: string }): string => `${id} ${name}`
const idPicked = (text: string | undefined): string => text?.split(' ', 1)[0] ?? ''
const askedFor = (hazard: Hazard): string | undefined =>
  hazard.events.nodes.findLast((event) => event.type === 'extension_requested')?.facts.find((fact) => fact.name === 'dueOn')?.value

export const specs: Readonly<Record<MoveKind, MoveSpec>> = {
  ORDER: spec({
    document: mutations.orderRectification,
    fields: [dueOn('dueOn', true)],
    initial: ({ hazard }) => ({ dueOn: hazard.dueOn }),
    preview: (values, { hazard }, w) => w.preview.order(values['dueOn'] || hazard.dueOn),
    input: (values) => ({ dueOn: values['dueOn']! }),
  }),
  APPROVE_LONG_DEADLINE: spec({
    document: mutations.approveLongDeadline,
    preview: (_values, { hazard }, w) => w.preview.approve(hazard.dueOn),
    input: () => ({}),
  }),
  PLAN: spec({
    document: mutations.planRectification,
    fields: [
      { name: 'responsiblePost', label: 'responsiblePost', type: 'text', required: true, hint: (w) => w.fields.responsiblePostHint },
      { name: 'fundsYuan', label: 'fundsYuan', type: 'number', required: true },
      { name: 'measures', label: 'measures', type: 'long', required: true },
      dueOn('dueOn', true),
      { name: 'contingency', label: 'contingency', type: 'long', required: true },
    ],
    initial: ({ hazard }) =>
      hazard.plan
        ? { responsiblePost: hazard.plan.responsiblePost, measures: hazard.plan.measures, fundsYuan: String(hazard.plan.fundsYuan), dueOn: hazard.plan.dueOn, contingency: hazard.plan.contingency }
        : { dueOn: hazard.dueOn },
    check: (values, _target, w) => (/^\d+$/.test(values['fundsYuan']?.trim() ?? '') ? {} : { fundsYuan: w.problem.money }),
    input: (values) => ({
      responsiblePost: values['responsiblePost']!.trim(), measures: values['measures']!.trim(), fundsYuan: Number(values['fundsYuan']), dueOn: values['dueOn']!, contingency: values['contingency']!.trim(),
    }),
  }),
  SUBMIT: spec({
    document: mutations.submitRectification,
    fields: [{ name: 'measures', label: 'done', type: 'long', required: true, hint: (w) => w.fields.doneHint }],
    input: (values) => ({ measures: values['measures']!.trim() }),
  }),
  ACCEPT: spec({
    document: mutations.reinspect,
    fields: [{ name: 'onSite', label: 'onSite', type: 'radio', required: true, choices: (w) => [w.value.onSite.true, w.value.onSite.false] }],
    check: (values, { hazard }, w) => (hazard.level === 'MAJOR' && values['onSite'] !== 'true' ? { onSite: w.problem.onSite } : {}),
    preview: (_values, { hazard }, w) => `${w.preview.accept(hazard.overdueDays)} ${w.preview.acceptGeneral}`,
    input: (values) => ({ accepted: true, onSite: values['onSite'] === 'true' }),
  }),
  REJECT: spec({
    document: mutations.reinspect,
    fields: [reason('why'), dueOn('dueOn', false, (w) => w.optionalDue)],
    preview: (_values, _target, w) => w.preview.reject,
    input: (values) => ({ accepted: false, reason: values['reason']!.trim(), dueOn: orNull(values['dueOn']) }),
  }),
  REQUEST_EXTENSION: spec({
    document: mutations.requestExtension,
    fields: [dueOn('newDueOn', true), { name: 'controlMeasures', label: 'controlMeasures', type: 'long', required: true }],
    initial: ({ hazard }) => ({ dueOn: addDays(hazard.dueOn, 15) }),
    check: (values, { hazard }, w) => (values['dueOn'] && values['dueOn'] <= hazard.dueOn ? { dueOn: w.problem.dueLater } : {}),
    input: (values) => ({ dueOn: values['dueOn']!, controlMeasures: values['controlMeasures']!.trim() }),
  }),
  DECIDE_EXTENSION: spec({
    document: mutations.decideExtension,
    fields: [{ name: 'granted', label: 'granted', type: 'choice', required: true }, dueOn('newDueOn', false, (w) => w.extensionDue), reason('reason', false)],
    initial: ({ hazard }) => ({ dueOn: askedFor(hazard) ?? '' }),
    preview: (values, _target, w) => (values['granted'] === 'true' ? w.preview.extensionYes : values['granted'] === 'false' ? w.preview.extensionNo : null),
    input: (values) => ({ granted: values['granted'] === 'true', dueOn: values['granted'] === 'true' ? orNull(values['dueOn']) : null, reason: orNull(values['reason']?.trim()) }),
  }),
  CORRECT: spec({
    document: mutations.correctHazard,
    fields: [
      { name: 'level', label: 'level', type: 'level' }, { name: 'sector', label: 'sector', type: 'sector' }, { name: 'subject', label: 'subject', type: 'subject', required: true, hint: (w) => w.fields.subjectHint }, { name: 'description', label: 'description', type: 'long', required: true }, reason('reason'),
    ],
    initial: ({ hazard }) => ({ level: hazard.level, sector: hazard.sector?.id ?? '', subject: pickedText(hazard.subject), description: hazard.description }),
    check: (values, { hazard }, w) =>
      values['level'] === hazard.level && values['sector'] === (hazard.sector?.id ?? '') && values['description']?.trim() === hazard.description && idPicked(values['subject']) === hazard.subject.id ? { description: w.problem.nothing } : {},
    preview: (_values, _target, w) => w.preview.correct,
    input: (values, { hazard }) => ({
      reason: values['reason']!.trim(),
      ...(values['level'] !== hazard.level && { level: values['level'] === 'MAJOR' ? ('MAJOR' as const) : ('GENERAL' as const) }),
      ...(values['sector'] && values['sector'] !== hazard.sector?.id && { sector: values['sector'] }),
      ...(idPicked(values['subject']) !== hazard.subject.id && { subject: idPicked(values['subject']) }),
      ...(values['description']!.trim() !== hazard.description && { description: values['description']!.trim() }),
    }),
  }),
  REQUEST_VOID: spec({
    document: mutations.requestVoid,
    fields: [reason('reason'), { name: 'duplicateOf', label: 'duplicateOf', type: 'hazard', hint: (w) => w.fields.duplicateHint }],
    preview: (_values, _target, w) => w.preview.requestVoid,
    input: (values) => ({ reason: values['reason']!.trim(), duplicateOf: orNull(values['duplicateOf']) }),
  }),
  COUNTERSIGN_VOID: spec({ document: mutations.countersignVoid, preview: (_values, _target, w) => w.preview.countersign, input: () => ({}) }),
  REFUSE_VOID: spec({ document: mutations.refuseVoid, fields: [reason('reason', false)], preview: (_values, _target, w) => w.preview.refuseVoid, input: (values) => ({ reason: orNull(values['reason']?.trim()) }) }),
  REOPEN: spec({
    document: mutations.reopenHazard,
    fields: [reason('reason'), dueOn('dueOn', false, (w) => w.reopenDue)],
    preview: (_values, _target, w) => w.preview.reopen,
    input: (values) => ({ reason: values['reason']!.trim(), dueOn: orNull(values['dueOn']) }),
  }),
  REVISIT: spec({
    document: mutations.revisitHazard,
    fields: [
      { name: 'recurred', label: 'recurred', type: 'choice', required: true, choices: (w) => [w.fields.recurredYes, w.fields.recurredNo] },
      { name: 'drawn', label: 'drawn', type: 'box', hint: (w) => w.fields.drawnHint },
      { name: 'reason', label: 'found', type: 'long' }, dueOn('dueOn', false, (w) => w.revisitDue),
    ],
    check: (values, { hazard }, w) =>
      values['recurred'] !== 'true' ? {}
      : { ...(values['reason']?.trim() === '' && { reason: w.problem.recurredReason }), ...(hazard.level === 'MAJOR' && values['dueOn'] === '' && { dueOn: w.problem.majorDue }) },
    preview: (values, _target, w) => (values['recurred'] === 'true' ? w.preview.recurred : values['recurred'] === 'false' ? w.preview.notRecurred : null),
    input: (values) => {
      const recurred = values['recurred'] === 'true'
      return { recurred, drawn: values['drawn'] === 'true', reason: recurred ? orNull(values['reason']?.trim()) : null, dueOn: recurred ? orNull(values['dueOn']) : null }
    },
  }),
  LIST: spec({
    document: mutations.listHazard,
    fields: [dueOn('listedDue', true)],
    initial: ({ hazard }) => ({ dueOn: hazard.dueOn }),
    preview: (values, _target, w) => (values['dueOn'] ? w.preview.list(values['dueOn']) : null),
    input: (values) => ({ dueOn: values['dueOn']! }),
  }),
  DELIST: spec({
    document: mutations.delistHazard,
    fields: [{ name: 'reason', label: 'reason', type: 'long' }],
    check: (values, { hazard }, w) => (values['reason']?.trim() === '' && hazard.state !== 'CLOSED' && hazard.state !== 'ARCHIVED' ? { reason: w.problem.delistReason } : {}),
    preview: (_values, _target, w) => w.preview.delist,
    input: (values) => ({ reason: orNull(values['reason']?.trim()) }),
  }),
  ARCHIVE: spec({ document: mutations.archiveHazard, preview: (_values, _target, w) => w.preview.archive, input: () => ({}) }),
}

/** Every required field left empty, then what the move itself finds. */
export function problemsOf(kind: MoveKind, values: Values, target: Target, w: Words, { required, badDay }: Pick<FormWords, 'required' | 'badDay'>): Errors {
  const { fields, check } = specs[kind]
  const missing = fields.filter((field) => field.required && (values[field.name] ?? '').trim() === '')
  const days = fields.filter((field) => field.type === 'day' && isNoDay(values[field.name]))
  return { ...check(values, target, w), ...Object.fromEntries(days.map((field) => [field.name, badDay])), ...Object.fromEntries(missing.map((field) => [field.name, required])) }
}

/** Moves that are waited for in the same words, said once. */
export const alike = (waiting: Hazard['moves']): { kinds: MoveKind[]; because: string; viewerCan: boolean }[] =>
  waiting.reduce<{ kinds: MoveKind[]; because: string; viewerCan: boolean }[]>((said, { kind, because, viewerCan }) => {
    const same = said.find((one) => one.because === because && one.viewerCan === viewerCan)
    return same ? said.map((one) => (one === same ? { ...one, kinds: [...one.kinds, kind] } : one)) : [...said, { kinds: [kind], because, viewerCan }]
  }, [])

/** The moves the viewer may make: what the hazard waits for in front, the others behind. */
export function arranged(moves: Hazard['moves']): { primary: MoveKind[]; others: MoveKind[]; waiting: Hazard['moves'] } {
  const mine = moves.filter((move) => move.viewerCan)
  return {
    primary: mine.filter((move) => move.primary).map((move) => move.kind),
    others: mine.filter((move) => !move.primary).map((move) => move.kind),
    waiting: moves.filter((move) => move.primary),
  }
}
