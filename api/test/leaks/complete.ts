import { globSync, readFileSync } from 'node:fs'
import { getNamedType, isEnumType, isObjectType, type GraphQLSchema } from 'graphql'
import { classOf } from './matrix.ts'
import { fields, mutations, queries, roles, routes } from './rules.ts'

const API = new URL('../../src/', import.meta.url)
const USER_ERRORS = new Set(['Conflict', 'Forbidden', 'NotFound', 'ValidationError'])
const objects = (schema: GraphQLSchema) => Object.values(schema.getTypeMap()).filter(isObjectType).filter((type) => !type.name.startsWith('__'))

/** Made by one function for all lists: their fields have no rules of their own, and may be no others. */
const TECHNICAL: Readonly<Record<string, readonly string[]>> = { Connection: ['edges', 'nodes', 'pageInfo', 'totalCount'], Edge: ['cursor', 'node', 'because'] }

/** What of the schema the rule book does not know, and what it knows that is gone, in words that say where a line is missing. */
export function missingRules(schema: GraphQLSchema): string[] {
  const types = objects(schema)
  const { name: query } = schema.getQueryType()!
  const mutation = schema.getMutationType()?.name
  const missing: string[] = []
  for (const type of types) {
    const list = /(Connection|Edge)$/.exec(type.name)?.[1]
    for (const field of Object.values(type.getFields())) {
      const coordinate = `${type.name}.${field.name}`
      if (USER_ERRORS.has(type.name) || type.name === 'PageInfo') continue
      const known = type.name === query ? queries[field.name] : type.name === mutation ? mutations[field.name] : list ? TECHNICAL[list]!.includes(field.name) : classOf(coordinate)
      // A mutation answers with records, which have rules of their own.
      const record = type.name.endsWith('Payload') && !known && isObjectType(getNamedType(field.type))
      if (!known && !record) missing.push(`${coordinate} has no rule: give it a line in api/test/leaks/rules.ts`)
    }
  }
  const has = (type: string, field: string) => types.find((one) => one.name === type)?.getFields()[field] !== undefined
  const gone = [
    ...Object.entries(fields).flatMap(([type, by]) => Object.values(by as Record<string, string>).flatMap((list) => list.split(' ')).map((field) => [type, field] as const)),
    ...Object.keys(queries).map((field) => [query, field] as const), ...Object.keys(mutations).map((field) => [mutation!, field] as const),
  ].filter(([type, field]) => !has(type, field))
  const enumerated = schema.getType('Role')
  const values = isEnumType(enumerated) ? enumerated.getValues().map((value) => value.name) : []
  return [
    ...missing, ...gone.map(([type, field]) => `${type}.${field} has a rule, and is not there`),
    ...values.filter((role) => !(roles as readonly string[]).includes(role)).map((role) => `the role ${role} has no column: add it to api/test/leaks/rules.ts`),
  ]
}

/** The routes that the sources name, and those without a rule. */
export function routesServed(): { all: string[]; missing: string[] } {
  const all = globSync('**/*.ts', { cwd: API }).filter((file) => !file.endsWith('.test.ts')).flatMap((file) =>
    [...readFileSync(new URL(file, API), 'utf8').matchAll(/\bapp\.(?:get|post|put|patch|delete|all)\('([^']+)'/g)].map((match) => match[1]!))
  return { all, missing: all.filter((route) => !routes[route]) }
}
