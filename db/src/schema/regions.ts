import { sql } from 'drizzle-orm'
import { boolean, check, foreignKey, index, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { day, id, path } from './columns.ts'

/** A node of the supervision grid. Its id follows from its path, so every installation gives it the same one. */
export const region = pgTable('region', {
  id: id(),
  parentId: uuid(),
  level: text().notNull(),
  kind: text().notNull(),
  /** A formal layer: children, parents and breadcrumbs look through it. */
  transparent: boolean().notNull().default(false),
  path: path().notNull().unique(),
  validFrom: day().notNull(),
  validTo: day(),
}, (t) => [
  index('region_parent').on(t.parentId),
  index('region_level_path').on(t.level, t.path),
  check('region_level', sql`${t.level} in ('COUNTRY','PROVINCE','CITY','COUNTY','STREET','COMMUNITY')`),
  check('region_kind', sql`${t.kind} in ('ADMINISTRATIVE','FUNCTIONAL_ZONE')`),
  check('region_validity', sql`${t.validTo} is null or ${t.validTo} > ${t.validFrom}`),
])

/** Name and 12-digit statistical code, dated: renaming or recoding keeps the node. */
export const regionLabel = pgTable('region_label', {
  regionId: uuid().notNull().references(() => region.id),
  code: text(),
  name: text().notNull(),
  /** Pinyin initials of the name, lower case: `lt` finds 柳屯. */
  initials: text().notNull(),
  validFrom: day().notNull(),
  validTo: day(),
}, (t) => [
  primaryKey({ columns: [t.regionId, t.validFrom] }),
  index('region_label_code').on(t.code),
  index('region_label_initials').on(t.initials),
  check('region_label_code_digits', sql`${t.code} ~ '^[0-9]{12}$'`),
])

/** A move or a merge opens new nodes for the whole subtree and links them. */
export const regionSuccession = pgTable('region_succession', {
  fromId: uuid().notNull().references(() => region.id),
  toId: uuid().notNull().references(() => region.id),
  on: day().notNull(),
}, (t) => [primaryKey({ columns: [t.fromId, t.toId] }), index('region_succession_to').on(t.toId)])

/** The regions that show what was succeeded into them, at or below them, from outside of them: by a trigger, so that a request need not look below its posts. */
export const successionReach = pgTable('succession_reach', {
  path: path().notNull(),
  fromId: uuid().notNull(),
  toId: uuid().notNull(),
}, (t) => [
  primaryKey({ columns: [t.path, t.fromId, t.toId] }),
  foreignKey({ name: 'succession_reach_succession', columns: [t.fromId, t.toId], foreignColumns: [regionSuccession.fromId, regionSuccession.toId] }).onDelete('cascade').onUpdate('cascade'),
  index('succession_reach_of').on(t.fromId, t.toId),
])

/** The office that runs this installation. Nothing before its go-live date enters a metric. */
export const office = pgTable('office', {
  id: id(),
  regionId: uuid().notNull().references(() => region.id),
  path: path().notNull(),
  name: text().notNull(),
  goLiveOn: day().notNull(),
  demonstration: boolean().notNull().default(false),
})
