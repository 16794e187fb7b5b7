import type { Context } from '../../../context.ts'
import { builder } from '../../../schema/builder.ts'
import { connection } from '../../../schema/connections.ts'
import { mutation } from '../../../schema/mutations.ts'
import { globalId, idOf } from '../../../schema/nodes.ts'
import { Region } from '../../regions/schema.ts'
import { regionOf } from '../../regions/service.ts'
import { decideProposal, mayDecide, mayWithdraw, proposalLoader, proposalsPage, stateOf } from '../proposals.ts'
import { kinds, type Decision, type Proposal as ProposalRow } from '../store/proposals.ts'
import { Role } from './role.ts'

const Kind = builder.enumType('ProposalKind', { values: kinds, description: 'an officer\'s post given; an officer\'s second factor taken away; a link by which an officer sets a new password' })
const State = builder.enumType('ProposalState', { values: ['OPEN', 'AGREED', 'RETURNED', 'WITHDRAWN', 'EXPIRED'] as const })
const inLanguage = (zh: string, en: string, { language }: Context) => (language === 'en' ? en : zh)

const Proposal = builder.objectRef<ProposalRow>('Proposal').implement({
  description: 'What a security administrator wants done to the account of one of the three officers; it takes a second signature.',
  fields: (t) => ({
    id: t.id({ resolve: (proposal) => globalId('Proposal', proposal.id) }),
    kind: t.expose('kind', { type: Kind }),
    state: t.field({ type: State, resolve: stateOf }),
    userName: t.exposeString('userName'),
    title: t.string({ resolve: (proposal, _args, context) => inLanguage(proposal.title, proposal.titleEn, context) }),
    role: t.expose('role', { type: Role, nullable: true, description: 'proposed, or held by the account' }),
    region: t.field({ type: Region, description: 'of the post, or where the account is at home', resolve: (proposal, _args, context) => regionOf(context, proposal.regionId) }),
    from: t.expose('from', { type: 'Date', nullable: true, description: 'of a post; not before the second signature' }),
    until: t.expose('until', { type: 'Date', nullable: true, description: 'the first day on which the post holds no more' }),
    proposer: t.string({ resolve: (proposal, _args, context) => inLanguage(proposal.proposer, proposal.proposerEn, context) }),
    proposedAt: t.expose('proposedAt', { type: 'DateTime' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'unsigned it is over then: seven days' }),
    decider: t.string({ nullable: true, resolve: (proposal, _args, context) => proposal.decider && inLanguage(proposal.decider, proposal.deciderEn ?? '', context) }),
    decidedAt: t.expose('decidedAt', { type: 'DateTime', nullable: true }),
    reason: t.exposeString('reason', { nullable: true, description: 'why it was returned' }),
    viewerCanDecide: t.boolean({ resolve: (proposal, _args, context) => mayDecide(context, proposal) }),
    viewerCanWithdraw: t.boolean({ resolve: (proposal, _args, context) => mayWithdraw(context, proposal) }),
  }),
})
const ProposalConnection = connection<ProposalRow>('Proposal', Proposal)

builder.queryField('proposals', (t) =>
  t.field({
    type: ProposalConnection, nullable: true, description: 'the newest first; null for everybody but security and system administrators',
    args: { open: t.arg.boolean({ description: 'only those that wait' }), first: t.arg.int(), after: t.arg.string() },
    resolve: (_root, { open, ...args }, context) => proposalsPage(context, open ?? false, args),
  }))

const deciding = (name: string, what: Decision, description: string) =>
  mutation(name, {
    description,
    input: (t) => ({ proposal: t.id({ required: true }), ...(what === 'RETURNED' && { reason: t.string({ required: true }) }) }),
    payload: (ref: ReturnType<typeof builder.objectRef<{ id: string }>>) => ref.implement({
      fields: (t) => ({ proposal: t.field({ type: Proposal, resolve: async ({ id }, _args, context) => (await context.once(proposalLoader).load(id))! }) }),
    }),
    resolve: async (input: { idempotencyKey: string; proposal: string; reason?: string }, context) =>
      ({ id: await decideProposal(context, name, what, { idempotencyKey: input.idempotencyKey, proposalId: idOf('Proposal', input.proposal, 'input.proposal'), ...(input.reason !== undefined && { reason: input.reason }) }) }),
  })
deciding('countersignProposal', 'AGREED', 'The second signature: what was proposed is done.')
deciding('returnProposal', 'RETURNED', 'No second signature, with the reason.')
deciding('withdrawProposal', 'WITHDRAWN', 'By who proposed it.')
