import { reachOf } from '@anwang/db/client'
import DataLoader from 'dataloader'
import type { Context } from '../../context.ts'
import { decodeCursor, pageOf, pageSize, type Page, type PageArgs } from '../../schema/connections.ts'
import { Forbidden, NotFound, ValidationError } from '../../schema/errors.ts'
import type { Batch, Bilingual, Counting, Outcome, RowValues, StagedRow } from './model.ts'
import { cellsOf } from './masking.ts'
import { revive } from './plan/dates.ts'
import { mayWorkOn } from './policy.ts'
import { batchesById, batchPage, countBatches } from './store/batches.ts'
import { builtOn, countingOfRows, countRows, rowsAfter } from './store/rows.ts'

export const noSuchImport = (context: Context): NotFound =>
  new NotFound('NOT_FOUND', context.language === 'zh' ? '没有这份台账，或不在您的权限范围内' : 'There is no such ledger, or it lies outside your scope', ['input', 'import'])
export const notYours = (context: Context): Forbidden =>
  new Forbidden('NOT_YOURS', context.language === 'zh' ? '您的岗位不能办理这份台账' : 'Your post may not work on this ledger')
export const wrongState = (context: Context, words: Bilingual): ValidationError => new ValidationError('WRONG_STATE', words[context.language], ['input', 'import'])

export interface Standing {
  readonly can: boolean
  /** Why it may not be withdrawn; null where it may, or was never imported. */
  readonly because: Bilingual | null
}

/** Names what stands in the way of a withdrawal. */
export function obstacles(found: readonly { readonly text: string; readonly kind: string }[]): Bilingual | null {
  const of = (kind: string) => found.filter((one) => one.kind === kind).map((one) => one.text)
  const [later, known] = [of('LATER'), of('KNOWN')]
  if (later.length > 0) return { zh: `之后又有人办理过：${later.join('、')}`, en: `Others have built on it since: ${later.join(', ')}` }
  if (known.length > 0) return { zh: `它补充了早已登记的记录，撤回不了：${known.join('、')}`, en: `It added to records known before, which cannot be undone: ${known.join(', ')}` }
  return null
}

export const batchLoaders = (context: Context) => ({
  byId: new DataLoader<string, Batch | null>(async (ids) => {
    const found = await batchesById(await context.read(), ids)
    return ids.map((id) => found.get(id) ?? null)
  }),
  mayConfirm: (batch: Batch): boolean =>
    context.viewer !== null && mayWorkOn(context.viewer, batch) && (batch.state === 'STAGED' || batch.state === 'FAILED' || batch.abandoned) && batch.counts.new + batch.counts.changed > 0,
  standing: new DataLoader<Batch, Standing, string>(async (batches) => {
    const mine = batches.filter((batch) => batch.state === 'IMPORTED' && context.viewer && mayWorkOn(context.viewer, batch)).map((batch) => batch.id)
    const found = await builtOn(await context.read(), mine)
    return batches.map(({ id }): Standing => {
      if (!mine.includes(id)) return { can: false, because: null }
      const because = obstacles(found.get(id) ?? [])
      return { can: because === null, because }
    })
  }, { cacheKeyFn: (batch) => batch.id }),
})


const GONE: Bilingual = { zh: '服务器在导入途中停止了。', en: 'The server stopped while it was landing.' }
/** Why the last attempt landed nothing. */
export const failureOf = (batch: Batch): Bilingual | null => (batch.abandoned ? GONE : batch.failure)

/** As it stands after a mutation. */
export async function reloaded(context: Context, id: string): Promise<Batch> {
  const batch = await context.once(batchLoaders).byId.load(id)
  if (!batch) throw noSuchImport(context)
  return batch
}

export async function imports(context: Context, args: PageArgs): Promise<Page<Batch>> {
  const paths = reachOf(context.scope())
  const after = decodeCursor(args.after, ['uuid'])?.[0] ?? null
  const tx = await context.read()
  const rows = await batchPage(tx, paths, after, pageSize(args) + 1)
  return pageOf(rows, args, (batch) => [batch.id], () => countBatches(tx, paths))
}

/** Of a ledger that waits to be confirmed; null of any other. */
export const countingOf = async (context: Context, batch: Batch): Promise<Counting | null> =>
  (batch.state === 'STAGED' ? countingOfRows(await context.read(), batch.id) : null)

export const revived = (row: StagedRow): StagedRow => ({ ...row, values: { ...row.values, record: revive(row.values.record) } as RowValues })

/** With its cells as they may be shown. */
export interface ShownRow extends StagedRow {
  readonly cells: readonly string[]
}

export async function rowsOf(context: Context, batch: Batch, args: PageArgs & { readonly outcome?: readonly Outcome[] | null | undefined }): Promise<Page<ShownRow>> {
  const chosen = args.outcome ?? null
  const after = decodeCursor(args.after, ['integer'])?.[0] ?? 0
  const tx = await context.read()
  const rows = await rowsAfter(tx, batch.id, chosen, after, pageSize(args) + 1)
  const cells = cellsOf(batch.staging.sheets)
  return pageOf(rows.map((row) => ({ ...revived(row), cells: cells(row.sheet, row.values.raw) })), args, (row) => [row.n], () => countRows(tx, batch.id, chosen))
}
