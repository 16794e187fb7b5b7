import { AsyncLocalStorage } from 'node:async_hooks'
import { randomUUID } from 'node:crypto'
import type { RequestHandler } from 'express'
import { destination, pino, type Logger } from 'pino'

export const levels = ['silent', 'error', 'warn', 'info', 'debug'] as const
export type Level = (typeof levels)[number]

const current = new AsyncLocalStorage<string>()

/** The id of the request under way: stands in every line of its log, in the answer's X-Request-Id, and in what a bug is answered with. */
export const requestId = (): string | undefined => current.getStore()

/** drizzle's message ends in the statement's parameters, PostgreSQL's detail quotes a row: what people entered is in no log. */
const withoutValues = (text: string): string => text.replace(/\nparams: [\s\S]*?(?=\n {4}at |$)/, '')

/** An error with its causes, as it may be kept: where and why, without the values it came from. */
export function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { message: typeof error === 'string' ? error : `not an error: ${typeof error}` }
  const { code, constraint_name: constraint } = error as { code?: unknown; constraint_name?: unknown }
  return {
    type: error.name, message: withoutValues(error.message), ...(error.stack !== undefined && { stack: withoutValues(error.stack) }),
    ...(typeof code === 'string' && { code }), ...(typeof constraint === 'string' && { constraint }),
    ...(error.cause !== undefined && { cause: describeError(error.cause) }),
  }
}

/** One JSON object a line, on standard error. Bodies, headers, cookies, queries and addresses' parameters never enter it. */
export const makeLog = (to: { write(line: string): void }): Logger => pino({
  level: 'warn', base: null, timestamp: () => `,"time":"${new Date().toISOString()}"`, formatters: { level: (label) => ({ level: label }) },
  serializers: { err: describeError },
  mixin: () => {
    const request = requestId()
    return request === undefined ? {} : { request }
  },
}, to)

export const log = makeLog(destination({ fd: 2, sync: true }))

/** What is as long as a token is no name of a page. */
export const loggedPath = (url: string): string => url.replace(/[?#].*$/s, '').split('/').map((part) => (part.length > 30 ? '…' : part)).join('/').slice(0, 200)

/** Gives the request its id, and says at its end, at level `info`, what became of it. */
export const withRequestId: RequestHandler = (request, response, next) => {
  const id = randomUUID().slice(-17).replace('-', '')
  const began = performance.now()
  response.set('X-Request-Id', id)
  current.run(id, () => {
    response.once('close', () => current.run(id, () => log.info({
      method: request.method, path: loggedPath(request.originalUrl), status: response.statusCode, ms: Math.round(performance.now() - began),
      ...(!response.writableFinished && { aborted: true }),
    }, 'request')))
    next()
  })
}
