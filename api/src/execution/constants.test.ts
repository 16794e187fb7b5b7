import fc from 'fast-check'
import { execute, GraphQLInt, GraphQLList, GraphQLNonNull, GraphQLObjectType, GraphQLSchema, GraphQLString, parse } from 'graphql'
import { expect, it } from 'vitest'
import { constant, keptList, type Keeps } from './constants.ts'
import { executePlanned } from './execute.ts'

interface Item {
  readonly text: string | null
  readonly count: number | 'none' | Promise<number>
}
type Language = 'zh' | 'en'

let said = 0
const by = <V>(say: (item: Item, language: Language) => V) => constant((item: Item, language) => {
  said++
  return say(item, language)
})
const Below = new GraphQLObjectType<Keeps<Item>>({ name: 'Below', fields: { text: { type: new GraphQLNonNull(GraphQLString), ...by(({ text }) => text) } } })
const ItemType: GraphQLObjectType = new GraphQLObjectType<Keeps<Item>>({
  name: 'Item',
  fields: {
    text: { type: GraphQLString, ...by(({ text }, language) => text && `${language} ${text}`) },
    count: { type: GraphQLInt, ...by(({ count }) => count) },
    below: { type: Below, ...by((kept) => ({ kept })) },
    all: { type: new GraphQLList(Below), ...by((kept) => keptList([kept], (one) => ({ kept: one }))) },
    asked: { type: GraphQLString, args: { n: { type: GraphQLInt } }, resolve: (_item, { n }: { n?: number }) => String(n) },
    open: { type: GraphQLString, resolve: (_item, _args, { request }: { request: number }) => `request ${request}` },
  },
})
interface Root {
  readonly items: readonly Item[]
  readonly before?: () => Promise<number>
}
const listed = ({ items }: Root) => keptList(items, (kept) => ({ kept }))
const Outer = new GraphQLObjectType<Root>({ name: 'Outer', fields: {
  before: { type: new GraphQLNonNull(GraphQLInt), resolve: ({ before }) => before!() },
  after: { type: new GraphQLList(ItemType), resolve: async (root) => {
    await root.before!().catch(() => undefined)
    await new Promise((done) => setImmediate(done))
    return listed(root)
  } },
} })
const Query = new GraphQLObjectType<Root>({ name: 'Query', fields: { items: { type: new GraphQLList(ItemType), resolve: listed }, outer: { type: Outer, resolve: (root) => root } } })
const schema = new GraphQLSchema({ query: Query })

const fields = fc.uniqueArray(fc.constantFrom('text', 'count', '__typename', 'below { text }', 'all { text }', 'c: count', 't: text @include(if: $yes)', 's: text @skip(if: $maybe)', 'b: below { text @skip(if: $maybe) }', 'asked(n: 1)', 'open'), { minLength: 1, maxLength: 5 })
const item = fc.record<Item>({ text: fc.constantFrom('a', 'b', null), count: fc.constantFrom<Item['count'][]>(1, 2, 'none') })

it('answers as graphql-js does each time, in each language, with what fails', () => fc.assert(fc.property(fields, fc.array(item, { maxLength: 4 }), fc.array(fc.tuple(fc.constantFrom<Language[]>('zh', 'en'), fc.boolean(), fc.constantFrom(true, false, null)), { minLength: 2, maxLength: 6 }), (selected, items, requests) => {
  const document = parse(`query ($yes: Boolean!, $maybe: Boolean = true) { items { ${selected.join(' ')} } }`)
  requests.forEach(([language, yes, maybe], request) => {
    const args = { schema, document, rootValue: { items }, contextValue: { language, request }, variableValues: { yes, maybe } }
    expect(JSON.stringify(executePlanned(args, language))).toBe(JSON.stringify(execute(args)))
  })
})))

it('asks a kept list once for a selection and a language, and again where a field is open, fails or waits', async () => {
  const items: readonly Item[] = [{ text: 'a', count: 1 }, { text: 'b', count: 2 }]
  const timesOf = async (document: ReturnType<typeof parse>, of: readonly Item[], language: Language) => {
    said = 0
    const answer = await executePlanned({ schema, document, rootValue: { items: of }, contextValue: { language, request: 0 } }, language)
    return [said, 'toJSON' in (answer.data!['items'] as object)]
  }
  const constants = parse('{ items { text count below { text } } }')
  expect([await timesOf(constants, items, 'zh'), await timesOf(constants, items, 'zh'), await timesOf(constants, items, 'en'), await timesOf(constants, [...items], 'zh')]).toEqual([[8, true], [0, true], [8, true], [8, true]])
  const mixed = parse('{ items { text open } }')
  expect([await timesOf(mixed, items, 'zh'), await timesOf(mixed, items, 'zh')]).toEqual([[2, false], [2, false]])
  for (const count of ['none' as const, Promise.resolve(1)]) {
    const of = [{ text: 'a', count }]
    expect([await timesOf(constants, of, 'zh'), await timesOf(constants, of, 'zh')]).toEqual([[4, false], [4, false]])
  }
})

it('does not keep what failed where nothing of it was told', async () => {
  const items: readonly Item[] = [{ text: 'a', count: 'none' }]
  const document = parse('{ outer { before after { count } } }')
  const ask = (before: () => Promise<number>) => executePlanned({ schema, document, rootValue: { items, before }, contextValue: { language: 'zh', request: 0 } }, 'zh')
  const first = await ask(() => Promise.reject(new Error('before')))
  await new Promise((done) => setTimeout(done, 10))
  expect([first.data, first.errors?.map(({ path }) => path)]).toEqual([{ outer: null }, [['outer', 'before']]])
  expect((await ask(async () => 1)).errors?.map(({ path }) => path)).toEqual([['outer', 'after', 0, 'count']])
})
