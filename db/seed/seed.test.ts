import { fixedClock, testDatabase } from '@anwang/testkit'
import { drizzle } from 'drizzle-orm/postgres-js'
import { beforeAll, expect, it } from 'vitest'
import type { Db } from '../src/client.ts'
import { accountId, lockAccounts } from './accounts.ts'
import { seedDemonstration } from './index.ts'

const test = await testDatabase()
const clock = fixedClock('2026-11-22')

beforeAll(() => seedDemonstration({ ownerUrl: test.urls.owner, appUrl: test.urls.app, workerUrl: test.urls.worker, clock, log: () => undefined }), 300_000)

it('gives 濮阳县 the half-year that it reported', async () => {
  const [row] = await test.worker`
    select sum(inspections)::int as visits, sum(hazards_found_general + hazards_found_major)::int as hazards, sum(hazards_found_major)::int as majors
    from rollup where path = '41/09/28/' and not own and sector_id = '00000000-0000-0000-0000-000000000000'
      and month between 2026 * 12 and 2026 * 12 + 5`
  expect(row!['visits']).toBeGreaterThan(1500)
  expect(row!['hazards']).toBeGreaterThan(2400)
  expect(row!['majors']).toBe(16)
  const [units] = await test.worker`
    select count(distinct stream_id)::int as n from event where stream = 'subject' and path like '41/09/28/%'
      and payload->>'status' = 'SUSPENDED' and type = 'changed' and occurred_at >= '2026-01-01 00:00+08'`
  expect(units!['n']).toBe(42)
})

it('leaves something overdue at every level, and a town or two without any record', async () => {
  const overdue = await test.worker`
    select r.level, r.kind, count(*)::int as n from hazard h join region r on r.id = h.account_id
    where h.overdue_from <= ${clock.today()} and h.overdue_until is null group by 1, 2`
  expect(overdue.map((row) => `${row['level']} ${row['kind']}`).sort()).toEqual(expect.arrayContaining(
    ['CITY ADMINISTRATIVE', 'COMMUNITY ADMINISTRATIVE', 'COUNTY ADMINISTRATIVE', 'COUNTY FUNCTIONAL_ZONE', 'STREET ADMINISTRATIVE']))
  const [silent] = await test.worker`
    select count(*)::int as n from region s where s.level = 'STREET' and s.path like '41/09/%'
      and not exists (select from inspection i where i.path like s.path || '%')`
  expect(silent!['n']).toBeGreaterThanOrEqual(2)
})

it('leaves its enterprise something to do: overdue, due within a week, sent back, and not yet ordered', async () => {
  const open = await test.worker`
    select h.state, h.due_on - ${clock.today()}::date as days, exists (select from event e where e.stream_id = h.id and e.type = 'rejected') as rejected
    from hazard h join account_grant g on g.subject_id = h.subject_id where h.state in ('REGISTERED', 'RECTIFYING', 'SUBMITTED') order by h.due_on`
  expect(open.some(({ days }) => days < 0)).toBe(true)
  expect(open.some(({ state, days }) => state === 'RECTIFYING' && days >= 0 && days <= 7)).toBe(true)
  expect(open.some(({ rejected }) => rejected)).toBe(true)
  expect(open.map(({ state }) => state)).toEqual(expect.arrayContaining(['REGISTERED', 'SUBMITTED']))
})

it('names the posts that inspected, never a person', async () => {
  const [row] = await test.worker`
    select count(*) filter (where jsonb_array_length(coalesce(fold->'inspectors', '[]')) = 0)::int as nobody,
      count(*) filter (where nature = 'ADMINISTRATIVE' and jsonb_array_length(fold->'inspectors') < 2)::int as alone from inspection`
  expect(row).toEqual({ nobody: 0, alone: 0 })
})

it('dates nothing in the future and tells every life in order', async () => {
  const [late] = await test.worker`select count(*)::int as n from event where occurred_at >= ${`${clock.today()} 24:00+08`}`
  expect(late!['n']).toBe(0)
  const [disorder] = await test.worker`
    select count(*)::int as n from event a join event b on b.stream_id = a.stream_id and b.version = a.version + 1 where b.occurred_at < a.occurred_at`
  expect(disorder!['n']).toBe(0)
})

it('locks its accounts, and those who are in go out', async () => {
  await test.owner`update account set password_hash = 'known' where user_name = 'city.office'`
  await test.owner`select open_session('token', ${accountId('city.office')}, now() + interval '1 hour', 'PASSWORD', 'known', null, null)`
  const entered = async () => (await test.owner`select * from session_viewer('token', ${clock.today()})`).length
  expect(await entered()).toBe(1)
  await lockAccounts(drizzle(test.owner, { casing: 'snake_case' }) as Db)
  expect(await entered()).toBe(0)
  expect([...await test.owner`select distinct password_hash from account`]).toEqual([{ password_hash: '' }])
})
