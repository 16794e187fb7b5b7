import { workbookBytes, type ExportColumn, type ExportRow, type ExportSheet } from '@anwang/documents/export'
import { overdueDays, overdueOpen, onTimeRate, parsePeriod, type Figures } from '@anwang/domain'
import { isRegionLevel } from '@anwang/domain/regions'
import type { Words } from '@anwang/domain/scoring'
import type { Context } from '../../context.ts'
import { badInput } from '../../schema/errors.ts'
import { metricsLoader, type Metrics } from '../metrics/service.ts'
import { rankingOf, type Entry, type Ranking } from './service.ts'

const says = (context: Context, zh: string, en: string): string => (context.language === 'en' ? en : zh)

interface Figure {
  readonly words: Words
  readonly format: 'integer' | 'percent'
  readonly of: (metrics: Metrics, today: string) => number | null
}
const figure = (zh: string, en: string, of: (figures: Figures) => number | undefined): Figure => ({ words: { zh, en }, format: 'integer', of: ({ figures }) => of(figures) ?? 0 })

const FIGURES: readonly Figure[] = [
  figure('检查家次', 'Inspections', (f) => f.inspections),
  figure('发现一般隐患', 'General hazards found', (f) => f.hazards_found_general),
  figure('发现重大隐患', 'Major hazards found', (f) => f.hazards_found_major),
  figure('到期隐患', 'Hazards due', (f) => (f.due_general ?? 0) + (f.due_major ?? 0)),
  figure('按期整改', 'Rectified on time', (f) => (f.rectified_on_time_general ?? 0) + (f.rectified_on_time_major ?? 0)),
  { words: { zh: '按期整改率', en: 'On-time rate' }, format: 'percent', of: ({ figures }) => onTimeRate(figures) },
  { words: { zh: '逾期未整改', en: 'Overdue' }, format: 'integer', of: ({ atEnd }) => overdueOpen(atEnd) },
  { words: { zh: '逾期天数', en: 'Days overdue' }, format: 'integer', of: (metrics, today) => overdueDays(metrics.period, today, metrics) },
]

function columnsOf(context: Context, { scheme }: Ranking): ExportColumn[] {
  const { language } = context
  const items = (scheme?.data.indicators ?? []).map((item): ExportColumn => ({
    heading: [scheme!.data.groups.find((group) => group.key === item.group)!.name[language], `${item.number}. ${item.name[language]}`], format: 'number',
  }))
  return [
    { heading: [says(context, '名次', 'Rank')], width: 8, format: 'integer' },
    { heading: [says(context, '地区', 'Region')], width: 20 },
    { heading: [says(context, '总分', 'Total')], width: 10 },
    { heading: [says(context, '等次', 'Grade')], width: 10 },
    { heading: [says(context, '上期名次', 'Rank before')], width: 10, format: 'integer' },
    ...items,
    ...FIGURES.map(({ words, format }): ExportColumn => ({ heading: [says(context, '基础数据', 'Figures'), words[language]], format })),
    { heading: [says(context, '说明', 'Remark')], width: 30 },
  ]
}

async function rowOf(context: Context, ranking: Ranking, entry: Entry): Promise<ExportRow> {
  const { language } = context
  const today = context.clock.today()
  const metrics = await context.once(metricsLoader).load({ region: entry.region, period: entry.period, sectorId: null, own: false })
  const result = await entry.score?.result()
  const grade = ranking.scheme?.data.grades.find((line) => line.grade === entry.score?.head.grade)?.name[language] ?? null
  const points = (ranking.scheme?.data.indicators ?? []).map((item) => {
    const shown = result?.indicators.find((one) => one.number === item.number)?.points?.shown
    return shown === undefined ? null : Number(shown)
  })
  return [
    entry.rank, entry.region.name, entry.score?.head.total?.shown ?? null, grade, entry.previousRank, ...points,
    ...FIGURES.map(({ of }) => metrics && of(metrics, today)), entry.unrankedBecause?.[language] ?? null,
  ]
}

async function ownRow(context: Context, ranking: Ranking, columns: number): Promise<ExportRow> {
  const own = (await context.once(metricsLoader).load({ region: ranking.root, period: ranking.period, sectorId: null, own: true }))?.own
  const figures = FIGURES.map(({ of }) => (own ? of(own, context.clock.today()) : null))
  const before = [null, says(context, `${ranking.root.name}（本级）`, `${ranking.root.name} (own)`)]
  return [...before, ...Array.from({ length: columns - before.length - figures.length - 1 }, () => null), ...figures, says(context, '不参加排名', 'Does not take part')]
}

export interface RankingExport {
  readonly fileName: string
  readonly bytes: Uint8Array
}

export interface ExportQuery {
  readonly region?: string | undefined
  readonly period: string
  readonly level?: string | undefined
}

/** The ranking as a workbook, with the figures and the row of what the region manages itself. null where the viewer may not see it. @throws BAD_USER_INPUT */
export async function exportRanking(context: Context, query: ExportQuery): Promise<RankingExport | null> {
  const period = parsePeriod(query.period)
  if (!period) throw badInput('period', 'period is no period')
  const { level } = query
  if (level !== undefined && !isRegionLevel(level)) throw badInput('level', 'level is no level')
  const ranking = await rankingOf(context, { region: query.region, period, level }, { items: true, previous: true, history: false, nested: false })
  if (!ranking) return null
  const columns = columnsOf(context, ranking)
  const rows = await Promise.all(ranking.entries.map((entry) => rowOf(context, ranking, entry)))
  const name = says(context, `${ranking.root.name}${period.text}排名`, `${ranking.root.name} ${period.text} ranking`)
  const sheet: ExportSheet = {
    name: says(context, '排名', 'Ranking'), title: name, columns,
    lines: [[says(context, '数据截至', 'As of'), context.clock.now().toISOString()], ...(ranking.scheme ? [[says(context, '考核办法', 'Scheme'), `${ranking.scheme.data.name[context.language]} v${ranking.scheme.version}`]] : [])],
    rows: [...rows, await ownRow(context, ranking, columns.length)],
  }
  return { fileName: `${name}.xlsx`, bytes: await workbookBytes([sheet]) }
}
