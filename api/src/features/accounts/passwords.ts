import { hash, verify } from '@node-rs/argon2'
import { ZxcvbnFactory } from '@zxcvbn-ts/core'
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common'
import { turns } from '../../auth/turns.ts'

/** argon2id with the library's defaults, which are OWASP's (19 MiB, two passes). */
export const hashPassword = (password: string): Promise<string> => hash(password)

/** Checked where there is no password to check, so that the time tells nobody who has an account. */
const nobody = hashPassword('nobody has this password')

/** A verification takes 19 MiB and a core: more than these at once would starve everybody else, and eight of one address or account are enough. @throws Busy */
export const inTurn = turns(4, 20, 8)

/** Whether it is the password. Takes its time also where there is none ('' or null), and then says no. */
export async function isPassword(passwordHash: string | null, password: string): Promise<boolean> {
  const known = passwordHash?.startsWith('$argon2') ?? false
  const right = await verify(known ? passwordHash! : await nobody, password).catch(() => false)
  return known && right
}

export const SHORTEST_PASSWORD = 10
export const LONGEST_PASSWORD = 128
/** From this length on its kinds of characters do not matter. */
const PHRASE = 16
/** How many of the last ones may not come back. */
const REMEMBERED = 5
/** How many characters are looked at for what is easily guessed: the time grows with their square and more. */
const ESTIMATED = 64

export type Weakness = 'SHORT' | 'LONG' | 'KINDS' | 'GUESSABLE' | 'USED'

let estimator: ZxcvbnFactory | null = null

const kindsOf = (text: string): number => [/\p{Ll}/u, /\p{Lu}/u, /\p{N}/u, /[^\p{Ll}\p{Lu}\p{N}]/u].filter((kind) => kind.test(text)).length

/**
 * What is wrong with a new password; null: nothing. At least three kinds of characters or sixteen of them (GB/T 22239 asks for
 * complexity), and nothing that is guessed from lists, keyboards, dates or one's own name (ASVS 5.0, 6.2).
 */
export function weaknessOf(password: string, own: readonly string[]): Exclude<Weakness, 'USED'> | null {
  const characters = [...password]
  const { length } = characters
  if (length < SHORTEST_PASSWORD) return 'SHORT'
  if (length > LONGEST_PASSWORD) return 'LONG'
  if (length < PHRASE && kindsOf(password) < 3) return 'KINDS'
  estimator ??= new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs })
  return estimator.check(characters.slice(0, ESTIMATED).join(''), ['anwang', '安网', ...own.flatMap((word) => [word, ...word.split(/[^\p{L}\p{N}]+/u)]).filter((word) => word.length > 2)]).score < 3 ? 'GUESSABLE' : null
}

/** As `weaknessOf`, and whether it is the present password or one of the last. */
export async function refusalOf(password: string, own: readonly string[], earlier: readonly string[]): Promise<Weakness | null> {
  const weakness = weaknessOf(password, own)
  if (weakness) return weakness
  for (const old of earlier.filter((one) => one !== '').slice(0, REMEMBERED)) if (await isPassword(old, password)) return 'USED'
  return null
}
