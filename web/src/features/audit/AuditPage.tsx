// Opened by the auditor: who came in, was refused, read personal data, took records out? Are the logs whole? They filter, then export.
import { useMemo, type ReactNode } from 'react'
import { useQuery } from 'urql'
import { Link } from 'wouter'
import { isAuditor } from '../../app/roles.ts'
import { useHere } from '../../app/session.ts'
import { useFresh } from '../../lib/fresh.ts'
import { count, DASH, instant } from '../../lib/format.ts'
import { usePunctuation } from '../../lib/punctuation.ts'
import { download } from '../../lib/rest.ts'
import { useAddress, useQueryState } from '../../lib/url.ts'
import { useCommon, useWords } from '../../lib/words/index.ts'
import { useColumns } from '../../ui/Columns.tsx'
import { DataTable, type Column } from '../../ui/DataTable.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { Failure } from '../../ui/Failure.tsx'
import { FilterBar } from '../../ui/FilterBar.tsx'
import { ChoiceFilter, Chips, chipsOf, DateFilter, SearchField, type Chip } from '../../ui/Filters.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { OneFilter } from '../../ui/OneFilter.tsx'
import { PAGE_SIZE, Paging, usePage } from '../../ui/Paging.tsx'
import { SkeletonRows } from '../../ui/Skeleton.tsx'
import { useTitle } from '../../ui/title.ts'
import './audit.css'
import { EventLog, hasHistory, historyAddress } from './EventLog.tsx'
import { exportAddress, filterOf, KINDS, type Kind } from './filter.ts'
import { Integrity } from './Integrity.tsx'
import { auditQuery, type Entry } from './queries.ts'
import { words } from './words.ts'

export default function AuditPage() {
  const w = useWords(words)
  const { viewer } = useHere()
  useTitle(w.title)
  if (!isAuditor(viewer)) return <div className="page"><Empty heading title={w.forbidden}>{w.forbiddenBody}</Empty></div>
  return <Logs />
}

/** Which of the two logs is shown stands in the address, with the one record that is looked into. */
function Logs() {
  const w = useWords(words)
  const [query, change] = useQueryState()
  const events = query.get('log') === 'events'
  const show = (log: string | null) => change({ ...Object.fromEntries(query.keys().map((name) => [name, null])), region: query.get('region'), log })
  const tabs = (
    <div className="view-tabs no-print" role="group" aria-label={w.which}>
      <button type="button" aria-pressed={!events} onClick={() => show(null)}>{w.logs.AUDIT}</button>
      <button type="button" aria-pressed={events} onClick={() => show('events')}>{w.logs.EVENT}</button>
    </div>
  )
  return events ? <EventLog tabs={tabs} /> : <AuditLog tabs={tabs} />
}

function AuditLog({ tabs }: { tabs: ReactNode }) {
  const w = useWords(words)
  const c = useCommon()
  const [query] = useQueryState()
  const { viewer, region } = useHere()
  const { after } = usePage()
  const { columns, chooser } = useColumns('audit', useAuditColumns())
  const filter = filterOf(query, region.id === viewer.home.id ? null : region.id)
  const context = useMemo(() => ({ additionalTypenames: ['AuditEntry', 'AuditChain'] }), [])
  const [{ data, error, fetching, stale }, again] = useQuery({ query: auditQuery, variables: { filter, first: PAGE_SIZE, after }, context })
  useFresh(again)
  const chips: Chip[] = [
    ...(region.id === viewer.home.id ? [] : [{ param: 'region', label: w.regionChip(region.name) }]),
    ...(filter.search ? [{ param: 'search', label: w.searchChip(filter.search) }] : []),
    ...chipsOf('kind', query, (value) => w.kinds[value as Kind]).filter(({ value }) => filter.kind?.includes(value as Kind)),
    ...(filter.refused ? [{ param: 'outcome', label: w.onlyRefused }] : []),
    ...(filter.from ? [{ param: 'atFrom', label: w.fromChip(filter.from) }] : []),
    ...(filter.to ? [{ param: 'atTo', label: w.toChip(filter.to) }] : []),
  ]
  const audit = data?.audit
  return (
    <div className="page">
      <div className="page-head">
        <h1>{w.title}</h1>
        <div className="end no-print">
          {chooser}
          <button type="button" className="button" disabled={!audit || audit.entries.nodes.length === 0} onClick={() => download(exportAddress(filter))}><Icon name="download" />{c.exportDownload}</button>
        </div>
      </div>
      {audit && <Integrity chains={audit} />}
      {tabs}
      <FilterBar search={<SearchField label={w.search} />}>
        <ChoiceFilter param="kind" label={w.kind} choices={KINDS.map((value) => ({ value, label: w.kinds[value] }))} />
        <OneFilter param="outcome" label={w.outcome} choices={[{ value: 'refused', label: w.onlyRefused }]} />
        <DateFilter param="at" label={w.at} />
      </FilterBar>
      <Chips chips={chips} />
      {error && !data ? (
        <Failure error={error} retry={() => again({ requestPolicy: 'network-only' })} />
      ) : !audit ? (
        <SkeletonRows rows={12} label={c.loading} />
      ) : audit.entries.nodes.length === 0 ? (
        <Empty title={w.empty}>{w.emptyBody}</Empty>
      ) : (
        <>
          <DataTable caption={w.caption(region.name)} columns={columns} rows={audit.entries.nodes} keyOf={(row) => row.number} busy={fetching || stale} />
          <Paging shown={audit.entries.nodes.length} total={audit.entries.totalCount} pageInfo={audit.entries.pageInfo} />
        </>
      )}
    </div>
  )
}

function useAuditColumns(): Column<Entry>[] {
  const w = useWords(words)
  const address = useAddress()
  const { colon, semicolon } = usePunctuation()
  const about = ({ details, target, targetId }: Entry): string => [
    ...details.map(({ name, value }) => (name === null ? value : `${name}${colon}${value}`)),
    ...(target === null || details.length > 0 ? [] : [`${target}${targetId === null ? '' : ` …${targetId.slice(-8)}`}`]),
  ].join(semicolon)
  const outcome = (row: Entry) => <span className="audit-outcome">{row.refused ? <><span className="tag">{w.refused}</span> {row.reason}</> : (row.reason ?? w.done)}</span>
  const who = (row: Entry) => row.userName ?? (row.kind === 'SIGN_IN' ? w.unknown : w.byCommand)
  return [
    { key: 'at', header: w.at, fit: true, fixed: true, cell: (row) => <span title={`${w.number} ${row.number}`}>{instant(row.at)}<span className="not-phone">{row.at.slice(16, 19)}</span></span> },
    {
      key: 'who', header: w.who, fit: true, priority: 2, fixed: true,
      cell: (row) => <span className="audit-who">{row.title ?? who(row)}{row.title && <span className="second">{row.userName}</span>}</span>,
    },
    { key: 'kind', header: w.kind, fit: true, priority: 2, cell: (row) => w.kinds[row.kind] },
    {
      key: 'what', header: w.what, fixed: true,
      cell: (row) => (
        <span className="audit-what">
          <span className="only-phone">{row.title ?? who(row)}</span>
          <span>{row.what}{row.reason !== null && <span className="only-phone"> · {outcome(row)}</span>}</span>
          {about(row) !== '' && <span className="second" title={row.targetId ?? undefined}>{about(row)}</span>}
          {hasHistory(row) && <Link className="second link" href={address('/audit', historyAddress(row.targetId))}>{w.history}</Link>}
        </span>
      ),
    },
    { key: 'rows', header: w.rows, fit: true, number: true, priority: 2, cell: (row) => (row.rows === null ? <span className="quiet">{DASH}</span> : count(row.rows)) },
    { key: 'outcome', header: w.outcome, priority: 2, cell: outcome },
    { key: 'address', header: w.address, fit: true, priority: 2, cell: (row) => row.address ?? <span className="quiet">{DASH}</span> },
    { key: 'where', header: w.where, fit: true, priority: 3, cell: (row) => row.region?.name ?? <span className="quiet">{DASH}</span> },
  ]
}
