import { fixedClock, testDatabase } from '@anwang/testkit'
import { expect, it } from 'vitest'
import { startApi } from '../../../test/api.ts'
import { foldFigures, plantAccount, plantFigures, plantOffice, plantRegions, type RegionSpec } from '../../../test/world.ts'

const db = await testDatabase()
const today = '2026-10-20'
const api = await startApi(db, fixedClock(today))
const part = (n: number) => String(n + 100)

const city = (code: string, counties: number): readonly [string, Record<string, RegionSpec>] => {
  const path = `41/${code}/`
  return [path, Object.fromEntries([
    [path, { name: code, level: 'CITY' as const, code: `41${code}00000000` }],
    ...Array.from({ length: counties }, (_, c) => [
      [`${path}${part(c)}/`, { name: `县${c}`, level: 'COUNTY' as const }],
      ...Array.from({ length: 4 }, (_, s) => [`${path}${part(c)}/${part(s)}/`, { name: `镇${s}`, level: 'STREET' as const }] as const),
    ] as const).flat(),
  ])]
}
const cities = [city('09', 8), city('13', 150)]
await plantRegions(db, { '': { name: '全国', level: 'COUNTRY' }, '41/': { name: '河南省', level: 'PROVINCE', code: '410000000000' }, ...cities[0]![1], ...cities[1]![1] })
for (const [path, regions] of cities) {
  await plantOffice(db, path, '2025-01-01')
  await plantFigures(db, Object.entries(regions).filter(([, spec]) => spec.level === 'STREET').map(([street], i) => ({
    path: street, on: '2026-08-01', figures: { due_major: 10, rectified_on_time_major: i % 11, due_general: 10, due_general_scored: 10, rectified_on_time_general_scored: 9, reinspection_due_scored: 10, reinspected_in_time_scored: 10, enterprises: 10, owned: 9 },
  })))
}
await plantAccount(db, 'province', [{ role: 'COMMITTEE_OFFICE', path: '41/' }])

const operation = `query($code: String!) { ranking(code: $code, period: "2026-Q3", level: COUNTY) { scheme { name } entries(first: 200) { nodes { rank
  score { total shown grade indicators { indicator { number name } numerator denominator ratio points shown maxPoints clause } }
  region { name children(first: 200) { nodes { name score(period: "2026-Q3") { total shown } } } } } } } }`

it.each([['410900000000', 8], ['411300000000', 150]])('%s: the counties with all items and their streets with totals, by six statements at most', async (code, counties) => {
  const province = await api.signInAs('province')
  const ask = async () => {
    const { result, statements } = await db.during(() => province.query(operation, { code }))
    expect(result.errors).toBeUndefined()
    const { nodes } = result.data.ranking.entries
    expect(nodes).toHaveLength(counties)
    expect(nodes[0].score.indicators).toHaveLength(18)
    expect(nodes.every((one: any) => one.region.children.nodes.length === 4 && one.region.children.nodes.every((street: any) => street.score.total !== null))).toBe(true)
    return { count: statements.length, answer: result.data }
  }
  const cold = await ask()
  expect(cold.count).toBeLessThanOrEqual(6)
  await foldFigures(db, today)
  const folded = await ask()
  expect(folded.count).toBeLessThanOrEqual(6)
  const warm = await ask()
  expect(warm.count).toBeLessThanOrEqual(4)
  expect([folded.answer, warm.answer]).toEqual([cold.answer, cold.answer])
})
