import { useMemo, type ReactNode } from 'react'
import { useQuery } from 'urql'
import { Link } from 'wouter'
import { useHere } from '../../app/session.ts'
import { instant } from '../../lib/format.ts'
import { usePunctuation } from '../../lib/punctuation.ts'
import { useAddress, useQueryState } from '../../lib/url.ts'
import { useCommon, useWords } from '../../lib/words/index.ts'
import { DataTable, type Column } from '../../ui/DataTable.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { Failure } from '../../ui/Failure.tsx'
import { Chips } from '../../ui/Filters.tsx'
import { PAGE_SIZE, Paging, usePage } from '../../ui/Paging.tsx'
import { SkeletonRows } from '../../ui/Skeleton.tsx'
import { useEventWords } from './event-words.ts'
import { Integrity } from './Integrity.tsx'
import { eventsQuery, type Entry, type Event } from './queries.ts'
import { words } from './words.ts'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const RECORDS = ['hazard', 'inspection', 'subject']

/** Whether an entry of the second log is about a record of which the first log tells. */
export const hasHistory = (entry: Pick<Entry, 'targetId' | 'targetType'>): entry is typeof entry & { targetId: string } =>
  entry.targetId !== null && UUID.test(entry.targetId) && ['Hazard', 'Inspection', 'Subject'].includes(entry.targetType ?? '')
export const historyAddress = (record: string) => ({ log: 'events', record, after: null, at: null, search: null, kind: null, outcome: null, atFrom: null, atTo: null })

/** Facts that are read at a glance; the rest opens. */
const SHOWN = 3

/** What was done to records, the newest first: all of it, or that of one record. Nothing is done from here. */
export function EventLog({ tabs }: { tabs: ReactNode }) {
  const w = useWords(words)
  const c = useCommon()
  const [query] = useQueryState()
  const { viewer, region } = useHere()
  const { after } = usePage()
  const asked = query.get('record')
  const record = asked !== null && UUID.test(asked) ? asked : null
  const columns = useEventColumns(record)
  const context = useMemo(() => ({ additionalTypenames: ['AuditedEvent', 'AuditChain'] }), [])
  const [{ data, error, fetching, stale }, again] = useQuery({ query: eventsQuery, variables: { record, region: region.id === viewer.home.id ? null : region.id, first: PAGE_SIZE, after }, context })
  const audit = data?.audit
  return (
    <div className="page">
      <div className="page-head"><h1>{w.title}</h1></div>
      {audit && <Integrity chains={audit} />}
      {tabs}
      <p className="quiet audit-why">{record === null ? w.eventsWhy : w.recordWhy}</p>
      <Chips chips={[...(region.id === viewer.home.id ? [] : [{ param: 'region', label: w.placeChip(region.name) }]), ...(record === null ? [] : [{ param: 'record', label: w.recordChip(record.slice(-8)) }])]} />
      {error && !data ? (
        <Failure error={error} retry={() => again({ requestPolicy: 'network-only' })} />
      ) : !audit ? (
        <SkeletonRows rows={12} label={c.loading} />
      ) : audit.events.nodes.length === 0 ? (
        <Empty title={w.noEvents}>{w.noEventsBody}</Empty>
      ) : (
        <>
          <DataTable caption={w.logs.EVENT} columns={columns} rows={audit.events.nodes} keyOf={(row) => row.number} busy={fetching || stale} />
          <Paging shown={audit.events.nodes.length} total={audit.events.totalCount} pageInfo={audit.events.pageInfo} />
        </>
      )}
    </div>
  )
}

function useEventColumns(record: string | null): Column<Event>[] {
  const w = useWords(words)
  const e = useEventWords()
  const address = useAddress()
  const { colon, semicolon } = usePunctuation()
  const inWords = (facts: { name: string; value: string }[]) => facts.map(({ name, value }) => `${name}${colon}${value}`).join(semicolon)
  return [
    { key: 'at', header: w.recordedAt, fit: true, fixed: true, cell: (row) => <span title={`${w.number} ${row.number}`}>{instant(row.recordedAt)}</span> },
    { key: 'who', header: w.who, fit: true, priority: 2, cell: (row) => <span className="audit-who">{row.title ?? w.unknown}<span className="second">{row.userName}</span></span> },
    {
      key: 'what', header: w.what,
      cell: (row) => {
        const facts = e.factsOf(row)
        return (
          <span className="audit-what">
            <span className="only-phone">{row.title ?? w.unknown}</span>
            <span>
              {e.streamOf(row)} · {e.typeOf(row)}
              {RECORDS.includes(row.stream) && record === null && <Link className="audit-history" href={address('/audit', historyAddress(row.record))}>{w.history}</Link>}
            </span>
            {facts.length > 0 && <span className="second">{inWords(facts.slice(0, SHOWN))}</span>}
            {facts.length > SHOWN && <details className="second"><summary>{w.moreFacts(facts.length - SHOWN)}</summary>{inWords(facts.slice(SHOWN))}</details>}
            {row.reason && <span className="second">{w.reason}{colon}{row.reason}</span>}
          </span>
        )
      },
    },
    { key: 'occurred', header: w.occurredAt, fit: true, priority: 2, cell: (row) => instant(row.occurredAt) },
    { key: 'where', header: w.place, fit: true, priority: 2, cell: (row) => row.region.name },
    { key: 'source', header: w.source, fit: true, priority: 3, cell: (row) => e.sourceOf(row) },
  ]
}
