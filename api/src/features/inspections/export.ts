import { inspectionNatures, type ErrorText } from '@anwang/domain'
import type { ExportRow } from '@anwang/documents/export'
import { z } from 'zod'
import type { Context } from '../../context.ts'
import { optionalId } from '../../schema/nodes.ts'
import { dayText, inBatches, json, MOST_ROWS, parametersOf, plainText, regionName, searchedFor, sectorName, spanOf, subjectName, whereOf, wordOf, wordsOf, type ExportHeading, type ExportList } from '../subjects/exporting.ts'
import { inWords } from '../subjects/service.ts'
import { inspectionQueryOf } from './service.ts'
import { inspectionCounts, inspectionOrderFields, inspectionPages, type Inspection } from './store.ts'

const Filter = z.strictObject({ region: plainText, accountable: plainText, own: z.boolean(), reinspection: z.boolean(), sector: plainText, subject: plainText, nature: z.array(z.enum(inspectionNatures)), from: dayText, to: dayText, search: plainText }).partial()
const Order = z.strictObject({ field: z.enum(inspectionOrderFields), direction: z.enum(['ASC', 'DESC']) })
const Parameters = { filter: z.preprocess(json, Filter.optional()), orderBy: z.preprocess(json, Order.optional()) }

const natures = {
  ADMINISTRATIVE: { zh: '行政检查', en: 'Administrative' }, SUPERVISORY: { zh: '督导检查', en: 'Supervisory' }, GRID_PATROL: { zh: '网格巡查', en: 'Grid patrol' },
  SELF_CHECK: { zh: '企业自查', en: 'Self-check' }, EXPERT_SERVICE: { zh: '专家服务', en: 'Expert service' },
} as const satisfies Record<string, ErrorText>

const columns: readonly ExportHeading[] = [
  { heading: { zh: '检查编号', en: 'Number' }, width: 24 }, { heading: { zh: '单位名称', en: 'Subject' }, width: 34 }, { heading: { zh: '县区', en: 'County' }, width: 14 },
  { heading: { zh: '所在地', en: 'Place' }, width: 22 }, { heading: { zh: '计入地', en: 'Accountable region' }, width: 16 }, { heading: { zh: '行业领域', en: 'Sector' }, width: 18 },
  { heading: { zh: '检查性质', en: 'Nature' }, width: 12 }, { heading: { zh: '复查', en: 'Re-inspection' }, width: 8 }, { heading: { zh: '开始日期', en: 'Began' }, width: 12, format: 'date' },
  { heading: { zh: '结束日期', en: 'Finished' }, width: 12, format: 'date' }, { heading: { zh: '检查人员', en: 'Inspectors' }, width: 36 }, { heading: { zh: '检查情况', en: 'Findings' }, width: 44 },
  { heading: { zh: '检查类别', en: 'Category' }, width: 14 }, { heading: { zh: '随机抽取', en: 'Drawn' }, width: 8 },
  { heading: { zh: '台账所报违法行为（项）', en: 'Violations, as reported' }, width: 12, format: 'integer' }, { heading: { zh: '台账所报一般隐患（项）', en: 'General hazards, as reported' }, width: 12, format: 'integer' },
  { heading: { zh: '台账所报重大隐患（项）', en: 'Major hazards, as reported' }, width: 12, format: 'integer' }, { heading: { zh: '其中挂牌（项）', en: 'Of these listed' }, width: 10, format: 'integer' },
  { heading: { zh: '台账所报已整改（项）', en: 'Rectified, as reported' }, width: 12, format: 'integer' }, { heading: { zh: '文书', en: 'Documents' }, width: 30 },
  { heading: { zh: '罚款（元）', en: 'Fines (yuan)' }, width: 12 }, { heading: { zh: '实际收缴（元）', en: 'Paid (yuan)' }, width: 12 }, { heading: { zh: '备注', en: 'Remark' }, width: 20 },
]

async function rowOf(context: Context, inspection: Inspection): Promise<ExportRow> {
  const [[county, place], account, subject, sector] = await Promise.all([
    whereOf(context, inspection.placeId), regionName(context, inspection.accountId), subjectName(context, inspection.subjectId), sectorName(context, inspection.sectorId),
  ])
  const stated = inspection.details ?? {}
  const separator = context.language === 'zh' ? '、' : ', '
  return [
    inspection.number, subject, county, place, account, sector, wordOf(natures, inspection.nature, context), inspection.reinspection ? inWords(context, { zh: '是', en: 'yes' }) : '',
    inspection.startedOn, inspection.finishedOn, inspection.inspectors.join(separator), inspection.findings,
    stated.category ?? null, stated.drawn === undefined ? null : inWords(context, stated.drawn ? { zh: '是', en: 'yes' } : { zh: '否', en: 'no' }),
    stated.violations ?? null, stated.general ?? null, stated.major ?? null, stated.listed ?? null, stated.rectified ?? null,
    stated.documents?.map(({ name, count }) => `${name} ${count}`).join(separator) ?? null, stated.finesYuan ?? null, stated.finesPaidYuan ?? null, stated.note ?? null,
  ]
}

/** What `?filter=<JSON InspectionFilter>&orderBy=<JSON InspectionOrder>` asks for, in the viewer's scope; the name of the parameter that is none. @throws BAD_USER_INPUT, UNAUTHENTICATED */
export async function inspectionExport(context: Context, given: Readonly<Record<string, unknown>>): Promise<ExportList | string> {
  const asked = parametersOf(given, Parameters)
  if (typeof asked === 'string') return asked
  const { filter = {}, orderBy } = asked
  const { root, query } = await inspectionQueryOf(context, filter, orderBy, {})
  const subject = optionalId('Subject', filter.subject, 'filter.subject')
  const tx = await context.read()
  const count = root.paths.length === 0 ? 0 : (await inspectionCounts(tx, [root], query, MOST_ROWS + 1))[0]!
  return {
    sheet: { zh: '检查台账', en: 'Inspections' }, region: filter.accountable ?? filter.region, columns, count,
    filters: [
      filter.own ? inWords(context, { zh: '本级', en: 'own' }) : null,
      typeof filter.reinspection === 'boolean' ? inWords(context, filter.reinspection ? { zh: '复查', en: 're-inspections' } : { zh: '不含复查', en: 'without re-inspections' }) : null,
      wordsOf(natures, filter.nature, context), spanOf(context, { zh: '检查日期', en: 'finished' }, filter.from, filter.to),
      await sectorName(context, optionalId('Sector', filter.sector, 'filter.sector')), subject && (await subjectName(context, subject)), searchedFor(context, filter.search),
    ],
    rows: () => inBatches<Inspection>(count, async (after, limit) => (await inspectionPages(tx, [root], { ...query, after, limit }))[0], (inspection) => rowOf(context, inspection)),
  }
}
