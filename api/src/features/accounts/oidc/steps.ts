import { recordAudit, type AuditNote } from '@anwang/db'
import type { IdentityProvider, Vouched } from '../../../auth/identity.ts'
import { newToken, sessionHash } from '../../../auth/session.ts'
import type { Services } from '../../../context.ts'
import { callerOf } from '../../../serving/rates.ts'
import { isNews } from '../../../serving/once.ts'
import { entry, keysOf, openAs, type Caller } from '../sign-in.ts'
import { accountOf, checkPassword, StepRefused, type Refusal } from '../steps.ts'
import { beginIdentityStep, bindIdentity, identityAttempt, takeIdentityStep, takeInvitationByIdentity, unbindIdentity, type IdentityStep } from '../store/identity.ts'
import { invitationAccount } from '../store/invitation.ts'
import { succeeded } from '../store/sign-in.ts'

/** What somebody goes to the identity provider for. */
export type Wish =
  | { readonly wish: 'SIGN_IN'; readonly next: string }
  | { readonly wish: 'BIND'; readonly password: string }
  | { readonly wish: 'INVITATION'; readonly invitation: string }

/** The request's cookies and address. */
export interface Asking extends Caller {
  readonly session: string | null
  /** Of the step; null where the browser has begun none. */
  readonly step: string | null
  /** Where the provider sends the browser back to. */
  readonly redirect: string
}

const providerOf = ({ oidc }: Services): IdentityProvider => {
  if (!oidc) throw new StepRefused('NO_PROVIDER')
  return oidc
}

async function permitted(services: Services, wish: Wish, session: string | null, address: string): Promise<IdentityStep> {
  if (wish.wish === 'SIGN_IN') return { purpose: 'SIGN_IN', accountId: null, invitationHash: null, next: wish.next }
  if (wish.wish === 'INVITATION') {
    const invitationHash = sessionHash(wish.invitation)
    const found = await invitationAccount(services.app, invitationHash)
    if (!found) throw new StepRefused('INVITATION')
    return { purpose: 'INVITATION', accountId: found.id, invitationHash, next: '/' }
  }
  const { account } = await accountOf(services, session)
  if (account.step !== null) throw new StepRefused('NOT_NOW')
  await checkPassword(services, account, wish.password, address)
  return { purpose: 'BIND', accountId: account.id, invitationHash: null, next: '/account' }
}

/** Sends somebody to the identity provider: the address there, and the token that their browser keeps until they come back. @throws StepRefused */
export async function beginIdentity(services: Services, wish: Wish, { session, redirect, address }: Asking): Promise<{ readonly url: string; readonly token: string }> {
  const provider = providerOf(services)
  const step = await permitted(services, wish, session, address)
  const token = newToken()
  const url = await provider.begin(token, redirect, wish.wish !== 'SIGN_IN')
  await beginIdentityStep(services.app, sessionHash(token), step)
  return { url, token }
}

export interface Returned {
  readonly did: IdentityStep['purpose']
  readonly next: string
  /** Of the session that goes on from here. */
  readonly token: string
}

/** Nobody has to be anybody to send such answers: one line a quarter of an hour and address, of each reason. */
const noteRefused = async (services: Services, caller: Caller, note: AuditNote, key: string | null): Promise<void> => {
  if (isNews([`oidc ${key ?? callerOf(caller.address)} ${note.reason}`])) await recordAudit(services.reader, [{ ...note, address: caller.address, refused: true }])
}

/** Takes what the provider answered by the browser, once. @throws StepRefused */
export async function finishIdentity(services: Services, parameters: string, asking: Asking): Promise<Returned> {
  const provider = providerOf(services)
  const refuse = async (code: Refusal): Promise<never> => {
    await noteRefused(services, asking, { kind: 'SIGN_IN', action: 'oidc', reason: code }, null)
    throw new StepRefused(code)
  }
  // An answer that this browser did not ask for takes nothing away from the one that it waits for.
  if (asking.step === null || !provider.answers(asking.step, parameters)) return refuse('STALE')
  const step = await takeIdentityStep(services.app, sessionHash(asking.step))
  if (!step) return refuse('STALE')
  let vouched: Vouched
  try {
    vouched = await provider.finish(asking.step, asking.redirect, parameters)
  } catch (error) {
    if (error instanceof StepRefused) return refuse(error.code)
    throw error
  }
  const token = await { SIGN_IN: enter, BIND: bind, INVITATION: takeInvitation }[step.purpose](services, step, vouched, asking)
  return { did: step.purpose, next: step.next, token }
}

async function opened(services: Services, accountId: string, { hint, subjectHash }: Vouched, caller: Caller): Promise<string> {
  const session = await openAs(services, accountId, { entered: 'OIDC', proof: subjectHash }, caller)
  const note = { kind: 'SIGN_IN', action: 'oidc', accountId, details: { identity: hint } } as const
  if (!session) {
    await noteRefused(services, caller, { ...note, reason: 'UNKNOWN_IDENTITY' }, subjectHash)
    throw new StepRefused('NO_SIGN_IN')
  }
  await recordAudit(services.reader, [{ ...note, ...(await entry(services, session, 'oidc', 'oidcVouched')), address: caller.address }])
  return session.token
}

async function enter(services: Services, _step: IdentityStep, vouched: Vouched, caller: Caller): Promise<string> {
  const { account, held } = await identityAttempt(services.app, vouched.subjectHash, keysOf('', caller.address).address)
  if (!account || held) {
    const reason = held ? 'LOCKED' : 'UNKNOWN_IDENTITY'
    await noteRefused(services, caller, { kind: 'SIGN_IN', action: 'oidc', reason, accountId: account?.id ?? null, details: { identity: vouched.hint } }, vouched.subjectHash)
    throw new StepRefused('NO_SIGN_IN')
  }
  await succeeded(services.app, keysOf(account.userName, caller.address))
  return opened(services, account.id, vouched, caller)
}

async function bind(services: Services, { accountId }: IdentityStep, vouched: Vouched, { session, ...caller }: Asking): Promise<string> {
  const { account, hash } = await accountOf(services, session)
  if (account.step !== null || account.id !== accountId) throw new StepRefused('NOT_NOW')
  const token = newToken()
  const done = await bindIdentity(services.app, hash, sessionHash(token), account.id, vouched, caller.address)
  if (done) return token
  const reason = done === null ? 'UNAUTHENTICATED' : 'IDENTITY_TAKEN'
  await noteRefused(services, caller, { kind: 'ADMINISTRATION', action: 'bindIdentity', reason, accountId: account.id, details: { identity: vouched.hint } }, vouched.subjectHash)
  throw new StepRefused(reason)
}

async function takeInvitation(services: Services, { accountId, invitationHash }: IdentityStep, vouched: Vouched, caller: Asking): Promise<string> {
  const taken = await takeInvitationByIdentity(services.app, invitationHash!, vouched, caller.address)
  if (taken === null || taken === 'IDENTITY_TAKEN') {
    const reason = taken ?? 'INVITATION'
    await noteRefused(services, caller, { kind: 'ADMINISTRATION', action: 'invitationTaken', reason, accountId, details: { identity: vouched.hint } }, vouched.subjectHash)
    throw new StepRefused(reason)
  }
  await recordAudit(services.reader, [{ kind: 'ADMINISTRATION', action: 'invitationTaken', accountId: taken.id, address: caller.address, details: { identity: vouched.hint } }])
  return opened(services, taken.id, vouched, caller)
}

/** Takes the identity from the session's own account, by its password. @throws StepRefused */
export async function dropOwnIdentity(services: Services, password: string, { session, address }: Asking): Promise<void> {
  const { account, hash } = await accountOf(services, session)
  if (account.step !== null) throw new StepRefused('NOT_NOW')
  await checkPassword(services, account, password, address)
  if (!(await unbindIdentity(services.app, hash, address))) throw new StepRefused('NO_IDENTITY')
}
