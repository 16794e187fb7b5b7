import { sql } from 'drizzle-orm'
import { boolean, check, index, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { day, id, path } from './columns.ts'
import { region } from './regions.ts'
import { sector, subject } from './subjects.ts'

export const inspection = pgTable('inspection', {
  id: id(),
  version: integer().notNull(),
  number: text().notNull(),
  nature: text().notNull(),
  subjectId: uuid().notNull().references(() => subject.id),
  regionId: uuid().notNull().references(() => region.id),
  path: path().notNull(),
  accountId: uuid().notNull().references(() => region.id),
  accountPath: path().notNull(),
  sectorId: uuid().references(() => sector.id),
  startedOn: day().notNull(),
  finishedOn: day().notNull(),
  reinspection: boolean().notNull(),
  findings: text().notNull(),
  shownOnly: boolean().notNull(),
  withdrawn: boolean().notNull().default(false),
  fold: jsonb().notNull(),
}, (t) => [
  index('inspection_path').on(t.path, t.finishedOn, t.id),
  index('inspection_subject').on(t.subjectId),
  check('inspection_accountable', sql`starts_with(${t.path}, ${t.accountPath})`),
  check('inspection_nature', sql`${t.nature} in ('ADMINISTRATIVE','SUPERVISORY','GRID_PATROL','SELF_CHECK','EXPERT_SERVICE')`),
])
