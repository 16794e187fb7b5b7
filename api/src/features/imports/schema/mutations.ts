import { builder } from '../../../schema/builder.ts'
import { mutation } from '../../../schema/mutations.ts'
import { idOf } from '../../../schema/nodes.ts'
import { HazardSource } from '../../hazards/schema.ts'
import { confirmImport } from '../confirm.ts'
import { discardImport, mapImport } from '../correct.ts'
import type { Batch } from '../model.ts'
import { reloaded } from '../service.ts'
import { Import } from './types.ts'
import { withdrawImport } from '../withdraw.ts'

const MapColumnInput = builder.inputType('MapColumnInput', {
  fields: (t) => ({ field: t.string({ required: true }), index: t.int({ required: true, description: 'from 0' }) }),
})

const MapSheetInput = builder.inputType('MapSheetInput', {
  fields: (t) => ({
    name: t.string({ required: true }),
    skip: t.boolean(),
    layout: t.string({ description: "a Layout's id" }),
    headerRow: t.int({ description: 'from 1' }),
    headerRows: t.int({ description: '1 to 3' }),
    source: t.field({ type: HazardSource }),
    columns: t.field({ type: [MapColumnInput], description: 'Complete: a field that is not named is not read. Remembered for sheets with the same headings.' }),
  }),
})

const AnswerInput = builder.inputType('AnswerInput', {
  description: 'Without sheet and row: for every cell of the field that says the same. Field firm, value *, answer new: makes every unknown firm whose name resembles none. Field split, value *, answer split or keep: for every cell that numbers several hazards.',
  fields: (t) => ({
    sheet: t.string(), row: t.int(),
    field: t.string({ required: true }), value: t.string({ required: true }),
    answer: t.string({ required: true, description: "a choice's value, or what is to be read instead of the cell; empty: takes the answer back" }),
  }),
})

interface Result {
  readonly import: Batch
}
type Ref = ReturnType<typeof builder.objectRef<Result>>
const payload = (ref: Ref) => ref.implement({ fields: (t) => ({ import: t.field({ type: Import, resolve: (result) => result.import }) }) })

mutation('mapImport', {
  description: 'Corrects how the sheets are read and answers questions; all rows are staged anew. Answers are added to those given before.',
  input: (t) => ({ import: t.id({ required: true }), sheets: t.field({ type: [MapSheetInput] }), answers: t.field({ type: [AnswerInput] }) }),
  payload,
  resolve: async (input, context) => {
    const { id } = await mapImport(context, { idempotencyKey: input.idempotencyKey, request: ['mapImport', input] }, { ...input, id: idOf('Import', input.import, 'input.import') })
    return { import: await reloaded(context, id) }
  },
})

mutation('confirmImport', {
  description: 'Lands the rows NEW and CHANGED, all or none, after looking at them anew. A large one goes on after the answer: ask for `progress`.',
  input: (t) => ({ import: t.id({ required: true }) }),
  payload,
  resolve: async (input, context) => {
    const { id } = await confirmImport(context, { idempotencyKey: input.idempotencyKey, request: ['confirmImport', input] }, idOf('Import', input.import, 'input.import'))
    return { import: await reloaded(context, id) }
  },
})

mutation('discardImport', {
  description: 'Throws a staged ledger away with its file.',
  input: (t) => ({ import: t.id({ required: true }) }),
  payload,
  resolve: async (input, context) => ({
    import: await discardImport(context, { idempotencyKey: input.idempotencyKey, request: ['discardImport', input] }, idOf('Import', input.import, 'input.import')),
  }),
})

mutation('withdrawImport', {
  description: 'Takes back whatever it brought, by events, while nothing else has built on it.',
  input: (t) => ({ import: t.id({ required: true }), reason: t.string({ required: true }) }),
  payload,
  resolve: async (input, context) => {
    const { id } = await withdrawImport(context, { idempotencyKey: input.idempotencyKey, request: ['withdrawImport', input] }, idOf('Import', input.import, 'input.import'), input.reason)
    return { import: await reloaded(context, id) }
  },
})
