import { sql } from 'drizzle-orm'
import { check, index, pgTable, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core'
import { account } from './accounts.ts'

/** By whom an office's own identity provider (OpenID Connect) may sign in as an account: one person for one account. */
export const identity = pgTable('identity', {
  accountId: uuid().primaryKey().references(() => account.id),
  issuer: text().notNull(),
  /** SHA-256 of issuer and `sub`, which may be a citizen's number: no more of it is kept than that and its two ends. */
  subjectHash: text().notNull(),
  hint: text().notNull(),
  boundAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
}, (t) => [unique('identity_subject').on(t.subjectHash)])

/** Who is at the identity provider just now, by the SHA-256 of the token in their cookie, and what for; taken once, within ten minutes. */
export const identityStep = pgTable('identity_step', {
  tokenHash: text().primaryKey(),
  purpose: text().notNull(),
  /** Whom the identity will be bound to; null where it signs in. */
  accountId: uuid().references(() => account.id),
  invitationHash: text(),
  /** The page to go on to. */
  next: text().notNull(),
  createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
}, (t) => [
  index('identity_step_created').on(t.createdAt),
  check('identity_step_purpose', sql`${t.purpose} in ('SIGN_IN','BIND','INVITATION')`),
])
