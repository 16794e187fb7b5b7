import type { Tx } from '@anwang/db'
import type { Day, InspectionDetails, InspectionNature } from '@anwang/domain'
import { sql, type SQL } from 'drizzle-orm'
import { allOf, containing, countRows, inParts, isOneOf, isOneOfIds, readPages, type CountedPart, type Keyed, type Root } from '../subjects/store/pages.ts'

export interface Inspection {
  readonly id: string
  readonly version: number
  readonly number: string
  readonly nature: InspectionNature
  readonly subjectId: string
  readonly placeId: string
  readonly path: string
  readonly accountId: string
  readonly accountPath: string
  readonly sectorId: string | null
  readonly startedOn: Day
  readonly finishedOn: Day
  readonly reinspection: boolean
  readonly findings: string
  readonly inspectors: readonly string[]
  readonly process: string | null
  readonly details: InspectionDetails | null
  readonly shownOnly: boolean
}

const columns: SQL = sql.raw(`i.id, i.version, i.number, i.nature, i.subject_id as "subjectId", i.region_id as "placeId", i.path, i.account_id as "accountId", i.account_path as "accountPath",
  i.sector_id as "sectorId", i.started_on::text as "startedOn", i.finished_on::text as "finishedOn", i.reinspection, i.findings,
  coalesce(i.fold->'inspectors', '[]'::jsonb) as inspectors, i.fold->>'process' as process, i.fold->'details' as details, i.shown_only as "shownOnly"`)

type Row = Inspection & Record<string, unknown>

export async function inspectionsById(tx: Tx, ids: readonly string[]): Promise<Map<string, Inspection>> {
  const rows = await tx.execute<Row>(sql`select ${columns} from inspection i where ${isOneOfIds(sql`i.id`, ids)}`)
  return new Map(rows.map((row) => [row.id, row]))
}

export interface InspectionQuery {
  readonly nature: readonly InspectionNature[] | null
  readonly sectors: readonly string[] | null
  /** Whose figures it counts in: there or below, or only there; of the sectors that they are of. */
  readonly account: { readonly path: string; readonly own: boolean; readonly parts: readonly CountedPart[] } | null
  /** Only re-inspections, or only what is none; null: both. */
  readonly reinspection: boolean | null
  /** Finished on or after, on or before. */
  readonly from: Day | null
  readonly to: Day | null
  readonly search: string | null
  readonly ofSubject: boolean
  readonly order: { readonly field: InspectionOrderField; readonly descending: boolean }
  readonly after: readonly [key: string, id: string] | null
  readonly limit: number
}

export const inspectionOrderFields = ['FINISHED_ON', 'NUMBER'] as const
export type InspectionOrderField = (typeof inspectionOrderFields)[number]

const conditions = ({ nature, sectors, account, reinspection, from, to, search }: InspectionQuery): SQL => allOf([
  sql`not i.withdrawn`,
  ...(nature ? [isOneOf(sql`i.nature`, nature)] : []),
  ...(sectors ? [isOneOfIds(sql`i.sector_id`, sectors)] : []),
  ...(account ? [inParts(account.own ? account.parts.slice(0, 1) : account.parts, sql`i.sector_id`, ({ path }) => (account.own ? sql`i.account_path = ${path}` : sql`starts_with(i.account_path, ${path})`)), sql`not i.shown_only`] : []),
  ...(reinspection === null ? [] : [reinspection ? sql`i.reinspection` : sql`not i.reinspection`]),
  ...(from ? [sql`i.finished_on >= ${from}`] : []),
  ...(to ? [sql`i.finished_on <= ${to}`] : []),
  ...(search ? [sql`(i.number ilike ${containing(search)} or i.findings ilike ${containing(search)} or i.subject_id in (select id from subject where name ilike ${containing(search)}))`] : []),
])

const list = (query: InspectionQuery) => ({
  from: sql`inspection i`, columns, place: sql`i.path`, owner: query.ofSubject ? sql`i.subject_id` : undefined, where: conditions(query),
  key: query.order.field === 'NUMBER' ? sql`i.number collate "C"` : sql`i.finished_on`, keyType: query.order.field === 'NUMBER' ? ('text' as const) : ('date' as const), id: sql`i.id`, descending: query.order.descending, after: query.after, limit: query.limit,
})

export const inspectionPages = (tx: Tx, roots: readonly Root[], query: InspectionQuery): Promise<Keyed<Row>[][]> => readPages<Row>(tx, roots, list(query))
export const inspectionCounts = (tx: Tx, roots: readonly Root[], query: InspectionQuery, most?: number): Promise<number[]> => countRows(tx, roots, list(query), most)
