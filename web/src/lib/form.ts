import { useEffect, useRef, useState, type FormEvent } from 'react'
import { keepDraft, keptDraft, withDraft } from './drafts.ts'
import { keysByInput, type Failed } from './outcome.ts'

/** Field → what is wrong with it, in words. Fields of a list as `hazards.0.description`. */
export type Errors = Readonly<Record<string, string>>

interface Options<V extends object> {
  /** Under which name the draft is kept; null keeps none. With the account in it: a browser may serve several people. */
  readonly draft: string | null
  readonly initial: V
  readonly check: (values: V) => Errors
  /** Fields that hold personal data: never kept in the browser. */
  readonly personal?: readonly (keyof V)[]
}

export interface Form<V extends object> {
  readonly values: V
  readonly change: (changes: Partial<V>) => void
  readonly errors: Errors
  /** The failure of the last attempt that belongs to no field. */
  readonly failed: Failed | null
  readonly busy: boolean
  /** A draft of an earlier visit was laid in. */
  readonly restored: boolean
  readonly discard: () => void
  /** For the form's element: checks, sends, and keeps the draft until it was done. */
  readonly props: (send: (values: V, keyOf: (input: object) => string) => Promise<Failed | null>) => {
    readonly ref: React.RefObject<HTMLFormElement | null>
    readonly noValidate: true
    readonly onSubmit: (event: FormEvent<HTMLFormElement>) => void
  }
}

/** A form's values with their draft, errors beside the fields, and an idempotency key per input. */
export function useForm<V extends object>({ draft, initial, check, personal = [] }: Options<V>): Form<V> {
  const [restored, setRestored] = useState(() => draft !== null && keptDraft(draft) !== null)
  const [values, setValues] = useState<V>(() => (draft === null ? initial : withDraft(initial, keptDraft<V>(draft))))
  const [errors, setErrors] = useState<Errors>({})
  const [failed, setFailed] = useState<Failed | null>(null)
  const [busy, setBusy] = useState(false)
  const [keyOf] = useState(() => keysByInput())
  const [refusals, setRefusals] = useState(0)
  const element = useRef<HTMLFormElement>(null)
  useEffect(() => {
    if (refusals > 0) element.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [refusals])
  const refuse = (wrong: Errors) => {
    setErrors(wrong)
    setRefusals((n) => n + 1)
  }

  const change = (changes: Partial<V>) => {
    const next = { ...values, ...changes }
    setValues(next)
    // What is right by now is no longer marked; what is wrong and not yet said waits for the next attempt.
    const [before, now] = [check(values), check(next)]
    const stays = (name: string) => name in now || (!(name in before) && !((name.split('.')[0] ?? name) in changes))
    setErrors(Object.fromEntries(Object.entries(errors).filter(([name]) => stays(name))))
    if (draft !== null) keepDraft(draft, { ...next, ...Object.fromEntries(personal.map((name) => [name, undefined])) })
  }
  const discard = () => {
    setValues(initial)
    setErrors({})
    setFailed(null)
    setRestored(false)
    if (draft !== null) keepDraft(draft, null)
  }
  const attempt = async (send: (values: V, keyOf: (input: object) => string) => Promise<Failed | null>) => {
    const wrong = check(values)
    setFailed(null)
    setErrors(wrong)
    if (Object.keys(wrong).length > 0) return refuse(wrong)
    setBusy(true)
    const failure = await send(values, keyOf)
    setBusy(false)
    if (failure === null) {
      setRestored(false)
      if (draft !== null) keepDraft(draft, null)
    } else if (failure.path !== null && failure.kind === 'ValidationError' && element.current?.querySelector(`[data-field="${CSS.escape(failure.path)}"]`)) {
      refuse({ [failure.path]: failure.message })
    } else setFailed(failure)
  }
  return {
    values, change, errors, failed, busy, restored, discard,
    props: (send) => ({
      ref: element,
      noValidate: true,
      onSubmit: (event) => {
        event.preventDefault()
        if (!busy) void attempt(send)
      },
    }),
  }
}
