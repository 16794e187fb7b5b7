import fc from 'fast-check'
import { GraphQLList, GraphQLNonNull, GraphQLObjectType, GraphQLSchema, GraphQLString, parse } from 'graphql'
import { expect, it } from 'vitest'
import { constant, keptList, type Keeps } from '../execution/constants.ts'
import { executePlanned } from '../execution/execute.ts'
import { jsonOf, leaveBody, takeBody } from './json.ts'

const answers = fc.object({ maxDepth: 4, withDate: true, withNullPrototype: true, key: fc.string({ unit: 'binary' }), values: [fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), fc.double(), fc.integer(), fc.boolean(), fc.constantFrom(null, undefined, -0, '\ud800', '"', '\u2028')] })

it('writes what JSON.stringify does', () => fc.assert(fc.property(answers, (answer) => {
  expect(jsonOf(answer).toString()).toBe(Buffer.from(JSON.stringify(answer)).toString())
})))

it('writes a kept list once, wherever it stands', () => {
  const Item = new GraphQLObjectType<Keeps<{ text: string }>>({ name: 'Item', fields: { text: { type: GraphQLString, ...constant(({ text }: { text: string }) => text) } } })
  const Query: GraphQLObjectType = new GraphQLObjectType<{ items: { text: string }[] }>({ name: 'Query', fields: () => ({
    items: { type: new GraphQLList(Item), resolve: ({ items }) => keptList(items, (kept) => ({ kept })) }, again: { type: new GraphQLNonNull(Query), resolve: (source) => source },
  }) })
  const schema = new GraphQLSchema({ query: Query })
  const document = parse('{ items { text } again { items { text } more: items { t: text } } }')
  const rootValue = { items: [{ text: '一"' }, { text: '二' }] }
  const ask = () => executePlanned({ schema, document, rootValue, contextValue: { language: 'zh' } }, 'zh') as { data: Record<string, unknown[]> }
  const first = ask()
  expect(jsonOf(first).toString()).toBe(JSON.stringify(first))
  const second = ask()
  expect(second.data['items']).toBe(first.data['items'])
  second.data['items']!.length = 0
  expect(jsonOf(second).toString()).toBe(JSON.stringify(ask()).replace('"items":[]', '"items":[{"text":"一\\""},{"text":"二"}]'))
})

it('is taken once', () => {
  const name = leaveBody({ data: null })
  expect(takeBody(name).toString()).toBe('{"data":null}')
  expect(() => takeBody(name)).toThrow('was not written')
})
