import { useEffect, useRef, useState } from 'react'
import { useLanguage } from '../../lib/language.ts'
import { send } from '../../lib/rest.ts'
import { useWords } from '../../lib/words/index.ts'
import { useSending } from './sending.ts'
import { Input, StepForm, type After } from './steps.tsx'
import { stepWords } from './words.ts'

interface Invitee { readonly userName: string; readonly title: string; readonly titleEn: string }

/** By a link from the security administrator: one sets the password oneself, and is signed in. */
export function InvitationStep({ token, onDone }: { token: string; onDone: (after: After | null) => void }) {
  const w = useWords(stepWords)
  const language = useLanguage()
  const { busy, failed, send: sending } = useSending()
  const [invitee, setInvitee] = useState<Invitee | null>(null)
  const [differs, setDiffers] = useState(false)
  const asked = useRef(false)
  useEffect(() => {
    if (asked.current) return
    asked.current = true
    void sending(async () => setInvitee(await send<Invitee>('POST', '/invitation', language, { token })))
  })
  if (!invitee) return failed ? <p className="wrong" role="alert">{failed.message}</p> : <p className="quiet" role="status">{w.working}</p>
  const give = ({ password, again }: Readonly<Record<string, string>>) => {
    setDiffers(password !== again)
    if (password !== again) return
    void sending(async () => {
      await send('POST', '/invitation/accept', language, { token, password })
      onDone(await send<After>('POST', '/session', language, { userName: invitee.userName, password }))
    })
  }
  return (
    <StepForm title={w.invitationTitle(language === 'zh' ? invitee.title : invitee.titleEn)} why={w.invitationWhy(invitee.userName)} need={['password', 'again']} action={w.setPassword} failed={failed?.message ?? null} busy={busy} onSend={give}>
      {(missing) => (
        <>
          <input type="hidden" name="userName" autoComplete="username" value={invitee.userName} readOnly />
          <Input name="password" label={w.password} complete="new-password" hint={w.rules} focus wrong={missing.has('password') ? w.required : undefined} />
          <Input name="again" label={w.again} complete="new-password" wrong={missing.has('again') ? w.required : differs ? w.differs : undefined} />
        </>
      )}
    </StepForm>
  )
}
