import type { Language } from './language.ts'

/** What the server answered, in its words, where it refused. */
export class RefusedError extends Error {
  readonly status: number
  readonly code: string
  constructor(status: number, code: string, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

/** The header that the server wants with whatever changes something: a form of another site cannot send it. */
export const GUARD = { 'x-anwang': '1' } as const

/**
 * The REST calls beside /graphql. @throws RefusedError with the server's code and message where it refuses;
 * TypeError where it cannot be reached.
 */
export async function send<T>(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, language: Language, body?: Blob | object): Promise<T | null> {
  const raw = body instanceof Blob
  const response = await fetch(path, {
    method,
    credentials: 'same-origin',
    headers: { ...GUARD, 'Accept-Language': language, ...(body ? { 'Content-Type': raw ? 'application/octet-stream' : 'application/json' } : {}) },
    ...(body ? { body: raw ? body : JSON.stringify(body) } : {}),
  })
  const text = await response.text()
  let answer: unknown = null
  try {
    answer = text === '' ? null : JSON.parse(text)
  } catch {
    answer = null
  }
  if (response.ok) return answer as T | null
  const said = answer as { code?: string; message?: string } | null
  throw new RefusedError(response.status, said?.code ?? String(response.status), said?.message ?? '')
}

/** Saves a file that the server makes, under the name that it gives. A link is enough: the session's cookie goes along. */
export function download(path: string): void {
  const link = document.createElement('a')
  link.href = path
  link.download = ''
  document.body.append(link)
  link.click()
  link.remove()
}
