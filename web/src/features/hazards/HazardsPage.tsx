// Opened by the committee office and departments to find hazards of any state; they filter to what is theirs, then open a dossier or export.
import { useQuery } from 'urql'
import { Link } from 'wouter'
import { isEnterprise, isGridWorker } from '../../app/roles.ts'
import { useSectorNote } from '../../app/sectors.ts'
import { useHere } from '../../app/session.ts'
import { graphql } from '../../gql/index.ts'
import { download } from '../../lib/rest.ts'
import { useSorting } from '../../lib/sorting.ts'
import { knownOf, useAddress, useQueryState } from '../../lib/url.ts'
import { useCommon, useWords } from '../../lib/words/index.ts'
import { Empty } from '../../ui/Empty.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { ListPage } from '../../ui/ListPage.tsx'
import { PAGE_SIZE, usePage } from '../../ui/Paging.tsx'
import { hazardRow, hazardRows, ORDER_FIELDS, useHazardColumns, type HazardRow } from './columns.tsx'
import { exportAddress, FILTER_PARAMS, filterOf, STATES } from './filter.ts'
import { HazardFilters } from './HazardFilters.tsx'
import { OpenSummary, OPEN, useOwnColumns, useOwnName, useOwnWords, useTimeLeft } from './own.tsx'
import { SelectionBar, useSelection } from './SelectionBar.tsx'
import { ViewTabs } from './ViewTabs.tsx'
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
  const own = useOwnWords()
  const c = useCommon()
  const address = useAddress()
  const note = useSectorNote()
  const [query] = useQueryState()
  const { viewer, region, office } = useHere()
  const { after } = usePage()
  // An enterprise reads its own hazards, not those of the village where it stands: what it owes first, in the order in which it falls due.
  const mine = isEnterprise(viewer)
  const name = useOwnName(mine ? viewer.home.id : null)
  const states = knownOf(query.get('state'), STATES)
  const open = states.length > 0 ? states.every((state) => OPEN.some((one) => one === state)) : mine
  const sorting = useSorting(ORDER_FIELDS, open ? { field: 'DUE_ON', direction: 'ASC' } : { field: 'FOUND_ON', direction: 'DESC' })
  const everybodys = useTimeLeft(useHazardColumns(), open && isGridWorker(viewer) ? office.today : null)
  const ownColumns = useOwnColumns(query.get('state') ? null : office.today)
  const given = filterOf(query, region.id, office.today)
  const filter = mine && !given.state ? { ...given, state: [...OPEN] } : given
  const [picked, pick] = useSelection(filter)
  const order = { field: sorting.field, direction: sorting.direction }
  const [answer, again] = useQuery({ query: hazardsQuery, variables: { filter, orderBy: order, first: PAGE_SIZE, after } })
  const found = answer.data?.hazards ?? null
  const rows = found ? hazardRows(found.nodes) : []
  const filtered = FILTER_PARAMS.some((param) => query.get(param))
  return (
    <ListPage<HazardRow>
      title={mine ? (name === null ? own.title : own.titleOf(name)) : `${region.name} ${w.title}`} note={mine ? null : note} name={mine ? 'hazards.own' : 'hazards'}
      before={viewer.viewerCanRecord && (
        <>
          <Link className="button" href={address('/inspections/new')}><Icon name="plus" />{w.toInspection}</Link>
          <Link className="button" href={address('/hazards/new')}><Icon name="plus" />{own.register}</Link>
        </>
      )}
      above={
        <>
          {mine ? <ViewTabs label={w.views} views={[{ label: own.open, states: [] }, { label: own.done, states: ['CLOSED', 'ARCHIVED', 'VOIDED'] }]} /> : <ViewTabs label={w.views} views={[{ label: c.all, states: [] }, ...STATES.map((state) => ({ label: c.hazardState[state], states: [state] }))]} />}
          <HazardFilters sayStates={!mine && states.length > 1} />
          {mine && found && !query.get('state') && <OpenSummary rows={rows} total={found.totalCount} today={office.today} />}
        </>
      }
      table={{ caption: mine ? (name === null ? own.title : own.titleOf(name)) : w.caption(region.name), columns: mine ? ownColumns : everybodys, keyOf: (row) => row.id, sorting, ...(!mine && { selection: { picked, pick, nameOf: (row) => row.number } }) }}
      answer={answer} again={again} found={found && { ...found, nodes: rows }} exported={exportAddress(filter, order)}
      empty={
        filtered ? <Empty title={w.emptyFiltered}>{w.emptyFilteredBody}</Empty>
        : mine ? <Empty title={own.nothingOpen}>{own.nothingOpenBody}</Empty>
        : <Empty title={w.empty} action={viewer.viewerCanImport && <Link className="button" href={address('/imports')}>{w.toImport}</Link>}>{w.emptyBody}</Empty>
      }
      picked={
        <SelectionBar picked={picked} clear={() => pick(new Set())}>
          <button type="button" className="button" onClick={() => download(exportAddress(filter, order, { ids: [...picked] }))}>{w.exportSelected}</button>
        </SelectionBar>
      }
    />
  )
}
