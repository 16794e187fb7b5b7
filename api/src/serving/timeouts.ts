import type { RequestHandler } from 'express'
import { log, requestId } from './log.ts'

/** Answers 503 where the answer takes longer than so many milliseconds; what still works for it finds its context closed. */
export function within(longest: number): RequestHandler {
  return (_request, response, next) => {
    const timer = setTimeout(() => {
      if (response.headersSent) return
      log.error({ ms: longest }, 'gave up on an answer')
      response.status(503).json({ errors: [{ message: 'It took too long.', extensions: { code: 'TIMEOUT', reference: requestId() } }] })
    }, longest)
    response.once('close', () => clearTimeout(timer))
    next()
  }
}
