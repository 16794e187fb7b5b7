import { fixedClock, testDatabase } from '@anwang/testkit'
import { expect, it } from 'vitest'
import { startApi } from '../../../test/api.ts'
import { plantAccount, plantRegions, plantSector } from '../../../test/world.ts'
import { globalId } from '../../schema/nodes.ts'
import { regionId } from '@anwang/domain/regions'

it.each(['%E5%8C%96工', '&lt;b&gt;甲厂&amp;', '<script>alert(1)</script>', '乙厂\\u0041\\n', '=HYPERLINK("http://x")', "丙'; drop table subject; --", '１号＋厂（東）', '"丁",厂'])('%s comes back as it was typed', async (name) => {
  const county = await world.api.signInAs('county')
  const input = { idempotencyKey: `typed ${name}`, kind: 'ENTERPRISE', name, creditCode: '', region: globalId('Region', regionId('41/09/28/101/')), sector: globalId('Sector', world.sector) }
  const { data, errors } = await county.query('mutation($input: RegisterSubjectInput!) { registerSubject(input: $input) { __typename ... on RegisterSubjectPayload { subject { name } } } }', { input })
  expect({ errors, answer: data?.registerSubject }).toEqual({ errors: undefined, answer: { __typename: 'RegisterSubjectPayload', subject: { name } } })
  const found = await county.query('query($search: String) { region(code: "410928000000") { subjects(search: $search) { nodes { name } } } }', { search: name })
  expect(found.data.region.subjects.nodes).toEqual([{ name }])
})

const world = await prepare()

async function prepare() {
  const db = await testDatabase()
  await plantRegions(db, {
    '': { name: '全国', level: 'COUNTRY' }, '41/': { name: '河南省', level: 'PROVINCE' }, '41/09/': { name: '濮阳市', level: 'CITY' },
    '41/09/28/': { name: '濮阳县', level: 'COUNTY', code: '410928000000' }, '41/09/28/101/': { name: '柳屯镇', level: 'STREET', code: '410928101000' },
  })
  await plantAccount(db, 'county', [{ role: 'COMMITTEE_OFFICE', path: '41/09/28/' }])
  return { api: await startApi(db, fixedClock('2026-10-20')), sector: await plantSector(db, '危险化学品') }
}
