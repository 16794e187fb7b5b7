import type { Tx } from '@anwang/db'
import type { SchemeVersion } from '@anwang/db/scoring/boards'
import { oneOfIds, within } from '@anwang/db/client'
import type { Day, Hazard, Subject } from '@anwang/domain'
import type { SchemeData } from '@anwang/domain/scoring'
import { sql, type SQL } from 'drizzle-orm'

export async function schemeVersions(tx: Tx, ids: readonly string[]): Promise<Map<string, SchemeVersion>> {
  const rows = await tx.execute<{ id: string; scheme: string; version: number; data: SchemeData }>(sql`select id, scheme, version, data from scheme_version
    where id in ${oneOfIds(ids)}`)
  return new Map(rows.map((row) => [row.id, row]))
}

/** A record with its fold, from which its contributions follow. */
export interface Folded<F> {
  readonly id: string
  readonly path: string
  readonly fold: F
}

/** What one page of a person's work can rest on: each record comes with its fold, to be counted as the figures count it. */
export const MOST_BEHIND = 20_000

/** A region, and the subtrees that the viewer sees. */
export interface Behind {
  readonly path: string
  readonly scope: readonly string[]
  /** Those that the viewer's figures of the region are of; null: all. */
  readonly sectors: readonly string[] | null
  readonly limit: number
}

const seen = (scope: readonly string[]): SQL => sql`(${sql.join([sql`false`, ...scope.map((path) => within(sql`h.path`, path))], sql` or `)})`

/** Those that count in the region, and the few that counted there before they moved; null where they are more than the limit. */
async function candidates<F>(tx: Tx, table: 'hazard' | 'subject', at: Behind, conditions: SQL, here: SQL, moved: SQL): Promise<Folded<F>[] | null> {
  const shown = at.sectors === null ? conditions : sql`${conditions} and h.sector_id = any(${`{${at.sectors.join(',')}}`}::uuid[])`
  const rows = await tx.execute<{ id: string; path: string; fold: F }>(sql`
    select h.id, h.path, h.fold from ${sql.identifier(table)} h where ${within(sql`h.path`, at.path)} and ${within(sql`h.account_path`, at.path)} and ${shown} and ${here}
    union all
    select h.id, h.path, h.fold from ${sql.identifier(table)} h where ${seen(at.scope)} and not ${within(sql`h.account_path`, at.path)} and ${shown} and ${moved}
    limit ${at.limit + 1}`)
  return rows.length > at.limit ? null : [...rows]
}

export type HazardFigure = 'DUE' | 'REINSPECTION' | 'REVISITED'
const datesOf = { DUE: sql.raw('r.scored_due_on'), REINSPECTION: sql.raw('r.reinspection_limit_on') }

/**
 * Hazards that may give a figure of this kind to the region within the days, those found first first; null where they are
 * more than the limit.
 */
export async function hazardsBehind(tx: Tx, at: Behind, figure: HazardFigure, from: Day, until: Day): Promise<Folded<Hazard>[] | null> {
  const inTime = figure === 'REVISITED' ? sql`true` : sql`${datesOf[figure]} >= ${from} and ${datesOf[figure]} < ${until}`
  const revisited = sql`jsonb_array_length(h.fold -> 'revisits') > 0`
  const here = figure === 'REVISITED' ? revisited : sql`h.id in (select r.hazard_id from round r where ${within(sql`r.path`, at.path)} and ${inTime})`
  const there = figure === 'REVISITED' ? revisited : sql`exists (select from round r where r.hazard_id = h.id and ${inTime})`
  const found = await candidates<Hazard>(tx, 'hazard', at, sql`not h.shown_only and h.state <> 'VOIDED'`, here, sql`jsonb_array_length(h.fold -> 'formerAccounts') > 0 and ${there}
    and exists (select from jsonb_array_elements(h.fold -> 'formerAccounts') f join region g on g.id = (f ->> 'accountId')::uuid where ${within(sql`g.path`, at.path)})`)
  return found && found.toSorted((a, b) => (a.fold.foundOn < b.fold.foundOn ? -1 : a.fold.foundOn > b.fold.foundOn ? 1 : a.id < b.id ? -1 : 1))
}

export type SubjectFigure = 'KEY' | 'ENTERPRISES' | 'SOURCES'
const everOne = {
  KEY: sql.raw(`jsonb_path_exists(h.fold, '$.states[*].facts ? (@.key == true)')`),
  SOURCES: sql.raw(`jsonb_path_exists(h.fold, '$.states[*].facts ? (@.hazardSources > 0)')`),
  ENTERPRISES: sql.raw('true'),
}

/** Subjects that were ever accountable to the region and registered before the day, by name; null where they are more than the limit. */
export async function subjectsBehind(tx: Tx, at: Behind, figure: SubjectFigure, until: Day): Promise<Folded<Subject>[] | null> {
  const found = await candidates<Subject>(tx, 'subject', at, sql`not h.shown_only and not h.withdrawn and h.registered_on < ${until} and ${everOne[figure]}`, sql`true`,
    sql`jsonb_path_exists(h.fold, '$.states[*].facts ? (@.accountId != $.accountId)')
    and exists (select from jsonb_array_elements(h.fold -> 'states') f join region g on g.id = (f -> 'facts' ->> 'accountId')::uuid where ${within(sql`g.path`, at.path)})`)
  return found && found.toSorted((a, b) => (a.fold.name < b.fold.name ? -1 : a.fold.name > b.fold.name ? 1 : a.id < b.id ? -1 : 1))
}

/** The paths of accountable regions by their ids. */
export async function pathsOf(tx: Tx, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await tx.execute<{ id: string; path: string }>(sql`select id, path from region where id in ${oneOfIds(ids)}`)
  return new Map(rows.map((row) => [row.id, row.path]))
}
