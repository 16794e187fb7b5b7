import { addDays } from '@anwang/domain'
import { testDatabase } from '@anwang/testkit'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { connect } from '../client.ts'
import { newId } from '../ids.ts'
import { append } from '../ledger.ts'
import { foldAll } from './fold.ts'
import { rebuild } from './rebuild.ts'
import { firms, FROM, histories, regions, sectorRows } from './recount/histories.fixture.ts'

const test = await testDatabase()
const { db, close } = connect(test.urls.worker)
const other = connect(test.urls.worker)
afterAll(() => Promise.all([close(), other.close()]))

const made = () => db.transaction((tx) => rebuild(tx))
const kept = () => test.worker<{ month: number; path: string }[]>`select * from rollup order by month, sector_id, level, path, own`
const keptDays = () => test.worker<{ path: string }[]>`select * from rollup_day order by path, own, counts_on`

beforeAll(async () => {
  await test.owner`insert into region ${test.owner(regions)}`
  await test.owner`insert into sector ${test.owner(sectorRows)}`
  await db.transaction((tx) => append(tx, firms))
  const all = fc.sample(histories, { seed: 410_922, numRuns: 300 })
  for (const { stream, appends } of all) {
    const events = appends.flat()
    await db.transaction((tx) => append(tx, [{ stream, id: newId(), before: null, events } as Parameters<typeof append>[1][number]]))
  }
  await foldAll(db, addDays(FROM, 300))
}, 120_000)

it('makes what the folds made: of nothing kept, and of what was spoiled in every way', async () => {
  const before = [...await kept()]
  const days = [...await keptDays()]
  expect(before.length).toBeGreaterThan(250)
  expect(days.length).toBeGreaterThan(250)
  expect(await made()).toBe(0)
  await test.worker`delete from rollup`
  await test.worker`delete from rollup_day`
  expect(await made()).toBe(before.length + days.length)
  expect([...await kept()]).toEqual(before)
  expect([...await keptDays()]).toEqual(days)

  const [one, two] = before as [typeof before[number], typeof before[number]]
  await test.worker`delete from rollup where month = ${one.month} and path = ${one.path}`
  // A metric that nothing tells, a row of a month without deltas, an amount that is wrong, a row at the wrong region.
  await test.worker`update rollup set deaths = 3 where month = ${before.at(-1)!.month} and path = ${before.at(-1)!.path}`
  await test.worker`update rollup set inspections = inspections + 1 where month = ${two.month + 1}`
  await test.worker`insert into rollup (month, sector_id, level, path, own, region_id) select month + 1200, sector_id, level, path, own, region_id from rollup limit 3`
  await test.worker`update rollup set region_id = ${newId()} where path = ''`
  await test.worker`delete from rollup_day where path = ''`
  await test.worker`update rollup_day set deaths = 3 where path <> '' and deaths is null`
  await test.worker`insert into rollup_day (path, own, counts_on) values ('77/', false, '2026-01-01')`
  expect(await made()).toBeGreaterThan(4 + days.length)
  expect([...await kept()]).toEqual(before)
  expect([...await keptDays()]).toEqual(days)
  expect(await made()).toBe(0)
})

it('leaves readers what was there until it is done, and folds wait for it', async () => {
  const before = [...await kept()]
  await test.worker`update rollup set inspections = inspections + 1`
  const later = addDays(FROM, 600)
  await db.transaction(async (tx) => {
    expect(await rebuild(tx)).toBe(before.length)
    expect((await kept())[0]).not.toEqual(before[0])
    expect(await foldAll(other.db, later)).toBe(0)
  })
  expect([...await kept()]).toEqual(before)
  expect(await foldAll(db, later)).toBeGreaterThan(0)
  expect(await made()).toBe(0)
})
