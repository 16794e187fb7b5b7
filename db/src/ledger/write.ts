import { metricNames } from '@anwang/domain'
import { sent, type Queryable } from '../client.ts'

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

type Table = (typeof FOLDS)[number] | 'round' | 'event' | 'delta'

/** Where a statement reads rows from, as `g`, with \0 where a parameter stands. */
interface Given {
  readonly from: () => string
  readonly values: readonly (string | null)[]
  readonly single: boolean
}

const columnsOf = (text: string): Readonly<Record<string, string>> => Object.fromEntries(text.split(', ').map((column) => column.split(' ') as [string, string]))
const names = (columns: readonly string[], of = '') => columns.map((name) => (of === '' ? `"${name}"` : `${of}."${name}"`)).join(', ')
const without = (columns: readonly string[], ...left: string[]) => columns.filter((name) => !left.includes(name))
/** Columns that a single row is given by, a parameter each; not a subject's, which has lists. */
const TYPES: { readonly [T in Table]?: Readonly<Record<string, string>> } = {
  inspection: columnsOf('id uuid, version int, since int, number text, nature text, subject_id uuid, region_id uuid, account_id uuid, sector_id uuid, started_on date, finished_on date, reinspection boolean, findings text, shown_only boolean, withdrawn boolean, fold jsonb'),
  hazard: columnsOf('id uuid, version int, since int, number text, description text, level text, state text, source text, subject_id uuid, inspection_id uuid, region_id uuid, account_id uuid, sector_id uuid, found_on date, registered_on date, due_on date, overdue_from date, overdue_until date, submitted_on date, accepted_on date, imported boolean, shown_only boolean, duplicate_of uuid, fold jsonb'),
  round: columnsOf('hazard_id uuid, n int, region_id uuid, sector_id uuid, subject_id uuid, started_on date, due_on date, scored_due_on date, reinspection_limit_on date, submitted_on date, accepted_on date, due_as text, due_account_path uuid, due_effective_on date, on_time boolean, reinspection_account_path uuid, reinspected boolean'),
  event: columnsOf('stream text, stream_id uuid, version int, type text, schema int, region_id uuid, sector_id uuid, subject_id uuid, actor_id uuid, source text, occurred_at timestamptz, imported_on date, import_id uuid, reason text, payload jsonb'),
  delta: columnsOf('id uuid, region_id uuid, sector_id uuid, counts_on date, effective_on date'),
}
const typesOf = (table: Table, metrics: readonly string[]): Readonly<Record<string, string>> | undefined =>
  table === 'delta' ? { ...TYPES.delta, ...Object.fromEntries(metrics.map((name) => [name, 'bigint'])) } : TYPES[table]

/** What the driver writes of a boolean depends on the type that it expects, of a text never. */
const placed = (type: string): string => (type === 'boolean' ? '\0::text::boolean' : `\0::${type}`)
const written = (value: unknown): string | null => {
  if (value === null || value === undefined) return null
  if (value instanceof Date) return value.toISOString()
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** Most appends are of one row a table: as parameters of their own these need no parsing, and the plan of one row. */
function singly(table: Table, row: object, metrics: readonly string[]): Given | null {
  const types = typesOf(table, metrics)
  return types === undefined ? null : {
    from: () => `(select ${Object.entries(types).map(([name, type]) => `${placed(type)} as "${name}"`).join(', ')}) g`,
    values: Object.keys(types).map((name) => written((row as Readonly<Record<string, unknown>>)[name])), single: true,
  }
}

/** Rows go in as one parameter, so a batch of any size is one statement. */
const together = (table: Table, rows: readonly object[], metrics: readonly string[]): Given => {
  const types = table === 'round' || table === 'delta' ? typesOf(table, metrics)! : null
  const read = types === null ? `json_populate_recordset(null::"${table}", \0::json) g` : `json_to_recordset(\0::json) as g(${Object.entries(types).map(([name, type]) => `"${name}" ${type}`).join(', ')})`
  return { from: () => read, values: [JSON.stringify(rows)], single: false }
}
const given = (table: Table, rows: readonly object[], metrics: readonly string[] = []): Given =>
  (rows.length === 1 ? singly(table, rows[0]!, metrics) : null) ?? together(table, rows, metrics)

// Outer joins: a region that is not there leaves no path, which no table takes.
const PLACED = 'left join region p on p.id = g.region_id'
const COUNTED = `${PLACED} left join region a on a.id = g.account_id`

const insertFolds = (table: string, from: string, all: readonly string[]): string => {
  const columns = without(all, 'since', 'path', 'account_path')
  return `insert into "${table}" (${names(columns)}, path, account_path) select ${names(columns, 'g')}, p.path, a.path from ${from} ${COUNTED}`
}

/** A row whose version is not the one that was read is left alone, and so found out. */
const updateFolds = (table: string, from: string, single: boolean, all: readonly string[]): string => {
  const columns = without(all, 'since', 'id', 'path', 'account_path')
  const since = single ? '' : 'join (select key::uuid as id, value::int as since from json_each_text(\0::json)) s on s.id = g.id'
  return `update "${table}" t set ${columns.map((name) => `"${name}" = g."${name}"`).join(', ')}, path = p.path, account_path = a.path
    from ${from} ${since} ${COUNTED} where t.id = g.id and t.version = ${single ? 'g' : 's'}.since returning t.id`
}

const ROUND = without(Object.keys(TYPES.round!), 'region_id', 'due_account_path', 'reinspection_account_path')
const ROUND_PATHS = ['path', 'due_account_path', 'reinspection_account_path']
const upsertRounds = (from: string): string => `insert into round (${names(ROUND)}, ${names(ROUND_PATHS)}) select ${names(ROUND, 'g')}, p.path, due.path, again.path from ${from} ${PLACED}
    left join region due on due.id = g.due_account_path left join region again on again.id = g.reinspection_account_path
  on conflict (hazard_id, n) do update set ${[...ROUND_PATHS, ...without(ROUND, 'hazard_id', 'n', 'started_on')].map((name) => `${name} = excluded.${name}`).join(', ')}`

const EVENT = Object.keys(TYPES.event!)
const insertEvents = (from: string): string => `insert into event (${names(EVENT)}, path) select ${names(EVENT, 'g')}, p.path from ${from} ${PLACED}`

/** Of some forty metrics an event has one or a few: the others are null by default and cost nothing. */
const insertDeltas = (from: string, metrics: readonly string[]): string => {
  const columns = Object.keys(typesOf('delta', metrics)!)
  return `insert into delta_pending (${names(columns)}, path) select ${names(columns, 'g')}, p.path from ${from} ${PLACED}`
}

interface Part {
  readonly key: string
  /** With \0 where a parameter stands, in the order of `values`. */
  readonly text: () => string
  readonly values: readonly (string | null)[]
  /** Answers the ids that it wrote over. */
  readonly answers?: string
}

function foldParts(table: (typeof FOLDS)[number], rows: readonly FoldRow[]): Part[] {
  const columns = Object.keys(rows[0] ?? {})
  const fresh = rows.filter((row) => row.since === 0)
  const old = rows.filter((row) => row.since > 0)
  const parts: Part[] = []
  if (fresh.length > 0) {
    const { from, values, single } = given(table, fresh)
    parts.push({ key: `new ${table} ${single}`, text: () => `"new ${table}" as (${insertFolds(table, from(), columns)})`, values })
  }
  if (old.length > 0) {
    const { from, values, single } = given(table, old)
    const since = single ? [] : [JSON.stringify(Object.fromEntries(old.map((row) => [row.id, row.since])))]
    parts.push({ key: `old ${table} ${single}`, text: () => `"old ${table}" as (${updateFolds(table, from(), single, columns)})`, values: [...values, ...since], answers: `select id from "old ${table}"` })
  }
  return parts
}

function part(name: string, { from, values, single }: Given, text: (from: string) => string, more = ''): Part {
  return { key: `${name} ${single} ${more}`, text: () => `"${name}" as (${text(from())})`, values }
}

const statementText = (parts: readonly Part[]): string => {
  const old = parts.flatMap(({ answers }) => answers ?? [])
  let parameters = 0
  return `with ${parts.map(({ text }) => text()).join(', ')} ${old.length > 0 ? old.join(' union all ') : 'select null::uuid as id where false'}`
    .replaceAll('\0', () => `$${++parameters}`)
}

const statements = new Map<string, string>()
/** A connection keeps each statement that it prepared: past so many combinations of metrics a delta names all of them. */
const MOST_STATEMENTS = 64

function partsOf(rows: Rows, metrics: readonly string[]): Part[] {
  return [
    ...FOLDS.flatMap((table) => foldParts(table, rows[table])),
    ...(rows.round.length > 0 ? [part('rounds', given('round', rows.round), upsertRounds)] : []),
    part('events', given('event', rows.event), insertEvents),
    ...(rows.delta.length > 0 ? [part('deltas', given('delta', rows.delta, metrics), (from) => insertDeltas(from, metrics), metrics.join())] : []),
  ]
}

function statementOf(parts: readonly Part[]): string | null {
  const key = parts.map((one) => one.key).join()
  const made = statements.get(key)
  if (made !== undefined || statements.size >= MOST_STATEMENTS) return made ?? null
  const statement = statementText(parts)
  statements.set(key, statement)
  return statement
}

/**
 * Writes all of it in one statement: one round trip, and checks and triggers at its end. Answers the ids of the rows that were
 * written over.
 */
export async function write(tx: Queryable, rows: Rows): Promise<ReadonlySet<string>> {
  let parts = partsOf(rows, metricNames.filter((name) => rows.delta.some((row) => name in row)))
  let statement = statementOf(parts)
  if (statement === null) {
    parts = partsOf(rows, metricNames)
    statement = statementOf(parts) ?? statementText(parts)
  }
  const answer = await sent<{ id: string }>(tx, statement, parts.flatMap(({ values }) => values))
  return new Set(answer.map(({ id }) => id))
}
