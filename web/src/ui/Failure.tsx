import type { CombinedError } from 'urql'
import { RefusedError } from '../lib/rest.ts'
import { useCommon } from '../lib/words/index.ts'

const isCombined = (error: Error): error is CombinedError => 'graphQLErrors' in error

function reading(error: Error): { message: string | null; offline: boolean; reference: string | null } {
  if (isCombined(error)) {
    const first = error.graphQLErrors[0]
    const reference = first?.extensions['reference'] ?? first?.extensions['requestId']
    return { message: first?.message ?? null, offline: Boolean(error.networkError) && !error.response, reference: typeof reference === 'string' ? reference : null }
  }
  if (error instanceof RefusedError) return { message: error.message, offline: false, reference: null }
  return { message: error.message, offline: /Failed to fetch|dynamically imported/.test(error.message), reference: null }
}

/** What happened, what is safe, and the offer to try again. */
export function Failure({ error, retry }: { error: Error; retry?: () => void }) {
  const w = useCommon()
  const { message, offline, reference } = reading(error)
  return (
    <section className="note" role="alert">
      <h2>{w.errorTitle}</h2>
      <p>
        {offline ? w.offline : message} {w.errorSafe}
      </p>
      {reference && <p className="quiet">{w.errorReference(reference)}</p>}
      {retry && (
        <button type="button" className="button" onClick={retry}>
          {w.retry}
        </button>
      )}
    </section>
  )
}
