import { useState } from 'react'
import { useWords } from '../../lib/words/index.ts'
import { adminWords } from './admin-words.ts'

/** Asks once more, with what will happen in words. */
export function Confirmed({ label, effect, act }: { label: string; effect: string; act: () => Promise<void> }) {
  const w = useWords(adminWords)
  const [asked, setAsked] = useState(false)
  const [busy, setBusy] = useState(false)
  if (!asked) return <button type="button" className="button" onClick={() => setAsked(true)}>{label}</button>
  return (
    <div className="confirm" role="group" aria-label={label}>
      <p>{effect}</p>
      <div className="step-buttons">
        <button type="button" className="button primary" disabled={busy} onClick={() => { setBusy(true); void act().finally(() => { setBusy(false); setAsked(false) }) }}>{w.confirm}：{label}</button>
        <button type="button" className="button" onClick={() => setAsked(false)}>{w.cancel}</button>
      </div>
    </div>
  )
}
