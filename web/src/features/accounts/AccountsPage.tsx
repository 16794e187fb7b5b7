// Opened by the security administrator: who may do what, and whose posts have to be given or ended?
import { useMemo, useState } from 'react'
import { useQuery } from 'urql'
import { useHere } from '../../app/session.ts'
import { instant } from '../../lib/format.ts'
import { usePunctuation } from '../../lib/punctuation.ts'
import { useQueryState } from '../../lib/url.ts'
import { useCommon, useWords } from '../../lib/words/index.ts'
import { DataTable, type Column } from '../../ui/DataTable.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { Failure } from '../../ui/Failure.tsx'
import { SearchField } from '../../ui/Filters.tsx'
import { PAGE_SIZE, Paging, usePage } from '../../ui/Paging.tsx'
import { SkeletonRows } from '../../ui/Skeleton.tsx'
import { useTitle } from '../../ui/title.ts'
import './accounts.css'
import { accountsQuery, type Account } from './admin-queries.ts'
import { adminWords } from './admin-words.ts'
import { AccountSide } from './AccountSide.tsx'
import { NewAccount } from './NewAccount.tsx'
import { Proposals } from './Proposals.tsx'
import { usePostWords } from './posts.ts'

function useAccountColumns(shown: Account | null, open: (id: string) => void): Column<Account>[] {
  const w = useWords(adminWords)
  const words = usePostWords()
  const { semicolon } = usePunctuation()
  const held = (account: Account) => account.posts.filter((post) => post.current).map(words).join(semicolon) || w.noPost
  const enters = (account: Account) => account.hasPassword || account.identity !== null
  const state = (account: Account) => (account.erased ? w.erased : account.waitsUntil ? w.waits(instant(account.waitsUntil)) : enters(account) ? w.active : account.invitedUntil ? w.invited(instant(account.invitedUntil)) : w.inactive)
  return [
    {
      key: 'name', header: w.head.name, fixed: true,
      cell: (account) => (
        <>
          <button type="button" className="link-button" aria-label={w.open(account.userName)} aria-expanded={shown?.id === account.id} onClick={() => open(account.id)}>{account.userName}</button>
          <span className="only-phone second">{account.title} · {held(account)}</span>
        </>
      ),
    },
    { key: 'title', header: w.head.title, priority: 2, cell: (account) => account.title },
    { key: 'posts', header: w.head.posts, priority: 2, cell: held },
    { key: 'state', header: w.head.state, fit: true, cell: (account) => <span className={account.waitsUntil ? 'wrong' : enters(account) ? '' : 'quiet'}>{state(account)}</span> },
    { key: 'factor', header: w.head.factor, fit: true, priority: 3, cell: (account) => (account.secondFactor ? w.factorOn : <span className="quiet">{w.factorOff}</span>) },
    { key: 'sessions', header: w.head.sessions, fit: true, priority: 3, cell: (account) => (account.sessions > 0 ? w.online(account.sessions) : w.offline) },
  ]
}

export default function AccountsPage() {
  const w = useWords(adminWords)
  const c = useCommon()
  const { viewer } = useHere()
  useTitle(w.title)
  const [query, change] = useQueryState()
  const { after } = usePage()
  const [creating, setCreating] = useState(false)
  // What was done last, and to whom: said in the panel, and here where the account has left the list with it.
  const [said, setSaid] = useState<{ account: string; userName: string; done: string } | null>(null)
  const context = useMemo(() => ({ additionalTypenames: ['Account'] }), [])
  const administers = viewer.grants.some(({ role }) => role === 'SECURITY_ADMINISTRATOR')
  const [{ data, error, fetching, stale }, again] = useQuery({ query: accountsQuery, variables: { search: query.get('search'), waiting: query.get('waiting') === '1', first: PAGE_SIZE, after }, context, pause: !administers })
  const list = data?.accounts
  const shown = list?.nodes.find((one) => one.id === query.get('account')) ?? null
  const show = (account: string | null) => {
    setSaid(null)
    change({ account })
  }
  const columns = useAccountColumns(shown, show)
  if (!administers) return <div className="page"><Empty heading title={w.forbidden}>{w.forbiddenBody}</Empty></div>
  return (
    <div className="page">
      <div className="page-head">
        <h1>{w.title}</h1>
        <div className="end"><button type="button" className="button primary" aria-expanded={creating} onClick={() => setCreating(!creating)}>{w.create}</button></div>
      </div>
      {creating && <NewAccount close={() => setCreating(false)} />}
      <Proposals />
      <div className="filters">
        <SearchField label={w.search} />
        <label className="check"><input type="checkbox" checked={query.get('waiting') === '1'} onChange={(event) => change({ waiting: event.target.checked ? '1' : null, after: null, at: null })} /> {w.onlyWaiting}</label>
      </div>
      <p role="status" className={said && said.account !== shown?.id ? 'account-said done' : 'unseen'}>{said && said.account !== shown?.id && w.saidOf(said.userName, said.done)}</p>
      <div className={shown ? 'beside open' : 'beside'}>
        <div>
          {error && !data ? (
            <Failure error={error} retry={() => again({ requestPolicy: 'network-only' })} />
          ) : !list ? (
            <SkeletonRows rows={8} label={c.loading} />
          ) : list.nodes.length === 0 ? (
            <Empty title={w.none}>{w.noneBody}</Empty>
          ) : (
            <>
              <DataTable caption={w.title} columns={columns} rows={list.nodes} keyOf={(account) => account.id} busy={fetching || stale} />
              <Paging shown={list.nodes.length} total={list.totalCount} pageInfo={list.pageInfo} />
            </>
          )}
        </div>
        {shown && <AccountSide key={shown.id} account={shown} said={said?.account === shown.id ? said.done : null} say={(done) => setSaid(done === null ? null : { account: shown.id, userName: shown.userName, done })} close={() => show(null)} />}
      </div>
    </div>
  )
}
