import type { GraphQLField, GraphQLObjectType } from 'graphql'

type Data = Record<string, unknown>

/** Of one selection, by language and by what it was completed from: gone when either is. */
export type Constants = Map<string, WeakMap<object, Data>>

const FIELD = { constant: true } as const
export const saysConstant = ({ extensions, args }: GraphQLField<unknown, unknown>): boolean => extensions['constant'] === true && args.length === 0

/** An object whose `kept` never changes and is the same one in many requests. */
export interface Keeps<K extends object> {
  readonly kept: K
}

/** A field that says the same of a kept object for ever, whoever asks: it is shown nothing else but the language. */
export const constant = <K extends object, V>(say: (kept: K, language: 'zh' | 'en') => V) => ({
  extensions: FIELD, resolve: ({ kept }: Keeps<K>, _args: object, { language }: { readonly language: 'zh' | 'en' }): V => say(kept, language),
})

/** For a type all of whose values are `Keeps`. */
export const keeps = { keeps: true } as const

interface Request {
  readonly language: string
  readonly errors: readonly unknown[]
}

/** What `complete` answers, kept where nothing in it fails or waits. */
export function completedOnce(request: Request, constants: Constants, type: GraphQLObjectType, found: unknown, complete: () => Data | Promise<Data>): Data | Promise<Data> {
  if (type.extensions['keeps'] !== true) return complete()
  let known = constants.get(request.language)
  if (!known) constants.set(request.language, known = new WeakMap())
  const { kept } = found as Keeps<object>
  const before = known.get(kept)
  if (before) return before
  const errors = request.errors.length
  const data = complete()
  if (!(data instanceof Promise) && request.errors.length === errors) known.set(kept, data)
  return data
}
