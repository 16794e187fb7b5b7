import postgres from 'postgres'
import { headOf } from '../audit/seal.ts'
import { logs } from '../audit/canonical.ts'
import { connect } from '../client.ts'
import { knownMigrations, majorOf, type BackedUpHead, type Migration } from './manifest.ts'

export interface Urls {
  readonly ownerUrl: string
  readonly appUrl: string
  readonly workerUrl: string
}

/** Any number, the same in every process that backs up or restores. */
const LOCK = 410_901

/** One connection as the owner that holds the lock of backups: two at once would take each other's room and time. @throws where another holds it. */
export async function lockedOwner(ownerUrl: string): Promise<postgres.Sql> {
  const sql = postgres(ownerUrl, { max: 1, onnotice: () => undefined })
  try {
    const [row] = await sql<{ free: boolean }[]>`select pg_try_advisory_lock(${LOCK}) as free`
    if (!row?.free) throw new Error('another backup or restore of this database is under way')
    return sql
  } catch (error) {
    await sql.end({ timeout: 1 })
    throw error
  }
}

/** The newest migration of a database; null where it has none. */
export async function migrationOf(sql: postgres.Sql): Promise<Migration | null> {
  const [there] = await sql`select from pg_tables where schemaname = 'drizzle' and tablename = '__drizzle_migrations'`
  if (!there) return null
  const [row] = await sql<{ when: string }[]>`select created_at as when from drizzle.__drizzle_migrations order by created_at desc limit 1`
  if (!row) return null
  const when = Number(row.when)
  return { tag: knownMigrations().find((one) => one.when === when)?.tag ?? 'unknown', when }
}

export interface ServerFacts {
  /** Such as 18.4. */
  readonly version: string
  readonly major: number
  readonly owner: string
  /** Bytes of the database. */
  readonly size: number
}

export async function factsOf(sql: postgres.Sql): Promise<ServerFacts> {
  const [row] = await sql<{ version: string; owner: string; size: string }[]>`
    select current_setting('server_version') as version, current_user as owner, pg_database_size(current_database()) as size`
  const version = /^[\d.]+/.exec(row?.version ?? '')?.[0] ?? ''
  return { version, major: majorOf(version), owner: row?.owner ?? '', size: Number(row?.size ?? 0) }
}

/** The last seals of both logs, as the worker role. */
export async function headsOf(workerUrl: string): Promise<BackedUpHead[]> {
  const { db, close } = connect(workerUrl, { max: 1 })
  try {
    const heads = await Promise.all(logs.map((log) => headOf(db, log)))
    return heads.flatMap((head) => (head ? [{ log: head.log, n: head.n, uptoSeq: head.uptoSeq, sha256: head.sha256 }] : []))
  } finally {
    await close()
  }
}
