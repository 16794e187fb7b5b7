import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ApolloServerOptions, BaseContext } from '@apollo/server'
import type { RequestHandler } from 'express'

/** The operations of the web application by id, from its build's `.vite/documents.json`; none without one. */
export function readDocuments(webRoot: string): ReadonlyMap<string, string> {
  const file = join(webRoot, '.vite', 'documents.json')
  return new Map(existsSync(file) ? Object.entries(JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>) : [])
}

/** The names of their operations. */
export const namesOf = (documents: ReadonlyMap<string, string>): ReadonlySet<string> =>
  new Set([...documents.values()].flatMap((text) => /\b(?:query|mutation)\s+(\w+)/.exec(text)?.[1] ?? []))

interface Asked {
  documentId?: unknown
  variables?: unknown
}

const refusal = (code: string, message: string) => ({ errors: [{ message, extensions: { code } }] })
const ONLY = refusal('PERSISTED_DOCUMENT_ONLY', 'This server answers the operations of its own pages only: send the documentId of one, by POST and as JSON.')
const UNKNOWN = refusal('PERSISTED_DOCUMENT_NOT_FOUND', 'This page is of another version than the server: load it again.')

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Apollo's persisted queries by our ids, which it so need not make hashes of; no other is taken in. None where it is `open`: anybody could ask for one. */
export function persistedQueries(documents: ReadonlyMap<string, string>, open: boolean): NonNullable<ApolloServerOptions<BaseContext>['persistedQueries']> {
  if (open) return false
  const byKey = new Map([...documents].map(([id, text]) => [`apq:${id}`, text]))
  return { cache: { get: async (key) => byKey.get(key), set: async () => undefined, delete: async () => false } }
}

/**
 * Asks for a document by its id. Unless it is `open`, lets nothing else through: no text, no list of operations,
 * no other method; so that only what was built with the product is ever asked.
 */
export function persisted(documents: ReadonlyMap<string, string>, open: boolean): RequestHandler {
  return (request, response, next) => {
    const body: unknown = request.body
    const asked: Asked = request.method === 'POST' && isObject(body) && !('query' in body) ? body : {}
    if (typeof asked.documentId !== 'string') {
      if (open) return next()
      return void response.status(request.method === 'POST' ? 400 : 405).set('Allow', 'POST').json(ONLY)
    }
    const query = documents.get(asked.documentId)
    if (query === undefined) return void response.status(400).json(UNKNOWN)
    const document = open ? { query } : { extensions: { persistedQuery: { version: 1, sha256Hash: asked.documentId } } }
    request.body = { ...document, ...(isObject(asked.variables) && { variables: asked.variables }) }
    next()
  }
}
