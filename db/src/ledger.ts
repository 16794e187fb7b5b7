import {
  applyInspection, applySubject, deltaRows, difference, apply as applyHazard, hazardContributions, inspectionContributions,
  subjectContributions, type Contribution, type DeltaRow, type Hazard, type HazardEvent, type Inspection, type InspectionEvent,
  type Subject, type SubjectEvent,
} from '@anwang/domain'
import { recordWithoutNumbers } from '@anwang/domain/personal'
import type { Queryable } from './client.ts'
import { newId } from './ids.ts'
import { hazardRow, inspectionRow, roundRows, subjectRow, type Paths } from './ledger/rows.ts'
import { write } from './ledger/write.ts'

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

function eventRows(append: Append, done: Step, path: Paths): object[] {
  return done.events.map(({ version, event, fold }) => ({
    stream: append.stream, stream_id: append.id, version, type: event.type, schema: 1,
    region_id: fold.placeId, path: path(fold.placeId), sector_id: fold.sectorId,
    subject_id: append.stream === 'subject' ? append.id : (fold as Hazard | Inspection).subjectId,
    actor_id: event.actorId, source: event.source, occurred_at: event.occurredAt,
    imported_on: event.importedOn ?? null, import_id: append.importId ?? null, reason: event.reason ?? null, payload: event.payload,
  }))
}

const deltasOf = (done: readonly Step[]) =>
  done.flatMap((one) => deltaRows(one.delta)).map((row) => ({
    id: newId(), region_id: row.regionId, sector_id: row.sectorId, counts_on: row.countsOn, effective_on: row.effectiveOn, ...row.amounts,
  }))

/** The database puts a path in the place of the region's id. */
const laterPlaced: Paths = (id) => id

/**
 * The only writer of events and deltas. Event, row and delta commit together with the caller's transaction; of two
 * writers of one version exactly one wins, the other gets VersionConflict and must roll back. One statement for any
 * number of streams.
 */
export async function append(tx: Queryable, given: readonly Append[]): Promise<Folded[]> {
  if (given.length === 0) return []
  const appends = given.map(impersonal)
  const done = appends.map(step)
  const folded = appends.map(({ stream, id }, i) => ({ stream, id, fold: done[i]!.fold }) as Folded)
  const since = (i: number) => appends[i]!.before?.version ?? 0
  const rows = <S extends StreamName>(stream: S, make: (id: string, fold: Streams[S]['fold'], path: Paths) => { id: string; version: number }) =>
    folded.flatMap((one, i) => (one.stream === stream ? [{ ...make(one.id, one.fold as Streams[S]['fold'], laterPlaced), since: since(i) }] : []))
  let written: ReadonlySet<string>
  try {
    written = await write(tx, {
      subject: rows('subject', subjectRow), inspection: rows('inspection', inspectionRow), hazard: rows('hazard', hazardRow),
      round: folded.flatMap((one) => (one.stream === 'hazard' ? roundRows(one.id, one.fold, laterPlaced).map((row) => ({ ...row, region_id: one.fold.placeId })) : [])),
      event: appends.flatMap((one, i) => eventRows(one, done[i]!, laterPlaced)), delta: deltasOf(done),
    })
  } catch (error) {
    throw conflictOf(error) ?? error
  }
  const lost = folded.filter(({ id }, i) => since(i) > 0 && !written.has(id))
  if (lost.length > 0) throw new VersionConflict(lost.map(({ id }) => id))
  return folded
}

const UNIQUE = new Set(['event_stream_version', 'hazard_pkey', 'inspection_pkey', 'subject_pkey'])

function conflictOf(error: unknown): VersionConflict | null {
  const cause = (error as { cause?: unknown }).cause ?? error
  const { code, constraint_name } = cause as { code?: string; constraint_name?: string }
  return code === '23505' && constraint_name !== undefined && UNIQUE.has(constraint_name) ? new VersionConflict([]) : null
}
