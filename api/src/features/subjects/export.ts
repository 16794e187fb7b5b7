import { responsibilities, riskGrades, subjectKinds, subjectStatuses, type ErrorText } from '@anwang/domain'
import type { ExportRow } from '@anwang/documents/export'
import DataLoader from 'dataloader'
import { z } from 'zod'
import type { Context } from '../../context.ts'
import { optionalId } from '../../schema/nodes.ts'
import { inBatches, json, MOST_ROWS, parametersOf, plainText, regionName, searchedFor, sectorName, whereOf, wordOf, wordsOf, type ExportHeading, type ExportList } from './exporting.ts'
import { pathOf, rootAt } from './lists.ts'
import { inWords, subjectQueryOf } from './service.ts'
import { countSubjectsToExport, subjectDetails, subjectOrderFields, subjectPages, type Subject } from './store/index.ts'

const Filter = z.strictObject({
  region: plainText, kind: z.array(z.enum(subjectKinds)), status: z.array(z.enum(subjectStatuses)), riskGrade: z.array(z.enum(riskGrades)), key: z.boolean(), sector: plainText, search: plainText,
}).partial()
const Order = z.strictObject({ field: z.enum(subjectOrderFields), direction: z.enum(['ASC', 'DESC']) })
const Parameters = { filter: z.preprocess(json, Filter.optional()), orderBy: z.preprocess(json, Order.optional()) }

const words = {
  kind: { ENTERPRISE: { zh: '企业', en: 'Enterprise' }, SITE: { zh: '场所', en: 'Site' }, PROJECT: { zh: '工程项目', en: 'Project' }, VEHICLE: { zh: '车辆', en: 'Vehicle' }, HOUSEHOLD: { zh: '经营户', en: 'Household' } },
  status: { OPERATING: { zh: '在营', en: 'Operating' }, SUSPENDED: { zh: '停产', en: 'Suspended' }, UNDER_CONSTRUCTION: { zh: '在建', en: 'Under construction' }, CLOSED: { zh: '关闭', en: 'Closed' } },
  riskGrade: { RED: { zh: '红', en: 'Red' }, ORANGE: { zh: '橙', en: 'Orange' }, YELLOW: { zh: '黄', en: 'Yellow' }, BLUE: { zh: '蓝', en: 'Blue' } },
  responsibility: {
    PARTY_AND_GOVERNMENT: { zh: '党政领导责任', en: 'party and government' }, TERRITORIAL: { zh: '属地责任', en: 'territorial' }, SECTOR: { zh: '部门监管责任', en: 'sector' },
    COMPREHENSIVE: { zh: '综合监管', en: 'comprehensive' }, PRIMARY: { zh: '主体责任', en: 'primary' },
  },
} as const satisfies Record<string, Record<string, ErrorText>>

const columns: readonly ExportHeading[] = [
  { heading: { zh: '单位名称', en: 'Name' }, width: 34 }, { heading: { zh: '统一社会信用代码', en: 'Credit code' }, width: 22 }, { heading: { zh: '类别', en: 'Kind' }, width: 10 },
  { heading: { zh: '县区', en: 'County' }, width: 14 }, { heading: { zh: '所在地', en: 'Place' }, width: 22 }, { heading: { zh: '计入地', en: 'Accountable region' }, width: 16 },
  { heading: { zh: '行业领域', en: 'Sector' }, width: 18 }, { heading: { zh: '风险等级', en: 'Risk grade' }, width: 10 }, { heading: { zh: '生产状态', en: 'Status' }, width: 10 },
  { heading: { zh: '市级重点', en: 'Key enterprise' }, width: 10 }, { heading: { zh: '五方责任未明确', en: 'Responsibilities missing' }, width: 30 },
  { heading: { zh: '重大危险源（个）', en: 'Major hazard sources' }, width: 12, format: 'integer' }, { heading: { zh: '其中已接入（个）', en: 'Of these online' }, width: 12, format: 'integer' },
  { heading: { zh: '标准化已达标', en: 'Standardized' }, width: 12 }, { heading: { zh: '登记日期', en: 'Registered' }, width: 12, format: 'date' },
  { heading: { zh: '地址', en: 'Address' }, width: 28 }, { heading: { zh: '行业门类', en: 'Industry' }, width: 14 }, { heading: { zh: '行业代码', en: 'Industry code' }, width: 10 },
  { heading: { zh: '台账所列行业领域', en: 'Sector as stated' }, width: 18 }, { heading: { zh: '规模', en: 'Size' }, width: 10 }, { heading: { zh: '从业人员（人）', en: 'Employees' }, width: 10 },
  { heading: { zh: '重大危险源等级', en: 'Grade of hazard sources' }, width: 12 }, { heading: { zh: '标准化等级', en: 'Standardization grade' }, width: 12 },
  { heading: { zh: '行业监管部门', en: 'Supervised by' }, width: 20 }, { heading: { zh: '备注', en: 'Remark' }, width: 20 },
]

/** Not kept: a list is read once, and may be long. */
const details = (context: Context) => new DataLoader(async (ids: readonly string[]) => {
  const found = await subjectDetails(await context.read(), ids)
  return ids.map((id) => found.get(id) ?? {})
}, { cache: false })

async function rowOf(context: Context, subject: Subject): Promise<ExportRow> {
  const [[county, place], account, sector, stated] = await Promise.all([
    whereOf(context, subject.placeId), regionName(context, subject.accountId), sectorName(context, subject.sectorId), context.once(details).load(subject.id),
  ])
  const yes = (value: boolean) => inWords(context, value ? { zh: '是', en: 'yes' } : { zh: '否', en: 'no' })
  return [
    subject.name, subject.creditCode ?? '', wordOf(words.kind, subject.kind, context), county, place, account, sector,
    subject.riskGrade === null ? '' : wordOf(words.riskGrade, subject.riskGrade, context), wordOf(words.status, subject.status, context), yes(subject.key),
    wordsOf(words.responsibility, responsibilities.filter((one) => !subject.assigned.includes(one)), context) ?? '', subject.hazardSources, subject.hazardSourcesOnline, yes(subject.standardized), subject.registeredOn,
    stated.address ?? null, stated.category ?? null, stated.industryCode ?? null, stated.sectorText ?? null, stated.size ?? null, stated.employees ?? stated.employeesText ?? null,
    stated.hazardSourceGrade ?? null, stated.standardization ?? null, stated.regulator ?? null, stated.note ?? null,
  ]
}

/** What `?filter=<JSON>&orderBy=<JSON SubjectOrder>` asks for, in the viewer's scope; the name of the parameter that is none. @throws BAD_USER_INPUT, UNAUTHENTICATED */
export async function subjectExport(context: Context, given: Readonly<Record<string, unknown>>): Promise<ExportList | string> {
  const asked = parametersOf(given, Parameters)
  if (typeof asked === 'string') return asked
  const { filter = {}, orderBy } = asked
  const { query } = await subjectQueryOf(context, filter, orderBy, {})
  const root = rootAt(context, (await pathOf(context, filter.region, 'filter.region')) ?? '')
  const tx = await context.read()
  const count = root.paths.length === 0 ? 0 : await countSubjectsToExport(tx, root, query, MOST_ROWS + 1)
  return {
    sheet: { zh: '监管对象台账', en: 'Subjects' }, region: filter.region, columns, count,
    filters: [
      wordsOf(words.kind, filter.kind, context), wordsOf(words.status, filter.status, context), wordsOf(words.riskGrade, filter.riskGrade, context),
      filter.key === undefined ? null : inWords(context, filter.key ? { zh: '市级重点', en: 'key enterprises' } : { zh: '非市级重点', en: 'not key enterprises' }),
      await sectorName(context, optionalId('Sector', filter.sector, 'filter.sector')), searchedFor(context, filter.search),
    ],
    rows: () => inBatches<Subject>(count, async (after, limit) => (await subjectPages(tx, [root], { ...query, after, limit }))[0], (subject) => rowOf(context, subject)),
  }
}
