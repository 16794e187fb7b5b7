import type { EditionRow } from '@anwang/domain/regions'

const COLUMNS = ['code', 'name', 'parent', 'level', 'kind', 'former'] as const
const CELL = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|\r|$)/gy

function* cells(text: string): Generator<string[]> {
  CELL.lastIndex = 0
  let row: string[] = []
  while (CELL.lastIndex < text.length) {
    const found = CELL.exec(text)
    if (found === null) throw new Error('the CSV has a quotation mark that is not closed')
    row.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? '')
    if (found[3] === ',' && CELL.lastIndex < text.length) continue
    if (found[3] === ',') row.push('')
    yield row
    row = []
  }
}

/** UTF-8 with or without its mark, else GB 18030, which GBK is part of. */
function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('gb18030').decode(bytes)
  }
}

/**
 * Reads an edition from a CSV whose first row names its columns: `code` and `name`, and where wanted `parent`, `level`,
 * `kind`, `former` (see EditionRow). Other columns are ignored, so the package's own files can be read as they are.
 */
export function readRegionsCsv(bytes: Uint8Array): EditionRow[] {
  const [header = [], ...lines] = cells(decode(bytes))
  const at = new Map(header.map((name, column) => [name.trim().toLowerCase(), column]))
  if (!at.has('code') || !at.has('name')) throw new Error('the CSV needs the columns code and name')
  return lines.filter((line) => line.some((cell) => cell.trim() !== '')).map((line) => {
    const row: EditionRow = { code: '', name: '' }
    for (const column of COLUMNS) {
      const cell = line[at.get(column) ?? -1]
      if (cell !== undefined) row[column] = cell
    }
    return row
  })
}
