import { addDays, parsePeriod } from '@anwang/domain'
import { regionId } from '@anwang/domain/regions'
import { openWorkbook } from '@anwang/documents/workbook'
import { fixedClock, testDatabase } from '@anwang/testkit'
import { expect, it } from 'vitest'
import { startApi } from '../../../test/api.ts'
import { plantInspection, plantSubject } from '../../../test/records.ts'
import { plantAccount, plantOffice, plantRegions } from '../../../test/world.ts'
import { globalId } from '../../schema/nodes.ts'

const db = await testDatabase()
const api = await startApi(db, fixedClock('2026-10-20'))
const [CITY, COUNTY, TOWN] = ['41/09/', '41/09/28/', '41/09/28/101/']
await plantRegions(db, {
  '': { name: '全国', level: 'COUNTRY' }, '41/': { name: '河南省', level: 'PROVINCE', code: '410000000000' }, [CITY]: { name: '濮阳市', level: 'CITY', code: '410900000000' },
  [COUNTY]: { name: '濮阳县', level: 'COUNTY', code: '410928000000' }, [TOWN]: { name: '柳屯镇', level: 'STREET', code: '410928101000' }, '41/09/23/': { name: '南乐县', level: 'COUNTY', code: '410923000000' },
})
await plantOffice(db, CITY, '2026-01-01')
await plantAccount(db, 'office', [{ role: 'COMMITTEE_OFFICE', path: CITY }])
const region = (path: string) => globalId('Region', regionId(path))

// In town: supervised by the town, by the county and by the city itself; one of each also as a re-inspection, shown only, and of another quarter.
for (const accountPath of [TOWN, COUNTY, CITY]) {
  const subject = await plantSubject(db, TOWN, { accountPath })
  for (const [on, given] of [['2026-07-01', {}], ['2026-09-30', {}], ['2026-10-01', {}], ['2026-08-05', { reinspection: true }], ['2026-08-06', { shownOnly: true }]] as const) await plantInspection(db, subject, on, given)
}

it.each(['2026-Q3', '2026-09', '2026'].flatMap((text) => [CITY, COUNTY, TOWN, '41/09/23/'].map((path) => [text, path] as const)))('lists for %s in %s as many as the figure says, there and of its own, and exports them', async (text, path) => {
  const office = await api.signInAs('office')
  const period = parsePeriod(text)!
  const filterOf = (own: boolean) => ({ accountable: region(path), own, reinspection: false, from: period.from, to: addDays(period.until, -1) })
  const { data, errors } = await office.query(`query($region: ID!, $period: Period!, $filter: InspectionFilter!, $own: InspectionFilter!) {
    region(id: $region) { metrics(period: $period) { inspections own { inspections } } } inspections(filter: $filter) { totalCount nodes { reinspection } } own: inspections(filter: $own) { totalCount } }`,
  { region: region(path), period: text, filter: filterOf(false), own: filterOf(true) })
  expect(errors).toBeUndefined()
  const { inspections, own } = data.region.metrics
  expect([data.inspections.totalCount, data.inspections.nodes.length, data.own.totalCount]).toEqual([inspections, inspections, own.inspections])
  const response = await office.fetch(`/export/inspections.xlsx?filter=${encodeURIComponent(JSON.stringify(filterOf(false)))}`)
  expect(response.status).toBe(200)
  const rows: unknown[][] = []
  for await (const row of (await openWorkbook(new Uint8Array(await response.arrayBuffer()))).sheets[0]!.rows()) rows.push([...row.cells])
  expect(rows.filter((row) => String(row[0]).startsWith('JC-T-'))).toHaveLength(inspections)
})

it('tells re-inspections from the others, and takes `own` with an accountable region only', async () => {
  const office = await api.signInAs('office')
  const count = async (filter: object) => (await office.query('query($filter: InspectionFilter) { inspections(filter: $filter) { totalCount } }', { filter }))
  expect((await Promise.all([{}, { reinspection: true }, { reinspection: false }].map(count))).map(({ data }) => data.inspections.totalCount)).toEqual([15, 3, 12])
  expect((await count({ own: true })).errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'filter.own' } }])
})
