import { useQuery } from 'urql'
import { useHere } from '../../app/session.ts'
import { graphql } from '../../gql/index.ts'
import { useQueryState } from '../../lib/url.ts'
import { useCommon, useWords } from '../../lib/words/index.ts'
import { FilterBar } from '../../ui/FilterBar.tsx'
import { ChoiceFilter, Chips, chipsOf, DateFilter, SearchField, type Chip } from '../../ui/Filters.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { OneFilter } from '../../ui/OneFilter.tsx'
import { Popover } from '../../ui/Popover.tsx'
import { AGES, ageOf, asOfDay, LEVELS, minDaysOf, SOURCES, STATES } from './filter.ts'
import { useSectors } from './sectors.ts'
import { words } from './words.ts'

const filterNameQuery = graphql(`
  query FilterName($id: ID!) {
    node(id: $id) {
      id
      ... on Subject {
        name
      }
      ... on Import {
        fileName
      }
    }
  }
`)

/** What a chip calls a subject or an import. */
function useNameOf(id: string | null): string | null {
  const [{ data }] = useQuery({ query: filterNameQuery, variables: { id: id ?? '' }, pause: id === null, requestPolicy: 'cache-first' })
  const node = data?.node
  if (!node) return null
  return 'name' in node ? (node.name as string) : 'fileName' in node ? (node.fileName as string) : null
}

const isKey = <K extends string>(text: string, words: Readonly<Record<K, string>>): text is K => text in words

/** The filters of a list of hazards, and what is in force as chips. `overdue`: a list of overdue ones only; `sayStates`: no view of the page says which states are asked for. */
export function HazardFilters({ overdue = false, sayStates = false }: { overdue?: boolean; sayStates?: boolean }) {
  const w = useWords(words)
  const c = useCommon()
  const { viewer, region, office } = useHere()
  const [query] = useQueryState()
  const sectors = useSectors()
  const subject = query.get('subject')
  const subjectName = useNameOf(subject)
  const imported = query.get('import')
  const fileName = useNameOf(imported)
  const age = ageOf(query)
  const minDays = minDaysOf(query)
  const asOf = overdue ? asOfDay(query, office.today) : null
  const word = <K extends string>(table: Readonly<Record<K, string>>) => (value: string) => (isKey(value, table) ? table[value] : undefined)
  const range = (param: 'found' | 'due', text: (from: string, to: string) => string): Chip[] => {
    const [from, to] = [query.get(`${param}From`), query.get(`${param}To`)]
    return [...(from ? [{ param: `${param}From`, label: text(from, '') }] : []), ...(to ? [{ param: `${param}To`, label: text('', to) }] : [])]
  }
  const sector = query.get('sector')
  const search = query.get('search')
  const chips: Chip[] = [
    ...(region.id === viewer.home.id ? [] : [{ param: 'region', label: w.regionChip(region.name) }]),
    ...(!overdue && query.get('counted') === '1' ? [{ param: 'counted', label: w.countedChip(region.name) }] : []),
    ...((overdue || query.get('counted') === '1') && query.get('own') === '1' ? [{ param: 'own', label: c.ownOf[region.level] }] : []),
    ...(asOf ? [{ param: 'asOf', label: w.asOfChip(asOf) }] : []),
    ...(search ? [{ param: 'search', label: w.searchChip(search) }] : []),
    ...chipsOf('level', query, word(c.hazardLevel)),
    ...(overdue || sayStates ? chipsOf('state', query, word(c.hazardState)) : []),
    ...chipsOf('source', query, word(c.hazardSource)),
    ...(sector ? [{ param: 'sector', label: sectors.find((one) => one.value === sector)?.label ?? c.sector }] : []),
    ...(subject ? [{ param: 'subject', label: subjectName ?? c.subject }] : []),
    ...(imported ? [{ param: 'import', label: w.importChip(fileName ?? '…') }] : []),
    ...(!overdue && query.get('overdue') === '1' ? [{ param: 'overdue', label: w.overdueOnly }] : []),
    ...(age ? [{ param: 'age', label: w.ageChip(w.age[age]) }] : []),
    ...(minDays !== null ? [{ param: 'minDays', label: w.minDaysChip(minDays) }] : []),
    ...range('found', w.foundChip),
    ...range('due', w.dueChip),
  ]
  return (
    <>
      <FilterBar search={<SearchField label={w.search} />}>
        <ChoiceFilter param="level" label={w.level} choices={LEVELS.map((value) => ({ value, label: c.hazardLevel[value] }))} />
        {overdue && <ChoiceFilter param="state" label={c.state} choices={STATES.slice(0, 3).map((value) => ({ value, label: c.hazardState[value] }))} />}
        <ChoiceFilter param="source" label={c.source} choices={SOURCES.map((value) => ({ value, label: c.hazardSource[value] }))} />
        <OneFilter param="sector" label={c.sector} choices={sectors} />
        <DaysFilter overdue={overdue} />
        <DateFilter param="found" label={c.foundOn} />
        <DateFilter param="due" label={c.dueOn} />
      </FilterBar>
      <Chips chips={chips} />
    </>
  )
}

/** How long overdue: a band, or at least so many days. */
function DaysFilter({ overdue }: { overdue: boolean }) {
  const w = useWords(words)
  const c = useCommon()
  const [query, change] = useQueryState()
  const first = { after: null, at: null }
  return (
    <Popover className="button" name={w.ages} label={<>{w.ages}<Icon name="down" size={16} /></>}>
      {() => (
        <div className="days-filter" role="group" aria-label={w.ages}>
          <div className="choices">
            {!overdue && (
              <label>
                <input type="checkbox" checked={query.get('overdue') === '1'} onChange={(event) => change({ overdue: event.target.checked ? '1' : null, ...first })} />
                {w.onlyOverdue}
              </label>
            )}
            {['', ...AGES].map((age) => (
              <label key={age}>
                <input type="radio" name="age" checked={(query.get('age') ?? '') === age} onChange={() => change({ age, ...first })} />
                {age === '' ? c.all : w.age[age as keyof typeof w.age]}
              </label>
            ))}
          </div>
          <label className="least">
            {w.minDays}
            <input type="number" min={1} max={9999} value={query.get('minDays') ?? ''} onChange={(event) => change({ minDays: event.target.value, ...first })} />
          </label>
        </div>
      )}
    </Popover>
  )
}
