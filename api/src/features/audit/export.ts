import { auditKinds } from '@anwang/db'
import type { ExportColumn, ExportRow, ExportSheet } from '@anwang/documents/export'
import { isDay } from '@anwang/domain'
import { z } from 'zod'
import type { Context } from '../../context.ts'
import { regionLoaders } from '../regions/service.ts'
import { auditTx, entryQuery, type AuditFilter } from './service.ts'
import { countEntries, entryPage, type Entry } from './store.ts'
import { actionText, detailsIn, kindWords, reasonText, targetText } from './words.ts'

/** As many as one can look through in a spreadsheet. */
export const MOST_ROWS = 100_000
const BATCH = 2_000

const text = z.string().max(200).refine((value) => value.isWellFormed() && !value.includes('\0'))
const day = z.string().refine(isDay, 'YYYY-MM-DD')
const Filter: z.ZodType<AuditFilter> = z.strictObject({ region: text, kind: z.array(z.enum(auditKinds)), refused: z.boolean(), search: text, from: day, to: day }).partial()

/** What `?filter=<JSON AuditFilter>` asks for; null where it cannot be read. */
export function filterAsked(given: unknown): AuditFilter | null {
  if (given === undefined) return {}
  try {
    return Filter.safeParse(JSON.parse(String(given))).data ?? null
  } catch {
    return null
  }
}

const columns = [
  ['编号', 'Number', 10], ['时间', 'Time', 20], ['类别', 'Kind', 14], ['结果', 'Outcome', 10], ['账号', 'Account', 18], ['岗位', 'Post', 26], ['所属区域', 'Region', 16], ['地址', 'Address', 18],
  ['事项', 'What', 30], ['对象', 'Record', 12], ['对象编号', 'Record id', 38], ['行数', 'Rows', 10], ['原因', 'Reason', 28], ['详情', 'Details', 60],
] as const

/** An instant as Shanghai reads it, to the second. */
const shanghai = (at: Date): string => new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')

async function rowOf(context: Context, entry: Entry): Promise<ExportRow> {
  const { language } = context
  const region = entry.regionId === null ? null : await context.once(regionLoaders).byId.load(entry.regionId)
  const done = language === 'zh' ? '成功' : 'done'
  const pending = language === 'zh' ? '未完成' : 'not complete'
  const refused = language === 'zh' ? '被拒' : 'refused'
  return [
    entry.seq, shanghai(entry.at), kindWords[entry.kind][language], entry.refused ? refused : entry.reason === null ? done : pending, entry.userName ?? '', (language === 'en' ? entry.titleEn : entry.title) ?? '', region?.name ?? '', entry.address ?? '',
    actionText(entry.action, language), entry.target === null ? '' : targetText(entry.target, language), entry.targetId ?? '', entry.rows, entry.reason === null ? '' : reasonText(entry.reason, language),
    detailsIn(entry.details, language).map(({ name, value }) => (name === null ? value : `${name}${language === 'zh' ? '：' : ': '}${value}`)).join(language === 'zh' ? '；' : '; '),
  ]
}

export interface AuditExport {
  /** One more than `MOST_ROWS` where there are more. */
  readonly count: number
  readonly sheet: ExportSheet
}

/** The entries that match, newest first, read in batches from one snapshot. @throws BAD_USER_INPUT */
export async function auditExport(context: Context, filter: AuditFilter): Promise<AuditExport> {
  const query = await entryQuery(context, filter)
  const tx = await auditTx(context)
  const count = await countEntries(tx, query, MOST_ROWS + 1)
  async function* rows(): AsyncGenerator<ExportRow> {
    let before: string | null = null
    for (let left = count; left > 0; left -= BATCH) {
      const page: Entry[] = await entryPage(tx, query, before, Math.min(BATCH, left))
      if (page.length === 0) return
      for (const entry of page) yield await rowOf(context, entry)
      before = page.at(-1)!.seq
    }
  }
  const zh = context.language === 'zh'
  const title = zh ? '审计日志' : 'Audit log'
  return {
    count,
    sheet: {
      name: title, title: `${title} · ${shanghai(new Date()).slice(0, 16)} · ${context.viewer?.userName ?? ''}`, rows: rows(),
      columns: columns.map(([heading, english, width]): ExportColumn => ({ heading: [zh ? heading : english], width, ...(heading === '行数' && { format: 'integer' as const }) })),
    },
  }
}
