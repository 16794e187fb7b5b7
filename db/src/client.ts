import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import { sql, type SQL } from 'drizzle-orm'
import postgres from 'postgres'

export type Db = PostgresJsDatabase
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
    return begin(...args.map((arg) => (typeof arg === 'function' ? (tx: postgres.TransactionSql) => (arg as (tx: postgres.TransactionSql) => unknown)(preparing(tx)) : arg)))
  }) as postgres.Sql['begin']
  return preparing(client)
}

/** Milliseconds after a connection failed until it is tried again: soon, then once a second for as long as the server is away. */
const backoff = (failures: number): number => Math.min(1_000, 50 * 2 ** failures) / 1_000
const LONGEST_CONNECTING = 10

export function connect(url: string, options: postgres.Options<Record<string, never>> = {}): Connection {
  const client = preparingInTransactions(postgres(url, { max: 10, onnotice: () => undefined, backoff, connect_timeout: LONGEST_CONNECTING, ...options }))
  return { db: drizzle(client, { casing: 'snake_case' }), client, close: () => client.end({ timeout: 5 }) }
}

type Session = { readonly session: { readonly client: postgres.Sql } }
const clientOf = (tx: Queryable): postgres.Sql => (tx as unknown as Session).session.client

/** Sends a statement as it is, prepared; `drizzle` would put it together anew each time. Fails with the driver's own error. */
export const sent = <Row extends postgres.MaybeRow>(tx: Queryable, statement: string, parameters: readonly (string | null)[]): Promise<readonly Row[]> =>
  clientOf(tx).unsafe<Row[]>(statement, [...parameters], { prepare: true })

/** What one post shows: subtrees, of some sectors only or of one subject only, never both. Empty `sectors` show nothing. */
export interface ScopeTerm {
  /** Roots of subtrees. */
  readonly paths: readonly string[]
  /** null: all. */
  readonly sectors: readonly string[] | null
  /** null: all. */
  readonly subjectId: string | null
}

/** What row-level security lets a transaction see: the union of the terms, each by itself. No terms: the directory only. */
export interface Scope {
  readonly accountId: string | null
  readonly terms: readonly ScopeTerm[]
  /** From where it was asked, as what triggers write into the second log says. */
  readonly address?: string | null
}

const quoted = (text: string) => `"${text.replaceAll(/["\\]/g, '\\$&')}"`
const after = (text: string) => `${text.slice(0, -1)}${String.fromCharCode(text.charCodeAt(text.length - 1) + 1)}`
/** The texts that begin with one, [`p/`, `p0`) for a subtree, written as PostgreSQL reads a range; all for ''. */
const range = (beginning: string) => (beginning === '' ? '(,)' : `[${quoted(beginning)},${quoted(after(beginning))})`)
export const multirange = (beginnings: readonly string[]): string => `{${beginnings.map(range).join(',')}}`

const pathsOf = (terms: readonly ScopeTerm[]): string[] => [...new Set(terms.flatMap((term) => term.paths))]
/** The subtrees that a scope reaches into, by whichever post. */
export const reachOf = (scope: Scope): readonly string[] => pathsOf(scope.terms)

const SETTINGS = ['app.scope', 'app.whole', 'app.sectored', 'app.subjects', 'app.figures', 'app.account', 'app.address'] as const

/** @throws Error where a term is narrowed both ways: no policy could hold it */
function settingsOf({ accountId, terms, address = null }: Scope): Record<(typeof SETTINGS)[number], string> {
  if (terms.some((term) => term.sectors !== null && term.subjectId !== null)) throw new Error('a post is narrowed to sectors or to a subject, not to both')
  const ofAll = terms.filter((term) => term.subjectId === null)
  const whole = ofAll.filter((term) => term.sectors === null)
  const sectored = ofAll.flatMap(({ sectors, paths }) => (sectors ?? []).flatMap((sector) => paths.map((path) => sector + path)))
  const subjects = terms.flatMap(({ subjectId, paths }) => (subjectId === null ? [] : paths.map((path) => subjectId + path)))
  return {
    'app.scope': multirange(pathsOf(terms)), 'app.whole': multirange(pathsOf(whole)), 'app.sectored': multirange(sectored), 'app.subjects': multirange(subjects),
    'app.figures': multirange(pathsOf(ofAll)), 'app.account': accountId ?? '', 'app.address': address ?? '',
  }
}

/** The settings that the policies read (migration 0022). @throws Error where a term is narrowed both ways */
export function setScope(scope: Scope): SQL {
  const values = settingsOf(scope)
  return sql`select ${sql.join(SETTINGS.map((name) => sql`set_config(${sql.raw(`'${name}'`)}, ${values[name]}, true)`), sql`, `)}`
}

const SET_SCOPE = `select ${SETTINGS.map((name, i) => `set_config('${name}', $${i + 1}, true)`).join(', ')}`

const BEGINNING = { read: 'isolation level repeatable read read only', write: 'isolation level read committed' } as const
type Mode = keyof typeof BEGINNING

const beginnings = { read: new WeakMap<Db, Db>(), write: new WeakMap<Db, Db>() }
type Begin = (mode: string, work: (tx: postgres.TransactionSql) => unknown, ahead: boolean) => unknown
/**
 * The same pool; its transactions begin in the mode, which drizzle would say in one more statement, and what they send first
 * goes out with that: for such only as do nothing outside of a transaction.
 */
function beginningIn(db: Db, mode: Mode): Db {
  const made = beginnings[mode].get(db)
  if (made) return made
  const client = (db as Db & { readonly $client: postgres.Sql }).$client
  const begin = (work: (tx: postgres.TransactionSql) => unknown) => (client.begin as Begin)(BEGINNING[mode], work, true)
  const same = drizzle(Object.create(client, { begin: { value: begin } }) as postgres.Sql, { casing: 'snake_case' })
  beginnings[mode].set(db, same)
  return same
}

async function scoped<T>(db: Db, scope: Scope, mode: Mode, first: string, work: (tx: Tx, answered: Promise<readonly postgres.Row[]>) => Promise<T>): Promise<T> {
  const values = settingsOf(scope)
  let unset: unknown = null
  try {
    return await beginningIn(db, mode).transaction((tx) => {
      const answered = clientOf(tx).unsafe(first, SETTINGS.map((name) => values[name]), { prepare: true }).execute()
      answered.catch((error: unknown) => { unset = error })
      return work(tx, answered)
    })
  } catch (error) {
    throw unset ?? error
  }
}

/**
 * Runs `work` in one transaction that sees what the scope allows. Reads take one REPEATABLE READ snapshot. The
 * beginning and the scope are sent ahead of whatever `work` sends, and not waited for: where the scope could not be set, all that
 * follows in the transaction fails; where it could not begin, the scope ended with its own statement, and without one no record or
 * figure is seen or written. An entry of the second log could be: it is never what a transaction sends first.
 */
export const inScope = <T>(db: Db, scope: Scope, work: (tx: Tx) => Promise<T>, mode: Mode = 'write'): Promise<T> => scoped(db, scope, mode, SET_SCOPE, work)

const SET_SCOPE_AND_SAY = `${SET_SCOPE}, directory_version()::float8 as directory`

/** As `inScope` to read, and tells which regions and labels the snapshot holds: another number after each change of one, a greater one. */
export const readInScope = <T>(db: Db, scope: Scope, work: (tx: Tx, directory: Promise<number>) => Promise<T>): Promise<T> =>
  scoped(db, scope, 'read', SET_SCOPE_AND_SAY, (tx, answered) => work(tx, answered.then(([row]) => row!['directory'] as number)))

/** The condition that a path lies in the subtree of `root`: brings the index, where row security is only the net. */
export const within = (column: SQL | { getSQL(): SQL }, root: string): SQL =>
  root === '' ? sql`true` : sql`(${column} >= ${root} and ${column} < ${`${root.slice(0, -1)}0`})`

/**
 * A list of ids to look for, as `(select …)`. Under row security a condition that may fail waits until the policy has been
 * asked of the row, and a cast from text may fail: a list of texts would so read the whole table instead of an index.
 */
export const oneOfIds = (ids: readonly string[]): SQL => sql`(select unnest(${`{${ids.join(',')}}`}::uuid[]))`
