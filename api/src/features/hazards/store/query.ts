import { within } from '@anwang/db'
import { isAged } from '@anwang/db/metrics/days'
import type { Day, HazardLevel, HazardSource, HazardState } from '@anwang/domain'
import { sql, type SQL } from 'drizzle-orm'
import { allOf, containing, inCity, inParts, isOneOf, isOneOfIds, type CountedPart, type Matches, type Root } from '../../subjects/store/pages.ts'

export const columns: SQL = sql.raw(`h.id, h.version, h.number, h.description, h.level, h.state, h.source, h.subject_id as "subjectId", h.inspection_id as "inspectionId",
  h.region_id as "placeId", h.path, h.account_id as "accountId", h.account_path as "accountPath", h.sector_id as "sectorId", h.found_on::text as "foundOn",
  h.registered_on::text as "registeredOn", h.due_on::text as "dueOn", h.overdue_from::text as "overdueFrom", h.overdue_until::text as "overdueUntil",
  h.submitted_on::text as "submittedOn", h.accepted_on::text as "acceptedOn", h.imported, h.shown_only as "shownOnly", h.duplicate_of as "duplicateOf"`)

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
export function late({ overdueOn, today }: Pick<HazardQuery, 'overdueOn' | 'today'>): { from: SQL; is: SQL; since: SQL; day: Day } {
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

const countsIn = ({ own, moved, parts }: NonNullable<HazardQuery['account']>): SQL =>
  inParts(own ? parts.slice(0, 1) : parts, sql`h.sector_id`, ({ path }) => countsAt(path, own, moved))

function countsAt(path: string, own: boolean, moved: readonly Moved[]): SQL {
  const now = own ? sql`h.account_path = ${path}` : within(inCity(sql`h.account_path`), path)
  if (moved.length === 0) return now
  const then = moved.filter(({ accountPath }) => (own ? accountPath === path : accountPath.startsWith(path)))
  return sql`((${now} and not ${isOneOfIds(sql`h.id`, moved.map(({ id }) => id))}) or ${isOneOfIds(sql`h.id`, then.map(({ id }) => id))})`
}

/** Overdue today, which an index keeps. */
export const isOverdueToday = ({ overdue, overdueOn, minOverdueDays }: HazardQuery): boolean => overdueOn === null && overdue !== false && (overdue === true || minOverdueDays !== null)

/** A bound above, so that what ends after today is planned as the few that it is, whatever the day. */
const NEVER = '9999-12-31'

/** What is open stands in one index, what ended after today (it was submitted today) at the end of another. */
export const overdueToday = ({ today }: HazardQuery): readonly SQL[] => [
  sql`(h.overdue_from is not null and h.overdue_until is null and h.overdue_from <= ${today})`, sql`(h.overdue_until > ${today} and h.overdue_until < ${NEVER} and h.overdue_from <= ${today})`,
]

/** Of the subject only what the viewer may see of it: without a list of those that match, each row's own is asked. */
const holds = (term: string, subjects: Matches['subjects']): SQL => sql`(h.number ilike ${containing(term)} or h.description ilike ${containing(term)}
  or ${subjects === null ? sql`(select s.name from subject s where s.id = h.subject_id) ilike ${containing(term)}` : isOneOfIds(sql`h.subject_id`, subjects)})`

/** Besides the day on which it is overdue, where that is today. */
export const conditions = (query: HazardQuery, matches: Matches | null = null): SQL => allOf([
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

export const list = (query: HazardQuery, matches: Matches | null = null) => ({
  from: late(query).from, columns: query.overdueOn === null ? columns : sql`${columns}, late.since::text as "overdueSince"`, place: sql`h.path`, id: sql`h.id`, after: query.after, limit: query.limit, ...orderOf(query),
  where: allOf([...(matches?.ids ? [isOneOfIds(sql`h.id`, matches.ids)] : []), conditions(query, matches)]), city: matches?.ids ? undefined : sql`h.city_path`, branches: isOverdueToday(query) ? overdueToday(query) : undefined, counted: isOverdueToday(query) ? sql`h.level` : undefined,
  owner: query.owner === 'subject' ? sql`h.subject_id` : query.owner === 'inspection' ? sql`h.inspection_id` : undefined,
})

/** Whether a query asks for a text and nothing else, so that what is found is its whole answer. */
export const isSearchAlone = ({ search, order: _order, after: _after, limit: _limit, today: _today, ...rest }: HazardQuery): boolean => search !== null && Object.values(rest).every((value) => value === null)

/**
 * Whether nothing narrows a query of what is overdue today in the figures of a region and below, so that their sums are its answer:
 * of one to whom row security shows all of it.
 */
export function isAllOverdueInFigures({ paths, owner }: Root, { account, overdue: _overdue, order: _order, after: _after, limit: _limit, today: _today, ...rest }: HazardQuery): boolean {
  if (account === null || owner !== null || !Object.values(rest).every((value) => value === null)) return false
  const [part, ...others] = account.parts
  return !account.own && others.length === 0 && part?.sectors === null && part.path === account.path && paths.length === 1 && paths[0] === account.path && isAged(account.path)
}
