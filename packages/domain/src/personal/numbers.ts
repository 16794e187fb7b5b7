import { plainOf } from './plain.ts'

/**
 * Telephone and identity numbers are personal data wherever they are typed; credit codes are none. The patterns are of plain text
 * (`plainOf`), so a spelling differs from another by its separators alone.
 */
const SEPARATOR = String.raw`[\s\p{Pd}.·•‧・∙⋅_/~−ー一]`
/** Between two groups, whatever was typed there. */
const GAP = `${SEPARATOR}{1,4}`
const LOOSE = `${SEPARATOR}{0,4}`
const DAY = String.raw`(?:0[1-9]|[12]\d|3[01])`
const MONTH = '(?:0[1-9]|1[0-2])'
const CALLED = String.raw`(?<=(?:电话|手机|座机|热线|联系方式|[Tt][Ee][Ll]|[Pp]hone|[Mm]obile)[号码是为]{0,2}[.:：\s]*)`

const CHINA = String.raw`(?:[(（]?(?:\+|00)?[(（]?86[)）]?${LOOSE})?`
const MOBILE = [
  String.raw`1[3-9]\d{9}`,
  String.raw`1[3-9]\d${GAP}\d{4}${GAP}\d{4}`,
  // 罚款 150 20260715 前: an amount and a day, not a number.
  String.raw`1[3-9]\d(?:(?!\s)|(?!\s+(?:19|20)\d{2}${MONTH}${DAY}(?!\d)))${GAP}\d{8}`,
  String.raw`1[3-9]\d${GAP}\d{3}${GAP}\d{5}`, String.raw`1[3-9]\d${GAP}\d{5}${GAP}\d{3}`, String.raw`1[3-9]\d${GAP}\d{3}${GAP}\d{3}${GAP}\d{2}`,
  // 1500000 2026: an amount and a year; 1998-2026: years.
  String.raw`1[3-9]\d{5}(?!\s+(?:19|20)\d{2}(?!\d))${GAP}\d{4}`, String.raw`1[3-8]\d{2}${GAP}\d{4}${GAP}\d{3}`,
  String.raw`1${GAP}[3-9](?:${GAP}\d){9}`,
].join('|')
const LOCAL = String.raw`[2-9]\d{2,3}${LOOSE}\d{4}`
const AREA = String.raw`(?:10|2\d|[3-9]\d{2})`

const TELEPHONES = [
  String.raw`(?<!\d)${CHINA}(?:${MOBILE})(?!\d)`,
  String.raw`${CALLED}1[3-9]\d${GAP}\d{8}(?!\d)`,
  // Landline: with its area code, or where it is called one.
  String.raw`(?<![\d.])${CHINA}[(（]?0${AREA}[)）]?${LOOSE}${LOCAL}(?!\d)`,
  String.raw`(?<![\d.])(?:[(（]?(?:\+|00)86[)）]?${LOOSE}|[(（]86[)）]${LOOSE}|86\p{Pd})[(（]?${AREA}[)）]?${LOOSE}${LOCAL}(?!\d)`,
  // Of a service: 400-812-3456.
  String.raw`(?<![\d.])[48]00(?:\p{Pd}\d{3}\p{Pd}?\d{4}|\p{Pd}\d{4}\p{Pd}\d{3}|\s\d{3}\s\d{4})(?!\d)`, String.raw`(?<![\d.])400[16789]\d{6}(?!\d|\s*[万亿]?元)`,
  String.raw`${CALLED}${LOCAL}(?!\d)`,
]
const IDENTITIES = [
  // 18 digits, also in groups, or 15 of before 1999.
  String.raw`(?<![\dA-Za-z])\d{6}${LOOSE}(?:19|20)\d{2}${LOOSE}${MONTH}${LOOSE}${DAY}${LOOSE}\d{3}${LOOSE}[\dXx](?![\dA-Za-z])`,
  String.raw`(?<![\dA-Za-z])\d{6}${LOOSE}\d{2}${MONTH}${DAY}${LOOSE}\d{3}(?![\dA-Za-z])`,
  String.raw`(?<![\dA-Za-z])[1-9](?:${LOOSE}\d){16}${LOOSE}[\dXx](?![\dA-Za-z])`,
]
const [TELEPHONE, ...IDENTITY] = [TELEPHONES.join('|'), ...IDENTITIES].map((pattern) => new RegExp(pattern, 'gu')) as [RegExp, ...RegExp[]]
const FEWEST_DIGITS = 7

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const BORN = new RegExp(String.raw`^[1-8]\d{5}(?:19|20)\d{2}${MONTH}${DAY}`)
/** The last of 18 by GB 11643 (ISO 7064 MOD 11-2). */
const checks = (digits: string): boolean =>
  '10X98765432'[WEIGHTS.reduce((sum, weight, at) => sum + weight * Number(digits[at]), 0) % 11] === digits[17]

const GROUPED = new RegExp(`^(?:${IDENTITIES[0]}|${IDENTITIES[1]})$`, 'u')
/** In the usual groups anything that could be one is taken for one; in other groups, or where it could be a credit code, only what checks. */
function isIdentity(text: string): boolean {
  const digits = text.replace(/[^\dXx]/g, '').toUpperCase()
  if (digits.length === 15) return true
  return digits.startsWith('9') ? checks(digits) && GROUPED.test(text) : GROUPED.test(text) || (BORN.test(digits) && checks(digits))
}

interface Span {
  readonly from: number
  readonly to: number
}

const anything = () => true

/** Where a pattern matches what `is` one; of what is none the rest may still be one. */
function* matches(plain: string, pattern: RegExp, is: (found: string) => boolean): Generator<Span> {
  pattern.lastIndex = 0
  for (let match = pattern.exec(plain); match; match = pattern.exec(plain)) {
    if (is(match[0])) yield { from: match.index, to: match.index + match[0].length }
    else pattern.lastIndex = match.index + 1
  }
}

/** Where the numbers stand in the text as it was typed, in order and apart. */
function spansIn(text: string, identities: readonly RegExp[]): Span[] {
  if ((text.match(/\p{N}/gu)?.length ?? 0) < FEWEST_DIGITS) return []
  const { plain, at } = plainOf(text)
  const found = [...matches(plain, TELEPHONE, anything), ...identities.flatMap((pattern) => [...matches(plain, pattern, isIdentity)])]
  const apart = found.toSorted((a, b) => a.from - b.from).reduce<Span[]>((all, span) => {
    const last = all.at(-1)
    return last && span.from < last.to ? [...all.slice(0, -1), { from: last.from, to: Math.max(last.to, span.to) }] : [...all, span]
  }, [])
  return apart.map(({ from, to }) => ({ from: at[from]!, to: at[to]! }))
}

function cut(text: string, spans: readonly Span[], instead: string): string {
  const [kept, end] = spans.reduce<readonly [string, number]>(([before, last], { from, to }) => [`${before}${text.slice(last, from)}${instead}`, to], ['', 0])
  return kept + text.slice(end)
}

/** The telephone numbers in a text, as they were typed. */
export const telephonesIn = (text: string): string[] => spansIn(text, []).map(({ from, to }) => text.slice(from, to))
export const withoutTelephones = (text: string, instead: string): string => cut(text, spansIn(text, []), instead)

const OMITTED = '（号码略）'

/** A text without telephone and identity numbers; itself where it holds none. */
export const withoutNumbers = (text: string): string => cut(text, spansIn(text, IDENTITY), OMITTED)

/** Names of what looks like a number of a person and is none: ids, codes, days, the office's own numbers. */
const NO_TEXT = /(?:Id|On|Code)$|^(?:id|number|duplicateOf)$/

/** The same with `withoutNumbers` of every text in it. */
export function recordWithoutNumbers<T>(value: T, name = ''): T {
  if (typeof value === 'string') return (NO_TEXT.test(name) ? value : withoutNumbers(value)) as T
  if (Array.isArray(value)) return value.map((item: unknown) => recordWithoutNumbers(item, name)) as T
  if (typeof value !== 'object' || value === null || value instanceof Date) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, recordWithoutNumbers(item as unknown, key)])) as T
}
