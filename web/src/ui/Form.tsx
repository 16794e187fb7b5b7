import { useId, type ReactNode } from 'react'
import type { Errors, Form } from '../lib/form.ts'
import { useFormWords } from '../lib/words/forms.ts'
import './form.css'

interface ControlProps {
  readonly id: string
  readonly 'data-field': string
  readonly 'aria-invalid': boolean
  readonly 'aria-describedby'?: string
}

interface FieldProps {
  /** The name in the form's values and errors. */
  readonly name: string
  readonly label: string
  readonly errors: Errors
  readonly hint?: ReactNode
  readonly optional?: boolean
  readonly wide?: boolean
  readonly children: (control: ControlProps) => ReactNode
}

/** Label above, the control, what is wrong with it beside it in words. */
export function Field({ name, label, errors, hint, optional = false, wide = false, children }: FieldProps) {
  const w = useFormWords()
  const id = useId()
  const wrong = errors[name]
  const described = [hint ? `${id}-hint` : '', wrong ? `${id}-wrong` : ''].filter(Boolean).join(' ')
  return (
    <div className={wide ? 'form-field wide' : 'form-field'}>
      <label htmlFor={id}>
        {label}
        {optional && <span className="quiet"> · {w.optional}</span>}
      </label>
      {children({ id, 'data-field': name, 'aria-invalid': wrong !== undefined, ...(described ? { 'aria-describedby': described } : {}) })}
      {hint && <span className="quiet hint" id={`${id}-hint`}>{hint}</span>}
      {wrong && <span className="wrong" id={`${id}-wrong`}>{wrong}</span>}
    </div>
  )
}

/** Why nothing was sent, what of an earlier visit is still there, and the button that sends. */
export function FormEnd<V extends object>({ form, send, preview, children }: { form: Form<V>; send: string; preview?: ReactNode; children?: ReactNode }) {
  const w = useFormWords()
  const wrong = Object.keys(form.errors).length
  const { failed } = form
  return (
    <div className="form-end">
      {form.restored && (
        <p className="quiet">
          {w.draftKept} <button type="button" className="link-button" onClick={form.discard}>{w.draftDiscard}</button>
        </p>
      )}
      {preview && <p className="preview">{preview}</p>}
      {wrong > 0 && <p className="wrong" role="alert">{w.checkFields(wrong)}</p>}
      {failed && (
        <p className="wrong" role="alert">
          {failed.kind === 'Conflict' ? w.conflict : failed.kind === 'UNREACHABLE' ? w.unreachable : failed.kind === 'ERROR' ? `${w.failed} ${failed.message}` : failed.message}
        </p>
      )}
      <div className="form-buttons">
        <button type="submit" className="button primary" disabled={form.busy}>{form.busy ? w.saving : send}</button>
        {children}
      </div>
    </div>
  )
}
