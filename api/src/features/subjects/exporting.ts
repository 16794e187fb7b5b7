import { pipeline } from 'node:stream/promises'
import { Readable } from 'node:stream'
import { writeCsv, writeWorkbook, type ExportColumn, type ExportRow } from '@anwang/documents/export'
import { dayOf, isDay, type Day, type ErrorText } from '@anwang/domain'
import type { RequestHandler } from 'express'
import { GraphQLError } from 'graphql'
import { z } from 'zod'
import { allow } from './policy.ts'
import type { Context, Services } from '../../context.ts'
import { contextOf } from '../../request.ts'
import { denied } from '../../schema/denials.ts'
import { idOf } from '../../schema/nodes.ts'
import { sectorLoader } from '../accounts/schema.ts'
import { regionLoaders } from '../regions/service.ts'
import type { Region } from '../regions/store.ts'
import { inWords, subjectLoaders } from './service.ts'
import type { Keyed } from './store/pages.ts'

/** The most rows that a person can work with in a spreadsheet, and that one reading transaction is held open for. */
export const MOST_ROWS = 100_000
const BATCH = 2_000
const STALLED = 60_000
const TYPES = { xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', csv: 'text/csv; charset=utf-8' } as const

const tooMany = { zh: '符合条件的记录超过10万条，请缩小筛选范围后再导出', en: 'More than 100,000 records match: narrow the filter, then export' }
const notExporting = { zh: '您的岗位不能导出', en: 'Your post may not export' }

/** How the parts of a filter arrive: days and texts that PostgreSQL takes. */
export const dayText = z.string().refine(isDay, 'YYYY-MM-DD')
export const plainText = z.string().max(200).refine((value) => value.isWellFormed() && !value.includes('\0'))

/** JSON of a parameter, null as if it were not given; null where it is none. */
export const json = (given: unknown): unknown => {
  try {
    return typeof given === 'string' ? JSON.parse(given, (_key, value: unknown) => value ?? undefined) : undefined
  } catch {
    return null
  }
}

/** The values of the parameters by their schemas, or the name of the first that is none. */
export function parametersOf<S extends z.ZodRawShape>(query: Readonly<Record<string, unknown>>, schemas: S): z.infer<z.ZodObject<S>> | string {
  const read = z.object(schemas).safeParse(query)
  return read.success ? read.data : String(read.error.issues[0]?.path[0] ?? '')
}

export interface ExportHeading {
  readonly heading: ErrorText
  readonly width: number
  readonly format?: ExportColumn['format']
}

/** A filter that somebody typed: the second log, which keeps everything, says only that there was one. */
export interface Typed {
  readonly shown: string
  readonly noted: string
}

export interface ExportList {
  /** Of the sheet: no longer than a workbook allows. */
  readonly sheet: ErrorText
  /** The region that the list is of, as its filter names it. */
  readonly region: string | null | undefined
  /** The day of the past that it is of; without one it is of today. */
  readonly on?: Day | null
  /** The other filters in force, in words. */
  readonly filters: readonly (string | Typed | null | undefined)[]
  readonly columns: readonly ExportHeading[]
  /** How many rows, or one more than may be exported. */
  readonly count: number
  rows(): AsyncGenerator<ExportRow>
}

/** Every row once, read in batches from one snapshot. */
export async function* inBatches<Row>(count: number, read: (after: readonly [string, string] | null, limit: number) => Promise<readonly Keyed<Row>[] | undefined>, write: (row: Keyed<Row>) => Promise<ExportRow>): AsyncGenerator<ExportRow> {
  let after: readonly [string, string] | null = null
  for (let left = count; left > 0; left -= BATCH) {
    const page: readonly Keyed<Row>[] | undefined = await read(after, BATCH)
    const last = page?.at(-1)
    if (!page || !last) return
    yield* await Promise.all(page.map(write))
    after = [last.sort_key, last.id]
  }
}

/** Of which region, as of which day; then who exported it when, by which filters. */
async function namesOf(context: Context, { sheet, region, on, filters }: ExportList) {
  const named = region ? await context.once(regionLoaders).byId.load(idOf('Region', region, 'filter.region')) : null
  const zh = context.language === 'zh'
  const day = on ?? context.clock.today()
  const name = inWords(context, sheet)
  const now = context.clock.now()
  const time = `${dayOf(now)} ${new Date(now.getTime() + 8 * 3_600_000).toISOString().slice(11, 16)}`
  const who = zh ? context.viewer!.title : context.viewer!.titleEn
  const inForce = filters.flatMap((one) => one || [])
  const joined = (texts: readonly string[]) => texts.join(zh ? '；' : '; ') || (zh ? '全部' : 'all')
  const said = joined(inForce.map((one) => (typeof one === 'string' ? one : one.shown)))
  return {
    name, title: zh ? `${named?.name ?? ''}${name}（截至${day}）` : `${name}${named ? ` of ${named.name}` : ''} (as of ${day})`,
    noted: joined(inForce.map((one) => (typeof one === 'string' ? one : one.noted))), lines: [[zh ? `导出：${who}　${time}　筛选：${said}` : `Exported by ${who}, ${time}. Filters: ${said}`]],
  }
}

/** Answers a list as a stream, in the viewer's scope. `open` gives the name of the parameter that is none. */
export const exporting = (services: Services, file: string, format: keyof typeof TYPES, open: (context: Context, query: Readonly<Record<string, unknown>>) => Promise<ExportList | string>): RequestHandler => async (request, response) => {
  const context = await contextOf(services, request)
  try {
    if (!context.viewer) return void response.status(401).json({ code: 'UNAUTHENTICATED', message: 'Sign in first.' })
    if (!allow.export(context.viewer)) {
      context.note(denied(`${file}.${format}`, 'NOT_YOURS'))
      return void response.status(403).json({ code: 'FORBIDDEN', message: inWords(context, notExporting) })
    }
    const list = await open(context, request.query)
    if (typeof list === 'string') return void response.status(400).json({ code: 'BAD_USER_INPUT', argument: list, message: `${list} could not be read` })
    if (list.count > MOST_ROWS) return void response.status(422).json({ code: 'TOO_MANY', message: inWords(context, tooMany) })
    const names = await namesOf(context, list)
    context.note({ kind: 'EXPORT', action: `${file}.${format}`, rows: list.count, details: { title: names.title, filter: names.noted } })
    await context.noted()
    // A caller that reads nothing must not keep its transaction open.
    response.setTimeout(STALLED, () => response.destroy())
    const columns = list.columns.map(({ heading, width, format: as }) => ({ heading: [inWords(context, heading)], width, ...(as && { format: as }) }))
    const sheet = { name: names.name, title: names.title, lines: names.lines, columns, rows: list.rows() }
    response.type(TYPES[format]).set({
      'Content-Disposition': `attachment; filename="${file}.${format}"; filename*=UTF-8''${encodeURIComponent(`${names.title}.${format}`)}`, 'Cache-Control': 'private, no-store',
    })
    await pipeline(Readable.from(format === 'xlsx' ? writeWorkbook([sheet]) : writeCsv(sheet), { objectMode: false }), response)
  } catch (error) {
    // The caller went away, or something broke after the first bytes: the file must not look whole.
    if (response.headersSent) return void response.destroy(error instanceof Error ? error : undefined)
    if (error instanceof GraphQLError) return void response.status(400).json({ code: error.extensions['code'], argument: error.extensions['argument'], message: error.message })
    throw error
  } finally {
    await context.close()
  }
}

/** The county, then the street and the community in one text, that a place lies in. */
export async function whereOf(context: Context, placeId: string): Promise<readonly [county: string, place: string]> {
  const { byId, ancestors } = context.once(regionLoaders)
  const [place, above] = await Promise.all([byId.load(placeId), ancestors.load(placeId)])
  const all = [...(above ?? []), place].filter((region): region is Region => region !== null)
  const below = all.filter((region) => region.level === 'STREET' || region.level === 'COMMUNITY')
  return [all.find((region) => region.level === 'COUNTY')?.name ?? '', below.map((region) => region.name).join('') || (place?.name ?? '')]
}

export const regionName = async (context: Context, id: string): Promise<string> => (await context.once(regionLoaders).byId.load(id))?.name ?? ''
export const subjectName = async (context: Context, id: string): Promise<string> => (await context.once(subjectLoaders).byId.load(id))?.name ?? ''
export async function sectorName(context: Context, id: string | null): Promise<string> {
  const sector = id === null ? null : await context.once(sectorLoader).load(id)
  return (context.language === 'en' ? sector?.nameEn : sector?.name) ?? ''
}

type Words = Readonly<Record<string, ErrorText>>
export const wordOf = (of: Words, key: string, { language }: Context): string => of[key]?.[language] ?? key
/** Several values of one filter, in words; null where it is not set. */
export const wordsOf = (of: Words, keys: readonly string[] | null | undefined, context: Context): string | null =>
  keys && keys.length > 0 ? keys.map((key) => wordOf(of, key, context)).join(context.language === 'zh' ? '、' : ', ') : null
/** A span of days that a filter names; null where it names none. */
export const spanOf = (context: Context, name: ErrorText, from: string | null | undefined, to: string | null | undefined): string | null =>
  from || to ? `${inWords(context, name)} ${from ?? '…'}${context.language === 'zh' ? ' 至 ' : ' to '}${to ?? '…'}` : null
export const searchedFor = (context: Context, search: string | null | undefined): Typed | null =>
  search?.trim() ? { shown: inWords(context, { zh: `搜索“${search.trim()}”`, en: `search “${search.trim()}”` }), noted: inWords(context, { zh: '搜索', en: 'a search' }) } : null
