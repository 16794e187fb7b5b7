// Opened right after an upload, or from the history: what would this ledger bring, what is wrong with it? They correct, answer, confirm, and fetch the refused rows.
import { useEffect, useMemo } from 'react'
import { useQuery } from 'urql'
import { Link, useLocation } from 'wouter'
import type { PageProps } from '../../app/pages.ts'
import { instant } from '../../lib/format.ts'
import { download } from '../../lib/rest.ts'
import { useAddress, useQueryState } from '../../lib/url.ts'
import { useCommon, useWords } from '../../lib/words/index.ts'
import { Empty } from '../../ui/Empty.tsx'
import { Failure } from '../../ui/Failure.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { PageSkeleton } from '../../ui/Skeleton.tsx'
import { useTitle } from '../../ui/title.ts'
import '../../ui/form.css'
import { Answered } from './Answered.tsx'
import { Discard, Withdraw } from './Dialogs.tsx'
import { FailedNote } from './FailedNote.tsx'
import './imports.css'
import { confirmImport } from './mutations.ts'
import { importQuery, type Import } from './queries.ts'
import { Questions } from './Questions.tsx'
import { OUTCOMES, OutcomeTabs, Rows, type Outcome } from './Rows.tsx'
import { SheetCard } from './SheetCard.tsx'
import { StateTag } from './StateTag.tsx'
import { UploadZone } from './UploadZone.tsx'
import { useImportMutation } from './useImportMutation.ts'
import { words } from './words.ts'

/** How often an import that is landing is asked how far it is. */
const POLL = 1000

export default function ImportPage({ params }: PageProps) {
  const w = useWords(words)
  const c = useCommon()
  const address = useAddress()
  const id = decodeURIComponent(params['id'] ?? '')
  const context = useMemo(() => ({ additionalTypenames: ['Import'] }), [])
  const [{ data, error, fetching }, again] = useQuery({ query: importQuery, variables: { id }, context })
  const one = data?.node?.__typename === 'Import' ? (data.node as Import) : null
  const landing = one?.state === 'IMPORTING'
  useTitle(one ? `${one.fileName} ${w.title}` : w.title)
  useEffect(() => {
    if (!landing) return
    const timer = setInterval(() => again({ requestPolicy: 'network-only' }), POLL)
    return () => clearInterval(timer)
  }, [landing, again])
  const reload = () => again({ requestPolicy: 'network-only' })
  const malformed = error?.graphQLErrors.some((each) => each.extensions['code'] === 'BAD_USER_INPUT')
  if (error && !data && !malformed) return <div className="page"><Failure error={error} retry={reload} /></div>
  if (!data && fetching) return <PageSkeleton label={c.loading} />
  if (!one) return <div className="page"><Empty heading title={w.notFound} action={<Link className="button" href={address('/imports')}>{w.toList}</Link>}>{w.notFoundBody}</Empty></div>
  return (
    <div className="page imports">
      <div className="page-head">
        <h1 className="file-name">{one.fileName}</h1>
        <StateTag state={one.state} counts={one.counts} />
        <span className="quiet">{w.uploadedBy(one.uploadedBy, instant(one.uploadedAt))}</span>
      </div>
      {one.state === 'STAGED' ? (
        <Staged one={one} layouts={data?.layouts ?? []} reload={reload} />
      ) : landing ? (
        <section className="note" aria-live="polite">
          <h2>{w.importing}</h2>
          <progress max={1} value={one.progress ?? 0} aria-label={w.importing} />
          <p>{w.progress(Math.round((one.progress ?? 0) * 100))} · {w.importingBody}</p>
        </section>
      ) : (
        <Ended one={one} layouts={data?.layouts ?? []} reload={reload} />
      )}
    </div>
  )
}

interface Props {
  readonly one: Import
  readonly layouts: readonly { id: string; name: string }[]
  readonly reload: () => void
}

/** What is listed unless the address says otherwise: what needs a person first. */
function useOutcome(one: Import): Outcome {
  const [query] = useQueryState()
  const named = OUTCOMES.find((outcome) => outcome.toLowerCase() === query.get('rows'))
  const { counts } = one
  return named ?? (counts.refused > 0 ? 'REFUSED' : counts.new > 0 ? 'NEW' : counts.changed > 0 ? 'CHANGED' : 'UNCHANGED')
}

/** What its rows are, where they are all of one kind. */
function kindOf(one: Import): 'hazards' | 'inspections' | 'subjects' | 'rows' {
  const kinds = new Set(one.sheets.filter((sheet) => !sheet.skipped && sheet.layout !== '').map((sheet) => KINDS[sheet.layout]))
  return (kinds.size === 1 && [...kinds][0]) || 'rows'
}
const KINDS: Readonly<Record<string, 'hazards' | 'inspections' | 'subjects'>> = { HAZARDS: 'hazards', SUPERVISION: 'hazards', ENFORCEMENT: 'inspections', ENTERPRISES: 'subjects' }

function Staged({ one, layouts, reload }: Props) {
  const w = useWords(words)
  const address = useAddress()
  const [, go] = useLocation()
  const outcome = useOutcome(one)
  const { run, busy, failed } = useImportMutation(confirmImport)
  const { counts } = one
  const version = JSON.stringify([counts, one.sheets])
  const nothing = counts.new + counts.changed === 0
  return (
    <>
      <div className="confirm-bar">
        <p>
          <b>{nothing ? w.nothing(counts) : w.willDo(counts, kindOf(one))}</b> {one.counting && !nothing && <><span className="settled">{w.closed(one.counting.closed, one.counting.lateEntries)}</span> {w.warned(one.counting.warned)} </>}{w.staysOut(counts.refused, counts.asked)}
        </p>
        <FailedNote failed={failed} />
        <div className="end">
          <Discard id={one.id} done={() => go(address('/imports'), { replace: true })} />
          {!nothing && <button type="button" className="button primary" disabled={busy || !one.viewerCanConfirm} onClick={() => void run({ import: one.id }).then(reload)}>{busy ? w.importing : w.confirm}</button>}
        </div>
      </div>
      <Answered one={one} done={reload} />
      {counts.asked > 0 && <Questions key={`questions ${version}`} id={one.id} version={version} done={reload} />}
      <section aria-labelledby="outcomes">
        <div className="section-head">
          <h2 id="outcomes">{w.check}</h2>
          <OutcomeTabs counts={counts} shown={outcome} />
          {one.refusedUrl && <button type="button" className="button" onClick={() => download(one.refusedUrl!)}><Icon name="download" />{w.download}</button>}
        </div>
        <Rows one={one} outcome={outcome} version={version} />
      </section>
      <section aria-labelledby="sheets">
        <h2 id="sheets">{w.sheets}</h2>
        <ul className="sheets">{one.sheets.map((sheet) => <SheetCard key={JSON.stringify(sheet)} id={one.id} sheet={sheet} layouts={layouts} done={reload} />)}</ul>
      </section>
    </>
  )
}

function Ended({ one, reload }: Props) {
  const w = useWords(words)
  const address = useAddress()
  const [, go] = useLocation()
  const outcome = useOutcome(one)
  const { run, busy, failed } = useImportMutation(confirmImport)
  const { counts } = one
  const layouts = new Set(one.sheets.map((sheet) => sheet.layout))
  const stayedOut = counts.refused + counts.asked > 0
  const version = JSON.stringify(counts)
  return (
    <>
      <section className="note" role="status">
        <h2>{one.state === 'IMPORTED' ? w.imported : one.state === 'WITHDRAWN' ? w.withdrawn : w.failed}</h2>
        <p>{one.state === 'IMPORTED' ? w.importedBody(counts) : one.state === 'WITHDRAWN' ? w.withdrawnBody : `${one.failure ?? ''} ${w.failedBody}`}</p>
        {one.erasedOn && <p>{w.erasedOn(one.erasedOn)}</p>}
        {one.state === 'FAILED' && (
          <>
            <FailedNote failed={failed} />
            <button type="button" className="button primary" disabled={busy || !one.viewerCanConfirm} onClick={() => void run({ import: one.id }).then(reload)}>{w.tryAgain}</button>
            <Discard id={one.id} done={() => go(address('/imports'), { replace: true })} />
          </>
        )}
        {one.state === 'IMPORTED' && (
          <p className="links">
            {(layouts.has('HAZARDS') || layouts.has('SUPERVISION')) && <Link className="button" href={address('/hazards', { import: one.id })}>{w.seeHazards}</Link>}
            {layouts.has('ENFORCEMENT') && <Link className="button" href={address('/inspections')}>{w.seeInspections}</Link>}
            {layouts.has('ENTERPRISES') && <Link className="button" href={address('/subjects')}>{w.seeSubjects}</Link>}
          </p>
        )}
        {one.state === 'IMPORTED' && <Withdraw one={one} done={reload} />}
      </section>
      {one.state === 'IMPORTED' && stayedOut && (
        <section aria-labelledby="again" className="again">
          <h2 id="again">{w.refusedRows}</h2>
          <p>{w.again(counts.refused + counts.asked)}</p>
          {one.refusedUrl && <button type="button" className="button" onClick={() => download(one.refusedUrl!)}><Icon name="download" />{w.download}</button>}
          <h3>{w.uploadAgain}</h3>
          <UploadZone />
        </section>
      )}
      <section aria-labelledby="rows">
        <div className="section-head">
          <h2 id="rows">{w.result}</h2>
          <OutcomeTabs counts={counts} shown={outcome} />
        </div>
        <Rows one={one} outcome={outcome} version={version} />
      </section>
    </>
  )
}
