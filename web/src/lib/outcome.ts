import type { CombinedError } from 'urql'

/** Why a mutation did nothing, in the API's words. `path` names the field at fault, from below `input`. */
export interface Failed {
  readonly kind: 'ValidationError' | 'Forbidden' | 'NotFound' | 'Conflict' | 'UNREACHABLE' | 'ERROR'
  readonly code: string
  readonly message: string
  readonly path: string | null
}

interface UserError {
  readonly __typename: string
  readonly code: string
  readonly message: string
  readonly path: readonly string[] | null
}

const KINDS = ['ValidationError', 'Forbidden', 'NotFound', 'Conflict'] as const

const isUserError = (value: object): value is UserError => 'code' in value && 'message' in value

/** The failure in a mutation's answer, or null where it was done. `outcome` is the union that the mutation answers. */
export function failureOf(answer: { readonly error?: CombinedError | undefined }, outcome: object | null | undefined): Failed | null {
  if (answer.error) {
    const first = answer.error.graphQLErrors[0]
    return { kind: first ? 'ERROR' : 'UNREACHABLE', code: String(first?.extensions['code'] ?? ''), message: first?.message ?? '', path: null }
  }
  if (!outcome || !isUserError(outcome)) return null
  const kind = KINDS.find((one) => one === outcome.__typename) ?? 'ERROR'
  const path = outcome.path?.filter((part, i) => i > 0 || part !== 'input').join('.') ?? ''
  return { kind, code: outcome.code, message: outcome.message, path: path === '' ? null : path }
}

/** A random key; also where the page is served without TLS, as on an office's own network. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** The same key for the same input, so that sending it again after a broken connection does nothing twice. */
export function keysByInput(make: () => string = newKey): (input: object) => string {
  let last: { text: string; key: string } | null = null
  return (input) => {
    const text = JSON.stringify(input)
    if (last?.text !== text) last = { text, key: make() }
    return last.key
  }
}
