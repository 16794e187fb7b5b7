import { createServer, type Server } from 'node:http'
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express'
import { isLoopback } from './env.ts'
import { languageOf } from './request.ts'
import { securityHeaders } from './serving/headers.ts'
import { log, requestId, withRequestId } from './serving/log.ts'
import { SIGN_IN_PATHS, TooOften, type Rates } from './serving/rates.ts'
import { noteUnavailable, RETRY_AFTER, unavailableText } from './serving/unavailable.ts'
import { serveWeb } from './static.ts'

export interface AppOptions {
  /** Whether the database answers; decides `GET /readyz`. */
  ready: () => Promise<boolean>
  /** Folder of the built web application. */
  webRoot: string
  /** Whether one may enter without a password, so that pages of other sites must not reach us under names of theirs. */
  demonstration: boolean
  /** Who speaks TLS for us or stands before us, by address, as express' `trust proxy` takes it; nobody else is believed whom it forwards for. */
  proxies?: string
  /** Measures requests, for the figures of the process. */
  measure?: RequestHandler
  /** Counts requests by where they come from. */
  rates?: Pick<Rates, 'byAddress' | 'bySigningIn'>
  /** Adds what answers under paths of its own, before the pages. */
  extend: (app: Express) => void
}

/** Against DNS rebinding: a foreign name that was made to point at the loopback gets nothing. */
const onlyLoopbackNames: RequestHandler = (request, response, next) => {
  const name = (request.headers.host ?? '').replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1')
  if (isLoopback(name)) next()
  else response.status(421).type('text').send('This demonstration answers under localhost and 127.0.0.1 only.\n')
}

const failed: ErrorRequestHandler = (error: unknown, request, response, next) => {
  if (response.headersSent) return next(error)
  const status = typeof error === 'object' && error !== null && 'status' in error && typeof error.status === 'number' ? error.status : 500
  if (error instanceof TooOften) return void response.status(status).set('Retry-After', String(error.seconds)).json({ code: 'TOO_MANY', message: error.message })
  const kind = noteUnavailable(error)
  if (kind !== null) return void response.status(503).set('Retry-After', RETRY_AFTER).json({ code: 'UNAVAILABLE', message: unavailableText(kind, languageOf(request)) })
  if (status >= 500) log.error({ err: error }, 'request failed')
  response.status(status).type('text').send(status >= 500 ? `Something went wrong on our side.\nReference: ${requestId()}\n` : 'The request could not be understood.\n')
}

export function createApp(options: AppOptions): Express {
  const app = express()
  app.disable('x-powered-by')
  // One address for each thing, lest what is counted or guarded under one answers under another.
  app.set('strict routing', true)
  app.set('case sensitive routing', true)
  app.set('trust proxy', options.proxies ?? 'loopback')
  app.set('etag', false)
  // An address' query is flat: what nests in it is nobody's.
  app.set('query parser', 'simple')
  app.use(withRequestId)
  if (options.measure) app.use(options.measure)
  app.use(securityHeaders(!options.demonstration))
  if (options.demonstration) app.use(onlyLoopbackNames)
  app.get('/healthz', (_request, response) => void response.type('text').send('ok\n'))
  app.get('/readyz', async (_request, response) => {
    const ready = await options.ready().catch(() => false)
    response.status(ready ? 200 : 503).type('text').send(ready ? 'ready\n' : 'the database does not answer\n')
  })
  if (options.rates) {
    app.use(options.rates.byAddress)
    app.use(SIGN_IN_PATHS, options.rates.bySigningIn)
  }
  options.extend(app)
  app.use(serveWeb(options.webRoot))
  app.use(failed)
  return app
}

/** How long requests may take to finish once we are told to go. */
const GRACE = 10_000

export interface Listening {
  server: Server
  port: number
  /** Takes no more requests, lets those under way finish, then cuts what is left. */
  close(): Promise<void>
}

/** @throws where the port is taken, with a message that may be shown. */
export async function listen(app: Express, port: number, host: string): Promise<Listening> {
  // Who sends slowly holds a connection, not us: its headers are in within ten seconds, the largest file within two minutes.
  const server = createServer({ headersTimeout: 10_000, requestTimeout: 120_000, connectionsCheckingInterval: 5_000, keepAliveTimeout: 30_000 }, app)
  await new Promise<void>((done, fail) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      fail(error.code === 'EADDRINUSE' ? new Error(`port ${port} of ${host} is taken: set PORT to another`, { cause: error }) : error))
    server.listen(port, host, done)
  })
  const address = server.address()
  return {
    server,
    port: address !== null && typeof address === 'object' ? address.port : port,
    async close() {
      const closed = new Promise<void>((done) => server.close(() => done()))
      // A connection kept alive turns idle only after its last answer.
      const idle = setInterval(() => server.closeIdleConnections(), 50)
      const cut = setTimeout(() => server.closeAllConnections(), GRACE)
      await closed
      clearInterval(idle)
      clearTimeout(cut)
    },
  }
}
