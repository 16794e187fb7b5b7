import { sql } from 'drizzle-orm'
import { boolean, check, index, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { cityPath, day, id, path, pathInCity } from './columns.ts'
import { region } from './regions.ts'

/** 行业领域: a tree; `gbt` are the prefixes of GB/T 4754 codes that map to it. */
export const sector = pgTable('sector', {
  id: id(),
  parentId: uuid(),
  name: text().notNull(),
  nameEn: text().notNull(),
  gbt: text().array().notNull().default(sql`'{}'`),
  position: integer().notNull(),
})

export const organization = pgTable('organization', {
  id: id(),
  regionId: uuid().notNull().references(() => region.id),
  path: path().notNull(),
  name: text().notNull(),
  kind: text().notNull(),
  sectors: uuid().array().notNull().default(sql`'{}'`),
}, (t) => [index('organization_path').on(t.path)])

/** A fold of its stream: whatever stands here follows from `event`. */
export const subject = pgTable('subject', {
  id: id(),
  version: integer().notNull(),
  kind: text().notNull(),
  name: text().notNull(),
  /** The name without spaces, brackets and legal forms, for matching ledgers. */
  normalizedName: text().notNull(),
  creditCode: text(),
  regionId: uuid().notNull().references(() => region.id),
  path: path().notNull(),
  cityPath: cityPath(),
  accountId: uuid().notNull().references(() => region.id),
  accountPath: path().notNull(),
  sectorId: uuid().references(() => sector.id),
  riskGrade: text(),
  status: text().notNull(),
  key: boolean().notNull(),
  supervisionModeSet: boolean().notNull(),
  assigned: text().array().notNull(),
  hazardSources: integer().notNull(),
  hazardSourcesOnline: integer().notNull(),
  standardized: boolean().notNull(),
  registeredOn: day().notNull(),
  shownOnly: boolean().notNull(),
  withdrawn: boolean().notNull().default(false),
  fold: jsonb().notNull(),
}, (t) => [
  index('subject_path').on(t.path, t.id),
  index('subject_city_name').on(t.cityPath, sql`${t.name} collate "C"`, t.id, pathInCity(t.path), t.sectorId, t.withdrawn),
  index('subject_credit_code').on(t.creditCode),
  index('subject_normalized_name').on(t.normalizedName),
  // The records behind an item: those that ever were what it counts, or lacked what it asks for.
  index('subject_key').on(t.path, t.id).where(sql`jsonb_path_exists(${t.fold}, '$.states[*].facts ? (@.key == true)')`),
  index('subject_sources').on(t.path, t.id).where(sql`jsonb_path_exists(${t.fold}, '$.states[*].facts ? (@.hazardSources > 0)')`),
  index('subject_unowned').on(t.path, t.id).where(sql`jsonb_path_exists(${t.fold}, '$.states[*].facts ? (!(@.assigned[*] == "PRIMARY" && @.assigned[*] == "TERRITORIAL" && @.assigned[*] == "SECTOR" && @.assigned[*] == "COMPREHENSIVE" && @.assigned[*] == "PARTY_AND_GOVERNMENT"))')`),
  index('subject_moved').on(t.path).where(sql`jsonb_path_exists(${t.fold}, '$.states[*].facts ? (@.accountId != $.accountId)')`),
  check('subject_accountable', sql`starts_with(${t.path}, ${t.accountPath})`),
  check('subject_kind', sql`${t.kind} in ('ENTERPRISE','SITE','PROJECT','VEHICLE','HOUSEHOLD')`),
  check('subject_status', sql`${t.status} in ('OPERATING','SUSPENDED','UNDER_CONSTRUCTION','CLOSED')`),
  check('subject_risk_grade', sql`${t.riskGrade} in ('RED','ORANGE','YELLOW','BLUE')`),
])
