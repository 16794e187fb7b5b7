import { initGraphQLTada } from 'gql.tada'
import type { introspection } from './graphql-env.d.ts'

/** Typed documents against the API's printed schema. Days, instants and periods travel as strings. */
export const graphql = initGraphQLTada<{ introspection: introspection; scalars: { Date: string; DateTime: string; Period: string } }>()

export { readFragment, type FragmentOf, type ResultOf, type VariablesOf } from 'gql.tada'
