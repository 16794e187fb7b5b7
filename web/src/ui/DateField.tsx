import './form.css'
import { useRef } from 'react'
import { dayTyped } from '../lib/days.ts'
import { useFormWords } from '../lib/words/forms.ts'
import { Icon } from './Icon.tsx'

interface Props {
  readonly value: string
  readonly set: (value: string) => void
  /** The last day that the calendar offers. */
  readonly max?: string
  readonly 'aria-label'?: string
  readonly id?: string
  readonly 'data-field'?: string
  readonly 'aria-invalid'?: boolean
  readonly 'aria-describedby'?: string
}

/**
 * A day, typed or picked, always shown as 2026-10-12: a browser's own field shows it as the browser's language does. What is
 * typed and is no day stays for the form to refuse.
 */
export function DateField({ value, set, max, ...control }: Props) {
  const w = useFormWords()
  const calendar = useRef<HTMLInputElement>(null)
  const day = dayTyped(value)
  return (
    <span className="date-field">
      <input
        {...control} type="text" inputMode="numeric" autoComplete="off" placeholder="2026-01-31" maxLength={20} value={value}
        onChange={(event) => set(event.target.value)} onBlur={() => day !== value && set(day)} onKeyDown={(event) => event.key === 'Enter' && day !== value && set(day)}
      />
      <button type="button" className="calendar" aria-label={w.pickDay} onClick={() => calendar.current?.showPicker()}><Icon name="calendar" /></button>
      <input ref={calendar} type="date" tabIndex={-1} aria-hidden="true" value={/^\d{4}-\d{2}-\d{2}$/.test(day) ? day : ''} {...(max ? { max } : {})} onChange={(event) => set(event.target.value)} />
    </span>
  )
}
