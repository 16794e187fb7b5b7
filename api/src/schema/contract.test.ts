import { readFileSync } from 'node:fs'
import { buildSchema, findBreakingChanges, printSchema, lexicographicSortSchema } from 'graphql'
import { expect, it } from 'vitest'
import { schema } from './index.ts'

const file = (name: string) => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8')

it('holds the whole public contract: what is named there is here, with its types and arguments', () => {
  // An argument more is no breach where it may be left out.
  const breaches = findBreakingChanges(buildSchema(file('contract.graphql')), buildSchema(printSchema(schema)))
  expect(breaches.map((breach) => breach.description)).toEqual([])
})

it('is printed: run `pnpm generate` after a change', () => {
  expect(file('schema.graphql')).toBe(`${printSchema(lexicographicSortSchema(schema))}\n`)
})
