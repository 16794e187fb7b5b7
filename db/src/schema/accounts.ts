import { sql } from 'drizzle-orm'
import { check, index, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core'
import { day, id, path } from './columns.ts'
import { region } from './regions.ts'

export const account = pgTable('account', {
  id: id(),
  userName: text().notNull().unique(),
  /** What the interface calls the post; names of persons stand in `contact`. */
  title: text().notNull(),
  titleEn: text().notNull(),
  passwordHash: text().notNull(),
  homeId: uuid().notNull().references(() => region.id),
  demonstration: text(),
  createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
})

/** role × region subtree × (sectors), dated. null sectors: all; a subject: that enterprise's records only. */
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
])

/** The cookie carries the token, the table its SHA-256 only. */
export const session = pgTable('session', {
  tokenHash: text().primaryKey(),
  accountId: uuid().notNull().references(() => account.id),
  createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  seenAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  expiresAt: timestamp({ withTimezone: true }).notNull(),
}, (t) => [index('session_account').on(t.accountId)])

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
