import { testDatabase } from '@anwang/testkit'
import { drizzle } from 'drizzle-orm/postgres-js'
import { expect, it } from 'vitest'
import type { Db } from '../client.ts'
import { namedId, newId } from '../ids.ts'
import { fold, foldAll, FOLD_LOCK } from './fold.ts'

const test = await testDatabase()
const worker: Db = drizzle(test.worker, { casing: 'snake_case' })
const DAY = '2026-09-20'
const PATHS = ['', '41/', '41/09/', '41/09/28/'] as const
for (const [i, path] of PATHS.entries())
  await test.owner`insert into region ${test.owner({ id: namedId(path), parent_id: i === 0 ? null : namedId(PATHS[i - 1]!), level: ['COUNTRY', 'PROVINCE', 'CITY', 'COUNTY'][i]!, kind: 'ADMINISTRATIVE', path, valid_from: '2000-01-01' })}`

const put = (figures: Record<string, number>, effectiveOn = DAY) =>
  test.owner`insert into delta_pending ${test.owner({ id: newId(), region_id: namedId('41/09/28/'), path: '41/09/28/', counts_on: DAY, effective_on: effectiveOn, ...figures })}`
const figures = async () => [...await test.owner<{ path: string; inspections: number; found: number; training: number }[]>`
  select path, inspections::float8 as inspections, hazards_found_major::int as found, people_trained::int as training from rollup where not own order by path`]
const everywhere = (inspections: number, found: number, training: number) => PATHS.map((path) => ({ path, inspections, found, training }))

it('finds every region above a path, and the country of none', async () => {
  const [row] = await test.owner<[Record<string, string[] | null>]>`select ancestor_paths('41/09/28/') as county, ancestor_paths('') as country, ancestor_paths(null) as nothing`
  expect(row).toEqual({ county: [...PATHS], country: [''], nothing: null })
})

it('adds what its deltas have and leaves every other figure as it is, batch after batch', async () => {
  for (const one of [{ inspections: 1 }, { hazards_found_major: 2 }, { inspections: 1, hazards_found_major: -1 }, {}]) await put(one)
  await put({ inspections: 9 }, '2026-09-21')
  expect(await fold(worker, DAY, 3)).toBe(3)
  expect(await foldAll(worker, DAY)).toBe(1)
  expect(await figures()).toEqual(everywhere(2, 1, 0))
  await put({ people_trained: 5 })
  expect(await foldAll(worker, DAY)).toBe(1)
  expect(await figures()).toEqual(everywhere(2, 1, 5))
  expect(await test.owner`select effective_on::text from delta_pending`).toEqual([{ effective_on: '2026-09-21' }])
  expect(await test.owner`select 1 from delta`).toHaveLength(5)
})

it('folds nothing where another worker is at it, and leaves nothing half done where it fails', async () => {
  await put({ inspections: 1 })
  await test.owner.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(${FOLD_LOCK})`
    expect(await fold(worker, DAY)).toBeNull()
  })
  await test.owner`update rollup set inspections = 9223372036854775807 where path = ''`
  await expect(fold(worker, DAY)).rejects.toMatchObject({ cause: { code: '22003' } })
  expect(await test.owner`select 1 from delta_pending where effective_on <= ${DAY}`).toHaveLength(1)
  expect((await figures()).slice(1)).toEqual(everywhere(2, 1, 5).slice(1))
})
