import postgres from 'postgres'
import { createDatabase } from './roles.ts'

/**
 * What an embedded database holds, kept as its comment so that it goes where the database goes: null before anything was
 * written, `loading` until the demonstration is complete, then the day it was made for.
 */
export type Contents = null | 'loading' | { demonstrationOf: string }

const PREFIX = 'demonstration of '

async function once<T>(url: string, work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined })
  try {
    return await work(sql)
  } finally {
    await sql.end()
  }
}

export const readContents = (ownerUrl: string): Promise<Contents> =>
  once(ownerUrl, async (sql) => {
    const [row] = await sql<{ text: string | null }[]>`
      select shobj_description(oid, 'pg_database') as text from pg_database where datname = current_database()`
    const text = row?.text ?? null
    return text?.startsWith(PREFIX) ? { demonstrationOf: text.slice(PREFIX.length) } : text === 'loading' ? text : null
  })

export const writeContents = (ownerUrl: string, contents: 'loading' | { demonstrationOf: string }): Promise<void> =>
  once(ownerUrl, async (sql) => {
    const [row] = await sql<{ name: string }[]>`select current_database() as name`
    const text = contents === 'loading' ? contents : `${PREFIX}${contents.demonstrationOf}`
    await sql.unsafe(`comment on database ${row?.name ?? ''} is '${text.replaceAll("'", "''")}'`)
  })

/** Throws away a database with all it holds and makes it anew, empty. */
export const remakeDatabase = (superUrl: string, name: string): Promise<void> =>
  once(superUrl, async (sql) => {
    await sql.unsafe(`drop database if exists ${name} with (force)`)
    await createDatabase(sql, name)
  })
