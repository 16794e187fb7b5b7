import type { RegionLevel } from './levels.ts'

/** Digits that a level adds to a statistical code (统计用区划代码编制规则): 2 + 2 + 2 + 3 + 3. */
const OWN_DIGITS = { COUNTRY: 0, PROVINCE: 2, CITY: 2, COUNTY: 2, STREET: 3, COMMUNITY: 3 } as const

const KEY_DIGITS = { COUNTRY: 0, PROVINCE: 2, CITY: 4, COUNTY: 6, STREET: 9, COMMUNITY: 12 } as const

const WELL_FORMED = /^(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-6]|71|8[12])(?:0{10}|(?!00)\d{10})$/

const LEVEL_BY_DIGITS: Readonly<Record<number, RegionLevel>> = { 2: 'PROVINCE', 4: 'CITY', 6: 'COUNTY', 9: 'STREET', 12: 'COMMUNITY' }

const PARENT_DIGITS: Readonly<Record<number, number>> = { 2: 0, 4: 2, 6: 4, 9: 6, 12: 9 }

/**
 * Whether the text is a well-formed 12-digit statistical code, whether or not such a region exists: twelve digits,
 * a province (11 to 82), and nothing below a city that is 00. A county or street of zeros is the row that pads a missing level.
 */
export const isRegionCode = (text: string): boolean => WELL_FORMED.test(text)

/**
 * The level a 12-digit code stands for, read from its trailing zeros: 441900000000 is the city (东莞) and not the row
 * that pads it. Null when malformed.
 */
export function levelOfCode(code: string): RegionLevel | null {
  if (!isRegionCode(code)) return null
  if (code.endsWith('0000000000')) return 'PROVINCE'
  if (code.endsWith('00000000')) return 'CITY'
  if (code.endsWith('000000')) return 'COUNTY'
  return code.endsWith('000') ? 'STREET' : 'COMMUNITY'
}

/** A key is a code without the zeros below its level (2, 4, 6, 9 or 12 digits), or an office's own name for a node without a code. */
export const levelOfKey = (key: string): RegionLevel | null => (/^\d+$/.test(key) ? (LEVEL_BY_DIGITS[key.length] ?? null) : null)

export const keyOfCode = (code: string, level: RegionLevel): string => code.slice(0, KEY_DIGITS[level])

export const codeOfKey = (key: string): string => key.padEnd(12, '0')

/** The key above by the digits alone; '' is the country. */
export const parentOfKey = (key: string): string => key.slice(0, PARENT_DIGITS[key.length] ?? 0)

/** The code's own part: '28' of 410928, '101' of 410928101. A node without a code keeps its own name. */
export const ownPart = (key: string, level: RegionLevel): string => (/^\d+$/.test(key) ? key.slice(-OWN_DIGITS[level]) : key)

/** A name an office may give to a node without a code, such as a zone the statistics do not know. */
export const isOwnKey = (text: string): boolean => /^[a-z][a-z0-9]{0,19}$/.test(text)

/** Counties coded 71–79 are the functional zones that the statistics count beside the counties. */
export const isZoneKey = (key: string): boolean => /^\d{4}7[1-9]$/.test(key)
