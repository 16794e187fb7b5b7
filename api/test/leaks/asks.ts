import { regionId } from '@anwang/domain/regions'
import { globalId } from '../../src/schema/nodes.ts'
import type { Answer, Client } from '../api.ts'
import type { Kind, Target } from './rules.ts'
import { CODES, type LeakWorld, type Records } from './world.ts'

/** How something is named. */
export type Way = 'code' | 'id' | 'cursor' | 'search' | 'listed'
interface Row {
  readonly id?: string
  readonly userName?: string
  readonly action?: string
  readonly record?: string
  readonly version?: number
  readonly posts?: readonly object[]
}
interface List {
  readonly totalCount: number
  readonly nodes: readonly Row[]
}
/** What a field of the query answers, as far as it is looked at: a record, a list, or what holds lists. */
export interface Answered extends Partial<List> {
  readonly [field: string]: unknown
  readonly __typename?: string
  readonly hazards?: List
  readonly subjects?: List
  readonly entries?: List
  readonly events?: List
  readonly rows?: List
  readonly metrics?: object | null
  readonly score?: object | null
  readonly own?: object | null
  readonly 0?: object
  readonly length?: number
}
type Maybe = Answered | null | undefined

/** One question about one thing at a target. */
export interface Ask {
  readonly kind: Kind
  readonly way: Way
  readonly query: string
  /** The type of what is asked for. */
  readonly type: string
  /** How deep into what it holds. */
  readonly depth: number
  /** The field of the query, with its arguments, and its selection around that of the type. */
  readonly document: (selection: string) => string
  /** The thing in the answer of that field; null where it is not there. */
  readonly pick: (answer: Maybe) => object | null
  /** Nothing else answers to it, so that for who does not see it the list is empty and its count 0. */
  readonly alone?: (answer: Maybe) => number
}

const text = (value: string) => JSON.stringify(value)
const PERIOD = '"2026-Q3"'
const COUNTRY = text(globalId('Region', regionId('')))

interface Previous {
  readonly hazards: ReadonlyMap<string, string>
  readonly inspections: ReadonlyMap<string, string>
  readonly subjects: ReadonlyMap<string, string>
  readonly imports: ReadonlyMap<string, string>
  readonly accounts: ReadonlyMap<string, string>
  readonly entries: string
  /** Of the newest event. */
  readonly events: string
}

type ListQuery = (order: string) => string
const edges = 'edges { cursor node { id } }'

/** Of each record of a list the arguments after which the list goes on with it: the cursor of the one before, in one order or in the other. */
async function before(client: Client, list: ListQuery, orders: readonly string[], at: (data: Answer['data']) => { readonly edges: readonly { readonly cursor: string; readonly node: { readonly id: string } }[] }): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  for (const order of orders) {
    const rows = at((await client.query(list(`first: 200${order}`))).data).edges
    for (const [i, row] of rows.entries()) if (i > 0 && !found.has(row.node.id)) found.set(row.node.id, `first: 200, after: ${text(rows[i - 1]!.cursor)}${order}`)
  }
  return found
}

export async function previousOf({ all }: LeakWorld): Promise<Previous> {
  const both = (field: string) => ['ASC', 'DESC'].map((direction) => `, orderBy: { field: ${field}, direction: ${direction} }`)
  const plain = (name: string): ListQuery => (args) => `{ ${name}(${args}) { ${edges} } }`
  return {
    hazards: await before(all.records, plain('hazards'), both('NUMBER'), (data) => data.hazards),
    inspections: await before(all.records, plain('inspections'), both('NUMBER'), (data) => data.inspections),
    subjects: await before(all.records, (args) => `{ region(id: ${COUNTRY}) { subjects(${args}) { ${edges} } } }`, both('NAME'), (data) => data.region.subjects),
    imports: await before(all.records, plain('imports'), [''], (data) => data.imports),
    accounts: await before(all.accounts, plain('accounts'), [''], (data) => data.accounts),
    events: (await all.log.query('{ audit { events(first: 1) { pageInfo { endCursor } } } }')).data.audit.events.pageInfo.endCursor,
    entries: (await all.log.query('{ audit { entries(first: 1) { pageInfo { endCursor } } } }')).data.audit.entries.pageInfo.endCursor,
  }
}

const withId = (id: string) => (nodes: readonly Row[] | undefined): object | null => nodes?.find((one) => one.id === id) ?? null
const counted = (list: Partial<List> | null | undefined): number => (list?.nodes ? (list.totalCount ?? 0) + list.nodes.length : 0)

/** A list of the query's own: by its nodes, and their number where nothing else answers to the arguments. */
const listed = (query: string, type: string, kind: Kind, way: Way, args: string, id: string, alone = way !== 'cursor' && way !== 'listed'): Ask => ({
  kind, way, query, type, depth: way === 'search' ? 1 : 0, document: (selection) => `${query}${args && `(${args})`} { totalCount nodes ${selection} }`,
  pick: (answer) => withId(id)(answer?.nodes), ...(alone && { alone: counted }),
})
const one = (query: string, type: string, kind: Kind, way: Way, args: string, depth = 1): Ask => ({ kind, way, query, type, depth, document: (selection) => `${query}${args && `(${args})`} ${selection}`, pick: (answer) => answer ?? null })
const byId = (type: string, kind: Kind, id: string, depth = 1): Ask =>
  ({ kind, way: 'id', query: 'node', type, depth, document: (selection) => `node(id: ${text(id)}) { ... on ${type} ${selection} }`, pick: (answer) => (answer?.__typename ? answer : null) })
/** Something inside a region, which itself is in the directory. */
const inside = (type: string, kind: Kind, way: Way, region: string, field: string, pick: Ask['pick'], depth = 0, alone?: Ask['alone']): Ask => ({
  kind, way, query: 'region', type, depth, document: (selection) => `region(${region}) { ${field.replace('…', selection)} }`, pick, ...(alone && { alone }),
})

function recordsAt(at: Records, code: string | undefined, previous: Previous): Ask[] {
  const [hazard] = at.hazards
  const region = text(at.region)
  const places = [['id', `id: ${region}`], ...(code ? [['code', `code: ${text(code)}`]] : [])] as [Way, string][]
  return [
    ...at.hazards.map((id) => byId('Hazard', 'records', id)), byId('Subject', 'records', at.subject), byId('Inspection', 'records', at.inspection),
    ...at.numbers.map((number, i) => listed('hazards', 'Hazard', 'records', 'search', `filter: { search: ${text(number)} }`, at.hazards[i]!)),
    listed('hazards', 'Hazard', 'records', 'id', `filter: { subject: ${text(at.subject)} }, first: 200`, hazard!),
    listed('hazards', 'Hazard', 'records', 'id', `filter: { region: ${region}, subject: ${text(at.subject)} }, first: 200`, hazard!),
    listed('hazards', 'Hazard', 'records', 'id', `filter: { accountable: ${region}, own: true, search: ${text(at.name)} }`, hazard!),
    listed('hazards', 'Hazard', 'records', 'cursor', previous.hazards.get(hazard!)!, hazard!),
    listed('hazards', 'Hazard', 'records', 'listed', 'first: 200', hazard!),
    listed('inspections', 'Inspection', 'records', 'search', `filter: { search: ${text(at.inspectionNumber)} }`, at.inspection),
    listed('inspections', 'Inspection', 'records', 'id', `filter: { subject: ${text(at.subject)} }`, at.inspection),
    listed('inspections', 'Inspection', 'records', 'id', `filter: { accountable: ${region}, own: true, search: ${text(at.name)} }`, at.inspection),
    listed('inspections', 'Inspection', 'records', 'cursor', previous.inspections.get(at.inspection)!, at.inspection),
    ...places.flatMap(([way, arg]) => [
      inside('Hazard', 'records', way, arg, `hazards(filter: { search: ${text(at.number)} }) { totalCount nodes … }`, (answer) => withId(hazard!)(answer?.hazards?.nodes), 0, (answer) => counted(answer?.hazards)),
      inside('Subject', 'records', way, arg, `subjects(search: ${text(at.name)}) { totalCount nodes … }`, (answer) => withId(at.subject)(answer?.subjects?.nodes), 1, (answer) => counted(answer?.subjects)),
    ]),
    inside('Subject', 'records', 'cursor', `id: ${COUNTRY}`, `subjects(${previous.subjects.get(at.subject)!}) { nodes … }`, (answer) => withId(at.subject)(answer?.subjects?.nodes)),
    inside('Subject', 'records', 'search', `id: ${COUNTRY}`, `subjects(search: ${text(at.creditCode)}) { totalCount nodes … }`, (answer) => withId(at.subject)(answer?.subjects?.nodes), 1, (answer) => counted(answer?.subjects)),
    ...['SUBJECT', 'SECTOR'].map((by): Ask => ({
      kind: 'records', way: 'id', query: 'overdueGroups', type: 'OverdueGroup', depth: 1, document: (selection) => `overdueGroups(by: ${by}, filter: { subject: ${text(at.subject)} }) ${selection}`,
      pick: (answer) => answer?.[0] ?? null, alone: (answer) => answer?.length ?? 0,
    })),
  ]
}

/** Of regions that are open: what was closed has no figures of today. */
function figuresAt(at: Records, target: Target, code: string | undefined): Ask[] {
  if (!code) return []
  const places = [['id', `id: ${text(at.region)}`, `region: ${text(at.region)}`], ['code', `code: ${text(code)}`, `code: ${text(code)}`]] as [Way, string, string][]
  return places.flatMap(([way, region, ranked]) => [
    inside('Metrics', 'figures', way, region, `metrics(period: ${PERIOD}) …`, (answer) => answer?.metrics ?? null, 1),
    // Cities are scored by no scheme of the demonstration's office.
    ...(target === 'parent' ? [] : [inside('Score', 'figures', way, region, `score(period: ${PERIOD}) …`, (answer) => answer?.score ?? null, 1)]),
    one('ranking', 'Ranking', 'figures', way, `${ranked}, period: ${PERIOD}`),
    { ...one('ranking', 'RankingOwn', 'figures', way, ''), document: (selection) => `ranking(${ranked}, period: ${PERIOD}) { own ${selection} }`, pick: (answer) => answer?.own ?? null },
    one('ranking', 'Ranking', 'published', way, `${ranked}, period: ${PERIOD}, basis: PUBLISHED`, 0),
    one('region', 'Region', 'directory', way, region, 0),
  ])
}

/** What stands too deep in something to be asked for with it. */
const within = (type: string, kind: Kind, of: string, id: string, field: string): Ask => ({
  kind, way: 'id', query: 'node', type, depth: 1, document: (selection) => `node(id: ${text(id)}) { ... on ${of} { ${field} ${selection} } }`,
  pick: (answer) => (Array.isArray(answer?.[field]) ? answer[field][0] : answer?.[field]) ?? null,
})

function othersAt(at: Records, target: Target, previous: Previous): Ask[] {
  const entry = (args: string, way: Way): Ask => ({
    kind: 'log', way, query: 'audit', type: 'AuditEntry', depth: 1, document: (selection) => `audit { entries(${args}) { totalCount nodes ${selection} } }`,
    pick: (answer) => answer?.entries?.nodes.find((one) => one.userName === at.userName && one.action === 'hazards.xlsx') ?? null,
    ...(way === 'search' && { alone: (answer: Maybe) => counted(answer?.entries) }),
  })
  const key = Buffer.from(at.hazards[0]!, 'base64url').toString('utf8').split(':')[1]!
  const event = (args: string, way: Way): Ask => ({
    kind: 'log', way, query: 'audit', type: 'AuditedEvent', depth: 1, document: (selection) => `audit { events(${args}) { totalCount nodes ${selection} } }`,
    pick: (answer) => answer?.events?.nodes.find((one) => one.record === key && one.version === 1) ?? null,
    ...(args.startsWith('record') && { alone: (answer: Maybe) => counted(answer?.events) }),
  })
  return [
    event(`record: ${text(key)}`, 'id'), event('first: 200', 'listed'), event(`region: ${text(at.region)}, first: 200`, 'id'), event(`after: ${text(previous.events)}, first: 200`, 'cursor'),
    byId('Import', 'ledgers', at.import), within('ImportCounting', 'ledgers', 'Import', at.import, 'counting'), within('ImportSheet', 'ledgers', 'Import', at.import, 'sheets'),
    within('InspectionDetails', 'records', 'Inspection', at.inspection, 'details'),
    {
      kind: 'ledgers', way: 'id', query: 'node', type: 'ImportRow', depth: 2, document: (selection) => `node(id: ${text(at.import)}) { ... on Import { rows { nodes ${selection} } } }`, pick: (answer) => answer?.rows?.nodes[0] ?? null,
    },
    {
      kind: 'accounts', way: 'search', query: 'accounts', type: 'Post', depth: 1, document: (selection) => `accounts(search: ${text(at.userName)}) { nodes { posts ${selection} } }`, pick: (answer) => answer?.nodes?.[0]?.posts?.[0] ?? null,
    },
    listed('imports', 'Import', 'ledgers', 'cursor', previous.imports.get(at.import)!, at.import), listed('imports', 'Import', 'ledgers', 'listed', 'first: 200', at.import),
    byId('Publication', 'published', at.publication, 0), listed('publications', 'Publication', 'published', 'id', `region: ${text(at.region)}`, at.publication, false),
    listed('accounts', 'Account', 'accounts', 'search', `search: ${text(at.userName)}`, at.account), listed('accounts', 'Account', 'accounts', 'cursor', previous.accounts.get(at.account)!, at.account),
    entry(`filter: { search: ${text(at.userName)} }`, 'search'), entry(`filter: { region: ${text(at.region)}, kind: [EXPORT] }, first: 200`, 'id'), entry(`after: ${text(previous.entries)}, first: 200`, 'cursor'),
    { kind: 'erasure', way: 'search', query: 'personalData', type: 'PersonalData', depth: 0, document: (selection) => `personalData(phone: ${text(at.phone)}) ${selection}`, pick: (answer) => (answer?.contacts ? answer : null) },
    ...(target === 'own' ? [byId('Region', 'directory', at.region, 0), byId('Sector', 'directory', at.sector, 0)] : []),
  ]
}

export function asksOf(world: LeakWorld, target: Target, previous: Previous): Ask[] {
  const at = world.at[target]
  return [...recordsAt(at, CODES[target], previous), ...(target === 'firm' ? [] : figuresAt(at, target, CODES[target])), ...othersAt(at, target, previous)]
}

/** What lies nowhere. */
export const PLACELESS: readonly Ask[] = [
  { kind: 'directory', way: 'listed', query: 'viewer', type: 'Viewer', depth: 1, document: (selection) => `viewer ${selection}`, pick: (answer) => answer ?? null },
  { kind: 'system', way: 'listed', query: 'system', type: 'SystemState', depth: 0, document: (selection) => `system ${selection}`, pick: (answer) => answer ?? null },
  { kind: 'directory', way: 'listed', query: 'office', type: 'Office', depth: 0, document: (selection) => `office ${selection}`, pick: (answer) => answer ?? null },
  { kind: 'directory', way: 'listed', query: 'sectors', type: 'Sector', depth: 1, document: (selection) => `sectors ${selection}`, pick: (answer) => answer?.[0] ?? null },
  { kind: 'directory', way: 'listed', query: 'layouts', type: 'Layout', depth: 1, document: (selection) => `layouts ${selection}`, pick: (answer) => answer?.[0] ?? null },
  { kind: 'directory', way: 'search', query: 'regions', type: 'Region', depth: 0, document: (selection) => `regions(search: "濮阳") { nodes ${selection} }`, pick: (answer) => answer?.nodes?.[0] ?? null },
]
