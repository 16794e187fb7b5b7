import { fixedClock, testDatabase } from '@anwang/testkit'
import { expect, it } from 'vitest'
import { startApi } from '../../../test/api.ts'
import { plantAccount, plantRegions } from '../../../test/world.ts'

const db = await testDatabase()
const api = await startApi(db, fixedClock('2026-10-20'))
await plantRegions(db, {
  '': { name: '全国', level: 'COUNTRY' },
  '41/': { name: '河南省', level: 'PROVINCE', code: '410000000000', initials: 'hns' },
  '41/09/': { name: '濮阳市', level: 'CITY', code: '410900000000', initials: 'pys' },
  '41/09/28/': { name: '濮阳县', level: 'COUNTY', code: '410928000000', initials: 'pyx' },
  '41/09/22/': { name: '清丰县', level: 'COUNTY', code: '410922000000', initials: 'qfx' },
  '41/09/71/': { name: '濮阳工业园区', level: 'COUNTY', code: '410971000000', kind: 'FUNCTIONAL_ZONE', initials: 'pygyyq' },
  '41/09/28/101/': { name: '柳屯镇', level: 'STREET', code: '410928101000', initials: 'ltz' },
  '41/90/': { name: '省直辖县级行政区划', level: 'CITY', code: '419000000000', transparent: true },
  '41/90/01/': { name: '济源市', level: 'COUNTY', code: '419001000000', initials: 'jys' },
  '41/09/99/': { name: '旧县', level: 'COUNTY', code: '410999000000', validTo: '2025-01-01' },
})
await plantAccount(db, 'office', [{ role: 'COMMITTEE_OFFICE', path: '41/09/' }])
const office = await api.signInAs('office')

it('finds by code, looks through formal layers, and pages children by one statement for all', async () => {
  const { result, statements } = await db.during(() => office.query(`{
    region(code: "410000000000") { name level childLevel parent { name } children(first: 3) { totalCount pageInfo { hasNextPage endCursor }
      nodes { name path parent { name } childLevel ancestors { name } children(first: 2) { totalCount nodes { name kind } pageInfo { hasNextPage } } } } } }`))
  expect(result.errors).toBeUndefined()
  expect(result.data.region).toMatchObject({
    name: '河南省', level: 'PROVINCE', childLevel: 'CITY', parent: { name: '全国' },
    children: {
      totalCount: 2, pageInfo: { hasNextPage: false },
      nodes: [
        { name: '濮阳市', parent: { name: '河南省' }, childLevel: 'COUNTY', ancestors: [{ name: '全国' }, { name: '河南省' }],
          children: { totalCount: 3, pageInfo: { hasNextPage: true }, nodes: [{ name: '清丰县', kind: 'ADMINISTRATIVE' }, { name: '濮阳县' }] } },
        { name: '济源市', parent: { name: '河南省' }, childLevel: null, children: { totalCount: 0, nodes: [] } },
      ],
    },
  })
  expect(statements.length).toBeLessThanOrEqual(9)
})

it('pages on after a cursor, and refuses one that is not its own', async () => {
  const page = async (after: string | null) => (await office.query('query($after: String) { region(code: "410900000000") { children(first: 2, after: $after) { totalCount nodes { name } pageInfo { endCursor hasNextPage } } } }', { after }))
  const first = (await page(null)).data.region.children
  expect(first).toMatchObject({ totalCount: 3, nodes: [{ name: '清丰县' }, { name: '濮阳县' }], pageInfo: { hasNextPage: true } })
  expect((await page(first.pageInfo.endCursor)).data.region.children).toMatchObject({ totalCount: 3, nodes: [{ name: '濮阳工业园区' }], pageInfo: { hasNextPage: false } })
  expect((await page('bm90IG91cnM')).errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'after' } }])
})

it.each([
  ['{ region(code: "4109") { name } }', 'code'],
  ['{ region(code: "990900000000") { name } }', 'code'],
  ['{ region(id: "x") { name } }', 'id'],
  ['{ region { name } }', 'code'],
  ['{ node(id: "UmVnaW9uOjE") { id } }', 'id'],
  ['{ region(code: "410900000000") { children(first: 201) { totalCount } } }', 'first'],
  ['{ regions(search: "濮", within: "x") { totalCount } }', 'within'],
  ['{ regions(search: "濮", after: "x") { totalCount } }', 'after'],
  [`{ regions(search: "${'濮'.repeat(61)}") { totalCount } }`, 'search'],
  ['{ regions(search: "a\\u0000b") { totalCount } }', 'search'],
  ['{ region(code: "410900000000") { children(first: 0) { totalCount } } }', 'first'],
])('%s is BAD_USER_INPUT %s', async (document, argument) => {
  expect((await office.query(document)).errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument } }])
})

it.each(['411300000000', '410999000000', '419000000000'])('%s: none such, closed, or a formal layer: null', async (code) => {
  expect(await office.query('query($code: String!) { region(code: $code) { name } }', { code })).toEqual({ data: { region: null } })
})

it.each([
  ['柳屯', ['柳屯镇']],
  ['濮阳', ['濮阳市', '濮阳县', '濮阳工业园区']],
  ['濮阳县', ['濮阳县']],
  ['py', ['濮阳市', '濮阳县', '濮阳工业园区']],
  ['PYX', ['濮阳县']],
  ['410928', ['濮阳县', '柳屯镇']],
  ['济', ['济源市']],
  ['旧县', []],
  ['省直辖', []],
  ["%' or 1", []],
  ['  ', []],
])('search %j finds %j', async (search, names) => {
  const { data } = await office.query('query($search: String!) { regions(search: $search) { totalCount nodes { name } } }', { search })
  expect(data.regions).toEqual({ totalCount: names.length, nodes: names.map((name) => ({ name })) })
})

it('searches within a region and by level, page after page', async () => {
  const document = 'query($within: ID, $level: RegionLevel, $first: Int, $after: String) { regions(search: "濮阳", within: $within, level: $level, first: $first, after: $after) { totalCount nodes { name id } pageInfo { hasNextPage endCursor } } }'
  const page = async (variables: object) => (await office.query(document, variables)).data.regions
  const first = await page({ first: 1 })
  expect(first).toMatchObject({ totalCount: 3, nodes: [{ name: '濮阳市' }], pageInfo: { hasNextPage: true } })
  expect((await page({ first: 1, after: first.pageInfo.endCursor })).nodes).toMatchObject([{ name: '濮阳县' }])
  expect((await page({ within: first.nodes[0].id, level: 'COUNTY' })).nodes).toMatchObject([{ name: '濮阳县' }, { name: '濮阳工业园区' }])
})

it('says whether a region lies within the scope of the viewer: not above it, not beside it', async () => {
  await plantAccount(db, 'county', [{ role: 'COMMITTEE_OFFICE', path: '41/09/28/' }])
  await plantAccount(db, 'auditor', [{ role: 'AUDITOR', path: '41/09/' }])
  const sees = async (user: string) => (await (await api.signInAs(user)).query(`{ city: region(code: "410900000000") { viewerSees } own: region(code: "410928000000") { viewerSees }
    town: region(code: "410928101000") { viewerSees } neighbour: region(code: "410922000000") { viewerSees } }`)).data
  const of = (city: boolean, own: boolean, town: boolean, neighbour: boolean) => ({ city: { viewerSees: city }, own: { viewerSees: own }, town: { viewerSees: town }, neighbour: { viewerSees: neighbour } })
  expect(await sees('county')).toEqual(of(false, true, true, false))
  expect(await sees('office')).toEqual(of(true, true, true, true))
  expect(await sees('auditor')).toEqual(of(false, false, false, false))
})

it('finds a node by its id, and asks the unsigned to sign in', async () => {
  const { data } = await office.query('{ region(code: "410928000000") { id } }')
  expect((await office.query('query($id: ID!) { node(id: $id) { id ... on Region { name } } }', { id: data.region.id })).data.node).toMatchObject({ id: data.region.id, name: '濮阳县' })
  expect((await api.anonymous.query('{ region(code: "410928000000") { id } }')).errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }])
})

it('finds below a city what bears a rare name and what bears one of hundreds', async () => {
  const villages = (city: string, count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`${city}28/101/${200 + n}/`, { name: `东村${n}`, level: 'COMMUNITY' as const, initials: `dc${n}` }]))
  await plantRegions(db, {
    '41/17/': { name: '驻马店市', level: 'CITY', code: '411700000000' }, '41/17/28/': { name: '甲县', level: 'COUNTY' }, '41/17/28/101/': { name: '乙镇', level: 'STREET' }, ...villages('41/17/', 400),
    ...villages('41/09/', 2), '41/09/28/101/300/': { name: '独一村', level: 'COMMUNITY', initials: 'dyc' },
  })
  const find = async (code: string, search: string) => {
    const { data } = await office.query('query($code: String!) { region(code: $code) { id } }', { code })
    return (await office.query('query($within: ID!, $search: String!) { regions(within: $within, search: $search, first: 3) { totalCount nodes { name } } }', { within: data.region.id, search })).data.regions
  }
  const two = { totalCount: 2, nodes: [{ name: '东村0' }, { name: '东村1' }] }
  expect([await find('410900000000', '东村'), await find('410900000000', 'dc'), await find('411700000000', '东村')]).toMatchObject([two, two, { totalCount: 400 }])
  for (const word of ['独一', 'dyc', '独']) expect(await find('410900000000', word)).toEqual({ totalCount: 1, nodes: [{ name: '独一村' }] })
  expect(await find('411700000000', '独一')).toEqual({ totalCount: 0, nodes: [] })
})
