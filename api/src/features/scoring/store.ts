import type { Tx } from '@anwang/db'
import type { SchemeVersion } from '@anwang/db/scoring/boards'
import { within } from '@anwang/db/client'
import type { Day, Hazard, Subject } from '@anwang/domain'
import type { SchemeData } from '@anwang/domain/scoring'
import { sql } from 'drizzle-orm'

export async function schemeVersions(tx: Tx, ids: readonly string[]): Promise<Map<string, SchemeVersion>> {
  const rows = await tx.execute<{ id: string; scheme: string; version: number; data: SchemeData }>(sql`select id, scheme, version, data from scheme_version
    where id in (select value::uuid from json_array_elements_text(${JSON.stringify(ids)}::json))`)
  return new Map(rows.map((row) => [row.id, row]))
}

/** A record with its fold, from which its contributions follow. */
export interface Folded<F> {
  readonly id: string
  readonly path: string
  readonly fold: F
}

const inAccount = (path: string) => sql`(${within(sql`h.account_path`, path)} or jsonb_array_length(h.fold -> 'formerAccounts') > 0)`

/** Hazards that may give a figure of rounds or revisits to the region within the days, by the explicit range; row security narrows it. */
export async function hazardsBehind(tx: Tx, path: string, from: Day, until: Day): Promise<Folded<Hazard>[]> {
  const rows = await tx.execute<{ id: string; path: string; fold: Hazard }>(sql`
    select h.id, h.path, h.fold from hazard h
    where ${inAccount(path)} and not h.shown_only and h.state <> 'VOIDED' and (
      jsonb_array_length(h.fold -> 'revisits') > 0 or jsonb_array_length(h.fold -> 'listings') > 0 or exists (
        select from round r where r.hazard_id = h.id
          and ((r.scored_due_on >= ${from} and r.scored_due_on < ${until}) or (r.reinspection_limit_on >= ${from} and r.reinspection_limit_on < ${until}))))
    order by h.found_on, h.id`)
  return [...rows]
}

/** Subjects that were ever accountable to the region and registered before the day. */
export async function subjectsBehind(tx: Tx, path: string, until: Day): Promise<Folded<Subject>[]> {
  const rows = await tx.execute<{ id: string; path: string; fold: Subject }>(sql`
    select h.id, h.path, h.fold from subject h
    where not h.shown_only and not h.withdrawn and h.kind = 'ENTERPRISE' and h.registered_on < ${until}
      and (${within(sql`h.account_path`, path)} or jsonb_array_length(h.fold -> 'states') > 1)
    order by h.name, h.id`)
  return [...rows]
}

/** The paths of accountable regions by their ids. */
export async function pathsOf(tx: Tx, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await tx.execute<{ id: string; path: string }>(sql`select id, path from region where id in (select value::uuid from json_array_elements_text(${JSON.stringify(ids)}::json))`)
  return new Map(rows.map((row) => [row.id, row.path]))
}
