import type { Language } from '../../lib/language.ts'
import { GUARD, RefusedError } from '../../lib/rest.ts'

/** Bytes that the server takes (413 beyond). */
export const LARGEST = 50 * 1024 * 1024

/** Why a file need not be sent at all. What it really is, the server looks at. */
export function refusedAtOnce(file: { readonly name: string; readonly size: number }): 'EMPTY' | 'TOO_LARGE' | 'WRONG_TYPE' | null {
  if (file.size === 0) return 'EMPTY'
  if (file.size > LARGEST) return 'TOO_LARGE'
  return /\.(xlsx|csv|txt|xls|et)$/i.test(file.name) ? null : 'WRONG_TYPE'
}

interface Answer {
  readonly id?: string
  readonly code?: string
  readonly message?: string
}

function answerIn(text: string): Answer | null {
  try {
    return JSON.parse(text) as Answer | null
  } catch {
    return null
  }
}

/**
 * Sends a ledger; `progress` hears the share sent, 0 to 1. fetch does not tell it, so XMLHttpRequest.
 * @throws RefusedError in the server's words; TypeError where it cannot be reached.
 */
export function uploadLedger(file: File, language: Language, progress: (share: number) => void): Promise<{ id: string }> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', `/imports?fileName=${encodeURIComponent(file.name)}`)
    for (const [name, value] of Object.entries({ ...GUARD, 'Accept-Language': language, 'Content-Type': 'application/octet-stream' })) request.setRequestHeader(name, value)
    request.upload.addEventListener('progress', (event) => event.lengthComputable && progress(event.loaded / event.total))
    request.addEventListener('error', () => reject(new TypeError('Failed to fetch')))
    request.addEventListener('load', () => {
      const answer = answerIn(request.responseText)
      if (request.status === 200 && answer?.id) resolve({ id: answer.id })
      else reject(new RefusedError(request.status, answer?.code ?? String(request.status), answer?.message ?? ''))
    })
    request.send(file)
  })
}
