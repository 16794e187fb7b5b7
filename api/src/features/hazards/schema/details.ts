import DataLoader from 'dataloader'
import type { HazardDetails } from '@anwang/domain'
import type { Context } from '../../../context.ts'
import { builder } from '../../../schema/builder.ts'
import { shown } from '../../subjects/contacts.ts'
import { allow } from '../../subjects/policy.ts'
import { Contact } from '../../subjects/schema.ts'
import { Hazard } from '../schema.ts'
import { foldOf } from '../service.ts'
import { peopleOf } from '../store/people.ts'

const Details = builder.objectRef<HazardDetails>('HazardDetails').implement({
  description: 'What a ledger states beside the facts that figures come from: 五落实 of a hazard that needs no plan, who supervises, the remark.',
  fields: (t) => ({
    measures: t.exposeString('measures', { nullable: true }),
    fundsYuan: t.exposeFloat('fundsYuan', { nullable: true }),
    fundsText: t.exposeString('fundsText', { nullable: true, description: 'as typed, where no amount is named' }),
    contingency: t.exposeString('contingency', { nullable: true }),
    rectifyingUnit: t.exposeString('rectifyingUnit', { nullable: true }),
    regulator: t.exposeString('regulator', { nullable: true }),
    reinspectingUnit: t.exposeString('reinspectingUnit', { nullable: true }),
    progress: t.exposeString('progress', { nullable: true, description: '整改情况, of one that was not submitted' }),
    address: t.exposeString('address', { nullable: true, description: 'below the place' }),
    note: t.exposeString('note', { nullable: true }),
  }),
})

const loaders = (context: Context) => ({
  people: new DataLoader(async (ids: readonly string[]) => {
    const found = await peopleOf(await context.read(), ids)
    return ids.map((id) => found.get(id) ?? [])
  }),
})

builder.objectFields(Hazard, (t) => ({
  details: t.field({ type: Details, nullable: true, resolve: async (hazard, _args, context) => (await foldOf(context, hazard)).details ?? null }),
  people: t.field({
    type: [Contact], description: 'whom its ledger names: who must rectify, supervises, re-inspected',
    resolve: async (hazard, _args, context, info) => {
      const named = await context.once(loaders).people.load(hazard.id)
      return shown(context, info, named, named.length > 0 && allow.seeContacts(context.viewer, hazard), 'Hazard', hazard.id)
    },
  }),
}))
