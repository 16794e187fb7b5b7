import { oneOfIds, type Tx } from '@anwang/db'
import { sql, type SQL } from 'drizzle-orm'
import type { Counting, Outcome, RowProblem, RowValues, StagedRow } from '../model.ts'

const asTexts = (texts: readonly string[]): SQL => sql`(select value from json_array_elements_text(${JSON.stringify(texts)}::json))`

/** PostgreSQL keeps neither NUL nor half of a surrogate pair, and ledgers hold anything. */
const keepable = (_key: string, value: unknown) => (typeof value === 'string' ? value.replaceAll('\0', '').toWellFormed() : value === null ? undefined : value)
/** Facts that a ledger does not tell are left out, which halves what a row takes; `revive` puts them back as null. */
const slim = (value: object): unknown => JSON.parse(JSON.stringify(value, keepable))
const kept = (values: RowValues) => ({ ...values, record: slim(values.record), raw: JSON.parse(JSON.stringify(values.raw, (key, value) => (value === null ? null : keepable(key, value)))) })

export async function insertRows(tx: Tx, batchId: string, path: string, rows: readonly StagedRow[]): Promise<void> {
  if (rows.length === 0) return
  const json = JSON.stringify(rows.map(({ n, sheet, row, identity, outcome, values, problems }) => ({
    batch_id: batchId, n, path, sheet: sheet.replaceAll('\0', '').toWellFormed(), row, identity, outcome, values: kept(values), problems: slim(problems),
  })))
  await tx.execute(sql`insert into import_row (batch_id, n, path, sheet, row, identity, outcome, "values", problems)
    select batch_id, n, path, sheet, row, identity, outcome, "values", problems from json_populate_recordset(null::import_row, ${json}::json)`)
}

export const deleteRows = async (tx: Tx, batchId: string): Promise<void> => void (await tx.execute(sql`delete from import_row where batch_id = ${batchId}`))

type Row = Omit<StagedRow, 'problems'> & { problems: RowProblem[] } & Record<string, unknown>
const columns = sql.raw('n, sheet, row, identity, outcome, "values", problems, stream_id as "streamId"')

/** In the order of the file, after `n`. */
export async function rowsAfter(tx: Tx, batchId: string, chosen: readonly Outcome[] | null, n: number, limit: number): Promise<StagedRow[]> {
  const rows = await tx.execute<Row>(sql`select ${columns} from import_row where batch_id = ${batchId} and n > ${n}
    and ${chosen ? sql`outcome in ${asTexts(chosen)}` : sql`true`} order by n limit ${limit}`)
  return [...rows]
}

export async function countRows(tx: Tx, batchId: string, chosen: readonly Outcome[] | null): Promise<number> {
  const [row] = await tx.execute<{ count: number }>(sql`select count(*)::int as count from import_row where batch_id = ${batchId} and ${chosen ? sql`outcome in ${asTexts(chosen)}` : sql`true`}`)
  return row!.count
}

/** Of the rows that are to land. */
export async function countingOfRows(tx: Tx, batchId: string): Promise<Counting> {
  const [row] = await tx.execute<Counting & Record<string, unknown>>(sql`with landing as materialized (
      select "values"->'writes'->'closed' as closed, "values"->'writes'->'late' = 'true'::jsonb as late, problems from import_row where batch_id = ${batchId} and outcome in ('NEW', 'CHANGED'))
    select coalesce((select json_agg(json_build_object('period', period, 'rows', n) order by period desc) from (select period, count(*)::int as n from landing, jsonb_array_elements_text(closed) period group by 1) one), '[]') as closed,
      (count(*) filter (where late))::int as late, (count(*) filter (where jsonb_array_length(problems) > 0))::int as warned from landing`)
  return row!
}

export interface Landed {
  readonly n: number
  readonly identity: string | null
  readonly outcome: Outcome
  readonly streamId: string | null
}

/** In the order of the file. */
export async function markLanded(tx: Tx, batchId: string, rows: readonly Landed[]): Promise<void> {
  if (rows.length === 0) return
  await tx.execute(sql`update import_row r set identity = l.identity, outcome = l.outcome, stream_id = l.stream_id
    from json_to_recordset(${JSON.stringify(rows.map(({ streamId, ...row }) => ({ ...row, stream_id: streamId })))}::json) as l(n int, identity text, outcome text, stream_id uuid)
    where r.batch_id = ${batchId} and r.n = l.n and r.n between ${rows[0]!.n} and ${rows.at(-1)!.n}`)
}

/** What a look at them before landing found: they no longer stand as they were shown. */
export async function markChanged(tx: Tx, batchId: string, rows: readonly Pick<StagedRow, 'n' | 'outcome' | 'problems'>[]): Promise<void> {
  if (rows.length === 0) return
  await tx.execute(sql`update import_row r set outcome = l.outcome, problems = l.problems
    from json_to_recordset(${JSON.stringify(rows)}::json) as l(n int, outcome text, problems jsonb) where r.batch_id = ${batchId} and r.n = l.n`)
}

export async function countOutcomes(tx: Tx, batchId: string): Promise<Map<Outcome, number>> {
  const rows = await tx.execute<{ outcome: Outcome; count: number }>(sql`select outcome, count(*)::int as count from import_row where batch_id = ${batchId} group by outcome`)
  return new Map(rows.map((row) => [row.outcome, row.count]))
}

/** The records that earlier imports made of rows of these identities. */
export async function streamsOf(tx: Tx, identities: readonly string[]): Promise<Map<string, string>> {
  if (identities.length === 0) return new Map()
  const rows = await tx.execute<{ identity: string; stream_id: string }>(sql`select r.identity, r.stream_id from import_row r join import_batch b on b.id = r.batch_id and b.state = 'IMPORTED'
    where r.identity in ${asTexts([...new Set(identities)])} and r.stream_id is not null order by b.confirmed_at, r.n`)
  return new Map(rows.map((row) => [row.identity, row.stream_id]))
}

export interface BuiltOn {
  readonly text: string
  /** LATER: others wrote since. KNOWN: a hazard or an inspection that was there before, of which nothing can be taken back. */
  readonly kind: 'LATER' | 'KNOWN'
}

/** What stands in the way of taking imports back: firms, visits and hazards by name or number, at most ten of each import. */
export async function builtOn(tx: Tx, batchIds: readonly string[]): Promise<Map<string, BuiltOn[]>> {
  if (batchIds.length === 0) return new Map()
  const rows = await tx.execute<BuiltOn & { importId: string } & Record<string, unknown>>(sql`with touched as materialized (
      select import_id, stream, stream_id, min(version) as first from event where import_id in ${oneOfIds(batchIds)} group by 1, 2, 3
    ), found as (
      select 'LATER' as kind, t.* from touched t where exists (select from event e where e.stream_id = t.stream_id and e.version > t.first and e.import_id is distinct from t.import_id)
      union
      select 'LATER', t.* from touched t join hazard h on h.subject_id = t.stream_id where t.stream = 'subject' and t.first = 1 and h.state <> 'VOIDED'
        and not exists (select from event e where e.stream_id = h.id and e.version = 1 and e.import_id = t.import_id)
      union
      select 'LATER', t.* from touched t join hazard h on h.inspection_id = t.stream_id where t.stream = 'inspection' and t.first = 1 and h.state <> 'VOIDED'
        and not exists (select from event e where e.stream_id = h.id and e.version = 1 and e.import_id = t.import_id)
      union
      select 'LATER', t.* from touched t join inspection i on i.subject_id = t.stream_id where t.stream = 'subject' and t.first = 1 and not i.withdrawn
        and not exists (select from event e where e.stream_id = i.id and e.version = 1 and e.import_id = t.import_id)
      union
      select 'KNOWN', t.* from touched t where t.stream <> 'subject' and t.first > 1
    ), numbered as (select *, row_number() over (partition by import_id order by kind desc, stream_id) as n from found)
    select x.import_id as "importId", x.kind, coalesce(h.number, i.number, s.name, '') as text from numbered x
    left join hazard h on h.id = x.stream_id left join inspection i on i.id = x.stream_id left join subject s on s.id = x.stream_id where x.n <= 10 order by x.n`)
  return Map.groupBy(rows, (row) => row.importId)
}

/** The streams that an import touched, hazards first, in pages by id. */
export async function touchedStreams(tx: Tx, batchId: string, stream: 'hazard' | 'inspection' | 'subject', after: string | null, limit: number): Promise<{ id: string; first: number }[]> {
  const rows = await tx.execute<{ id: string; first: number }>(sql`select stream_id as id, min(version) as first from event
    where import_id = ${batchId} and stream = ${stream} and ${after ? sql`stream_id > ${after}::uuid` : sql`true`} group by 1 order by 1 limit ${limit}`)
  return [...rows]
}

export async function foldsOf<F>(tx: Tx, stream: 'hazard' | 'inspection' | 'subject', ids: readonly string[]): Promise<Map<string, F>> {
  if (ids.length === 0) return new Map()
  const rows = await tx.execute<{ id: string; fold: F }>(sql`select id, fold from ${sql.identifier(stream)} where id in ${oneOfIds(ids)}`)
  return new Map(rows.map((row) => [row.id, row.fold]))
}

export const deleteContactsOf = async (tx: Tx, owners: readonly string[]): Promise<void> =>
  void (await tx.execute(sql`delete from contact where owner_id in ${oneOfIds(owners)}`))
