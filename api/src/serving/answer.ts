import { HeaderMap, type ApolloServer, type BaseContext } from '@apollo/server'
import type { Request, RequestHandler, Response } from 'express'

function headersOf(request: Request): HeaderMap {
  const headers = new HeaderMap()
  for (const [name, value] of Object.entries(request.headers)) if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value)
  return headers
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
    // It took too long, and was answered so.
    if (response.headersSent) return
    if (body.kind !== 'complete') throw new Error('an answer in parts, which nobody can ask for')
    for (const [name, value] of headers) response.setHeader(name, value)
    response.setHeader('Content-Length', Buffer.byteLength(body.string))
    response.statusCode = status ?? 200
    response.end(body.string)
  }
}
