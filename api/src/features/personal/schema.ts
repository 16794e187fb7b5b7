import { erasureGrounds } from '@anwang/domain/personal'
import { builder } from '../../schema/builder.ts'
import { mutation } from '../../schema/mutations.ts'
import { optionalId } from '../../schema/nodes.ts'
import { badInput, ValidationError } from '../../schema/errors.ts'
import { Subject } from '../subjects/schema.ts'
import { placed } from '../subjects/service.ts'
import { allow } from './policy.ts'
import { erase, search, type Erased, type Found } from './service.ts'

const PersonalData = builder.objectRef<Found>('PersonalData').implement({
  description: 'Where somebody is kept, in the subtrees for whose erasures the viewer answers.',
  fields: (t) => ({
    contacts: t.int({ description: 'times that the person stands at a subject, a hazard or an inspection', resolve: ({ people }) => people.length }),
    ledgers: t.int({ description: 'uploaded ledgers whose cells hold the number, landed ones included', resolve: ({ ledgers }) => ledgers.open.length + ledgers.landed.length }),
    openLedgers: t.int({ description: 'of these, such as nothing has landed of: they are thrown away whole', resolve: ({ ledgers }) => ledgers.open.length }),
  }),
})

builder.queryField('personalData', (t) => t.field({
  type: PersonalData, nullable: true, description: 'By telephone number, whoever has it; null where the viewer does not answer for erasures.',
  args: { phone: t.arg.string({ required: true, description: 'whole, however it is written' }) },
  resolve: async (_root, { phone }, context) => {
    if (context.viewer && !allow.search(context.viewer)) return null
    try {
      return await search(context, phone)
    } catch (error) {
      if (error instanceof ValidationError) throw badInput('phone', error.message)
      throw error
    }
  },
}))

const ErasureGround = builder.enumType('ErasureGround', { description: '个人信息保护法 第四十七条', values: erasureGrounds })

mutation('erasePersonalData', {
  description: 'Erases a person for good: one contact, or everybody with a telephone number and the cells of uploaded ledgers that hold it.',
  input: (t) => ({
    contact: t.id({ description: 'or `phone`' }), phone: t.string(),
    ground: t.field({ type: ErasureGround, required: true }),
    expected: t.int({ required: true, description: 'how many contacts and ledgers it will be, as `personalData` counts them; 1 for a contact' }),
  }),
  payload: (ref: ReturnType<typeof builder.objectRef<Erased>>) => ref.implement({ fields: (t) => ({ contacts: t.exposeInt('contacts'), ledgers: t.exposeInt('ledgers') }) }),
  resolve: ({ idempotencyKey, contact, phone, ground, expected }, context) =>
    erase(context, idempotencyKey, { contactId: optionalId('Contact', contact, 'input.contact'), phone: phone ?? null, ground, expected }),
})

builder.objectFields(Subject, (t) => ({
  viewerCanErasePersonalData: t.boolean({ resolve: (subject, _args, { viewer }) => allow.erase(viewer, placed(subject)) }),
}))
