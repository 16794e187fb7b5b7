import { sql } from 'drizzle-orm'
import { boolean, check, index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { day, id, path } from './columns.ts'
import { inspection } from './inspections.ts'
import { region } from './regions.ts'
import { sector, subject } from './subjects.ts'

/** A fold of its stream, with the dates of the current round beside it for lists. */
export const hazard = pgTable('hazard', {
  id: id(),
  version: integer().notNull(),
  number: text().notNull(),
  description: text().notNull(),
  level: text().notNull(),
  state: text().notNull(),
  source: text().notNull(),
  subjectId: uuid().notNull().references(() => subject.id),
  inspectionId: uuid().references(() => inspection.id),
  /** Where it lies: scope, map, search. */
  regionId: uuid().notNull().references(() => region.id),
  path: path().notNull(),
  /** Whose figures it counts in. */
  accountId: uuid().notNull().references(() => region.id),
  accountPath: path().notNull(),
  sectorId: uuid().references(() => sector.id),
  foundOn: day().notNull(),
  registeredOn: day().notNull(),
  dueOn: day().notNull(),
  /** Half-open days overdue of the current round; both null while a submission in time holds it off. */
  overdueFrom: day(),
  overdueUntil: day(),
  submittedOn: day(),
  acceptedOn: day(),
  imported: boolean().notNull(),
  shownOnly: boolean().notNull(),
  duplicateOf: uuid(),
  /** The fold itself (packages/domain `Hazard`), so that the next event needs no reading of the stream. */
  fold: jsonb().notNull(),
}, (t) => [
  index('hazard_path_due').on(t.path, t.dueOn, t.id),
  index('hazard_overdue').on(t.path, t.overdueFrom, t.id).where(sql`${t.overdueFrom} is not null and ${t.overdueUntil} is null`),
  index('hazard_path_found').on(t.path, t.foundOn, t.id),
  index('hazard_account').on(t.accountPath, t.foundOn),
  index('hazard_subject').on(t.subjectId),
  index('hazard_inspection').on(t.inspectionId),
  index('hazard_number').on(t.number),
  // Those that counted elsewhere once are few, and found by where they count now and were.
  index('hazard_moved').on(t.path).where(sql`jsonb_array_length(${t.fold} -> 'formerAccounts') > 0`),
  check('hazard_accountable', sql`starts_with(${t.path}, ${t.accountPath})`),
  check('hazard_level', sql`${t.level} in ('GENERAL','MAJOR')`),
  check('hazard_state', sql`${t.state} in ('REGISTERED','RECTIFYING','SUBMITTED','CLOSED','ARCHIVED','VOIDED')`),
  check('hazard_source', sql`${t.source} in ('DEPARTMENT','SUPERIOR','EXPERT','TIP_OFF','GRID_PATROL','SELF_CHECK','MACHINE')`),
])

/** One round of rectification, with what the records behind a score's item are found by. */
export const round = pgTable('round', {
  hazardId: uuid().notNull().references(() => hazard.id),
  n: integer().notNull(),
  path: path().notNull(),
  sectorId: uuid(),
  subjectId: uuid().notNull(),
  startedOn: day().notNull(),
  dueOn: day().notNull(),
  scoredDueOn: day().notNull(),
  reinspectionLimitOn: day().notNull(),
  submittedOn: day(),
  acceptedOn: day(),
}, (t) => [
  primaryKey({ columns: [t.hazardId, t.n] }),
  index('round_scored_due').on(t.path, t.scoredDueOn),
  index('round_reinspection').on(t.path, t.reinspectionLimitOn),
])
