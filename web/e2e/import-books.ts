import { readFile } from 'node:fs/promises'
import { openWorkbook, type CellValue } from '../../packages/documents/src/workbook/index.ts'

/** Days before a day; after it where negative. */
const before = (today: string, n: number): string => new Date(Date.parse(today) - n * 86_400_000).toISOString().slice(0, 10)

const quoted = (value: string): string => `"${value.replaceAll('"', '""')}"`

/** A CSV as Excel saves it: UTF-8 with its mark. */
export const csv = (rows: readonly (readonly string[])[]): Buffer => Buffer.from(`\uFEFF${rows.map((row) => row.map(quoted).join(',')).join('\r\n')}\r\n`)

const text = (value: CellValue): string => {
  if (value === null) return ''
  if (typeof value !== 'object') return String(value)
  return 'serial' in value ? new Date(Date.UTC(1899, 11, 30) + value.serial * 86_400_000).toISOString().slice(0, 10) : value.error
}

/** The rows of the first sheet of a workbook, as text. */
export async function rowsOf(path: string): Promise<string[][]> {
  const book = await openWorkbook(new Uint8Array(await readFile(path)))
  const rows: string[][] = []
  for await (const row of book.sheets[0]!.rows()) rows.push(row.cells.map(text))
  return rows
}

const HEADER = ['序号', '乡镇（街道）', '单位名称', '检查时间', '检查单位及人员', '存在问题隐患', '隐患级别', '整改措施', '整改时限', '是否整改', '整改完成时间', '复查时间']

/** A town's ledger with what goes wrong in practice: two rows to be refused, two questions. `mark` makes its firms new ones; `today` is the product's; `unclear` is asked once of an office, then remembered. */
export function ledgerWithErrors(mark: string, today: string, unclear: string): Buffer {
  const row = (n: number, changes: Record<number, string>) => {
    const cells = [String(n), '柳屯镇', `柳屯${mark}机械加工厂`, before(today, 12), '濮阳县应急管理局', `第${n}号配电箱无漏电保护`, '一般', '加装漏电保护', before(today, -8), '否', '', '']
    for (const [at, value] of Object.entries(changes)) cells[Number(at)] = value
    return cells
  }
  return csv([
    ['柳屯镇隐患排查整改台账', ...HEADER.slice(1).map(() => '')],
    ['填报单位（盖章）：濮阳县柳屯镇', ...HEADER.slice(1).map(() => '')],
    HEADER,
    row(1, {}),
    row(2, { 9: '是', 10: before(today, 6), 11: before(today, 5) }),
    row(3, { 9: unclear }),
    row(4, { 8: '长期坚持' }),
    row(5, { 1: '没有这个镇' }),
    ['合计', ...HEADER.slice(1).map(() => '')],
  ])
}

/** The refused rows put right, as somebody does it in a spreadsheet. */
export const corrected = (rows: readonly (readonly string[])[], today: string): Buffer => {
  const right: Readonly<Record<string, string>> = { 长期坚持: before(today, -8), 没有这个镇: '柳屯镇' }
  return csv(rows.map((row) => row.map((cell) => right[cell] ?? cell)))
}
