import { parentPort } from 'node:worker_threads'
import { inspectLedger, LAYOUTS, readLedger, WorkbookError, type Answer, type LedgerRow, type Recognition, type SheetMapping } from '@anwang/documents'
import type { Request, Told } from './protocol.ts'

const AT_ONCE = 250
const port = parentPort!
const tell = (told: Told): void => port.postMessage(told)

const heard: unknown[] = []
let wake: () => void = () => undefined
port.on('message', (message) => {
  heard.push(message)
  wake()
})
async function hear(): Promise<unknown> {
  while (heard.length === 0) await new Promise<void>((done) => { wake = done })
  return heard.shift()
}

/** A sheet whose header nobody knows is found again by headings that the office has explained before. */
async function explained(request: Request, sheets: readonly Recognition[]): Promise<SheetMapping[]> {
  const found: SheetMapping[] = []
  const unknown = sheets.filter((sheet) => sheet.layout === null && !sheet.hidden)
  for (const { signature, ...mapping } of unknown.length > 0 ? request.remembered : []) {
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
function forced(request: Request, sheets: readonly Recognition[]): SheetMapping[] {
  const layout = LAYOUTS.find((one) => one.id === request.layout)
  if (!layout || sheets.some((sheet) => sheet.layout !== null)) return []
  return sheets.filter((sheet) => !sheet.hidden && sheet.preview.length > 0)
    .map((sheet) => ({ sheetName: sheet.sheetName, layout: layout.id, headerRow: likelyHeader(sheet), headerRows: 1, columns: {} }))
}

async function read(request: Request): Promise<void> {
  let mappings: SheetMapping[] = [...request.mappings, ...request.remembered]
  if (request.remembered.length > 0 || request.layout !== null) {
    const looked = await inspectLedger(request.bytes, { mappings, fileName: request.fileName })
    const more = await explained(request, looked)
    mappings = [...mappings, ...more, ...(more.length > 0 ? [] : forced(request, looked))]
  }
  const split = request.split === 'ALL' ? ('ALL' as const) : new Set(request.split)
  const answered = new Set<Answer>()
  const ledger = await readLedger(request.bytes, {
    fileName: request.fileName, mappings, answers: request.answers, onAnswer: (one) => void answered.add(one), today: request.today, split, splitTexts: new Set(request.splitTexts),
  })
  tell({ type: 'sheets', sheets: ledger.sheets })
  let rows: LedgerRow[] = []
  const send = async () => {
    tell({ type: 'rows', rows })
    rows = []
    await hear()
  }
  for await (const row of ledger.rows()) {
    rows.push(row)
    if (rows.length === AT_ONCE) await send()
  }
  if (rows.length > 0) await send()
  tell({ type: 'done', sheets: ledger.sheets, answered: [...answered] })
}

for (;;) {
  await read((await hear()) as Request).catch((error: unknown) => {
    if (!(error instanceof WorkbookError)) throw error
    const { code, zh, en } = error
    tell({ type: 'refused', code, zh, en })
  })
}
