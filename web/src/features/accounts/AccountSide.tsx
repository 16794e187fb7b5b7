import { useState } from 'react'
import { useClient } from 'urql'
import { instant, longDay } from '../../lib/format.ts'
import { useHere } from '../../app/session.ts'
import { useLanguage } from '../../lib/language.ts'
import { failureOf, newKey } from '../../lib/outcome.ts'
import { useWords } from '../../lib/words/index.ts'
import { Icon } from '../../ui/Icon.tsx'
import { acts, endPostMutation, type Account, type Act } from './admin-queries.ts'
import { adminWords } from './admin-words.ts'
import { Confirmed } from './Confirmed.tsx'
import { GivePost } from './GivePost.tsx'
import { InvitationLink } from './InvitationLink.tsx'
import { usePostWords } from './posts.ts'

/** One account beside the list: its posts, and what can be done to it. `said` is what was done to it last; `say` tells it the page, where the account may leave the list. */
export function AccountSide({ account, said, say, close }: { account: Account; said: string | null; say: (done: string | null) => void; close: () => void }) {
  const w = useWords(adminWords)
  const words = usePostWords()
  const language = useLanguage()
  const client = useClient()
  const { office } = useHere()
  const [failed, setFailed] = useState<string | null>(null)
  const [link, setLink] = useState<{ token: string; proposed: boolean } | null>(null)
  const [giving, setGiving] = useState(false)
  const finish = (failure: { message: string } | null, done: string) => {
    setFailed(failure?.message ?? null)
    say(failure ? null : done)
  }
  const offered: Readonly<Partial<Record<Act, boolean>>> = {
    unlockAccount: account.waitsUntil !== null, resetSecondFactor: account.secondFactor, unbindIdentity: account.identity !== null, eraseAccount: account.posts.every((post) => post.until !== null && post.until <= office.today),
  }
  const begin = () => {
    setFailed(null)
    say(null)
  }
  const run = async (act: Act) => {
    begin()
    const answer = await client.mutation(acts[act], { input: { idempotencyKey: newKey(), account: account.id } }).toPromise()
    const outcome = answer.data?.outcome
    finish(failureOf(answer, outcome), outcome && 'proposed' in outcome && outcome.proposed ? w.proposed : w.acts[act]![2])
    setLink(outcome?.__typename === 'RenewInvitationPayload' && outcome.invitation !== null ? { token: outcome.invitation, proposed: outcome.proposed } : null)
  }
  const endPost = async (post: string) => {
    begin()
    const answer = await client.mutation(endPostMutation, { input: { idempotencyKey: newKey(), post } }).toPromise()
    finish(failureOf(answer, answer.data?.outcome), w.postEnded)
  }
  const current = account.posts.filter((post) => post.current)
  const rest = account.posts.filter((post) => !post.current)
  const days = (post: Account['posts'][number]) => `${w.since(longDay(post.from, language))}${post.until ? ` ${w.endedOn(longDay(post.until, language))}` : ''}`
  return (
    <aside className="side account-side" aria-label={account.userName}>
      <div className="side-head">
        <h2>{account.title}<br /><span className="quiet">{account.userName} · {account.home.name}</span></h2>
        <button type="button" className="button quiet-button" aria-label={w.close} onClick={close}><Icon name="close" /></button>
      </div>
      <p role="status" className={said ? 'done' : 'unseen'}>{said}</p>
      {failed && <p className="wrong" role="alert">{failed}</p>}
      {link && <InvitationLink token={link.token} />}
      {link?.proposed && <p className="quiet">{w.proposedLink}</p>}
      {account.waitsUntil && <p className="wrong">{w.lockedWhy(instant(account.waitsUntil))}</p>}
      <section aria-label={w.posts}>
        <h3>{w.posts}</h3>
        {current.length === 0 && <p className="quiet">{w.noPost}</p>}
        <ul className="account-posts">
          {current.map((post) => (
            <li key={post.id}>
              <span>{words(post)}<br /><span className="quiet">{days(post)}</span></span>
              {(account.viewerCanChange || account.postsElsewhere) && <Confirmed label={w.endPost} effect={w.endWhy} act={() => endPost(post.id)} />}
            </li>
          ))}
        </ul>
        {account.viewerCanChange && !giving && <button type="button" className="button" onClick={() => { begin(); setGiving(true) }}>{w.give}</button>}
        {giving && <GivePost account={account} close={(done, token) => {
          setGiving(false)
          if (done) finish(null, w[done])
          if (done) setLink(token ? { token, proposed: done === 'proposed' } : null)
        }} />}
      </section>
      {rest.length > 0 && (
        <section aria-label={w.history}>
          <h3>{w.history}</h3>
          <ul className="account-posts">{rest.map((post) => <li key={post.id} className="over"><span>{words(post)}<br />{days(post)}</span></li>)}</ul>
        </section>
      )}
      {account.identity && <p>{w.identity(account.identity.hint, longDay(instant(account.identity.boundAt).slice(0, 10), language))}</p>}
      {account.viewerCanChange ? (
        <div className="account-acts">
          {(Object.keys(acts) as Act[]).filter((act) => offered[act] ?? true).map((act) => <Confirmed key={act} label={w.acts[act]![0]} effect={w.acts[act]![1]} act={() => run(act)} {...(act === 'eraseAccount' && { typed: account.userName })} />)}
        </div>
      ) : <p className="quiet">{account.erased ? w.erased : account.postsElsewhere ? w.elsewhere : w.self}</p>}
    </aside>
  )
}
