import { once } from 'node:events'
import { parentPort, workerData } from 'node:worker_threads'
import { inspectLedger, LAYOUTS, readLedger, WorkbookError, type LedgerRow, type Recognition, type SheetMapping } from '@anwang/documents'
import type { Request, Told } from './protocol.ts'

const AT_ONCE = 1000
const port = parentPort!
const tell = (told: Told): void => port.postMessage(told)
const request = workerData as Request

/** A sheet whose header nobody knows is found again by headings that the office has explained before. */
async function explained(sheets: readonly Recognition[]): Promise<SheetMapping[]> {
  const found: SheetMapping[] = []
  const unknown = sheets.filter((sheet) => sheet.layout === null && !sheet.hidden)
  for (const { signature, sheetName: _, ...mapping } of unknown.length > 0 ? request.remembered : []) {
    for (const sheet of unknown.filter((one) => !found.some((mapped) => mapped.sheetName === one.sheetName))) {
      const tried: SheetMapping = { ...mapping, sheetName: sheet.sheetName }
      const looked = await inspectLedger(request.bytes, { mappings: [tried] }).catch(() => [])
      if (looked.find((one) => one.sheetName === sheet.sheetName)?.mapping?.signature === signature) found.push(tried)
    }
  }
  return found
}

/** The first row of a sheet that has several different values: perhaps its header. */
function likelyHeader(sheet: Recognition): number {
  return sheet.preview.find((row) => new Set(row.cells.filter((cell) => cell !== '')).size >= 3)?.row ?? sheet.preview[0]?.row ?? 1
}

/** Sheets without a known header, read as the layout that was named. */
function forced(sheets: readonly Recognition[]): SheetMapping[] {
  const layout = LAYOUTS.find((one) => one.id === request.layout)
  if (!layout || sheets.some((sheet) => sheet.layout !== null)) return []
  return sheets.filter((sheet) => !sheet.hidden && sheet.preview.length > 0)
    .map((sheet) => ({ sheetName: sheet.sheetName, layout: layout.id, headerRow: likelyHeader(sheet), headerRows: 1, columns: {} }))
}

async function read(): Promise<void> {
  const remembered = request.remembered.map(({ sheetName: _, ...mapping }) => mapping)
  const named = request.mappings
  let mappings: SheetMapping[] = [...named, ...remembered]
  if (request.remembered.length > 0 || request.layout !== null) {
    const looked = await inspectLedger(request.bytes, { mappings, fileName: request.fileName })
    const more = await explained(looked)
    mappings = [...mappings, ...more, ...(more.length > 0 ? [] : forced(looked))]
  }
  const split = request.split === 'ALL' ? ('ALL' as const) : new Set(request.split)
  const ledger = await readLedger(request.bytes, { fileName: request.fileName, mappings, answers: request.answers, today: request.today, split })
  tell({ type: 'sheets', sheets: ledger.sheets })
  let rows: LedgerRow[] = []
  const send = async () => {
    tell({ type: 'rows', rows })
    rows = []
    await once(port, 'message')
  }
  for await (const row of ledger.rows()) {
    rows.push(row)
    if (rows.length === AT_ONCE) await send()
  }
  if (rows.length > 0) await send()
  tell({ type: 'done', sheets: ledger.sheets })
}

await read().catch((error: unknown) => {
  if (!(error instanceof WorkbookError)) throw error
  const { code, zh, en } = error
  tell({ type: 'refused', code, zh, en })
})
port.close()
