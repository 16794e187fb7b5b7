import { fixedClock, testDatabase } from '@anwang/testkit'
import { dayNumber } from '@anwang/domain'
import { describe, expect, it } from 'vitest'
import { startApi } from '../../../test/api.ts'
import { foldFigures, plantAccount, plantFigures, plantRegions, plantSector } from '../../../test/world.ts'
import { globalId } from '../../schema/nodes.ts'

const db = await testDatabase()
const today = '2026-10-20'
const api = await startApi(db, fixedClock(today))
await plantRegions(db, {
  '': { name: '全国', level: 'COUNTRY' },
  '41/': { name: '河南省', level: 'PROVINCE', code: '410000000000' },
  '41/09/': { name: '濮阳市', level: 'CITY', code: '410900000000' },
  '41/09/28/': { name: '濮阳县', level: 'COUNTY', code: '410928000000' },
  '41/09/22/': { name: '清丰县', level: 'COUNTY', code: '410922000000' },
})
const fire = await plantSector(db, '消防')
const gas = await plantSector(db, '燃气', fire)
const mines = await plantSector(db, '矿山')
await plantAccount(db, 'office', [{ role: 'COMMITTEE_OFFICE', path: '41/09/' }])
await plantAccount(db, 'county', [{ role: 'COMMITTEE_OFFICE', path: '41/09/28/' }])
await plantAccount(db, 'gas', [{ role: 'DEPARTMENT', path: '41/09/', sectors: [gas] }])
await plantAccount(db, 'firm', [{ role: 'ENTERPRISE', path: '41/09/28/', subjectId: '00000000-0000-7000-8000-000000000001' }])

const weight = (day: string) => ({ became_overdue: 1, overdue_day_weight: dayNumber(day) })
await plantFigures(db, [
  { path: '41/09/28/', on: '2026-08-05', sectorId: gas, figures: { due_general: 4, rectified_on_time_general: 3, hazards_found_general: 5, accepted_of_found: 2 } },
  { path: '41/09/28/', on: '2026-09-30', sectorId: mines, figures: { due_general: 1, hazards_found_general: 1 } },
  { path: '41/09/28/', on: '2026-06-30', figures: { due_general: 100, enterprises: 7 } },
  { path: '41/09/28/', on: '2026-08-15', sectorId: gas, figures: weight('2026-08-15') },
  { path: '41/09/28/', on: '2026-08-20', sectorId: gas, figures: { overdue_cleared: 1, overdue_day_weight: -dayNumber('2026-08-20') } },
  { path: '41/09/28/', on: '2026-09-28', figures: weight('2026-09-28') },
  { path: '41/09/', on: '2026-07-10', figures: { inspections: 3 } },
  { path: '41/09/22/', on: '2026-07-10', figures: { inspections: 2, enterprises: 1 } },
  // Not yet: it takes effect tomorrow.
  { path: '41/09/28/', on: '2026-09-15', effectiveOn: '2026-10-21', figures: { due_general: 1000 } },
])

const document = `query($period: Period!, $sector: ID) {
  region(code: "410900000000") { metrics(period: $period, sector: $sector) { ...m own { inspections dueGeneral } }
    children { nodes { name metrics(period: $period, sector: $sector) { ...m } } } } }
  fragment m on Metrics { inspections dueGeneral rectifiedOnTimeGeneral onTimeRate rectifiedRate reinspectionRate overdueOpen overdueDays enterprises hazardsFoundGeneral }`
const ask = async (user: string, period: string, sector: string | null = null) => (await (await api.signInAs(user)).query(document, { period, sector: sector && globalId('Sector', sector) })).data.region

describe.each(['pending', 'folded'])('%s', (state) => {
  it('sums a quarter', async () => {
    if (state === 'folded') expect(await foldFigures(db, today)).toBe(8)
    const region = await ask('office', '2026-Q3')
    expect(region.metrics).toEqual({
      inspections: 5, dueGeneral: 5, rectifiedOnTimeGeneral: 3, onTimeRate: 0.6, rectifiedRate: 2 / 6, reinspectionRate: null,
      overdueOpen: 1, overdueDays: 5 + 3, enterprises: 8, hazardsFoundGeneral: 6, own: { inspections: 3, dueGeneral: 0 },
    })
    expect(region.children.nodes).toMatchObject([
      { name: '清丰县', metrics: { inspections: 2, dueGeneral: 0, onTimeRate: null, overdueDays: 0, enterprises: 1 } },
      { name: '濮阳县', metrics: { inspections: 0, dueGeneral: 5, overdueDays: 8, enterprises: 7 } },
    ])
  })

  it.each([
    ['2026-08-05/2026-08-05', { dueGeneral: 4, overdueOpen: 0, overdueDays: 0, enterprises: 8 }],
    ['2026-08-06/2026-09-29', { dueGeneral: 0, overdueOpen: 1, overdueDays: 5 + 2 }],
    ['2026-08-17/2026-08-17', { overdueOpen: 1, overdueDays: 1 }],
    ['2026-W32', { dueGeneral: 4 }],
    ['2026-09', { dueGeneral: 1, overdueDays: 3 }],
    ['2026-10', { dueGeneral: 0, overdueOpen: 1, overdueDays: 20 }],
    ['2026-10-01/2026-10-20', { overdueOpen: 1, overdueDays: 20 }],
    ['2026-06-30/2026-07-09', { dueGeneral: 100, inspections: 0, enterprises: 7 }],
    ['2026', { dueGeneral: 105, inspections: 5, overdueDays: 5 + 23 }],
    ['2027', { dueGeneral: 0, overdueOpen: 1, overdueDays: 0 }],
  ])('sums %s', async (period, expected) => {
    expect((await ask('office', period)).metrics).toMatchObject(expected)
  })

  it('reads any periods at once as it reads each alone, by as few statements', async () => {
    const periods = ['2026-Q3', '2026-08', '2026-08-06/2026-09-29', '2026-W32', '2026-08-17/2026-08-17', '2026', '2025-Q3', '2026-10-01/2026-10-20', '2026-06-30/2026-07-09', '2026-09']
    const fields = 'inspections dueGeneral overdueOpen overdueDays enterprises hazardsFoundGeneral own { inspections dueGeneral overdueDays enterprises }'
    const read = async (user: string, all: readonly string[]) => db.during(async () => (await (await api.signInAs(user)).query(`{ region(code: "410928000000") { ${all.map((period, i) => `m${i}: metrics(period: "${period}") { ${fields} }`).join(' ')} } }`)).data.region)
    for (const user of ['office', 'gas']) {
      const { result, statements } = await read(user, periods)
      const alone: unknown[] = []
      for (const period of periods) alone.push((await read(user, [period])).result.m0)
      expect(periods.map((_, i) => result[`m${i}`])).toEqual(alone)
      expect(statements.filter((statement) => statement.includes('rollup'))).toHaveLength(1)
    }
  })

  it('shows a department its sectors, a county itself, an enterprise nothing', async () => {
    expect((await ask('gas', '2026-Q3')).metrics).toMatchObject({ dueGeneral: 4, inspections: 0, overdueDays: 5 })
    expect((await ask('gas', '2026-08-01/2026-08-10')).metrics).toMatchObject({ dueGeneral: 4 })
    expect((await ask('gas', '2026-Q3', mines)).metrics).toBeNull()
    expect((await ask('office', '2026-Q3', fire)).metrics).toMatchObject({ dueGeneral: 4 })
    expect((await ask('office', '2026-Q3', mines)).metrics).toMatchObject({ dueGeneral: 1 })
    const county = await ask('county', '2026-Q3')
    expect([county.metrics, ...county.children.nodes.map((node: any) => node.metrics?.dueGeneral)]).toEqual([null, undefined, 5])
    expect((await ask('firm', '2026-Q3')).children.nodes.map((node: any) => node.metrics)).toEqual([null, null])
  })

  it('reads any number of regions by one statement', async () => {
    const { statements } = await db.during(() => ask('office', '2026-Q3'))
    expect(statements.filter((statement) => statement.includes('rollup'))).toHaveLength(2)
  })
})

it('refuses a malformed period by its name', async () => {
  const office = await api.signInAs('office')
  for (const variables of [{ period: '2026-13' }, { period: "2026' or 1" }])
    expect((await office.query(document, variables)).errors?.[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT', argument: 'period' } })
})
