import { pipeline } from 'node:stream/promises'
import type postgres from 'postgres'
import type { ArchiveEntry, ArchiveWriter } from './archive.ts'
import { run, type Tool } from './tools.ts'
import { TOKENS } from './void.ts'

/** Of the dump in one entry: a tar entry's size must be known before it is written. */
const PART = 16 * 1024 * 1024
const PREFIX = 'database.dump.'
/** The schemas of the product. What a replacing restore puts aside bears the prefix. */
const SCHEMAS = ['public', 'drizzle'] as const
const ASIDE = 'anwang_replaced_'

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
    '--format=custom', '--compress=0', '--enable-row-security', `--exclude-schema=${ASIDE}*`, ...TOKENS.map((table) => `--exclude-table-data=public.${table}`),
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
export async function isEmpty(sql: postgres.Sql): Promise<boolean> {
  const [row] = await sql<{ empty: boolean }[]>`select not exists (
    select from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname in ${sql([...SCHEMAS])} and c.relkind in ('r', 'p', 'v', 'm', 'S', 'f')) as empty`
  return row?.empty ?? false
}

const NEW_PUBLIC = `create schema public; alter schema public owner to pg_database_owner; grant usage on schema public to public`

/** Puts what is there under other names, so that it comes back where the restore fails. */
export async function putAside(sql: postgres.Sql): Promise<void> {
  await sql.begin(async (tx) => {
    for (const schema of SCHEMAS) {
      await tx.unsafe(`drop schema if exists ${ASIDE}${schema} cascade`)
      const [there] = await tx`select from pg_namespace where nspname = ${schema}`
      if (there) await tx.unsafe(`alter schema ${schema} rename to ${ASIDE}${schema}`)
    }
    await tx.unsafe(NEW_PUBLIC)
  })
}

export async function putBack(sql: postgres.Sql): Promise<void> {
  await sql.begin(async (tx) => {
    for (const schema of SCHEMAS) {
      await tx.unsafe(`drop schema if exists ${schema} cascade`)
      const [there] = await tx`select from pg_namespace where nspname = ${`${ASIDE}${schema}`}`
      if (there) await tx.unsafe(`alter schema ${ASIDE}${schema} rename to ${schema}`)
    }
  })
}

export async function dropAside(sql: postgres.Sql): Promise<void> {
  await sql.begin(async (tx) => {
    for (const schema of SCHEMAS) await tx.unsafe(`drop schema if exists ${ASIDE}${schema} cascade`)
  })
}

/** Empties a database that a failed restore has left something in. */
export async function emptyDatabase(sql: postgres.Sql): Promise<void> {
  await sql.begin(async (tx) => {
    for (const schema of SCHEMAS) await tx.unsafe(`drop schema if exists ${schema} cascade`)
    await tx.unsafe(NEW_PUBLIC)
  })
}
