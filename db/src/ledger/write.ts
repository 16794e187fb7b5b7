import { metricNames } from '@anwang/domain'
import { sql, type SQL } from 'drizzle-orm'
import type { Queryable } from '../client.ts'

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
const insertEvents = (given: string): string =>
  `insert into event (${names(EVENT)}, path) select ${names(EVENT, 'g')}, p.path from ${rowsOf('event', given)} ${PLACED}`

const DELTA = ['id', 'region_id', 'sector_id', 'counts_on', 'effective_on']
const DELTA_TYPES = 'id uuid, region_id uuid, sector_id uuid, counts_on date, effective_on date'
/** Of some forty metrics an event has one or a few: the others are null by default and cost nothing. */
const insertDeltas = (given: string, metrics: readonly string[]): string =>
  `insert into delta_pending (${names([...DELTA, ...metrics])}, path) select ${names([...DELTA, ...metrics], 'g')}, p.path
    from json_to_recordset(${given}::json) as g(${DELTA_TYPES}, ${metrics.map((name) => `${name} bigint`).join(', ')}) ${PLACED}`

/** A statement cut where its parameters stand. */
type Statement = readonly SQL[]
const statements = new Map<string, Statement>()
/** A connection keeps each statement that it prepared: past so many combinations of metrics a delta names all of them. */
const MOST_STATEMENTS = 64

function statementOf(rows: Rows, tables: readonly { readonly table: (typeof FOLDS)[number]; readonly fresh: boolean; readonly known: boolean }[], metrics: readonly string[]): Statement {
  const key = [...tables.flatMap(({ table, fresh, known }) => [fresh ? `new ${table}` : '', known ? `old ${table}` : '']), rows.round.length > 0 ? 'round' : '', ...metrics].join()
  const made = statements.get(key)
  if (made) return made
  if (statements.size >= MOST_STATEMENTS && metrics.length > 0 && metrics.length < metricNames.length) return statementOf(rows, tables, metricNames)
  const parts: string[] = []
  const old: string[] = []
  for (const { table, fresh, known } of tables) {
    const columns = Object.keys(rows[table][0] ?? {})
    if (fresh) parts.push(`"new ${table}" as (${insertFolds(table, '\0', columns)})`)
    if (known) parts.push(`"old ${table}" as (${updateFolds(table, '\0', '\0', columns)})`)
    if (known) old.push(`select id from "old ${table}"`)
  }
  if (rows.round.length > 0) parts.push(`rounds as (${upsertRounds('\0')})`)
  parts.push(`events as (${insertEvents('\0')})`)
  if (rows.delta.length > 0) parts.push(`deltas as (${insertDeltas('\0', metrics)})`)
  const text = `with ${parts.join(', ')} ${old.length > 0 ? old.join(' union all ') : 'select null::uuid as id where false'}`
  const statement = text.split('\0').map((piece) => sql.raw(piece))
  statements.set(key, statement)
  return statement
}

/**
 * Writes all of it in one statement: one round trip, and checks and triggers at its end. Answers the ids of the rows that were
 * written over.
 */
export async function write(tx: Queryable, rows: Rows): Promise<ReadonlySet<string>> {
  const tables = FOLDS.filter((table) => rows[table].length > 0).map((table) => ({ table, fresh: rows[table].some((row) => row.since === 0), known: rows[table].some((row) => row.since > 0) }))
  const metrics = metricNames.filter((name) => rows.delta.some((row) => name in row))
  const parameters = [
    ...tables.flatMap(({ table, fresh, known }) => {
      const old = rows[table].filter((row) => row.since > 0)
      return [...(fresh ? [rows[table].filter((row) => row.since === 0)] : []), ...(known ? [old, Object.fromEntries(old.map(({ id, since }) => [id, since]))] : [])]
    }),
    ...(rows.round.length > 0 ? [rows.round] : []), rows.event, ...(rows.delta.length > 0 ? [rows.delta] : []),
  ]
  const [first, ...rest] = statementOf(rows, tables, metrics)
  const written = await tx.execute<{ id: string }>(sql.join([first!, ...rest.flatMap((piece, i) => [sql`${JSON.stringify(parameters[i])}`, piece])]))
  return new Set(written.map(({ id }) => id))
}
