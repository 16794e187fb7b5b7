import type { Db } from '@anwang/db'
import type { Day } from '@anwang/domain'
import type { Grant } from './grant.ts'
import { sessionHash } from './session.ts'
import { log } from '../serving/log.ts'
import { markSeen, sessionViewer } from './store.ts'

export { roles, type Grant, type Role } from './grant.ts'

export interface Viewer {
  readonly id: string
  readonly userName: string
  readonly title: string
  readonly titleEn: string
  readonly homeId: string
  readonly demonstration: boolean
  /** The session by which they ask, where there is one. */
  readonly sessionId?: string
  readonly grants: readonly Grant[]
}

/** Who a session's cookie stands for; null for an unknown, expired or idle one. Grants count from the next request. */
export async function viewerOf(app: Db, token: string, today: Day): Promise<Viewer | null> {
  const row = await sessionViewer(app, sessionHash(token), today)
  if (!row) return null
  return {
    id: row.id, userName: row.user_name, title: row.title, titleEn: row.title_en, homeId: row.home_id,
    demonstration: row.demonstration !== null, sessionId: row.session_id, grants: row.grants,
  }
}

/** How often, in milliseconds, a session that is used is marked as such. */
const TOUCH_EVERY = 10 * 60_000
const touched = new Map<string, number>()

/** Marks a session as used, now and then and without anybody waiting for it. */
export function touchSession(app: Db, token: string): void {
  const now = Date.now()
  const hash = sessionHash(token)
  const last = touched.get(hash)
  if (last === undefined && touched.size > 10_000) touched.clear()
  if (last === undefined || last <= now - TOUCH_EVERY) touched.set(hash, now)
  // A session seen for the first time was opened, or marked by another process, not long ago.
  if (last === undefined || last > now - TOUCH_EVERY) return
  markSeen(app, hash).catch((error: unknown) => log.error({ err: error }, 'session not marked as used'))
}
