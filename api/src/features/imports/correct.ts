import type { Tx } from '@anwang/db'
import { LAYOUTS, layoutOf, WorkbookError, type LayoutId, type SheetMapping } from '@anwang/documents'
import type { HazardSource } from '@anwang/domain'
import type { Command, Context } from '../../context.ts'
import { ValidationError } from '../../schema/errors.ts'
import type { Answer, Batch, StagedSheet } from './model.ts'
import { carriedOver, merged } from './plan/answers.ts'
import { mayWorkOn } from './policy.ts'
import { inTurn } from './reading/read.ts'
import { noSuchImport, notYours, wrongState } from './service.ts'
import { stage } from './stage.ts'
import { answersBefore, batchesById, deleteBatch, fileOf, lockedBatch, remember, rememberedMappings } from './store/batches.ts'
import { deleteRows } from './store/rows.ts'
import { isOpenRegion } from './store/world.ts'

export interface SheetCorrection {
  readonly name: string
  readonly skip?: boolean | null | undefined
  readonly layout?: string | null | undefined
  readonly headerRow?: number | null | undefined
  readonly headerRows?: number | null | undefined
  readonly source?: HazardSource | null | undefined
  readonly columns?: readonly { readonly field: string; readonly index: number }[] | null | undefined
}

export interface GivenAnswer {
  readonly sheet?: string | null | undefined
  readonly row?: number | null | undefined
  readonly field: string
  readonly value: string
  readonly answer: string
}

/** One that may still be changed: nothing of it has landed. @throws NotFound, Forbidden, ValidationError */
export async function openBatch(tx: Tx, context: Context, id: string): Promise<Batch> {
  const batch = await lockedBatch(tx, id)
  if (!batch) throw noSuchImport(context)
  if (!mayWorkOn(context.viewer!, batch)) throw notYours(context)
  if (batch.state === 'STAGED' || batch.state === 'FAILED' || batch.abandoned) return batch
  throw wrongState(context, batch.state === 'IMPORTING' ? { zh: '正在导入，请稍候', en: 'It is landing: wait' } : { zh: '已经导入，不能再改', en: 'It has landed and can no longer be changed' })
}

/** As `openBatch`, where the office's region still stands: rows are read against what lies there today. @throws NotFound, Forbidden, ValidationError */
export async function batchToRead(tx: Tx, context: Context, id: string): Promise<Batch> {
  const batch = await openBatch(tx, context, id)
  if (await isOpenRegion(tx, batch.regionId, context.clock.today())) return batch
  throw wrongState(context, { zh: '上传这份台账的区域已经撤并，请在接续的区域重新上传', en: 'The region that uploaded this ledger was merged or moved: upload it again for the one that followed it' })
}

const plain = (text: string): string => text.normalize('NFKC').replace(/[\s（）()、，,/]/g, '')

/** The columns whose headings are the layout's own words: where a sheet is read anew without its columns being named. */
function columnsByName(sheet: StagedSheet, layout: LayoutId): Record<string, number> {
  const columns: Record<string, number> = {}
  for (const column of layoutOf(layout).columns) {
    const names = new Set([column.label.at(-1) ?? '', ...column.names].map(plain))
    const heading = sheet.headings.find((one) => names.has(plain(one.path.at(-1) ?? '')) && !Object.values(columns).includes(one.column))
    if (heading) columns[column.field] = heading.column
  }
  return columns
}

function mappingOf(context: Context, sheet: StagedSheet, correction: SheetCorrection, at: number): SheetMapping | null {
  const { layout, headerRow, headerRows, columns } = correction
  if (!columns && !layout && !headerRow && !headerRows) return sheet.mapping
  const id = LAYOUTS.find((one) => one.id === (layout ?? sheet.layout))?.id
  if (!id) throw new ValidationError('UNKNOWN_LAYOUT', context.language === 'zh' ? '请选择台账种类' : 'Choose what kind of ledger it is', ['input', 'sheets', String(at), 'layout'])
  return {
    sheetName: sheet.sheetName, layout: id, headerRow: headerRow ?? sheet.mapping?.headerRow ?? 1,
    headerRows: headerRows ?? (headerRow && headerRow !== sheet.mapping?.headerRow ? 1 : (sheet.mapping?.headerRows ?? 1)),
    columns: columns ? Object.fromEntries(columns.map(({ field, index }) => [field, index])) : columnsByName(sheet, id),
  }
}

const toAnswer = ({ field, value, answer, sheet, row }: GivenAnswer): Answer => ({ field, value, answer, ...(sheet && row ? { sheet, row } : {}) })

export interface MapInput {
  readonly id: string
  readonly sheets?: readonly SheetCorrection[] | null | undefined
  readonly answers?: readonly GivenAnswer[] | null | undefined
}

/** Reads the ledger anew as corrected. Columns set by hand are remembered for the office's next ledgers with the same headings. */
export async function mapImport(context: Context, command: Command, input: MapInput): Promise<{ id: string }> {
  context.scope()
  const corrections = new Map((input.sheets ?? []).map((one, at) => [one.name, { ...one, at }]))
  try {
    return await inTurn(() => context.write(command, async (tx) => {
      const batch = await batchToRead(tx, context, input.id)
      const { sheets, answers } = batch.staging
      for (const { name, at } of corrections.values())
        if (!sheets.some((sheet) => sheet.sheetName === name)) throw new ValidationError('UNKNOWN_SHEET', context.language === 'zh' ? `没有工作表“${name}”` : `There is no sheet “${name}”`, ['input', 'sheets', String(at), 'name'])
      const mappings = sheets.flatMap((sheet) => {
        const correction = corrections.get(sheet.sheetName)
        return (correction ? mappingOf(context, sheet, correction, correction.at) : sheet.mapping) ?? []
      })
      const sources = new Map(sheets.flatMap((sheet): [string, HazardSource][] => {
        const source = corrections.get(sheet.sheetName)?.source ?? (sheet.sourceChosen ? sheet.source : null)
        return source ? [[sheet.sheetName, source]] : []
      }))
      const skipped = new Set(sheets.filter((sheet) => corrections.get(sheet.sheetName)?.skip ?? sheet.skipped).map((sheet) => sheet.sheetName))
      const all = merged(carriedOver(await answersBefore(tx, batch.regionId, batch.id)), answers, (input.answers ?? []).map(toAnswer))
      await deleteRows(tx, batch.id)
      await stage(tx, { id: batch.id, file: await fileOf(tx, batch.id), fileName: batch.fileName, viewer: context.viewer!, clock: context.clock, regionId: batch.regionId, path: batch.path },
        { mappings, skipped, sources, answers: all, remembered: await rememberedMappings(tx, batch.regionId), layout: null })
      await rememberSheets(tx, batch, corrections)
      return { id: batch.id }
    }))
  } catch (error) {
    if (!(error instanceof WorkbookError)) throw error
    throw new ValidationError(error.code, error[context.language], ['input', 'sheets'])
  }
}

async function rememberSheets(tx: Tx, batch: Batch, corrections: ReadonlyMap<string, SheetCorrection>): Promise<void> {
  const after = (await batchesById(tx, [batch.id])).get(batch.id)!
  for (const sheet of after.staging.sheets) {
    const correction = corrections.get(sheet.sheetName)
    if (!correction || !sheet.mapping?.signature || !(correction.columns || correction.source || correction.layout || correction.headerRow)) continue
    const { sheetName: _, ...mapping } = sheet.mapping
    await remember(tx, batch.regionId, batch.path, { mapping: { ...mapping, signature: sheet.mapping.signature }, source: sheet.sourceChosen ? sheet.source : null })
  }
}

/** Throws it away; answers what it was. */
export async function discardImport(context: Context, command: Command, id: string): Promise<Batch> {
  context.scope()
  const { batch } = await context.write(command, async (tx) => {
    const open = await openBatch(tx, context, id)
    await deleteBatch(tx, id)
    // What is answered for good is kept for good: without the cells that were shown of it.
    return { batch: { ...open, staging: { sheets: [], answers: [] } } }
  })
  const dates = { uploadedAt: new Date(batch.uploadedAt), confirmedAt: batch.confirmedAt && new Date(batch.confirmedAt) }
  return { ...batch, ...dates, counts: { ...batch.counts } }
}
