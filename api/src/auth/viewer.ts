import type { Db } from '@anwang/db'
import type { Day } from '@anwang/domain'
import { sql } from 'drizzle-orm'
import { sessionHash } from './session.ts'

export const roles = [
  'SYSTEM_ADMINISTRATOR', 'SECURITY_ADMINISTRATOR', 'AUDITOR', 'COMMITTEE_OFFICE', 'LEADER', 'DEPARTMENT', 'STREET_WORKER', 'ENTERPRISE', 'OVERSIGHT',
] as const
export type Role = (typeof roles)[number]

/** role × region subtree × (sectors), in force today. */
export interface Grant {
  readonly role: Role
  readonly regionId: string
  readonly path: string
  /** The region's own path and those of the closed regions that were succeeded into it. */
  readonly paths: readonly string[]
  /** null: all. */
  readonly sectors: readonly string[] | null
  /** An enterprise sees its own records only. */
  readonly subjectId: string | null
}

export interface Viewer {
  readonly id: string
  readonly userName: string
  readonly title: string
  readonly titleEn: string
  readonly homeId: string
  readonly demonstration: boolean
  readonly grants: readonly Grant[]
}

interface Row extends Record<string, unknown> {
  id: string
  user_name: string
  title: string
  title_en: string
  home_id: string
  demonstration: string | null
  grants: Grant[]
}

/** Who a session's cookie stands for; null for an unknown, expired or idle one. Grants count from the next request. */
export async function viewerOf(app: Db, token: string, today: Day): Promise<Viewer | null> {
  const [row] = await app.execute<Row>(sql`select * from session_viewer(${sessionHash(token)}, ${today}::date)`)
  if (!row) return null
  return {
    id: row.id, userName: row.user_name, title: row.title, titleEn: row.title_en, homeId: row.home_id,
    demonstration: row.demonstration !== null, grants: row.grants,
  }
}
