// Opened by the committee office every morning: who owes what since when? They narrow to an area, select, order and export.
import { useQuery } from 'urql'
import { Link } from 'wouter'
import { useSectorNote } from '../../app/sectors.ts'
import { useHere } from '../../app/session.ts'
import { graphql, readFragment } from '../../gql/index.ts'
import { count, longDay } from '../../lib/format.ts'
import { useLanguage } from '../../lib/language.ts'
import { download } from '../../lib/rest.ts'
import { useSorting } from '../../lib/sorting.ts'
import { useQueryState, withChanges } from '../../lib/url.ts'
import { useCommon, useWords } from '../../lib/words/index.ts'
import { useColumns } from '../../ui/Columns.tsx'
import { DataTable } from '../../ui/DataTable.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { Failure } from '../../ui/Failure.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { PAGE_SIZE, Paging, usePage } from '../../ui/Paging.tsx'
import { SkeletonRows } from '../../ui/Skeleton.tsx'
import { useTitle } from '../../ui/title.ts'
import { hazardRow, hazardRows, ORDER_FIELDS, useHazardColumns } from '../hazards/columns.tsx'
import { asOfDay, exportAddress, FILTER_PARAMS, filterOf } from '../hazards/filter.ts'
import { HazardFilters } from '../hazards/HazardFilters.tsx'
import { SelectionBar, useSelection } from '../hazards/SelectionBar.tsx'
import { GroupTable, overdueGroup, type Grouping } from './GroupTable.tsx'
import { sumOf } from './groups.ts'
import { OrderSelected } from './OrderSelected.tsx'
import './overdue.css'
import { words } from './words.ts'

const groupsQuery = graphql(
  `
    query OverdueGroups($filter: HazardFilter, $by: OverdueGrouping!) {
      overdueGroups(filter: $filter, by: $by) {
        ...OverdueGroup
      }
    }
  `,
  [overdueGroup],
)

const listQuery = graphql(
  `
    query OverdueList($filter: HazardFilter, $orderBy: HazardOrder, $first: Int, $after: String, $on: Date) {
      hazards(filter: $filter, orderBy: $orderBy, first: $first, after: $after) {
        totalCount
        pageInfo {
          hasNextPage
          endCursor
        }
        nodes {
          id
          overdueThen: overdueDays(on: $on)
          ...HazardRow
        }
      }
    }
  `,
  [hazardRow],
)

const GROUPINGS = ['REGION', 'SECTOR', 'SUBJECT'] as const

export default function OverduePage() {
  const w = useWords(words)
  const c = useCommon()
  const language = useLanguage()
  const [query, change] = useQueryState()
  const { region, office, viewer } = useHere()
  const { after } = usePage()
  const sorting = useSorting(ORDER_FIELDS, { field: 'OVERDUE_DAYS', direction: 'DESC' })
  const { columns, chooser } = useColumns('overdue', useHazardColumns())
  const note = useSectorNote()
  useTitle(`${region.name} ${w.title}`)

  const named = query.get('by')?.toUpperCase()
  const by: Grouping = GROUPINGS.find((one) => one === named) ?? (region.childLevel === null ? 'SUBJECT' : 'REGION')
  const filter = filterOf(query, region.id, office.today, { overdue: true })
  const asOf = asOfDay(query, office.today)
  const [picked, pick] = useSelection(filter)
  const order = { field: sorting.field, direction: sorting.direction }
  const [groups, groupsAgain] = useQuery({ query: groupsQuery, variables: { filter, by } })
  const [list, listAgain] = useQuery({ query: listQuery, variables: { filter, orderBy: order, first: PAGE_SIZE, after, on: asOf } })

  const nodes = list.data?.hazards.nodes ?? []
  const rows = hazardRows(nodes).map((row, i) => ({ ...row, overdueDays: nodes[i]!.overdueThen }))
  const total = list.data?.hazards.totalCount ?? 0
  const sum = groups.data ? sumOf(groups.data.overdueGroups.map((one) => readFragment(overdueGroup, one))) : null
  const filtered = FILTER_PARAMS.some((param) => query.get(param))
  const error = (!list.data && list.error) || (!groups.data && groups.error)
  const beforeLive = asOf !== null && asOf < office.goLiveOn
  const todayHref = `/overdue?${withChanges(query.toString(), { asOf: null, after: null, at: null })}`
  const again = () => {
    groupsAgain({ requestPolicy: 'network-only' })
    listAgain({ requestPolicy: 'network-only' })
  }
  return (
    <div className="page overdue-page">
      <div className="page-head">
        <h1>
          {region.name} {w.title}{note && ` · ${note}`} <span className="quiet overdue-as-of">{w.asOf(longDay(asOf ?? office.today, language))}</span>
        </h1>
        <div className="end no-print">
          <div className="segments" role="group" aria-label={w.by}>
            {GROUPINGS.map((one) => (
              <button key={one} type="button" aria-pressed={by === one} onClick={() => change({ by: one.toLowerCase() })}>{w.byName[one]}</button>
            ))}
          </div>
          {chooser}
          <button type="button" className="button not-phone" onClick={() => window.print()}><Icon name="print" />{c.print}</button>
          <button type="button" className="button" disabled={total === 0} title={w.exportAll(count(total))} onClick={() => download(exportAddress(filter, order))}><Icon name="download" />{c.exportDownload}</button>
        </div>
      </div>
      <HazardFilters overdue />
      {error ? (
        <Failure error={error} retry={again} />
      ) : !list.data || !groups.data || !sum ? (
        <SkeletonRows rows={14} label={c.loading} />
      ) : rows.length === 0 && sum.count === 0 ? (
        <Empty title={beforeLive ? w.beforeLive(longDay(asOf, language)) : filtered ? w.noneFiltered : w.none} {...(asOf && { action: <Link className="button" href={todayHref}>{w.seeToday}</Link> })}>{beforeLive ? w.beforeLiveBody(longDay(office.goLiveOn, language)) : filtered ? w.noneFilteredBody : w.noneBody(asOf ? longDay(asOf, language) : w.today)}</Empty>
      ) : (
        <>
          <p className="overdue-summary" role="status">
            {w.summary(count(sum.count), count(sum.major), count(sum.longestDays))}
            {asOf && <span className="quiet"> {w.asOfNote(longDay(asOf, language))} {beforeLive && w.beforeLiveBody(longDay(office.goLiveOn, language))} <Link className="no-print" href={todayHref}>{w.seeToday}</Link></span>}
          </p>
          <GroupTable groups={groups.data.overdueGroups} by={by} busy={groups.fetching || groups.stale} />
          <section className="overdue-list" aria-labelledby="overdue-list">
            <h2 id="overdue-list">{w.listTitle}</h2>
            <div className="hazard-table">
              <DataTable
                caption={w.caption(region.name)} columns={columns} rows={rows} keyOf={(row) => row.id} sorting={sorting}
                selection={{ picked, pick, nameOf: (row) => row.number }} busy={list.fetching || list.stale}
              />
            </div>
            <SelectionBar picked={picked} clear={() => pick(new Set())}>
              {viewer.viewerCanRecord && <OrderSelected rows={rows.filter((row) => picked.has(row.id))} done={() => pick(new Set())} />}
              <button type="button" className="button" onClick={() => download(exportAddress(filter, order, { ids: [...picked] }))}>{w.exportSelected}</button>
            </SelectionBar>
            {rows.length < total && <p className="only-print quiet">{w.printedPart(count(rows.length), count(total))}</p>}
            <Paging shown={rows.length} total={total} pageInfo={list.data.hazards.pageInfo} />
          </section>
        </>
      )}
    </div>
  )
}
