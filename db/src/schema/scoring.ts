import { boolean, check, doublePrecision, index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { sql } from 'drizzle-orm'
import { day, id, path } from './columns.ts'
import { region } from './regions.ts'

/** An assessment scheme is data; a version that was used never changes. */
export const schemeVersion = pgTable('scheme_version', {
  id: id(),
  scheme: text().notNull(),
  version: integer().notNull(),
  /** The region whose office assesses by it; null for the two defaults. */
  regionId: uuid().references(() => region.id),
  validFrom: day().notNull(),
  data: jsonb().notNull(),
})

/** Made by the worker's role (peers' means need rows that a viewer may not see), read by the API. */
export const score = pgTable('score', {
  regionId: uuid().notNull(),
  path: path().notNull(),
  period: text().notNull(),
  schemeVersionId: uuid().notNull().references(() => schemeVersion.id),
  /** The region whose office ranks the peer group. */
  groupId: uuid().notNull(),
  /** What the whole peer group was scored from; a score of another stamp is stale. */
  stamp: text().notNull(),
  day: day().notNull(),
  rankable: boolean().notNull(),
  total: doublePrecision(),
  /** What a list shows: total, grade, place; the rest stands in `result`. */
  head: jsonb().notNull(),
  result: jsonb().notNull(),
}, (t) => [primaryKey({ columns: [t.regionId, t.groupId, t.period, t.schemeVersionId] }), index('score_path').on(t.path, t.period), index('score_group').on(t.groupId, t.period)])

/** Which kinds of record an office really keeps, and since when: an indicator whose source is not in use leaves. */
export const sourceInUse = pgTable('source_in_use', {
  regionId: uuid().notNull().references(() => region.id),
  source: text().notNull(),
  from: day().notNull(),
}, (t) => [primaryKey({ columns: [t.regionId, t.source] })])

/** 加减分: each with its basis document and the clause of the scheme; one matter once, at its highest level. */
export const adjustment = pgTable('adjustment', {
  id: id(),
  regionId: uuid().notNull().references(() => region.id),
  path: path().notNull(),
  kind: text().notNull(),
  level: text(),
  clause: text().notNull(),
  basis: text().notNull(),
  matter: text().notNull(),
  on: day().notNull(),
}, (t) => [
  index('adjustment_path').on(t.path, t.on),
  check('adjustment_kind', sql`${t.kind} in ('COMMENDATION','CRITICISM','FALSIFIED_CLOSURE','VETO')`),
])
