import { createHash } from 'node:crypto'
import { recordAudit } from '@anwang/db'
import { newToken, SESSION_HOURS, sessionHash } from '../../auth/session.ts'
import type { Services } from '../../context.ts'
import { callerOf } from '../../serving/rates.ts'
import { isNews } from '../../serving/once.ts'
import { inTurn, isPassword } from './passwords.ts'
import { demonstrationAccounts } from './store.ts'
import { attempt, failed, openSession, sessionAccount, succeeded, type Keys, type Opening } from './store/sign-in.ts'

export interface Session {
  readonly token: string
  readonly expires: Date
}

/** From where somebody comes. */
export interface Caller {
  readonly address: string
  readonly agent: string | null
}

/** As the clock in the office shows it. */
const minute = (at: Date | null): string | null => at && at.toLocaleString('sv-SE', { timeZone: 'Asia/Shanghai' }).slice(0, 16)

const digest = (text: string): string => createHash('sha256').update(text).digest('hex')
export const keysOf = (userName: string, address: string): Keys => ({ name: digest(`name ${userName}`), address: digest(`address ${callerOf(address)}`) })

export const expiry = (): Date =>
  // Sessions count in real time, whatever the domain's clock says.
  new Date(Date.now() + SESSION_HOURS * 3_600_000)

/** A session of an account that has proved who it is, or need not; null where the proof holds no more. */
export async function openAs(services: Services, accountId: string, by: Pick<Opening, 'entered' | 'proof'>, caller: Caller): Promise<Session | null> {
  const token = newToken()
  const expires = expiry()
  const opened = await openSession(services.app, { hash: sessionHash(token), accountId, expires, ...by, address: caller.address, agent: caller.agent?.slice(0, 300) ?? null })
  return opened ? { token, expires } : null
}

/** What the line of a session just opened says: by `full` that somebody signed in, by `half` that they came as far as the step that is asked of them. */
export async function entry(services: Services, { token }: Session, full: string, half: string): Promise<{ readonly action: string; readonly reason: string | null }> {
  const step = (await sessionAccount(services.app, sessionHash(token), services.clock.today()))?.step
  return step ? { action: half, reason: `AWAITS_${step}` } : { action: full, reason: null }
}

/**
 * null where the name or the password is wrong, or where the name or the address has to wait after wrong tries: which of
 * these is not told, nor does the time tell it. Further steps may be asked of the session. @throws Busy where too many sign in at once.
 */
export const signIn = (services: Services, userName: string, password: string, caller: Caller): Promise<Session | null> =>
  inTurn(callerOf(caller.address), async () => {
    const keys = keysOf(userName, caller.address)
    const found = await attempt(services.app, userName, keys)
    const right = await isPassword(found.passwordHash, password)
    const session = right && !found.held && found.id !== null ? await openAs(services, found.id, { entered: 'PASSWORD', proof: found.passwordHash }, caller) : null
    const reason = found.held ? 'LOCKED' : found.id === null ? 'UNKNOWN_USER' : session ? null : 'WRONG_PASSWORD'
    const line = { kind: 'SIGN_IN', userName, address: caller.address, refused: reason !== null } as const
    const said = session ? await entry(services, session, 'session', 'password') : { action: 'session', reason }
    // With this try a wait begins.
    const locked = reason !== null && !found.held && found.waitsUntil !== null
    if (!found.held || isNews([keys.name, keys.address]))
      await recordAudit(services.reader, [{ ...line, ...said }, ...(locked ? [{ ...line, action: 'locked', reason: 'LOCKED', details: { until: minute(found.waitsUntil) } }] : [])])
    // A line that is not written again takes as long as one that is.
    else await failed(services.app, null, keys.name)
    if (session) await succeeded(services.app, keys)
    else await failed(services.app, found.id, keys.name)
    return session
  })

/** Enters as an account of the demonstration; null outside it. */
export async function enterDemonstration(services: Services, userName: string, caller: Caller): Promise<Session | null> {
  if (!services.demonstration) return null
  const account = (await demonstrationAccounts(services.app)).find((one) => one.userName === userName)
  if (!account) return null
  await recordAudit(services.reader, [{ kind: 'SIGN_IN', action: 'demonstration', accountId: account.id, address: caller.address }])
  return openAs(services, account.id, { entered: 'DEMONSTRATION', proof: null }, caller)
}
