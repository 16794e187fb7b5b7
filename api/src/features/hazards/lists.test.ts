import { addDays } from '@anwang/domain'
import { fixedClock, testDatabase } from '@anwang/testkit'
import { beforeAll, describe, expect, it } from 'vitest'
import { startApi, type Client } from '../../../test/api.ts'
import { aHazard, aSubject, plant, plantContact, type PlantedSubject } from '../../../test/records.ts'
import { plantAccount, plantRegions, plantSector } from '../../../test/world.ts'
import { globalId } from '../../schema/nodes.ts'
import { regionId } from '@anwang/domain/regions'

const TODAY = '2026-10-20'
const db = await testDatabase()
const api = await startApi(db, fixedClock(TODAY))
await plantRegions(db, {
  '': { name: '全国', level: 'COUNTRY' },
  '41/': { name: '河南省', level: 'PROVINCE', code: '410000000000' },
  '41/09/': { name: '濮阳市', level: 'CITY', code: '410900000000' },
  '41/09/28/': { name: '濮阳县', level: 'COUNTY', code: '410928000000' },
  '41/09/28/101/': { name: '柳屯镇', level: 'STREET', code: '410928101000' },
  '41/09/28/102/': { name: '文留镇', level: 'STREET', code: '410928102000' },
  '41/09/23/': { name: '南乐县', level: 'COUNTY', code: '410923000000' },
})
const chemicals = await plantSector(db, '危险化学品')
const stations = await plantSector(db, '加油加气站', chemicals)
const fire = await plantSector(db, '消防')
await plantAccount(db, 'county', [{ role: 'COMMITTEE_OFFICE', path: '41/09/28/' }])
await plantAccount(db, 'leader', [{ role: 'LEADER', path: '41/09/28/' }])
await plantAccount(db, 'two', [{ role: 'COMMITTEE_OFFICE', path: '41/09/28/102/' }, { role: 'COMMITTEE_OFFICE', path: '41/09/23/' }])
await plantAccount(db, 'bureau', [{ role: 'DEPARTMENT', path: '41/09/28/', sectors: [chemicals] }])
await plantAccount(db, 'officer', [{ role: 'AUDITOR', path: '41/09/' }])

const firms: PlantedSubject[] = []
let county: Client, leader: Client, two: Client
beforeAll(async () => {
  const subjects = [
    aSubject('41/09/28/101/', { name: '柳屯化工有限公司', sectorId: chemicals }), aSubject('41/09/28/101/', { name: '柳屯加油站', sectorId: stations }),
    aSubject('41/09/28/102/', { name: '文留百货', sectorId: fire }), aSubject('41/09/23/', { name: '南乐铸造', sectorId: fire }),
  ]
  firms.push(...subjects)
  const hazards = subjects.flatMap((subject, s) => Array.from({ length: 30 }, (_, i) =>
    // Every third is left lying, the others are rectified in time; of the first firm one is a major.
    aHazard(subject, addDays('2026-07-01', i * 2), {
      number: `YH-${s}-${String(i).padStart(3, '0')}`, description: i === 5 ? '100%_储罐区\\泄漏' : '配电箱未接地', ...(s === 0 && i === 0 && { level: 'MAJOR' as const, source: 'SUPERIOR' as const }),
    }, i % 3 === 0 ? [] : [
      ['ordered', addDays('2026-07-01', i * 2), { dueOn: addDays('2026-07-01', i * 2 + 10), document: 'HAZARD_NOTIFICATION' }],
      ['submitted', addDays('2026-07-01', i * 2 + 3), { onTheSpot: false, measures: '已整改' }],
      ['accepted', addDays('2026-07-01', i * 2 + 5), { onSite: true }],
    ])))
  await plant(db, [...subjects.map((one) => one.append), ...hazards.map((one) => one.append)])
  await plantContact(db, 'subject', subjects[0]!.id, subjects[0]!.path, '王建设', '10000000001')
  ;[county, leader, two] = await Promise.all(['county', 'leader', 'two'].map((name) => api.signInAs(name))) as [Client, Client, Client]
})

const list = async (client: Client, filter: object | null, more: object = {}, fields = 'number overdueDays') => {
  const { data, errors } = await client.query(`query($filter: HazardFilter, $orderBy: HazardOrder, $first: Int, $after: String) {
    hazards(filter: $filter, orderBy: $orderBy, first: $first, after: $after) { totalCount pageInfo { hasNextPage endCursor } nodes { ${fields} } } }`, { filter, ...more })
  expect(errors).toBeUndefined()
  return data.hazards
}
const region = (path: string) => globalId('Region', regionId(path))

describe('filters', () => {
  it.each<[string, () => object, number]>([
    ['everything in scope', () => ({}), 90],
    ['a street', () => ({ region: region('41/09/28/102/') }), 30],
    ['a region above the scope is narrowed to it', () => ({ region: region('41/09/') }), 90],
    ['a region beside the scope', () => ({ region: region('41/09/23/') }), 0],
    ['a sector with what is below it', () => ({ sector: globalId('Sector', chemicals) }), 60],
    ['a leaf sector', () => ({ sector: globalId('Sector', stations) }), 30],
    ['a subject', () => ({ subject: globalId('Subject', firms[1]!.id) }), 30],
    ['a level', () => ({ level: ['MAJOR'] }), 1],
    ['states', () => ({ state: ['CLOSED', 'REGISTERED'] }), 90],
    ['a state', () => ({ state: ['REGISTERED'] }), 30],
    ['sources', () => ({ source: ['SUPERIOR', 'EXPERT'] }), 1],
    ['overdue today', () => ({ overdue: true }), 30],
    ['not overdue', () => ({ overdue: false }), 60],
    // Found on 07-01, due on 07-16, overdue from 07-17: 96 days on 10-20.
    ['overdue for at least 96 days', () => ({ minOverdueDays: 96 }), 3],
    ['overdue for at least 97 days', () => ({ minOverdueDays: 97 }), 0],
    ['found from and to, both inclusive', () => ({ foundFrom: '2026-07-03', foundTo: '2026-07-05' }), 6],
    ['due from and to', () => ({ dueFrom: '2026-07-16', dueTo: '2026-07-16' }), 3],
    ['a number', () => ({ search: 'yh-2-00' }), 10],
    ['a description with signs of its own', () => ({ search: '100%_储罐区\\' }), 3],
    ["a subject's name", () => ({ search: '百货' }), 30],
    ['several at once', () => ({ sector: globalId('Sector', chemicals), overdue: true, level: ['GENERAL'] }), 19],
  ])('%s', async (_name, filter, count) => {
    const found = await list(county, filter(), { first: 200 })
    expect([found.totalCount, found.nodes.length]).toEqual([count, count])
  })

  it.each<[object, string]>([
    [{ region: 'x' }, 'filter.region'], [{ sector: globalId('Sector', firms[0]?.id ?? '00000000-0000-8000-8000-000000000000') }, 'filter.sector'], [{ minOverdueDays: 0 }, 'filter.minOverdueDays'],
    [{ foundFrom: '2026-07-02', foundTo: '2026-07-01' }, 'filter.foundTo'], [{ dueFrom: '2026-02-30' }, 'filter.dueFrom'], [{ search: 'a\0' }, 'filter.search'],
  ])('%j is BAD_USER_INPUT %s', async (filter, argument) => {
    expect((await county.query('query($filter: HazardFilter) { hazards(filter: $filter) { totalCount } }', { filter })).errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument } }])
  })
})

describe('pages', () => {
  it.each(['DUE_ON', 'FOUND_ON', 'OVERDUE_DAYS', 'NUMBER'].flatMap((field) => [[field, 'ASC'], [field, 'DESC']]))('by %s %s show every hazard once, in order', async (field, direction) => {
    const seen: { id: string; dueOn: string; foundOn: string; overdueDays: number; number: string }[] = []
    let after: string | null = null
    do {
      const page: any = await list(county, {}, { orderBy: { field, direction }, first: 17, after }, 'id dueOn foundOn overdueDays number')
      seen.push(...page.nodes)
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null
    } while (after)
    expect(new Set(seen.map((one) => one.id)).size).toBe(90)
    const keys = seen.map((one) => ({ DUE_ON: one.dueOn, FOUND_ON: one.foundOn, OVERDUE_DAYS: one.overdueDays, NUMBER: one.number })[field]!)
    const sorted = keys.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0))
    expect(keys).toEqual(direction === 'ASC' ? sorted : sorted.toReversed())
  })

  it("merges the parts of a scope, and refuses another order's cursor", async () => {
    const first = await list(two, {}, { orderBy: { field: 'NUMBER', direction: 'ASC' }, first: 31 })
    expect(first).toMatchObject({ totalCount: 60, pageInfo: { hasNextPage: true } })
    expect(first.nodes.at(-1).number).toBe('YH-3-000')
    const { errors } = await two.query('query($after: String) { hazards(after: $after) { totalCount } }', { after: first.pageInfo.endCursor })
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'after' } }])
  })
})

const PAGE = `{ hazards(first: FIRST) { totalCount nodes { id number overdue recordedLate
  region { name } accountable { name } sector { name } subject { name sector { name } region { name } contacts { name phone } } rounds { n scoredDueOn } plan { measures }
  moves { kind viewerCan because primary } duplicateOf { number } inspection { number } contacts { name } events { totalCount nodes { type actor lateEntry facts { name value } } } } } }`

it('a page of 50 takes as many statements as a page of 5', async () => {
  const count = async (first: number) => {
    // What the process kept of regions is read again.
    await db.owner`update scoring_basis set n = n + 1 where changed = 'region_label'`
    const { result, statements } = await db.during(() => county.query(PAGE.replace('FIRST', String(first))))
    expect(result.errors).toBeUndefined()
    expect(result.data.hazards.nodes).toHaveLength(first)
    return statements.length
  }
  expect(await count(50)).toBe(await count(5))
  expect(await count(50)).toBeLessThanOrEqual(12)
})

it("hazards of many regions and subjects are read in one statement a list", async () => {
  const nested = '{ region(code: "410928000000") { children { nodes { name hazards(first: 2, orderBy: { field: NUMBER, direction: ASC }) { totalCount nodes { number } } subjects { totalCount nodes { name hazards(first: 1, filter: { overdue: true }) { totalCount } } } } } } }'
  const { result, statements } = await db.during(() => county.query(nested))
  expect(result.errors).toBeUndefined()
  expect(result.data.region.children.nodes).toMatchObject([
    { name: '柳屯镇', hazards: { totalCount: 60, nodes: [{ number: 'YH-0-000' }, { number: 'YH-0-001' }] }, subjects: { totalCount: 2, nodes: [{ name: '柳屯加油站', hazards: { totalCount: 10 } }, { name: '柳屯化工有限公司', hazards: { totalCount: 10 } }] } },
    { name: '文留镇', hazards: { totalCount: 30, nodes: [{ number: 'YH-2-000' }, { number: 'YH-2-001' }] } },
  ])
  expect(statements.length).toBeLessThanOrEqual(9)
})

describe('overdue groups', () => {
  it.each<[string, object | null, object[]]>([
    ['REGION', null, [{ label: '柳屯镇', count: 20, major: 1, region: { name: '柳屯镇' }, longestDays: 96 }, { label: '文留镇', count: 10, major: 0 }]],
    ['SECTOR', null, [{ count: 10 }, { count: 10 }, { count: 10 }]],
    ['SUBJECT', { level: ['MAJOR'] }, [{ label: '柳屯化工有限公司', count: 1, daysOver90: 1, days1to7: 0 }]],
  ])('by %s', async (by, filter, groups) => {
    const { data, errors } = await county.query('query($by: OverdueGrouping!, $filter: HazardFilter) { overdueGroups(by: $by, filter: $filter) { key label count major days1to7 days8to30 days31to90 daysOver90 longestDays region { name } sector { name } subject { name } } }', { by, filter })
    expect(errors).toBeUndefined()
    expect(data.overdueGroups).toMatchObject(groups)
    for (const group of data.overdueGroups) expect(group.days1to7 + group.days8to30 + group.days31to90 + group.daysOver90).toBe(group.count)
  })

  it('of a street show what lies at the street itself', async () => {
    const { data } = await county.query(`{ overdueGroups(by: REGION, filter: { region: "${region('41/09/28/101/')}" }) { label count region { name } } }`)
    expect(data.overdueGroups).toEqual([{ label: '本级', count: 20, region: { name: '柳屯镇' } }])
  })
})

it('contacts are masked in lists, and for those who do not work with them', async () => {
  const contacts = '{ nodes { number contacts { name phone } subject { contacts { name phone } } } }'
  const masked = [{ name: '王**', phone: '100****0001' }]
  const whole = [{ name: '王建设', phone: '10000000001' }]
  const filter = `{ subject: "${globalId('Subject', firms[0]!.id)}" }`
  const { data } = await county.query(`{ hazards(first: 1, filter: ${filter}) ${contacts} node(id: "${globalId('Subject', firms[0]!.id)}") { ... on Subject { contacts { name phone } } } }`)
  expect(data.hazards.nodes[0]).toMatchObject({ contacts: masked, subject: { contacts: masked } })
  expect(data.node.contacts).toEqual(whole)
  const { data: seen } = await leader.query(`{ node(id: "${globalId('Subject', firms[0]!.id)}") { ... on Subject { contacts { name phone } } } }`)
  expect(seen.node.contacts).toEqual(masked)
})

it('a department sees its sector, an enterprise itself; a firm of another sector stays unnamed', async () => {
  const bureau = await api.signInAs('bureau')
  expect(await list(bureau, {})).toMatchObject({ totalCount: 30 })
  await plant(db, [aHazard(firms[2]!, '2026-09-30', { number: 'YH-X', sectorId: chemicals }).append])
  const found = await list(bureau, { search: 'YH-X' }, {}, 'number subject { name region { name } viewerCanChange } contacts { name }')
  expect(found.nodes).toEqual([{ number: 'YH-X', subject: { name: '（其他行业的单位）', region: { name: '文留镇' }, viewerCanChange: false }, contacts: [] }])
  await plantAccount(db, 'firm', [{ role: 'ENTERPRISE', path: '41/09/28/101/', subjectId: firms[1]!.id }])
  const firm = await api.signInAs('firm')
  expect(await list(firm, {})).toMatchObject({ totalCount: 30 })
  expect((await firm.query('{ region(code: "410928000000") { subjects { nodes { name } } } }')).data.region.subjects.nodes).toEqual([{ name: '柳屯加油站' }])
})

it('an officer sees no record, and the unsigned are asked to sign in', async () => {
  const officer = await api.signInAs('officer')
  expect(await list(officer, {})).toMatchObject({ totalCount: 0, nodes: [] })
  expect((await officer.query('{ overdueGroups(by: SECTOR) { count } }')).data).toEqual({ overdueGroups: [] })
  expect((await api.anonymous.query('{ hazards { totalCount } }')).errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }])
})
