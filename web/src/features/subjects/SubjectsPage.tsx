// Opened by the committee office, departments and towns: what do we supervise, who is responsible for it, how risky is it? They open one, or register one.
import { useQuery } from 'urql'
import { Link } from 'wouter'
import { useSectorNote } from '../../app/sectors.ts'
import { useHere } from '../../app/session.ts'
import { graphql, type ResultOf } from '../../gql/index.ts'
import { count, DASH } from '../../lib/format.ts'
import { usePunctuation } from '../../lib/punctuation.ts'
import { useSorting } from '../../lib/sorting.ts'
import { knownOf, useAddress, useQueryState } from '../../lib/url.ts'
import { useCommon, useWords } from '../../lib/words/index.ts'
import type { Column } from '../../ui/DataTable.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { FilterBar } from '../../ui/FilterBar.tsx'
import { ChoiceFilter, Chips, chipsOf, SearchField, type Chip } from '../../ui/Filters.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { RiskMark } from '../../ui/marks.tsx'
import { exportOf, ListPage } from '../../ui/ListPage.tsx'
import { OneFilter } from '../../ui/OneFilter.tsx'
import { PAGE_SIZE, usePage } from '../../ui/Paging.tsx'
import { useSectors } from '../hazards/sectors.ts'
import '../hazards/hazards.css'
import { gapsOf, GRADES, KINDS, STATUSES } from './responsibilities.ts'
import { words } from './words.ts'

const subjectsQuery = graphql(`
  query Subjects($region: ID!, $kind: [SubjectKind!], $search: String, $sector: ID, $status: [SubjectStatus!], $riskGrade: [RiskGrade!], $key: Boolean, $orderBy: SubjectOrder, $first: Int, $after: String) {
    region(id: $region) {
      id
      subjects(kind: $kind, search: $search, sector: $sector, status: $status, riskGrade: $riskGrade, key: $key, orderBy: $orderBy, first: $first, after: $after) {
        totalCount
        pageInfo {
          hasNextPage
          endCursor
        }
        nodes {
          id
          kind
          name
          creditCode
          status
          riskGrade
          key
          assigned
          hazardSources
          supervisedAt
          region {
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
  }
`)

type Row = NonNullable<ResultOf<typeof subjectsQuery>['region']>['subjects']['nodes'][number]

const ORDER_FIELDS = ['NAME', 'RISK_GRADE', 'HAZARD_SOURCES'] as const

export default function SubjectsPage() {
  const w = useWords(words)
  const c = useCommon()
  const address = useAddress()
  const note = useSectorNote()
  const [query] = useQueryState()
  const { viewer, region } = useHere()
  const { after } = usePage()
  const sectors = useSectors()
  const sorting = useSorting(ORDER_FIELDS, { field: 'NAME', direction: 'ASC' })
  const columns = useSubjectColumns()

  const [kind, status, riskGrade] = [knownOf(query.get('kind'), KINDS), knownOf(query.get('status'), STATUSES), knownOf(query.get('risk'), GRADES)]
  const [search, sector, key] = [query.get('search')?.trim() ?? '', query.get('sector'), query.get('key') === '1']
  const filter = { ...(search && { search }), ...(sector && { sector }), ...(kind.length > 0 && { kind }), ...(status.length > 0 && { status }), ...(riskGrade.length > 0 && { riskGrade }), ...(key && { key }) }
  const [answer, again] = useQuery({ query: subjectsQuery, variables: { region: region.id, orderBy: { field: sorting.field, direction: sorting.direction }, first: PAGE_SIZE, after, ...filter } })
  const chips: Chip[] = [
    ...(region.id === viewer.home.id ? [] : [{ param: 'region', label: w.regionChip(region.name) }]),
    ...(search ? [{ param: 'search', label: w.searchChip(search) }] : []),
    ...(sector ? [{ param: 'sector', label: sectors.find((one) => one.value === sector)?.label ?? c.sector }] : []),
    ...(key ? [{ param: 'key', label: w.keyLong }] : []),
    ...chipsOf('kind', query, (value) => KINDS.find((one) => one === value) && c.subjectKind[value as (typeof KINDS)[number]]),
    ...chipsOf('status', query, (value) => STATUSES.find((one) => one === value) && c.subjectStatus[value as (typeof STATUSES)[number]]),
    ...chipsOf('risk', query, (value) => GRADES.find((one) => one === value) && c.riskGradeLong[value as (typeof GRADES)[number]]),
  ]
  const filtered = chips.some((chip) => chip.param !== 'region')
  return (
    <ListPage
      title={`${region.name} ${w.title}`} note={note} name="subjects"
      after={viewer.viewerCanRecord && <Link className="button primary" href={address('/subjects/new')}><Icon name="plus" />{w.register}</Link>}
      above={
        <>
          <FilterBar search={<SearchField label={w.search} />}>
            <OneFilter param="key" label={w.keyChoice} choices={[{ value: '1', label: w.keyLong }]} />
            <OneFilter param="sector" label={c.sector} choices={sectors} />
            <ChoiceFilter param="risk" label={w.risk} choices={GRADES.map((value) => ({ value, label: <RiskMark grade={value} /> }))} />
            <ChoiceFilter param="status" label={w.status} choices={STATUSES.map((value) => ({ value, label: c.subjectStatus[value] }))} />
            <ChoiceFilter param="kind" label={w.kind} choices={KINDS.map((value) => ({ value, label: c.subjectKind[value] }))} />
          </FilterBar>
          <Chips chips={chips} />
        </>
      }
      table={{ caption: w.caption(region.name), columns, keyOf: (row) => row.id, sorting }}
      answer={answer} again={again} found={answer.data?.region?.subjects ?? null} exported={exportOf('subjects', { region: region.id, ...filter }, sorting)}
      empty={
        filtered ? <Empty title={w.emptyFiltered}>{w.emptyFilteredBody}</Empty>
        : <Empty title={w.empty} action={viewer.viewerCanImport && <Link className="button" href={address('/imports')}>{w.toImport}</Link>}>{w.emptyBody}</Empty>
      }
    />
  )
}

function useSubjectColumns(): Column<Row>[] {
  const w = useWords(words)
  const c = useCommon()
  const { list } = usePunctuation()
  const address = useAddress()
  return [
    {
      key: 'name', header: w.name, fixed: true, sort: 'NAME',
      cell: (row) => (
        <>
          <Link className="line hazard-text" href={address(`/subjects/${encodeURIComponent(row.id)}`)} title={row.name}>{row.name}</Link>
          <span className="only-phone second">{row.region.name} · {row.sector?.name ?? c.subjectKind[row.kind]} · {c.subjectStatus[row.status]}</span>
        </>
      ),
    },
    { key: 'key', header: w.key, fit: true, priority: 2, cell: (row) => (row.key ? <span className="tag accent" title={w.keyLong}>{w.key}</span> : null) },
    { key: 'risk', header: w.risk, fit: true, sort: 'RISK_GRADE', cell: (row) => <RiskMark grade={row.riskGrade} /> },
    { key: 'sector', header: c.sector, fit: true, priority: 2, cell: (row) => row.sector?.name ?? <span className="quiet">{DASH}</span> },
    { key: 'place', header: w.place, fit: true, priority: 2, cell: (row) => row.region.name },
    { key: 'level', header: w.supervisedAt, fit: true, priority: 3, cell: (row) => c.level[row.supervisedAt] },
    { key: 'status', header: w.status, fit: true, priority: 2, cell: (row) => c.subjectStatus[row.status] },
    {
      key: 'five', header: w.five, fit: true, priority: 2,
      cell: (row) => {
        const gaps = gapsOf(row.assigned)
        const missing = w.gaps(gaps.map((one) => w.responsibilityShort[one]).join(list))
        return gaps.length === 0 ? <span className="quiet">{w.complete}</span> : <span className="nowrap">{gaps.length < 3 ? missing : <span title={missing}>{w.gapsOf(gaps.length)}</span>}</span>
      },
    },
    { key: 'sources', header: w.hazardSources, fit: true, number: true, sort: 'HAZARD_SOURCES', priority: 3, cell: (row) => (row.hazardSources > 0 ? count(row.hazardSources) : <span className="quiet">{DASH}</span>) },
    { key: 'creditCode', header: w.creditCode, fit: true, priority: 3, cell: (row) => row.creditCode ?? <span className="quiet">{DASH}</span> },
  ]
}
