import { createHash } from 'node:crypto'
import { recordAudit } from '@anwang/db'
import type { Secrets } from '../../auth/secrets.ts'
import { newToken, sessionHash } from '../../auth/session.ts'
import type { Services } from '../../context.ts'
import { enrolment, newRecoveryCodes, newSecret, recoveryHash, recoveryHashes, stepOf } from './factor.ts'
import type { IdentityRefusal } from './oidc/words.ts'
import { hashPassword, inTurn, isPassword, refusalOf, type Weakness } from './passwords.ts'
import {
  beginSecondFactor, changePassword, confirmSecondFactor, countTry, failed, forgetTries, passSecondFactor, removeSecondFactor, sessionAccount, type SessionAccount, type Step,
} from './store/sign-in.ts'

export type Refusal = 'UNAUTHENTICATED' | 'WRONG_CODE' | 'WRONG_PASSWORD' | 'WAIT' | 'NOT_NOW' | 'REQUIRED' | 'INVITATION' | Weakness | IdentityRefusal

/** Why a step of signing in was refused. */
export class StepRefused extends Error {
  readonly code: Refusal
  constructor(code: Refusal) {
    super(code)
    this.code = code
  }
}

/** A session that goes on under a new token. */
export interface Renewed {
  readonly token: string
  /** Whether signing in asked for what was done. */
  readonly steps: boolean
}

/** The account of a session, with what is still asked of it. @throws StepRefused UNAUTHENTICATED */
export async function accountOf(services: Services, token: string | null): Promise<{ account: SessionAccount; hash: string }> {
  const hash = token === null ? null : sessionHash(token)
  const account = hash === null ? null : await sessionAccount(services.app, hash, services.clock.today())
  if (!account || hash === null) throw new StepRefused('UNAUTHENTICATED')
  return { account, hash }
}

/** What is still asked of the session; null: nothing. @throws StepRefused UNAUTHENTICATED */
export const stepOfSession = async (services: Services, token: string | null): Promise<Step | null> => (await accountOf(services, token)).account.step

/** Every step that was taken or refused stands in the second log. */
const noted = (services: Services, account: SessionAccount, action: string, address: string, reason: Refusal | null = null): Promise<void> =>
  recordAudit(services.reader, [{ kind: action === 'secondFactor' ? 'SIGN_IN' : 'ADMINISTRATION', action, accountId: account.id, address, refused: reason !== null, reason }])

/** Notes that signing in is complete, where the step that was taken was the last; what is still asked of the session. */
export async function afterStep(services: Services, { token, steps }: Renewed, address: string): Promise<Step | null> {
  const { account } = await accountOf(services, token)
  if (account.step === null && steps) await recordAudit(services.reader, [{ kind: 'SIGN_IN', action: 'session', accountId: account.id, address }])
  return account.step
}

/** At most so many wrong tries in a row, of one account; then growing waits. @throws StepRefused WAIT, or what `work` throws. */
async function counted<T>(services: Services, account: SessionAccount, action: string, address: string, work: () => Promise<T>): Promise<T> {
  const key = createHash('sha256').update(`step ${account.id}`).digest('hex')
  try {
    if (await countTry(services.app, key)) throw new StepRefused('WAIT')
    const result = await work()
    await forgetTries(services.app, key)
    await noted(services, account, action, address)
    return result
  } catch (error) {
    if (error instanceof StepRefused) {
      await noted(services, account, action, address, error.code)
      if (action === 'secondFactor') await failed(services.app, account.id, key)
    }
    throw error
  }
}

const secretsOf = ({ secrets }: Services): Secrets => {
  if (!secrets) throw new Error('no key is given for second factors')
  return secrets
}

/** @throws StepRefused WRONG_PASSWORD, WAIT */
export const checkPassword = (services: Services, account: SessionAccount, password: string, address: string): Promise<void> =>
  counted(services, account, 'passwordAsked', address, async () => {
    if (!(await inTurn(account.id, () => isPassword(account.passwordHash, password)))) throw new StepRefused('WRONG_PASSWORD')
  })

/** Of what is typed in place of a code no more is looked at. */
const LONGEST_CODE = 64

function ended(done: boolean): void {
  if (!done) throw new StepRefused('UNAUTHENTICATED')
}

/** The second factor of signing in: a one-time code, or a recovery code. @throws StepRefused */
export async function giveCode(services: Services, token: string | null, code: string, address: string): Promise<Renewed> {
  const { account, hash } = await accountOf(services, token)
  if (account.step !== 'CODE' || account.secret === null) throw new StepRefused('NOT_NOW')
  // By a key that was lost no code is right; recovery codes are.
  const secret = secretsOf(services).open(account.secret, account.id)
  return counted(services, account, 'secondFactor', address, async () => {
    const digits = code.replaceAll(/\s/g, '')
    const step = secret !== null && /^\d{6}$/.test(digits) ? stepOf(secret, digits) : null
    const next = newToken()
    const by = step !== null ? { step } : { recoveryHash: await inTurn(account.id, () => recoveryHash(code.slice(0, LONGEST_CODE), account.id)) }
    if (!(await passSecondFactor(services.app, hash, sessionHash(next), by))) throw new StepRefused('WRONG_CODE')
    return { token: next, steps: true }
  })
}

/** A new password, by the present one; ends the account's other sessions. @throws StepRefused */
export async function renewPassword(services: Services, token: string | null, current: string, password: string, address: string): Promise<Renewed> {
  const { account, hash } = await accountOf(services, token)
  if (account.step === 'CODE') throw new StepRefused('NOT_NOW')
  await checkPassword(services, account, current, address)
  const refusal = await inTurn(account.id, () => refusalOf(password, [account.userName, account.titleEn], [account.passwordHash, ...account.passwordHistory]))
  if (refusal) throw new StepRefused(refusal)
  const next = newToken()
  ended(await changePassword(services.app, hash, sessionHash(next), await inTurn(account.id, () => hashPassword(password))))
  await noted(services, account, 'passwordChanged', address)
  return { token: next, steps: account.step !== null }
}

export interface Enrolment {
  readonly secret: string
  readonly uri: string
  readonly picture: string
}

/** Begins to set up a second factor; nothing changes before a code of it was given. Asks for the password, except where signing in asks for it. @throws StepRefused */
export async function beginEnrolment(services: Services, token: string | null, password: string | null, address: string): Promise<Enrolment> {
  const { account, hash } = await accountOf(services, token)
  if (account.step !== null && account.step !== 'ENROL') throw new StepRefused('NOT_NOW')
  if (account.step === null) await checkPassword(services, account, password ?? '', address)
  const secret = newSecret()
  ended(await beginSecondFactor(services.app, hash, secretsOf(services).seal(secret, account.id)))
  return { secret, ...enrolment(secret, account.userName) }
}

/** Puts the second factor in force by a code of it; answers the recovery codes, once. Ends the account's other sessions. @throws StepRefused */
export async function confirmEnrolment(services: Services, token: string | null, code: string, address: string): Promise<Renewed & { readonly recoveryCodes: readonly string[] }> {
  const { account, hash } = await accountOf(services, token)
  const { pending } = account
  if (pending === null || account.step === 'CODE' || account.step === 'PASSWORD') throw new StepRefused('NOT_NOW')
  return counted(services, account, 'secondFactorSet', address, async () => {
    const secret = secretsOf(services).open(pending, account.id)
    const step = secret === null ? null : stepOf(secret, code.replaceAll(/\s/g, ''))
    if (step === null) throw new StepRefused('WRONG_CODE')
    const next = newToken()
    const recoveryCodes = newRecoveryCodes()
    const hashes = await inTurn(account.id, () => recoveryHashes(recoveryCodes, account.id))
    ended(await confirmSecondFactor(services.app, hash, sessionHash(next), pending, step, hashes))
    return { token: next, steps: account.step !== null, recoveryCodes }
  })
}

/** @throws StepRefused, of one of the three officers always. */
export async function dropSecondFactor(services: Services, token: string | null, password: string, address: string): Promise<void> {
  const { account, hash } = await accountOf(services, token)
  if (account.step !== null) throw new StepRefused('NOT_NOW')
  if (account.officer) throw new StepRefused('REQUIRED')
  await checkPassword(services, account, password, address)
  ended(await removeSecondFactor(services.app, hash))
  await noted(services, account, 'secondFactorRemoved', address)
}
