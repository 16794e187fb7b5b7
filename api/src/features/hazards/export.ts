import { hazardLevels, hazardSources, hazardStates, type Day, type ErrorText, type HazardDetails } from '@anwang/domain'
import DataLoader from 'dataloader'
import type { ExportRow } from '@anwang/documents/export'
import { z } from 'zod'
import type { Context } from '../../context.ts'
import { idOf, optionalId } from '../../schema/nodes.ts'
import { dayText as day, inBatches, json, MOST_ROWS, parametersOf, plainText as text, regionName, searchedFor, sectorName, spanOf, subjectName, whereOf, wordOf, wordsOf, type ExportHeading, type ExportList } from '../subjects/exporting.ts'
import { inWords } from '../subjects/service.ts'
import { countHazardsToExport, detailsStated, hazardPages, type Hazard } from './store/index.ts'
import { detailsOf } from './store/people.ts'
import { daysOverdue, isOverdue, queryOf, type HazardFilter, type HazardOrder } from './service.ts'

const Filter: z.ZodType<HazardFilter> = z.strictObject({
  region: text, accountable: text, own: z.boolean(), sector: text, subject: text, level: z.array(z.enum(hazardLevels)), state: z.array(z.enum(hazardStates)), source: z.array(z.enum(hazardSources)),
  overdue: z.boolean(), minOverdueDays: z.int(), overdueOn: day, foundFrom: day, foundTo: day, dueFrom: day, dueTo: day, import: text, search: text,
}).partial()
const Order: z.ZodType<HazardOrder> = z.strictObject({ field: z.enum(['DUE_ON', 'FOUND_ON', 'OVERDUE_DAYS', 'NUMBER']), direction: z.enum(['ASC', 'DESC']) })

/** Ids picked by hand: as many as an address holds. */
const Picked = z.string().max(7_500).transform((list) => list.split(',').filter((id) => id !== ''))
const Parameters = { filter: z.preprocess(json, Filter.optional()), orderBy: z.preprocess(json, Order.optional()), ids: Picked.optional() }

const words = {
  level: { GENERAL: { zh: '一般隐患', en: 'General' }, MAJOR: { zh: '重大隐患', en: 'Major' } },
  state: {
    REGISTERED: { zh: '待整改', en: 'Registered' }, RECTIFYING: { zh: '整改中', en: 'Rectifying' }, SUBMITTED: { zh: '待复查', en: 'Submitted' },
    CLOSED: { zh: '已销号', en: 'Closed' }, ARCHIVED: { zh: '已归档', en: 'Archived' }, VOIDED: { zh: '已作废', en: 'Voided' },
  },
  source: {
    DEPARTMENT: { zh: '部门检查', en: 'Department' }, SUPERIOR: { zh: '上级督查', en: 'Superior' }, EXPERT: { zh: '专家检查', en: 'Expert' }, TIP_OFF: { zh: '举报', en: 'Tip-off' },
    GRID_PATROL: { zh: '网格巡查', en: 'Grid patrol' }, SELF_CHECK: { zh: '企业自查', en: 'Self-check' }, MACHINE: { zh: '智能识别', en: 'Machine' },
  },
} as const satisfies Record<string, Record<string, ErrorText>>

const columns: readonly ExportHeading[] = [
  { heading: { zh: '序号', en: 'No.' }, width: 6, format: 'integer' }, { heading: { zh: '隐患编号', en: 'Number' }, width: 24 }, { heading: { zh: '县区', en: 'County' }, width: 14 }, { heading: { zh: '所在地', en: 'Place' }, width: 20 },
  { heading: { zh: '计入地', en: 'Accountable region' }, width: 16 }, { heading: { zh: '单位名称', en: 'Subject' }, width: 30 }, { heading: { zh: '行业领域', en: 'Sector' }, width: 16 },
  { heading: { zh: '隐患描述', en: 'Description' }, width: 44 }, { heading: { zh: '隐患级别', en: 'Level' }, width: 10 }, { heading: { zh: '来源', en: 'Source' }, width: 10 },
  { heading: { zh: '发现日期', en: 'Found' }, width: 12, format: 'date' }, { heading: { zh: '整改期限', en: 'Due' }, width: 12, format: 'date' },
  { heading: { zh: '状态', en: 'State' }, width: 10 }, { heading: { zh: '提交整改日期', en: 'Submitted' }, width: 12, format: 'date' },
  { heading: { zh: '销号日期', en: 'Closed on' }, width: 12, format: 'date' }, { heading: { zh: '逾期天数', en: 'Days overdue' }, width: 10, format: 'integer' },
]

interface Stated extends ExportHeading {
  readonly of: readonly (keyof HazardDetails)[]
}
/** What ledgers state beside the facts: a column only where any row of the list has it. */
const statedColumns: readonly Stated[] = [
  { of: ['measures'], heading: { zh: '整改措施', en: 'Measures' }, width: 28 }, { of: ['fundsYuan', 'fundsText'], heading: { zh: '整改资金（元）', en: 'Funds (yuan)' }, width: 14 }, { of: ['contingency'], heading: { zh: '应急预案', en: 'Contingency' }, width: 14 },
  { of: ['rectifyingUnit'], heading: { zh: '整改责任单位', en: 'Rectified by' }, width: 20 }, { of: ['regulator'], heading: { zh: '监管部门', en: 'Supervised by' }, width: 20 }, { of: ['reinspectingUnit'], heading: { zh: '复查单位', en: 'Re-inspected by' }, width: 20 }, { of: ['note'], heading: { zh: '备注', en: 'Remark' }, width: 20 },
]

/** Not kept: a list is read once, and may be long. */
const detailsLoader = (context: Context) => new DataLoader(async (ids: readonly string[]) => {
  const found = await detailsOf(await context.read(), ids)
  return ids.map((id) => found.get(id) ?? {})
}, { cache: false })

const whole: ErrorText = { zh: '事故隐患台账', en: 'Hazards' }
const late: ErrorText = { zh: '逾期未整改隐患清单', en: 'Overdue hazards' }


/** `overdueOn`: the day of the past that the days overdue are counted to. */
async function rowOf(context: Context, hazard: Hazard, n: number, { overdueOn, today }: { readonly overdueOn: Day | null; readonly today: Day }, details: readonly Stated[]): Promise<ExportRow> {
  const [[county, place], account, subject, sector, stated] = await Promise.all([
    whereOf(context, hazard.placeId), regionName(context, hazard.accountId), subjectName(context, hazard.subjectId), sectorName(context, hazard.sectorId), details.length === 0 ? ({} as HazardDetails) : context.once(detailsLoader).load(hazard.id),
  ])
  const overdue = overdueOn !== null ? (hazard.overdueSince ? daysOverdue(hazard.overdueSince, null, overdueOn) : 0) : isOverdue(hazard, today) ? daysOverdue(hazard.overdueFrom!, hazard.overdueUntil, today) : 0
  return [
    n, hazard.number, county, place, account, subject, sector, hazard.description,
    wordOf(words.level, hazard.level, context), wordOf(words.source, hazard.source, context), hazard.foundOn, hazard.dueOn, wordOf(words.state, hazard.state, context),
    hazard.submittedOn, hazard.acceptedOn, overdue,
    ...details.map(({ of }) => of.map((name) => stated[name]).find((value) => value !== undefined) ?? null),
  ]
}

/** The filters besides overdue, which the title says. */
async function filtersOf(context: Context, filter: HazardFilter, picked: number | undefined): Promise<ExportList['filters']> {
  const subject = optionalId('Subject', filter.subject, 'filter.subject')
  const region = optionalId('Region', filter.accountable ?? filter.region, 'filter.region')
  return [
    picked === undefined ? null : inWords(context, { zh: `所选 ${picked} 条`, en: `${picked} picked` }),
    region && (await regionName(context, region)),
    filter.own ? inWords(context, { zh: '本级', en: 'own' }) : null,
    wordsOf(words.level, filter.level, context), wordsOf(words.state, filter.state, context), wordsOf(words.source, filter.source, context),
    await sectorName(context, optionalId('Sector', filter.sector, 'filter.sector')), subject && (await subjectName(context, subject)),
    filter.minOverdueDays ? inWords(context, { zh: `至少逾期${filter.minOverdueDays}天`, en: `overdue at least ${filter.minOverdueDays} days` }) : null,
    filter.overdueOn ? inWords(context, { zh: `${filter.overdueOn}当日逾期`, en: `overdue on ${filter.overdueOn}` }) : null,
    spanOf(context, { zh: '发现日期', en: 'found' }, filter.foundFrom, filter.foundTo), spanOf(context, { zh: '整改期限', en: 'due' }, filter.dueFrom, filter.dueTo),
    filter.import ? inWords(context, { zh: '一次台账导入', en: 'one import' }) : null, searchedFor(context, filter.search),
  ]
}

/**
 * What `?filter=<JSON HazardFilter>&orderBy=<JSON HazardOrder>&ids=<ids, parted by commas>` asks for, in the viewer's scope;
 * the name of the parameter that is none. @throws BAD_USER_INPUT, UNAUTHENTICATED
 */
export async function hazardExport(context: Context, given: Readonly<Record<string, unknown>>): Promise<ExportList | string> {
  const asked = parametersOf(given, Parameters)
  if (typeof asked === 'string') return asked
  const { filter = {}, orderBy, ids } = asked
  const { root, query } = await queryOf(context, filter, orderBy, {}, ids ? { ids: ids.map((id) => idOf('Hazard', id, 'ids')) } : {})
  const tx = await context.read()
  const count = root.paths.length === 0 ? 0 : await countHazardsToExport(tx, root, query, MOST_ROWS + 1)
  const stated = count === 0 || count > MOST_ROWS ? new Set<string>() : await detailsStated(tx, root, query)
  const details = statedColumns.filter(({ of }) => of.some((name) => stated.has(name)))
  let n = 0
  return {
    sheet: filter.overdue || filter.overdueOn ? late : whole, region: filter.accountable ?? filter.region, on: query.overdueOn, filters: await filtersOf(context, filter, ids?.length), columns: [...columns, ...details], count,
    rows: () => inBatches<Hazard>(count, async (after, limit) => (await hazardPages(tx, [root], { ...query, after, limit }))[0], (hazard) => rowOf(context, hazard, (n += 1), query, details)),
  }
}
