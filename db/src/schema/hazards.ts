import { sql } from 'drizzle-orm'
import { boolean, check, index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { cityPath, day, id, path, pathInCity, quarterOf } from './columns.ts'
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
  cityPath: cityPath(),
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
  // Lists in their order, city by city, with what row security and counts ask of a row.
  index('hazard_city_found').on(t.cityPath, t.foundOn, t.id, pathInCity(t.path), t.sectorId, t.subjectId),
  index('hazard_city_due').on(t.cityPath, t.dueOn, t.id, pathInCity(t.path), t.sectorId, t.subjectId),
  index('hazard_overdue').on(t.cityPath, t.overdueFrom, t.id, pathInCity(t.path), t.sectorId, t.subjectId, pathInCity(t.accountPath), t.level, t.shownOnly).where(sql`${t.overdueFrom} is not null and ${t.overdueUntil} is null`),
  index('hazard_overdue_ended').on(t.cityPath, t.overdueUntil, t.overdueFrom, t.id, pathInCity(t.path), t.sectorId, t.subjectId, pathInCity(t.accountPath), t.level, t.shownOnly).where(sql`${t.overdueUntil} is not null`),
  index('hazard_path_found').on(t.path, t.foundOn, t.id),
  index('hazard_account').on(t.accountPath, t.foundOn),
  index('hazard_subject').on(t.subjectId),
  index('hazard_inspection').on(t.inspectionId),
  index('hazard_number').on(t.number),
  // Those that counted elsewhere once are few, and found by where they count now and were.
  index('hazard_revisited').on(t.path, t.id).where(sql`jsonb_array_length(${t.fold} -> 'revisits') > 0`),
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
  /** As what a score counts it, due (`due_major`, `due_general_scored`), with the region where and the day from which; null where it is counted as neither. */
  dueAs: text(),
  dueAccountPath: path(),
  dueEffectiveOn: day(),
  onTime: boolean(),
  dueQuarter: integer().generatedAlwaysAs(quarterOf('scored_due_on')),
  /** Where a score counts it as due for re-inspection; null where it is not scored. */
  reinspectionAccountPath: path(),
  reinspected: boolean(),
  reinspectionQuarter: integer().generatedAlwaysAs(quarterOf('reinspection_limit_on')),
}, (t) => [
  primaryKey({ columns: [t.hazardId, t.n] }),
  // The records behind an item, page by page: place after place, day after day.
  index('round_due').on(t.dueAs, t.onTime, t.dueQuarter, t.dueAccountPath, t.scoredDueOn, t.hazardId, t.n, t.sectorId).where(sql`${t.dueAs} is not null`),
  index('round_reinspection').on(t.reinspected, t.reinspectionQuarter, t.reinspectionAccountPath, t.reinspectionLimitOn, t.hazardId, t.n, t.sectorId).where(sql`${t.reinspectionAccountPath} is not null`),
  check('round_due', sql`${t.dueAs} in ('MAJOR','GENERAL') and num_nulls(${t.dueAs}, ${t.dueAccountPath}, ${t.dueEffectiveOn}, ${t.onTime}) in (0, 4)`),
  check('round_reinspected', sql`num_nulls(${t.reinspectionAccountPath}, ${t.reinspected}) in (0, 2)`),
])
