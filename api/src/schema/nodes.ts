import { brandWithType, getTypeBrand, type ObjectRef } from '@pothos/core'
import type { Context } from '../context.ts'
import { builder } from './builder.ts'
import { denied } from './denials.ts'
import { badInput } from './errors.ts'

type Load = (context: Context, ids: readonly string[]) => Promise<readonly (object | null)[]>
const loads = new Map<string, { load: Load; form: RegExp }>()

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** The id of a record in the API: opaque, and the same for as long as the record is there. `key` is a uuid unless the type says otherwise. */
export const globalId = (typename: string, key: string): string => Buffer.from(`${typename}:${key}`).toString('base64url')

function parts(id: string): { typename: string; key: string } | null {
  const text = Buffer.from(id, 'base64url').toString('utf8')
  const at = text.indexOf(':')
  if (at < 1 || globalId(text.slice(0, at), text.slice(at + 1)) !== id) return null
  return { typename: text.slice(0, at), key: text.slice(at + 1) }
}

/** The record that an input names first. */
export const namedIn = (input: object): { typename: string; key: string } | undefined =>
  Object.values(input).flatMap((value) => (typeof value === 'string' ? (parts(value) ?? []) : [])).find(({ typename, key }) => loads.get(typename)?.form.test(key))

/** The key inside an id of this type. @throws BAD_USER_INPUT naming the argument. */
export function idOf(typename: string, id: string, argument: string, form: RegExp = UUID): string {
  const found = parts(id)
  if (found?.typename !== typename || !form.test(found.key)) throw badInput(argument, `${argument} is no id of a ${typename}`)
  return found.key
}
/** As `idOf`; null where nothing is given. */
export const optionalId = (typename: string, id: string | null | undefined, argument: string): string | null =>
  id === null || id === undefined ? null : idOf(typename, id, argument)

export const Node = builder.interfaceRef<object>('Node').implement({
  fields: (t) => ({ id: t.id({ resolve: () => { throw new Error('every node has an id of its own') } }) }),
  resolveType: (value) => getTypeBrand(value) as string,
})

/** Says which type an object behind `Node` is; lists of nodes of several types need it. */
export function branded<T extends object>(typename: string, value: T): T {
  brandWithType(value, typename as never)
  return value
}

/**
 * A type that `node(id)` finds: `load` answers, in the order of the keys, what the viewer may see and null for the rest.
 * The type's own `id` field must be `globalId(name, key)`; `form` is what its keys look like.
 */
export function node<T extends object>(ref: ObjectRef<never, T> | { readonly name: string }, load: (context: Context, keys: readonly string[]) => Promise<readonly (T | null)[]>, form: RegExp = UUID): void {
  loads.set((ref as { name: string }).name, { load, form })
}

/** Loads one node by its type and key; null where there is none for this viewer. */
export async function loadNodes(context: Context, typename: string, keys: readonly string[]): Promise<(object | null)[]> {
  const known = loads.get(typename)
  if (!known || keys.length === 0) return keys.map(() => null)
  return (await known.load(context, keys)).map((found) => found && branded(typename, found))
}

builder.queryField('node', (t) =>
  t.field({
    type: Node,
    nullable: true,
    args: { id: t.arg.id({ required: true }) },
    resolve: async (_root, { id }, context) => {
      const found = parts(id)
      if (!found || !loads.get(found.typename)?.form.test(found.key)) throw badInput('id', 'id is no id')
      const [one] = await loadNodes(context, found.typename, [found.key])
      if (!one && context.viewer) context.note(denied('node', 'NOT_FOUND', found))
      return one ?? null
    },
  }))
