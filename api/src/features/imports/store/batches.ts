import { oneOfIds, within, type Queryable, type Tx } from '@anwang/db'
import type { SheetMapping } from '@anwang/documents'
import type { HazardSource } from '@anwang/domain'
import { sql, type SQL } from 'drizzle-orm'
import { noCounts, type Answer, type Batch, type Bilingual, type Counts, type ImportState, type Staging } from '../model.ts'

/** How its sheets were read, without the first rows that were shown of them. */
export const withoutPreviews = sql`jsonb_set(mapping, '{sheets}', (select coalesce(jsonb_agg(sheet || '{"preview":[]}' order by n), '[]') from jsonb_array_elements(mapping->'sheets') with ordinality one(sheet, n)))`

/** Landing writes its progress beside its transaction; whoever began and holds the lock no longer is gone. */
const GONE_AFTER = '30 seconds'
/** Class of the advisory locks of landing ledgers, one per import; 0 is held by the only one that lands now. */
const LOCKS = 4201

const columns = sql`b.id, b.account_id as "accountId", b.region_id as "regionId", b.path, b.layout, b.file_name as "fileName", b.state, b.mapping as staging,
  b.counts, b.uploaded_at::text as "uploadedAt", b.confirmed_at::text as "confirmedAt", b.imported_on::text as "importedOn", b.uploaded_by as "uploadedBy", b.progress, b.failure,
  b.state = 'IMPORTING' and b.started_at < now() - ${GONE_AFTER}::interval and not exists (select from pg_locks l
    where l.locktype = 'advisory' and l.classid = ${LOCKS}::oid and l.objid = (hashtext(b.id::text)::bigint & 4294967295)::oid) as abandoned`

type Row = Omit<Batch, 'uploadedAt' | 'confirmedAt'> & { uploadedAt: string; confirmedAt: string | null } & Record<string, unknown>
const toBatch = (row: Row): Batch => ({ ...row, counts: { ...noCounts, ...row.counts }, uploadedAt: new Date(row.uploadedAt), confirmedAt: row.confirmedAt === null ? null : new Date(row.confirmedAt) })

export interface NewBatch {
  readonly id: string
  readonly accountId: string
  readonly regionId: string
  readonly path: string
  readonly fileName: string
  readonly sha256: string
  readonly file: Uint8Array
  readonly uploadedBy: Bilingual
}

/** Kept before its rows, which refer to it; what was read of it follows by `restage`. */
export async function insertBatch(tx: Tx, batch: NewBatch): Promise<void> {
  await tx.execute(sql`insert into import_batch (id, account_id, region_id, path, layout, file_name, sha256, file, state, mapping, counts, uploaded_by)
    values (${batch.id}, ${batch.accountId}, ${batch.regionId}, ${batch.path}, '', ${batch.fileName}, ${batch.sha256}, ${Buffer.from(batch.file.buffer, batch.file.byteOffset, batch.file.byteLength)},
      'STAGED', '{"sheets":[],"answers":[]}', ${JSON.stringify(noCounts)}::jsonb, ${JSON.stringify(batch.uploadedBy)}::jsonb)`)
}

export async function restage(tx: Tx, id: string, layout: string, staging: Staging, counts: Counts): Promise<void> {
  await tx.execute(sql`update import_batch set layout = ${layout}, mapping = ${JSON.stringify(staging)}::jsonb, counts = ${JSON.stringify(counts)}::jsonb,
    state = 'STAGED', failure = null, progress = null where id = ${id}`)
}

export async function batchesById(tx: Queryable, ids: readonly string[]): Promise<Map<string, Batch>> {
  const rows = await tx.execute<Row>(sql`select ${columns} from import_batch b where b.id in ${oneOfIds(ids)}`)
  return new Map(rows.map((row) => [row.id, toBatch(row)]))
}

/** Read with its row locked, so that of two who act on it one waits for the other. */
export async function lockedBatch(tx: Tx, id: string): Promise<Batch | null> {
  await tx.execute(sql`select from import_batch where id = ${id} for update`)
  return (await batchesById(tx, [id])).get(id) ?? null
}

export async function fileOf(tx: Tx, id: string): Promise<Uint8Array> {
  const [row] = await tx.execute<{ file: Uint8Array }>(sql`select file from import_batch where id = ${id}`)
  if (!row) throw new Error(`no import ${id}`)
  return row.file
}

const anywhere = (paths: readonly string[]): SQL =>
  paths.length === 0 ? sql`false` : sql`(${sql.join(paths.map((path) => within(sql`b.path`, path)), sql` or `)})`

/** Newest first, as their ids are made of the time; one more than asked for where there is more. */
export async function batchPage(tx: Tx, paths: readonly string[], after: string | null, limit: number): Promise<Batch[]> {
  const rows = await tx.execute<Row>(sql`select ${columns} from import_batch b where ${anywhere(paths)} and ${after ? sql`b.id < ${after}::uuid` : sql`true`} order by b.id desc limit ${limit}`)
  return rows.map(toBatch)
}

export async function countBatches(tx: Tx, paths: readonly string[]): Promise<number> {
  const [row] = await tx.execute<{ count: number }>(sql`select count(*)::int as count from (select from import_batch b where ${anywhere(paths)} limit 10000) one`)
  return row!.count
}

export const deleteBatch = async (tx: Tx, id: string): Promise<void> => void (await tx.execute(sql`delete from import_batch where id = ${id}`))

/** Says that landing begins. */
export const markImporting = async (tx: Tx, id: string): Promise<void> =>
  void (await tx.execute(sql`update import_batch set state = 'IMPORTING', started_at = now(), progress = 0, failure = null where id = ${id}`))

/**
 * Held to the end of the transaction: tells the others that somebody is landing this one; and one ledger lands at a time. Waits
 * as long as the one before it takes, whatever a statement may take otherwise.
 */
export async function holdLanding(tx: Tx, id: string): Promise<void> {
  const [limit] = await tx.execute<{ before: string }>(sql`select current_setting('statement_timeout') as before, set_config('statement_timeout', '0', true)`)
  await tx.execute(sql`select pg_advisory_xact_lock(${LOCKS}::int, hashtext(${id}))`)
  await tx.execute(sql`select pg_advisory_xact_lock(${LOCKS}::int, 0)`)
  await tx.execute(sql`select set_config('statement_timeout', ${limit!.before}, true)`)
}

/** As `holdLanding`, but waits for nobody: false where a ledger is landing. */
export async function holdLandingNow(tx: Tx, id: string): Promise<boolean> {
  const [lock] = await tx.execute<{ free: boolean }>(sql`select pg_try_advisory_xact_lock(${LOCKS}::int, hashtext(${id})) and pg_try_advisory_xact_lock(${LOCKS}::int, 0) as free`)
  return lock!.free
}

/** Says that one who waits for its turn is not gone. */
export const stillImporting = async (tx: Tx, id: string): Promise<void> =>
  void (await tx.execute(sql`update import_batch set started_at = now() where id = ${id} and state = 'IMPORTING'`))

export const showProgress = async (tx: Tx, id: string, progress: number): Promise<void> =>
  void (await tx.execute(sql`update import_batch set progress = ${progress} where id = ${id} and state = 'IMPORTING'`))

/** What has landed is not read again: neither its bytes nor the first rows of its sheets are kept. */
export const markImported = async (tx: Tx, id: string, on: string, at: Date, counts: Counts): Promise<void> =>
  void (await tx.execute(sql`update import_batch set state = 'IMPORTED', counts = ${JSON.stringify(counts)}::jsonb, confirmed_at = ${at.toISOString()}::timestamptz, imported_on = ${on}, progress = 1, file = ''::bytea, mapping = ${withoutPreviews} where id = ${id}`))

export const markFailed = async (tx: Tx, id: string, failure: Bilingual, counts: Counts | null): Promise<void> =>
  void (await tx.execute(sql`update import_batch set state = 'FAILED', progress = null, failure = ${JSON.stringify(failure)}::jsonb,
    counts = coalesce(${counts && JSON.stringify(counts)}::jsonb, counts) where id = ${id} and state = 'IMPORTING'`))

export const setState = async (tx: Tx, id: string, state: ImportState): Promise<void> =>
  void (await tx.execute(sql`update import_batch set state = ${state} where id = ${id}`))

export interface Remembered {
  readonly mapping: Omit<SheetMapping, 'sheetName'> & { readonly signature: string }
  readonly source: HazardSource | null
}

/** How the office explained the same file the last time, whatever became of that upload; null where it never saw it. */
export async function stagingOfSame(tx: Tx, regionId: string, sha256: string, other: string): Promise<Staging | null> {
  const [row] = await tx.execute<{ staging: Staging }>(sql`select mapping as staging from import_batch where region_id = ${regionId} and sha256 = ${sha256} and id <> ${other} order by id desc limit 1`)
  return row?.staging ?? null
}

const LEDGERS_LOOKED_AT = 100
/** What the office answered in its other ledgers, newest first; an import that it took back is no example. */
export async function answersBefore(tx: Tx, regionId: string, other: string): Promise<(readonly Answer[])[]> {
  const rows = await tx.execute<{ answers: readonly Answer[] }>(sql`select coalesce(mapping->'answers', '[]') as answers from import_batch
    where region_id = ${regionId} and id <> ${other} and state <> 'WITHDRAWN' order by id desc limit ${LEDGERS_LOOKED_AT}`)
  return rows.map((row) => row.answers)
}

/** How the office's sheets were corrected before. */
export async function rememberedMappings(tx: Tx, regionId: string): Promise<Remembered[]> {
  const rows = await tx.execute<{ mapping: Remembered }>(sql`select mapping from import_mapping where region_id = ${regionId} order by signature`)
  return rows.map((row) => row.mapping)
}

export async function remember(tx: Tx, regionId: string, path: string, remembered: Remembered): Promise<void> {
  await tx.execute(sql`insert into import_mapping (region_id, path, signature, mapping) values (${regionId}, ${path}, ${remembered.mapping.signature}, ${JSON.stringify(remembered)}::jsonb)
    on conflict (region_id, signature) do update set mapping = excluded.mapping`)
}
