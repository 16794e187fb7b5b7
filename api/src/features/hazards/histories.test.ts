import { connect, foldAll } from '@anwang/db'
import { compareAll } from '@anwang/db/metrics/recount'
import { addDays, foldHazard, type HazardEvent } from '@anwang/domain'
import { regionId } from '@anwang/domain/regions'
import { fixedClock, testDatabase } from '@anwang/testkit'
import fc from 'fast-check'
import { afterAll, expect, it } from 'vitest'
import { startApi, type Client } from '../../../test/api.ts'
import { plantSubject } from '../../../test/records.ts'
import { plantAccount, plantRegions, plantSector } from '../../../test/world.ts'
import { globalId } from '../../schema/nodes.ts'
import type { MoveKind } from './policy.ts'

const db = await testDatabase()
const clock = fixedClock('2026-03-01')
const api = await startApi(db, clock)
await plantRegions(db, {
  '': { name: '全国', level: 'COUNTRY' }, '41/': { name: '河南省', level: 'PROVINCE' }, '41/09/': { name: '濮阳市', level: 'CITY' },
  '41/09/28/': { name: '濮阳县', level: 'COUNTY' }, '41/09/28/101/': { name: '柳屯镇', level: 'STREET' },
})
const sectors = [await plantSector(db, '危险化学品'), await plantSector(db, '消防')]
const firms = [
  await plantSubject(db, '41/09/28/101/', { accountPath: '41/09/28/', sectorId: sectors[0]! }),
  await plantSubject(db, '41/09/28/101/', { accountPath: '41/09/', sectorId: sectors[1]! }),
  await plantSubject(db, '41/09/28/101/', {}),
]
await plantAccount(db, 'province', [{ role: 'COMMITTEE_OFFICE', path: '41/' }])
await plantAccount(db, 'city', [{ role: 'COMMITTEE_OFFICE', path: '41/09/' }])
await plantAccount(db, 'county', [{ role: 'COMMITTEE_OFFICE', path: '41/09/28/' }])
await plantAccount(db, 'leader', [{ role: 'LEADER', path: '41/09/' }])
await plantAccount(db, 'street', [{ role: 'STREET_WORKER', path: '41/09/28/101/' }])
const clients = Object.fromEntries(await Promise.all(['province', 'city', 'county', 'leader', 'street'].map(async (name) => [name, await api.signInAs(name)] as const))) as Record<string, Client>
const worker = connect(db.urls.worker, { max: 1 })
afterAll(() => worker.close())

interface Move { readonly kind: MoveKind; readonly viewerCan: boolean; readonly because: string }
interface Seen { readonly id: string; readonly version: number; readonly dueOn: string; readonly moves: readonly Move[] }
const FIELDS = 'id version dueOn moves { kind viewerCan because }'
let keys = 0

async function send(client: Client, name: string, input: object): Promise<{ __typename: string; code?: string; hazard?: Seen }> {
  const Name = name[0]!.toUpperCase() + name.slice(1)
  const { data, errors } = await client.query(`mutation($input: ${Name}Input!) { ${name}(input: $input) { __typename ... on ${Name}Payload { hazard { ${FIELDS} } } ... on UserError { code message path } } }`,
    { input: { idempotencyKey: String(++keys), ...input } })
  expect(errors).toBeUndefined()
  return data[name]
}

/** The mutation of a move with details that are mostly allowed, and sometimes not. */
function mutationOf(kind: MoveKind, seen: Seen, n: number): [name: string, input: object] {
  const today = clock.today()
  switch (kind) {
    case 'ORDER': return ['orderRectification', { dueOn: addDays(today, n % 50) }]
    case 'APPROVE_LONG_DEADLINE': return ['approveLongDeadline', {}]
    case 'PLAN': return ['planRectification', { responsiblePost: '厂长', measures: '停用', fundsYuan: n, dueOn: addDays(seen.dueOn, n % 5 === 0 ? 1 : 0), contingency: '撤人' }]
    case 'SUBMIT': return ['submitRectification', { measures: '已改' }]
    case 'ACCEPT': return ['reinspect', { accepted: true, onSite: n % 4 > 0 }]
    case 'REJECT': return ['reinspect', { accepted: false, reason: '未改好', ...(n % 3 === 0 && { dueOn: addDays(today, n % 20) }) }]
    case 'REQUEST_EXTENSION': return ['requestExtension', { dueOn: addDays(seen.dueOn, n % 30), controlMeasures: '专人看守' }]
    case 'DECIDE_EXTENSION': return ['decideExtension', { granted: n % 3 > 0 }]
    case 'CORRECT': return ['correctHazard', { reason: '登记有误', ...[{ level: n % 2 ? 'MAJOR' : 'GENERAL' }, { sector: globalId('Sector', sectors[n % 2]!) }, { subject: globalId('Subject', firms[n % 3]!.id) }, { description: `第${n}处` }][n % 4] }]
    case 'REQUEST_VOID': return ['requestVoid', { reason: '重复登记' }]
    case 'COUNTERSIGN_VOID': return ['countersignVoid', {}]
    case 'REFUSE_VOID': return ['refuseVoid', { reason: '并非重复' }]
    case 'REOPEN': return ['reopenHazard', { reason: '反弹', dueOn: addDays(today, n % 20), revisit: n % 2 === 0, drawn: n % 4 === 0 }]
    case 'ARCHIVE': return ['archiveHazard', {}]
    case 'REVISIT': return ['revisitHazard', { recurred: n % 2 > 0, drawn: n % 3 === 0, reason: '反弹', dueOn: addDays(today, n % 20) }]
    case 'LIST': return ['listHazard', { dueOn: addDays(today, n % 40) }]
    case 'DELIST': return ['delistHazard', { reason: '整改到位' }]
  }
}

const step = fc.record({ who: fc.constantFrom(...Object.keys(clients)), pick: fc.nat(), n: fc.nat({ max: 99 }), days: fc.constantFrom(0, 0, 1, 3, 9, 16) })
const life = fc.record({ firm: fc.nat({ max: 2 }), major: fc.boolean(), steps: fc.array(step, { minLength: 6, maxLength: 14, size: 'max' }) })

async function live({ firm, major, steps }: { firm: number; major: boolean; steps: { who: string; pick: number; n: number; days: number }[] }): Promise<string> {
  const made = await send(clients['county']!, 'registerHazard', {
    subject: globalId('Subject', firms[firm]!.id), source: 'DEPARTMENT', description: '泄漏', level: major ? 'MAJOR' : 'GENERAL', dueOn: addDays(clock.today(), major ? 40 : 8),
  })
  const { id } = made.hazard!
  for (const { who, pick, n, days } of steps) {
    clock.advance(days)
    const seen = (await clients[who]!.query(`query($id: ID!) { node(id: $id) { ... on Hazard { ${FIELDS} } } }`, { id })).data.node as Seen
    const open = seen.moves.filter((move) => !['REQUEST_VOID', 'COUNTERSIGN_VOID'].includes(move.kind) || n % 5 === 0)
    const mine = open.filter((move) => move.viewerCan)
    const move = n % 10 === 0 || mine.length === 0 ? open[pick % Math.max(1, open.length)] : mine[pick % mine.length]
    if (!move) continue
    const [name, input] = mutationOf(move.kind, seen, n)
    const result = await send(clients[who]!, name, { hazard: id, expectedVersion: seen.version, ...input })
    // What the record says a viewer can do and what the mutation lets them do is one rule.
    const forbidden = result.__typename === 'Forbidden' && !(move.viewerCan && result.code === 'NOT_YOURS' && 'subject' in input)
    expect([move.kind, who, forbidden]).toEqual([move.kind, who, !move.viewerCan])
    expect(result.__typename).not.toBe('Conflict')
  }
  return id
}

const BOARDS = { province: ['41/', ['41/09/']], city: ['41/09/', ['41/09/28/']], county: ['41/09/28/', ['41/09/28/101/']] } as const
const BANDS = [['days1to7', 1, 7], ['days8to30', 8, 30], ['days31to90', 31, 90], ['daysOver90', 91, Infinity]] as const

/** What the board of overdue hazards says by region, and what its records add up to. */
async function overdueBoard(who: keyof typeof BOARDS): Promise<{ said: unknown; counted: unknown }> {
  const [account, children] = BOARDS[who]
  const today = clock.today()
  const { data } = await clients[who]!.query(`query($filter: HazardFilter) { hazards(filter: $filter) { totalCount } overdueGroups(filter: $filter, by: REGION) { key count major longestDays ${BANDS.map(([name]) => name).join(' ')} } }`,
    { filter: { accountable: globalId('Region', regionId(account)), overdue: true } })
  const rows = await db.owner<{ path: string; level: string; from: string }[]>`select account_path as path, level, overdue_from::text as from from hazard
    where not shown_only and starts_with(account_path, ${account}) and overdue_from <= ${today} and (overdue_until is null or overdue_until > ${today})`
  const days = ({ from }: { from: string }) => (Date.parse(today) - Date.parse(from)) / 86_400_000 + 1
  const groups = [...Map.groupBy(rows, ({ path }) => children.find((child) => path.startsWith(child)) ?? account)].map(([path, all]) => ({
    key: globalId('Region', regionId(path)), count: all.length, major: all.filter(({ level }) => level === 'MAJOR').length, longestDays: Math.max(...all.map(days)),
    ...Object.fromEntries(BANDS.map(([name, from, to]) => [name, all.filter((one) => days(one) >= from && days(one) <= to).length])),
  }))
  const byKey = (a: { key: string }, b: { key: string }) => (a.key < b.key ? -1 : 1)
  return { said: [data.hazards.totalCount, data.overdueGroups.toSorted(byKey)], counted: [rows.length, groups.toSorted(byKey)] }
}

it('whatever is done through the API, rows, rounds and figures are what the events say', async () => {
  let lives = 0
  await fc.assert(fc.asyncProperty(life, async (one) => {
    await live(one)
    if (++lives % 6 === 0) await foldAll(worker.db, clock.today())
    const { cells, differing, differences } = await compareAll(worker.db, clock.today())
    expect([differing, differences]).toEqual([0, []])
    expect(cells).toBeGreaterThan(0)
    // A round that was late, accepted and reopened on one day is overdue until midnight, and no round that is open.
    clock.advance(1)
    for (const who of Object.keys(BOARDS) as (keyof typeof BOARDS)[]) {
      const { said, counted } = await overdueBoard(who)
      expect(said).toEqual(counted)
    }
  }), { numRuns: 18, endOnFailure: true })

  const rows = await db.owner`select id, version, state, fold, due_on::text as due from hazard`
  expect(rows.length).toBeGreaterThanOrEqual(18)
  for (const row of rows) {
    const stored = await db.owner`select type, payload, actor_id, source, occurred_at, reason from event where stream_id = ${row['id']} order by version`
    const events = stored.map((event) => ({ type: event['type'], payload: event['payload'], actorId: event['actor_id'], source: event['source'], occurredAt: event['occurred_at'], ...(event['reason'] && { reason: event['reason'] }) })) as HazardEvent[]
    const fold = foldHazard(events)!
    expect(JSON.parse(JSON.stringify(fold))).toEqual(row['fold'])
    expect([row['version'], row['state'], row['due']]).toEqual([fold.version, fold.state, fold.rounds.at(-1)!.dueOn])
  }
}, 120_000)
