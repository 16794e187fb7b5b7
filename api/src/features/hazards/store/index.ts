import { within, type Tx } from '@anwang/db'
import type { Day, EventSource, Hazard as HazardFold, HazardEventType, HazardLevel, HazardSource, HazardState, InspectionNature } from '@anwang/domain'
import { sql } from 'drizzle-orm'
import { COUNTED, COUNTED_FOUND, countRows, isOneOfIds, readPages, type Keyed, type Matches, type Root } from '../../subjects/store/pages.ts'
import { agesOf } from './ages.ts'
import { columns, isAllOverdueInFigures, isOverdueToday, isSearchAlone, late, list, conditions, overdueToday, type HazardQuery, type Moved } from './query.ts'

export interface Hazard {
  readonly id: string
  readonly version: number
  readonly number: string
  readonly description: string
  readonly level: HazardLevel
  readonly state: HazardState
  readonly source: HazardSource
  readonly subjectId: string
  readonly inspectionId: string | null
  readonly placeId: string
  readonly path: string
  readonly accountId: string
  readonly accountPath: string
  readonly sectorId: string | null
  readonly foundOn: Day
  readonly registeredOn: Day
  readonly dueOn: Day
  readonly overdueFrom: Day | null
  readonly overdueUntil: Day | null
  /** In a list of what was overdue on a day of the past: since when it was then. */
  readonly overdueSince?: Day | null
  readonly submittedOn: Day | null
  readonly acceptedOn: Day | null
  readonly imported: boolean
  readonly shownOnly: boolean
  readonly duplicateOf: string | null
}
type Row = Hazard & Record<string, unknown>

export async function hazardsById(tx: Tx, ids: readonly string[]): Promise<Map<string, Hazard>> {
  const rows = await tx.execute<Row>(sql`select ${columns} from hazard h where ${isOneOfIds(sql`h.id`, ids)}`)
  return new Map(rows.map((row) => [row.id, row]))
}

/** The folds as of their last events. */
export async function hazardFolds(tx: Tx, ids: readonly string[]): Promise<Map<string, HazardFold>> {
  const rows = await tx.execute<{ id: string; fold: HazardFold }>(sql`select id, fold from hazard where ${isOneOfIds(sql`id`, ids)}`)
  return new Map(rows.map((row) => [row.id, row.fold]))
}

export interface Found {
  readonly row: Hazard
  readonly fold: HazardFold
  /** Of the inspection that found it. */
  readonly nature: InspectionNature | null
}

/** A hazard to act on; null where the viewer may not see it. */
export async function hazardToChange(tx: Tx, id: string): Promise<Found | null> {
  const [row] = await tx.execute<Row & { fold: HazardFold; nature: InspectionNature | null }>(
    sql`select ${columns}, h.fold, i.nature from hazard h left join inspection i on i.id = h.inspection_id where h.id = ${id}`)
  return row ? { row, fold: row.fold, nature: row.nature } : null
}

/** Of the subtrees seen, what counted in the account on the day, or on the day it was found, and counts elsewhere now, or the other way round. */
export async function hazardsMoved(tx: Tx, scope: readonly string[], account: string, on: Day | 'FOUND_ON'): Promise<Moved[]> {
  const day = on === 'FOUND_ON' ? sql`h.found_on` : sql`${on}::date`
  const seen = sql.join([sql`false`, ...scope.map((path) => within(sql`h.path`, path))], sql` or `)
  return [...await tx.execute<Moved & Record<string, unknown>>(sql`select h.id, h.path, f.path as "accountPath" from hazard h cross join lateral (
      select g.path from jsonb_array_elements(h.fold -> 'formerAccounts') with ordinality a(former, n) join region g on g.id = (former ->> 'accountId')::uuid
      where ${day} < (former ->> 'until')::date order by n limit 1) f
    where jsonb_array_length(h.fold -> 'formerAccounts') > 0 and (${seen}) and f.path <> h.account_path and (${within(sql`f.path`, account)} or ${within(sql`h.account_path`, account)}) order by h.id`)]
}

export const hazardPages = (tx: Tx, roots: readonly Root[], query: HazardQuery, matches: Matches | null = null): Promise<Keyed<Row>[][]> => readPages<Row>(tx, roots, list(query, matches))

/** `seen`: row security shows all that lies at the roots. */
export async function hazardCounts(tx: Tx, roots: readonly Root[], query: HazardQuery, matches: Matches | null = null, seen = false): Promise<number[]> {
  if (seen && roots.length === 1 && query.overdue === true && isAllOverdueInFigures(roots[0]!, query)) return [Math.min(COUNTED, (await agesOf(tx, query.account!.path, [], query.today))[0]?.count ?? 0)]
  if (matches && seen && roots.length === 1 && isSearchAlone(query) && (matches.many || matches.ids)) return [matches.ids?.length ?? COUNTED_FOUND]
  return countRows(tx, roots, list(query, matches), query.search === null ? undefined : COUNTED_FOUND)
}

/** How many there are, exact to `most`. */
export const countHazardsToExport = async (tx: Tx, root: Root, query: HazardQuery, most: number): Promise<number> => (await countRows(tx, [root], list(query), most))[0]!

/** Which details any of them states. */
export async function detailsStated(tx: Tx, root: Root, query: HazardQuery): Promise<Set<string>> {
  const ranges = root.paths.map((path) => within(sql`h.path`, path))
  if (ranges.length === 0) return new Set()
  const rows = await tx.execute<{ key: string }>(sql`select distinct key from (select h.fold->'details' as details from ${late(query).from}
    where (${sql.join(ranges, sql` or `)}) and ${isOverdueToday(query) ? sql`(${sql.join([...overdueToday(query)], sql` or `)})` : sql`true`} and ${conditions(query)} and h.fold ? 'details') stated, jsonb_object_keys(details) key`)
  return new Set(rows.map((row) => row.key))
}

export interface StoredEvent {
  readonly streamId: string
  readonly version: number
  readonly type: HazardEventType
  readonly actorId: string
  readonly source: EventSource
  readonly occurredAt: Date
  readonly recordedAt: Date
  readonly importedOn: Day | null
  readonly reason: string | null
  readonly payload: Readonly<Record<string, unknown>>
}

const eventColumns = sql.raw(`stream_id as "streamId", version, type, actor_id as "actorId", source, occurred_at as "occurredAt", recorded_at as "recordedAt", imported_on::text as "importedOn", reason, payload`)
type EventRow = Omit<StoredEvent, 'occurredAt' | 'recordedAt'> & { occurredAt: string | Date; recordedAt: string | Date } & Record<string, unknown>
const toEvent = (row: EventRow): StoredEvent => ({ ...row, occurredAt: new Date(row.occurredAt), recordedAt: new Date(row.recordedAt) })

export async function eventsOf(tx: Tx, hazardIds: readonly string[]): Promise<Map<string, StoredEvent[]>> {
  const rows = await tx.execute<EventRow>(sql`select ${eventColumns} from event where stream = 'hazard' and ${isOneOfIds(sql`stream_id`, hazardIds)} order by stream_id, version`)
  return Map.groupBy(rows.map(toEvent), (event) => event.streamId)
}

/** The domain day of the import that registered each hazard. */
export async function importedOn(tx: Tx, hazardIds: readonly string[]): Promise<Map<string, Day>> {
  const rows = await tx.execute<{ id: string; day: Day }>(sql`select stream_id as id, imported_on::text as day from event
    where ${isOneOfIds(sql`stream_id`, hazardIds)} and version = 1 and imported_on is not null`)
  return new Map(rows.map((row) => [row.id, row.day]))
}
