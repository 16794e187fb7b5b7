import { newId, type Tx } from '@anwang/db'
import DataLoader from 'dataloader'
import { newToken, sessionHash } from '../../auth/session.ts'
import type { Context } from '../../context.ts'
import { decodeCursor, pageOf, pageSize, type Page, type PageArgs } from '../../schema/connections.ts'
import { Conflict, Forbidden, NotFound, ValidationError } from '../../schema/errors.ts'
import { refusedPost } from './post-rules.ts'
import { countersignedPaths, mayCountersign } from './policy.ts'
import { addProposal, countersign, countProposals, decide, proposalOf, proposalsAfter, type Decision, type NewProposal, type Objection, type Proposal } from './store/proposals.ts'
import { administrationText } from './words.ts'

// What is done to an officer's account takes two: a security administrator proposes it, and another one, or a system
// administrator of the place, signs it within seven days.

const LONGEST_REASON = 200

const opened = async (context: Context): Promise<Tx> => {
  const tx = await context.read()
  await countersign(tx, countersignedPaths(context.viewer), context.clock.today())
  return tx
}

/** What was proposed in the viewer's area, the newest first; null for whoever signs nothing. */
export async function proposalsPage(context: Context, open: boolean, args: PageArgs): Promise<Page<Proposal> | null> {
  context.scope()
  if (!mayCountersign(context.viewer)) return null
  const after = decodeCursor(args.after, ['uuid'])?.[0] ?? null
  const tx = await context.once(opened)
  const rows = await proposalsAfter(tx, open, after, pageSize(args) + 1)
  return pageOf(rows, args, (row) => [row.id], () => countProposals(tx, open))
}

export const proposalLoader = (context: Context) => new DataLoader(async (ids: readonly string[]) => {
  const tx = await context.once(opened)
  return Promise.all(ids.map((id) => proposalOf(tx, id)))
})

const isOpen = (proposal: Proposal): boolean => proposal.decision === null && proposal.expiresAt.getTime() > Date.now()
export const stateOf = (proposal: Proposal): Decision | 'OPEN' | 'EXPIRED' => proposal.decision ?? (isOpen(proposal) ? 'OPEN' : 'EXPIRED')
/** Two persons: neither who proposed it nor whose account it is. */
export const mayDecide = ({ viewer }: Context, proposal: Proposal): boolean => isOpen(proposal) && mayCountersign(viewer) && viewer!.id !== proposal.proposedBy && viewer!.id !== proposal.accountId
export const mayWithdraw = ({ viewer }: Context, proposal: Proposal): boolean => isOpen(proposal) && viewer?.id === proposal.proposedBy

/** @throws ValidationError OFFICERS where the account's posts exclude the one proposed. */
export async function propose(context: Context, tx: Tx, what: Omit<NewProposal, 'id'>): Promise<string> {
  const id = newId()
  await addProposal(tx, { id, ...what }).catch((error: unknown) => {
    throw refusedPost(error, context.language) ?? error
  })
  return id
}

/** A link that opens nothing yet: the token, and the proposal to let it. */
export async function proposeInvitation(context: Context, tx: Tx, accountId: string): Promise<{ id: string; token: string }> {
  const token = newToken()
  return { id: await propose(context, tx, { kind: 'INVITATION', accountId, tokenHash: sessionHash(token) }), token }
}

/** An officer's post, and for whoever is no officer yet a link that opens nothing yet: with the second signature all other ways in are void. */
export async function proposePost(context: Context, tx: Tx, accountId: string, post: NonNullable<NewProposal['post']>, link: boolean): Promise<{ id: string; token: string | null }> {
  const token = link ? newToken() : null
  return { id: await propose(context, tx, { kind: 'POST', accountId, post, ...(token !== null && { tokenHash: sessionHash(token) }) }), token }
}

const failures: Readonly<Record<Objection, typeof Forbidden | typeof NotFound | typeof Conflict>> = {
  PROPOSAL: NotFound, OTHERS_PROPOSAL: Forbidden, NOT_COUNTERSIGNER: Forbidden, SECOND_PERSON: Forbidden, PROPOSAL_ELSEWHERE: Forbidden, DECIDED: Conflict, EXPIRED: Conflict, PROPOSER_LEFT: Conflict,
}

/** @returns the proposal's id. @throws UserFailure */
export async function decideProposal(context: Context, name: string, what: Decision, input: { readonly idempotencyKey: string; readonly proposalId: string; readonly reason?: string }): Promise<string> {
  context.scope()
  const says = (code: Objection | 'REASON') => administrationText(code, context.language)
  if (!mayCountersign(context.viewer)) throw new Forbidden('NOT_COUNTERSIGNER', says('NOT_COUNTERSIGNER'))
  const reason = input.reason?.trim() ?? null
  if (reason === '' || (reason?.length ?? 0) > LONGEST_REASON) throw new ValidationError('REASON', says('REASON'), ['input', 'reason'])
  return (await context.write({ idempotencyKey: input.idempotencyKey, request: [name, input] }, async (tx) => {
    await countersign(tx, countersignedPaths(context.viewer), context.clock.today())
    const objection = await decide(tx, input.proposalId, what, reason, context.clock.today()).catch((error: unknown) => {
      throw refusedPost(error, context.language) ?? error
    })
    if (objection) throw new failures[objection](objection, says(objection))
    return { id: input.proposalId }
  })).id
}
