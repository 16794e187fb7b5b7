import { createHash } from 'node:crypto'
import type postgres from 'postgres'
import { multirange } from '../../../db/src/client.ts'

interface Grant {
  readonly paths: readonly string[]
  readonly sectors: readonly string[] | null
  readonly subjectId: string | null
}

/** The settings that row security reads, of an account whose posts see all sectors of their subtrees. */
export type Settings = Readonly<Record<'app.scope' | 'app.whole' | 'app.sectored' | 'app.subjects' | 'app.figures' | 'app.account', string>>

export const NOBODY: Settings = { 'app.scope': '', 'app.whole': '', 'app.sectored': '', 'app.subjects': '', 'app.figures': '', 'app.account': '' }

/** The sign-in of the product, by hand: what the session's account may see; null where there is none. @throws for posts of some sectors or one subject */
export async function signedIn(sql: postgres.Sql, cookie: string | undefined, day: string): Promise<Settings | null> {
  const token = /(?:^|;\s*)anwang_session=([\w-]{43})/.exec(cookie ?? '')?.[1]
  if (token === undefined) return null
  const hash = createHash('sha256').update(token).digest('hex')
  const [row] = await sql<{ id: string; grants: Grant[] }[]>`select id, grants from session_viewer(${hash}, ${day}::date)`
  if (!row) return null
  if (row.grants.some(({ sectors, subjectId }) => sectors !== null || subjectId !== null)) throw new Error('a narrowed post: not for this comparison')
  const paths = multirange(row.grants.flatMap((grant) => grant.paths))
  return { 'app.scope': paths, 'app.whole': paths, 'app.sectored': '{}', 'app.subjects': '{}', 'app.figures': paths, 'app.account': row.id }
}
