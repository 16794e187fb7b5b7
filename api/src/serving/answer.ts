import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { HeaderMap, type ApolloServer, type BaseContext } from '@apollo/server'
import type { Request, RequestHandler, Response } from 'express'
import { takeBody } from './bodies.ts'

const compress = promisify(gzip)
/** Bytes above which an answer is compressed for who takes it so; a table of fifty rows has forty thousand. */
const WORTH_IT = 4_096

/** Those that Apollo Server looks at. */
const READ = ['content-type', 'accept', 'x-apollo-operation-name', 'apollo-require-preflight'] as const

function headersOf({ headers }: Request): HeaderMap {
  const read = new HeaderMap()
  for (const name of READ) {
    const value = headers[name]
    if (value !== undefined) read.set(name, String(value))
  }
  return read
}

function searchOf(url: string): string {
  const at = url.indexOf('?')
  return at < 0 ? '' : url.slice(at)
}

/** Answers by Apollo Server, whose body has been read before; `context` is made once a request. */
export function answerBy<C extends BaseContext>(server: ApolloServer<C>, context: (request: Request, response: Response) => Promise<C>): RequestHandler {
  return async (request, response) => {
    const { headers, status, body } = await server.executeHTTPGraphQLRequest({
      httpGraphQLRequest: { method: request.method, headers: headersOf(request), search: searchOf(request.url), body: request.body as unknown },
      context: () => context(request, response),
    })
    if (body.kind !== 'complete') throw new Error('an answer in parts, which nobody can ask for')
    const written = takeBody(body.string)
    // It took too long, and was answered so.
    if (response.headersSent) return
    for (const [name, value] of headers) response.setHeader(name, value)
    response.statusCode = status ?? 200
    response.vary('Accept-Encoding')
    const smaller = written.length > WORTH_IT && request.acceptsEncodings('gzip') ? await compress(written, { level: 1 }) : null
    if (response.headersSent) return
    if (smaller) response.setHeader('Content-Encoding', 'gzip')
    const sent = smaller ?? written
    response.setHeader('Content-Length', sent.length)
    response.end(sent)
  }
}
