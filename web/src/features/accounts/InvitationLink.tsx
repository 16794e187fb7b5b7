import { useState } from 'react'
import { useWords } from '../../lib/words/index.ts'
import { adminWords } from './admin-words.ts'

/** The link, shown once. What follows # stays in the browser. */
export function InvitationLink({ token }: { token: string }) {
  const w = useWords(adminWords)
  const [copied, setCopied] = useState(false)
  const link = `${window.location.origin}/sign-in#invitation=${token}`
  return (
    <div className="invitation-link" role="group" aria-label={w.link}>
      <strong>{w.link}</strong>
      <code>{link}</code>
      <p className="quiet">{w.linkWhy}</p>
      {navigator.clipboard && <button type="button" className="button" onClick={() => void navigator.clipboard.writeText(link).then(() => setCopied(true))}>{copied ? w.copied : w.copy}</button>}
    </div>
  )
}
