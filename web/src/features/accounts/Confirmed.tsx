import { useState, type FormEvent } from 'react'
import { Field } from '../../ui/Form.tsx'
import { useWords } from '../../lib/words/index.ts'
import { adminWords } from './admin-words.ts'

/** Asks once more, with what will happen in words; what cannot be undone takes `typed`, letter by letter. */
export function Confirmed({ label, effect, act, typed }: { label: string; effect: string; act: () => Promise<void>; typed?: string }) {
  const w = useWords(adminWords)
  const [asked, setAsked] = useState(false)
  const [busy, setBusy] = useState(false)
  const [given, setGiven] = useState('')
  const [differs, setDiffers] = useState(false)
  if (!asked) return <button type="button" className="button" onClick={() => setAsked(true)}>{label}</button>
  const close = () => {
    setAsked(false)
    setGiven('')
    setDiffers(false)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const wrong = typed !== undefined && given.trim() !== typed
    setDiffers(wrong)
    if (busy || wrong) return
    setBusy(true)
    void act().finally(() => {
      setBusy(false)
      close()
    })
  }
  return (
    <form className="confirm" aria-label={label} onSubmit={submit} noValidate>
      <p>{effect}</p>
      {typed !== undefined && (
        <Field name="typed" label={w.typeName(typed)} errors={differs ? { typed: w.typedDiffers } : {}}>
          {(control) => <input {...control} type="text" autoComplete="off" autoCapitalize="none" spellCheck={false} value={given} onChange={(event) => { setGiven(event.target.value); setDiffers(false) }} />}
        </Field>
      )}
      <div className="step-buttons">
        <button type="submit" className="button primary" disabled={busy}>{w.confirm}{w.colon}{label}</button>
        <button type="button" className="button" onClick={close}>{w.cancel}</button>
      </div>
    </form>
  )
}
