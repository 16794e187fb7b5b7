import { multirange, within, type AuditKind, type Db, type Tx } from '@anwang/db'
import type { Log } from '@anwang/db/audit/canonical'
import type { Finding } from '@anwang/db/audit/verify'
import { addDays, startOfDay, type Day, type EventSource } from '@anwang/domain'
import { sql, type SQL } from 'drizzle-orm'

export interface Entry {
  readonly seq: string
  readonly at: Date
  readonly kind: AuditKind
  readonly refused: boolean
  readonly reason: string | null
  readonly userName: string | null
  readonly title: string | null
  readonly titleEn: string | null
  readonly regionId: string | null
  readonly action: string
  readonly target: string | null
  readonly targetId: string | null
  readonly rows: number | null
  readonly address: string | null
  readonly details: Readonly<Record<string, unknown>>
}

export interface EntryQuery {
  readonly root: string | null
  readonly kind: readonly AuditKind[]
  readonly refused: boolean | null
  readonly search: string | null
  /** Both inclusive, days of Shanghai. */
  readonly from: Day | null
  readonly to: Day | null
}

/** Lets the transaction read the second log of these subtrees. */
export const openAudit = async (tx: Tx, paths: readonly string[]): Promise<void> =>
  void (await tx.execute(sql`select set_config('app.audit', ${multirange(paths)}, true)`))

const matching = ({ root, kind, refused, search, from, to }: EntryQuery): SQL => sql.join([
  sql`true`,
  ...(root === null ? [] : [within(sql`path`, root)]),
  ...(kind.length === 0 ? [] : [sql`kind = any (string_to_array(${kind.join(',')}, ','))`]),
  ...(refused === null ? [] : [sql`refused = ${refused}`]),
  ...(from === null ? [] : [sql`at >= ${startOfDay(from).toISOString()}::timestamptz`]),
  ...(to === null ? [] : [sql`at < ${startOfDay(addDays(to, 1)).toISOString()}::timestamptz`]),
  ...(search === null ? [] : [sql`position(lower(${search}) in lower(concat_ws(' ', user_name, title, title_en, address, action, target_id, details->>'title', details->>'userName'))) > 0`]),
], sql` and `)

/** The newest first, before the number `before`. */
export async function entryPage(tx: Tx, query: EntryQuery, before: string | null, limit: number): Promise<Entry[]> {
  const rows = await tx.execute<Omit<Entry, 'at'> & { at: string } & Record<string, unknown>>(sql`
    select seq::text, at, kind, refused, reason, user_name as "userName", title, title_en as "titleEn", region_id as "regionId", action, target,
      target_id as "targetId", rows, address, details
    from audit where ${matching(query)} ${before === null ? sql`` : sql`and seq < ${before}::bigint`} order by audit.seq desc limit ${limit}`)
  return rows.map((row) => ({ ...row, at: new Date(row.at) }))
}

export async function countEntries(tx: Tx, query: EntryQuery, most: number): Promise<number> {
  const [row] = await tx.execute<{ n: number }>(sql`select count(*)::int as n from (select 1 from audit where ${matching(query)} limit ${most}) found`)
  return row?.n ?? 0
}

/** How far a log is sealed, and what its last check found. */
export interface Chain {
  readonly log: Log
  readonly sealed: number
  readonly sealedAt: Date | null
  readonly checked: { readonly at: Date; readonly entries: number; readonly sound: boolean; readonly findings: readonly Finding[] } | null
}

export async function chainsOf(tx: Db | Tx): Promise<Chain[]> {
  const rows = await tx.execute<{ log: Log; total: string | null; sealed_at: string | null; checked_at: string | null; entries: string | null; sound: boolean | null; findings: Finding[] | null }>(sql`
    select l.log, s.total, s.at as sealed_at, c.at as checked_at, c.entries, c.sound, c.findings
    from (values (1, 'event'), (2, 'audit')) l(place, log)
    left join lateral (select total, at from seal where seal.log = l.log order by n desc limit 1) s on true
    left join lateral (select at, entries, sound, findings from seal_check where seal_check.log = l.log order by at desc limit 1) c on true
    order by l.place`)
  return rows.map((row) => ({
    log: row.log, sealed: Number(row.total ?? 0), sealedAt: row.sealed_at === null ? null : new Date(row.sealed_at),
    checked: row.checked_at === null ? null : { at: new Date(row.checked_at), entries: Number(row.entries), sound: row.sound ?? false, findings: row.findings ?? [] },
  }))
}

/** A line of the first log. */
export interface AuditedEvent {
  readonly seq: string
  readonly stream: string
  readonly streamId: string
  readonly version: number
  readonly type: string
  readonly regionId: string
  readonly actorId: string
  readonly source: EventSource
  readonly occurredAt: Date
  readonly recordedAt: Date
  readonly reason: string | null
  readonly payload: Readonly<Record<string, unknown>>
}
type EventRow = Omit<AuditedEvent, 'occurredAt' | 'recordedAt'> & { readonly occurredAt: string; readonly recordedAt: string } & Record<string, unknown>

export interface EventQuery {
  readonly record: string | null
  readonly root: string | null
}
const done = ({ record, root }: EventQuery): SQL => sql`${record === null ? sql`true` : sql`stream_id = ${record}`}${root === null ? sql`` : sql` and ${within(sql`path`, root)}`}`

/** What was done in what the transaction may audit, or to one record, the newest first, before the number `before`. */
export async function eventPage(tx: Tx, query: EventQuery, before: string | null, limit: number): Promise<AuditedEvent[]> {
  const rows = await tx.execute<EventRow>(sql`
    select seq::text, stream, stream_id as "streamId", version, type, region_id as "regionId", actor_id as "actorId", source, occurred_at as "occurredAt", recorded_at as "recordedAt", reason, payload
    from event where ${done(query)} ${before === null ? sql`` : sql`and event.seq < ${before}::bigint`}
    order by ${query.record === null ? sql`event.seq` : sql`version`} desc limit ${limit}`)
  return rows.map((row) => ({ ...row, occurredAt: new Date(row.occurredAt), recordedAt: new Date(row.recordedAt) }))
}

export async function countEvents(tx: Tx, query: EventQuery, most: number): Promise<number> {
  const [row] = await tx.execute<{ n: number }>(sql`select count(*)::int as n from (select 1 from event where ${done(query)} limit ${most}) found`)
  return row?.n ?? 0
}

export interface Actor {
  readonly userName: string
  readonly title: string
  readonly titleEn: string
}
/** Whose accounts they are. As the worker role: the application's sees no accounts. */
export async function actorsNamed(worker: Db, ids: readonly string[]): Promise<Map<string, Actor>> {
  const rows = await worker.execute<Record<'id' | 'user_name' | 'title' | 'title_en', string>>(sql`select id, user_name, title, title_en from account where id = any (${`{${ids.join(',')}}`}::uuid[])`)
  return new Map(rows.map((row) => [row.id, { userName: row.user_name, title: row.title, titleEn: row.title_en }]))
}
