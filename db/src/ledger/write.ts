import { getTableColumns, sql, type SQL } from 'drizzle-orm'
import type { Queryable } from '../client.ts'
import { deltaPending } from '../schema/metrics.ts'

/** A fold's row; `since` is the version that it was made from, 0 for a new stream. */
export interface FoldRow { readonly id: string; readonly version: number; readonly since: number }

/** What one append writes. Paths are the database's: each row has those of the regions that it names. */
export interface Rows {
  readonly subject: readonly FoldRow[]
  readonly inspection: readonly FoldRow[]
  readonly hazard: readonly FoldRow[]
  /** With the `region_id` of its hazard. */
  readonly round: readonly object[]
  readonly event: readonly object[]
  readonly delta: readonly object[]
}

const FOLDS = ['subject', 'inspection', 'hazard'] as const

const names = (columns: readonly string[], of = '') => columns.map((name) => (of === '' ? `"${name}"` : `${of}."${name}"`)).join(', ')
const without = (columns: readonly string[], ...left: string[]) => columns.filter((name) => !left.includes(name))
/** Rows go in as one parameter, so a batch of any size is one statement. */
const rowsOf = (table: string, given: string) => `json_populate_recordset(null::"${table}", ${given}::json) g`
// Outer joins: a region that is not there leaves no path, which no table takes.
const PLACED = 'left join region p on p.id = g.region_id'
const COUNTED = `${PLACED} left join region a on a.id = g.account_id`

const insertFolds = (table: string, given: string, all: readonly string[]): string => {
  const columns = without(all, 'since', 'path', 'account_path')
  return `insert into "${table}" (${names(columns)}, path, account_path) select ${names(columns, 'g')}, p.path, a.path from ${rowsOf(table, given)} ${COUNTED}`
}

/** A row whose version is not the one that was read is left alone, and so found out. */
const updateFolds = (table: string, given: string, since: string, all: readonly string[]): string => {
  const columns = without(all, 'since', 'id', 'path', 'account_path')
  return `update "${table}" t set ${columns.map((name) => `"${name}" = g."${name}"`).join(', ')}, path = p.path, account_path = a.path
    from ${rowsOf(table, given)} join (select key::uuid as id, value::int as version from json_each_text(${since}::json)) s on s.id = g.id ${COUNTED}
    where t.id = g.id and t.version = s.version returning t.id`
}

const ROUND = ['hazard_id', 'n', 'sector_id', 'subject_id', 'started_on', 'due_on', 'scored_due_on', 'reinspection_limit_on', 'submitted_on', 'accepted_on',
  'due_as', 'due_effective_on', 'on_time', 'reinspected']
const ROUND_TYPES = 'hazard_id uuid, n int, region_id uuid, sector_id uuid, subject_id uuid, started_on date, due_on date, scored_due_on date, reinspection_limit_on date, submitted_on date, accepted_on date, due_as text, due_account_path uuid, due_effective_on date, on_time boolean, reinspection_account_path uuid, reinspected boolean'
const ROUND_PATHS = ['path', 'due_account_path', 'reinspection_account_path']
const upsertRounds = (given: string): string => `insert into round (${names(ROUND)}, ${names(ROUND_PATHS)}) select ${names(ROUND, 'g')}, p.path, due.path, again.path from json_to_recordset(${given}::json) as g(${ROUND_TYPES}) ${PLACED}
    left join region due on due.id = g.due_account_path left join region again on again.id = g.reinspection_account_path
  on conflict (hazard_id, n) do update set ${[...ROUND_PATHS, ...without(ROUND, 'hazard_id', 'n', 'started_on')].map((name) => `${name} = excluded.${name}`).join(', ')}`

const EVENT = ['stream', 'stream_id', 'version', 'type', 'schema', 'region_id', 'sector_id', 'subject_id', 'actor_id', 'source', 'occurred_at', 'imported_on', 'import_id', 'reason', 'payload']
const DELTA = without(Object.values(getTableColumns(deltaPending)).map((column) => column.name).map((name) => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)), 'path')
const insertPlaced = (table: string, given: string, columns: readonly string[]): string =>
  `insert into "${table}" (${names(columns)}, path) select ${names(columns, 'g')}, p.path from ${rowsOf(table, given)} ${PLACED}`

/**
 * Writes all of it in one statement: one round trip, and checks and triggers at its end. Answers the ids of the rows that were
 * written over. The text depends on which tables take rows only, so a connection prepares few of them.
 */
export async function write(tx: Queryable, rows: Rows): Promise<ReadonlySet<string>> {
  const parts: SQL[] = []
  const known: string[] = []
  const add = (name: string, given: readonly object[], make: (...parameters: string[]) => string, ...more: object[]) => {
    if (given.length === 0) return
    const parameters = [given, ...more]
    // The text is cut where its parameters stand.
    const pieces = make(...parameters.map((_, i) => `\0${i}\0`)).split('\0')
    parts.push(sql`${sql.raw(`"${name}" as (`)}${sql.join(pieces.map((piece, i) => (i % 2 === 0 ? sql.raw(piece) : sql`${JSON.stringify(parameters[Number(piece)])}`)))})`)
  }
  for (const table of FOLDS) {
    const all = Object.keys(rows[table][0] ?? {})
    const old = rows[table].filter((row) => row.since > 0)
    add(`new ${table}`, rows[table].filter((row) => row.since === 0), (given) => insertFolds(table, given!, all))
    add(`old ${table}`, old, (given, since) => updateFolds(table, given!, since!, all), Object.fromEntries(old.map(({ id, since }) => [id, since])))
    if (old.length > 0) known.push(`select id from "old ${table}"`)
  }
  add('rounds', rows.round, (given) => upsertRounds(given!))
  add('events', rows.event, (given) => insertPlaced('event', given!, EVENT))
  add('deltas', rows.delta, (given) => insertPlaced('delta_pending', given!, DELTA))
  const written = await tx.execute<{ id: string }>(sql`with ${sql.join(parts, sql.raw(', '))} ${sql.raw(known.length > 0 ? known.join(' union all ') : 'select null::uuid as id where false')}`)
  return new Set(written.map(({ id }) => id))
}
