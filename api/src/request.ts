import type { Request } from 'express'
import { tokenOf } from './auth/session.ts'
import { touchSession, viewerOf } from './auth/viewer.ts'
import { createContext, type Context, type Language, type Services } from './context.ts'

/** Chinese unless the request prefers English. */
export const languageOf = (request: Request): Language => (request.acceptsLanguages('zh', 'en') === 'en' ? 'en' : 'zh')

/** The context of a request by its session's cookie; whoever makes one closes it. @throws TooOften */
export async function contextOf(services: Services, request: Request): Promise<Context> {
  const token = tokenOf(request)
  const viewer = token === null ? null : await viewerOf(services.app, token, services.clock.today())
  if (viewer) await services.rates?.ofAccount(viewer.id)
  if (viewer && token !== null) touchSession(services.app, token)
  return createContext(services, viewer, languageOf(request), request.ip ?? null)
}
