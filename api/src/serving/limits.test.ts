import { buildSchema, parse, validate } from 'graphql'
import { expect, it } from 'vitest'
import { limits } from './limits.ts'

const schema = buildSchema('type Query { me: Query name: String }')
const refused = (text: string) => validate(schema, parse(text), [limits]).length > 0
const nested = (depth: number) => `${'{ me '.repeat(depth)}{ name }${' }'.repeat(depth)}`

it.each([
  ['a page', '{ me { name a: name } }', false],
  ['deep', nested(19), false],
  ['too deep', nested(20), true],
  ['wide', `{ ${'name '.repeat(1_500)} }`, false],
  ['too wide', `{ ${'name '.repeat(1_501)} }`, true],
  ['a kind of operation that the schema has none of', 'subscription { name }', true],
  ['too many aliases', `{ ${Array.from({ length: 61 }, (_, i) => `a${i}: name`).join(' ')} }`, true],
  ['forty directives', `{ name ${'@include(if: true) '.repeat(40)} }`, false],
  ['too many directives', `{ name ${'@include(if: true) '.repeat(41)} }`, true],
  ['too many directives by fragments', `{ ...F ${'@include(if: true) '.repeat(20)} ... ${'@include(if: true) '.repeat(21)} { name } } fragment F on Query { name }`, true],
  ['deep by fragments', `{ ...F0 } ${Array.from({ length: 20 }, (_, i) => `fragment F${i} on Query { me { ...F${i + 1} } }`).join(' ')} fragment F20 on Query { name }`, true],
  ['a cycle, which the rules of the specification refuse', '{ ...F } fragment F on Query { me { ...F } }', false],
])('%s', (_, text, expected) => expect(refused(text)).toBe(expected))

it('counts fragments that double at each step without walking them as often', () => {
  const doubling = (last: string) => `{ ...F0 } ${Array.from({ length: 60 }, (_, i) => `fragment F${i} on Query { ...F${i + 1} ...F${i + 1} }`).join(' ')} ${last}`
  expect(refused(doubling('fragment F60 on Query { name }'))).toBe(true)
  expect(refused(doubling(''))).toBe(false)
})
