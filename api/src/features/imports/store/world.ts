import { oneOfIds, within, type Tx } from '@anwang/db'
import type { PlaceRegion } from '@anwang/documents'
import type { Day, Hazard, Inspection, Subject } from '@anwang/domain'
import type { RegionLevel } from '@anwang/domain/regions'
import { sql } from 'drizzle-orm'


export interface PlaceNode extends PlaceRegion {
  readonly level: RegionLevel
}

/**
 * The regions that a ledger of the office may name: its own and, so that a place outside the scope is told from one that
 * does not exist, those of the city it lies in, with everything above. Of a province or the country down to the streets.
 */
export async function placesAround(tx: Tx, officePath: string, today: Day): Promise<PlaceNode[]> {
  const rows = await tx.execute<PlaceNode & Record<string, unknown>>(sql`with office as (select path, level from region where path = ${officePath}),
    root as (select coalesce((select r.path from region r, unnest(ancestor_paths(${officePath})) a(path) where r.path = a.path and r.level = 'CITY' and not r.transparent order by length(r.path) limit 1), ${officePath}) as path),
    open as (select r.id, r.parent_id, r.path, r.level from region r, root, office where not r.transparent and r.valid_from <= ${today} and (r.valid_to is null or ${today} < r.valid_to)
      and ((r.path >= root.path and (root.path = '' or r.path < left(root.path, -1) || '0') and (office.level not in ('COUNTRY', 'PROVINCE') or r.level <> 'COMMUNITY'))
        or r.path = any (ancestor_paths(${officePath}))))
    select o.id, l.name, l.code, o.path, o.level, p.name as "parentName" from open o
    cross join lateral (select name, code from region_label where region_id = o.id and valid_from <= greatest(${today}::date, valid_from) order by valid_from desc limit 1) l
    left join lateral (select name from region_label where region_id = o.parent_id order by valid_from desc limit 1) p on true order by o.path`)
  return [...rows]
}

export interface Firm {
  readonly id: string
  readonly name: string
  readonly creditCode: string | null
  readonly placeId: string
  readonly path: string
  readonly accountId: string
  readonly sectorId: string | null
}

/** Every firm below the office that the viewer may see: some tens of thousands in a city. */
export async function firmsBelow(tx: Tx, officePath: string): Promise<Firm[]> {
  const rows = await tx.execute<Firm & Record<string, unknown>>(sql`select id, name, credit_code as "creditCode", region_id as "placeId", path, account_id as "accountId", sector_id as "sectorId"
    from subject s where not withdrawn and ${within(sql`s.path`, officePath)} order by id`)
  return [...rows]
}

export interface KnownHazard {
  readonly id: string
  readonly number: string
  readonly subjectId: string
  readonly foundOn: Day
  readonly description: string
  readonly fold: Hazard
}

/** What rows of a ledger say of hazards of known firms. */
export interface Sought {
  readonly subjectIds: readonly string[]
  /** Found by these, among those of the firms. */
  readonly numbers: readonly string[]
  /** Of firms whose rows have no number. */
  readonly unnumbered: { readonly subjectIds: readonly string[]; readonly days: readonly Day[] }
}

/**
 * The hazards of firms by their numbers, and where rows have none those found on their days; what was voided never was. In the
 * order in which they were recorded. A numbered ledger so reads what it names, however much its firms have had.
 */
export async function hazardsOf(tx: Tx, { subjectIds, numbers, unnumbered }: Sought): Promise<KnownHazard[]> {
  if (subjectIds.length === 0) return []
  const rows = await tx.execute<KnownHazard & Record<string, unknown>>(sql`with found as (
      select id from hazard where number in (select value from json_array_elements_text(${JSON.stringify(numbers)}::json)) and subject_id in ${oneOfIds(subjectIds)} and state <> 'VOIDED'
      union select id from hazard where subject_id in ${oneOfIds(unnumbered.subjectIds)} and found_on in (select unnest(${`{${unnumbered.days.join(',')}}`}::date[])) and state <> 'VOIDED'
    )
    select id, number, subject_id as "subjectId", found_on::text as "foundOn", description, fold from hazard where id in (select id from found) order by registered_on, id`)
  return [...rows]
}

export async function hazardsById(tx: Tx, ids: readonly string[]): Promise<KnownHazard[]> {
  if (ids.length === 0) return []
  const rows = await tx.execute<KnownHazard & Record<string, unknown>>(sql`select id, number, subject_id as "subjectId", found_on::text as "foundOn", description, fold
    from hazard where id in ${oneOfIds(ids)} and state <> 'VOIDED'`)
  return [...rows]
}

export const subjectFolds = async (tx: Tx, ids: readonly string[]): Promise<Map<string, Subject>> => {
  if (ids.length === 0) return new Map()
  const rows = await tx.execute<{ id: string; fold: Subject }>(sql`select id, fold from subject where id in ${oneOfIds(ids)}`)
  return new Map(rows.map((row) => [row.id, row.fold]))
}

export interface KnownVisit {
  readonly withdrawn: boolean
  /** null of one that the ledger itself has just brought. */
  readonly fold: Inspection | null
}

/** Of visits that may have been recorded already: as they stand, and whether they were withdrawn again. */
export async function visitsKnown(tx: Tx, ids: readonly string[]): Promise<Map<string, KnownVisit>> {
  if (ids.length === 0) return new Map()
  const rows = await tx.execute<{ id: string; withdrawn: boolean; fold: Inspection }>(sql`select id, withdrawn, fold from inspection where id in ${oneOfIds(ids)}`)
  return new Map(rows.map((row) => [row.id, { withdrawn: row.withdrawn, fold: row.fold }]))
}

export interface ContactRow {
  readonly id: string
  readonly ownerKind: 'subject' | 'inspection' | 'hazard'
  readonly ownerId: string
  readonly path: string
  readonly role: string
  readonly name: string | null
  readonly phone: string | null
}

export async function contactsOf(tx: Tx, owners: readonly string[]): Promise<Map<string, ContactRow[]>> {
  if (owners.length === 0) return new Map()
  const rows = await tx.execute<ContactRow & Record<string, unknown>>(sql`select id, owner_kind as "ownerKind", owner_id as "ownerId", path, role, name, phone
    from contact where owner_id in ${oneOfIds(owners)} order by id`)
  return Map.groupBy(rows, (row) => row.ownerId)
}

/** Puts these in the place of the contacts of the same roles; `known` owners alone may have any. */
export async function putContacts(tx: Tx, contacts: readonly ContactRow[], known: ReadonlySet<string>): Promise<void> {
  if (contacts.length === 0) return
  const replaced = contacts.filter((one) => known.has(one.ownerId)).map((one) => `${one.ownerId} ${one.role}`)
  if (replaced.length > 0) {
    const owners = [...new Set(replaced.map((text) => text.slice(0, 36)))]
    // Joined to a list of unknown length the plan would read every contact for each.
    await tx.execute(sql`delete from contact where owner_id = any (string_to_array(${owners.join(',')}, ',')::uuid[]) and owner_id || ' ' || role = any (string_to_array(${replaced.join(',')}, ','))`)
  }
  const rows = contacts.map(({ ownerKind, ownerId, ...row }) => ({ ...row, owner_kind: ownerKind, owner_id: ownerId }))
  await tx.execute(sql`insert into contact (id, owner_kind, owner_id, path, role, name, phone)
    select id, owner_kind, owner_id, path, role, name, phone from json_populate_recordset(null::contact, ${JSON.stringify(rows)}::json)`)
}

export interface SectorRow {
  readonly id: string
  readonly name: string
  readonly gbt: readonly string[]
}

export async function sectorsKnown(tx: Tx): Promise<SectorRow[]> {
  const rows = await tx.execute<SectorRow & Record<string, unknown>>(sql`select id, name, gbt from sector order by position, id`)
  return [...rows]
}

/** Of the nearest office at or above the region; null where nobody said when it begins. */
export async function goLiveOf(tx: Tx, path: string): Promise<Day | null> {
  const [row] = await tx.execute<{ day: Day }>(sql`select go_live_on::text as day from office where path = any (ancestor_paths(${path})) order by length(path) desc, id limit 1`)
  return row?.day ?? null
}

export async function isOpenRegion(tx: Tx, id: string, today: Day): Promise<boolean> {
  const [row] = await tx.execute<{ open: boolean }>(sql`select exists (select from region where id = ${id} and valid_from <= ${today}::date and (valid_to is null or ${today}::date < valid_to)) as open`)
  return row?.open ?? false
}
