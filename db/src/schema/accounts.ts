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
  /** From then on nothing in it tells who held it. */
  erasedAt: timestamp({ withTimezone: true }),
}, (t) => [
  // What tries are counted by: of who waits, the account.
  index('account_name_key').on(sql`try_key('name ' || ${t.userName})`),
  index('account_step_key').on(sql`try_key('step ' || ${t.id}::text)`),
])

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
  /** Who had the link made, and may have kept it; null: a command of whoever runs the server. */
  createdBy: uuid(),
  expiresAt: timestamp({ withTimezone: true }).notNull(),
})

/** What one security administrator wants done to an officer's account, until another officer signs it too. */
export const officerProposal = pgTable('officer_proposal', {
  id: id(),
  kind: text().notNull(),
  accountId: uuid().notNull().references(() => account.id),
  /** Of a POST; its region is that of the post, else the account's home. */
  role: text(),
  regionId: uuid().notNull().references(() => region.id),
  path: path().notNull(),
  validFrom: day(),
  validTo: day(),
  /** Of an INVITATION, and of a POST that makes an officer: its link was shown to who proposed it, and opens nothing before the second signature. */
  tokenHash: text(),
  proposedBy: uuid().notNull().references(() => account.id),
  proposedAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  expiresAt: timestamp({ withTimezone: true }).notNull().default(sql`now() + interval '7 days'`),
  /** null: none yet. */
  decision: text(),
  decidedBy: uuid().references(() => account.id),
  decidedAt: timestamp({ withTimezone: true }),
  reason: text(),
}, (t) => [
  index('officer_proposal_proposed').on(t.proposedAt),
  check('officer_proposal_kind', sql`${t.kind} in ('POST','SECOND_FACTOR','INVITATION')`),
  check('officer_proposal_post', sql`case when ${t.kind} = 'POST' then ${t.role} in ('SYSTEM_ADMINISTRATOR','SECURITY_ADMINISTRATOR','AUDITOR') and ${t.validFrom} is not null else ${t.role} is null end`),
  check('officer_proposal_token', sql`case ${t.kind} when 'INVITATION' then ${t.tokenHash} is not null when 'SECOND_FACTOR' then ${t.tokenHash} is null else true end`),
  check('officer_proposal_decision', sql`${t.decision} in ('AGREED','RETURNED','WITHDRAWN')`),
  check('officer_proposal_decided', sql`(${t.decision} is null) = (${t.decidedAt} is null)`),
])

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
  /** Of the account's sign-in before this one, and how many tries failed in between. */
  previousAt: timestamp({ withTimezone: true }),
  previousAddress: text(),
  failedBefore: integer().notNull().default(0),
}, (t) => [index('session_account').on(t.accountId), check('session_entered', sql`${t.entered} in ('PASSWORD','OIDC','DEMONSTRATION','COMMAND')`)])

/** When and from where an account signed in last, and how many tries failed since. */
export const lastSignIn = pgTable('last_sign_in', {
  accountId: uuid().primaryKey().references(() => account.id),
  at: timestamp({ withTimezone: true }),
  address: text(),
  failures: integer().notNull().default(0),
})

/** Time-based one-time codes (RFC 6238), the secrets encrypted by the server (`v1.<key>.<text>`). `pending` is the secret shown while enrolling, in force once a code of it was given. */
export const secondFactor = pgTable('second_factor', {
  accountId: uuid().primaryKey().references(() => account.id),
  secret: text(),
  pending: text(),
  confirmedAt: timestamp({ withTimezone: true }),
  /** The thirty seconds whose code was used last: none is taken twice. */
  lastStep: bigint({ mode: 'number' }).notNull().default(0),
  /** The recovery codes that are left, by argon2id (`argon2id:<hex>`). */
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
}, (t) => [index('sign_in_failure_last').on(t.lastAt), index('sign_in_failure_name').on(sql`split_part(${t.key}, ':', 1)`)])

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
