import type { RequestHandler } from 'express'

/** What changes state asks for a header that a page of another site cannot send. */
export const guarded: RequestHandler = (request, response, next) => {
  if (request.get('x-anwang') === '1') next()
  else response.status(403).json({ code: 'FORBIDDEN', message: 'The header x-anwang is missing.' })
}
