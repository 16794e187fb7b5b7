import { sql } from 'drizzle-orm'
import { bigint, check, index, integer, jsonb, pgTable, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core'
import { day, path } from './columns.ts'

/** Idempotency of every mutation: the same key and request answer what the first one answered. */
export const command = pgTable('command', {
  key: text().primaryKey(),
  actorId: uuid().notNull(),
  requestHash: text().notNull(),
  result: jsonb().notNull(),
  at: timestamp({ withTimezone: true }).notNull().defaultNow(),
})

/** Append-only; no personal data. `recorded_at` is the database's, so backdating shows. */
export const event = pgTable('event', {
  seq: bigint({ mode: 'number' }).generatedAlwaysAsIdentity().primaryKey(),
  stream: text().notNull(),
  streamId: uuid().notNull(),
  version: integer().notNull(),
  type: text().notNull(),
  schema: integer().notNull(),
  regionId: uuid().notNull(),
  path: path().notNull(),
  sectorId: uuid(),
  subjectId: uuid(),
  actorId: uuid().notNull(),
  source: text().notNull(),
  occurredAt: timestamp({ withTimezone: true }).notNull(),
  recordedAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  /** The domain day of the import that brought it. */
  importedOn: day(),
  importId: uuid(),
  reason: text(),
  payload: jsonb().notNull(),
}, (t) => [
  unique('event_stream_version').on(t.streamId, t.version),
  index('event_import').on(t.importId).where(sql`${t.importId} is not null`),
  check('event_stream', sql`${t.stream} in ('hazard','inspection','subject','figures')`),
])
