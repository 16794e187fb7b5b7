import type { Tx } from '@anwang/db'
import type { Problem, RefusedRow } from '@anwang/documents'
import { rowsAfter } from './store/rows.ts'

const AT_ONCE = 2000

/** The rows that stay out, with what is wrong with each, as the workbook of refused rows takes them. */
export async function refusedRows(tx: Tx, batchId: string): Promise<RefusedRow[]> {
  const all: RefusedRow[] = []
  for (let after = 0; ;) {
    const rows = await rowsAfter(tx, batchId, ['REFUSED', 'ASKED'], after, AT_ONCE)
    if (rows.length === 0) return all
    after = rows.at(-1)!.n
    for (const { sheet, row, values, problems } of rows)
      all.push({ sheet, row, section: values.section ?? null, raw: values.raw, problems: problems.map((one) => ({ ...one, right: one.right ?? { zh: '', en: '' } })) as unknown as Problem[] })
  }
}
