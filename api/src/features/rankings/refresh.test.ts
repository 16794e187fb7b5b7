import { refreshBoards } from '@anwang/db/scoring/refresh'
import { parsePeriod, type Day } from '@anwang/domain'
import { regionId } from '@anwang/domain/regions'
import { testDatabase } from '@anwang/testkit'
import { drizzle } from 'drizzle-orm/postgres-js'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { foldFigures, plantAdjustment, plantFigures, plantOffice, plantRegions } from '../../../test/world.ts'

// A board that is kept up to date is the board that would be made from nothing.

const db = await testDatabase()
const worker = drizzle(db.worker, { casing: 'snake_case' })
const counties = ['01', '02', '03', '04', '71'].map((part) => `41/09/${part}/`)
const streets = ['001', '002', '003'].map((part) => `41/09/01/${part}/`)
const days: readonly Day[] = ['2026-09-28', '2026-10-01', '2026-10-20']
const keys = [
  { rootId: regionId('41/09/'), level: null, period: parsePeriod('2026-Q3')! }, { rootId: regionId('41/09/'), level: 'COUNTY' as const, period: parsePeriod('2026-Q3')! },
  { rootId: regionId('41/'), level: 'COUNTY' as const, period: parsePeriod('2026-Q4')! }, { rootId: regionId('41/09/01/'), level: null, period: parsePeriod('2026-Q3')! },
]
await plantRegions(db, {
  '': { name: '全国', level: 'COUNTRY' }, '41/': { name: '河南省', level: 'PROVINCE' }, '41/09/': { name: '濮阳市', level: 'CITY' },
  ...Object.fromEntries(counties.map((path, i) => [path, { name: `县${i}`, level: 'COUNTY', kind: path.includes('71') ? 'FUNCTIONAL_ZONE' : 'ADMINISTRATIVE' } as const])),
  ...Object.fromEntries(streets.map((path, i) => [path, { name: `镇${i}`, level: 'STREET' } as const])),
})
await plantOffice(db, '41/', '2025-10-01', ['hazards', 'subjects', 'incidents'])

const place = fc.constantFrom(...counties, ...streets)
const on = fc.constantFrom<Day>('2025-11-03', '2026-08-01', '2026-09-28', '2026-10-10')
const few = fc.integer({ min: 0, max: 9 })
type Act = () => Promise<unknown>
const figures: fc.Arbitrary<Act> = fc.tuple(place, on, fc.constantFrom<Day | undefined>(undefined, '2026-10-01', '2026-10-15'), few, few, few).map(([path, day, effective, due, onTime, owned]) => () =>
  plantFigures(db, [{ path, on: day, ...(effective && { effectiveOn: effective }), figures: { due_major: due, rectified_on_time_major: Math.min(due, onTime), due_general_scored: 10, rectified_on_time_general_scored: onTime, enterprises: 9, owned } }]))
const unscored: fc.Arbitrary<Act> = place.map((path) => () => plantFigures(db, [{ path, on: '2026-08-09', figures: { inspections: 1 } }]))
const fold: fc.Arbitrary<Act> = fc.constantFrom(...days).map((today) => () => foldFigures(db, today))
const adjustment: fc.Arbitrary<Act> = fc.tuple(place, fc.constantFrom(['COMMENDATION', 'CITY'] as const, ['VETO', 'CONCEALED_INCIDENT'] as const)).map(([path, [kind, level]]) => () => plantAdjustment(db, { path, kind, level, on: '2026-08-20', matter: '通报' }))
const closing: fc.Arbitrary<Act> = fc.tuple(fc.constantFrom(...counties.slice(1)), fc.constantFrom<Day | null>(null, '2026-09-30', '2026-10-10')).map(([path, day]) => () => db.owner`update region set valid_to = ${day} where path = ${path}`)
const kind: fc.Arbitrary<Act> = fc.tuple(fc.constantFrom(...counties), fc.constantFrom('ADMINISTRATIVE', 'FUNCTIONAL_ZONE')).map(([path, of]) => () => db.owner`update region set kind = ${of} where path = ${path}`)
const merging: fc.Arbitrary<Act> = fc.constantFrom(...counties).map((path) => () => db.owner`insert into region_succession (from_id, to_id, "on") values (${regionId('41/09/04/')}, ${regionId(path)}, '2026-08-15') on conflict do nothing`)
const office: fc.Arbitrary<Act> = fc.constantFrom<Day>('2025-10-01', '2023-01-01').map((day) => () => db.owner`update office set go_live_on = ${day}`)
const source: fc.Arbitrary<Act> = fc.constantFrom('hazards', 'incidents', 'revisits').map((name) => async () => {
  const gone = await db.owner`delete from source_in_use where source = ${name} returning 1`
  if (gone.length === 0) await db.owner`insert into source_in_use (region_id, source, "from") values (${regionId('41/')}, ${name}, '2025-10-01')`
})
const acts = fc.array(fc.record({ act: fc.oneof({ weight: 5, arbitrary: figures }, unscored, fold, adjustment, closing, kind, merging, office, source), today: fc.constantFrom(...days) }), { minLength: 1, maxLength: 6 })

const stored = async () => [
  await db.owner`select region_id, path, period, scheme_version_id, group_id, place, changed_on, head::text, result::text from score order by group_id, period, place`,
  await db.owner`select region_id, path, period, group_id, stamp, input::text from score_input order by group_id, period, region_id`,
  await db.owner`select group_id, period, path, stamp, sources, go_live_on, groups::text, peers::text from board order by group_id, period`,
  await db.owner`select * from roster order by root_id, level, period`,
]

it('is kept up to date as it would be made', async () => {
  await fc.assert(fc.asyncProperty(acts, async (many) => {
    let last: Day = days[0]!
    for (const { act, today } of many) {
      await act()
      last = today
      await refreshBoards(worker, keys, today)
    }
    await refreshBoards(worker, keys, last)
    const kept = await stored()
    await db.owner`delete from score`
    await db.owner`delete from score_input`
    await db.owner`delete from board`
    await db.owner`delete from roster`
    await refreshBoards(worker, keys, last)
    expect(kept).toEqual(await stored())
  }), { numRuns: 25 })
}, 120_000)

it('is made once for all who ask at a time, by one process and by several', async () => {
  await plantFigures(db, [{ path: counties[0]!, on: '2026-08-01', figures: { due_major: 3, rectified_on_time_major: 1 } }])
  const { statements } = await db.during(() => Promise.all(Array.from({ length: 5 }, () => refreshBoards(worker, keys, days[2]!))))
  expect(statements.filter((one) => one.includes('insert into roster'))).toHaveLength(1)
  await plantFigures(db, [{ path: counties[0]!, on: '2026-08-02', figures: { due_major: 3, rectified_on_time_major: 2 } }])
  const others = [1, 2, 3].map(() => drizzle(db.worker, { casing: 'snake_case' }))
  await Promise.all(others.map((other) => refreshBoards(other, keys, days[2]!)))
  const kept = await stored()
  await db.owner`update board set stamp = null`
  await refreshBoards(worker, keys, days[2]!)
  expect(await stored()).toEqual(kept)
})
