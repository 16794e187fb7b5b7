import { createHash } from 'node:crypto'
import { v7 } from 'uuid'

/** Ordered by time, made here, so that no sequence means anything outside its database. */
export const newId = (): string => v7()

/** The same name gives the same id in every installation (RFC 9562 version 8 over SHA-256). */
export function namedId(name: string): string {
  const bytes = createHash('sha256').update(name).digest().subarray(0, 16)
  bytes[6] = (bytes[6]! & 0x0f) | 0x80
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
