import { append, newId, type Append } from '@anwang/db'
import { addDays, parsePeriod, type Day, type HazardEvent, type HazardLevel, type HazardSource, type SubjectFacts } from '@anwang/domain'
import { regionId } from '@anwang/domain/regions'
import { fixedClock, testDatabase } from '@anwang/testkit'
import { drizzle } from 'drizzle-orm/postgres-js'
import { describe, expect, it } from 'vitest'
import { startApi } from '../../../test/api.ts'
import { globalId } from '../../schema/nodes.ts'
import { subjectsBehind } from './store/behind.ts'
import { unlistedWords } from './words.ts'
import { foldFigures, plantAccount, plantOffice, plantRegions, plantSector } from '../../../test/world.ts'

const db = await testDatabase()
const today = '2026-10-20'
const api = await startApi(db, fixedClock(today))
const county = '41/09/01/'
await plantRegions(db, {
  '': { name: '全国', level: 'COUNTRY' }, '41/': { name: '河南省', level: 'PROVINCE', code: '410000000000' }, '41/09/': { name: '濮阳市', level: 'CITY', code: '410900000000' },
  [county]: { name: '甲县', level: 'COUNTY', code: '410901000000' }, '41/09/02/': { name: '乙县', level: 'COUNTY', code: '410902000000' },
  '41/09/01/101/': { name: '甲镇', level: 'STREET', code: '410901101000' }, '41/09/01/102/': { name: '乙镇', level: 'STREET', code: '410901102000' },
})
await plantOffice(db, '41/09/', '2024-01-01')
await plantAccount(db, 'office', [{ role: 'COMMITTEE_OFFICE', path: '41/09/' }])
const fire = await plantSector(db, '消防')
await plantAccount(db, 'fire', [{ role: 'DEPARTMENT', path: '41/09/', sectors: [fire] }])
await plantAccount(db, 'street', [{ role: 'STREET_WORKER', path: '41/09/01/101/' }])

const actorId = newId()
const other = newId()
const at = (day: Day) => new Date(`${day}T02:00:00Z`)
const meta = (day: Day, by = actorId) => ({ occurredAt: at(day), source: 'WEB' as const, actorId: by })
const ledger = drizzle(db.worker, { casing: 'snake_case' })
const write = (appends: Append[]) => ledger.transaction((tx) => append(tx, appends))

const placeOf = (n: number) => ({ placeId: regionId(n % 2 === 0 ? '41/09/01/101/' : '41/09/01/102/'), accountId: regionId(n % 5 === 0 ? county : n % 2 === 0 ? '41/09/01/101/' : '41/09/01/102/'), sectorId: n % 3 === 0 ? fire : null })
const subjects = Array.from({ length: 9 }, (_, n) => ({ id: newId(), n }))
const facts = ({ n }: { n: number }): SubjectFacts => ({
  kind: n === 8 ? 'SITE' : 'ENTERPRISE', name: `甲公司${n}`, creditCode: null, ...placeOf(n), riskGrade: null, status: n === 7 ? 'CLOSED' : 'OPERATING', key: n < 6, supervisionModeSet: n % 2 === 0,
  assigned: n < 4 ? ['PRIMARY', 'TERRITORIAL', 'SECTOR', 'COMPREHENSIVE', 'PARTY_AND_GOVERNMENT'] : ['PRIMARY'], hazardSources: n % 4, hazardSourcesOnline: Math.min(n % 4, 1), standardized: false,
})
await write(subjects.map((subject) => ({
  stream: 'subject', id: subject.id, before: null,
  events: [{ type: 'registered', ...meta('2025-02-01'), payload: { ...facts(subject), shownOnly: false } }, ...(subject.n === 6 ? [{ type: 'changed' as const, ...meta('2026-08-01'), payload: { status: 'CLOSED' as const } }] : [])],
})))

interface Case { level: HazardLevel; source: HazardSource; found: Day; submitted?: number; decided?: number; onTheSpot?: boolean; revisit?: boolean; voided?: boolean; again?: boolean }
const cases: Case[] = [
  // Majors, few: counted over four quarters.
  { level: 'MAJOR', source: 'SELF_CHECK', found: '2026-07-05', submitted: 5, decided: 6 },
  { level: 'MAJOR', source: 'DEPARTMENT', found: '2026-07-06', submitted: 20, decided: 22 },
  { level: 'MAJOR', source: 'DEPARTMENT', found: '2026-03-01' },
  { level: 'MAJOR', source: 'DEPARTMENT', found: '2025-12-01', submitted: 3, decided: 4 },
  { level: 'MAJOR', source: 'DEPARTMENT', found: '2025-08-01' },
  { level: 'MAJOR', source: 'DEPARTMENT', found: '2026-08-01', submitted: 3, decided: 4, voided: true },
  // Generals by source, in time, late, undecided, again.
  ...(['DEPARTMENT', 'SUPERIOR', 'EXPERT', 'TIP_OFF', 'GRID_PATROL', 'SELF_CHECK'] as const).flatMap((source): Case[] => [
    { level: 'GENERAL', source, found: '2026-07-10', submitted: 10, decided: 12, revisit: true },
    { level: 'GENERAL', source, found: '2026-07-20', submitted: 16, decided: 30 },
    { level: 'GENERAL', source, found: '2026-08-20' },
    { level: 'GENERAL', source, found: '2026-09-28', submitted: 10 },
    { level: 'GENERAL', source, found: '2026-09-10', submitted: 14 },
    { level: 'GENERAL', source, found: '2026-07-15', submitted: 0, decided: 0, onTheSpot: true },
    { level: 'GENERAL', source, found: '2026-07-11', submitted: 4, decided: 5, again: true },
  ]),
]
await write(cases.map((one, n): Append => {
  const events: HazardEvent[] = [{
    type: 'registered', ...meta(one.found),
    payload: { subjectId: subjects[0]!.id, ...placeOf(n), number: `H${n}`, description: '隐患', level: one.level, source: one.source, foundOn: one.found, dueOn: addDays(one.found, 15), inspectionId: null, shownOnly: false },
  }]
  const on = (days: number) => addDays(one.found, days)
  if (one.submitted !== undefined) events.push({ type: 'submitted', ...meta(on(one.submitted)), payload: { measures: '已整改', onTheSpot: one.onTheSpot ?? false } } as HazardEvent)
  if (one.decided !== undefined) events.push({ type: 'accepted', ...meta(on(one.decided), other), payload: { onSite: true } } as HazardEvent)
  if (one.revisit) events.push({ type: 'revisited', ...meta(on(40), other), payload: { drawn: true, recurred: n % 2 === 0 } })
  if (one.again) events.push({ type: 'reopened', ...meta(on(30), other), payload: { dueOn: on(45) } } as HazardEvent)
  if (one.voided) events.push({ type: 'void_requested', ...meta(on(9)), reason: '录错', payload: { duplicateOf: null } }, { type: 'void_countersigned', ...meta(on(10), other), payload: {} } as HazardEvent)
  return { stream: 'hazard', id: newId(), before: null, events }
}))

// Counted in one street and moved to the other: a hazard after its deadline, a firm after the quarter.
const [street, next] = ['41/09/01/101/', '41/09/01/102/'].map((path) => ({ placeId: regionId(path), accountId: regionId(path) })) as [{ placeId: string; accountId: string }, { placeId: string; accountId: string }]
const [movedHazard, movedFirm] = [newId(), newId()]
await write([{
  stream: 'hazard', id: movedHazard, before: null, events: [
    { type: 'registered', ...meta('2026-07-02'), payload: { subjectId: subjects[0]!.id, ...street, sectorId: null, number: 'MOVED', description: '隐患', level: 'GENERAL', source: 'DEPARTMENT', foundOn: '2026-07-02', dueOn: '2026-07-17', inspectionId: null, shownOnly: false } },
    { type: 'transferred', ...meta('2026-08-01'), payload: next },
  ] as HazardEvent[],
}, {
  stream: 'subject', id: movedFirm, before: null, events: [
    { type: 'registered', ...meta('2025-02-01'), payload: { ...facts({ n: 2 }), ...street, name: '迁走公司', shownOnly: false } },
    { type: 'transferred', ...meta('2026-10-05'), payload: next },
  ],
}])

const document = (code: string) => `{ region(code: "${code}") { score(period: "2026-Q3") { indicators { indicator { number } numerator denominator smallSample
  numeratorRecords: records(counted: NUMERATOR, first: 200) { totalCount nodes { id ... on Hazard { number } ... on Subject { name } } }
  denominatorRecords: records(first: 200) { totalCount nodes { id } pageInfo { hasNextPage } } lostRecords: records(counted: LOST, first: 200) { totalCount nodes { id } } } } } }`
const indicators = async (user: string, code = '410901000000') => {
  const { data, errors } = await (await api.signInAs(user)).query(document(code))
  expect(errors).toBeUndefined()
  return new Map<number, any>((data.region.score?.indicators ?? []).map((one: any) => [one.indicator.number, one]))
}

describe.each(['pending', 'folded'])('%s', (state) => {
  it('lists as many records as the numerator and the denominator say', async () => {
    if (state === 'folded') await foldFigures(db, today)
    for (const code of ['410901000000', '410901101000']) {
      const found = await indicators('office', code)
      for (const number of [3, 4, 5, 7, 9, 12, 13]) {
        const { numerator, denominator, numeratorRecords, denominatorRecords, lostRecords } = found.get(number)
        if (denominator === null) continue
        const complement = number === 7
        expect([number, numeratorRecords.totalCount, denominatorRecords.totalCount, lostRecords.totalCount]).toEqual([number, numerator, denominator, complement ? numerator : denominator - numerator])
        expect([numeratorRecords.nodes.length, denominatorRecords.nodes.length]).toEqual([numerator, denominator])
      }
    }
    const found = await indicators('office')
    expect(found.get(3)).toMatchObject({ numerator: 2, denominator: 4, smallSample: true })
    expect([4, 5, 7, 9, 12, 13].every((number) => found.get(number).denominator > 0)).toBe(true)
  })
})

it('keeps what moved away after it counted, where it counted', async () => {
  const [from, to] = [await indicators('office', '410901101000'), await indicators('office', '410901102000')]
  const has = (found: Map<number, any>, number: number, id: string) => found.get(number).denominatorRecords.nodes.some((node: any) => node.id === id)
  const [hazard, firm] = [globalId('Hazard', movedHazard), globalId('Subject', movedFirm)]
  expect([has(from, 4, hazard), has(to, 4, hazard), has(from, 12, firm), has(to, 12, firm)]).toEqual([true, false, true, false])
  for (const found of [from, to]) for (const number of [4, 12]) expect(found.get(number).denominatorRecords.totalCount).toBe(found.get(number).denominator)
})

it('reads on through records that give nothing, however many, and begins where a cursor says', async () => {
  const at = { path: county, scope: ['41/09/'], parts: [{ path: county, sectors: null }] }
  await ledger.transaction(async (tx) => {
    const all = await subjectsBehind(tx, at, 'ENTERPRISES', { until: '2026-10-01', lost: false }, null, 100)
    expect(all.map(({ key }) => key)).toEqual(all.map(({ key }) => key).toSorted())
    const on = await subjectsBehind(tx, at, 'ENTERPRISES', { until: '2026-10-01', lost: false }, all[3]!.key, 2)
    expect(on.map(({ id }) => id)).toEqual([all[3]!.id, all[4]!.id])
    const unowned = await subjectsBehind(tx, at, 'ENTERPRISES', { until: '2026-10-01', lost: true }, null, 100)
    expect([unowned.length, unowned.every(({ fold }) => fold.assigned.length < 5)]).toEqual([5, true])
    expect((await subjectsBehind(tx, at, 'KEY', { until: '2026-10-01', lost: false }, null, 100)).every(({ fold }) => fold.key)).toBe(true)
  })
})

it('says why it lists none', async () => {
  const { data } = await (await api.signInAs('office')).query('{ region(code: "410901000000") { score(period: "2026-Q3") { indicators { indicator { number } recordsUnlisted } } } }', {}, 'en')
  const said = new Map(data.region.score.indicators.map((one: any) => [one.indicator.number, one.recordsUnlisted]))
  expect([said.get(4), said.get(17)]).toEqual([null, unlistedWords.NOT_KEPT.en])
})

it('shows no records of items that keep none, and of a department its sectors only', async () => {
  expect((await indicators('office')).get(17)).toMatchObject({ denominatorRecords: null })
  const all = (await indicators('office')).get(4).denominatorRecords
  const own = (await indicators('fire')).get(4).denominatorRecords
  expect(own.totalCount).toBeGreaterThan(0)
  expect(own.totalCount).toBeLessThan(all.totalCount)
  const ids = new Set(all.nodes.map((node: any) => node.id))
  expect(own.nodes.every((node: any) => ids.has(node.id))).toBe(true)
})

it.each([3, 4, 5, 7, 9, 12, 13].flatMap((number) => (['NUMERATOR', 'DENOMINATOR', 'LOST'] as const).flatMap((side) => [1, 3].map((first) => [number, side, first] as const))))('pages through those of item %i, %s, by %i, each once and in one order', async (number, side, first) => {
  for (const user of ['office', 'fire']) {
    const client = await api.signInAs(user)
    const page = async (first: number, after: string | null) => {
      const { data, errors } = await client.query(`query($first: Int!, $after: String) { region(code: "410901000000") { score(period: "2026-Q3") { indicators(number: ${number}) {
        records(counted: ${side}, first: $first, after: $after) { totalCount edges { cursor because node { id } } pageInfo { hasNextPage endCursor } } } } } }`, { first, after })
      expect(errors).toBeUndefined()
      return data.region.score.indicators[0].records
    }
    const whole = await page(200, null)
    const seen: any[] = []
    for (let after: string | null = null, more = true; more;) {
      const found = await page(first, after)
      expect(found.totalCount).toBe(whole.totalCount)
      expect(found.edges.length).toBeLessThanOrEqual(first)
      seen.push(...found.edges)
      ;[after, more] = [found.pageInfo.endCursor, found.pageInfo.hasNextPage]
    }
    expect(seen).toEqual(whole.edges)
    expect([seen.length, new Set(seen.map(({ cursor }) => cursor)).size]).toEqual([whole.totalCount, whole.totalCount])
    expect(seen.every(({ because }) => (because === null) === (side !== 'LOST'))).toBe(true)
  }
})

it.each(['W10', Buffer.from('["41/","2026-02-30","00000000-0000-7000-8000-000000000000",1]').toString('base64url'), Buffer.from('[0,"41/","00000000-0000-7000-8000-000000000000",1]').toString('base64url')])('refuses a cursor that is none of the list: %s', async (after) => {
  const { errors } = await (await api.signInAs('office')).query('query($after: String) { region(code: "410901000000") { score(period: "2026-Q3") { indicators(number: 4) { records(after: $after) { totalCount } } } } }', { after })
  expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'after' })
})

it('is closed to a street worker for the county', async () => {
  expect(await indicators('street')).toEqual(new Map())
  expect((await indicators('street', '410901101000')).get(4).denominatorRecords.totalCount).toBeGreaterThan(0)
})

it.each(['2026-03-31', '2026-06-30', '2026-07-31', '2026-08-20', '2026-09-30', today])('lists as overdue on %s as many as the figure of that day, in the county and by town', async (on) => {
  const office = await api.signInAs('office')
  const id = (path: string) => globalId('Region', regionId(path))
  const { data, errors } = await office.query(`query($period: Period!, $filter: HazardFilter!, $on: Date!) {
    region(code: "410901000000") { metrics(period: $period) { overdueOpen overdueOpenMajor own { overdueOpen } } children { nodes { id metrics(period: $period) { overdueOpen } } } }
    hazards(filter: $filter, first: 200, orderBy: { field: OVERDUE_DAYS, direction: DESC }) { totalCount nodes { level overdueDays(on: $on) } }
    overdueGroups(filter: $filter, by: REGION) { key count longestDays major } }`, { period: `2025-01-01/${on}`, on, filter: { accountable: id(county), overdueOn: on } })
  expect(errors).toBeUndefined()
  const { metrics, children } = data.region
  const days = data.hazards.nodes.map((one: any) => one.overdueDays)
  expect([data.hazards.totalCount, data.hazards.nodes.filter((one: any) => one.level === 'MAJOR').length]).toEqual([metrics.overdueOpen, metrics.overdueOpenMajor])
  expect(Math.min(1, ...days)).toBe(1)
  expect(days).toEqual(days.toSorted((a: number, b: number) => b - a))
  const groups = new Map<string, any>(data.overdueGroups.map((one: any) => [one.key, one]))
  expect(groups.get(id(county))?.count ?? 0).toBe(metrics.own.overdueOpen)
  for (const child of children.nodes) {
    expect(groups.get(child.id)?.count ?? 0).toBe(child.metrics.overdueOpen)
    const { data: town } = await office.query('query($filter: HazardFilter!) { hazards(filter: $filter, first: 200) { totalCount nodes { number } } overdueGroups(filter: $filter, by: REGION) { count } }', { filter: { accountable: child.id, overdueOn: on } })
    expect([town.hazards.totalCount, town.overdueGroups.reduce((sum: number, one: any) => sum + one.count, 0)]).toEqual([child.metrics.overdueOpen, child.metrics.overdueOpen])
    if (on === '2026-07-31' || on === '2026-08-20') expect(town.hazards.nodes.some((one: any) => one.number === 'MOVED')).toBe((child.id === id('41/09/01/101/')) === (on === '2026-07-31'))
  }
  expect(Math.max(0, ...[...groups.values()].map((one) => one.longestDays))).toBe(Math.max(0, ...days))
})

it.each(['2026-07', '2026-Q3', '2026-08'])('lists as found in %s as many as the figure of those days, where it counted when it was found', async (text) => {
  const office = await api.signInAs('office')
  const period = parsePeriod(text)!
  for (const path of ['41/09/', county, '41/09/01/101/', '41/09/01/102/']) {
    const region = globalId('Region', regionId(path))
    const { data, errors } = await office.query(`query($region: ID!, $period: Period!, $filter: HazardFilter!, $own: HazardFilter!) {
      region(id: $region) { metrics(period: $period) { hazardsFoundGeneral hazardsFoundMajor own { hazardsFoundGeneral hazardsFoundMajor } } } hazards(filter: $filter) { totalCount } own: hazards(filter: $own) { totalCount } }`,
    { region, period: text, ...Object.fromEntries([['filter', false], ['own', true]].map(([name, own]) => [name, { accountable: region, own, foundFrom: period.from, foundTo: addDays(period.until, -1) }])) })
    expect(errors).toBeUndefined()
    const { own, ...whole } = data.region.metrics
    expect([data.hazards.totalCount, data.own.totalCount]).toEqual([whole.hazardsFoundGeneral + whole.hazardsFoundMajor, own.hazardsFoundGeneral + own.hazardsFoundMajor])
  }
})

it('refuses a day after today', async () => {
  const { errors } = await (await api.signInAs('office')).query('{ hazards(filter: { overdueOn: "2026-10-21" }) { totalCount } }')
  expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'filter.overdueOn' })
})

it('says of each record why it lost, in a phrase of its own, and how many there are without the three quarters before', async () => {
  const ask = async (language: 'zh' | 'en') => (await (await api.signInAs('office')).query(`{ region(code: "410901000000") { score(period: "2026-Q3") { indicators(number: [3, 4, 5, 9, 12]) { indicator { number } numerator denominator smallSample pooled periodDenominator
    records(counted: LOST, first: 200) { totalCount edges { because } } denominatorRecords: records(first: 3) { edges { because } } } } } }`, {}, language)).data.region.score.indicators
  const [zh, en] = [await ask('zh'), await ask('en')]
  for (const one of [...zh, ...en]) {
    expect(one.records.edges).toHaveLength(one.records.totalCount)
    for (const { because } of one.records.edges) expect(because).toMatch(/\S/)
    for (const { because } of one.denominatorRecords.edges) expect(because).toBeNull()
  }
  const of = (number: number) => zh.find((one: any) => one.indicator.number === number)
  expect(of(3)).toMatchObject({ smallSample: true, pooled: true, denominator: 4, periodDenominator: 2 })
  expect(of(3).records.edges.map((one: any) => one.because).toSorted()).toEqual(['7月26日提交，逾期5天', expect.stringMatching(/^至今未提交，逾期\d+天$/)])
  expect(of(4)).toMatchObject({ smallSample: false, pooled: false, periodDenominator: null })
  expect(en.find((one: any) => one.indicator.number === 9).records.edges[0].because).toBe('no supervision mode set')
  const fire = (await (await api.signInAs('fire')).query('{ region(code: "410901000000") { score(period: "2026-Q3") { indicators(number: [3]) { pooled periodDenominator } } } }')).data.region.score.indicators
  expect(fire).toEqual([{ pooled: true, periodDenominator: null }])
})
