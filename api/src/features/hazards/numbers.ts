import { randomBytes } from 'node:crypto'
import type { Day } from '@anwang/domain'

/** Without letters that are read as digits. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const LETTERS = 7

/**
 * A number to be read out and written down: YH-20261020-7K3Q9MA. Its tail is random, 35 bits a day: a sequence would have to
 * be asked for, tell how many there are, and mean something in one database only.
 */
export const newNumber = (prefix: 'YH' | 'JC', day: Day): string =>
  `${prefix}-${day.replaceAll('-', '')}-${[...randomBytes(LETTERS)].map((byte) => ALPHABET[byte % ALPHABET.length]).join('')}`
