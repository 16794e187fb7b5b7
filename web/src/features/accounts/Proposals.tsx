import { useMemo, useState, type FormEvent } from 'react'
import { useClient, useQuery } from 'urql'
import { instant, longDay } from '../../lib/format.ts'
import { useLanguage } from '../../lib/language.ts'
import { failureOf, newKey, type Failed } from '../../lib/outcome.ts'
import { useCommon, useWords } from '../../lib/words/index.ts'
import { Failure } from '../../ui/Failure.tsx'
import { Confirmed } from './Confirmed.tsx'
import './accounts.css'
import { decisions, proposalsQuery, returnMutation, type Proposal } from './proposal-queries.ts'
import { proposalWords } from './proposal-words.ts'
import { roleWords } from './role-words.ts'

const PAGE = 20

/** What waits for a second signature, on the home of who gives it. */
export function Proposals() {
  const w = useWords(proposalWords)
  const c = useCommon()
  const client = useClient()
  const [all, setAll] = useState(false)
  const [after, setAfter] = useState<string | null>(null)
  const [said, setSaid] = useState<string | null>(null)
  const [failed, setFailed] = useState<string | null>(null)
  const context = useMemo(() => ({ additionalTypenames: ['Proposal', 'Account'] }), [])
  const [{ data, error }, again] = useQuery({ query: proposalsQuery, variables: { open: !all, first: PAGE, after }, context, requestPolicy: 'cache-and-network' })
  const finish = (failure: Failed | null, done: string) => {
    setFailed(failure?.message ?? null)
    setSaid(failure ? null : done)
    again({ requestPolicy: 'network-only' })
  }
  const decide = async (by: keyof typeof decisions, proposal: string) => {
    const answer = await client.mutation(decisions[by], { input: { idempotencyKey: newKey(), proposal } }).toPromise()
    finish(failureOf(answer, answer.data?.outcome), by === 'countersign' ? w.agreed : w.withdrawn)
  }
  const giveBack = async (proposal: string, reason: string) => {
    const answer = await client.mutation(returnMutation, { input: { idempotencyKey: newKey(), proposal, reason } }).toPromise()
    finish(failureOf(answer, answer.data?.outcome), w.returned)
  }
  const list = data?.proposals
  const show = (whole: boolean) => {
    setAll(whole)
    setAfter(null)
  }
  return (
    <section className="proposals" aria-labelledby="proposals">
      <div className="proposals-head">
        <h2 id="proposals">{w.title}{list && !all && list.totalCount > 0 ? `（${list.totalCount}）` : ''}</h2>
        <button type="button" className="link-button" aria-pressed={all} onClick={() => show(!all)}>{all ? w.openOnly : w.all}</button>
      </div>
      <p className="quiet">{w.why}</p>
      <p role="status" className={said ? 'done' : 'unseen'}>{said}</p>
      {failed && <p className="wrong" role="alert">{failed}</p>}
      {error && !data && <Failure error={error} retry={() => again({ requestPolicy: 'network-only' })} />}
      {!list && !error && <p className="quiet" role="status">{c.loading}</p>}
      {list?.nodes.length === 0 && <p className="quiet">{w.none}</p>}
      {list && list.nodes.length > 0 && <ul>{list.nodes.map((one) => <Row key={one.id} proposal={one} decide={decide} giveBack={giveBack} />)}</ul>}
      {list?.pageInfo.hasNextPage && <button type="button" className="button" onClick={() => setAfter(list.pageInfo.endCursor)}>{w.next}</button>}
      {after !== null && <button type="button" className="button" onClick={() => setAfter(null)}>{w.start}</button>}
    </section>
  )
}

function Row({ proposal, decide, giveBack }: { proposal: Proposal; decide: (by: 'countersign' | 'withdraw', id: string) => Promise<void>; giveBack: (id: string, reason: string) => Promise<void> }) {
  const w = useWords(proposalWords)
  const r = useWords(roleWords)
  const language = useLanguage()
  const { id, kind, state, role, region, from, until, decider, decidedAt, reason } = proposal
  const matter = w.matter(w.kinds[kind], proposal.userName)
  const post = [region.name, role && r[role], from && w.from(longDay(from, language)), until && w.until(longDay(until, language))].filter(Boolean).join(' · ')
  return (
    <li aria-label={matter}>
      <div>
        <strong>{matter}</strong> <span className={state === 'OPEN' ? 'tag accent' : 'tag'}>{w.states[state]}</span>
        <p>{proposal.title}<span className="quiet"> · {post}</span></p>
        <p className="quiet">{w.proposed(proposal.proposer, instant(proposal.proposedAt))}{state === 'OPEN' && ` · ${w.expires(instant(proposal.expiresAt))}`}{decider && decidedAt && ` · ${w.decided(decider, instant(decidedAt))}`}</p>
        {reason && <p className="quiet">{w.reasonIs(reason)}</p>}
      </div>
      {proposal.viewerCanDecide && (
        <div className="account-acts">
          <Confirmed label={w.agree} effect={kind === 'POST' ? w.agreePostWhy : w.agreeWhy} act={() => decide('countersign', id)} />
          <Return send={(why) => giveBack(id, why)} />
        </div>
      )}
      {proposal.viewerCanWithdraw && (
        <div className="account-acts">
          <p className="quiet">{w.own}</p>
          <Confirmed label={w.withdraw} effect={w.withdrawWhy} act={() => decide('withdraw', id)} />
        </div>
      )}
    </li>
  )
}

function Return({ send }: { send: (reason: string) => Promise<void> }) {
  const w = useWords(proposalWords)
  const [open, setOpen] = useState(false)
  const [reason, setReason] = useState('')
  const [missing, setMissing] = useState(false)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setMissing(reason.trim() === '')
    if (reason.trim() !== '') void send(reason.trim()).then(() => setOpen(false))
  }
  if (!open) return <button type="button" className="button" onClick={() => setOpen(true)}>{w.giveBack}</button>
  return (
    <form className="confirm" aria-label={w.giveBack} onSubmit={submit} noValidate>
      <label>{w.reason}<input type="text" className="input" maxLength={200} value={reason} aria-invalid={missing} onChange={(event) => setReason(event.target.value)} /></label>
      {missing && <span className="wrong" role="alert">{w.required}</span>}
      <div className="step-buttons">
        <button type="submit" className="button primary">{w.giveBack}</button>
        <button type="button" className="button" onClick={() => setOpen(false)}>{w.cancel}</button>
      </div>
    </form>
  )
}
