import { createHash } from 'node:crypto'
import { sql, type SQL } from 'drizzle-orm'
import type { Queryable } from '../client.ts'

/** `event`: what was done to records. `audit`: who came in, was refused, read personal data, took records out. */
export const logs = ['event', 'audit'] as const
export type Log = (typeof logs)[number]

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

const instant = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`

/** The fields of an entry in the order in which they are hashed; a new column is added at the end of a new form, never to this one. */
const FIELDS: Readonly<Record<Log, readonly string[]>> = {
  event: [
    'stream', 'stream_id::text', 'version::text', 'type', 'schema::text', 'region_id::text', 'path', 'sector_id::text', 'subject_id::text', 'actor_id::text',
    'source', instant('occurred_at'), instant('recorded_at'), `to_char(imported_on, 'YYYY-MM-DD')`, 'import_id::text', 'reason', 'payload::text',
  ],
  audit: [
    instant('at'), 'kind', 'refused::text', 'reason', 'account_id::text', 'user_name', 'title', 'title_en', 'region_id::text', 'path', 'action', 'target',
    'target_id', 'rows::text', 'address', 'details::text',
  ],
}
/** How an entry is named to people: the record and its version, or when, who and what. */
const NAMES: Readonly<Record<Log, string>> = {
  event: `stream || ' ' || stream_id || ' version ' || version || ' ' || type`,
  audit: `to_char(at at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI:SS') || ' ' || coalesce(user_name, '-') || ' ' || kind || ' ' || action`,
}

const select: Readonly<Record<Log, SQL>> = {
  event: sql.raw(`select seq, json_build_array(${FIELDS.event.join(', ')}) as fields, ${NAMES.event} as name from event`),
  audit: sql.raw(`select seq, json_build_array(${FIELDS.audit.join(', ')}) as fields, ${NAMES.audit} as name from audit`),
}

/**
 * The bytes that are hashed for an entry: UTF-8 of the JSON array of its log's name and its fields as texts, without spaces, null
 * for what is not there; instants in UTC to the microsecond, jsonb as PostgreSQL prints it. The number is not among them: a seal
 * holds it beside the digest, so that an entry that was moved is known again.
 */
export const canonical = (log: Log, fields: readonly (string | null)[]): string => JSON.stringify([log, ...fields])

export interface Entry {
  readonly seq: number
  readonly name: string
  readonly fields: readonly (string | null)[]
  /** SHA-256 of the canonical bytes, in hexadecimal. */
  readonly digest: string
}

/** At most `limit` entries with numbers in (after, upto], in order. */
export async function entriesOf(db: Queryable, log: Log, after: number, upto: number, limit: number): Promise<Entry[]> {
  const rows = await db.execute<{ seq: string; name: string; fields: (string | null)[] }>(
    sql`${select[log]} where seq > ${after} and seq <= ${upto} order by seq limit ${limit}`)
  return rows.map(({ seq, name, fields }) => ({ seq: Number(seq), name, fields, digest: sha256(canonical(log, fields)) }))
}

/** When a seal was set, as it is hashed. */
export const SEALED_AT: SQL = sql.raw(`to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`)

export interface Seal {
  readonly log: Log
  readonly n: number
  readonly uptoSeq: number
  /** Entries sealed so far, these included. */
  readonly total: number
  readonly entries: readonly { readonly seq: number; readonly digest: string }[]
  readonly prevSha256: string | null
  /** ISO, to the millisecond. */
  readonly at: string
}

/** SHA-256 over a seal, its entries and the seal before: what an anchor outside keeps. */
export const sealHash = (seal: Seal): string => sha256([
  JSON.stringify(['anwang seal 1', seal.log, seal.n, seal.prevSha256, seal.at, seal.total, seal.uptoSeq]),
  ...seal.entries.map(({ seq, digest }) => `${seq} ${digest}`),
].join('\n'))
