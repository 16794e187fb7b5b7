import type { Day } from '@anwang/domain'
import { createHash, randomBytes } from 'node:crypto'
import { v7 } from 'uuid'

/** The same name gives the same id in every installation (RFC 9562 version 8 over SHA-256). */
export function namedId(name: string): string {
  const bytes = createHash('sha256').update(name).digest().subarray(0, 16)
  bytes[6] = (bytes[6]! & 0x0f) | 0x80
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

/** Without letters that are read as digits. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const LETTERS = 7
type Prefix = 'YH' | 'JC'

/** Asked of the system for many numbers at a time: a call costs more than all else of an id. */
const POOL = 4096
let pool = new Uint8Array(0)
function random(bytes: number): Uint8Array {
  if (pool.length < bytes) pool = randomBytes(POOL)
  const taken = pool.subarray(0, bytes)
  pool = pool.subarray(bytes)
  return taken
}

/** Of the id made last: within its millisecond the next ones go on from it. */
let msecs = 0
let seq = 0

/** Ordered by time and as they were made, made here, so that no sequence means anything outside its database. */
export function newId(): string {
  const bytes = random(16)
  const now = Date.now()
  if (now > msecs) {
    msecs = now
    // Half of what it can be, so that there is room to go on.
    seq = ((bytes[0]! & 0x7f) << 24) | (bytes[1]! << 16) | (bytes[2]! << 8) | bytes[3]!
  } else seq++
  return v7({ random: bytes, msecs, seq })
}

const numbered = (prefix: Prefix, day: Day, bytes: Uint8Array): string =>
  `${prefix}-${day.replaceAll('-', '')}-${[...bytes.subarray(0, LETTERS)].map((byte) => ALPHABET[byte % ALPHABET.length]).join('')}`

/**
 * The number of a hazard or an inspection, to be read out and written down: YH-20261020-7K3Q9MA. Its tail is random, 35 bits
 * a day: a sequence would have to be asked for, tell how many there are, and mean something in one database only.
 */
export const newNumber = (prefix: Prefix, day: Day): string => numbered(prefix, day, random(LETTERS))
/** The same name gives the same number in every installation. */
export const namedNumber = (prefix: Prefix, day: Day, name: string): string => numbered(prefix, day, createHash('sha256').update(name).digest())
