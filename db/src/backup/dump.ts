import { pipeline } from 'node:stream/promises'
import type postgres from 'postgres'
import { MIGRATING } from '../migrate.ts'
import type { ArchiveEntry, ArchiveWriter } from './archive.ts'
import { run, type Tool } from './tools.ts'
import { ASIDE, keptBy, MARK } from './unfinished.ts'
import { TOKENS } from './void.ts'

/** Of the dump in one entry: a tar entry's size must be known before it is written. */
const PART = 16 * 1024 * 1024
const PREFIX = 'database.dump.'
/** The schemas of the product. */
const SCHEMAS = ['public', 'drizzle'] as const

/**
 * Tables whose rows the owner would not see all of: row security holds for the owner too, and what it hides would be missing from
 * a dump without a word.
 */
export async function hiddenFromOwner(sql: postgres.Sql): Promise<string[]> {
  const rows = await sql<{ name: string }[]>`
    select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ${sql([...SCHEMAS])} and c.relkind in ('r', 'p') and c.relrowsecurity and (c.relforcerowsecurity or c.relowner <> current_user::regrole)
      and not (select rolbypassrls or rolsuper from pg_roles where rolname = current_user)
      and (not exists (select from pg_policy p where p.polrelid = c.oid and p.polpermissive and p.polcmd in ('*', 'r') and current_user::regrole = any (p.polroles) and pg_get_expr(p.polqual, c.oid) = 'true')
        or exists (select from pg_policy p where p.polrelid = c.oid and not p.polpermissive and p.polcmd in ('*', 'r') and p.polroles && array[0::oid, current_user::regrole]))
    order by 1`
  return rows.map(({ name }) => name)
}

async function* partsOf(stream: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let waiting: Buffer[] = []
  let size = 0
  for await (const chunk of stream) {
    waiting.push(chunk)
    size += chunk.length
    if (size < PART) continue
    yield Buffer.concat(waiting)
    waiting = []
    size = 0
  }
  if (size > 0) yield Buffer.concat(waiting)
}

/** Adds what pg_dump writes of a database, as its owner, without the tokens that must not be valid again, in parts; together they are one file in pg_dump's custom format. */
export async function addDump(tool: Tool, ownerUrl: string, archive: ArchiveWriter, signal: AbortSignal, read: (bytes: number) => void): Promise<void> {
  const child = run(tool, ownerUrl, [
    '--format=custom', '--compress=0', '--enable-row-security', `--exclude-schema=${ASIDE}*`, `--exclude-schema=${MARK}`, ...TOKENS.map((table) => `--exclude-table-data=public.${table}`),
  ], signal)
  let n = 0
  for await (const part of partsOf(child.stdout as AsyncIterable<Buffer>)) {
    read(part.length)
    await archive.addBytes(`${PREFIX}${String(++n).padStart(6, '0')}`, part)
  }
  await child.ended
}

/** Restores a dump into an empty database, wholly or not at all. */
export async function restoreDump(tool: Tool, ownerUrl: string, entries: AsyncIterable<ArchiveEntry>, signal: AbortSignal, read: (bytes: number) => void): Promise<void> {
  const child = run(tool, ownerUrl, ['--format=custom', '--single-transaction', '--exit-on-error', '--enable-row-security'], signal)
  const whole = async function* (): AsyncGenerator<Buffer> {
    for await (const entry of entries) {
      if (!entry.name.startsWith(PREFIX)) continue
      for await (const chunk of entry.chunks) {
        read(chunk.length)
        yield chunk
      }
    }
  }
  child.stdout?.resume()
  try {
    await pipeline(whole, child.stdin!, { signal })
  } catch (error) {
    // Where pg_restore ended first, what it said is the reason.
    if ((error as NodeJS.ErrnoException).code !== 'EPIPE') {
      child.kill()
      throw error
    }
  }
  await child.ended
}

/** Whether the database holds anything of the product, or of anybody. */
export async function isEmpty(sql: postgres.Sql | postgres.TransactionSql): Promise<boolean> {
  const [row] = await sql<{ empty: boolean }[]>`select not exists (
    select from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname in ${sql([...SCHEMAS])} and c.relkind in ('r', 'p', 'v', 'm', 'S', 'f')) as empty`
  return row?.empty ?? false
}

const NEW_PUBLIC = `create schema public; alter schema public owner to pg_database_owner; grant usage on schema public to public`

/** The lock of whoever migrates: none of them is to find the database between two states of it. */
const alone = (tx: postgres.TransactionSql) => tx`select pg_advisory_xact_lock(${MIGRATING})`

async function renamed(tx: postgres.TransactionSql, from: string, to: string): Promise<void> {
  const [there] = await tx`select from pg_namespace where nspname = ${from}`
  if (there) await tx.unsafe(`alter schema ${from} rename to ${to}`)
}

/**
 * Puts what is there under other names and marks the database: from here on it is refused everywhere, until the restore comes to
 * its end or is put back. @param empty what was found before; somebody may have migrated since.
 * @throws where an earlier restore has something put aside: it is never dropped for another.
 */
export async function putAside(sql: postgres.Sql, empty: boolean): Promise<void> {
  await sql.begin(async (tx) => {
    await alone(tx)
    const { unfinished, aside } = await keptBy(tx)
    if (unfinished || aside) throw new Error(KEPT_STILL)
    if (empty && !(await isEmpty(tx))) throw new Error('the database was empty and is not any more: something else works on it')
    for (const schema of SCHEMAS) await renamed(tx, schema, `${ASIDE}${schema}`)
    await tx.unsafe(`${NEW_PUBLIC}; create schema ${MARK}`)
  })
}

export const KEPT_STILL = `what was there before an earlier restore is still kept (in schemas ${ASIDE}…), and another restore would lose it. \`anwang restore --put-back\` brings it back; where it is not wanted any more, drop these schemas`

async function back(tx: postgres.TransactionSql): Promise<void> {
  for (const schema of SCHEMAS) {
    await tx.unsafe(`drop schema if exists ${schema} cascade`)
    await renamed(tx, `${ASIDE}${schema}`, schema)
  }
  const [there] = await tx`select from pg_namespace where nspname = 'public'`
  if (!there) await tx.unsafe(NEW_PUBLIC)
  await tx.unsafe(`drop schema if exists ${MARK}`)
}

/** Of a restore that failed: what was there before comes back. Nothing, where the restore had come to its end. */
export async function undo(sql: postgres.Sql): Promise<void> {
  await sql.begin(async (tx) => {
    await alone(tx)
    if ((await keptBy(tx)).unfinished) await back(tx)
  })
}

/**
 * Of a restore that was cut short, or that is not wanted any more: what was there before comes back, and what is there is dropped.
 * @throws where nothing is kept, or the tool of the one cut short still writes.
 */
export async function putBack(sql: postgres.Sql): Promise<void> {
  await sql.begin(async (tx) => {
    await alone(tx)
    const [writing] = await tx`select from pg_stat_activity where datname = current_database() and application_name = 'pg_restore'`
    if (writing) throw new Error('pg_restore still works on this database: wait until it has ended')
    const { unfinished, aside } = await keptBy(tx)
    if (!unfinished && !aside) throw new Error('there is nothing to put back: no restore was cut short, and nothing is kept of before one')
    await back(tx)
  })
}

/** The last step of a restore. @param keep whether what was there before stays aside. */
export async function complete(sql: postgres.Sql, keep: boolean): Promise<void> {
  await sql.begin(async (tx) => {
    await alone(tx)
    if (!keep) for (const schema of SCHEMAS) await tx.unsafe(`drop schema if exists ${ASIDE}${schema} cascade`)
    await tx.unsafe(`drop schema ${MARK}`)
  })
}
