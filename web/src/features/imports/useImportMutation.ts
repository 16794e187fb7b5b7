import { useState } from 'react'
import { useMutation, type TypedDocumentNode } from 'urql'
import { failureOf, keysByInput, type Failed } from '../../lib/outcome.ts'

interface Input { readonly idempotencyKey: string }

/** One of the mutations of an import: `run` answers whether it was done; why not stands in `failed`. */
export function useImportMutation<I extends Input>(document: TypedDocumentNode<unknown, { input: I }>) {
  const [, mutate] = useMutation(document)
  const [keyOf] = useState(() => keysByInput())
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState<Failed | null>(null)
  const run = async (input: Omit<I, 'idempotencyKey'>): Promise<boolean> => {
    setBusy(true)
    setFailed(null)
    const answer = await mutate({ input: { ...input, idempotencyKey: keyOf(input) } as I })
    const outcome = Object.values((answer.data as Record<string, object | null> | undefined) ?? {})[0]
    const failure = failureOf(answer, outcome)
    setFailed(failure)
    setBusy(false)
    return failure === null
  }
  return { run, busy, failed } as const
}
