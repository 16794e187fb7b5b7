import type { Tx } from '@anwang/db'
import type { Day, Responsibility, RiskGrade, Subject as SubjectFold, SubjectDetails, SubjectKind, SubjectStatus } from '@anwang/domain'
import { sql, type SQL } from 'drizzle-orm'
import { allOf, containing, COUNTED_FOUND, countRows, isOneOf, isOneOfIds, readPages, type Keyed, type Matches, type Root } from './pages.ts'

export interface Subject {
  readonly id: string
  readonly version: number
  readonly kind: SubjectKind
  readonly name: string
  readonly creditCode: string | null
  readonly placeId: string
  readonly path: string
  readonly accountId: string
  readonly accountPath: string
  readonly sectorId: string | null
  readonly riskGrade: RiskGrade | null
  readonly status: SubjectStatus
  readonly key: boolean
  readonly supervisionModeSet: boolean
  readonly assigned: readonly Responsibility[]
  readonly hazardSources: number
  readonly hazardSourcesOnline: number
  readonly standardized: boolean
  readonly registeredOn: Day
  readonly shownOnly: boolean
}

const columns: SQL = sql.raw(`s.id, s.version, s.kind, s.name, s.credit_code as "creditCode", s.region_id as "placeId", s.path, s.account_id as "accountId",
  s.account_path as "accountPath", s.sector_id as "sectorId", s.risk_grade as "riskGrade", s.status, s.key, s.supervision_mode_set as "supervisionModeSet",
  s.assigned, s.hazard_sources as "hazardSources", s.hazard_sources_online as "hazardSourcesOnline", s.standardized,
  s.registered_on::text as "registeredOn", s.shown_only as "shownOnly"`)

type Row = Subject & Record<string, unknown>

export async function subjectsById(tx: Tx, ids: readonly string[]): Promise<Map<string, Subject>> {
  const rows = await tx.execute<Row>(sql`select ${columns} from subject s where ${isOneOfIds(sql`s.id`, ids)}`)
  return new Map(rows.map((row) => [row.id, row]))
}

export interface SubjectQuery {
  readonly kind: readonly SubjectKind[] | null
  readonly status: readonly SubjectStatus[] | null
  readonly riskGrade: readonly RiskGrade[] | null
  /** The sector and everything below it. */
  readonly sectors: readonly string[] | null
  /** On the city's list of key enterprises, or not. */
  readonly key: boolean | null
  readonly search: string | null
  readonly order: { readonly field: SubjectOrderField; readonly descending: boolean }
  readonly after: readonly [key: string, id: string] | null
  readonly limit: number
}

export const subjectOrderFields = ['NAME', 'RISK_GRADE', 'HAZARD_SOURCES', 'REGISTERED_ON'] as const
export type SubjectOrderField = (typeof subjectOrderFields)[number]

/** As texts that order as the field does; a subject without a grade stands after the lowest. */
const orderKeys: Record<SubjectOrderField, SQL> = {
  NAME: sql`s.name collate "C"`,
  RISK_GRADE: sql`(case s.risk_grade when 'RED' then '1' when 'ORANGE' then '2' when 'YELLOW' then '3' when 'BLUE' then '4' else '5' end) collate "C"`,
  HAZARD_SOURCES: sql`lpad(s.hazard_sources::text, 10, '0') collate "C"`,
  REGISTERED_ON: sql`s.registered_on::text collate "C"`,
}

const conditions = (query: SubjectQuery): SQL => allOf([
  sql`not s.withdrawn`,
  ...(query.kind ? [isOneOf(sql`s.kind`, query.kind)] : []),
  ...(query.status ? [isOneOf(sql`s.status`, query.status)] : []),
  ...(query.riskGrade ? [isOneOf(sql`s.risk_grade`, query.riskGrade)] : []),
  ...(query.sectors ? [isOneOfIds(sql`s.sector_id`, query.sectors)] : []),
  ...(query.key === null ? [] : [query.key ? sql`s.key` : sql`not s.key`]),
  ...(query.search ? [sql`(s.name ilike ${containing(query.search)} or s.credit_code ilike ${containing(query.search)})`] : []),
])

const list = (query: SubjectQuery, among: Matches['ids'] = null) => ({
  from: sql`subject s`, columns, place: sql`s.path`, city: among === null ? sql`s.city_path` : undefined, where: among === null ? conditions(query) : allOf([isOneOfIds(sql`s.id`, among), conditions(query)]),
  key: orderKeys[query.order.field], keyType: 'text' as const, id: sql`s.id`, descending: query.order.descending, after: query.after, limit: query.limit,
})

const isSearchAlone = ({ search, order: _order, after: _after, limit: _limit, ...rest }: SubjectQuery): boolean => search !== null && Object.values(rest).every((value) => value === null)

export const subjectPages = (tx: Tx, roots: readonly Root[], query: SubjectQuery, matches: Matches | null = null): Promise<Keyed<Row>[][]> => readPages<Row>(tx, roots, list(query, matches?.ids))

/** `seen`: row security shows all that was matched. */
export async function subjectCounts(tx: Tx, roots: readonly Root[], query: SubjectQuery, matches: Matches | null = null, seen = false): Promise<number[]> {
  if (matches && seen && roots.length === 1 && isSearchAlone(query) && (matches.many || matches.ids)) return [matches.ids?.length ?? COUNTED_FOUND]
  return countRows(tx, roots, list(query, matches?.ids), query.search === null ? undefined : COUNTED_FOUND)
}

/** How many there are, exact to `most`. */
export const countSubjectsToExport = async (tx: Tx, root: Root, query: SubjectQuery, most: number): Promise<number> => (await countRows(tx, [root], list(query), most))[0]!

/** The fold as of its last event; null where the viewer may not see it. */
export async function subjectFold(tx: Tx, id: string): Promise<{ row: Subject; fold: SubjectFold } | null> {
  const [row] = await tx.execute<Row & { fold: SubjectFold }>(sql`select ${columns}, s.fold from subject s where s.id = ${id}`)
  return row ? { row, fold: row.fold } : null
}

/** What the registers of subjects state beside the facts that figures come from. */
export async function subjectDetails(tx: Tx, ids: readonly string[]): Promise<Map<string, SubjectDetails>> {
  const rows = await tx.execute<{ id: string; details: SubjectDetails }>(sql`select id, fold->'details' as details from subject where ${isOneOfIds(sql`id`, ids)} and fold->'details' <> '{}'`)
  return new Map(rows.map((row) => [row.id, row.details]))
}

/** Nobody changes it before the transaction ends. */
export async function lockedSubject(tx: Tx, id: string): Promise<(Subject & { withdrawn: boolean }) | null> {
  const [row] = await tx.execute<Row & { withdrawn: boolean }>(sql`select ${columns}, s.withdrawn from subject s where s.id = ${id} for share`)
  return row ?? null
}

export interface Contact {
  readonly id: string
  readonly ownerId: string
  readonly role: string
  readonly name: string | null
  readonly phone: string | null
}

/** Those of records that the viewer may see. */
export async function contactsOf(tx: Tx, ownerKind: 'subject' | 'inspection', ownerIds: readonly string[]): Promise<Map<string, Contact[]>> {
  const rows = await tx.execute<Contact & Record<string, unknown>>(sql`select id, owner_id as "ownerId", role, name, phone from contact
    where owner_kind = ${ownerKind} and ${isOneOfIds(sql`owner_id`, ownerIds)}
      and exists (select from ${sql.identifier(ownerKind)} o where o.id = owner_id) order by role, id`)
  return Map.groupBy(rows, (row) => row.ownerId)
}

/** Puts these in the place of the record's contacts. */
export async function replaceContacts(tx: Tx, ownerKind: 'subject' | 'inspection', ownerId: string, path: string, contacts: readonly { id: string; role: string; name: string | null; phone: string | null }[]): Promise<void> {
  await tx.execute(sql`delete from contact where owner_kind = ${ownerKind} and owner_id = ${ownerId}`)
  const rows = contacts.map((contact) => ({ ...contact, owner_kind: ownerKind, owner_id: ownerId, path }))
  if (rows.length > 0) await tx.execute(sql`insert into contact select * from json_populate_recordset(null::contact, ${JSON.stringify(rows)}::json)`)
}
