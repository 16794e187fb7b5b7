import express, { type Express } from 'express'
import { z } from 'zod'
import { clearCookie, sessionHash, setCookie, tokenOf } from '../../auth/session.ts'
import { Busy } from '../../auth/turns.ts'
import type { Services } from '../../context.ts'
import { guarded } from '../../auth/guard.ts'
import { enterDemonstration, signIn } from './service.ts'
import { closeSession } from './store.ts'

const text = z.string().min(1).max(200).refine((value) => value.isWellFormed() && !value.includes('\0'))
const Body = z.union([z.strictObject({ userName: text, password: text }), z.strictObject({ demonstration: text })])

/** `POST /session` signs in, `DELETE /session` out; what was wrong is never told. */
export function accountRoutes(app: Express, services: Services): void {
  const secure = !services.demonstration
  app.post('/session', guarded, express.json({ limit: '4kb' }), async (request, response) => {
    const body = Body.safeParse(request.body)
    if (!body.success) return void response.status(400).json({ code: 'BAD_USER_INPUT', message: 'userName and password, or demonstration' })
    const session = await ('demonstration' in body.data
      ? enterDemonstration(services, body.data.demonstration)
      : signIn(services, body.data.userName, body.data.password)).catch((error: unknown) => {
      if (error instanceof Busy) return error
      throw error
    })
    if (session instanceof Busy) return void response.status(429).set('Retry-After', '2').json({ code: 'TOO_MANY', message: '正在登录的人太多，请稍候再试 · Too many are signing in just now: try again in a moment.' })
    if (!session) return void response.status(401).json({ code: 'UNAUTHENTICATED', message: '用户名或密码不正确 · The user name or the password is wrong.' })
    const before = tokenOf(request)
    if (before !== null) await closeSession(services.app, sessionHash(before))
    setCookie(response, session.token, session.expires, secure && request.secure)
    response.json({ ok: true })
  })

  app.delete('/session', guarded, async (request, response) => {
    const token = tokenOf(request)
    if (token !== null) await closeSession(services.app, sessionHash(token))
    clearCookie(response, secure && request.secure)
    response.json({ ok: true })
  })
}
