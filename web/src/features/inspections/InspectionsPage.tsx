// Opened by departments and towns to see what was visited and what came of it; they open one, or record their own.
import { useQuery } from 'urql'
import { Link } from 'wouter'
import { isDay } from '@anwang/domain/time'
import { useSectorNote } from '../../app/sectors.ts'
import { useHere } from '../../app/session.ts'
import { graphql, type ResultOf } from '../../gql/index.ts'
import { DASH } from '../../lib/format.ts'
import { useSorting } from '../../lib/sorting.ts'
import { knownOf, useAddress, useQueryState } from '../../lib/url.ts'
import { useCommon, useWords } from '../../lib/words/index.ts'
import type { Column } from '../../ui/DataTable.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { FilterBar } from '../../ui/FilterBar.tsx'
import { ChoiceFilter, Chips, chipsOf, DateFilter, SearchField, type Chip } from '../../ui/Filters.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { exportOf, ListPage } from '../../ui/ListPage.tsx'
import { OneFilter } from '../../ui/OneFilter.tsx'
import { PAGE_SIZE, usePage } from '../../ui/Paging.tsx'
import '../hazards/hazards.css'
import { useSectors } from '../hazards/sectors.ts'
import { words } from './words.ts'

export const NATURES = ['ADMINISTRATIVE', 'SUPERVISORY', 'GRID_PATROL', 'SELF_CHECK', 'EXPERT_SERVICE'] as const

const inspectionsQuery = graphql(`
  query Inspections($filter: InspectionFilter, $orderBy: InspectionOrder, $first: Int, $after: String) {
    inspections(filter: $filter, orderBy: $orderBy, first: $first, after: $after) {
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

const ORDER_FIELDS = ['FINISHED_ON', 'NUMBER'] as const

export default function InspectionsPage() {
  const w = useWords(words)
  const c = useCommon()
  const address = useAddress()
  const note = useSectorNote()
  const [query] = useQueryState()
  const { viewer, region } = useHere()
  const { after } = usePage()
  const sectors = useSectors()
  const sorting = useSorting(ORDER_FIELDS, { field: 'FINISHED_ON', direction: 'DESC' })
  const columns = useInspectionColumns()

  const nature = knownOf(query.get('nature'), NATURES)
  const [search, sector, subject] = [query.get('search')?.trim() ?? '', query.get('sector'), query.get('subject')]
  const day = (param: string) => {
    const text = query.get(param)
    return text !== null && isDay(text) ? text : null
  }
  const [from, to] = [day('onFrom'), day('onTo')]
  const [counted, own] = [query.get('counted') === '1', query.get('own') === '1']
  const filter = { ...(counted ? { accountable: region.id, reinspection: false, ...(own && { own }) } : { region: region.id }), ...(search && { search }), ...(sector && { sector }), ...(subject && { subject }), ...(nature.length > 0 && { nature }), ...(from && { from }), ...(to && { to }) }
  const [answer, again] = useQuery({ query: inspectionsQuery, variables: { filter, orderBy: { field: sorting.field, direction: sorting.direction }, first: PAGE_SIZE, after } })
  const found = answer.data?.inspections ?? null
  const chips: Chip[] = [
    ...(region.id === viewer.home.id ? [] : [{ param: 'region', label: w.regionChip(region.name) }]),
    ...(counted ? [{ param: 'counted', label: w.countedChip(region.name) }, ...(own ? [{ param: 'own', label: c.ownOf[region.level] }] : [])] : []),
    ...(search ? [{ param: 'search', label: w.searchChip(search) }] : []),
    ...chipsOf('nature', query, (value) => NATURES.find((one) => one === value) && c.nature[value as (typeof NATURES)[number]]),
    ...(sector ? [{ param: 'sector', label: sectors.find((one) => one.value === sector)?.label ?? c.sector }] : []),
    ...(subject ? [{ param: 'subject', label: found?.nodes[0]?.subject.name ?? c.subject }] : []),
    ...(from ? [{ param: 'onFrom', label: w.fromChip(from) }] : []),
    ...(to ? [{ param: 'onTo', label: w.toChip(to) }] : []),
  ]
  const filtered = chips.some((chip) => chip.param !== 'region')
  return (
    <ListPage
      title={`${region.name} ${w.title}`} note={note} name="inspections"
      after={viewer.viewerCanRecord && <Link className="button primary" href={address('/inspections/new')}><Icon name="plus" />{w.record}</Link>}
      above={
        <>
          <FilterBar search={<SearchField label={w.search} />}>
            <ChoiceFilter param="nature" label={w.natures} choices={NATURES.map((value) => ({ value, label: c.nature[value] }))} />
            <OneFilter param="sector" label={c.sector} choices={sectors} />
            <DateFilter param="on" label={w.on} />
          </FilterBar>
          <Chips chips={chips} />
        </>
      }
      table={{ caption: w.caption(region.name), columns, keyOf: (row) => row.id, sorting }}
      answer={answer} again={again} found={found} exported={exportOf('inspections', filter, sorting)}
      empty={<Empty title={filtered ? w.emptyFiltered : w.empty}>{filtered ? w.emptyFilteredBody : w.emptyBody}</Empty>}
    />
  )
}

function useInspectionColumns(): Column<Row>[] {
  const w = useWords(words)
  const c = useCommon()
  const address = useAddress()
  const href = (row: Row) => address(`/inspections/${encodeURIComponent(row.id)}`)
  return [
    { key: 'number', header: w.number, fit: true, priority: 2, fixed: true, sort: 'NUMBER', cell: (row) => <Link href={href(row)}>{row.number}</Link> },
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
    { key: 'on', header: w.on, fit: true, sort: 'FINISHED_ON', cell: (row) => row.finishedOn },
    { key: 'findings', header: w.findings, priority: 2, cell: (row) => <span className="line hazard-text" title={row.findings}>{row.findings}</span> },
    { key: 'place', header: w.place, fit: true, priority: 2, cell: (row) => row.region.name },
    { key: 'accountable', header: w.accountable, fit: true, priority: 3, cell: (row) => row.accountable.name },
    { key: 'sector', header: c.sector, fit: true, priority: 3, cell: (row) => row.sector?.name ?? <span className="quiet">{DASH}</span> },
  ]
}
