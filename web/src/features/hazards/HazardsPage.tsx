// Opened by the committee office and departments to find hazards of any state; they filter to what is theirs, then open a dossier or export.
import { useQuery } from 'urql'
import { Link } from 'wouter'
import { isEnterprise } from '../../app/roles.ts'
import { useHere } from '../../app/session.ts'
import { graphql } from '../../gql/index.ts'
import { count } from '../../lib/format.ts'
import { download } from '../../lib/rest.ts'
import { useSorting } from '../../lib/sorting.ts'
import { knownOf, useAddress, useQueryState } from '../../lib/url.ts'
import { useCommon, useWords } from '../../lib/words/index.ts'
import { useColumns } from '../../ui/Columns.tsx'
import { DataTable } from '../../ui/DataTable.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { Failure } from '../../ui/Failure.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { PAGE_SIZE, Paging, usePage } from '../../ui/Paging.tsx'
import { SkeletonRows } from '../../ui/Skeleton.tsx'
import { useTitle } from '../../ui/title.ts'
import { hazardRow, hazardRows, ORDER_FIELDS, useHazardColumns } from './columns.tsx'
import { exportAddress, FILTER_PARAMS, filterOf, STATES } from './filter.ts'
import { HazardFilters } from './HazardFilters.tsx'
import { SelectionBar, useSelection } from './SelectionBar.tsx'
import { words } from './words.ts'

const hazardsQuery = graphql(
  `
    query Hazards($filter: HazardFilter, $orderBy: HazardOrder, $first: Int, $after: String) {
      hazards(filter: $filter, orderBy: $orderBy, first: $first, after: $after) {
        totalCount
        pageInfo {
          hasNextPage
          endCursor
        }
        nodes {
          id
          ...HazardRow
        }
      }
    }
  `,
  [hazardRow],
)

export default function HazardsPage() {
  const w = useWords(words)
  const c = useCommon()
  const address = useAddress()
  const [query, change] = useQueryState()
  const { viewer, region, office } = useHere()
  const { after } = usePage()
  const sorting = useSorting(ORDER_FIELDS, { field: 'FOUND_ON', direction: 'DESC' })
  const { columns, chooser } = useColumns('hazards', useHazardColumns())
  // An enterprise reads its own hazards, not those of the village where it stands.
  const whose = isEnterprise(viewer) ? w.ownHazards : `${region.name} ${w.title}`
  useTitle(whose)

  const filter = filterOf(query, region.id, office.today)
  const [picked, pick] = useSelection(filter)
  const order = { field: sorting.field, direction: sorting.direction }
  const [{ data, error, fetching, stale }, again] = useQuery({ query: hazardsQuery, variables: { filter, orderBy: order, first: PAGE_SIZE, after } })
  const rows = data ? hazardRows(data.hazards.nodes) : []
  const total = data?.hazards.totalCount ?? 0
  const states = knownOf(query.get('state'), STATES)
  const filtered = FILTER_PARAMS.some((param) => query.get(param))
  const tab = (label: string, state: string | null) => (
    <button key={state ?? 'all'} type="button" aria-pressed={state === null ? states.length === 0 : states.length === 1 && states[0] === state} onClick={() => change({ state, after: null, at: null })}>
      {label}
    </button>
  )
  return (
    <div className="page">
      <div className="page-head">
        <h1>{whose}</h1>
        <div className="end no-print">
          {viewer.viewerCanRecord && <Link className="button" href={address('/inspections/new')}><Icon name="plus" />{w.toInspection}</Link>}
          {chooser}
          <button type="button" className="button not-phone" onClick={() => window.print()}><Icon name="print" />{c.print}</button>
          <button type="button" className="button" disabled={total === 0} title={w.exportAll(count(total))} onClick={() => download(exportAddress(filter, order))}><Icon name="download" />{c.exportDownload}</button>
        </div>
      </div>
      <div className="view-tabs no-print" role="group" aria-label={w.views}>
        {tab(c.all, null)}
        {STATES.map((state) => tab(c.hazardState[state], state))}
      </div>
      <HazardFilters />
      {error && !data ? (
        <Failure error={error} retry={() => again({ requestPolicy: 'network-only' })} />
      ) : !data ? (
        <SkeletonRows rows={12} label={c.loading} />
      ) : rows.length === 0 ? (
        filtered ? (
          <Empty title={w.emptyFiltered}>{w.emptyFilteredBody}</Empty>
        ) : (
          <Empty title={w.empty} action={viewer.viewerCanImport && <Link className="button" href={address('/imports')}>{w.toImport}</Link>}>{w.emptyBody}</Empty>
        )
      ) : (
        <>
          <div className="hazard-table">
            <DataTable
              caption={w.caption(region.name)} columns={columns} rows={rows} keyOf={(row) => row.id} sorting={sorting}
              selection={{ picked, pick, nameOf: (row) => row.number }} busy={fetching || stale}
            />
          </div>
          <SelectionBar picked={picked} clear={() => pick(new Set())}>
            <button type="button" className="button" onClick={() => download(exportAddress(filter, order, { ids: [...picked] }))}>{w.exportSelected}</button>
          </SelectionBar>
          <Paging shown={rows.length} total={total} pageInfo={data.hazards.pageInfo} />
        </>
      )}
    </div>
  )
}
