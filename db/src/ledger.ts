import {
  applyInspection, applySubject, deltaRows, difference, apply as applyHazard, hazardContributions, inspectionContributions,
  subjectContributions, type Contribution, type DeltaRow, type Hazard, type HazardEvent, type Inspection, type InspectionEvent,
  type Subject, type SubjectEvent,
} from '@anwang/domain'
import { recordWithoutNumbers } from '@anwang/domain/personal'
import { sql, type SQL } from 'drizzle-orm'
import { oneOfIds, type Queryable } from './client.ts'
import { newId } from './ids.ts'
import { hazardRow, inspectionRow, roundRows, subjectRow, type Paths } from './ledger/rows.ts'

interface Streams {
  hazard: { fold: Hazard; event: HazardEvent }
  inspection: { fold: Inspection; event: InspectionEvent }
  subject: { fold: Subject; event: SubjectEvent }
}
export type StreamName = keyof Streams

/** Events to be added to one stream. `before` is its fold so far; null for a new stream. */
export type Append = {
  [S in StreamName]: {
    readonly stream: S
    readonly id: string
    readonly before: Streams[S]['fold'] | null
    readonly events: readonly Streams[S]['event'][]
    readonly importId?: string
  }
}[StreamName]

export type Folded = { [S in StreamName]: { stream: S; id: string; fold: Streams[S]['fold'] } }[StreamName]

/** Somebody else wrote to the stream since its fold was read. */
export class VersionConflict extends Error {
  readonly streamIds: readonly string[]
  constructor(streamIds: readonly string[]) {
    super(`changed meanwhile: ${streamIds.join(', ')}`)
    this.streamIds = streamIds
  }
}

interface Step {
  fold: Folded['fold']
  events: { version: number; event: Append['events'][number]; fold: Folded['fold'] }[]
  delta: Contribution[]
}

function steps<E, F extends { version: number }>(before: F | null, events: readonly E[], apply: (fold: F | null, event: E) => F, contributions: (fold: F | null) => Contribution[]) {
  let fold = before
  const written = events.map((event) => ({ version: (fold = apply(fold, event)).version, event, fold }))
  if (fold === null) throw new Error('an append needs at least one event')
  return { fold, events: written, delta: difference(contributions(before), contributions(fold)) }
}

/** Events are for good and hold no personal data: a telephone or identity number typed into a text is left out before anything is made of it. */
const withoutNumbers = <E extends Append['events'][number]>(event: E): E =>
  ({ ...event, payload: recordWithoutNumbers(event.payload), ...(event.reason !== undefined && { reason: recordWithoutNumbers(event.reason) }) })
const impersonal = (append: Append): Append => ({ ...append, events: append.events.map(withoutNumbers) }) as Append

function step(append: Append): Step {
  switch (append.stream) {
    case 'hazard': return steps(append.before, append.events, applyHazard, hazardContributions)
    case 'inspection': return steps(append.before, append.events, applyInspection, inspectionContributions)
    case 'subject': return steps(append.before, append.events, applySubject, subjectContributions)
  }
}

/** What an append writes beside its fold's own row, for a bulk load that passes `append` by: bench's generator. */
export function recordsOf(append: Append, path: Paths): { readonly fold: Folded['fold']; readonly events: readonly object[]; readonly deltas: readonly DeltaRow[] } {
  const done = step(append)
  return { fold: done.fold, events: eventRows(append, done, path), deltas: deltaRows(done.delta) }
}

/** Rows go in as one parameter, so a batch of any size is one statement. */
const rowsOf = (table: string, rows: readonly object[]): SQL =>
  sql`json_populate_recordset(null::${sql.identifier(table)}, ${JSON.stringify(rows)}::json)`

async function pathsOf(tx: Queryable, ids: ReadonlySet<string>): Promise<Paths> {
  const rows = await tx.execute<{ id: string; path: string }>(sql`select id, path from region where id in
    ${oneOfIds([...ids])}`)
  const paths = new Map(rows.map((row) => [row.id, row.path]))
  return (id) => {
    const path = paths.get(id)
    if (path === undefined) throw new Error(`no region ${id}`)
    return path
  }
}

const EVENT_COLUMNS = sql.raw('stream, stream_id, version, type, schema, region_id, path, sector_id, subject_id, actor_id, source, occurred_at, imported_on, import_id, reason, payload')

function eventRows(append: Append, done: Step, path: Paths): object[] {
  return done.events.map(({ version, event, fold }) => ({
    stream: append.stream, stream_id: append.id, version, type: event.type, schema: 1,
    region_id: fold.placeId, path: path(fold.placeId), sector_id: fold.sectorId,
    subject_id: append.stream === 'subject' ? append.id : (fold as Hazard | Inspection).subjectId,
    actor_id: event.actorId, source: event.source, occurred_at: event.occurredAt,
    imported_on: event.importedOn ?? null, import_id: append.importId ?? null, reason: event.reason ?? null, payload: event.payload,
  }))
}

/** Writes fold rows; a row whose version is not the one that was read is left alone, and so found out. */
async function writeFolds(tx: Queryable, table: StreamName, rows: readonly { id: string; version: number; since: number }[]) {
  if (rows.length === 0) return
  const columns = Object.keys(rows[0]!).filter((name) => name !== 'since')
  const list = sql.join(columns.map((name) => sql.identifier(name)), sql`, `)
  const set = sql.join(columns.filter((name) => name !== 'id').map((name) => sql`${sql.identifier(name)} = r.${sql.identifier(name)}`), sql`, `)
  const fresh = rows.filter((row) => row.since === 0)
  const known = rows.filter((row) => row.since > 0)
  if (fresh.length > 0) await tx.execute(sql`insert into ${sql.identifier(table)} (${list}) select ${list} from ${rowsOf(table, fresh)}`)
  if (known.length === 0) return
  const since = new Map(known.map((row) => [row.id, row.since]))
  const done = await tx.execute<{ id: string }>(sql`with s as (select key::uuid as id, value::int as version from json_each_text(${JSON.stringify(Object.fromEntries(since))}::json))
    update ${sql.identifier(table)} t set ${set} from ${rowsOf(table, known)} r join s on s.id = r.id
    where t.id = r.id and t.version = s.version returning t.id`)
  if (done.length < known.length) {
    const written = new Set(done.map((row) => row.id))
    throw new VersionConflict(known.map((row) => row.id).filter((id) => !written.has(id)))
  }
}

async function writeRounds(tx: Queryable, rows: readonly object[]) {
  if (rows.length === 0) return
  await tx.execute(sql`insert into round select * from ${rowsOf('round', rows)}
    on conflict (hazard_id, n) do update set path = excluded.path, sector_id = excluded.sector_id, subject_id = excluded.subject_id,
      due_on = excluded.due_on, scored_due_on = excluded.scored_due_on, reinspection_limit_on = excluded.reinspection_limit_on,
      submitted_on = excluded.submitted_on, accepted_on = excluded.accepted_on`)
}

async function writeDeltas(tx: Queryable, done: readonly Step[], path: Paths) {
  const rows = done.flatMap((one) => deltaRows(one.delta)).map((row) => ({
    id: newId(), region_id: row.regionId, path: path(row.regionId), sector_id: row.sectorId,
    counts_on: row.countsOn, effective_on: row.effectiveOn, ...row.amounts,
  }))
  if (rows.length > 0) await tx.execute(sql`insert into delta_pending select * from ${rowsOf('delta_pending', rows)}`)
}

/**
 * The only writer of events and deltas. Event, row and delta commit together with the caller's transaction; of two
 * writers of one version exactly one wins, the other gets VersionConflict and must roll back. Five statements for any
 * number of streams, one more per kind of stream.
 */
export async function append(tx: Queryable, given: readonly Append[]): Promise<Folded[]> {
  if (given.length === 0) return []
  const appends = given.map(impersonal)
  const done = appends.map(step)
  const regions = new Set(done.flatMap((one) => [...one.events.map((e) => e.fold.placeId), one.fold.accountId, ...one.delta.map((c) => c.regionId)]))
  const path = await pathsOf(tx, regions)
  const folded = appends.map(({ stream, id }, i) => ({ stream, id, fold: done[i]!.fold }) as Folded)
  const since = (i: number) => appends[i]!.before?.version ?? 0
  const rows = <S extends StreamName>(stream: S, make: (id: string, fold: Streams[S]['fold'], path: Paths) => { id: string; version: number }) =>
    folded.flatMap((one, i) => (one.stream === stream ? [{ ...make(one.id, one.fold as Streams[S]['fold'], path), since: since(i) }] : []))
  try {
    await writeFolds(tx, 'subject', rows('subject', subjectRow))
    await writeFolds(tx, 'inspection', rows('inspection', inspectionRow))
    await writeFolds(tx, 'hazard', rows('hazard', hazardRow))
    await writeRounds(tx, folded.flatMap((one) => (one.stream === 'hazard' ? roundRows(one.id, one.fold, path) : [])))
    await tx.execute(sql`insert into event (${EVENT_COLUMNS}) select ${EVENT_COLUMNS} from ${rowsOf('event', appends.flatMap((one, i) => eventRows(one, done[i]!, path)))}`)
  } catch (error) {
    throw conflictOf(error) ?? error
  }
  await writeDeltas(tx, done, path)
  return folded
}

const UNIQUE = new Set(['event_stream_version', 'hazard_pkey', 'inspection_pkey', 'subject_pkey'])

function conflictOf(error: unknown): VersionConflict | null {
  const cause = (error as { cause?: unknown }).cause ?? error
  const { code, constraint_name } = cause as { code?: string; constraint_name?: string }
  return code === '23505' && constraint_name !== undefined && UNIQUE.has(constraint_name) ? new VersionConflict([]) : null
}
