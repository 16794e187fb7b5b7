import { fixedClock, testDatabase } from '@anwang/testkit'
import type { Figures } from '@anwang/domain'
import { describe, expect, it } from 'vitest'
import { startApi } from '../../../test/api.ts'
import { foldFigures, plantAccount, plantAdjustment, plantFigures, plantOffice, plantRegions } from '../../../test/world.ts'

// scheme.md, "A worked case": county Q among its peers in 2026-Q3, all sources in use.
const db = await testDatabase()
const today = '2026-10-20'
const api = await startApi(db, fixedClock(today))
const peers = ['01', '02', '03', '04'].map((part) => `41/09/${part}/`)
await plantRegions(db, {
  '': { name: '全国', level: 'COUNTRY' },
  '41/': { name: '河南省', level: 'PROVINCE', code: '410000000000' },
  '41/09/': { name: '濮阳市', level: 'CITY', code: '410900000000' },
  '41/09/28/': { name: '甲县', level: 'COUNTY', code: '410928000000' },
  ...Object.fromEntries(peers.map((path, i) => [path, { name: `对照${i + 1}县`, level: 'COUNTY' as const, code: `41090${i + 1}000000` }])),
})
await plantOffice(db, '41/09/', '2025-01-01')
await plantAccount(db, 'office', [{ role: 'COMMITTEE_OFFICE', path: '41/09/' }])
await plantAccount(db, 'county', [{ role: 'COMMITTEE_OFFICE', path: '41/09/28/' }])
const office = await api.signInAs('office')

const stocks: Figures = {
  key_enterprises: 20, key_enterprises_placed: 18, enterprises: 200, owned: 190, hazard_sources: 6, hazard_sources_online: 6,
  standardization_target: 10, standardization_reached: 8,
}
const flows: Figures = {
  due_general: 60, due_general_scored: 50, rectified_on_time_general: 48, rectified_on_time_general_scored: 45,
  reinspection_due: 62, reinspection_due_scored: 52, reinspected_in_time: 60, reinspected_in_time_scored: 52,
  revisited: 10, recurred: 1, files_sampled: 20, files_passed: 19, drawn: 10, hidden: 1,
  obligations_due_duty: 40, obligations_on_time_duty: 38, obligations_due_report: 24, obligations_on_time_report: 21, sampled: 50, faulty: 2,
}
const county = (path: string, more: Figures) => [
  { path, on: '2025-03-01', figures: stocks },
  { path, on: '2026-08-15', figures: { ...flows, ...more } },
]
await plantFigures(db, [
  ...county('41/09/28/', { due_major: 4, rectified_on_time_major: 3 }),
  { path: '41/09/28/', on: '2025-10-01', figures: { due_major: 5, rectified_on_time_major: 5 } },
  { path: '41/09/28/', on: '2026-06-30', figures: { due_major: 7, rectified_on_time_major: 6 } },
  // Outside the four quarters.
  { path: '41/09/28/', on: '2025-09-30', figures: { due_major: 100 } },
  ...peers.flatMap((path) => county(path, { due_major: 10, rectified_on_time_major: 9, tipoffs_due: 6, tipoffs_on_time: 6, listings: 1 })),
  { path: peers[3]!, on: '2026-08-20', figures: { listings_overdue: 1 } },
])
await plantAdjustment(db, { path: '41/09/28/', kind: 'COMMENDATION', level: 'CITY', on: '2026-09-10', matter: '安全生产月' })

const document = `{ ranking(code: "410900000000", period: "2026-Q3") { scheme { name version } level own { metrics { inspections } } entries { totalCount nodes { rank peerGroup region { name } unrankedBecause comparable previousRank
  score { total exact shown grade adjustments { points clause basis } groups { name shown points } sourcesNotInUse
    indicators { indicator { number name } numerator denominator ratio points shown maxPoints lost smallSample atPeersMean notApplicable clause } } } } } }`

describe.each(['pending', 'folded', 'cached'])('the worked case, %s', (state) => {
  it('comes to 18899/200, shown 94.50', async () => {
    if (state === 'folded') expect(await foldFigures(db, today)).toBeGreaterThan(0)
    const { data, errors } = await office.query(document)
    expect(errors).toBeUndefined()
    const entry = data.ranking.entries.nodes.find((one: any) => one.region.name === '甲县')
    expect(entry.score).toMatchObject({ exact: '18899/200', shown: '94.50', total: 94.495, grade: 'EXCELLENT', sourcesNotInUse: [] })
    const shown = (number: number) => entry.score.indicators.find((one: any) => one.indicator.number === number)
    expect(shown(3)).toMatchObject({ numerator: 14, denominator: 16, smallSample: true, points: 10.5, shown: '10.50', maxPoints: 12, lost: 1.5 })
    expect(shown(6)).toMatchObject({ points: 4.5, atPeersMean: true, notApplicable: 'NO_DENOMINATOR' })
    expect(shown(11)).toMatchObject({ points: 4, atPeersMean: true })
    expect(shown(9)).toMatchObject({ numerator: 18, denominator: 20, points: 4.5, smallSample: false })
    expect(entry.score.groups.map((group: any) => group.shown)).toEqual(['25.00', '31.70', '18.70', '14.05', '4.55'])
    expect(entry.score.adjustments).toMatchObject([{ points: 0.5, basis: '濮安委〔2026〕12号' }])
    expect(data.ranking).toMatchObject({ level: 'COUNTY', scheme: { version: 1 }, entries: { totalCount: 5 } })
    expect(data.ranking.entries.nodes.map((one: any) => one.rank)).toEqual([1, 1, 1, 4, 5])
  })
})

it('asks nothing of the worker once the scores are stored', async () => {
  const { statements } = await db.during(() => office.query(document))
  expect(statements.filter((statement) => /insert into score|from rollup/.test(statement)).length).toBe(1)
})

it('shows a county its own score and not its rank among the others, and nothing of its peers', async () => {
  const own = await api.signInAs('county')
  const { data } = await own.query(`{ ranking(code: "410900000000", period: "2026-Q3") { level }
    region(code: "410928000000") { score(period: "2026-Q3") { shown indicators { indicator { number } points } } }
    peer: region(code: "410901000000") { score(period: "2026-Q3") { shown } metrics(period: "2026-Q3") { dueMajor } } }`)
  expect(data).toMatchObject({ ranking: null, region: { score: { shown: '94.50' } }, peer: { score: null, metrics: null } })
})

it('scores anew what a correction changes', async () => {
  await plantFigures(db, [{ path: '41/09/28/', on: '2026-09-01', figures: { absences: 1 } }])
  const shown = async () => (await office.query('{ region(code: "410928000000") { score(period: "2026-Q3") { shown } } }')).data.region.score.shown
  expect(await shown()).toBe('94.00')
  await foldFigures(db, today)
  expect(await shown()).toBe('94.00')
  await plantAdjustment(db, { path: '41/09/28/', kind: 'CRITICISM', level: 'CITY', on: '2026-09-20', matter: '迟报' })
  expect(await shown()).toBe('93.50')
})
