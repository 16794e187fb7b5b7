import { isObjectType, type GraphQLFieldResolver, type GraphQLSchema } from 'graphql'
import { Malformed } from './builder.ts'
import { badInput } from './errors.ts'

export const PAGE = 50
export const LONGEST_PAGE = 200
const LONGEST_TEXT = 20_000
const LONGEST_LIST = 1_000

function check(value: unknown, path: string): void {
  if (value instanceof Malformed) throw badInput(path, `${path} ${value.message}`)
  if (typeof value === 'string') {
    // PostgreSQL keeps neither NUL nor half of a surrogate pair.
    if (value.includes('\0') || !value.isWellFormed()) throw badInput(path, `${path} holds characters that cannot be kept`)
    if (value.length > LONGEST_TEXT) throw badInput(path, `${path} is longer than ${LONGEST_TEXT} characters`)
  } else if (Array.isArray(value)) {
    if (value.length > LONGEST_LIST) throw badInput(path, `${path} has more than ${LONGEST_LIST} items`)
    value.forEach((item, i) => check(item, `${path}.${i}`))
  } else if (typeof value === 'object' && value !== null && !(value instanceof Date)) {
    for (const [key, item] of Object.entries(value)) check(item, path === '' ? key : `${path}.${key}`)
  }
}

function checkPage(first: unknown): void {
  if (typeof first === 'number' && (first < 1 || first > LONGEST_PAGE)) throw badInput('first', `first is a number from 1 to ${LONGEST_PAGE}`)
}

/** Those of a field are read once a request and stand before each of its parents: once checked, they are. */
const passed = new WeakSet<object>()

function refuse(args: Readonly<Record<string, unknown>>): void {
  if (passed.has(args)) return
  check(args, '')
  checkPage(args['first'])
  passed.add(args)
}

/** Refuses, before a resolver runs, arguments that no resolver could use, naming them; answers the same schema. */
export function checkArguments(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue
    for (const field of Object.values(type.getFields())) {
      const { resolve } = field
      if (field.args.length === 0 || !resolve) continue
      const checked: GraphQLFieldResolver<unknown, unknown> = (parent, args: Record<string, unknown>, context, info) => {
        refuse(args)
        return resolve(parent, args, context, info)
      }
      field.resolve = checked
    }
  }
  return schema
}
