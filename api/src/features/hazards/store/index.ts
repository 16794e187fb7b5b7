import { within, type Tx } from '@anwang/db'
import type { Day, EventSource, Hazard as HazardFold, HazardEventType, HazardLevel, HazardSource, HazardState, InspectionNature } from '@anwang/domain'
import { sql, type SQL } from 'drizzle-orm'
import { allOf, containing, COUNTED_FOUND, countRows, eachPart, inCity, inParts, isOneOf, isOneOfIds, readPages, type CountedPart, type Keyed, type Matches, type Root } from '../../subjects/store/pages.ts'

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

const columns: SQL = sql.raw(`h.id, h.version, h.number, h.description, h.level, h.state, h.source, h.subject_id as "subjectId", h.inspection_id as "inspectionId",
  h.region_id as "placeId", h.path, h.account_id as "accountId", h.account_path as "accountPath", h.sector_id as "sectorId", h.found_on::text as "foundOn",
  h.registered_on::text as "registeredOn", h.due_on::text as "dueOn", h.overdue_from::text as "overdueFrom", h.overdue_until::text as "overdueUntil",
  h.submitted_on::text as "submittedOn", h.accepted_on::text as "acceptedOn", h.imported, h.shown_only as "shownOnly", h.duplicate_of as "duplicateOf"`)

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

export type OrderField = 'DUE_ON' | 'FOUND_ON' | 'OVERDUE_DAYS' | 'NUMBER'

export interface HazardQuery {
  readonly level: readonly HazardLevel[] | null
  readonly state: readonly HazardState[] | null
  readonly source: readonly HazardSource[] | null
  readonly sectors: readonly string[] | null
  /** Whose figures it counts in: there or below, or only there. `moved`: what counted elsewhere on the day that the query is about than it does now. `parts`: of which sectors, from the account downward. */
  readonly account: { readonly path: string; readonly own: boolean; readonly moved: readonly Moved[]; readonly parts: readonly CountedPart[] } | null
  readonly overdue: boolean | null
  /** Overdue now, for so many days at least. */
  readonly minOverdueDays: number | null
  /** Overdue on that day, as its rounds tell it now: then days overdue are counted to it. */
  readonly overdueOn: Day | null
  readonly foundFrom: Day | null
  readonly foundTo: Day | null
  readonly dueFrom: Day | null
  readonly dueTo: Day | null
  readonly search: string | null
  /** Those that an import made or added to. */
  readonly importId: string | null
  /** Only these; null: any. */
  readonly ids: readonly string[] | null
  readonly owner: 'subject' | 'inspection' | null
  readonly today: Day
  readonly order: { readonly field: OrderField; readonly descending: boolean }
  readonly after: readonly [key: string, id: string] | null
  readonly limit: number
}

/**
 * What is overdue on the query's day, since when, and where that is read. Today by the current round's dates; on a day of
 * the past by the round of that time: what was closed since then was closed later than that.
 */
function late({ overdueOn, today }: Pick<HazardQuery, 'overdueOn' | 'today'>): { from: SQL; is: SQL; since: SQL; day: Day } {
  if (overdueOn === null) return { from: sql`hazard h`, is: sql`(h.overdue_from <= ${today} and (h.overdue_until is null or h.overdue_until > ${today}))`, since: sql`h.overdue_from`, day: today }
  const heldOff = sql`coalesce(r.submitted_on, r.accepted_on)`
  return {
    from: sql`hazard h left join lateral (select r.due_on + 1 as since from round r where r.hazard_id = h.id and r.due_on < ${overdueOn}
      and (${heldOff} is null or ${heldOff} > r.due_on) and (r.accepted_on is null or ${heldOff} >= ${overdueOn}) order by r.n desc limit 1) late on true`,
    is: sql`(late.since is not null and h.state <> 'VOIDED' and (h.accepted_on is null or coalesce(h.submitted_on, h.accepted_on) >= ${overdueOn}))`,
    since: sql`late.since`, day: overdueOn,
  }
}

export interface Moved {
  readonly id: string
  /** Where it lies now. */
  readonly path: string
  /** Whose figures it counted in on the day. */
  readonly accountPath: string
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

const countsIn = ({ own, moved, parts }: NonNullable<HazardQuery['account']>): SQL =>
  inParts(own ? parts.slice(0, 1) : parts, sql`h.sector_id`, ({ path }) => countsAt(path, own, moved))

function countsAt(path: string, own: boolean, moved: readonly Moved[]): SQL {
  const now = own ? sql`h.account_path = ${path}` : within(inCity(sql`h.account_path`), path)
  if (moved.length === 0) return now
  const then = moved.filter(({ accountPath }) => (own ? accountPath === path : accountPath.startsWith(path)))
  return sql`((${now} and not ${isOneOfIds(sql`h.id`, moved.map(({ id }) => id))}) or ${isOneOfIds(sql`h.id`, then.map(({ id }) => id))})`
}

/** Overdue today, which an index keeps. */
const isOverdueToday = ({ overdue, overdueOn, minOverdueDays }: HazardQuery): boolean => overdueOn === null && overdue !== false && (overdue === true || minOverdueDays !== null)

/** A bound above, so that what ends after today is planned as the few that it is, whatever the day. */
const NEVER = '9999-12-31'

/** What is open stands in one index, what ended after today (it was submitted today) at the end of another. */
const overdueToday = ({ today }: HazardQuery): readonly SQL[] => [
  sql`(h.overdue_from is not null and h.overdue_until is null and h.overdue_from <= ${today})`, sql`(h.overdue_until > ${today} and h.overdue_until < ${NEVER} and h.overdue_from <= ${today})`,
]

/** Of the subject only what the viewer may see of it: without a list of those that match, each row's own is asked. */
const holds = (term: string, subjects: Matches['subjects']): SQL => sql`(h.number ilike ${containing(term)} or h.description ilike ${containing(term)}
  or ${subjects === null ? sql`(select s.name from subject s where s.id = h.subject_id) ilike ${containing(term)}` : isOneOfIds(sql`h.subject_id`, subjects)})`

/** Besides the day on which it is overdue, where that is today. */
const conditions = (query: HazardQuery, matches: Matches | null = null): SQL => allOf([
  ...(query.ids ? [isOneOfIds(sql`h.id`, query.ids)] : []),
  ...(query.importId ? [sql`h.id in (select stream_id from event where import_id = ${query.importId} and stream = 'hazard')`] : []),
  ...(query.level ? [isOneOf(sql`h.level`, query.level)] : []),
  ...(query.state ? [isOneOf(sql`h.state`, query.state)] : []),
  ...(query.source ? [isOneOf(sql`h.source`, query.source)] : []),
  ...(query.sectors ? [isOneOfIds(sql`h.sector_id`, query.sectors)] : []),
  // What is voided is overdue no more.
  ...(query.account ? [countsIn(query.account), sql`not h.shown_only`, ...(query.state || isOverdueToday(query) ? [] : [sql`h.state <> 'VOIDED'`])] : []),
  ...(query.overdueOn === null ? [] : [late(query).is]),
  ...(query.overdue === null || isOverdueToday(query) ? [] : [query.overdue ? late(query).is : sql`${late(query).is} is not true`]),
  ...(query.minOverdueDays === null ? [] : [...(isOverdueToday(query) ? [] : [late(query).is]), sql`${late(query).since} <= ${late(query).day}::date - ${query.minOverdueDays - 1}::int`]),
  ...(query.foundFrom ? [sql`h.found_on >= ${query.foundFrom}`] : []),
  ...(query.foundTo ? [sql`h.found_on <= ${query.foundTo}`] : []),
  ...(query.dueFrom ? [sql`h.due_on >= ${query.dueFrom}`] : []),
  ...(query.dueTo ? [sql`h.due_on <= ${query.dueTo}`] : []),
  ...(query.search ? [holds(query.search, matches?.subjects ?? null)] : []),
])

/** Days overdue grow as the day from which it is overdue lies further back; what is not overdue comes after the last. */
const orderOf = ({ order, ...query }: HazardQuery): { key: SQL; keyType: 'date' | 'text'; descending: boolean } => {
  switch (order.field) {
    case 'DUE_ON': return { key: sql`h.due_on`, keyType: 'date', descending: order.descending }
    case 'FOUND_ON': return { key: sql`h.found_on`, keyType: 'date', descending: order.descending }
    case 'NUMBER': return { key: sql`h.number collate "C"`, keyType: 'text', descending: order.descending }
    case 'OVERDUE_DAYS': return isOverdueToday({ order, ...query }) ? { key: sql`h.overdue_from`, keyType: 'date', descending: !order.descending } : { key: sql`(case when ${late(query).is} then ${late(query).since} else date '9999-12-31' end)`, keyType: 'date', descending: !order.descending }
  }
}

const list = (query: HazardQuery, matches: Matches | null = null) => ({
  from: late(query).from, columns: query.overdueOn === null ? columns : sql`${columns}, late.since::text as "overdueSince"`, place: sql`h.path`, id: sql`h.id`, after: query.after, limit: query.limit, ...orderOf(query),
  where: allOf([...(matches?.ids ? [isOneOfIds(sql`h.id`, matches.ids)] : []), conditions(query, matches)]), city: matches?.ids ? undefined : sql`h.city_path`, branches: isOverdueToday(query) ? overdueToday(query) : undefined, counted: isOverdueToday(query) ? sql`h.level` : undefined,
  owner: query.owner === 'subject' ? sql`h.subject_id` : query.owner === 'inspection' ? sql`h.inspection_id` : undefined,
})

/** Whether a query asks for a text and nothing else, so that what is found is its whole answer. */
const isSearchAlone = ({ search, order: _order, after: _after, limit: _limit, today: _today, ...rest }: HazardQuery): boolean => search !== null && Object.values(rest).every((value) => value === null)

export const hazardPages = (tx: Tx, roots: readonly Root[], query: HazardQuery, matches: Matches | null = null): Promise<Keyed<Row>[][]> => readPages<Row>(tx, roots, list(query, matches))

/** `seen`: row security shows all that was matched. */
export async function hazardCounts(tx: Tx, roots: readonly Root[], query: HazardQuery, matches: Matches | null = null, seen = false): Promise<number[]> {
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

export interface Group {
  /** The index of a part, or an id; null for what has none (本级, no sector). */
  readonly key: string | null
  readonly count: number
  readonly major: number
  readonly days1to7: number
  readonly days8to30: number
  readonly days31to90: number
  readonly daysOver90: number
  readonly longestDays: number
}

/** At most so many groups of subjects, those with most first. */
const MOST_GROUPS = 200

/** What is overdue on the query's day, by the part of the region in whose figures it counts, by sector or by subject. */
export async function overdueGroups(tx: Tx, root: Root, query: HazardQuery, by: 'SECTOR' | 'SUBJECT' | { readonly parts: readonly string[] }): Promise<Group[]> {
  const { is, since, day } = late(query)
  const days = sql`(${day}::date - x.since + 1)`
  const between = (from: number, to: number | null) => sql`count(*) filter (where ${days} >= ${from}${to === null ? sql`` : sql` and ${days} <= ${to}`})::int`
  if (root.paths.length === 0) return []
  const moved = query.account?.moved ?? []
  const [elsewhere, account] = moved.length === 0 ? [sql``, sql`x.account_path`] : [
    sql` left join json_to_recordset(${JSON.stringify(moved)}::json) as moved(id uuid, "accountPath" text) on moved.id = x.id`, sql`coalesce(moved."accountPath", x.account_path) collate "C"`,
  ]
  const parts = typeof by === 'string' ? sql`` : sql`${elsewhere} left join (select i::text, path, left(path, -1) || '0' as until from json_to_recordset(
    ${JSON.stringify(by.parts.map((path, i) => ({ i, path })))}::json) as c(i int, path text)) part on ${account} >= part.path and ${account} < part.until`
  const key = typeof by !== 'string' ? sql`part.i` : by === 'SECTOR' ? sql`x.sector_id::text` : sql`x.subject_id::text`
  const today: HazardQuery = query.overdueOn === null ? { ...query, overdue: true } : query
  const owner = root.owner === null ? [] : [sql`h.subject_id = ${root.owner}`]
  const overdue = { ...list(today), where: allOf([...(query.overdueOn === null ? [] : [is]), conditions(today), ...owner]) }
  return [...await tx.execute<Group & Record<string, unknown>>(sql`select ${key} as key, count(*)::int as count, count(*) filter (where x.level = 'MAJOR')::int as major,
      ${between(1, 7)} as "days1to7", ${between(8, 30)} as "days8to30", ${between(31, 90)} as "days31to90", ${between(91, null)} as "daysOver90", max(${days})::int as "longestDays"
    from ${eachPart([root], overdue, sql`h.id, h.account_path, h.sector_id, h.subject_id, h.level, ${since} as since`, sql``)}${parts}
    group by 1 order by 2 desc, 8 desc, 1 limit ${MOST_GROUPS}`)]
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
