import { isDay } from '@anwang/domain'
import type { InterfaceRef, ObjectRef } from '@pothos/core'
import { PAGE } from './arguments.ts'
import { builder } from './builder.ts'
import { badInput } from './errors.ts'

export type CursorKey = readonly (string | number | null)[]

export interface Page<T> {
  readonly nodes: readonly T[]
  /** Of the node in a place. */
  cursorAt(at: number): string
  readonly hasNextPage: boolean
  /** A function is called only where the total is asked for. */
  readonly totalCount: number | (() => number | Promise<number>)
}

export interface PageArgs {
  readonly first?: number | null | undefined
  readonly after?: string | null | undefined
}

export const pageSize = (args: PageArgs): number => args.first ?? PAGE

/** Opaque: the key of the order with the id as its last part, so that it is unique. */
export const encodeCursor = (key: CursorKey): string => Buffer.from(JSON.stringify(key)).toString('base64url')

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
/** What the parts of a key may be; a text holds nothing that PostgreSQL refuses. */
const kinds = {
  text: (value: unknown): value is string => typeof value === 'string' && value.isWellFormed() && !value.includes('\0'),
  uuid: (value: unknown): value is string => typeof value === 'string' && UUID.test(value),
  instant: (value: unknown): value is string => typeof value === 'string' && !Number.isNaN(Date.parse(value)) && new Date(value).toISOString() === value,
  day: (value: unknown): value is string => typeof value === 'string' && isDay(value),
  integer: (value: unknown): value is number => Number.isInteger(value) && Math.abs(value as number) < 2 ** 31,
}
type Kind = keyof typeof kinds
type Decoded<K extends readonly Kind[]> = { -readonly [I in keyof K]: (typeof kinds)[K[I]] extends (value: unknown) => value is infer V ? V : never }

/** The key behind `after`; null without one. @throws BAD_USER_INPUT `after` where it is not one of this list. */
export function decodeCursor<const K extends readonly Kind[]>(after: string | null | undefined, of: K): Decoded<K> | null {
  if (after === null || after === undefined) return null
  try {
    const key: unknown = JSON.parse(Buffer.from(after, 'base64url').toString('utf8'))
    if (Array.isArray(key) && key.length === of.length && of.every((kind, i) => kinds[kind](key[i])) && encodeCursor(key) === after)
      return key as Decoded<K>
  } catch {
    // Refused below, as any other that is not ours.
  }
  throw badInput('after', 'after is no cursor of this list')
}

/** A page from rows read with `limit pageSize + 1` after the cursor. */
export function pageOf<T>(rows: readonly T[], args: PageArgs, keyOf: (row: T) => CursorKey, totalCount: Page<T>['totalCount']): Page<T> {
  const nodes = rows.slice(0, pageSize(args))
  return { nodes, cursorAt: (at) => encodeCursor(keyOf(nodes[at]!)), hasNextPage: rows.length > nodes.length, totalCount }
}

/** A page of a list that is whole in memory; its order must be stable. */
export function listPage<T>(all: readonly T[], args: PageArgs, idOf: (row: T) => string): Page<T> {
  const key = decodeCursor(args.after, ['text'])
  const at = key ? all.findIndex((row) => idOf(row) === key[0]) : -1
  if (key && at < 0) throw badInput('after', 'after is no cursor of this list')
  return pageOf(all.slice(at + 1, at + 2 + pageSize(args)), args, (row) => [idOf(row)], all.length)
}

export const emptyPage: Page<never> = { nodes: [], cursorAt: () => '', hasNextPage: false, totalCount: 0 }

interface Edge<P extends Page<unknown>> {
  readonly cursor: string
  readonly node: unknown
  /** The page that it stands in, and where: for what a page knows beside its nodes. */
  readonly page: P
  readonly at: number
}

const PageInfo = builder.objectRef<Page<unknown>>('PageInfo').implement({
  fields: (t) => ({
    hasNextPage: t.exposeBoolean('hasNextPage'),
    endCursor: t.string({ nullable: true, resolve: (page) => (page.nodes.length === 0 ? null : page.cursorAt(page.nodes.length - 1)) }),
  }),
})

/** `XConnection` and `XEdge` of a type; once per type. A field answers it with a `Page`. */
export const connection = <T>(name: string, of: ObjectRef<never, T> | InterfaceRef<never, T> | object, totalDescription?: string) =>
  connectionWithEdge<Page<T>>(name, of, totalDescription)[0]

/** The connection and its edge, for pages that know more of a node in its place: the edge takes fields of its own. */
export function connectionWithEdge<P extends Page<unknown>>(name: string, of: object, totalDescription?: string) {
  const Edge = builder.objectRef<Edge<P>>(`${name}Edge`).implement({
    fields: (t) => ({
      cursor: t.exposeString('cursor'),
      node: t.field({ type: of as ObjectRef<never, object>, resolve: (edge) => edge.node as object }),
    }),
  })
  const Connection = builder.objectRef<P>(`${name}Connection`).implement({
    fields: (t) => ({
      edges: t.field({ type: [Edge], resolve: (page) => page.nodes.map((node, at) => ({ cursor: page.cursorAt(at), node, page, at })) }),
      nodes: t.field({ type: [of as ObjectRef<never, object>], resolve: (page) => page.nodes as readonly object[] }),
      pageInfo: t.field({ type: PageInfo, resolve: (page) => page }),
      totalCount: t.int({
        ...(totalDescription !== undefined && { description: totalDescription }),
        resolve: (page) => (typeof page.totalCount === 'function' ? page.totalCount() : page.totalCount),
      }),
    }),
  })
  return [Connection, Edge] as const
}
