import { bigint, index, jsonb, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core'
import { id, path } from './columns.ts'
import { schemeVersion } from './scoring.ts'

/** Frozen: recomputable from the events to the same bytes. A correction is a restatement beside the original. */
export const publication = pgTable('publication', {
  id: id(),
  regionId: uuid().notNull(),
  path: path().notNull(),
  period: text().notNull(),
  level: text().notNull(),
  schemeVersionId: uuid().notNull().references(() => schemeVersion.id),
  engine: text().notNull(),
  cutoffAt: timestamp({ withTimezone: true }).notNull(),
  cutoffSeq: bigint({ mode: 'number' }).notNull(),
  publishedAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  body: jsonb().notNull(),
  sha256: text().notNull(),
  prevSha256: text(),
  restates: uuid(),
}, (t) => [index('publication_path').on(t.path, t.period)])
