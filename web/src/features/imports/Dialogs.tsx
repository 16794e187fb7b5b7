import { useEffect, useRef, useState, type ReactNode } from 'react'
import { useFormWords } from '../../lib/words/forms.ts'
import { useCommon, useWords } from '../../lib/words/index.ts'
import { FailedNote } from './FailedNote.tsx'
import { discardImport, withdrawImport } from './mutations.ts'
import type { Import } from './queries.ts'
import { useImportMutation } from './useImportMutation.ts'
import { words } from './words.ts'

/** A button that says in words what it would do, and does it once confirmed. */
function Confirmed({ label, title, children }: { label: string; title: string; children: (dialog: { close: () => void }) => ReactNode }) {
  const dialog = useRef<HTMLDialogElement>(null)
  const [open, setOpen] = useState(false)
  useEffect(() => {
    if (open) dialog.current?.showModal()
  }, [open])
  return (
    <>
      <button type="button" className="button" onClick={() => setOpen(true)}>{label}</button>
      {open && (
        <dialog ref={dialog} aria-label={title} onClose={() => setOpen(false)}>
          <div className="import-dialog">
            <h2>{title}</h2>
            {children({ close: () => setOpen(false) })}
          </div>
        </dialog>
      )}
    </>
  )
}

export function Discard({ id, done }: { id: string; done: () => void }) {
  const w = useWords(words)
  const c = useCommon()
  const { run, busy, failed } = useImportMutation(discardImport)
  const send = async () => {
    if (await run({ import: id })) done()
  }
  return (
    <Confirmed label={w.discard} title={w.discard}>
      {({ close }) => (
        <>
          <p>{w.discardPreview}</p>
          <FailedNote failed={failed} />
          <div className="end">
            <button type="button" className="button" onClick={close}>{c.cancel}</button>
            <button type="button" className="button primary" disabled={busy} onClick={() => void send()}>{w.discard}</button>
          </div>
        </>
      )}
    </Confirmed>
  )
}

export function Withdraw({ one, done }: { one: Import; done: () => void }) {
  const w = useWords(words)
  const c = useCommon()
  const f = useFormWords()
  const [reason, setReason] = useState('')
  const [missing, setMissing] = useState(false)
  const { run, busy, failed } = useImportMutation(withdrawImport)
  if (!one.viewerCanWithdraw) return one.withdrawRefusedBecause ? <p className="quiet">{w.cannotWithdraw}{one.withdrawRefusedBecause}</p> : null
  const send = async (close: () => void) => {
    setMissing(reason.trim() === '')
    if (reason.trim() === '' || !(await run({ import: one.id, reason: reason.trim() }))) return
    close()
    done()
  }
  return (
    <Confirmed label={w.withdraw} title={w.withdrawTitle}>
      {({ close }) => (
        <>
          <p>{w.withdrawPreview(one.counts)}</p>
          <div className="form-field">
            <label htmlFor="withdraw-reason">{w.reason}</label>
            <textarea id="withdraw-reason" value={reason} aria-invalid={missing} aria-describedby={missing ? 'withdraw-missing' : undefined} onChange={(event) => setReason(event.target.value)} />
            {missing && <span className="wrong" id="withdraw-missing">{f.required}</span>}
          </div>
          <FailedNote failed={failed} />
          <div className="end">
            <button type="button" className="button" onClick={close}>{c.cancel}</button>
            <button type="button" className="button primary" disabled={busy} onClick={() => void send(close)}>{busy ? f.saving : w.doWithdraw}</button>
          </div>
        </>
      )}
    </Confirmed>
  )
}
