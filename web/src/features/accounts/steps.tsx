import { useEffect, useId, useRef, useState, type FormEvent, type ReactNode } from 'react'
import { useLanguage } from '../../lib/language.ts'
import { send } from '../../lib/rest.ts'
import { useWords } from '../../lib/words/index.ts'
import { useSending } from './sending.ts'
import { stepWords } from './words.ts'

/** What the server still asks of a session before it counts. */
export type Step = 'CODE' | 'PASSWORD' | 'ENROL'
export interface After {
  readonly step: Step | null
}

interface InputProps {
  readonly name: string
  readonly label: string
  readonly type?: 'text' | 'password'
  readonly complete: string
  readonly wrong?: string | undefined
  readonly hint?: string
  readonly digits?: boolean
  readonly focus?: boolean
}

/** Label above, hint and error below, both read with the field. */
export function Input({ name, label, type = 'password', complete, wrong, hint, digits = false, focus = false }: InputProps) {
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (focus || wrong) input.current?.focus()
  }, [focus, wrong])
  const described = [hint ? `${id}-hint` : '', wrong ? `${id}-wrong` : ''].filter(Boolean).join(' ')
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id} ref={input} name={name} type={type} autoComplete={complete} aria-invalid={wrong !== undefined} aria-describedby={described || undefined}
        {...(digits && { inputMode: 'numeric' as const, maxLength: 7, className: 'code' })}
      />
      {hint && <span className="quiet" id={`${id}-hint`}>{hint}</span>}
      {wrong && <span className="wrong" id={`${id}-wrong`}>{wrong}</span>}
    </div>
  )
}

/** A form that sends what was filled in, once each `need` has something. */
export function StepForm({ title, why, need, action, failed, busy, onSend, onTyped, children, after }: {
  title?: string
  why?: string
  need: readonly string[]
  action: string
  failed: string | null
  busy: boolean
  onSend: (values: Readonly<Record<string, string>>) => void
  onTyped?: () => void
  children: (missing: ReadonlySet<string>) => ReactNode
  after?: ReactNode
}) {
  const w = useWords(stepWords)
  const [missing, setMissing] = useState<ReadonlySet<string>>(new Set())
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const values = Object.fromEntries(need.map((name) => [name, String(form.get(name) ?? '')]))
    const lacking = need.filter((name) => values[name]!.trim() === '')
    setMissing(new Set(lacking))
    if (lacking.length === 0) onSend(values)
  }
  return (
    <form className="step" onSubmit={submit} onInput={onTyped} noValidate>
      {title && <h2>{title}</h2>}
      {why && <p className="quiet">{why}</p>}
      {children(missing)}
      {failed && <p className="wrong" role="alert">{failed}</p>}
      <button type="submit" className="button primary" disabled={busy}>{busy ? w.working : action}</button>
      {after}
    </form>
  )
}

/** The code of the authenticator, or a recovery code. */
export function CodeStep({ onDone }: { onDone: (after: After) => void }) {
  const w = useWords(stepWords)
  const language = useLanguage()
  const { busy, failed, send: sending, clear } = useSending()
  const [recovery, setRecovery] = useState(false)
  const give = ({ code }: Readonly<Record<string, string>>) => void sending(async () => onDone((await send<After>('POST', '/session/code', language, { code }))!))
  return (
    <StepForm
      key={String(recovery)} title={w.codeTitle} why={recovery ? w.recoveryWhy : w.codeWhy} need={['code']} action={w.next} failed={failed?.code === 'WRONG_CODE' && recovery ? w.wrongRecovery : (failed?.message ?? null)} busy={busy} onSend={give} onTyped={clear}
      after={<button type="button" className="link-button" onClick={() => { setRecovery(!recovery); clear() }}>{recovery ? w.codeInstead : w.recoveryInstead}</button>}
    >
      {(missing) => <Input name="code" label={recovery ? w.recovery : w.code} type="text" complete={recovery ? 'off' : 'one-time-code'} digits={!recovery} focus wrong={missing.has('code') ? w.required : undefined} />}
    </StepForm>
  )
}

/** A new password by the present one. */
export function PasswordStep({ title, why, onDone }: { title?: string; why?: string; onDone: (after: After) => void }) {
  const w = useWords(stepWords)
  const language = useLanguage()
  const { busy, failed, send: sending, clear } = useSending()
  const [differs, setDiffers] = useState(false)
  const give = ({ current, password, again }: Readonly<Record<string, string>>) => {
    setDiffers(password !== again)
    if (password === again) void sending(async () => onDone((await send<After>('POST', '/session/password', language, { current, password }))!))
  }
  const wrongCurrent = failed?.code === 'WRONG_PASSWORD'
  return (
    <StepForm {...(title !== undefined && { title })} {...(why !== undefined && { why })} need={['current', 'password', 'again']} action={w.change} failed={failed && !wrongCurrent ? failed.message : null} busy={busy} onSend={give} onTyped={clear}>
      {(missing) => (
        <>
          <Input name="current" label={w.current} complete="current-password" wrong={missing.has('current') ? w.required : wrongCurrent ? failed.message : undefined} />
          <Input name="password" label={w.password} complete="new-password" hint={w.rules} wrong={missing.has('password') ? w.required : undefined} />
          <Input name="again" label={w.again} complete="new-password" wrong={missing.has('again') ? w.required : differs ? w.differs : undefined} />
        </>
      )}
    </StepForm>
  )
}

interface Enrolment {
  readonly secret: string
  readonly picture: string
}

/** Scan, give a code, keep the recovery codes. `begin` is what the server answered to the wish. */
export function ConfirmStep({ begun, title, why, onCodes, onDone }: { begun: Enrolment; title?: string; why?: string; onCodes?: () => void; onDone: (after: After) => void }) {
  const w = useWords(stepWords)
  const language = useLanguage()
  const { busy, failed, send: sending } = useSending()
  const [done, setDone] = useState<(After & { readonly recoveryCodes: readonly string[] }) | null>(null)
  if (done) {
    return (
      <div className="step">
        <h2>{w.codesTitle}</h2>
        <p>{w.codesWhy}</p>
        <ol className="recovery-codes">{done.recoveryCodes.map((code) => <li key={code}><code>{code}</code></li>)}</ol>
        <div className="step-buttons">
          <button type="button" className="button primary" onClick={() => onDone(done)}>{w.saved}</button>
          <button type="button" className="button" onClick={() => window.print()}>{w.print}</button>
        </div>
      </div>
    )
  }
  const give = ({ code }: Readonly<Record<string, string>>) =>
    void sending(async () => {
      setDone(await send<After & { recoveryCodes: readonly string[] }>('PUT', '/session/second-factor', language, { code }))
      onCodes?.()
    })
  return (
    <StepForm {...(title !== undefined && { title })} {...(why !== undefined && { why })} need={['code']} action={w.confirm} failed={failed?.message ?? null} busy={busy} onSend={give}>
      {(missing) => (
        <>
          <p>{w.scan}</p>
          <img className="scan" src={begun.picture} alt={w.picture} width={184} height={184} />
          <p className="quiet">{w.byHand}<br /><code className="secret">{begun.secret.replaceAll(/(.{4})(?=.)/g, '$1 ')}</code></p>
          <Input name="code" label={w.thenCode} type="text" complete="one-time-code" digits wrong={missing.has('code') ? w.required : undefined} />
        </>
      )}
    </StepForm>
  )
}

/** What one of the three officers sets up at the first sign-in. */
export function EnrolStep({ onDone }: { onDone: (after: After) => void }) {
  const w = useWords(stepWords)
  const language = useLanguage()
  const { failed, send: sending } = useSending()
  const [begun, setBegun] = useState<Enrolment | null>(null)
  const asked = useRef(false)
  useEffect(() => {
    if (asked.current) return
    asked.current = true
    void sending(async () => setBegun(await send<Enrolment>('POST', '/session/second-factor', language, {})))
  })
  if (failed) return <p className="wrong" role="alert">{failed.message}</p>
  return begun ? <ConfirmStep begun={begun} title={w.enrolTitle} why={w.enrolWhy} onDone={onDone} /> : <p className="quiet" role="status">{w.working}</p>
}
