import fc from 'fast-check'
import { buildSchema, execute, GraphQLError, isInterfaceType, isObjectType, isUnionType, parse, validate, type ExecutionResult, type GraphQLSchema } from 'graphql'
import { expect, it } from 'vitest'
import { executePlanned } from './execute.ts'

const SDL = `
  type Query { node: Node, thing: Thing!, many: [Thing!]!, some: [Thing], grid: [[Int!]]!, word(say: String = "ja", times: Int!): String, kind: Kind, either: [Either!] }
  type Mutation { first(n: Int!): Thing, second: Thing!, third: Int }
  enum Kind { GOOD BAD }
  interface Node { id: ID!, name: String }
  union Either = Thing | Other
  type Thing implements Node { id: ID!, name: String, count: Int!, kind: Kind, self: Thing!, more: [Node!], word(say: String = "ja", times: Int!): String, either: Either }
  type Other implements Node { id: ID!, name: String, other: Boolean!, self: Thing! }`

/** How a resolver answers: by a value at hand, by a promise, or not at all. */
const manners = ['VALUE', 'PROMISE', 'NULL', 'THROWS', 'REJECTS', 'ERROR', 'WRONG'] as const
type Manner = (typeof manners)[number]

const wrong = { not: 'what was expected' }

/** Whether what may wait does, or everything. */
type When = 'NOW' | 'SOON' | 'MIXED'

/** What stands at a field: its manner by where it lies, so that both executions meet the same. */
function answerBy(mannerAt: (place: string) => Manner, when: When, log: string[]) {
  const value = (type: string): unknown => {
    if (type.startsWith('[')) return Array.from({ length: 3 }, () => value(type.slice(1, -1).replace(/!$/, '')))
    switch (type) {
      case 'Int': return 7
      case 'ID': return 'id'
      case 'String': return 'word'
      case 'Boolean': return true
      case 'Kind': return 'GOOD'
      case 'Node': case 'Thing': return { __typename: 'Thing' }
      case 'Either': return { __typename: 'Other' }
      default: throw new Error(type)
    }
  }
  return (type: string, place: string, args: object): unknown => {
    log.push(`${place} ${JSON.stringify(args)}`)
    const manner = mannerAt(place)
    const plain = () => (manner === 'WRONG' ? wrong : type === 'String' && Object.keys(args).length > 0 ? JSON.stringify(args) : value(type))
    const answer = () => {
      if (manner === 'NULL') return null
      if (manner === 'ERROR') return new Error(`returned at ${place}`)
      if (manner === 'THROWS' || manner === 'REJECTS') throw new GraphQLError(`thrown at ${place}`, { extensions: { code: 'CODE' } })
      return plain()
    }
    return when === 'SOON' || (when === 'MIXED' && (manner === 'PROMISE' || manner === 'REJECTS' || manner === 'NULL')) ? Promise.resolve().then(answer) : answer()
  }
}

interface Answering {
  resolve: (type: string, place: string, args: object) => unknown
}
function schemaOf(answering: Answering): GraphQLSchema {
  const schema = buildSchema(SDL)
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__')) continue
    if (isInterfaceType(type) || isUnionType(type)) type.resolveType = (found: { __typename?: string }) => found.__typename
    if (!isObjectType(type)) continue
    for (const field of Object.values(type.getFields())) {
      field.resolve = (_source, args: object, _context, info) => {
        const keys: (string | number)[] = []
        for (let at: typeof info.path | undefined = info.path; at; at = at.prev) keys.unshift(at.key)
        return answering.resolve(String(info.returnType).replace(/!$/, ''), `${info.parentType.name} ${info.fieldName} ${info.fieldNodes.length} ${keys.join('.')}`, args)
      }
    }
  }
  return schema
}

const condition = fc.constantFrom('', '', '', ' @skip(if: $yes)', ' @include(if: $yes)', ' @include(if: $no)')
const leaf = (of: 'Thing' | 'Other' | 'Node') => fc.constantFrom('id', 'name', '__typename', '__proto__: name', ...(of === 'Thing' ? ['count', 'n: count', 'kind', 'word(times: 1)', 'v: word(times: $n, say: null)', 'w: word(say: $text, times: $n)'] : of === 'Other' ? ['other'] : []))
const selections: Record<'Thing' | 'Other' | 'Node' | 'Either', (depth: number) => fc.Arbitrary<string>> = {
  Thing: (depth) => some(leaf('Thing'), ...(depth > 0 ? [selections.Thing(depth - 1).map((s) => `self ${s}`), selections.Node(depth - 1).map((s) => `more ${s}`), selections.Either(depth - 1).map((s) => `either ${s}`), fc.constant('...Common'), fc.constant('...OfThing')] : [])),
  Other: (depth) => some(leaf('Other'), ...(depth > 0 ? [selections.Thing(depth - 1).map((s) => `self ${s}`), fc.constant('...Common')] : [])),
  Node: (depth) => some(leaf('Node'), ...(depth > 0 ? [selections.Thing(depth - 1).map((s) => `... on Thing ${s}`), selections.Other(depth - 1).map((s) => `... on Other ${s}`), fc.constant('...Common'), fc.constant('...OfThing')] : [])),
  Either: (depth) => some(fc.constant('__typename'), selections.Thing(depth).map((s) => `... on Thing ${s}`), selections.Other(depth).map((s) => `... on Other ${s}`), fc.constant('...OfThing')),
}
function some(...of: fc.Arbitrary<string>[]): fc.Arbitrary<string> {
  return fc.array(fc.tuple(fc.oneof(...of), condition), { minLength: 1, maxLength: 4 })
    .map((all) => `{ ${all.map(([text, when]) => (text.endsWith('}') ? (when === '' ? text : `... ${when} { ${text} }`) : `${text}${when}`)).join(' ')} }`)
}
const queries = fc.array(fc.oneof(
  selections.Node(2).map((s) => `node ${s}`), selections.Thing(2).map((s) => `thing ${s}`), selections.Thing(1).map((s) => `many ${s}`), selections.Thing(1).map((s) => `some ${s}`),
  selections.Either(1).map((s) => `either ${s}`), fc.constantFrom('grid', 'word(times: $n)', 'kind', '__schema { queryType { name } }', '__type(name: "Thing") { fields { name } }'),
), { minLength: 1, maxLength: 3 }).map((fields) => `query Q($yes: Boolean! = true, $no: Boolean = false, $n: Int!, $text: String) { ${fields.join(' ')} ...Unused @include(if: $no) } `)
const mutations = fc.tuple(selections.Thing(1), selections.Thing(1), fc.boolean())
  .map(([a, b, turned]) => `mutation M($yes: Boolean! = true, $no: Boolean = false, $n: Int!, $text: String) { ${(turned ? ['third', `second ${b}`, `first(n: $n) ${a}`] : [`first(n: $n) ${a}`, 'third', `second ${b}`]).join(' ')} }`)
const FRAGMENTS = ' fragment Common on Node { id named: name } fragment OfThing on Thing { count kind ...Common } fragment Unused on Query { kind }'

const told = ({ data, errors }: ExecutionResult) => ({
  data: data === undefined ? undefined : JSON.stringify(data),
  errors: (errors ?? []).map((one) => ({ path: one.path, message: one.message.replace(/^(Abstract type|Runtime Object|Either at|Node at).*/s, 'no such type'), locations: one.locations, code: one.extensions['code'], original: one.originalError?.constructor.name }))
    .toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
})

/** What a seed says of a place: seldom anything but a value. */
const mannersBy = (seed: number, oneIn: number) => (place: string): Manner => {
  let hash = seed
  for (const char of place) hash = (Math.imul(hash, 31) + char.codePointAt(0)!) >>> 0
  hash = (hash ^ (hash >>> 15)) >>> 0
  return hash % oneIn === 0 ? manners[(hash >>> 8) % manners.length]! : hash % 3 === 0 ? 'PROMISE' : 'VALUE'
}

const variables = fc.record({ n: fc.constantFrom(1, 2, 'two', null), yes: fc.constantFrom(true, false), no: fc.constantFrom(true, false, null), text: fc.constantFrom('a', null) }, { requiredKeys: ['n'] })

it.each<When>(['NOW', 'SOON', 'MIXED'])('answers as graphql-js does, whatever is asked and however resolvers answer: %s', async (when) => {
  const answering: Answering[] = [0, 1].map(() => ({ resolve: () => null }))
  const [ours, theirs] = answering.map(schemaOf)
  let compared = 0
  let erred = 0
  await fc.assert(fc.asyncProperty(fc.oneof({ arbitrary: queries, weight: 4 }, { arbitrary: mutations, weight: 1 }), fc.nat(), fc.integer({ min: 4, max: 60 }), fc.array(variables, { minLength: 1, maxLength: 3 }), async (operation, seed, oneIn, given) => {
    const document = parse(operation + FRAGMENTS)
    const logs: string[][] = [[], []]
    logs.forEach((log, i) => { answering[i]!.resolve = answerBy(mannersBy(seed, oneIn), i === 1 && when === 'MIXED' ? 'NOW' : when, log) })
    fc.pre(validate(ours!, document).every(({ message }) => message.includes('never used')))
    for (const variableValues of given) {
      const [got, expected] = [await executePlanned({ schema: ours!, document, variableValues }), await execute({ schema: theirs!, document, variableValues })].map(told)
      expect(got!.data).toBe(expected!.data)
      if (when === 'NOW') expect(logs[0]).toEqual(logs[1])
      // Which of several failures below one null is told hangs on who is heard first.
      if (when === 'NOW') expect(got!.errors).toEqual(expected!.errors)
      else expect(got!.errors.length > 0).toBe(expected!.errors.length > 0)
      compared++
      if (expected!.errors.length > 0 && expected!.data) erred++
    }
  }), { numRuns: 150 })
  expect([compared > 150, erred > 20]).toEqual([true, true])
})

it('hears of a failure beside which another one was faster', async () => {
  const schema = schemaOf({ resolve: (_type, place) => {
    if (place.endsWith('many')) return [{ __typename: 'Thing' }, { __typename: 'Thing' }, Promise.reject(new Error('an item'))]
    if (place.endsWith('0.id')) return Promise.reject(new Error('the first'))
    throw new Error('the second')
  } })
  const { data, errors } = await executePlanned({ schema, document: parse('{ many { id } }') })
  expect([data, errors?.map(({ message }) => message)]).toEqual([null, ['the second']])
})

it('leaves to graphql-js what names no operation, and answers each of several by its name', async () => {
  const schema = schemaOf({ resolve: (_type, place) => (place.includes('kind') ? 'GOOD' : null) })
  const document = parse('query A { kind } query B { b: kind }')
  const ask = async (operationName?: string) => told(await executePlanned({ schema, document, operationName }))
  expect(await ask('A')).toMatchObject({ data: '{"kind":"GOOD"}' })
  expect(await ask('B')).toMatchObject({ data: '{"b":"GOOD"}' })
  expect([(await ask()).errors[0]?.message, (await ask('C')).errors[0]?.message]).toEqual(['Must provide operation name if query contains multiple operations.', 'Unknown operation named "C".'])
})
