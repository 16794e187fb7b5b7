import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import { sql, type SQL } from 'drizzle-orm'
import postgres from 'postgres'
import * as schema from './schema/index.ts'

export type Db = PostgresJsDatabase<typeof schema>
export type Tx = Parameters<Parameters<Db['transaction']>[0]>[0]
/** What a store needs: a transaction, or the database itself. */
export type Queryable = Db | Tx

export interface Connection {
  db: Db
  client: postgres.Sql
  close(): Promise<void>
}

type Sendable = Pick<postgres.Sql, 'unsafe'>

/** drizzle never prepares; a prepared statement is parsed and, mostly, planned once per connection. */
function preparing<S extends Sendable>(client: S): S {
  const send = client.unsafe.bind(client)
  client.unsafe = ((query: string, parameters: never[] = [], options: postgres.UnsafeQueryOptions = {}) =>
    send(query, parameters, { ...options, prepare: parameters.length > 0 })) as S['unsafe']
  return client
}

function preparingInTransactions(client: postgres.Sql): postgres.Sql {
  const begin = client.begin.bind(client) as (...args: unknown[]) => unknown
  client.begin = ((...args: unknown[]) => {
    const work = args.pop() as (tx: postgres.TransactionSql) => unknown
    return begin(...args, (tx: postgres.TransactionSql) => work(preparing(tx)))
  }) as postgres.Sql['begin']
  return preparing(client)
}

/** Milliseconds after a connection failed until it is tried again: soon, then once a second for as long as the server is away. */
const backoff = (failures: number): number => Math.min(1_000, 50 * 2 ** failures) / 1_000
const LONGEST_CONNECTING = 10

export function connect(url: string, options: postgres.Options<Record<string, never>> = {}): Connection {
  const client = preparingInTransactions(postgres(url, { max: 10, onnotice: () => undefined, backoff, connect_timeout: LONGEST_CONNECTING, ...options }))
  return { db: drizzle(client, { schema, casing: 'snake_case' }), client, close: () => client.end({ timeout: 5 }) }
}

/**
 * What row-level security lets a transaction see. `paths`: roots of subtrees; `sectors` and `subjectId` narrow it.
 * No paths: the directory only.
 */
export interface Scope {
  readonly accountId: string | null
  readonly paths: readonly string[]
  readonly sectors: readonly string[] | null
  readonly subjectId: string | null
  /** From where it was asked, as what triggers write into the second log says. */
  readonly address?: string | null
}

const quoted = (text: string) => `"${text.replaceAll(/["\\]/g, '\\$&')}"`
/** The range [`p/`, `p0`) of a subtree, written as PostgreSQL reads it; the country's is unbounded. */
const range = (path: string) => (path === '' ? '(,)' : `[${quoted(path)},${quoted(`${path.slice(0, -1)}0`)})`)
export const multirange = (paths: readonly string[]): string => `{${paths.map(range).join(',')}}`

export function setScope(scope: Scope): SQL {
  return sql`select set_config('app.scope', ${multirange(scope.paths)}, true),
    set_config('app.sectors', ${scope.sectors ? `{${scope.sectors.join(',')}}` : ''}, true),
    set_config('app.subject', ${scope.subjectId ?? ''}, true),
    set_config('app.account', ${scope.accountId ?? ''}, true), set_config('app.address', ${scope.address ?? ''}, true)`
}

/** Runs `work` in one transaction that sees what the scope allows. Reads take one REPEATABLE READ snapshot. */
export function inScope<T>(db: Db, scope: Scope, work: (tx: Tx) => Promise<T>, mode: 'read' | 'write' = 'write'): Promise<T> {
  return db.transaction(async (tx) => {
    await tx.execute(setScope(scope))
    return work(tx)
  }, mode === 'read' ? { isolationLevel: 'repeatable read', accessMode: 'read only' } : { isolationLevel: 'read committed' })
}

/** The condition that a path lies in the subtree of `root`: brings the index, where row security is only the net. */
export const within = (column: SQL | { getSQL(): SQL }, root: string): SQL =>
  root === '' ? sql`true` : sql`(${column} >= ${root} and ${column} < ${`${root.slice(0, -1)}0`})`

/**
 * A list of ids to look for, as `(select …)`. Under row security a condition that may fail waits until the policy has been
 * asked of the row, and a cast from text may fail: a list of texts would so read the whole table instead of an index.
 */
export const oneOfIds = (ids: readonly string[]): SQL => sql`(select unnest(${`{${ids.join(',')}}`}::uuid[]))`
