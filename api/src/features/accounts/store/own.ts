import type { Tx } from '@anwang/db'
import { sql } from 'drizzle-orm'

export interface OwnSession {
  readonly id: string
  readonly openedAt: Date
  readonly seenAt: Date
  readonly expiresAt: Date
  readonly address: string | null
  readonly agent: string | null
}

/** The sessions of an account, the newest first. */
export async function sessionsOf(tx: Tx, accountId: string): Promise<OwnSession[]> {
  const rows = await tx.execute<{ id: string; created_at: string; seen_at: string; expires_at: string; address: string | null; agent: string | null }>(
    sql`select id, created_at, seen_at, expires_at, address, agent from session where account_id = ${accountId} and expires_at > now() and seen_at > now() - interval '2 hours' order by created_at desc, id`)
  return rows.map((row) => ({ id: row.id, openedAt: new Date(row.created_at), seenAt: new Date(row.seen_at), expiresAt: new Date(row.expires_at), address: row.address, agent: row.agent }))
}
export interface PreviousSignIn {
  /** null: this is the first. */
  readonly at: Date | null
  readonly address: string | null
  /** Tries that failed between it and this one. */
  readonly failures: number
}
export async function previousSignIn(tx: Tx, sessionId: string): Promise<PreviousSignIn | null> {
  const [row] = await tx.execute<{ previous_at: string | null; previous_address: string | null; failed_before: number }>(sql`select previous_at, previous_address, failed_before from session where id = ${sessionId}`)
  return row ? { at: row.previous_at === null ? null : new Date(row.previous_at), address: row.previous_address, failures: row.failed_before } : null
}

/** @returns whether it was there. */
export const endSession = async (tx: Tx, accountId: string, id: string): Promise<boolean> =>
  (await tx.execute(sql`delete from session where id = ${id} and account_id = ${accountId} returning id`)).length > 0

export interface Credentials {
  readonly passwordChangedAt: Date
  readonly secondFactorSince: Date | null
  readonly recoveryCodesLeft: number
}

export async function credentialsOf(tx: Tx, accountId: string): Promise<Credentials> {
  const [row] = await tx.execute<{ password_changed_at: string; confirmed_at: string | null; recovery_left: number | null }>(
    sql`select a.password_changed_at, f.confirmed_at, f.recovery_left from account a left join second_factor f on f.account_id = a.id where a.id = ${accountId}`)
  return { passwordChangedAt: new Date(row!.password_changed_at), secondFactorSince: row!.confirmed_at === null ? null : new Date(row!.confirmed_at), recoveryCodesLeft: row!.recovery_left ?? 0 }
}
