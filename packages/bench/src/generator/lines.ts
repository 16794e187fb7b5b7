import { dayNumber } from '@anwang/domain'

/**
 * Rows as lines of COPY's text format, with holes: a row is written once from marks in the place of what differs, and
 * filled many times. All text is held as UTF-8 bytes in strings of one byte per character, which join and leave fastest.
 */

export const mark = (field: string): string => `@@${field}@@`
/** Days of marked rows lie here; no other text of a row looks like one. */
export const MARKED_DAY = '1990-06-01'
const MARKED = /@@(\w+)@@|(199\d-\d\d-\d\d)/g

export const bytesOf = (text: string): string => Buffer.from(text, 'utf8').toString('latin1')

const kept = new Map<string, string>()
/** The same text is held once. */
function once(text: string): string {
  const bytes = kept.get(text) ?? bytesOf(text)
  kept.set(text, bytes)
  return bytes
}
/** As COPY reads it. */
export const escaped = (text: string): string => text.replaceAll(/[\\\n\r\t]/g, (c) => ({ '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' })[c]!)

function cell(value: unknown): string {
  if (value === null || value === undefined) return '\\N'
  if (value instanceof Date) return value.toISOString()
  if (Array.isArray(value)) return escaped(`{${value.join(',')}}`)
  if (typeof value === 'object') return escaped(JSON.stringify(value))
  return escaped(String(value))
}

/** Columns in the order in which `line` writes them. */
export const columnsOf = (row: object): string[] => Object.keys(row).toSorted()
export const line = (row: object, columns: readonly string[]): string => `${columns.map((name) => cell((row as Record<string, unknown>)[name])).join('\t')}\n`

export interface Pattern {
  readonly texts: readonly string[]
  /** Before each text but the first: a field's number, or DAY + days. */
  readonly holes: readonly number[]
}

export const DAY = 1000

/** Splits a line at its marks. @throws where a field is not among `fields` */
export function patternOf(text: string, fields: readonly string[]): Pattern {
  const texts: string[] = []
  const holes: number[] = []
  let at = 0
  for (const match of text.matchAll(MARKED)) {
    const [whole, field, day] = match
    const hole = field === undefined ? DAY + dayNumber(day!) - dayNumber(MARKED_DAY) : fields.indexOf(field)
    if (hole < 0) throw new Error(`no field ${field} for a hole`)
    texts.push(once(text.slice(at, match.index)))
    holes.push(hole)
    at = match.index + whole.length
  }
  texts.push(once(text.slice(at)))
  return { texts, holes }
}

/** `days[first]` is the day of MARKED_DAY. */
export function filled({ texts, holes }: Pattern, values: readonly string[], days: readonly string[], first: number): string {
  let text = texts[0]!
  for (let i = 0; i < holes.length; i++) {
    const hole = holes[i]!
    text += (hole >= DAY ? days[first + hole - DAY]! : values[hole]!) + texts[i + 1]!
  }
  return text
}
