import type { Db } from '@anwang/db'
import type { Day } from '@anwang/domain'
import { sql } from 'drizzle-orm'

/** By what tries are counted: hashes, for a password typed where the name belongs must not be kept. */
export interface Keys {
  readonly name: string
  readonly address: string
}

export interface Attempt {
  readonly id: string | null
  readonly passwordHash: string | null
  /** The name or the address has to wait: this try fails, whatever it says. */
  readonly held: boolean
  /** Until when they have to wait from this try on; null: they need not. */
  readonly waitsUntil: Date | null
}

/** Counts the try, and finds the account. */
export async function attempt(app: Db, userName: string, keys: Keys): Promise<Attempt> {
  const [row] = await app.execute<{ id: string | null; password_hash: string | null; held: boolean; waits_until: string | null }>(
    sql`select * from sign_in_attempt(${userName}, ${keys.name}, ${keys.address})`)
  return { id: row!.id, passwordHash: row!.password_hash, held: row!.held, waitsUntil: row!.waits_until === null ? null : new Date(row!.waits_until) }
}

export const succeeded = async (app: Db, keys: Keys): Promise<void> => void (await app.execute(sql`select sign_in_succeeded(${keys.name}, ${keys.address})`))

/** Its owner is told at the next sign-in; for a name that is nobody's as much is written under `key`, which tells nothing, so that the time tells nothing. */
export const failed = async (app: Db, accountId: string | null, key: string): Promise<void> => void (await app.execute(sql`select sign_in_failed(${accountId}::uuid, ${key})`))

/** Counts a try at a code or at one's present password; true: one has to wait. */
export async function countTry(app: Db, key: string): Promise<boolean> {
  const [row] = await app.execute<{ held: boolean }>(sql`select count_session_try(${key}) as held`)
  return row!.held
}
export const forgetTries = async (app: Db, key: string): Promise<void> => void (await app.execute(sql`select forget_tries(${key})`))

export interface Opening {
  readonly hash: string
  readonly accountId: string
  readonly expires: Date
  /** OIDC: an identity provider vouched for them. DEMONSTRATION: by a click; COMMAND: by whoever runs the server, for one command: these are asked for nothing more. */
  readonly entered: 'PASSWORD' | 'OIDC' | 'DEMONSTRATION' | 'COMMAND'
  /** What was checked, and must still be the account's: the hash of its password (PASSWORD), of its identity's subject (OIDC); null for the others. */
  readonly proof: string | null
  readonly address: string | null
  readonly agent: string | null
}

/** For the commands of whoever runs the server. */
export async function accountNamed(app: Db, userName: string): Promise<string | null> {
  const [row] = await app.execute<{ id: string | null }>(sql`select account_named(${userName}) as id`)
  return row!.id
}

export const closeSession = async (app: Db, hash: string): Promise<void> => void (await app.execute(sql`select close_session(${hash})`))

/** What is still asked before a session counts. */
export type Step = 'CODE' | 'PASSWORD' | 'ENROL'

export interface SessionAccount {
  readonly id: string
  readonly userName: string
  readonly title: string
  readonly titleEn: string
  readonly entered: Opening['entered']
  readonly step: Step | null
  readonly passwordHash: string
  readonly passwordHistory: readonly string[]
  readonly secret: string | null
  readonly pending: string | null
  /** One of the three officers, who must have a second factor. */
  readonly officer: boolean
}

export async function sessionAccount(app: Db, hash: string, today: Day): Promise<SessionAccount | null> {
  const [row] = await app.execute<{
    id: string; user_name: string; title: string; title_en: string; entered: Opening['entered']; step: Step | null; password_hash: string; password_history: string[]
    secret: string | null; pending: string | null; officer: boolean
  }>(sql`select * from session_account(${hash}, ${today}::date)`)
  return row ? {
    id: row.id, userName: row.user_name, title: row.title, titleEn: row.title_en, entered: row.entered, step: row.step, passwordHash: row.password_hash,
    passwordHistory: row.password_history, secret: row.secret, pending: row.pending, officer: row.officer,
  } : null
}

/** Whether it was opened: not where what was checked was changed or taken away meanwhile, nor of an account that was erased. */
export const openSession = (app: Db, { hash, accountId, expires, entered, proof, address, agent }: Opening): Promise<boolean> =>
  done(app, sql`open_session(${hash}, ${accountId}::uuid, ${expires.toISOString()}::timestamptz, ${entered}, ${proof}, ${address}, ${agent})`)

const done = async (app: Db, call: ReturnType<typeof sql>): Promise<boolean> => (await app.execute<{ done: boolean }>(sql`select ${call} as done`))[0]!.done
const list = (texts: readonly string[]) => sql`array[${sql.join(texts.map((text) => sql`${text}`), sql`, `)}]::text[]`

/** Each answers whether it was done: not for a session that ended meanwhile, nor for a code that was used. */
export const passSecondFactor = (app: Db, hash: string, newHash: string, by: { step: number } | { recoveryHash: string }): Promise<boolean> =>
  done(app, 'step' in by ? sql`pass_second_factor(${hash}, ${newHash}, ${by.step}::bigint, null)` : sql`pass_second_factor(${hash}, ${newHash}, null, ${by.recoveryHash})`)
export const changePassword = (app: Db, hash: string, newHash: string, passwordHash: string): Promise<boolean> =>
  done(app, sql`change_password(${hash}, ${newHash}, ${passwordHash})`)
export const beginSecondFactor = (app: Db, hash: string, secret: string): Promise<boolean> => done(app, sql`begin_second_factor(${hash}, ${secret})`)
export const confirmSecondFactor = (app: Db, hash: string, newHash: string, secret: string, step: number, codes: readonly string[]): Promise<boolean> =>
  done(app, sql`confirm_second_factor(${hash}, ${newHash}, ${secret}, ${step}::bigint, ${list(codes)})`)
export const removeSecondFactor = (app: Db, hash: string): Promise<boolean> => done(app, sql`remove_second_factor(${hash})`)
