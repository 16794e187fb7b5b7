import type { Db } from '@anwang/db'
import type { Day } from '@anwang/domain'
import { sql } from 'drizzle-orm'
import type { Grant } from './grant.ts'

export interface SessionViewer extends Record<string, unknown> {
  id: string
  user_name: string
  title: string
  title_en: string
  home_id: string
  demonstration: string | null
  session_id: string
  grants: Grant[]
}

/** The account of a session by the hash of its token; null for an unknown, expired or idle one, and while a step of signing in is still asked of it. */
export async function sessionViewer(app: Db, hash: string, today: Day): Promise<SessionViewer | null> {
  const [row] = await app.execute<SessionViewer>(sql`select * from session_viewer(${hash}, ${today}::date)`)
  return row ?? null
}

export const markSeen = async (app: Db, hash: string): Promise<void> => void (await app.execute(sql`select touch_session(${hash})`))
