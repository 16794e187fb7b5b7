import { regionId } from '@anwang/domain/regions'
import { fixedClock, testDatabase } from '@anwang/testkit'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { startApi } from '../../test/api.ts'
import { aHazard, aSubject, plant, plantInspection } from '../../test/records.ts'
import { foldFigures, plantAccount, plantRegions, plantSector } from '../../test/world.ts'
import { globalId } from '../schema/nodes.ts'

const db = await testDatabase()
const today = '2026-10-20'
const api = await startApi(db, fixedClock(today))
const CITY = '41/09/'
const COUNTIES = ['41/09/28/', '41/09/23/']
const STREETS = COUNTIES.flatMap((county) => [`${county}101/`, `${county}102/`])
const PLACES = [CITY, ...COUNTIES, ...STREETS]
await plantRegions(db, {
  '': { name: '全国', level: 'COUNTRY' }, '41/': { name: '河南省', level: 'PROVINCE' }, [CITY]: { name: '濮阳市', level: 'CITY' },
  ...Object.fromEntries(COUNTIES.map((path) => [path, { name: `县${path}`, level: 'COUNTY' as const }])), ...Object.fromEntries(STREETS.map((path) => [path, { name: `镇${path}`, level: 'STREET' as const }])),
})
const sectors = [await plantSector(db, '消防'), await plantSector(db, '矿山'), await plantSector(db, '燃气')]
// Different numbers of each, so that no two sums are equal by chance; before and after what is folded.
const cells = PLACES.flatMap((path) => [...sectors, null].map((sectorId) => ({ path, sectorId }))).map((cell, i) => ({ ...cell, n: 1 + ((i * 7) % 4) }))
for (const [half, foundOn] of ['2026-09-01', '2026-10-02'].entries()) {
  for (const { path, sectorId, n } of cells.filter((_, i) => i % 2 === half)) {
    const firm = aSubject(path, { sectorId })
    await plant(db, [firm.append, ...Array.from({ length: n }, (_, i) => (i === 0 ? aHazard(firm, foundOn, { dueOn: '2026-10-10' }) : aHazard(firm, '2026-10-15')).append)])
    await plantInspection(db, firm, '2026-10-05')
  }
  if (half === 0) await foldFigures(db, today)
}

interface Post {
  readonly path: string
  readonly sectors: readonly string[] | null
}
const sees = (posts: readonly Post[], path: string, sectorId: string | null): boolean =>
  posts.some((post) => path.startsWith(post.path) && (post.sectors === null || (sectorId !== null && post.sectors.includes(sectorId))))

const posts = fc.uniqueArray(fc.record({ path: fc.constantFrom(...PLACES, ...COUNTIES), sectors: fc.option(fc.subarray(sectors, { minLength: 1 })) }), { minLength: 1, maxLength: 4, selector: ({ path }) => path })
const document = `query($id: ID!, $filter: HazardFilter, $overdue: HazardFilter, $inspected: InspectionFilter, $sector: ID!) {
  region(id: $id) { metrics(period: "2026") { ...m own { ...m } } ofSector: metrics(period: "2026", sector: $sector) { ...m } children { nodes { metrics(period: "2026") { ...m } ofSector: metrics(period: "2026", sector: $sector) { ...m } } } }
  hazards(filter: $filter) { totalCount } overdue: hazards(filter: $overdue) { totalCount } inspections(filter: $inspected) { totalCount }
  byRegion: overdueGroups(filter: $overdue, by: REGION) { count } bySector: overdueGroups(filter: $overdue, by: SECTOR) { count } }
  fragment m on Metrics { hazardsFoundGeneral overdueOpen inspections enterprises }`

type Figures = Readonly<Record<'hazardsFoundGeneral' | 'overdueOpen' | 'inspections' | 'enterprises', number>>
const total = (some: readonly Partial<Figures>[]): Figures => {
  const of = (name: keyof Figures) => some.reduce((sum, one) => sum + (one[name] ?? 0), 0)
  return { hazardsFoundGeneral: of('hazardsFoundGeneral'), overdueOpen: of('overdueOpen'), inspections: of('inspections'), enterprises: of('enterprises') }
}
const count = (groups: readonly { count: number }[]): number => groups.reduce((sum, group) => sum + group.count, 0)

let accounts = 0
it('whoever holds whichever posts: a sum is the sum of its rows, of the records in its list, and of what the posts show', async () => {
  await fc.assert(fc.asyncProperty(posts, fc.constantFrom(...sectors), async (held, sector) => {
    const user = `u${++accounts}`
    await plantAccount(db, user, held.map(({ path, sectors: of }) => ({ role: of === null ? ('COMMITTEE_OFFICE' as const) : ('DEPARTMENT' as const), path, ...(of && { sectors: of }) })))
    const client = await api.signInAs(user)
    for (const path of [CITY, ...COUNTIES]) {
      const id = globalId('Region', regionId(path))
      const accountable = { accountable: id }
      const { data } = await client.query(document, { id, filter: accountable, overdue: { ...accountable, overdue: true }, inspected: accountable, sector: globalId('Sector', sector) })
      const { metrics, ofSector, children } = data.region
      const shown = held.some((post) => path.startsWith(post.path))
      expect(metrics !== null).toBe(shown)
      if (!shown) continue
      const { own, ...sum } = metrics
      const seen = cells.filter((cell) => cell.path.startsWith(path) && sees(held, cell.path, cell.sectorId))
      const truth = (of: typeof seen) => ({ hazardsFoundGeneral: of.reduce((all, { n }) => all + n, 0), overdueOpen: of.length, inspections: of.length, enterprises: of.length })
      const rows = children.nodes.map((one: { metrics: Figures }) => one.metrics)
      expect(sum).toEqual(total([own, ...rows]))
      expect(ofSector ?? total([])).toEqual(truth(seen.filter((cell) => cell.sectorId === sector)))
      expect([data.hazards.totalCount, data.inspections.totalCount, data.overdue.totalCount, count(data.byRegion), count(data.bySector)])
        .toEqual([sum.hazardsFoundGeneral, sum.inspections, sum.overdueOpen, sum.overdueOpen, sum.overdueOpen])
      expect(sum).toEqual(truth(seen))
    }
  }), { numRuns: 25 })
}, 120_000)

it('who sees alike everywhere asks no more statements for it', async () => {
  await plantAccount(db, 'alike', [{ role: 'DEPARTMENT', path: CITY, sectors: [sectors[0]!] }])
  const alike = await api.signInAs('alike')
  const { statements } = await db.during(() => alike.query(`{ region(id: "${globalId('Region', regionId(CITY))}") { metrics(period: "2026-Q4") { inspections } children { nodes { metrics(period: "2026-Q4") { inspections } } } } }`))
  expect(statements.filter((statement) => statement.includes('rollup'))).toHaveLength(1 + 1)
})
