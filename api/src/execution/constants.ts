import type { GraphQLField } from 'graphql'
import { writeOnce } from './json.ts'

/** Lists completed from one selection, by language and by the list that they were completed from: gone when either is. */
export type Constants = Map<string, WeakMap<object, readonly unknown[]>>

const FIELD = { constant: true } as const
export const saysConstant = ({ extensions, args }: GraphQLField<unknown, unknown>): boolean => extensions['constant'] === true && args.length === 0

/** What stands for an object that never changes, beside what one request knows of it. */
export interface Keeps<K extends object> {
  readonly kept: K
}

/**
 * A field that says the same of a kept object for ever, whoever asks: it is shown nothing else but the language. It is believed: what
 * reads a clock or anything that changes would be told to everybody for as long as the object is kept.
 */
export const constant = <K extends object, V>(say: (kept: K, language: 'zh' | 'en') => V) => ({
  extensions: FIELD, resolve: ({ kept }: Keeps<K>, _args: object, { language }: { readonly language: 'zh' | 'en' }): V => say(kept, language),
})

/** Values of a list that is the same one in many requests. One field asked of it that is not constant has it completed at each. */
export type KeptList<V = unknown> = readonly V[] & Keeps<readonly object[]>
export const keptList = <K extends object, V extends Keeps<K>>(kept: readonly K[], of: (kept: K) => V): KeptList<V> => Object.assign(kept.map(of), { kept })
export const isKept = (found: unknown): found is KeptList => Array.isArray(found) && 'kept' in found

interface Request {
  readonly language: string
  readonly failures: number
}

/** What `complete` answers, kept where nothing in it fails or waits. */
export function completedOnce(request: Request, constants: Constants, { kept }: KeptList, complete: () => unknown[] | Promise<unknown[]>): readonly unknown[] | Promise<unknown[]> {
  let known = constants.get(request.language)
  if (!known) constants.set(request.language, known = new WeakMap())
  const before = known.get(kept)
  if (before) return before
  const { failures } = request
  const list = complete()
  if (!(list instanceof Promise) && request.failures === failures) {
    known.set(kept, list)
    writeOnce(list)
  }
  return list
}
