import { sql } from 'drizzle-orm'
import type { Queryable } from '../client.ts'

export const auditKinds = ['SIGN_IN', 'SIGN_OUT', 'DENIAL', 'PERSONAL_DATA', 'EXPORT', 'ADMINISTRATION'] as const
export type AuditKind = (typeof auditKinds)[number]

/** One line of the second log. The database adds when, and by the account its name, post and home. */
export interface AuditNote {
  readonly kind: AuditKind
  /** What was done or tried: the name of a mutation, a field, a file, a command. */
  readonly action: string
  readonly refused?: boolean
  /** Why it was refused, as a code; of signing in, what is still asked: AWAITS_CODE. */
  readonly reason?: string | null
  readonly accountId?: string | null
  /** As it was typed, where no account is known. */
  readonly userName?: string | null
  readonly target?: string | null
  readonly targetId?: string | null
  /** How many records left. */
  readonly rows?: number | null
  readonly address?: string | null
  /** No records, and no names of persons. */
  readonly details?: Readonly<Record<string, unknown>>
}

const LONGEST = 500
const cut = (text: string | null | undefined): string | null => text?.slice(0, LONGEST) ?? null

/** Adds lines to the second log, in one statement. */
export async function recordAudit(db: Queryable, notes: readonly AuditNote[]): Promise<void> {
  if (notes.length === 0) return
  const rows = notes.map((note) => ({
    kind: note.kind, refused: note.refused ?? false, reason: cut(note.reason), account_id: note.accountId ?? null, user_name: cut(note.userName),
    action: cut(note.action), target: cut(note.target), target_id: cut(note.targetId), rows: note.rows ?? null, address: cut(note.address), details: note.details ?? {},
  }))
  await db.execute(sql`insert into audit (kind, refused, reason, account_id, user_name, action, target, target_id, rows, address, details)
    select kind, refused, reason, account_id, user_name, action, target, target_id, rows, address, details
    from json_populate_recordset(null::audit, ${JSON.stringify(rows)}::json)`)
}
