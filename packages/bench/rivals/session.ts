import { createHash } from 'node:crypto'
import type postgres from 'postgres'
import { multirange } from '../../../db/src/client.ts'

interface Grant {
  readonly role: string
  readonly paths: readonly string[]
}
export interface Signed {
  readonly account: string
  /** A multirange of paths, as `app.scope` takes it. */
  readonly scope: string
}

/** The sign-in of the product, by hand: the session's account and what its posts let it see; null where there is none. */
export async function signedIn(sql: postgres.Sql, cookie: string | undefined, day: string): Promise<Signed | null> {
  const token = /(?:^|;\s*)anwang_session=([\w-]{43})/.exec(cookie ?? '')?.[1]
  if (token === undefined) return null
  const hash = createHash('sha256').update(token).digest('hex')
  const [row] = await sql<{ id: string; grants: Grant[] }[]>`select id, grants from session_viewer(${hash}, ${day}::date)`
  return row ? { account: row.id, scope: multirange(row.grants.flatMap((grant) => grant.paths)) } : null
}
