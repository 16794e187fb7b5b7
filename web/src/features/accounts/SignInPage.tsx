import { useState } from 'react'
import { useQuery } from 'urql'
import { useLocation, useSearch } from 'wouter'
import { LanguageSwitch } from '../../app/LanguageSwitch.tsx'
import { graphql } from '../../gql/index.ts'
import { useLanguage } from '../../lib/language.ts'
import { send } from '../../lib/rest.ts'
import { defineWords, useCommon, useWords } from '../../lib/words/index.ts'
import { useTitle } from '../../ui/title.ts'
import { InvitationStep } from './InvitationStep.tsx'
import { IdentityButton, IdentityReturn, RETURN } from './Identity.tsx'
import { nextOf } from './next.ts'
import { useSending } from './sending.ts'
import { CodeStep, EnrolStep, Input, PasswordStep, StepForm, type After, type Step } from './steps.tsx'
import { stepWords } from './words.ts'
import './sign-in.css'

const words = defineWords(
  {
    subtitle: '安全生产监管平台', userName: '用户名', password: '密码', enter: '登录',
    demonstration: '演示账号', demonstrationWhy: '点一下即以该账号进入。企业、人员和数字均为虚构。', enterAs: (title: string) => `以${title}进入`,
  },
  {
    subtitle: 'Work-safety supervision', userName: 'User name', password: 'Password', enter: 'Sign in',
    demonstration: 'Demonstration accounts', demonstrationWhy: 'One click enters as that account. Enterprises, people and figures are made up.', enterAs: (title: string) => `Enter as ${title}`,
  },
)

const waysQuery = graphql(`
  query WaysToSignIn {
    demonstrationAccounts {
      userName
      title
      titleEn
    }
    identityProvider {
      name
    }
  }
`)

/** What an invitation's link carries after its #; it never goes to a server's log. */
const invitationIn = (): string | null => /^#invitation=([\w-]{43})$/.exec(window.location.hash)?.[1] ?? null

export default function SignInPage() {
  const w = useWords(words)
  const s = useWords(stepWords)
  const c = useCommon()
  const language = useLanguage()
  const [next, setNext] = useState(nextOf(useSearch()))
  const [{ data }] = useQuery({ query: waysQuery })
  const { busy, failed, send: sending } = useSending()
  const [step, setStep] = useState<Step | null>(null)
  const [invitation, setInvitation] = useState(invitationIn)
  const [path] = useLocation()
  const [returning, setReturning] = useState(path === RETURN && window.location.search !== '')
  useTitle(c.signIn)

  const proceed = (after: After | null, to = next) => {
    // A new document: nothing that another account saw stays in memory.
    setInvitation(null)
    setReturning(false)
    setNext(to)
    if (after?.step) setStep(after.step)
    else window.location.assign(to)
  }
  const enter = (body: object) => void sending(async () => proceed(await send<After>('POST', '/session', language, body)))
  const startOver = async () => {
    await send('DELETE', '/session', language).catch(() => null)
    setStep(null)
    setInvitation(null)
    window.history.replaceState(null, '', window.location.pathname + window.location.search)
  }
  const atStart = step === null && invitation === null && !returning
  const accounts = data?.demonstrationAccounts ?? []
  const provider = data?.identityProvider ?? null
  return (
    <main className="sign-in">
      <header>
        <h1>{c.product}</h1>
        <p className="quiet">{w.subtitle}</p>
        <LanguageSwitch />
      </header>
      <div className="sign-in-parts">
        {returning && <div className="sign-in-step"><IdentityReturn provider={provider} onDone={proceed} /></div>}
        {invitation !== null && (
          <div className="sign-in-step">
            <InvitationStep token={invitation} onDone={proceed} />
            {provider && <IdentityButton provider={provider} wish={{ wish: 'INVITATION', invitation }} />}
            <button type="button" className="link-button" onClick={() => void startOver()}>{s.startOver}</button>
          </div>
        )}
        {step !== null && (
          <div className="sign-in-step">
            {step === 'CODE' && <CodeStep onDone={proceed} />}
            {step === 'PASSWORD' && <PasswordStep title={s.passwordTitle} why={s.passwordWhy} onDone={proceed} />}
            {step === 'ENROL' && <EnrolStep onDone={proceed} />}
            <button type="button" className="link-button" onClick={() => void startOver()}>{s.startOver}</button>
          </div>
        )}
        {atStart && (
          <div className="ways">
            <StepForm need={['userName', 'password']} action={w.enter} failed={failed?.message ?? null} busy={busy} onSend={({ userName, password }) => enter({ userName: userName!.trim(), password })}>
              {(missing) => (
                <>
                  <Input name="userName" label={w.userName} type="text" complete="username" wrong={missing.has('userName') ? s.required : undefined} />
                  <Input name="password" label={w.password} complete="current-password" wrong={missing.has('password') ? s.required : undefined} />
                </>
              )}
            </StepForm>
            {provider && <IdentityButton provider={provider} wish={{ wish: 'SIGN_IN', next: next.length > 1000 ? '/' : next }} />}
          </div>
        )}
        {atStart && accounts.length > 0 && (
          <section aria-labelledby="demonstration">
            <h2 id="demonstration">{w.demonstration}</h2>
            <p className="quiet">{w.demonstrationWhy}</p>
            <ul>
              {accounts.map((account) => {
                const title = language === 'zh' ? account.title : account.titleEn
                return (
                  <li key={account.userName}>
                    <button type="button" disabled={busy} aria-label={w.enterAs(title)} onClick={() => enter({ demonstration: account.userName })}>
                      <b>{title}</b>
                    </button>
                  </li>
                )
              })}
            </ul>
          </section>
        )}
      </div>
    </main>
  )
}
