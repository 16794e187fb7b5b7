// Opened by anybody now and then: is my account safe, and who is signed in as me?
import { useState } from 'react'
import { useMutation, useQuery } from 'urql'
import { useHere } from '../../app/session.ts'
import { graphql } from '../../gql/index.ts'
import { instant, longDay } from '../../lib/format.ts'
import { useLanguage } from '../../lib/language.ts'
import { failureOf, newKey } from '../../lib/outcome.ts'
import { usePunctuation } from '../../lib/punctuation.ts'
import { send } from '../../lib/rest.ts'
import { useCommon, useWords } from '../../lib/words/index.ts'
import { Failure } from '../../ui/Failure.tsx'
import { SkeletonRows } from '../../ui/Skeleton.tsx'
import { useTitle } from '../../ui/title.ts'
import './accounts.css'
import { agentIn } from './agent.ts'
import { IdentitySection } from './Identity.tsx'
import { ownWords } from './own-words.ts'
import { roleWords } from './role-words.ts'
import { useSending } from './sending.ts'
import { ConfirmStep, Input, PasswordStep, StepForm } from './steps.tsx'
import { stepWords } from './words.ts'

/** How many days a password lasts, as the server has it. */
const PASSWORD_DAYS = 90
const FEW_CODES = 3

const ownQuery = graphql(`
  query OwnAccount {
    identityProvider {
      name
    }
    viewer {
      userName
      hasPassword
      identity {
        hint
        boundAt
      }
      passwordChangedAt
      secondFactorSince
      recoveryCodesLeft
      previousSignIn {
        at
        address
        failures
      }
      grants {
        role
        region {
          id
          name
        }
        sectors {
          id
          name
        }
      }
      sessions {
        id
        openedAt
        seenAt
        address
        agent
        current
      }
    }
  }
`)
const endMutation = graphql(`
  mutation EndOwnSession($input: EndSessionInput!) {
    endSession(input: $input) {
      __typename
      ... on UserError {
        code
        message
        path
      }
    }
  }
`)

const OFFICERS: readonly string[] = ['SYSTEM_ADMINISTRATOR', 'SECURITY_ADMINISTRATOR', 'AUDITOR']
const dayOf = (text: string) => instant(text).slice(0, 10)

export default function OwnPage() {
  const w = useWords(ownWords)
  const r = useWords(roleWords)
  const c = useCommon()
  const { viewer, office } = useHere()
  const { list } = usePunctuation()
  useTitle(w.title)
  const [{ data, error }, again] = useQuery({ query: ownQuery, requestPolicy: 'cache-and-network' })
  const [done, setDone] = useState<string | null>(null)
  const own = data?.viewer
  const must = own?.grants.some(({ role }) => OFFICERS.includes(role)) ?? false
  const renew = (what: string) => {
    setDone(what)
    again({ requestPolicy: 'network-only' })
  }
  return (
    <div className="page own-account">
      <div className="page-head"><h1>{w.title}</h1></div>
      <p role="status" className={done ? 'done' : 'unseen'}>{done}</p>
      {error && !data && <Failure error={error} retry={() => again({ requestPolicy: 'network-only' })} />}
      {!own && !error && <SkeletonRows rows={6} label={c.loading} />}
      {own && (
        <>
          <dl className="dl">
            <dt>{w.userName}</dt><dd>{own.userName}</dd>
            <dt>{w.home}</dt><dd>{viewer.home.name}</dd>
            <dt>{w.previous}</dt>
            <dd>
              {own.previousSignIn?.at ? w.previousAt(instant(own.previousSignIn.at), own.previousSignIn.address) : w.first}
              {own.previousSignIn && own.previousSignIn.failures > 0 && <span className="wrong"> {w.failures(own.previousSignIn.failures)}</span>}
            </dd>
            <dt>{w.posts}</dt>
            <dd>
              {own.grants.length === 0 && w.noPosts}
              <ul>{own.grants.map((grant, i) => <li key={i}>{grant.region.name} · {r[grant.role as keyof typeof r]}{grant.sectors && w.sectors(grant.sectors.map((sector) => sector.name).join(list))}</li>)}</ul>
            </dd>
          </dl>
          {office.demonstration && <p className="quiet">{w.demonstration}</p>}
          {own.hasPassword && <PasswordSection changedAt={own.passwordChangedAt} begin={() => setDone(null)} done={renew} />}
          {(data.identityProvider || own.identity) && <IdentitySection provider={data.identityProvider} own={own} officer={must} begin={() => setDone(null)} done={renew} />}
          <FactorSection since={own.secondFactorSince} left={own.recoveryCodesLeft} must={must} byPassword={own.hasPassword} begin={() => setDone(null)} done={renew} />
          <Sessions sessions={own.sessions} done={renew} />
        </>
      )}
    </div>
  )
}

function PasswordSection({ changedAt, begin, done }: { changedAt: string; begin: () => void; done: (what: string) => void }) {
  const w = useWords(ownWords)
  const s = useWords(stepWords)
  const language = useLanguage()
  const [open, setOpen] = useState(false)
  const [now] = useState(() => Date.now())
  const left = PASSWORD_DAYS - Math.max(0, Math.floor((now - new Date(changedAt).getTime()) / 86_400_000))
  return (
    <section aria-labelledby="own-password">
      <h2 id="own-password">{w.password}</h2>
      <p>{w.changedOn(longDay(dayOf(changedAt), language))}<span className="quiet"> · {w.expiresIn(Math.max(0, left))}</span></p>
      {open ? (
        <div className="narrow">
          <PasswordStep onDone={() => { setOpen(false); done(s.changed) }} />
          <button type="button" className="link-button" onClick={() => setOpen(false)}>{w.cancel}</button>
        </div>
      ) : <button type="button" className="button" onClick={() => { begin(); setOpen(true) }}>{w.change}</button>}
    </section>
  )
}

type Wish = 'enable' | 'disable'
function FactorSection({ since, left, must, byPassword, begin, done }: { since: string | null; left: number; must: boolean; byPassword: boolean; begin: () => void; done: (what: string) => void }) {
  const w = useWords(ownWords)
  const s = useWords(stepWords)
  const language = useLanguage()
  const { busy, failed, send: sending, clear } = useSending()
  const [wish, setWish] = useState<Wish | null>(null)
  const [begun, setBegun] = useState<{ secret: string; picture: string } | null>(null)
  const [shown, setShown] = useState(false)
  const start = (what: Wish) => {
    begin()
    setWish(what)
  }
  const finish = (what: string | null) => {
    setWish(null)
    setShown(false)
    setBegun(null)
    clear()
    if (what) done(what)
  }
  const give = (password: string) => void sending(async () => {
    if (wish === 'enable') return setBegun(await send<{ secret: string; picture: string }>('POST', '/session/second-factor', language, { password }))
    await send('DELETE', '/session/second-factor', language, { password })
    finish(w.disabled)
  })
  return (
    <section aria-labelledby="own-factor">
      <h2 id="own-factor">{w.factor}</h2>
      {!shown && <p>{since ? w.on(longDay(dayOf(since), language), left) : w.off}</p>}
      {since !== null && left <= FEW_CODES && <p className="wrong">{w.few}</p>}
      {must && <p className="quiet">{w.must}</p>}
      {wish === null && byPassword && (
        <div className="step-buttons">
          <button type="button" className="button" onClick={() => start('enable')}>{since ? w.renew : w.enable}</button>
          {since && !must && <button type="button" className="button" onClick={() => start('disable')}>{w.disable}</button>}
        </div>
      )}
      {wish !== null && (
        <div className="narrow">
          {begun ? <ConfirmStep begun={begun} onCodes={() => setShown(true)} onDone={() => finish(w.enabled)} /> : (
            <StepForm need={['password']} action={s.next} failed={failed?.code === 'WRONG_PASSWORD' ? null : (failed?.message ?? null)} busy={busy} onSend={({ password }) => give(password!)} onTyped={clear}>
              {(missing) => <Input name="password" label={w.byPassword} complete="current-password" focus wrong={missing.has('password') ? s.required : failed?.code === 'WRONG_PASSWORD' ? failed.message : undefined} />}
            </StepForm>
          )}
          {!shown && <button type="button" className="link-button" onClick={() => finish(null)}>{w.cancel}</button>}
        </div>
      )}
    </section>
  )
}

interface Session { id: string; openedAt: string; seenAt: string; address: string | null; agent: string | null; current: boolean }
function Sessions({ sessions, done }: { sessions: readonly Session[]; done: (what: string) => void }) {
  const w = useWords(ownWords)
  const [, end] = useMutation(endMutation)
  const [failed, setFailed] = useState<string | null>(null)
  const leave = async (session: string) => {
    const answer = await end({ input: { idempotencyKey: newKey(), session } })
    const failure = failureOf(answer, answer.data?.endSession)
    setFailed(failure?.message ?? null)
    if (!failure) done(w.ended)
  }
  const nameOf = (session: Session) => {
    const agent = agentIn(session.agent)
    return agent ? w.device_(agent.browser, agent.system) : w.unknown
  }
  return (
    <section aria-labelledby="own-sessions">
      <h2 id="own-sessions">{w.sessions}</h2>
      <p className="quiet">{w.sessionsWhy}</p>
      {failed && <p className="wrong" role="alert">{failed}</p>}
      <div className="table-frame">
        <table className="table">
          <caption className="unseen">{w.sessions}</caption>
          <thead><tr><th scope="col">{w.device}</th><th scope="col" className="p2">{w.from}</th><th scope="col" className="fit p2">{w.opened}</th><th scope="col" className="fit">{w.seen}</th><th scope="col" className="fit"><span className="unseen">{w.end}</span></th></tr></thead>
          <tbody>
            {sessions.map((session) => (
              <tr key={session.id}>
                <td>{nameOf(session)} {session.current && <span className="tag accent">{w.here}</span>}<span className="only-phone second">{session.address}</span></td>
                <td className="p2">{session.address}</td>
                <td className="fit p2">{instant(session.openedAt)}</td>
                <td className="fit">{instant(session.seenAt)}</td>
                <td className="fit">{!session.current && <button type="button" className="button" aria-label={`${w.end} ${nameOf(session)} ${instant(session.openedAt)}`} onClick={() => void leave(session.id)}>{w.end}</button>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}
