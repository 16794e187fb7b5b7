import type { Db } from '@anwang/db'
import { sql } from 'drizzle-orm'

export interface InvitedAccount {
  readonly id: string
  readonly userName: string
  readonly title: string
  readonly titleEn: string
  readonly passwordHash: string
  readonly passwordHistory: readonly string[]
}

export async function invitationAccount(app: Db, tokenHash: string): Promise<InvitedAccount | null> {
  const [row] = await app.execute<{ id: string; user_name: string; title: string; title_en: string; password_hash: string; password_history: string[] }>(sql`select * from invitation_account(${tokenHash})`)
  return row ? { id: row.id, userName: row.user_name, title: row.title, titleEn: row.title_en, passwordHash: row.password_hash, passwordHistory: row.password_history } : null
}

/** @returns whether it could still be taken. */
export async function takeInvitation(app: Db, tokenHash: string, passwordHash: string): Promise<boolean> {
  const [row] = await app.execute<{ taken: boolean }>(sql`select take_invitation(${tokenHash}, ${passwordHash}) as taken`)
  return row!.taken
}
