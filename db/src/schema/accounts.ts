import { sql } from 'drizzle-orm'
import { bigint, check, doublePrecision, index, integer, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core'
import { day, id, path } from './columns.ts'
import { region } from './regions.ts'

export const account = pgTable('account', {
  id: id(),
  userName: text().notNull().unique(),
  /** What the interface calls the post; names of persons stand in `contact`. */
  title: text().notNull(),
  titleEn: text().notNull(),
  /** '' for none: nothing signs in with it. */
  passwordHash: text().notNull().default(''),
  passwordChangedAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  /** Those before, newest first; they may not come back. */
  passwordHistory: text().array().notNull().default(sql`'{}'`),
  homeId: uuid().notNull().references(() => region.id),
  demonstration: text(),
  createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
})

/** role × region subtree × (sectors), dated. null sectors: all; a subject: that enterprise's records only; never both. */
export const accountGrant = pgTable('account_grant', {
  id: id(),
  accountId: uuid().notNull().references(() => account.id),
  role: text().notNull(),
  regionId: uuid().notNull().references(() => region.id),
  path: path().notNull(),
  sectors: uuid().array(),
  subjectId: uuid(),
  validFrom: day().notNull(),
  validTo: day(),
}, (t) => [
  index('account_grant_account').on(t.accountId),
  check('account_grant_role', sql`${t.role} in ('SYSTEM_ADMINISTRATOR','SECURITY_ADMINISTRATOR','AUDITOR','COMMITTEE_OFFICE','LEADER','DEPARTMENT','STREET_WORKER','ENTERPRISE','OVERSIGHT')`),
  check('account_grant_dates', sql`${t.validTo} >= ${t.validFrom}`),
  check('account_grant_narrowing', sql`${t.sectors} is null or ${t.subjectId} is null`),
])

/** Sets a first password, or a new one where it was lost: the link carries a token, the table its SHA-256. One per account, used once. */
export const invitation = pgTable('invitation', {
  accountId: uuid().primaryKey().references(() => account.id),
  tokenHash: text().notNull().unique(),
  createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  expiresAt: timestamp({ withTimezone: true }).notNull(),
})

/** The cookie carries the token, the table its SHA-256 only. */
export const session = pgTable('session', {
  tokenHash: text().primaryKey(),
  id: uuid().notNull().unique().defaultRandom(),
  accountId: uuid().notNull().references(() => account.id),
  createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  seenAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  expiresAt: timestamp({ withTimezone: true }).notNull(),
  /** How it was opened: by the password, by the office's identity provider, or by what gave no proof: a click on a demonstration account, a command of whoever runs the server. */
  entered: text().notNull().default('PASSWORD'),
  secondFactorAt: timestamp({ withTimezone: true }),
  address: text(),
  agent: text(),
}, (t) => [index('session_account').on(t.accountId), check('session_entered', sql`${t.entered} in ('PASSWORD','OIDC','DEMONSTRATION','COMMAND')`)])

/** Time-based one-time codes (RFC 6238). `pending` is the secret shown while enrolling, in force once a code of it was given. */
export const secondFactor = pgTable('second_factor', {
  accountId: uuid().primaryKey().references(() => account.id),
  secret: text(),
  pending: text(),
  confirmedAt: timestamp({ withTimezone: true }),
  /** The thirty seconds whose code was used last: none is taken twice. */
  lastStep: bigint({ mode: 'number' }).notNull().default(0),
  /** SHA-256 of the recovery codes that are left. */
  recovery: text().array().notNull().default(sql`'{}'`),
  recoveryLeft: integer().notNull().generatedAlwaysAs(sql`cardinality(recovery)`),
})

/** Tries that failed, by the hash of a user name, of an address, of both where that name signed in from there lately, or of a half-open session's account. */
export const signInFailure = pgTable('sign_in_failure', {
  key: text().primaryKey(),
  /** Forgotten little by little. */
  failures: doublePrecision().notNull(),
  lastAt: timestamp({ withTimezone: true }).notNull(),
  lockedUntil: timestamp({ withTimezone: true }),
}, (t) => [index('sign_in_failure_last').on(t.lastAt)])

/** Names and telephone numbers, apart from events so that they can be erased. */
export const contact = pgTable('contact', {
  id: id(),
  ownerKind: text().notNull(),
  ownerId: uuid().notNull(),
  path: path().notNull(),
  role: text().notNull(),
  name: text(),
  phone: text(),
}, (t) => [index('contact_owner').on(t.ownerId), index('contact_path').on(t.path)])
