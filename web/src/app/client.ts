import { cacheExchange, Client, fetchExchange, mapExchange, type CombinedError } from 'urql'
import type { Language } from '../lib/language.ts'
import { GUARD } from '../lib/rest.ts'

export const isSignedOut = (error: CombinedError): boolean =>
  error.response?.status === 401 || error.graphQLErrors.some((one) => one.extensions['code'] === 'UNAUTHENTICATED')

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

/**
 * The GraphQL client. Answers are kept by document (a mutation's answer drops what holds its types): small, and right
 * without keys for the many values that are no records, such as scores. The API words things in the language asked for, so a language has a client of its own.
 */
function makeClient(language: Language): Client {
  return new Client({
    url: '/graphql',
    preferGetMethod: false,
    requestPolicy: 'cache-and-network',
    exchanges: [
      cacheExchange,
      mapExchange({
        onError(error) {
          if (isSignedOut(error)) signedOut()
        },
      }),
      fetchExchange,
    ],
    fetchOptions: { credentials: 'same-origin', headers: { ...GUARD, 'Accept-Language': language } },
  })
}
