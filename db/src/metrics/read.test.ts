import { addDays, metricNames, type Day } from '@anwang/domain'
import { testDatabase } from '@anwang/testkit'
import fc from 'fast-check'
import { sql, type SQL } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { connect, inScope, type Queryable } from '../client.ts'
import { newId } from '../ids.ts'
import { append } from '../ledger.ts'
import { isSummedByDay } from './days.ts'
import { fold, foldAll } from './fold.ts'
import { readSums } from './read.ts'
import { firms, FROM, histories, regions, sectorRows } from './recount/histories.fixture.ts'

const test = await testDatabase()
const { db, close } = connect(test.urls.worker)
afterAll(close)

type Delta = Record<string, string | number | null> & { path: string; sector_id: string | null; counts_on: Day; effective_on: Day }
let deltas: Delta[] = []

beforeAll(async () => {
  await test.owner`insert into region ${test.owner(regions)}`
  await test.owner`insert into sector ${test.owner(sectorRows)}`
  await db.transaction((tx) => append(tx, firms))
  const all = fc.sample(histories, { seed: 410_923, numRuns: 300 })
  for (const [n, { stream, appends }] of all.entries()) {
    await db.transaction((tx) => append(tx, [{ stream, id: newId(), before: null, events: appends.flat() } as Parameters<typeof append>[1][number]]))
    if (n % 60 === 0) await fold(db, addDays(FROM, n), 40)
  }
  await foldAll(db, addDays(FROM, 250))
  deltas = [...await test.worker<Delta[]>`select to_jsonb(d) as row from (select * from delta union all select * from delta_pending) d`].map(({ row }) => row as unknown as Delta)
}, 120_000)

/** Added up one by one, from what was written. */
function added(path: string, own: boolean, from: Day | null, until: Day, today: Day, sectors: readonly string[] | null): Record<string, number> {
  const sums: Record<string, number> = {}
  for (const delta of deltas) {
    if (own ? delta.path !== path : !delta.path.startsWith(path)) continue
    if (delta.effective_on > today || delta.counts_on >= until || (from !== null && delta.counts_on < from)) continue
    if (sectors !== null && (delta.sector_id === null || !sectors.includes(delta.sector_id))) continue
    for (const name of metricNames) sums[name] = (sums[name] ?? 0) + Number(delta[name] ?? 0)
  }
  return Object.fromEntries(Object.entries(sums).filter(([, sum]) => sum !== 0))
}

// What is folded is in effect for good: a day before the last fold is no day to ask on.
const today = addDays(FROM, 260)
const spans = fc.uniqueArray(fc.integer({ min: -20, max: 320 }).map((n) => addDays(FROM, n)), { minLength: 1, maxLength: 6 }).map((days) => days.toSorted())

it('ranges that divide months are what their deltas add up to, in the country as in a street, over all sectors and by some', async () => {
  let figures = 0
  const seen = new Set<string>()
  await fc.assert(fc.asyncProperty(spans, fc.subarray(regions as { id: string; path: string }[], { minLength: 1 }), fc.boolean(), fc.option(fc.subarray(sectorRows.map(({ id }) => id), { minLength: 1 })), async (cuts, asked, own, sectors) => {
    const { regions: read } = await db.transaction((tx) => readSums(tx, { regions: asked, cuts, today, sectors, own }))
    for (const { id, path } of asked) for (const side of own ? [false, true] : [false]) for (const [i, until] of cuts.entries()) {
      const expected = added(path, side, i === 0 ? null : cuts[i - 1]!, until, today, sectors)
      expect({ path, side, i, ...(side ? read.get(id)!.own : read.get(id)!.all)[i] }).toEqual({ path, side, i, ...expected })
      figures += Object.keys(expected).length
      if (side && Object.keys(expected).length > 0 && path.split('/').length < 4) seen.add(path)
    }
  }), { numRuns: 60 })
  expect(figures).toBeGreaterThan(2_000)
  expect(seen.size).toBeGreaterThan(0)
}, 120_000)

interface Plan { readonly 'Shared Hit Blocks': number; readonly 'Shared Read Blocks': number }

it('a month of the country that is divided costs its days, however much was recorded in it', async () => {
  const app = connect(test.urls.app, { max: 1 })
  const asked = regions.filter(({ path }) => isSummedByDay(path))
  const blocksOf = async () => {
    for (const table of ['delta', 'delta_pending', 'rollup', 'rollup_day']) await test.owner.unsafe(`vacuum analyze ${table}`)
    let blocks = 0
    await inScope(app.db, { accountId: null, terms: [{ paths: [''], sectors: null, subjectId: null }] }, async (tx) => {
      const execute = async (query: SQL) => {
        const [row] = await tx.execute<{ 'QUERY PLAN': [{ Plan: Plan }] }>(sql`explain (analyze, buffers, format json) ${query}`)
        const plan = row!['QUERY PLAN'][0].Plan
        blocks += plan['Shared Hit Blocks'] + plan['Shared Read Blocks']
        return tx.execute(query)
      }
      const cuts = [addDays(FROM, 40), addDays(FROM, 52), addDays(FROM, 130), addDays(FROM, 142)]
      await readSums({ execute } as unknown as Queryable, { regions: asked, cuts, today, sectors: null, own: true })
    }, 'read')
    return blocks
  }
  const few = await blocksOf()
  // Twenty times as much of the same in the ledger, folded: the sums are larger, there are no more of them.
  const columns = metricNames.join(', ')
  await test.worker.unsafe(`insert into delta_pending (id, region_id, path, sector_id, counts_on, effective_on, ${columns})
    select gen_random_uuid(), region_id, path, sector_id, counts_on, effective_on, ${columns} from delta cross join generate_series(1, 20)`)
  await foldAll(db, addDays(FROM, 250))
  const many = await blocksOf()
  await app.close()
  expect(few).toBeGreaterThan(10)
  expect(many).toBeLessThanOrEqual(few * 1.3)
}, 120_000)
