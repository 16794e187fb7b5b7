import { bigint, check, index, integer, json, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
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

/**
 * Made by the worker's role (peers' means need rows that a viewer may not see), read by the API. As fresh as its board.
 */
export const score = pgTable('score', {
  regionId: uuid().notNull(),
  path: path().notNull(),
  period: text().notNull(),
  schemeVersionId: uuid().notNull().references(() => schemeVersion.id),
  /** The region whose office ranks the peer group. */
  groupId: uuid().notNull(),
  /** In the order of the board, from 1: by peer group, rank, path. */
  place: integer().notNull(),
  /** The last day, before the period's end, on which the region opened or others were merged into it. */
  changedOn: day().notNull(),
  /** What a list shows: total, grade, rank. As JSON.stringify wrote it: one text for one head. */
  head: json().notNull(),
  /** The items; null on a board of many members, where they follow from the input and the board's peers. */
  result: json(),
  /** Another one each time the row is written: what was read under it stays what the row says. */
  revision: uuid().notNull().defaultRandom(),
}, (t) => [primaryKey({ columns: [t.regionId, t.groupId, t.period, t.schemeVersionId] }), index('score_place').on(t.groupId, t.period, t.schemeVersionId, t.place)])

/** What a member was scored from, and of which stamp its figures were. */
export const scoreInput = pgTable('score_input', {
  regionId: uuid().notNull(),
  path: path().notNull(),
  period: text().notNull(),
  schemeVersionId: uuid().notNull(),
  groupId: uuid().notNull(),
  stamp: text().notNull(),
  input: json().notNull(),
}, (t) => [primaryKey({ columns: [t.groupId, t.period, t.schemeVersionId, t.regionId] })])

/** A peer group in a period by a scheme, scored and ranked. Fresh while its stamp is that of the region at `path`. */
export const board = pgTable('board', {
  groupId: uuid().notNull(),
  period: text().notNull(),
  schemeVersionId: uuid().notNull(),
  path: path().notNull(),
  /** null: to be scored anew, whatever the figures. */
  stamp: text(),
  sources: text().array().notNull(),
  goLiveOn: day(),
  /** By peer group, in order: its name, how many members, how many stand before it. */
  groups: json().notNull(),
  peers: json().notNull(),
}, (t) => [primaryKey({ columns: [t.groupId, t.period, t.schemeVersionId] })])

/** By which board the members of a region at a level ('': its look-through children) are scored; holds for a scoring basis and a last day. */
export const roster = pgTable('roster', {
  rootId: uuid().notNull(),
  level: text().notNull(),
  period: text().notNull(),
  basis: bigint({ mode: 'number' }).notNull(),
  lastDay: day().notNull(),
  /** null with the scheme: none of them is scored. */
  groupId: uuid(),
  schemeVersionId: uuid(),
  /** The level of all members; null where they are of several, or none. */
  rankedLevel: text(),
  unscored: integer().notNull(),
}, (t) => [primaryKey({ columns: [t.rootId, t.level, t.period] })])

/** Counts the changes of what decides over members, sources and schemes, table by table: a trigger of each. */
export const scoringBasis = pgTable('scoring_basis', {
  changed: text().primaryKey().notNull(),
  n: bigint({ mode: 'number' }).notNull(),
})

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
