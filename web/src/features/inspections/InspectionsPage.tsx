// Opened by departments and towns to see what was visited and what came of it; they open one, or record their own.
import { useQuery } from 'urql'
import { Link } from 'wouter'
import { isDay } from '@anwang/domain/time'
import { useHere } from '../../app/session.ts'
import { graphql, type ResultOf } from '../../gql/index.ts'
import { DASH } from '../../lib/format.ts'
import { knownOf, useAddress, useQueryState } from '../../lib/url.ts'
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
import '../hazards/hazards.css'
import { useSectors } from '../hazards/sectors.ts'
import { words } from './words.ts'

export const NATURES = ['ADMINISTRATIVE', 'SUPERVISORY', 'GRID_PATROL', 'SELF_CHECK', 'EXPERT_SERVICE'] as const

const inspectionsQuery = graphql(`
  query Inspections($filter: InspectionFilter, $first: Int, $after: String) {
    inspections(filter: $filter, first: $first, after: $after) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        id
        number
        nature
        startedOn
        finishedOn
        reinspection
        findings
        subject {
          id
          name
        }
        region {
          id
          name
        }
        accountable {
          id
          name
        }
        sector {
          id
          name
        }
      }
    }
  }
`)

type Row = ResultOf<typeof inspectionsQuery>['inspections']['nodes'][number]

export default function InspectionsPage() {
  const w = useWords(words)
  const c = useCommon()
  const address = useAddress()
  const [query] = useQueryState()
  const { viewer, region } = useHere()
  const { after } = usePage()
  const sectors = useSectors()
  const { columns, chooser } = useColumns('inspections', useInspectionColumns())
  useTitle(`${region.name} ${w.title}`)

  const nature = knownOf(query.get('nature'), NATURES)
  const [search, sector, subject] = [query.get('search')?.trim() ?? '', query.get('sector'), query.get('subject')]
  const day = (param: string) => {
    const text = query.get(param)
    return text !== null && isDay(text) ? text : null
  }
  const [from, to] = [day('onFrom'), day('onTo')]
  const filter = { region: region.id, ...(search && { search }), ...(sector && { sector }), ...(subject && { subject }), ...(nature.length > 0 && { nature }), ...(from && { from }), ...(to && { to }) }
  const [{ data, error, fetching, stale }, again] = useQuery({ query: inspectionsQuery, variables: { filter, first: PAGE_SIZE, after } })
  const rows = data?.inspections.nodes ?? []
  const chips: Chip[] = [
    ...(region.id === viewer.home.id ? [] : [{ param: 'region', label: w.regionChip(region.name) }]),
    ...(search ? [{ param: 'search', label: w.searchChip(search) }] : []),
    ...chipsOf('nature', query, (value) => NATURES.find((one) => one === value) && c.nature[value as (typeof NATURES)[number]]),
    ...(sector ? [{ param: 'sector', label: sectors.find((one) => one.value === sector)?.label ?? c.sector }] : []),
    ...(subject ? [{ param: 'subject', label: rows[0]?.subject.name ?? c.subject }] : []),
    ...(from ? [{ param: 'onFrom', label: w.fromChip(from) }] : []),
    ...(to ? [{ param: 'onTo', label: w.toChip(to) }] : []),
  ]
  const filtered = chips.some((chip) => chip.param !== 'region')
  return (
    <div className="page">
      <div className="page-head">
        <h1>{region.name} {w.title}</h1>
        <div className="end no-print">
          {chooser}
          <button type="button" className="button not-phone" onClick={() => window.print()}><Icon name="print" />{c.print}</button>
          {viewer.viewerCanRecord && <Link className="button primary" href={address('/inspections/new')}><Icon name="plus" />{w.record}</Link>}
        </div>
      </div>
      <FilterBar search={<SearchField label={w.search} />}>
        <ChoiceFilter param="nature" label={w.natures} choices={NATURES.map((value) => ({ value, label: c.nature[value] }))} />
        <OneFilter param="sector" label={c.sector} choices={sectors} />
        <DateFilter param="on" label={w.on} />
      </FilterBar>
      <Chips chips={chips} />
      {error && !data ? (
        <Failure error={error} retry={() => again({ requestPolicy: 'network-only' })} />
      ) : !data ? (
        <SkeletonRows rows={12} label={c.loading} />
      ) : rows.length === 0 ? (
        <Empty title={filtered ? w.emptyFiltered : w.empty}>{filtered ? w.emptyFilteredBody : w.emptyBody}</Empty>
      ) : (
        <>
          <DataTable caption={w.caption(region.name)} columns={columns} rows={rows} keyOf={(row) => row.id} busy={fetching || stale} />
          <Paging shown={rows.length} total={data.inspections.totalCount} pageInfo={data.inspections.pageInfo} />
        </>
      )}
    </div>
  )
}

function useInspectionColumns(): Column<Row>[] {
  const w = useWords(words)
  const c = useCommon()
  const address = useAddress()
  const href = (row: Row) => address(`/inspections/${encodeURIComponent(row.id)}`)
  return [
    { key: 'number', header: w.number, fit: true, priority: 2, fixed: true, cell: (row) => <Link href={href(row)}>{row.number}</Link> },
    {
      key: 'subject', header: w.subject, fixed: true,
      cell: (row) => (
        <>
          <Link className="line not-phone" href={address(`/subjects/${encodeURIComponent(row.subject.id)}`)} title={row.subject.name}>{row.subject.name}</Link>
          <Link className="only-phone" href={href(row)}>{row.subject.name}</Link>
          <span className="only-phone second">{c.nature[row.nature]} · {row.findings.slice(0, 40)}</span>
        </>
      ),
    },
    { key: 'nature', header: w.nature, fit: true, priority: 2, cell: (row) => <>{c.nature[row.nature]}{row.reinspection && <span className="tag late" title={w.reinspectionWhy}>{w.reinspection}</span>}</> },
    { key: 'on', header: w.on, fit: true, cell: (row) => row.finishedOn },
    { key: 'findings', header: w.findings, priority: 2, cell: (row) => <span className="line hazard-text" title={row.findings}>{row.findings}</span> },
    { key: 'place', header: w.place, fit: true, priority: 2, cell: (row) => row.region.name },
    { key: 'accountable', header: w.accountable, fit: true, priority: 3, cell: (row) => row.accountable.name },
    { key: 'sector', header: c.sector, fit: true, priority: 3, cell: (row) => row.sector?.name ?? <span className="quiet">{DASH}</span> },
  ]
}
