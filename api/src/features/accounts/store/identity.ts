import type { Db, Tx } from '@anwang/db'
import { sql } from 'drizzle-orm'
import type { Vouched } from '../../../auth/identity.ts'

export interface IdentityStep {
  readonly purpose: 'SIGN_IN' | 'BIND' | 'INVITATION'
  readonly accountId: string | null
  readonly invitationHash: string | null
  readonly next: string
}

export const beginIdentityStep = async (app: Db, tokenHash: string, { purpose, accountId, invitationHash, next }: IdentityStep): Promise<void> =>
  void (await app.execute(sql`select begin_identity_step(${tokenHash}, ${purpose}, ${accountId}::uuid, ${invitationHash}, ${next})`))

/** null: never begun, taken, or too old. */
export async function takeIdentityStep(app: Db, tokenHash: string): Promise<IdentityStep | null> {
  const [row] = await app.execute<{ purpose: IdentityStep['purpose']; account_id: string | null; invitation_hash: string | null; next: string }>(sql`select * from take_identity_step(${tokenHash})`)
  return row ? { purpose: row.purpose, accountId: row.account_id, invitationHash: row.invitation_hash, next: row.next } : null
}

export interface IdentityAttempt {
  readonly account: { readonly id: string; readonly userName: string } | null
  /** The name or the address has to wait. */
  readonly held: boolean
}

/** Counts the try, and finds the account. */
export async function identityAttempt(app: Db, subjectHash: string, addressKey: string): Promise<IdentityAttempt> {
  const [row] = await app.execute<{ id: string | null; user_name: string | null; held: boolean }>(sql`select * from identity_attempt(${subjectHash}, ${addressKey})`)
  return { account: row!.id === null ? null : { id: row!.id, userName: row!.user_name! }, held: row!.held }
}

/** false: another account has the identity, or this one has another. null: the session is the account's no more. */
export async function bindIdentity(app: Db, sessionHash: string, newHash: string, accountId: string, { issuer, subjectHash, hint }: Vouched, address: string): Promise<boolean | null> {
  const [row] = await app.execute<{ done: boolean | null }>(sql`select bind_identity(${sessionHash}, ${newHash}, ${accountId}::uuid, ${issuer}, ${subjectHash}, ${hint}, ${address}) as done`)
  return row!.done
}

/** @returns whether there was one to unbind, of a session that still counts and an account that has a password. */
export async function unbindIdentity(app: Db, sessionHash: string, address: string): Promise<boolean> {
  const [row] = await app.execute<{ done: boolean }>(sql`select unbind_identity(${sessionHash}, ${address}) as done`)
  return row!.done
}

/** null: the invitation holds no more. */
export async function takeInvitationByIdentity(app: Db, invitationHash: string, { issuer, subjectHash, hint }: Vouched, address: string): Promise<{ id: string; userName: string } | 'IDENTITY_TAKEN' | null> {
  const [row] = await app.execute<{ id: string | null; user_name: string | null; taken: boolean | null }>(
    sql`select * from take_invitation_by_identity(${invitationHash}, ${issuer}, ${subjectHash}, ${hint}, ${address})`)
  return row!.taken ? 'IDENTITY_TAKEN' : row!.id === null ? null : { id: row!.id, userName: row!.user_name! }
}

/** The identity by which an account may sign in, as it may be shown. */
export interface Identity {
  readonly accountId: string
  readonly hint: string
  readonly boundAt: Date
}

/** By account; of those that row security shows. */
export async function identitiesOf(tx: Tx, accountIds: readonly string[]): Promise<Map<string, Identity>> {
  const rows = await tx.execute<{ account_id: string; hint: string; bound_at: string }>(sql`select account_id, hint, bound_at from identity where account_id = any (${`{${accountIds.join(',')}}`}::uuid[])`)
  return new Map(rows.map((row) => [row.account_id, { accountId: row.account_id, hint: row.hint, boundAt: new Date(row.bound_at) }]))
}
export const dropIdentity = async (tx: Tx, accountId: string): Promise<void> => void (await tx.execute(sql`delete from identity where account_id = ${accountId}`))

export async function hasPassword(tx: Tx, accountId: string): Promise<boolean> {
  const [row] = await tx.execute<{ has: boolean }>(sql`select has_password(${accountId}::uuid) as has`)
  return row!.has
}
