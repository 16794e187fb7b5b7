import { cacheExchange, Client, fetchExchange, makeOperation, mapExchange, type CombinedError } from 'urql'
import type { Language } from '../lib/language.ts'
import { GUARD } from '../lib/rest.ts'

export const isSignedOut = (error: CombinedError): boolean =>
  error.response?.status === 401 || error.graphQLErrors.some((one) => one.extensions['code'] === 'UNAUTHENTICATED')

const RELOADED = 'anwang:reloaded'

/** A page that outlived its server's version asks for what that one no longer knows: it is loaded again, once in ten minutes at most. */
function loadAgain(): void {
  if (Date.now() - Number(sessionStorage.getItem(RELOADED) ?? 0) < 600_000) return
  sessionStorage.setItem(RELOADED, String(Date.now()))
  window.location.reload()
}

let signedOut: () => void = () => undefined

/** Told when the API says that nobody is signed in any more. One listener: the application. */
export function onSignedOut(listener: () => void): () => void {
  signedOut = listener
  return () => {
    signedOut = () => undefined
  }
}

const clients = new Map<Language, Client>()

/** The client of a language: the same one from the first question, asked before anything is drawn. */
export function clientOf(language: Language): Client {
  const client = clients.get(language) ?? makeClient(language)
  clients.set(language, client)
  return client
}

/** Milliseconds for which an answer is not asked for again by who comes a moment later: a page that was asked for ahead. */
const JUST_NOW = 3000

/**
 * The GraphQL client. Answers are kept by document (a mutation's answer drops what holds its types): small, and right
 * without keys for the many values that are no records, such as scores. The API words things in the language asked for, so a language has a client of its own.
 */
function makeClient(language: Language): Client {
  const answered = new Map<number, number>()
  return new Client({
    url: '/graphql',
    preferGetMethod: false,
    requestPolicy: 'cache-and-network',
    exchanges: [
      mapExchange({
        onOperation(operation) {
          const { requestPolicy } = operation.context
          if (operation.kind !== 'query' || requestPolicy !== 'cache-and-network' || performance.now() - (answered.get(operation.key) ?? -JUST_NOW) >= JUST_NOW) return operation
          return makeOperation('query', operation, { ...operation.context, requestPolicy: 'cache-first' })
        },
      }),
      cacheExchange,
      mapExchange({
        onResult({ operation, error }) {
          if (!error) answered.set(operation.key, performance.now())
        },
        onError(error, operation) {
          if (isSignedOut(error)) signedOut()
          // A form that is being sent is not thrown away: its failure says what to do.
          else if (operation.kind === 'query' && error.graphQLErrors.some((one) => one.extensions['code'] === 'PERSISTED_DOCUMENT_NOT_FOUND')) loadAgain()
        },
      }),
      fetchExchange,
    ],
    fetchOptions: { credentials: 'same-origin', headers: { ...GUARD, 'Accept-Language': language } },
  })
}
