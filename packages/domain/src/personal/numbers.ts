/** Telephone and identity numbers are personal data wherever they are typed; credit codes are none. */
const TELEPHONES = [
  // Mobile: in one, as 139-12345678, or as 139 1234 5678.
  String.raw`(?<!\d)1[3-9]\d(?:-?\d{8}|(?<gap>[-\s—–])\d{4}\k<gap>\d{4})(?!\d)`,
  // Landline: with its area code, or where it is called one.
  String.raw`(?<![\d.])[（(]?0(?:10|2\d|[3-9]\d{2})[）)]?[-\s—–]?[2-9]\d{6,7}(?!\d)`,
  String.raw`(?<=(?:电话|手机|座机|热线|联系方式|[Tt][Ee][Ll])[号码是为]{0,2}[.:：\s]*)[2-9]\d{2,3}[-\s]?\d{4}(?!\d)`,
]
const IDENTITIES = [
  // 18 digits, also in groups, or 15 of before 1999.
  String.raw`(?<![\dA-Za-z])\d{6}[-\s]?(?:19|20)\d{2}[-\s]?(?:0[1-9]|1[0-2])[-\s]?(?:0[1-9]|[12]\d|3[01])[-\s]?\d{3}[\dXx](?![\dA-Za-z])`,
  String.raw`(?<![\dA-Za-z])\d{8}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}(?![\dA-Za-z])`,
]
const TELEPHONE = new RegExp(TELEPHONES.join('|'), 'g')
const NUMBER = new RegExp([...TELEPHONES, ...IDENTITIES].join('|'), 'g')
/** No number of them is shorter, so a text without so many digits needs no closer look. */
const FEWEST_DIGITS = /(?:[\d０-９][^\d０-９]?){6}[\d０-９]/

export const halfWidth = (text: string): string => text.replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0))

/** The telephone numbers in a text of half-width digits, as they were typed. */
export const telephonesIn = (text: string): string[] => text.match(TELEPHONE) ?? []
export const withoutTelephones = (text: string, instead: string): string => text.replace(TELEPHONE, instead)

const OMITTED = '（号码略）'

/** A text without telephone and identity numbers; itself where it holds none. */
export function withoutNumbers(text: string): string {
  if (!FEWEST_DIGITS.test(text)) return text
  const plain = halfWidth(text)
  const without = plain.replace(NUMBER, OMITTED)
  return without === plain ? text : without
}

/** Names of what looks like a number of a person and is none: ids, codes, days, the office's own numbers. */
const NO_TEXT = /(?:Id|On|Code)$|^(?:id|number|duplicateOf)$/

/** The same with `withoutNumbers` of every text in it. */
export function recordWithoutNumbers<T>(value: T, name = ''): T {
  if (typeof value === 'string') return (NO_TEXT.test(name) ? value : withoutNumbers(value)) as T
  if (Array.isArray(value)) return value.map((item: unknown) => recordWithoutNumbers(item, name)) as T
  if (typeof value !== 'object' || value === null || value instanceof Date) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, recordWithoutNumbers(item as unknown, key)])) as T
}
