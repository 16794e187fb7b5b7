import type { ExportColumn, ExportValue } from '@anwang/documents/export'
import { onTimeRate, overdueDays, overdueOpen, overdueOpenMajor, rectifiedRate, reinspectionRate, type Figures } from '@anwang/domain'
import type { RegionLevel } from '@anwang/domain/regions'
import type { IndicatorData, ScoreResult, Words } from '@anwang/domain/scoring'
import type { Metrics } from '../metrics/service.ts'
import type { Entry, Ranking } from './service.ts'

export type Language = keyof Words

/** A line of the sheet before it is put into columns: an area that is scored, or figures without a score. */
export interface Line {
  readonly name: string
  readonly entry: Entry | null
  readonly result: ScoreResult | null
  readonly metrics: Metrics | null
  readonly remark: string | null
  /** The entry of the same area in the period that the page compares with; null where they do not compare. */
  readonly before: Entry | null
}

export interface SheetColumn {
  readonly column: ExportColumn
  readonly value: (line: Line) => ExportValue
}

const AREA: Readonly<Record<RegionLevel, Words>> = {
  COUNTRY: { zh: '地区', en: 'Area' }, PROVINCE: { zh: '地区', en: 'Province' }, CITY: { zh: '地市', en: 'City' },
  COUNTY: { zh: '区县', en: 'County' }, STREET: { zh: '乡镇', en: 'Town' }, COMMUNITY: { zh: '村居', en: 'Community' },
}

const FIGURES: Words = { zh: '指标数据', en: 'Figures' }

interface Figure {
  readonly words: Words
  readonly unit: Words
  readonly format: 'integer' | 'percent'
  readonly of: (metrics: Metrics, today: string) => number | null
}

const VISITS: Words = { zh: '家次', en: 'visits' }
const HAZARDS: Words = { zh: '处', en: 'hazards' }
const DAYS: Words = { zh: '天', en: 'days' }
const RATE: Words = { zh: '%', en: '%' }
const counted = (zh: string, en: string, unit: Words, of: (figures: Figures) => number | undefined): Figure => ({ words: { zh, en }, unit, format: 'integer', of: ({ figures }) => of(figures) ?? 0 })
const rate = (zh: string, en: string, of: (figures: Figures) => number | null): Figure => ({ words: { zh, en }, unit: RATE, format: 'percent', of: ({ figures }) => of(figures) })

/** Those of the page's own table, in its order and words. Counts add up over the rows, rates do not. */
const figures: readonly Figure[] = [
  counted('检查', 'Inspections', VISITS, (f) => f.inspections),
  counted('一般隐患', 'General hazards', HAZARDS, (f) => f.hazards_found_general),
  counted('重大隐患', 'Major hazards', HAZARDS, (f) => f.hazards_found_major),
  counted('到期应整改', 'Due', HAZARDS, (f) => (f.due_general ?? 0) + (f.due_major ?? 0)),
  counted('按期整改', 'Rectified on time', HAZARDS, (f) => (f.rectified_on_time_general ?? 0) + (f.rectified_on_time_major ?? 0)),
  rate('按期整改率', 'On-time rate', onTimeRate),
  rate('整改率', 'Rectified rate', rectifiedRate),
  rate('到期复查率', 'Re-inspection rate', reinspectionRate),
  { words: { zh: '逾期未整改', en: 'Overdue' }, unit: HAZARDS, format: 'integer', of: ({ atEnd }) => overdueOpen(atEnd) },
  { words: { zh: '其中重大', en: 'of these major' }, unit: HAZARDS, format: 'integer', of: ({ atEnd }) => overdueOpenMajor(atEnd) },
  { words: { zh: '逾期天数', en: 'Days overdue' }, unit: DAYS, format: 'integer', of: (metrics, today) => overdueDays(metrics.period, today, metrics) },
]

/** Whether the counts of the parts sum to those of the whole. */
export const addsUp = (parts: readonly (Metrics | null)[], whole: Metrics | null, today: string): boolean =>
  whole !== null && parts.every((part) => part !== null)
  && figures.filter(({ format }) => format === 'integer').every(({ of }) => parts.reduce((sum, part) => sum + (of(part!, today) ?? 0), 0) === of(whole, today))

/** The indicators with a source in use somewhere: the others are named above the table, not shown as empty columns. */
export function indicatorsInUse({ scheme }: Ranking, results: readonly ScoreResult[]): readonly IndicatorData[] {
  const used = (item: IndicatorData) => results.length === 0 || results.some((result) => result.indicators.some((one) => one.number === item.number && one.notApplicable !== 'NO_SOURCE' && one.maxPoints.number > 0))
  return (scheme?.data.indicators ?? []).filter(used)
}

function placesInWords(rank: number | null, before: number | null, language: Language): string | null {
  if (rank === null) return null
  if (before === null) return language === 'en' ? 'not comparable' : '不可比'
  const places = before - rank
  if (places === 0) return language === 'en' ? 'same rank' : '位次不变'
  if (language === 'en') return places > 0 ? `up ${places}` : `down ${-places}`
  return places > 0 ? `上升${places}位` : `下降${-places}位`
}

const points = (shown: string | undefined): number | null => (shown === undefined ? null : Number(shown))

/** Of the totals as they are shown, so that who subtracts finds the same. */
function totalDifference({ entry, before }: Line): number | null {
  const [now, then] = [points(entry?.score?.head.total?.shown), points(before?.score?.head.total?.shown)]
  return now === null || then === null ? null : (Math.round(now * 100) - Math.round(then * 100)) / 100
}

/** How the area stands against the quarter before, or against the period that the page compares with. */
function comparisonColumns(compared: string | null, language: Language): SheetColumn[] {
  const says = (zh: string, en: string): string => (language === 'en' ? en : zh)
  if (compared === null)
    return [{ column: { heading: [says('较上季', 'Change')], width: 12 }, value: ({ entry }) => entry && placesInWords(entry.rank, entry.comparable ? entry.previousRank : null, language) }]
  const head = says(`对比${compared}`, `Against ${compared}`)
  return [
    { column: { heading: [head, says('总得分差', 'Total, change')], width: 10, format: 'money' }, value: totalDifference },
    { column: { heading: [head, says('位次变化', 'Rank, change')], width: 12 }, value: ({ entry, before }) => entry && placesInWords(entry.rank, before?.rank ?? null, language) },
  ]
}

/** Groups with their subtotal, and under each its indicators in use; full marks as spread over what is in use. */
function scoreColumns(ranking: Ranking, results: readonly ScoreResult[], language: Language): SheetColumn[] {
  const inUse = indicatorsInUse(ranking, results)
  const full = (shown: string | undefined): string => (shown === undefined ? '' : language === 'en' ? ` (of ${shown})` : `（满分${shown}）`)
  return (ranking.scheme?.data.groups ?? []).flatMap((group): SheetColumn[] => {
    const items = inUse.filter((item) => item.group === group.key)
    if (items.length === 0) return []
    const ofGroup = results.flatMap((result) => result.groups.filter((one) => one.key === group.key && one.points !== null))
    const head = `${group.name[language]}${full(ofGroup[0]?.maxPoints.shown)}`
    return [
      {
        column: { heading: [head, language === 'en' ? 'Subtotal' : '小计'], format: 'money' },
        value: ({ result }) => points(result?.groups.find((one) => one.key === group.key)?.points?.shown),
      },
      ...items.map((item): SheetColumn => {
        const marks = results.flatMap((result) => result.indicators.filter((one) => one.number === item.number && one.notApplicable !== 'NO_SOURCE' && one.maxPoints.number > 0))
        return {
          column: { heading: [head, `${item.number}. ${item.name[language]}${full(marks[0]?.maxPoints.shown)}`], format: 'money' },
          value: ({ result }) => points(result?.indicators.find((one) => one.number === item.number)?.points?.shown),
        }
      }),
    ]
  })
}

/** The columns of a ranking as its page heads them: the scores where the level is scored, then the figures. `compared`: the period that it is held against, in words. */
export function sheetColumns(ranking: Ranking, first: Entry | undefined, results: readonly ScoreResult[], language: Language, today: string, compared: string | null): SheetColumn[] {
  const says = (zh: string, en: string): string => (language === 'en' ? en : zh)
  const level = ranking.level ?? first?.region.level
  const gradeOf = (entry: Entry | null) => ranking.scheme?.data.grades.find((line) => line.grade === entry?.score?.head.grade)?.name[language] ?? null
  return [
    { column: { heading: [says('位次', 'Rank')], width: 8, format: 'integer' }, value: ({ entry }) => entry?.rank ?? null },
    { column: { heading: [level ? AREA[level][language] : AREA.COUNTRY[language]], width: 20 }, value: ({ name }) => name },
    ...(ranking.scheme === null ? [] : [
      { column: { heading: [says('总得分', 'Total')], width: 10, format: 'money' }, value: ({ entry }) => points(entry?.score?.head.total?.shown) },
      { column: { heading: [says('等次', 'Grade')], width: 10 }, value: ({ entry }) => gradeOf(entry) },
      ...comparisonColumns(compared, language),
      ...scoreColumns(ranking, results, language),
      { column: { heading: [says('加减分', 'Adjustments')], width: 10, format: 'money' }, value: ({ result }) => points(result?.adjustmentPoints.shown) },
    ] satisfies SheetColumn[]),
    ...figures.map(({ words, unit, format, of }): SheetColumn => ({
      column: { heading: [FIGURES[language], format === 'percent' ? words[language] : says(`${words.zh}（${unit.zh}）`, `${words.en} (${unit.en})`)], format },
      value: ({ metrics }) => metrics && of(metrics, today),
    })),
    { column: { heading: [says('说明', 'Remark')], width: 30 }, value: ({ remark }) => remark },
  ]
}
