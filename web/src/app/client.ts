import { cacheExchange, Client, fetchExchange, mapExchange, type CombinedError } from 'urql'
import type { Language } from '../lib/language.ts'
import { GUARD } from '../lib/rest.ts'

export const isSignedOut = (error: CombinedError): boolean =>
  error.response?.status === 401 || error.graphQLErrors.some((one) => one.extensions['code'] === 'UNAUTHENTICATED')

/**
 * The GraphQL client. Answers are kept by document (a mutation's answer drops what holds its types): small, and right
 * without keys for the many values that are no records, such as scores. The API words things in the language asked for, so a language has a client of its own.
 */
export function makeClient(language: Language, onSignedOut: () => void): Client {
  return new Client({
    url: '/graphql',
    preferGetMethod: false,
    requestPolicy: 'cache-and-network',
    exchanges: [
      cacheExchange,
      mapExchange({
        onError(error) {
          if (isSignedOut(error)) onSignedOut()
        },
      }),
      fetchExchange,
    ],
    fetchOptions: { credentials: 'same-origin', headers: { ...GUARD, 'Accept-Language': language } },
  })
}
