import { useEffect, useRef, useState } from 'react'
import { useMutation } from 'urql'
import { graphql } from '../../gql/index.ts'
import { failureOf, keysByInput } from '../../lib/outcome.ts'
import { usePunctuation } from '../../lib/punctuation.ts'
import { useFormWords } from '../../lib/words/forms.ts'
import { useCommon, useWords } from '../../lib/words/index.ts'
import type { HazardRow } from '../hazards/columns.tsx'
import { words } from './words.ts'

const orderOne = graphql(`
  mutation OrderSelected($input: OrderRectificationInput!) {
    orderRectification(input: $input) {
      __typename
      ... on OrderRectificationPayload {
        hazard {
          id
          version
          state
        }
      }
      ... on UserError {
        code
        message
        path
      }
    }
  }
`)

/** Orders for what is picked and was not ordered yet; the effect stands in words before anything is sent. */
export function OrderSelected({ rows, done }: { rows: readonly HazardRow[]; done: () => void }) {
  const w = useWords(words)
  const c = useCommon()
  const f = useFormWords()
  const { colon } = usePunctuation()
  const dialog = useRef<HTMLDialogElement>(null)
  const [, order] = useMutation(orderOne)
  const [open, setOpen] = useState(false)
  const [sent, setSent] = useState<number | null>(null)
  const [refused, setRefused] = useState<readonly { number: string; message: string }[]>([])
  const [finished, setFinished] = useState(false)
  const [targets, setTargets] = useState<readonly HazardRow[]>([])
  useEffect(() => {
    if (open) dialog.current?.showModal()
  }, [open])
  const registered = rows.filter((row) => row.state === 'REGISTERED')
  if (registered.length === 0 && !open) return null
  const start = () => {
    setTargets(registered)
    setRefused([])
    setSent(null)
    setFinished(false)
    setOpen(true)
  }
  const send = async () => {
    const failed: { number: string; message: string }[] = []
    for (const [i, row] of targets.entries()) {
      setSent(i)
      const input = { hazard: row.id, expectedVersion: row.version, dueOn: row.dueOn }
      const answer = await order({ input: { ...input, idempotencyKey: keysByInput()(input) } })
      const failure = failureOf(answer, answer.data?.orderRectification)
      if (failure) failed.push({ number: row.number, message: failure.kind === 'UNREACHABLE' ? f.unreachable : failure.message })
    }
    setRefused(failed)
    setFinished(true)
  }
  const subjects = new Set(targets.map((row) => row.subject.id)).size
  return (
    <>
      <button type="button" className="button" onClick={start}>{w.order(registered.length)}</button>
      {open && (
        <dialog
          ref={dialog} aria-labelledby="order-title"
          onClose={() => {
            setOpen(false)
            if (finished) done()
          }}
        >
          <div className="order-dialog">
            <h2 id="order-title">{w.orderTitle}</h2>
            {finished ? (
              <>
                <p role="status">{w.ordered(targets.length - refused.length)}</p>
                {refused.length > 0 && (
                  <>
                    <p className="wrong">{w.notOrdered(refused.length)}</p>
                    <ul>{refused.map((one) => <li key={one.number}>{one.number}{colon}{one.message}</li>)}</ul>
                  </>
                )}
                <div className="end"><button type="button" className="button" onClick={() => dialog.current?.close()}>{c.close}</button></div>
              </>
            ) : (
              <>
                <p>{w.orderPreview(targets.length, subjects)} {rows.length > targets.length && w.orderSkipped(rows.length - targets.length)}</p>
                <div className="end">
                  <button type="button" className="button" disabled={sent !== null} onClick={() => dialog.current?.close()}>{c.cancel}</button>
                  <button type="button" className="button primary" disabled={sent !== null} onClick={() => void send()}>
                    {sent === null ? w.orderSend(targets.length) : w.ordering(sent + 1, targets.length)}
                  </button>
                </div>
              </>
            )}
          </div>
        </dialog>
      )}
    </>
  )
}
