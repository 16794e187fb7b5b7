import express, { type Express, type Request, type Response } from 'express'
import { z } from 'zod'
import { guarded } from '../../../auth/guard.ts'
import { setCookie, sessionHash, tokenOf } from '../../../auth/session.ts'
import type { Services } from '../../../context.ts'
import { callerOf, taking } from '../routes.ts'
import { expiry } from '../sign-in.ts'
import { stepOfSession } from '../steps.ts'
import { closeSession } from '../store/sign-in.ts'
import { beginIdentity, dropOwnIdentity, finishIdentity, type Asking } from './steps.ts'

const text = z.string().min(1).max(200).refine((value) => value.isWellFormed() && !value.includes('\0'))
/** A page of ours: nothing that a browser would take for another site's address. */
const page = z.string().max(1000).regex(/^\/(?![/\\])[\x20-\x5b\x5d-\x7e]*$/)
const Wish = z.discriminatedUnion('wish', [
  z.strictObject({ wish: z.literal('SIGN_IN'), next: page }),
  z.strictObject({ wish: z.literal('BIND'), password: text }),
  z.strictObject({ wish: z.literal('INVITATION'), invitation: text }),
])
const Answer = z.strictObject({ parameters: z.string().min(1).max(3000).refine((value) => value.isWellFormed()) })
const Password = z.strictObject({ password: text })

/** The page of ours to which the provider sends the browser. */
const RETURN = '/sign-in/oidc'
const MINUTES = 10
const COOKIE = 'anwang_oidc'
/** Whoever comes back asks from our own page: this cookie need not go along with the provider's redirect either. */
const cookie = (secure: boolean) => ({ name: secure ? `__Secure-${COOKIE}` : COOKIE, options: { httpOnly: true, sameSite: 'strict', secure, path: '/session/oidc' } as const })

function cookieOf(request: Request, name: string): string | null {
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const [key, value] = pair.trim().split('=')
    if (key === name && value && /^[\w-]{43}$/.test(value)) return value
  }
  return null
}

/**
 * `POST /session/oidc` answers where the browser goes, for one of three wishes; `POST /session/oidc/return` takes what it came
 * back with, from a page of ours, so that no page of another site can, and the session's strict cookie goes along. `DELETE` unbinds.
 */
export function identityRoutes(app: Express, services: Services): void {
  const body = express.json({ limit: '8kb' })
  const isSecure = (request: Request) => !services.demonstration && request.secure
  const asking = (request: Request): Asking => ({
    ...callerOf(request), session: tokenOf(request), step: cookieOf(request, cookie(isSecure(request)).name),
    redirect: `${services.oidc?.publicUrl ?? `${request.protocol}://${request.host}`}${RETURN}`,
  })
  const forget = (request: Request, response: Response) => {
    const { name, options } = cookie(isSecure(request))
    response.clearCookie(name, options)
  }

  app.post('/session/oidc', guarded, body, taking(Wish, async (wish, request, response) => {
    const { url, token } = await beginIdentity(services, wish, asking(request))
    const { name, options } = cookie(isSecure(request))
    response.cookie(name, token, { ...options, maxAge: MINUTES * 60_000 })
    return { url }
  }))

  app.post('/session/oidc/return', guarded, body, taking(Answer, async ({ parameters }, request, response) => {
    const { did, next, token } = await finishIdentity(services, parameters, asking(request))
    forget(request, response)
    const before = tokenOf(request)
    if (before !== null && did !== 'BIND') await closeSession(services.app, sessionHash(before))
    setCookie(response, token, expiry())
    return { ok: true, did, next, step: await stepOfSession(services, token) }
  }))

  app.delete('/session/oidc', guarded, body, taking(Password, async ({ password }, request) => {
    await dropOwnIdentity(services, password, asking(request))
    return { ok: true }
  }))
}
