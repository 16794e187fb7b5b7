import { recordAudit } from '@anwang/db'
import express, { type Express, type Request, type Response } from 'express'
import { z } from 'zod'
import { guarded } from '../../auth/guard.ts'
import { clearCookie, sessionHash, setCookie, tokenOf } from '../../auth/session.ts'
import { Busy } from '../../auth/turns.ts'
import type { Services } from '../../context.ts'
import { languageOf } from '../../request.ts'
import { acceptInvitation, inviteeOf } from './invitation.ts'
import { enterDemonstration, expiry, signIn, type Caller } from './sign-in.ts'
import { accountOf, afterStep, beginEnrolment, confirmEnrolment, dropSecondFactor, giveCode, renewPassword, StepRefused, stepOfSession, type Renewed } from './steps.ts'
import { closeSession } from './store/sign-in.ts'
import { BUSY, NOT_SIGNED_IN, refusalText } from './words.ts'

const text = z.string().min(1).max(200).refine((value) => value.isWellFormed() && !value.includes('\0'))
const SignIn = z.union([z.strictObject({ userName: text, password: text }), z.strictObject({ demonstration: text })])
const Code = z.strictObject({ code: text })
const NewPassword = z.strictObject({ current: text, password: text })
const MaybePassword = z.strictObject({ password: text.optional() })
const Password = z.strictObject({ password: text })

export const callerOf = (request: Request): Caller => ({ address: request.ip ?? '', agent: request.get('user-agent') ?? null })
const STATUS: Readonly<Record<string, number>> = { UNAUTHENTICATED: 401, NOT_NOW: 409, WAIT: 429, NO_SIGN_IN: 401, NO_PROVIDER: 404, PROVIDER_DOWN: 503 }

/** A body of the kind, else 400; what was refused is said in the caller's language, with its code. */
export const taking = <T>(kind: z.ZodType<T>, work: (body: T, request: Request, response: Response) => Promise<object>) =>
  async (request: Request, response: Response): Promise<void> => {
    const language = languageOf(request)
    const body = kind.safeParse(request.body ?? {})
    if (!body.success) return void response.status(400).json({ code: 'BAD_USER_INPUT', message: 'The request could not be understood.' })
    try {
      response.set('Cache-Control', 'no-store').json(await work(body.data, request, response))
    } catch (error) {
      if (error instanceof Busy) response.status(429).set('Retry-After', '2').json({ code: 'TOO_MANY', message: BUSY[language] })
      else if (error instanceof StepRefused) response.status(STATUS[error.code] ?? 422).json({ code: error.code, message: refusalText(error.code, language) })
      else throw error
    }
  }

const Invitation = z.strictObject({ token: text })
const Acceptance = z.strictObject({ token: text, password: text })

/** `POST /session` signs in, `DELETE /session` out, and what lies below it takes the further steps; what was wrong with a name or password is never told. */
export function accountRoutes(app: Express, services: Services): void {
  app.set('demonstration', services.demonstration)
  const body = express.json({ limit: '4kb' })
  const addressOf = (request: Request) => callerOf(request).address
  const keep = (response: Response, { token }: Pick<Renewed, 'token'>) => setCookie(response, token, expiry())
  const after = async (token: string | null) => ({ ok: true, step: await stepOfSession(services, token) })

  /** Whose session it is, signed in or on the way; null where it is nobody's. */
  const leaving = (token: string | null) => accountOf(services, token).then(({ account }) => account, (error: unknown) => {
    if (error instanceof StepRefused) return null
    throw error
  })

  app.post('/session', guarded, body, taking(SignIn, async (given, request, response) => {
    const session = await ('demonstration' in given
      ? enterDemonstration(services, given.demonstration, callerOf(request))
      : signIn(services, given.userName, given.password, callerOf(request)))
    if (!session) {
      response.status(401)
      return { code: 'UNAUTHENTICATED', message: NOT_SIGNED_IN[languageOf(request)] }
    }
    const before = tokenOf(request)
    if (before !== null) await closeSession(services.app, sessionHash(before))
    keep(response, session)
    return after(session.token)
  }))

  app.get('/session', taking(z.object({}), async (_given, request) => after(tokenOf(request))))

  app.delete('/session', guarded, async (request, response) => {
    const token = tokenOf(request)
    const left = await leaving(token)
    if (left) await recordAudit(services.reader, [{ kind: 'SIGN_OUT', action: 'signOut', reason: left.step && `AWAITS_${left.step}`, accountId: left.id, address: addressOf(request) }])
    if (token !== null) await closeSession(services.app, sessionHash(token))
    clearCookie(response)
    response.json({ ok: true })
  })

  app.post('/session/code', guarded, body, taking(Code, async ({ code }, request, response) => {
    const renewed = await giveCode(services, tokenOf(request), code, addressOf(request))
    keep(response, renewed)
    return { ok: true, step: await afterStep(services, renewed, addressOf(request)) }
  }))

  app.post('/session/password', guarded, body, taking(NewPassword, async ({ current, password }, request, response) => {
    const renewed = await renewPassword(services, tokenOf(request), current, password, addressOf(request))
    keep(response, renewed)
    return { ok: true, step: await afterStep(services, renewed, addressOf(request)) }
  }))

  app.post('/session/second-factor', guarded, body, taking(MaybePassword, ({ password }, request) => beginEnrolment(services, tokenOf(request), password ?? null, addressOf(request))))

  app.put('/session/second-factor', guarded, body, taking(Code, async ({ code }, request, response) => {
    const { recoveryCodes, ...renewed } = await confirmEnrolment(services, tokenOf(request), code, addressOf(request))
    keep(response, renewed)
    return { ok: true, step: await afterStep(services, renewed, addressOf(request)), recoveryCodes }
  }))

  app.delete('/session/second-factor', guarded, body, taking(Password, async ({ password }, request) => {
    await dropSecondFactor(services, tokenOf(request), password, addressOf(request))
    return { ok: true }
  }))

  // The token stands in the body: addresses are kept in logs.
  app.post('/invitation', guarded, body, taking(Invitation, ({ token }) => inviteeOf(services, token)))
  app.post('/invitation/accept', guarded, body, taking(Acceptance, async ({ token, password }, request) => {
    await acceptInvitation(services, token, password, addressOf(request))
    return { ok: true }
  }))
}
