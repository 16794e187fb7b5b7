import { sql } from 'drizzle-orm'
import { check, customType, index, integer, jsonb, pgTable, primaryKey, real, text, timestamp, uuid } from 'drizzle-orm/pg-core'
import { day, id, path } from './columns.ts'

const bytes = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' })

/** A ledger that an office uploaded: staged until confirmed, all rows or none, withdrawn whole. */
export const importBatch = pgTable('import_batch', {
  id: id(),
  accountId: uuid().notNull(),
  regionId: uuid().notNull(),
  path: path().notNull(),
  layout: text().notNull(),
  fileName: text().notNull(),
  sha256: text().notNull(),
  file: bytes().notNull(),
  state: text().notNull(),
  /** Sheets and columns as matched or corrected, the source per sheet, answers to questions. */
  mapping: jsonb().notNull(),
  counts: jsonb().notNull(),
  uploadedAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  confirmedAt: timestamp({ withTimezone: true }),
  importedOn: day(),
  /** What the interface calls the post that uploaded it, in both languages. */
  uploadedBy: jsonb().notNull().default({}),
  /** Whoever lands the rows began then and has come so far (0 to 1); written beside the transaction that lands them. */
  startedAt: timestamp({ withTimezone: true }),
  progress: real(),
  /** Why the last attempt landed nothing, in both languages. */
  failure: jsonb(),
}, (t) => [
  index('import_batch_path').on(t.path, t.uploadedAt),
  check('import_batch_state', sql`${t.state} in ('STAGED','IMPORTING','IMPORTED','WITHDRAWN','FAILED')`),
])

/** A staged row and what became of it. `outcome`: NEW, CHANGED, UNCHANGED, REFUSED, ASKED. */
export const importRow = pgTable('import_row', {
  batchId: uuid().notNull().references(() => importBatch.id, { onDelete: 'cascade' }),
  n: integer().notNull(),
  path: path().notNull(),
  sheet: text().notNull(),
  row: integer().notNull(),
  /** Identity: the ledger's own number, else firm + day found + normalized text + occurrence. */
  identity: text(),
  outcome: text().notNull(),
  values: jsonb().notNull(),
  problems: jsonb().notNull(),
  streamId: uuid(),
}, (t) => [
  primaryKey({ columns: [t.batchId, t.n] }),
  index('import_row_outcome').on(t.batchId, t.outcome, t.n),
  index('import_row_identity').on(t.identity),
])

/** How an office's sheets are laid out, as it corrected them by hand. */
export const importMapping = pgTable('import_mapping', {
  regionId: uuid().notNull(),
  path: path().notNull(),
  signature: text().notNull(),
  mapping: jsonb().notNull(),
}, (t) => [primaryKey({ columns: [t.regionId, t.signature] })])
