import { createServer, type Server } from 'node:http'
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express'
import { isLoopback } from './env.ts'
import { serveWeb } from './static.ts'

export interface AppOptions {
  /** Whether the database answers; decides `GET /readyz`. */
  ready: () => Promise<boolean>
  /** Folder of the built web application. */
  webRoot: string
  /** Whether one may enter without a password, so that pages of other sites must not reach us under names of theirs. */
  demonstration: boolean
  /** Adds what answers under paths of its own, before the pages. */
  extend: (app: Express) => void
}

// Styles in the page are antd's, made while it runs.
const POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"

const headers: RequestHandler = (_request, response, next) => {
  response.set({
    'Content-Security-Policy': POLICY, 'X-Content-Type-Options': 'nosniff', 'Referrer-Policy': 'same-origin',
    'Cross-Origin-Opener-Policy': 'same-origin', 'Permissions-Policy': 'camera=(self), geolocation=(self)',
  })
  next()
}

/** Against DNS rebinding: a foreign name that was made to point at the loopback gets nothing. */
const onlyLoopbackNames: RequestHandler = (request, response, next) => {
  const name = (request.headers.host ?? '').replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1')
  if (isLoopback(name)) next()
  else response.status(421).type('text').send('This demonstration answers under localhost and 127.0.0.1 only.\n')
}

const failed: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  if (response.headersSent) return next(error)
  const status = typeof error === 'object' && error !== null && 'status' in error && typeof error.status === 'number' ? error.status : 500
  if (status >= 500) console.error(error)
  response.status(status).type('text').send(status >= 500 ? 'Something went wrong on our side.\n' : 'The request could not be understood.\n')
}

export function createApp(options: AppOptions): Express {
  const app = express()
  app.disable('x-powered-by')
  // What speaks TLS for us stands on this machine or in the office's own network.
  app.set('trust proxy', 'loopback, linklocal, uniquelocal')
  app.set('etag', false)
  app.use(headers)
  if (options.demonstration) app.use(onlyLoopbackNames)
  app.get('/healthz', (_request, response) => void response.type('text').send('ok\n'))
  app.get('/readyz', async (_request, response) => {
    const ready = await options.ready().catch(() => false)
    response.status(ready ? 200 : 503).type('text').send(ready ? 'ready\n' : 'the database does not answer\n')
  })
  options.extend(app)
  app.use(serveWeb(options.webRoot))
  app.use(failed)
  return app
}

/** How long requests may take to finish once we are told to go. */
const GRACE = 3000

export interface Listening {
  server: Server
  port: number
  /** Takes no more requests, lets those under way finish, then cuts what is left. */
  close(): Promise<void>
}

/** @throws where the port is taken, with a message that may be shown. */
export async function listen(app: Express, port: number, host: string): Promise<Listening> {
  const server = createServer(app)
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
