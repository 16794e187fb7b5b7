import { fixedClock, testDatabase } from '@anwang/testkit'
import { beforeAll, expect, it } from 'vitest'
import { startApi, type Client } from '../../../test/api.ts'
import { plantHazard, plantSubject, type PlantedSubject } from '../../../test/records.ts'
import { plantAccount, plantRegions, plantSector } from '../../../test/world.ts'
import { globalId } from '../../schema/nodes.ts'

const db = await testDatabase()
const api = await startApi(db, fixedClock('2026-10-20'))
await plantRegions(db, {
  '': { name: '全国', level: 'COUNTRY' }, '41/': { name: '河南省', level: 'PROVINCE' }, '41/09/': { name: '濮阳市', level: 'CITY' },
  '41/09/28/': { name: '濮阳县', level: 'COUNTY', code: '410928000000' }, '41/09/23/': { name: '南乐县', level: 'COUNTY', code: '410923000000' },
})
const sector = await plantSector(db, '危险化学品')
const firm = await plantSubject(db, '41/09/28/', { name: '柳屯化工', sectorId: sector })
const hazard = await plantHazard(db, firm, '2026-10-01')
await plantAccount(db, 'county', [{ role: 'COMMITTEE_OFFICE', path: '41/09/28/' }])
let county: Client
beforeAll(async () => { county = await api.signInAs('county') })

let keys = 0
async function send(name: string, input: object) {
  const Name = name[0]!.toUpperCase() + name.slice(1)
  const { data, errors } = await county.query(`mutation($input: ${Name}Input!) { ${name}(input: $input) { __typename ... on UserError { code message path } } }`, { input: { idempotencyKey: `key ${++keys}`, ...input } })
  expect(errors).toBeUndefined()
  return data[name]
}
const subject = (one: PlantedSubject) => globalId('Subject', one.id)
const nowhere = globalId('Sector', '0199a000-0000-7000-8000-000000000000')
const finding = (more: object = {}) => ({ description: '储罐泄漏', level: 'GENERAL', ...more })
const found = (more: object = {}) => ({ source: 'DEPARTMENT', ...finding(more) })
const inspection = { nature: 'SUPERVISORY', startedOn: '2026-10-19', inspectors: [{ post: '安委办检查员' }], process: '现场查看' }

it.each<[name: string, input: object, path?: string[]]>([
  ['registerSubject', { kind: 'ENTERPRISE', name: '新企业', region: globalId('Region', firm.facts.placeId), sector: nowhere }],
  ['changeSubject', { subject: subject(firm), expectedVersion: 1, sector: nowhere }],
  ['registerHazard', { subject: subject(firm), ...found({ sector: nowhere }) }],
  ['recordInspection', { subject: subject(firm), ...inspection, findings: [finding(), finding({ sector: nowhere })] }, ['input', 'findings', '1', 'sector']],
  ['correctHazard', { hazard: globalId('Hazard', hazard.id), expectedVersion: 1, reason: '登记有误', sector: nowhere }],
])('%s: a sector that is none is not found', async (name, input, path = ['input', 'sector']) => {
  expect(await send(name, input)).toEqual({ __typename: 'NotFound', code: 'NOT_FOUND', message: '没有这个行业领域', path })
})
