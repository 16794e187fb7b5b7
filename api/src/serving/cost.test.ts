import { isObjectType, Kind, parse, type OperationDefinitionNode } from 'graphql'
import { describe, expect, it } from 'vitest'
import { documentsIn } from '../../../web/documents.ts'
import { schema } from '../schema/index.ts'
import { costOf, HIGHEST_COST, knownCost } from './cost.ts'

const cost = (text: string, variables: Record<string, unknown> = {}) => {
  const document = parse(text)
  return costOf(schema, document, document.definitions.find((one): one is OperationDefinitionNode => one.kind === Kind.OPERATION_DEFINITION)!, variables)
}
/** Of a list that is none of records. */
const LIST = 400
const children = (first: number, below: string) => `children(first: ${first}) { nodes { ${below} } }`

describe('cost', () => {
  it.each([
    ['a field', '{ viewer { name } }', {}, 2],
    ['a page of 10, and what it holds', '{ regions(search: "x", first: 10) { nodes { id name } } }', {}, LIST + 1 + 10 * 3],
    ['a page without a size', '{ regions(search: "x") { nodes { id } } }', {}, LIST + 1 + 50 * 2],
    ['a size by variable', 'query($n: Int) { regions(search: "x", first: $n) { nodes { id } } }', { n: 7 }, LIST + 1 + 7 * 2],
    ['a size by the default of a variable', 'query($n: Int = 7) { regions(search: "x", first: $n) { nodes { id } } }', {}, LIST + 1 + 7 * 2],
    ['a size of null', 'query($n: Int) { regions(search: "x", first: $n) { nodes { id } } }', { n: null }, LIST + 1 + 50 * 2],
    ['edges as nodes', '{ regions(search: "x", first: 10) { edges { node { id } } } }', {}, LIST + 1 + 10 * 3],
    ['pages in pages', `{ region(code: "x") { ${children(10, children(10, 'id'))} } }`, {}, 2 * LIST + 1 + 1 + 10 * (1 + 1 + 10 * (1 + 1))],
    ['a list without pages', '{ region(code: "x") { ancestors { id } } }', {}, 1 + 1 + 8],
    ['a fragment at every place', `{ region(code: "x") { ...F ancestors { ...F } } } fragment F on Region { id name }`, {}, 1 + 2 + 1 + 8 * 2],
    ['a statement over records, and counting what it finds', '{ hazards(first: 10) { totalCount nodes { id } } }', {}, 12_000 + 2 + 10_000 + 10 * (2 + 1 + 1)],
    ['one statement for all parents', `{ region(code: "x") { ${children(10, 'metrics(period: "2026-Q3") { inspections }')} } }`, {}, LIST + 1_200 + 1 + 1 + 10 * (1 + 2 + 1)],
    ['a statement for each alias', '{ a: overdueGroups(by: SECTOR) { count } b: overdueGroups(by: SECTOR) { count } }', {}, 2 * (10_000 + 2 + 8)],
    ['a fragment with a statement, wherever it is', '{ a: region(code: "x") { ...F } b: region(code: "x") { ...F } } fragment F on Region { hazards(first: 1) { nodes { id } } }', {}, 2 * (1 + 12_000 + 2 + 2)],
    ['what an interface may be', '{ node(id: "x") { id ... on Region { name } ... on Hazard { id } } }', {}, 1 + 3],
  ])('%s', (_, text, variables, expected) => expect(cost(text, variables)).toBe(expected))

  it('multiplies: three levels of pages of 200 are beyond the limit, however it is written', () => {
    const deep = children(200, children(200, children(200, 'id')))
    expect(cost(`{ region(code: "x") { ${deep} } }`)).toBeGreaterThan(HIGHEST_COST)
    expect(cost(`{ region(code: "x") { ...F } } fragment F on Region { ${children(200, '...G')} } fragment G on Region { ${children(200, children(200, 'id'))} }`)).toBeGreaterThan(HIGHEST_COST)
  })

  it.each([
    ['counts', (i: number) => `hazards(first: 1, filter: { search: "${i}" }) { totalCount }`], ['groups', (i: number) => `overdueGroups(by: SUBJECT, filter: { search: "${i}" }) { count }`],
    ['rankings', (i: number) => `ranking(code: "410900000000", period: "20${i + 10}-Q1", level: STREET) { entries(first: 1) { totalCount } }`], ['inspections', (i: number) => `inspections(first: 1, filter: { search: "${i}" }) { totalCount }`],
  ])('sixty %s by aliases are beyond the limit, a few are not', (_, field) => {
    const aliased = (n: number) => cost(`{ ${Array.from({ length: n }, (_item, i) => `a${i}: ${field(i)}`).join(' ')} }`)
    expect(aliased(60)).toBeGreaterThan(HIGHEST_COST)
    expect(aliased(10)).toBeLessThan(HIGHEST_COST)
  })

  it('reckons fragments that double at each step without walking them as often', () => {
    const doubling = Array.from({ length: 60 }, (_, i) => `fragment F${i} on Query { ...F${i + 1} ...F${i + 1} }`).join(' ')
    expect(cost(`{ ...F0 } ${doubling} fragment F60 on Query { viewer { name } }`)).toBeGreaterThan(HIGHEST_COST)
  })

  it('leaves room for every page of ours at its largest', () => {
    const dear = documentsIn(new URL('../../../web/src', import.meta.url).pathname).filter(({ text }) => {
      const variables = Object.fromEntries([...text.matchAll(/\$(\w+): Int/g)].map(([, variable]) => [variable!, 200]))
      return cost(text, variables) >= HIGHEST_COST
    })
    expect(dear.map(({ name }) => name)).toEqual([])
  })
})

it('is reckoned anew for other sizes of pages, of an operation that was asked before', () => {
  const document = parse('query($n: Int = 100, $other: String) { hazards(first: $n, filter: { search: $other }) { nodes { number } } }')
  const operation = document.definitions[0] as OperationDefinitionNode
  const sizes = [1, 200, 200, 10_000, null, undefined, 'many', { first: 1 }, 1, -1, 0]
  const asked = sizes.map((n) => ({ n, other: String(n) }))
  expect(asked.map((variables) => knownCost(schema, document, operation, variables))).toEqual(asked.map((variables) => costOf(schema, document, operation, variables)))
})

it('every list that can grow is asked for in pages', () => {
  const without = Object.values(schema.getTypeMap()).filter(isObjectType).flatMap((type) =>
    Object.values(type.getFields()).filter((field) => /Connection!?$/.test(String(field.type)) && !field.args.some((one) => one.name === 'first')).map((field) => `${type.name}.${field.name}`))
  expect(without).toEqual([])
})
