import { workbookBytes, type ExportRow, type ExportSheet } from '@anwang/documents/export'
import { addDays, lastYear, parsePeriod, previous, type Period } from '@anwang/domain'
import { isRegionLevel, type RegionLevel } from '@anwang/domain/regions'
import type { Words } from '@anwang/domain/scoring'
import type { Context } from '../../context.ts'
import { badInput } from '../../schema/errors.ts'
import { sectorLoader } from '../accounts/service.ts'
import { metricsLoader } from '../metrics/service.ts'
import { addsUp, indicatorsInUse, sheetColumns, type Line } from './export-columns.ts'
import { allow } from './policy.ts'
import { rankingOf, type Basis, type Entry, type Ranking } from './service.ts'

const says = (context: Context, zh: string, en: string): string => (context.language === 'en' ? en : zh)

const BASIS: Readonly<Record<Basis, Words>> = { LIVE: { zh: '实时（未审定）', en: 'Live (not approved)' }, PUBLISHED: { zh: '已审定', en: 'Approved' } }
const MEMBERS: Readonly<Partial<Record<RegionLevel, Words>>> = {
  PROVINCE: { zh: '各省', en: 'provinces' }, CITY: { zh: '各市', en: 'cities' }, COUNTY: { zh: '各县（区）', en: 'counties' },
  STREET: { zh: '各乡镇（街道）', en: 'towns' }, COMMUNITY: { zh: '各村（社区）', en: 'communities' },
}
const OWN: Readonly<Partial<Record<RegionLevel, string>>> = { PROVINCE: '本级（省直）', CITY: '本级（市直）', COUNTY: '本级（县直）' }

/** An instant as Shanghai reads it, to the minute: 2026-11-22 17:02. */
function shanghaiMinute(instant: Date): string {
  const text = new Date(instant.getTime() + 8 * 3_600_000).toISOString()
  return `${text.slice(0, 10)} ${text.slice(11, 16)}`
}

async function lineOf(context: Context, entry: Entry, before: Entry | null): Promise<Line> {
  const [metrics, result] = await Promise.all([
    context.once(metricsLoader).load({ region: entry.region, period: entry.period, sectorId: null, own: false }),
    entry.score?.result() ?? null,
  ])
  const remarks = [
    entry.unrankedBecause?.[context.language], entry.tied ? says(context, '并列', 'tied') : null, ...(result?.vetoes.map(({ clause, reason }) => [clause[context.language], reason].filter((part) => part !== '').join(says(context, '：', ': '))) ?? []),
  ]
  return { name: entry.region.name, entry, before, result, metrics, remark: remarks.filter(Boolean).join(says(context, '；', '; ')) || null }
}

/** What the region manages itself, and the sum where the rows come to it (not where levels are skipped). */
async function closingLines(context: Context, ranking: Ranking, lines: readonly Line[]): Promise<Line[]> {
  const whole = await context.once(metricsLoader).load({ region: ranking.root, period: ranking.period, sectorId: null, own: true })
  if (!whole?.own) return []
  const without = { entry: null, before: null, result: null }
  const own: Line = { ...without, name: says(context, OWN[ranking.root.level] ?? '本级', 'Own'), metrics: whole.own, remark: says(context, '不参加排名', 'Does not take part') }
  const sum: Line = { ...without, name: says(context, '合计', 'Sum'), metrics: whole, remark: null }
  return addsUp([...lines, own].map(({ metrics }) => metrics), whole, context.clock.today()) ? [own, sum] : [own]
}

const periodWords = (context: Context, { text }: Period): string => says(context, text.replace(/^(\d{4})-Q([1-4])$/, (_, year: string, n: string) => `${year}年第${'一二三四'[Number(n) - 1]}季度`), text)

/** The ranking that the page holds this one against. */
interface Compared {
  readonly period: Period
  /** By region; null: there is none, or it was scored by another version of the scheme, so that nothing compares. */
  readonly entries: ReadonlyMap<string, Entry> | null
}

async function comparedWith(context: Context, { region, compare }: ExportQuery, level: RegionLevel | undefined, ranking: Ranking): Promise<Compared | null> {
  if (!compare) return null
  const period = compare === 'previous' ? previous(ranking.period) : lastYear(ranking.period)
  const earlier = await rankingOf(context, { region, period, level }, { items: false, previous: false, history: false, nested: false }, null)
  const comparable = earlier?.scheme && earlier.scheme.id === ranking.scheme?.id
  return { period, entries: comparable ? new Map((await earlier.everyEntry()).map((entry) => [entry.region.id, entry])) : null }
}

function comparedLines(context: Context, ranking: Ranking, compared: Compared | null): string[][] {
  if (!compared) return []
  const words = periodWords(context, compared.period)
  const unfinished = ranking.period.until > context.clock.today()
  const note = compared.entries === null ? says(context, `没有可比的排名（没有得分，或计分办法不同）。`, 'There is no ranking to compare with: no scores, or another version of the scheme.') : unfinished ? says(context, '本季未结束，对比的是整个季度。', 'This quarter is not over; compared with the whole of that one.') : ''
  return [[says(context, '对比', 'Compared with'), [words, note].filter((part) => part !== '').join(says(context, '。', '. '))]]
}

/** Of whom the sheet's figures are a part only, beside scores of the whole. */
async function sectorLines(context: Context, { root }: Ranking, entries: readonly Entry[]): Promise<string[][]> {
  const own = allow.seeSectors(context.scope(), root.path)
  if (own === null) return []
  const all = await context.once(sectorLoader).all
  const named = (sectors: readonly string[]) => all.filter(({ id }) => sectors.includes(id)).map((sector) => (context.language === 'en' ? sector.nameEn : sector.name))
  const [zh, en] = [named(own).join('、'), named(own).join(', ')]
  // Of a region that another post shows more of.
  const others = entries.flatMap(({ region }) => {
    const sectors = allow.seeSectors(context.scope(), region.path)
    if (sectors?.join() === own.join()) return []
    return [says(context, `${region.name}含${sectors === null ? '全部' : named(sectors).join('、')}领域`, `${region.name}: ${sectors === null ? 'all sectors' : named(sectors).join(', ')}`)]
  })
  const figures = [says(context, `只含${zh}领域`, `of these sectors only: ${en}`), ...others].join(says(context, '，', '; '))
  return [[says(context, '指标数据', 'Figures'), says(context, `${figures}；得分和位次按全部领域计算。`, `${figures}; scores and ranks are of all.`)]]
}

function aboutLines(context: Context, ranking: Ranking, lines: readonly Line[], compared: Compared | null): string[][] {
  const { language } = context
  const inUse = new Set(indicatorsInUse(ranking, lines.flatMap(({ result }) => result ?? [])))
  const unused = (ranking.scheme?.data.indicators ?? []).filter((item) => !inUse.has(item)).map((item) => `${item.number}. ${item.name[language]}`)
  return [
    [says(context, '口径', 'Basis'), BASIS[ranking.basis][language]],
    [says(context, '期间', 'Period'), periodWords(context, ranking.period)],
    [says(context, '数据截至', 'As of'), shanghaiMinute(ranking.asOf)],
    ...(ranking.period.until <= context.clock.today() ? [[says(context, '逾期', 'Overdue'), says(context, `${addDays(ranking.period.until, -1)}当日的`, `as of ${addDays(ranking.period.until, -1)}`)]] : []),
    ...comparedLines(context, ranking, compared),
    ...(ranking.scheme ? [[says(context, '考核办法', 'Scheme'), `${ranking.scheme.data.name[language]} v${ranking.scheme.version}`]] : []),
    ...(unused.length > 0 ? [[says(context, '未启用', 'Not in use'), says(context, `${unused.join('、')}。不计分，权重由在用指标分摊。`, `${unused.join(', ')}. Not scored; their weight is spread over those in use.`)]] : []),
  ]
}

export interface RankingExport {
  readonly fileName: string
  readonly rows: number
  readonly bytes: Uint8Array
}

export interface ExportQuery {
  readonly region?: string | undefined
  readonly period: string
  readonly level?: string | undefined
  /** What the page holds it against: the quarter before, or the same one a year before. */
  readonly compare?: 'previous' | 'lastYear' | undefined
}

/** The ranking as a workbook: the page's columns with every indicator in use, zones apart, the figures, and their sum. null where the viewer may not see it. @throws BAD_USER_INPUT */
export async function exportRanking(context: Context, query: ExportQuery): Promise<RankingExport | null> {
  const period = parsePeriod(query.period)
  if (!period) throw badInput('period', 'period is no period')
  const { level } = query
  if (level !== undefined && !isRegionLevel(level)) throw badInput('level', 'level is no level')
  const ranking = await rankingOf(context, { region: query.region, period, level }, { items: true, previous: true, history: false, nested: false }, null)
  if (!ranking) return null
  const compared = await comparedWith(context, query, level, ranking)
  const entries = await ranking.everyEntry()
  const lines = await Promise.all(entries.map((entry) => {
    const before = compared?.entries?.get(entry.region.id) ?? null
    return lineOf(context, entry, before?.peerGroup === entry.peerGroup && entry.changedOn <= before.period.from ? before : null)
  }))
  const columns = sheetColumns(ranking, entries[0], lines.flatMap(({ result }) => result ?? []), context.language, context.clock.today(), compared && periodWords(context, compared.period))
  const inCells = (some: readonly Line[]): ExportRow[] => some.map((line) => columns.map(({ value }) => value(line)))
  const zones = lines.filter(({ entry }) => entry?.peerGroup === 'FUNCTIONAL_ZONES')
  const closing = await closingLines(context, ranking, lines)
  const shown = ranking.level && MEMBERS[ranking.level]?.[context.language]
  const of = says(context, `${ranking.root.name}${shown ?? ''}`, `${ranking.root.name}${shown ? `, ${shown}` : ''}`)
  const sheet: ExportSheet = {
    name: says(context, '排名', 'Ranking'),
    title: `${of}${says(context, '考核排名', ': ranking')} · ${BASIS[ranking.basis][context.language]}`,
    columns: columns.map(({ column }) => column), lines: [...aboutLines(context, ranking, lines, compared), ...await sectorLines(context, ranking, entries)],
    rows: [
      ...inCells(lines.filter((line) => !zones.includes(line))),
      ...(zones.length > 0 ? [{ section: zones.some(({ entry }) => entry?.rank != null) ? says(context, '功能区单独排名', 'Functional zones, ranked apart') : says(context, '功能区（不排名）', 'Functional zones, not ranked') }, ...inCells(zones)] : []),
      ...(closing.length > 0 ? [{ section: says(context, '不参加排名', 'Not ranked') }, ...inCells(closing)] : []),
    ],
  }
  const file = says(context, `${of}${period.text}排名（${ranking.basis === 'LIVE' ? '实时未审定' : '已审定'}）`, `${of} ${period.text} ranking (${ranking.basis === 'LIVE' ? 'live, not approved' : 'approved'})`)
  return { fileName: `${file}.xlsx`, rows: entries.length, bytes: await workbookBytes([sheet]) }
}
