import { oneOfIds, within, type Tx } from '@anwang/db'
import type { Day, Hazard, Subject } from '@anwang/domain'
import { sql, type SQL } from 'drizzle-orm'
import type { Part } from '../../../auth/scope.ts'

/** A region, the subtrees that the viewer sees, and what is counted of the region. */
export interface Behind {
  readonly path: string
  readonly scope: readonly string[]
  readonly parts: readonly Part[]
}

const isWhole = ({ path, parts }: Behind): boolean => parts.length === 1 && parts[0]!.path === path && parts[0]!.sectors === null
const ofSectors = (sector: SQL, ids: readonly string[]): SQL => sql`${sector} = any (${`{${ids.join(',')}}`}::uuid[])`
/** What is in any of the parts. */
const counted = (at: Behind, place: SQL, sector: SQL): SQL[] => (isWhole(at) ? [] : [sql`(${sql.join(at.parts.map(({ path, sectors }) =>
  (sectors === null ? within(place, path) : sql`(${within(place, path)} and ${ofSectors(sector, sectors)})`)), sql` or `)})`])
const allOf = (conditions: readonly SQL[]): SQL => sql.join([...conditions], sql` and `)

/** `due_major`, `due_general_scored`, `reinspection_due_scored`: what a round gives to a score's items. */
export type RoundFigure = 'MAJOR' | 'GENERAL' | 'REINSPECTION'
/** Where it counts, by which day, of which hazard, in which round. */
export type RoundKey = readonly [place: string, on: Day, id: string, n: number]

export interface RoundUnit {
  readonly id: string
  readonly n: number
  readonly key: RoundKey
  /** Where it was asked for. */
  readonly fold: Hazard | null
}

const columnsOf = (figure: RoundFigure) => (figure === 'REINSPECTION'
  ? { place: sql`r.reinspection_account_path`, on: sql`r.reinspection_limit_on`, quarter: sql`r.reinspection_quarter`, done: sql`r.reinspected` }
  : { place: sql`r.due_account_path`, on: sql`r.scored_due_on`, quarter: sql`r.due_quarter`, done: sql`r.on_time` })

/**
 * Rounds that a figure of the quarters (year × 4 + quarter) counts in the region, by place and day, after a key. By an index
 * that starts with all but the place, once for each quarter and side: so many rows as wanted are read of each, however many there are.
 * @param done of those rectified, or re-inspected, in time; of the others; or both
 */
export async function roundsBehind(tx: Tx, at: Behind, figure: RoundFigure, of: { readonly quarters: readonly number[]; readonly done: readonly boolean[]; readonly today: Day; readonly folds: boolean }, after: RoundKey | null, limit: number): Promise<RoundUnit[]> {
  const { place, on, quarter, done } = columnsOf(figure)
  const wanted = allOf([
    ...(figure === 'REINSPECTION' ? [sql`${place} is not null`] : [sql`r.due_as = ${figure}`, sql`r.due_effective_on <= ${of.today}`]),
    // Both hold from the day after the one they count on.
    sql`${on} < ${of.today}`, within(place, at.path), ...counted(at, place, sql`r.sector_id`),
    ...(after ? [sql`(${place}, ${on}, r.hazard_id, r.n) > (${after[0]}, ${after[1]}::date, ${after[2]}::uuid, ${after[3]}::int)`] : []),
  ])
  const sides = of.quarters.flatMap((one) => of.done.map((side) => sql`(select ${place} as place, ${on} as "on", r.hazard_id as id, r.n from round r
    where ${done} = ${side} and ${quarter} = ${one} and ${wanted} order by ${place}, ${on}, r.hazard_id, r.n limit ${limit})`))
  const rows = await tx.execute<{ place: string; on: Day; id: string; n: number; fold: Hazard | null }>(sql`
    select u.place, u."on"::text, u.id, u.n, ${of.folds ? sql`h.fold` : sql`null as fold`} from (select * from (${sql.join(sides, sql` union all `)}) s order by 1, 2, 3, 4 limit ${limit}) u
    ${of.folds ? sql`join hazard h on h.id = u.id` : sql``} order by u.place, u."on", u.id, u.n`)
  return rows.map(({ place, on, id, n, fold }) => ({ id, n, key: [place, on, id, n], fold }))
}

/** A record with its fold, from which its contributions follow. */
export interface Folded<F> {
  readonly id: string
  readonly key: FoldKey
  readonly accountId: string
  readonly accountPath: string
  readonly fold: F
}
/** 0 what lies in the region, 1 what counted there before it moved; the place; the record. */
export type FoldKey = readonly [phase: number, path: string, id: string]

/** Candidates in their order, from a key on. Those that moved away are few, and have an index of their own. */
async function folded<F>(tx: Tx, table: 'hazard' | 'subject', at: Behind, conditions: readonly SQL[], moved: SQL, from: FoldKey | null, limit: number): Promise<Folded<F>[]> {
  const [phase, path, id] = from ?? [0, '', null]
  const part = (n: number, where: readonly SQL[]): SQL => sql`(select ${sql.raw(String(n))} as phase, h.id, h.path, h.account_id, h.account_path, h.fold from ${sql.identifier(table)} h
    where ${allOf([...where, ...conditions, ...(id !== null && phase === n ? [sql`(h.path, h.id) >= (${path}, ${id}::uuid)`] : [])])} order by h.path, h.id limit ${limit})`
  const here = part(0, [within(sql`h.path`, at.path), ...counted(at, sql`h.path`, sql`h.sector_id`)])
  const there = part(1, [sql`(${sql.join([sql`false`, ...at.scope.map((root) => within(sql`h.path`, root))], sql` or `)})`, sql`not ${within(sql`h.path`, at.path)}`, moved])
  const rows = await tx.execute<{ phase: number; id: string; path: string; account_id: string; account_path: string; fold: F }>(sql`
    select * from (${phase === 0 ? sql`${here} union all ${there}` : there}) u order by phase, path, id limit ${limit}`)
  return rows.map((row) => ({ id: row.id, key: [row.phase, row.path, row.id], accountId: row.account_id, accountPath: row.account_path, fold: row.fold }))
}

/** Hazards of which a revisit was drawn within the days. */
export const revisitedBehind = (tx: Tx, at: Behind, { from, until }: { readonly from: Day; readonly until: Day }, after: FoldKey | null, limit: number): Promise<Folded<Hazard>[]> =>
  folded(tx, 'hazard', at, [
    sql`not h.shown_only and h.state <> 'VOIDED' and jsonb_array_length(h.fold -> 'revisits') > 0`,
    sql`exists (select from jsonb_array_elements(h.fold -> 'revisits') v where (v ->> 'drawn')::boolean and v ->> 'on' >= ${from} and v ->> 'on' < ${until})`,
  ], sql`jsonb_array_length(h.fold -> 'formerAccounts') > 0
    and exists (select from jsonb_array_elements(h.fold -> 'formerAccounts') f join region g on g.id = (f ->> 'accountId')::uuid where ${within(sql`g.path`, at.path)})`, after, limit)

export type SubjectFigure = 'KEY' | 'ENTERPRISES' | 'SOURCES'
/** As the indexes have it. */
const everOne: Readonly<Record<SubjectFigure, readonly SQL[]>> = {
  KEY: [sql.raw(`jsonb_path_exists(h.fold, '$.states[*].facts ? (@.key == true)')`)],
  SOURCES: [sql.raw(`jsonb_path_exists(h.fold, '$.states[*].facts ? (@.hazardSources > 0)')`)],
  ENTERPRISES: [],
}
const everUnowned = sql.raw(`jsonb_path_exists(h.fold, '$.states[*].facts ? (!(@.assigned[*] == "PRIMARY" && @.assigned[*] == "TERRITORIAL" && @.assigned[*] == "SECTOR" && @.assigned[*] == "COMPREHENSIVE" && @.assigned[*] == "PARTY_AND_GOVERNMENT"))')`)

/** Subjects that were ever accountable to the region, or in it, and registered before the day. @param lost only those that ever lacked what the item asks for */
export const subjectsBehind = (tx: Tx, at: Behind, figure: SubjectFigure, { until, lost }: { readonly until: Day; readonly lost: boolean }, after: FoldKey | null, limit: number): Promise<Folded<Subject>[]> =>
  folded(tx, 'subject', at, [
    sql`not h.shown_only and not h.withdrawn and h.registered_on < ${until}`, ...everOne[figure], ...(lost && figure === 'ENTERPRISES' ? [everUnowned] : []),
  ], sql`jsonb_path_exists(h.fold, '$.states[*].facts ? (@.accountId != $.accountId)')
    and exists (select from jsonb_array_elements(h.fold -> 'states') f join region g on g.id = (f -> 'facts' ->> 'accountId')::uuid where ${within(sql`g.path`, at.path)})`, after, limit)

/** The paths of accountable regions by their ids. */
export async function pathsOf(tx: Tx, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await tx.execute<{ id: string; path: string }>(sql`select id, path from region where id in ${oneOfIds(ids)}`)
  return new Map(rows.map((row) => [row.id, row.path]))
}
