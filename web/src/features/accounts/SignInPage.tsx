import { useState, type FormEvent } from 'react'
import { useQuery } from 'urql'
import { useSearch } from 'wouter'
import { LanguageSwitch } from '../../app/LanguageSwitch.tsx'
import { graphql } from '../../gql/index.ts'
import { useLanguage } from '../../lib/language.ts'
import { RefusedError, send } from '../../lib/rest.ts'
import { defineWords, useCommon, useWords } from '../../lib/words/index.ts'
import { useTitle } from '../../ui/title.ts'
import './sign-in.css'

const words = defineWords(
  {
    subtitle: '安全生产监管平台', userName: '用户名', password: '密码', enter: '登录', entering: '正在登录', wrong: '用户名或密码不正确。', unreachable: '连接不上服务器。请检查网络后重试。',
    demonstration: '演示账号', demonstrationWhy: '点一下即以该账号进入。企业、人员和数字均为虚构。', need: '请填写', enterAs: (title: string) => `以${title}进入`,
  },
  {
    subtitle: 'Work-safety supervision', userName: 'User name', password: 'Password', enter: 'Sign in', entering: 'Signing in', wrong: 'User name or password is wrong.', unreachable: 'The server cannot be reached. Check the network and try again.',
    demonstration: 'Demonstration accounts', demonstrationWhy: 'One click enters as that account. Enterprises, people and figures are made up.', need: 'Required', enterAs: (title: string) => `Enter as ${title}`,
  },
)

const accountsQuery = graphql(`
  query DemonstrationAccounts {
    demonstrationAccounts {
      userName
      title
      titleEn
    }
  }
`)

/** Only a page of this site may follow. */
const nextOf = (search: string): string => {
  const next = new URLSearchParams(search).get('next') ?? '/'
  return /^\/(?![/\\])/.test(next) ? next : '/'
}

export default function SignInPage() {
  const w = useWords(words)
  const c = useCommon()
  const language = useLanguage()
  const next = nextOf(useSearch())
  const [{ data }] = useQuery({ query: accountsQuery })
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState<string | null>(null)
  const [missing, setMissing] = useState<readonly string[]>([])
  useTitle(c.signIn)

  const enter = async (body: object) => {
    setBusy(true)
    setFailed(null)
    try {
      await send('POST', '/session', language, body)
      // A new document: nothing that another account saw stays in memory.
      window.location.assign(next)
    } catch (error) {
      setFailed(error instanceof RefusedError ? error.message || w.wrong : w.unreachable)
      setBusy(false)
    }
  }
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const [userName, password] = [String(form.get('userName')).trim(), String(form.get('password'))]
    const lacking = [...(userName ? [] : ['userName']), ...(password ? [] : ['password'])]
    setMissing(lacking)
    if (lacking.length === 0) void enter({ userName, password })
  }
  const field = (name: 'userName' | 'password', label: string, type: string, complete: string) => (
    <div className="field">
      <label htmlFor={name}>{label}</label>
      <input id={name} name={name} type={type} autoComplete={complete} aria-invalid={missing.includes(name)} aria-describedby={missing.includes(name) ? `${name}-wrong` : undefined} />
      {missing.includes(name) && <span className="wrong" id={`${name}-wrong`}>{w.need}</span>}
    </div>
  )
  const accounts = data?.demonstrationAccounts ?? []
  return (
    <main className="sign-in">
      <header>
        <h1>{c.product}</h1>
        <p className="quiet">{w.subtitle}</p>
        <LanguageSwitch />
      </header>
      <div className="sign-in-parts">
        <form onSubmit={submit} noValidate>
          {field('userName', w.userName, 'text', 'username')}
          {field('password', w.password, 'password', 'current-password')}
          {failed && <p className="wrong" role="alert">{failed}</p>}
          <button type="submit" className="button primary" disabled={busy}>{busy ? w.entering : w.enter}</button>
        </form>
        {accounts.length > 0 && (
          <section aria-labelledby="demonstration">
            <h2 id="demonstration">{w.demonstration}</h2>
            <p className="quiet">{w.demonstrationWhy}</p>
            <ul>
              {accounts.map((account) => {
                const title = language === 'zh' ? account.title : account.titleEn
                return (
                  <li key={account.userName}>
                    <button type="button" disabled={busy} aria-label={w.enterAs(title)} onClick={() => void enter({ demonstration: account.userName })}>
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
