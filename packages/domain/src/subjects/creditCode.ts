import type { ErrorText } from '../hazards/errors.ts'

/** GB 32100-2015: digits and capitals without I, O, S, V, Z; the values of the characters are their places here. */
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const LENGTH = 18

export interface CreditCodeProblem {
  readonly code: 'LENGTH' | 'CHARACTER' | 'CHECK_CHARACTER'
  readonly message: ErrorText
}

/** The check character of the first 17 characters: 31 − Σ value × 3^i mod 31, modulo 31 (GB 32100-2015, 附录 A). */
function checkCharacter(body: string): string {
  let weight = 1
  let sum = 0
  for (const character of body) {
    sum += ALPHABET.indexOf(character) * weight
    weight = (weight * 3) % 31
  }
  return ALPHABET[(31 - (sum % 31)) % 31]!
}

/** Full-width to half-width, lower to upper case, without blanks: what people type for the same code. */
export const normalizeCreditCode = (text: string): string => text.normalize('NFKC').replace(/\s/gu, '').toUpperCase()

/** What is wrong with a unified social credit code (统一社会信用代码); null where its check character agrees. */
export function creditCodeProblem(code: string): CreditCodeProblem | null {
  if (code.length !== LENGTH)
    return {
      code: 'LENGTH',
      message: { zh: `统一社会信用代码应为18位，现为${code.length}位`, en: `A unified social credit code has 18 characters, this has ${code.length}` },
    }
  // Places 3 to 8 are the administrative division of the registering authority.
  const wrong = [...code].findIndex((character, i) => !(i >= 2 && i < 8 ? /\d/ : /[0-9A-HJ-NP-RTUWXY]/).test(character))
  if (wrong >= 0)
    return {
      code: 'CHARACTER',
      message: { zh: `统一社会信用代码第${wrong + 1}位“${code[wrong]}”不合规`, en: `Character ${wrong + 1} of the unified social credit code, ${code[wrong]}, is not allowed there` },
    }
  if (checkCharacter(code.slice(0, -1)) === code.at(-1)) return null
  return {
    code: 'CHECK_CHARACTER',
    message: { zh: '统一社会信用代码的校验码不符，请核对', en: 'The check character of the unified social credit code does not agree' },
  }
}

/** A code with its check character, from the 17 characters before it: for data that is made up. */
export const withCheckCharacter = (body: string): string => body + checkCharacter(body)
