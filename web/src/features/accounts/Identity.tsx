import { useEffect, useRef, useState } from 'react'
import { instant, longDay } from '../../lib/format.ts'
import { useLanguage } from '../../lib/language.ts'
import { send } from '../../lib/rest.ts'
import { useWords } from '../../lib/words/index.ts'
import { identityWords } from './identity-words.ts'
import { ownPage } from './next.ts'
import { useSending } from './sending.ts'
import { Input, StepForm, type After } from './steps.tsx'
import { stepWords } from './words.ts'

/** The office's own sign-in; null: there is none. */
export type Provider = { readonly name: string | null } | null
export type Wish = { readonly wish: 'SIGN_IN'; readonly next: string } | { readonly wish: 'BIND'; readonly password: string } | { readonly wish: 'INVITATION'; readonly invitation: string }

/** What the office calls it. */
export const useProviderName = (provider: Provider): string => {
  const w = useWords(identityWords)
  return provider?.name ?? w.name
}

/** Leaves for the identity provider. */
function useLeaving() {
  const language = useLanguage()
  const sending = useSending()
  const leave = (wish: Wish) => void sending.send(async () => {
    window.location.assign((await send<{ url: string }>('POST', '/session/oidc', language, wish))!.url)
    // The next page is on its way: nothing is to be pressed meanwhile.
    await new Promise(() => undefined)
  })
  return { ...sending, leave }
}

export function IdentityButton({ provider, wish }: { provider: NonNullable<Provider>; wish: Wish }) {
  const w = useWords(identityWords)
  const s = useWords(stepWords)
  const name = useProviderName(provider)
  const { busy, failed, leave } = useLeaving()
  return (
    <div className="identity">
      <p className="quiet" aria-hidden="true">{w.or}</p>
      <button type="button" className="button" disabled={busy} onClick={() => leave(wish)}>{busy ? s.working : wish.wish === 'INVITATION' ? w.instead(name) : w.enter(name)}</button>
      {failed && <p className="wrong" role="alert">{failed.message}</p>}
    </div>
  )
}

interface Returned extends After {
  readonly next: string
}

/** The address to which the identity provider sends the browser back. */
export const RETURN = '/sign-in/oidc'

/**
 * Back from the identity provider: a page of ours asks, for the session's cookie goes along with nothing that another site sent.
 * What the address carried is taken out of it at once.
 */
export function IdentityReturn({ provider, onDone }: { provider: Provider; onDone: (after: After, next: string) => void }) {
  const w = useWords(identityWords)
  const language = useLanguage()
  const name = useProviderName(provider)
  const { failed, send: sending } = useSending()
  const [signedIn, setSignedIn] = useState(false)
  const asked = useRef(false)
  useEffect(() => {
    if (asked.current) return
    asked.current = true
    const parameters = window.location.search
    window.history.replaceState(null, '', RETURN)
    void sending(async () => {
      try {
        const { step, next } = (await send<Returned>('POST', '/session/oidc/return', language, { parameters }))!
        onDone({ step }, ownPage(next))
      } catch (error) {
        setSignedIn(await send<After>('GET', '/session', language).then((after) => after?.step === null, () => false))
        throw error
      }
    })
  })
  if (!failed) return <p className="quiet" role="status">{w.returning(name)}</p>
  return (
    <>
      <p className="wrong" role="alert">{failed.message}</p>
      <a className="button" href={signedIn ? '/account' : '/sign-in'}>{signedIn ? w.backToAccount : w.back}</a>
    </>
  )
}

interface Own {
  readonly hasPassword: boolean
  readonly identity: { readonly hint: string; readonly boundAt: string } | null
}

/** In one's own account: bound to whom, and the way to change it, by the password. */
export function IdentitySection({ provider, own: { hasPassword, identity }, officer, begin, done }: { provider: Provider; own: Own; officer: boolean; begin: () => void; done: (what: string) => void }) {
  const w = useWords(identityWords)
  const s = useWords(stepWords)
  const language = useLanguage()
  const name = useProviderName(provider)
  const leaving = useLeaving()
  const unbinding = useSending()
  const [open, setOpen] = useState(false)
  const { busy, failed, clear } = identity ? unbinding : leaving
  const close = () => {
    setOpen(false)
    clear()
  }
  const give = (password: string) => {
    if (!identity) return leaving.leave({ wish: 'BIND', password })
    void unbinding.send(async () => {
      await send('DELETE', '/session/oidc', language, { password })
      close()
      done(w.done)
    })
  }
  const wrong = failed?.code === 'WRONG_PASSWORD'
  return (
    <section aria-labelledby="own-identity">
      <h2 id="own-identity">{provider?.name ?? w.heading}</h2>
      <p>{identity ? w.bound(identity.hint, longDay(instant(identity.boundAt).slice(0, 10), language)) : w.unbound(name)}{officer && <span className="quiet"> · {w.officers}</span>}</p>
      {!hasPassword && <p className="quiet">{w.onlyWay(name)}</p>}
      {hasPassword && !open && <button type="button" className="button" onClick={() => { begin(); setOpen(true) }}>{identity ? w.unbind : w.bind}</button>}
      {hasPassword && open && (
        <div className="narrow">
          <StepForm need={['password']} action={identity ? w.unbindNow : w.goBind} failed={failed && !wrong ? failed.message : null} busy={busy} onSend={({ password }) => give(password!)} onTyped={clear}>
            {(missing) => <Input name="password" label={w.byPassword} complete="current-password" focus wrong={missing.has('password') ? s.required : wrong ? failed.message : undefined} />}
          </StepForm>
          <button type="button" className="link-button" onClick={close}>{w.cancel}</button>
        </div>
      )}
    </section>
  )
}
