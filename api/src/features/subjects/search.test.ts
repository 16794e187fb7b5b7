import { fixedClock, testDatabase } from '@anwang/testkit'
import { beforeAll, expect, it } from 'vitest'
import { startApi, type Client } from '../../../test/api.ts'
import { plantAccount, plantRegions } from '../../../test/world.ts'

const db = await testDatabase()
const api = await startApi(db, fixedClock('2026-10-20'))
await plantRegions(db, { '': { name: '全国', level: 'COUNTRY' }, '41/': { name: '河南省', level: 'PROVINCE' }, '41/09/': { name: '濮阳市', level: 'CITY', code: '410900000000' } })
await plantAccount(db, 'city', [{ role: 'COMMITTEE_OFFICE', path: '41/09/' }])
let city: Client
beforeAll(async () => { city = await api.signInAs('city') })

it.each([
  ['hazards(filter: { search: $term }) { totalCount }', 'filter.search'], ['inspections(filter: { search: $term }) { totalCount }', 'filter.search'],
  ['overdueGroups(by: SECTOR, filter: { search: $term }) { count }', 'filter.search'], ['region(code: "410900000000") { subjects(search: $term) { totalCount } }', 'search'],
])('%s takes a term of 100 characters and no longer one', async (field, argument) => {
  const find = (term: string) => city.query(`query($term: String!) { ${field} }`, { term })
  expect((await find(` ${'隐'.repeat(100)} `)).errors).toBeUndefined()
  expect((await find('隐'.repeat(101))).errors).toMatchObject([{ message: `${argument} is longer than 100 characters`, extensions: { code: 'BAD_USER_INPUT', argument } }])
})
