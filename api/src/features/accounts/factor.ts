import { createHash, randomBytes } from 'node:crypto'
import { hashRaw } from '@node-rs/argon2'
import { Secret, TOTP } from 'otpauth'
import { renderSVG } from 'uqr'

const PERIOD = 30
const RECOVERY_CODES = 10
/** Without I, L, O and U, which are misread. */
const LETTERS = '0123456789abcdefghjkmnpqrstvwxyz'

const totp = (secret: string, label: string) => new TOTP({ issuer: 'Anwang', label, algorithm: 'SHA1', digits: 6, period: PERIOD, secret: Secret.fromBase32(secret) })

/** 160 random bits, as authenticators take them (RFC 4226, 4). */
export const newSecret = (): string => new Secret({ size: 20 }).base32

/** What an authenticator scans, and the same as a picture. */
export function enrolment(secret: string, userName: string): { readonly uri: string; readonly picture: string } {
  const uri = totp(secret, userName).toString()
  const svg = renderSVG(uri, { border: 2 })
  return { uri, picture: `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}` }
}

/** The thirty seconds, counted since 1970, that a code of this secret is of: now, or one before or after (RFC 6238, 5.2); null for no such code. */
export function stepOf(secret: string, code: string, now = Date.now()): number | null {
  const delta = totp(secret, '').validate({ token: code, timestamp: now, window: 1 })
  return delta === null ? null : Math.floor(now / 1000 / PERIOD) + delta
}

/** The code of a moment, as an authenticator shows it. */
export const codeAt = (secret: string, now: number): string => totp(secret, '').generate({ timestamp: now })

const recoveryCode = (): string => {
  const letters = [...randomBytes(10)].map((byte) => LETTERS[byte % 32]).join('')
  return `${letters.slice(0, 5)}-${letters.slice(5)}`
}
/** Each works once in place of a code; shown once and kept as hashes. */
export const newRecoveryCodes = (): string[] => Array.from({ length: RECOVERY_CODES }, recoveryCode)
/**
 * A code has fifty bits, too few for a hash that is quick (ASVS 5.0, 6.5.2): argon2id, the account's own id as its salt, so that one is found among
 * ten without trying them all. The text names the kind: what a hash of another kind were of would never be found.
 */
export const recoveryHash = async (code: string, accountId: string): Promise<string> =>
  `argon2id:${(await hashRaw(code.toLowerCase().replaceAll(/[^0-9a-z]/g, ''), { salt: createHash('sha256').update(`recovery ${accountId}`).digest().subarray(0, 16) })).toString('hex')}`
/** One after the other: each takes 19 MiB and a core. */
export async function recoveryHashes(codes: readonly string[], accountId: string): Promise<string[]> {
  const hashes: string[] = []
  for (const code of codes) hashes.push(await recoveryHash(code, accountId))
  return hashes
}
