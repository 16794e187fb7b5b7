import { isObjectType, Kind, parse, type OperationDefinitionNode } from 'graphql'
import { describe, expect, it } from 'vitest'
import { documentsIn } from '../../../web/documents.ts'
import { schema } from '../schema/index.ts'
import { costOf, HIGHEST_COST } from './cost.ts'

const cost = (text: string, variables: Record<string, unknown> = {}) => {
  const document = parse(text)
  return costOf(schema, document, document.definitions.find((one): one is OperationDefinitionNode => one.kind === Kind.OPERATION_DEFINITION)!, variables)
}
const children = (first: number, below: string) => `children(first: ${first}) { nodes { ${below} } }`

describe('cost', () => {
  it.each([
    ['a field', '{ viewer { name } }', {}, 2],
    ['a page of 10, and what it holds', '{ regions(search: "x", first: 10) { nodes { id name } } }', {}, 1 + 10 * 3],
    ['a page without a size', '{ regions(search: "x") { nodes { id } } }', {}, 1 + 50 * 2],
    ['a size by variable', 'query($n: Int) { regions(search: "x", first: $n) { nodes { id } } }', { n: 7 }, 1 + 7 * 2],
    ['a size by the default of a variable', 'query($n: Int = 7) { regions(search: "x", first: $n) { nodes { id } } }', {}, 1 + 7 * 2],
    ['a size of null', 'query($n: Int) { regions(search: "x", first: $n) { nodes { id } } }', { n: null }, 1 + 50 * 2],
    ['edges as nodes', '{ regions(search: "x", first: 10) { edges { node { id } } } }', {}, 1 + 10 * 3],
    ['pages in pages', `{ region(code: "x") { ${children(10, children(10, 'id'))} } }`, {}, 1 + 1 + 10 * (1 + 1 + 10 * (1 + 1))],
    ['a list without pages', '{ region(code: "x") { ancestors { id } } }', {}, 1 + 1 + 8],
    ['a fragment at every place', `{ region(code: "x") { ...F ancestors { ...F } } } fragment F on Region { id name }`, {}, 1 + 2 + 1 + 8 * 2],
    ['what an interface may be', '{ node(id: "x") { id ... on Region { name } ... on Hazard { id } } }', {}, 1 + 3],
  ])('%s', (_, text, variables, expected) => expect(cost(text, variables)).toBe(expected))

  it('multiplies: three levels of pages of 200 are beyond the limit, however it is written', () => {
    const deep = children(200, children(200, children(200, 'id')))
    expect(cost(`{ region(code: "x") { ${deep} } }`)).toBeGreaterThan(HIGHEST_COST)
    expect(cost(`{ region(code: "x") { ...F } } fragment F on Region { ${children(200, '...G')} } fragment G on Region { ${children(200, children(200, 'id'))} }`)).toBeGreaterThan(HIGHEST_COST)
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

it('every list that can grow is asked for in pages', () => {
  const without = Object.values(schema.getTypeMap()).filter(isObjectType).flatMap((type) =>
    Object.values(type.getFields()).filter((field) => /Connection!?$/.test(String(field.type)) && !field.args.some((one) => one.name === 'first')).map((field) => `${type.name}.${field.name}`))
  expect(without).toEqual([])
})
