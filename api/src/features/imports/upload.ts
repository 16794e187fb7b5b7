import { createHash } from 'node:crypto'
import { newId } from '@anwang/db'
import { WorkbookError } from '@anwang/documents'
import type { Context } from '../../context.ts'
import type { Viewer } from '../../auth/viewer.ts'
import { officeOf } from './policy.ts'
import { inTurn } from './reading/read.ts'
import { carriedOver, merged } from './plan/answers.ts'
import { stage, type Corrections } from './stage.ts'
import { answersBefore, insertBatch, rememberedMappings, stagingOfSame } from './store/batches.ts'
import type { Staging } from './model.ts'
import { notYours } from './service.ts'

export const LARGEST_FILE = 50 * 2 ** 20

export interface Upload {
  readonly fileName: string
  /** Reads sheets without a known header as this layout, their columns to be set by hand. */
  readonly layout: string | null
  readonly file: Uint8Array
}

/** What was corrected and answered in this very file is not asked again. */
function explainedAs(before: Staging | null): Pick<Corrections, 'mappings' | 'skipped' | 'sources' | 'answers'> {
  const sheets = before?.sheets ?? []
  return {
    mappings: sheets.flatMap((sheet) => sheet.mapping ?? []), skipped: new Set(sheets.filter((sheet) => sheet.skipped).map((sheet) => sheet.sheetName)),
    sources: new Map(sheets.flatMap((sheet) => (sheet.sourceChosen && sheet.source ? [[sheet.sheetName, sheet.source] as const] : []))), answers: (before?.answers ?? []).map((one) => ({ ...one, remembered: true })),
  }
}

/** Keeps a ledger and stages its rows; answers its id. @throws WorkbookError, Forbidden */
export async function upload(context: Context, { fileName, layout, file }: Upload): Promise<string> {
  context.scope()
  const viewer: Viewer = context.viewer!
  const office = officeOf(viewer)
  if (!office) throw notYours(context)
  if (file.byteLength > LARGEST_FILE) throw new WorkbookError('TOO_LARGE', { zh: '文件超过 50 MB。请分成几个文件上传。', en: 'The file exceeds 50 MB. Upload it in parts.' })
  const id = newId()
  const sha256 = createHash('sha256').update(file).digest('hex')
  await inTurn(() => context.write({ idempotencyKey: id, request: ['upload', { id }] }, async (tx) => {
    await insertBatch(tx, { id, accountId: viewer.id, regionId: office.regionId, path: office.path, fileName, sha256, file, uploadedBy: { zh: viewer.title, en: viewer.titleEn } })
    const before = explainedAs(layout === null ? await stagingOfSame(tx, office.regionId, sha256, id) : null)
    await stage(tx, { id, file, fileName, viewer, clock: context.clock, regionId: office.regionId, path: office.path }, {
      ...before, answers: merged(carriedOver(await answersBefore(tx, office.regionId, id)), before.answers), remembered: await rememberedMappings(tx, office.regionId), layout,
    })
    return { id }
  }))
  return id
}
