import fc from 'fast-check'
import {
  getNamedType, isEnumType, isInputObjectType, isInterfaceType, isListType, isNonNullType, isObjectType, isUnionType, parse, Kind,
  type GraphQLInputType, type GraphQLSchema, type GraphQLField, type GraphQLOutputType, type TypeNode,
} from 'graphql'
import { oneOf, picks, scalar, text, type Pick } from './values.ts'

const quoted = (value: string): string => JSON.stringify(value).replaceAll(/[\u007f-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)

function literal(value: unknown): string {
  if (typeof value === 'string') return quoted(value)
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`
  if (typeof value === 'object' && value !== null) return `{ ${Object.entries(value).map(([key, item]) => `${key}: ${literal(item)}`).join(', ')} }`
  return String(value)
}

/** Enums are written bare. */
class Bare {
  readonly name: string
  constructor(name: string) {
    this.name = name
  }
}

/** Documents by the schema: every field may come, with arguments right and wrong. */
export function operations(schema: GraphQLSchema, known: readonly string[]) {
  function value(type: GraphQLInputType, pick: Pick): unknown {
    if (isNonNullType(type)) return pick(80) === 0 ? null : value(type.ofType, pick)
    if (isListType(type)) return pick(60) === 0 ? value(type.ofType, pick) : Array.from({ length: pick(4) }, () => value(type.ofType, pick))
    if (isEnumType(type)) return pick(60) === 0 ? oneOf<unknown>(pick, new Bare('NOTHING'), 'HAZARD', 3) : new Bare(oneOf(pick, ...type.getValues()).name)
    if (isInputObjectType(type)) {
      const fields = Object.values(type.getFields()).filter((field) => (isNonNullType(field.type) ? pick(80) > 0 : pick(3) === 0))
      return Object.fromEntries([...fields.map((field) => [field.name, value(field.type, pick)] as const), ...(pick(40) === 0 ? [['unknown', 1] as const] : [])])
    }
    return scalar(type.name, pick, known)
  }
  const written = (given: unknown): string => {
    if (given instanceof Bare) return given.name
    if (Array.isArray(given)) return `[${given.map(written).join(', ')}]`
    if (typeof given === 'object' && given !== null) return `{ ${Object.entries(given).map(([key, item]) => `${key}: ${written(item)}`).join(', ')} }`
    return literal(given)
  }
  const args = (field: GraphQLField<unknown, unknown>, pick: Pick): string => {
    const given = field.args.filter((one) => (isNonNullType(one.type) ? pick(80) > 0 : pick(3) === 0)).map((one) => `${one.name}: ${written(value(one.type, pick))}`)
    return given.length > 0 ? `(${given.join(', ')})` : ''
  }
  function selection(type: GraphQLOutputType, pick: Pick, depth: number): string {
    const named = getNamedType(type)
    if (depth < 0 && (isUnionType(named) || isInterfaceType(named) || isObjectType(named))) return '{ __typename }'
    if (isUnionType(named) || isInterfaceType(named))
      return `{ __typename ${schema.getPossibleTypes(named).filter(() => pick(3) === 0).map((one) => `... on ${one.name} ${selection(one, pick, depth - 1)}`).join(' ')} }`
    if (!isObjectType(named)) return ''
    return `{ ${fields(named.name, pick, depth, 1 + pick(4)).join(' ')} }`
  }
  function fields(typeName: string, pick: Pick, depth: number, count: number): string[] {
    const type = schema.getType(typeName)
    if (!isObjectType(type)) return ['__typename']
    const all = Object.values(type.getFields())
    return Array.from({ length: count }, (_, i) => {
      if (pick(300) === 0) return `noSuchField${i}`
      const field = oneOf(pick, ...all)
      const below = selection(field.type, pick, depth - 1)
      return `${pick(8) === 0 || count > 1 ? `a${i}_${depth + 9}: ` : ''}${field.name}${args(field, pick)} ${pick(60) === 0 ? `@include(if: ${oneOf(pick, 'true', 'false', '3', '$x')})` : ''} ${below}`
    })
  }
  const whole = picks.map((pick) => (pick(4) === 0
    ? `mutation { ${fields('Mutation', pick, 3, 1).join(' ')} }`
    : `query ${oneOf(pick, '', '', 'X', '($x: Int)')} { ${fields('Query', pick, 1 + pick(4), 1 + pick(3)).join(' ')} }`))

  /** What nests, repeats, multiplies or turns in circles. */
  const monstrous = fc.tuple(fc.integer({ min: 1, max: 3_000 }), picks).map(([n, pick]) => oneOf(pick,
    `{ ${'viewer { home { '.repeat(n)}id${' } }'.repeat(n)} }`,
    `{ ${'... { '.repeat(n)} __typename ${'}'.repeat(n)} }`,
    `{ ${Array.from({ length: n }, (_, i) => `a${i}: viewer { name }`).join(' ')} }`,
    `{ ...F0 } ${Array.from({ length: Math.min(n, 400) }, (_, i) => `fragment F${i} on Query { ...F${i + 1} ...F${i + 1} }`).join(' ')} fragment F${Math.min(n, 400)} on Query { __typename }`,
    '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }', '{ viewer { ...A } } fragment A on Viewer { name ...A }',
    `{ viewer { ${'name @include(if: true) '.repeat(n)} } }`, `{ viewer @skip(if: ${'['.repeat(n)}${']'.repeat(n)}) { name } }`,
    `query(${Array.from({ length: n }, (_, i) => `$v${i}: Int = ${i}`).join(' ')}) { viewer { name } }`,
    `{ region(code: "410900000000") { ${`children(first: ${oneOf(pick, '200', '50', '-5', '99999999999')}) { nodes { `.repeat(Math.min(n, 12))}id${' } }'.repeat(Math.min(n, 12))} } }`,
    Array.from({ length: Math.min(n, 300) }, (_, i) => `query Q${i} { viewer { name } }`).join(' '),
    `${'#'.repeat(n * 20)}\n{ viewer { name } }`, `{ node(id: """${'x'.repeat(n * 20)}""") { id } }`, '{ __schema { types { fields { type { ofType { ofType { ofType { fields { type { name } } } } } } } } } }',
    'subscription { x }', 'type Query { x: Int }', '', '{', '}', `${'{'.repeat(n)}`, '\0', text(pick)))
  /** A document with something cut out of it or put into it. */
  const broken = fc.tuple(whole, picks).map(([document, pick]) => {
    const at = pick(document.length + 1)
    return oneOf(pick, document.slice(0, at), document.slice(0, at) + text(pick) + document.slice(at), document.slice(0, at) + document.slice(at + 1 + pick(9)), document + document)
  })
  return { whole, monstrous, broken, valueOf: value }
}

/** Values for the variables that a document declares, right and wrong. */
export function variablesOf(schema: GraphQLSchema, document: string, known: readonly string[]): fc.Arbitrary<Record<string, unknown>> {
  const { valueOf } = operations(schema, known)
  const [operation] = parse(document).definitions
  const declared = operation?.kind === Kind.OPERATION_DEFINITION ? (operation.variableDefinitions ?? []) : []
  const nameOf = (type: TypeNode): string => (type.kind === Kind.NAMED_TYPE ? type.name.value : nameOf(type.type))
  const plain = (given: unknown): unknown => {
    if (given instanceof Bare) return given.name
    if (Array.isArray(given)) return given.map(plain)
    return typeof given === 'object' && given !== null ? Object.fromEntries(Object.entries(given).map(([key, item]) => [key, plain(item)])) : given
  }
  return picks.map((pick) => Object.fromEntries(declared.filter((one) => one.type.kind === Kind.NON_NULL_TYPE || pick(2) === 0).map((one) => {
    const type = schema.getType(nameOf(one.type)) as GraphQLInputType
    return [one.variable.name.value, plain(pick(40) === 0 ? [valueOf(type, pick)] : valueOf(type, pick))]
  })))
}
