import { sql } from 'drizzle-orm'
import { bigint, boolean, check, customType, index, integer, jsonb, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core'
import { id, path } from './columns.ts'

const bytes = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' })

/**
 * The second log (`event` is the first): who came in, was refused, read personal data, took records out or ran the system.
 * Append-only for everybody; the database alone says when, and by the account who and where. No names of persons.
 */
export const audit = pgTable('audit', {
  seq: bigint({ mode: 'number' }).generatedAlwaysAsIdentity().primaryKey(),
  at: timestamp({ withTimezone: true }).notNull(),
  kind: text().notNull(),
  refused: boolean().notNull(),
  /** Why it was refused, as a code. */
  reason: text(),
  accountId: uuid(),
  userName: text(),
  title: text(),
  titleEn: text(),
  /** Where the account is at home; the office, where nobody's account did it. */
  regionId: uuid(),
  path: path().notNull(),
  action: text().notNull(),
  /** The type and the key of the record it was about. */
  target: text(),
  targetId: text(),
  /** How many records left. */
  rows: integer(),
  address: text(),
  details: jsonb().notNull(),
}, (t) => [
  index('audit_kind').on(t.kind, t.seq),
  index('audit_user').on(t.userName, t.seq),
  check('audit_kind', sql`${t.kind} in ('SIGN_IN','SIGN_OUT','DENIAL','PERSONAL_DATA','EXPORT','ADMINISTRATION')`),
])

/**
 * The hash chains over the two logs. A seal holds the entries after the one before it through `upto_seq`, each by its
 * number and the SHA-256 of its canonical bytes (`audit/canonical.ts`), and the SHA-256 over all that and the seal before.
 */
export const seal = pgTable('seal', {
  log: text().notNull(),
  n: integer().notNull(),
  uptoSeq: bigint({ mode: 'number' }).notNull(),
  /** Entries sealed so far. */
  total: bigint({ mode: 'number' }).notNull(),
  seqs: bigint({ mode: 'number' }).array().notNull(),
  /** 32 bytes for each of `seqs`. */
  digests: bytes().notNull(),
  sha256: text().notNull(),
  prevSha256: text(),
  at: timestamp({ withTimezone: true }).notNull(),
}, (t) => [primaryKey({ columns: [t.log, t.n] }), check('seal_log', sql`${t.log} in ('event','audit')`)])

/** What the checks of a chain found; the last one is shown to the auditor. */
export const sealCheck = pgTable('seal_check', {
  id: id(),
  log: text().notNull(),
  at: timestamp({ withTimezone: true }).notNull().defaultNow(),
  /** The last seal that was checked, and the entries up to it. */
  n: integer().notNull(),
  entries: bigint({ mode: 'number' }).notNull(),
  sound: boolean().notNull(),
  findings: jsonb().notNull(),
}, (t) => [index('seal_check_log').on(t.log, t.at)])
