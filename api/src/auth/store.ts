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
  grants: Grant[]
}

/** The account of a session by the hash of its token; null for an unknown, expired or idle one. */
export async function sessionViewer(app: Db, hash: string, today: Day): Promise<SessionViewer | null> {
  const [row] = await app.execute<SessionViewer>(sql`select * from session_viewer(${hash}, ${today}::date)`)
  return row ?? null
}

export const markSeen = async (app: Db, hash: string): Promise<void> => void (await app.execute(sql`select touch_session(${hash})`))
