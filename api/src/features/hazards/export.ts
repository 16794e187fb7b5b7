import { hazardLevels, hazardSources, hazardStates, isDay, type Day, type ErrorText } from '@anwang/domain'
import type { ExportColumn, ExportRow } from '@anwang/documents/export'
import { z } from 'zod'
import type { Context } from '../../context.ts'
import { sectorLoader } from '../accounts/schema.ts'
import { idOf } from '../../schema/nodes.ts'
import { regionLoaders } from '../regions/service.ts'
import type { Region } from '../regions/store.ts'
import { inWords, subjectLoaders } from '../subjects/service.ts'
import { countHazardsToExport, hazardPages, type Hazard, type HazardQuery } from './store/index.ts'
import { daysOverdue, isOverdue, queryOf, type HazardFilter, type HazardOrder } from './service.ts'

/** The most rows that a person can work with in a spreadsheet, and that one reading transaction is held open for. */
export const MOST_ROWS = 100_000
const BATCH = 2_000

const day = z.string().refine(isDay, 'YYYY-MM-DD')
const text = z.string().max(200).refine((value) => value.isWellFormed() && !value.includes('\0'))
const Filter: z.ZodType<HazardFilter> = z.strictObject({
  region: text, accountable: text, own: z.boolean(), sector: text, subject: text, level: z.array(z.enum(hazardLevels)), state: z.array(z.enum(hazardStates)), source: z.array(z.enum(hazardSources)),
  overdue: z.boolean(), minOverdueDays: z.int(), foundFrom: day, foundTo: day, dueFrom: day, dueTo: day, import: text, search: text,
}).partial()
const Order: z.ZodType<HazardOrder> = z.strictObject({ field: z.enum(['DUE_ON', 'FOUND_ON', 'OVERDUE_DAYS', 'NUMBER']), direction: z.enum(['ASC', 'DESC']) })

const json = (given: unknown): unknown => {
  try {
    return typeof given === 'string' ? JSON.parse(given, (_key, value: unknown) => value ?? undefined) : undefined
  } catch {
    return null
  }
}

/** Ids picked by hand: as many as an address holds. */
const Picked = z.string().max(7_500).transform((list) => list.split(',').filter((id) => id !== ''))

export interface ExportRequest {
  readonly filter: HazardFilter
  readonly orderBy: HazardOrder | undefined
  /** Only these of what matches. */
  readonly ids: readonly string[] | undefined
}

/** What `?filter=<JSON HazardFilter>&orderBy=<JSON HazardOrder>&ids=<ids, parted by commas>` asks for; the name of the parameter that is none. */
export function exportRequest(query: Readonly<Record<string, unknown>>): ExportRequest | 'filter' | 'orderBy' | 'ids' {
  const filter = Filter.optional().safeParse(json(query['filter']))
  if (!filter.success) return 'filter'
  const orderBy = Order.optional().safeParse(json(query['orderBy']))
  if (!orderBy.success) return 'orderBy'
  const ids = Picked.optional().safeParse(query['ids'])
  return ids.success ? { filter: filter.data ?? {}, orderBy: orderBy.data, ids: ids.data } : 'ids'
}

const words = {
  level: { GENERAL: { zh: '一般隐患', en: 'General' }, MAJOR: { zh: '重大隐患', en: 'Major' } },
  state: {
    REGISTERED: { zh: '已登记', en: 'Registered' }, RECTIFYING: { zh: '整改中', en: 'Rectifying' }, SUBMITTED: { zh: '待复查', en: 'Submitted' },
    CLOSED: { zh: '已销号', en: 'Closed' }, ARCHIVED: { zh: '已归档', en: 'Archived' }, VOIDED: { zh: '已作废', en: 'Voided' },
  },
  source: {
    DEPARTMENT: { zh: '部门检查', en: 'Department' }, SUPERIOR: { zh: '上级督查', en: 'Superior' }, EXPERT: { zh: '专家检查', en: 'Expert' }, TIP_OFF: { zh: '举报', en: 'Tip-off' },
    GRID_PATROL: { zh: '网格巡查', en: 'Grid patrol' }, SELF_CHECK: { zh: '企业自查', en: 'Self-check' }, MACHINE: { zh: '智能识别', en: 'Machine' },
  },
} as const satisfies Record<string, Record<string, ErrorText>>

interface Column {
  readonly heading: ErrorText
  readonly width: number
  readonly format?: ExportColumn['format']
}
const columns: readonly Column[] = [
  { heading: { zh: '隐患编号', en: 'Number' }, width: 24 }, { heading: { zh: '县区', en: 'County' }, width: 14 }, { heading: { zh: '所在地', en: 'Place' }, width: 20 },
  { heading: { zh: '计入地', en: 'Accountable region' }, width: 16 }, { heading: { zh: '单位名称', en: 'Subject' }, width: 30 }, { heading: { zh: '行业领域', en: 'Sector' }, width: 16 },
  { heading: { zh: '隐患描述', en: 'Description' }, width: 44 }, { heading: { zh: '隐患级别', en: 'Level' }, width: 10 }, { heading: { zh: '来源', en: 'Source' }, width: 10 },
  { heading: { zh: '发现日期', en: 'Found' }, width: 12, format: 'date' }, { heading: { zh: '整改期限', en: 'Due' }, width: 12, format: 'date' },
  { heading: { zh: '状态', en: 'State' }, width: 10 }, { heading: { zh: '提交整改日期', en: 'Submitted' }, width: 12, format: 'date' },
  { heading: { zh: '销号日期', en: 'Closed on' }, width: 12, format: 'date' }, { heading: { zh: '逾期天数', en: 'Days overdue' }, width: 10, format: 'integer' },
]

const whole: ErrorText = { zh: '事故隐患台账', en: 'Hazards' }
const late: ErrorText = { zh: '逾期未整改隐患清单', en: 'Overdue hazards' }

export interface ExportNames {
  /** Of the sheet: no longer than a workbook allows. */
  readonly sheet: string
  /** Says of which region, and as of which day. */
  readonly title: string
}

export async function exportNames(context: Context, { filter }: ExportRequest): Promise<ExportNames> {
  const named = filter.accountable ?? filter.region
  const region = named ? await context.once(regionLoaders).byId.load(idOf('Region', named, 'filter.region')) : null
  const zh = context.language === 'zh'
  const sheet = inWords(context, filter.overdue ? late : whole)
  const today = context.clock.today()
  return { sheet, title: zh ? `${region?.name ?? ''}${sheet}（截至${today}）` : `${sheet}${region ? ` of ${region.name}` : ''} (as of ${today})` }
}
/** What was taken out, for the second log: regions stand in the title, ids of records say nothing to people. */
export function exportDetails(title: string, { filter, orderBy, ids }: ExportRequest): Readonly<Record<string, unknown>> {
  const { region: _region, accountable: _accountable, ...rest } = filter
  return { title, ...(Object.keys(rest).length > 0 && { filter: rest }), ...(orderBy && { orderBy }), ...(ids && { picked: ids.length }) }
}
export const exportColumns = ({ language }: Context): ExportColumn[] =>
  columns.map(({ heading, width, format }) => ({ heading: [heading[language]], width, ...(format && { format }) }))

const wordOf = (of: Readonly<Record<string, ErrorText>>, key: string, { language }: Context) => of[key]?.[language] ?? key

async function rowOf(context: Context, hazard: Hazard, today: Day): Promise<ExportRow> {
  const { byId, ancestors } = context.once(regionLoaders)
  const [place, above, account, subject, sector] = await Promise.all([
    byId.load(hazard.placeId), ancestors.load(hazard.placeId), byId.load(hazard.accountId), context.once(subjectLoaders).byId.load(hazard.subjectId),
    hazard.sectorId === null ? null : context.once(sectorLoader).load(hazard.sectorId),
  ])
  const county = [...(above ?? []), place].find((region): region is Region => region?.level === 'COUNTY')
  const belowCounty = [...(above ?? []), place].filter((region) => region?.level === 'STREET' || region?.level === 'COMMUNITY')
  return [
    hazard.number, county?.name ?? '', belowCounty.map((region) => region!.name).join('') || (place?.name ?? ''), account?.name ?? '', subject?.name ?? '',
    (context.language === 'en' ? sector?.nameEn : sector?.name) ?? '', hazard.description,
    wordOf(words.level, hazard.level, context), wordOf(words.source, hazard.source, context), hazard.foundOn, hazard.dueOn, wordOf(words.state, hazard.state, context),
    hazard.submittedOn, hazard.acceptedOn, isOverdue(hazard, today) ? daysOverdue(hazard.overdueFrom!, hazard.overdueUntil, today) : 0,
  ]
}

export interface HazardExport {
  /** How many rows, or one more than may be exported. */
  readonly count: number
  rows(): AsyncGenerator<ExportRow>
}

/** What matches, in the viewer's scope, read in batches from one snapshot. @throws BAD_USER_INPUT, UNAUTHENTICATED */
export async function hazardExport(context: Context, { filter, orderBy, ids }: ExportRequest): Promise<HazardExport> {
  const { root, query } = await queryOf(context, filter, orderBy, {}, ids ? { ids: ids.map((id) => idOf('Hazard', id, 'ids')) } : {})
  const tx = await context.read()
  const count = root.paths.length === 0 ? 0 : await countHazardsToExport(tx, root, query, MOST_ROWS + 1)
  return {
    count,
    async *rows() {
      let after: HazardQuery['after'] = null
      for (let left = count; left > 0; left -= BATCH) {
        const [page] = await hazardPages(tx, [root], { ...query, after, limit: BATCH })
        if (!page || page.length === 0) return
        yield* await Promise.all(page.map((hazard) => rowOf(context, hazard, query.today)))
        after = [page.at(-1)!.sort_key, page.at(-1)!.id]
      }
    },
  }
}
