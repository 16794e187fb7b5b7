import { createHash } from 'node:crypto'
import { inScope, readInScope, recordAudit, VersionConflict, type AuditNote, type Db, type Scope, type Tx } from '@anwang/db'
import type { Clock } from '@anwang/domain'
import { sql } from 'drizzle-orm'
import type { IdentityProvider } from './auth/identity.ts'
import { scopeOf } from './auth/scope.ts'
import type { Secrets } from './auth/secrets.ts'
import type { Viewer } from './auth/viewer.ts'
import type { Anchor } from './jobs/seal-anchor.ts'
import { Conflict, unauthenticated } from './schema/errors.ts'
import type { Rates } from './serving/rates.ts'

export type Language = 'zh' | 'en'

/** What every request shares. */
export interface Services {
  readonly app: Db
  /** For short reads that need a newer snapshot than the operation's own: connections that nobody holds while waiting. */
  readonly reader: Db
  readonly worker: Db
  readonly clock: Clock
  /** Where the heads of the audit's chains are kept outside; null: nowhere. */
  readonly anchor: Anchor | null
  /** Encrypts the secrets of second factors; null where nobody signs in with one. */
  readonly secrets: Secrets | null
  /** Set where one may enter as any demonstration account. */
  readonly demonstration: boolean
  /** The office's own sign-in; null or absent: there is none. */
  readonly oidc?: IdentityProvider | null
  /** Counts the requests of accounts; absent where nobody sends any. */
  readonly rates?: Pick<Rates, 'ofAccount'>
}

/** A mutation's request, as its key of idempotency must find it again. */
export interface Command {
  readonly idempotencyKey: string
  /** The mutation's name and its input, whole. */
  readonly request: readonly [name: string, input: object]
}

export interface Context extends Services {
  readonly viewer: Viewer | null
  readonly language: Language
  /** Where the request came from, as the second log keeps it; null where that is not known. */
  readonly address: string | null
  /** What row security lets this operation see. @throws UNAUTHENTICATED */
  scope(): Scope
  /** The operation's one REPEATABLE READ transaction in the viewer's scope, begun at the first call; after `close` it never comes. @throws UNAUTHENTICATED */
  read(): Promise<Tx>
  /** Which regions and labels that transaction sees, as a number that grows with each change of one. @throws UNAUTHENTICATED */
  directory(): Promise<number>
  /**
   * Runs a mutation in one transaction in the viewer's scope, once per key: the same key and request answer what the first
   * one answered. The result is kept as JSON: ids, not records. Afterwards reads see what was written.
   * @throws Conflict where another request used the key, or a stream was changed meanwhile.
   */
  write<T>(command: Command, work: (tx: Tx) => Promise<T>): Promise<T>
  /** One value of a kind per operation, made at the first call: `context.once(loaders)`. */
  once<T>(make: (context: Context) => T): T
  /** A line of the second log, by the viewer unless it says otherwise; written before the operation is answered, each once. */
  note(note: AuditNote): void
  /** Writes what was noted so far. @throws where it cannot be kept: then nothing may be handed out. */
  noted(): Promise<void>
  /** Lets go of the reading transaction before something long; the next `read` begins another. */
  release(): Promise<void>
  /** Ends the reading transaction, for good, and writes what was noted. */
  close(): Promise<void>
}

interface Held {
  readonly tx: Promise<Tx>
  readonly directory: Promise<number>
  close(): Promise<void>
}

/**
 * Where one field fails, the answer is given while others still work for it. What they ask for from then on never comes, and they
 * are forgotten with it: a failure would be nobody's, and a connection would be held for nobody.
 */
const never = (): Promise<never> => new Promise(() => undefined)

/** A transaction that stays open until told otherwise; after that it sends nothing more, lest it spoke in another's. */
function hold(db: Db, scope: Scope): Held {
  const finish = Promise.withResolvers<void>()
  const begun = Promise.withResolvers<Tx>()
  const told = Promise.withResolvers<number>()
  let over = false
  const running = readInScope(db, scope, (tx, directory) => {
    const execute = tx.execute.bind(tx)
    tx.execute = ((query: Parameters<Tx['execute']>[0]) => (over ? never() : execute(query))) as Tx['execute']
    begun.resolve(tx)
    directory.then(told.resolve, told.reject)
    return finish.promise
  })
  for (const one of [begun, told]) {
    running.catch(one.reject)
    one.promise.catch(() => undefined)
  }
  return {
    tx: begun.promise,
    directory: told.promise,
    async close() {
      over = true
      finish.resolve()
      // After a failed statement there is nothing to commit; whoever asked has the error already.
      await running.catch(() => undefined)
    },
  }
}

const canonical = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(canonical)
  if (typeof value !== 'object' || value === null || value instanceof Date) return value
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== 'idempotencyKey').toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, item]) => [key, canonical(item)]))
}
export const requestHash = (request: Command['request']): string =>
  createHash('sha256').update(JSON.stringify(canonical(request))).digest('hex')

async function earlier(tx: Tx, key: string, hash: string): Promise<{ result: unknown } | null> {
  const [row] = await tx.execute<{ request_hash: string; result: unknown }>(sql`select request_hash, result from command where key = ${key}`)
  if (!row) return null
  if (row.request_hash !== hash) throw new Conflict('IDEMPOTENCY_KEY_REUSED', 'The key was used for another request.', ['input', 'idempotencyKey'])
  return { result: row.result }
}

const codeOf = (error: unknown): string | undefined => ((error as { cause?: { code?: string } }).cause ?? (error as { code?: string })).code

/** `command.key` is unique over all actors; each actor's keys stand apart. */
const keyOf = (actorId: string, key: string) => `${actorId} ${key}`

async function writeOnce<T>(db: Db, scope: Scope, command: Command, work: (tx: Tx) => Promise<T>): Promise<T> {
  const actorId = scope.accountId!
  const key = keyOf(actorId, command.idempotencyKey)
  const hash = requestHash(command.request)
  try {
    return await inScope(db, scope, async (tx) => {
      const done = await earlier(tx, key, hash)
      if (done) return done.result as T
      const result = await work(tx)
      await tx.execute(sql`insert into command (key, actor_id, request_hash, result) values (${key}, ${actorId}, ${hash}, ${JSON.stringify(result)}::jsonb)`)
      return result
    })
  } catch (error) {
    const raced = error instanceof VersionConflict || error instanceof Conflict || ['23505', '40001', '40P01'].includes(codeOf(error) ?? '')
    if (!raced) throw error
    // The same request sent twice at once: the other one may have done it.
    const done = await inScope(db, scope, (tx) => earlier(tx, key, hash))
    if (done) return done.result as T
    if (error instanceof VersionConflict) throw new Conflict('VERSION', 'It was changed meanwhile: look again.', ['input', 'expectedVersion'])
    throw error
  }
}

export function createContext(services: Services, viewer: Viewer | null, language: Language, address: string | null = null): Context {
  let held: Held | null = null
  let closed = false
  let kept = new Map<unknown, unknown>()
  const notes = new Map<string, AuditNote>()
  const letGo = async () => {
    const last = held
    held = null
    kept = new Map()
    await last?.close()
  }
  const scope = viewer ? { ...scopeOf(viewer), address } : null
  const holding = (): Held => (held ??= hold(services.app, context.scope()))
  const context: Context = {
    ...services,
    viewer,
    language,
    address,
    scope() {
      if (!scope) throw unauthenticated()
      return scope
    },
    read: async () => (closed ? never() : holding().tx),
    directory: async () => (closed ? never() : holding().directory),
    async write(command, work) {
      const own = context.scope()
      // A reading transaction held while waiting for a second connection could starve the pool.
      await letGo()
      return writeOnce(services.app, own, command, work)
    },
    once<T>(make: (context: Context) => T): T {
      if (!kept.has(make)) kept.set(make, make(context))
      return kept.get(make) as T
    },
    note(note) {
      const whole = { accountId: viewer?.id ?? null, address, ...note }
      notes.set(JSON.stringify(whole), whole)
    },
    async noted() {
      if (notes.size === 0) return
      const all = [...notes.values()]
      notes.clear()
      // The operation's own connection may still be held, reading.
      await recordAudit(services.reader, all)
    },
    release: letGo,
    async close() {
      closed = true
      await letGo()
      await context.noted()
    },
  }
  return context
}
