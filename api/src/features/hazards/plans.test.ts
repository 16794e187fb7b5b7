import { setTimeout } from 'node:timers/promises'
import { connect, inScope, type Tx } from '@anwang/db'
import { rebuild } from '@anwang/db/metrics/rebuild'
import { regionId } from '@anwang/domain/regions'
import { testDatabase } from '@anwang/testkit'
import { sql, type SQL } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { aSubject, plant } from '../../../test/records.ts'
import { plantRegions } from '../../../test/world.ts'
import { hazardMatches, subjectMatches, type Root } from '../subjects/store/pages.ts'
import { subjectCounts, subjectPages, type SubjectQuery } from '../subjects/store/index.ts'
import { hazardCounts, hazardPages } from './store/index.ts'
import { overdueGroups } from './store/overdue.ts'
import type { HazardQuery } from './store/query.ts'

// How many blocks a page touches does not grow with what is there: the same tables with N hazards and with ten times as many.
const N = 6_000
const CITY = '41/09/'
const COUNTIES = ['41/09/28/', '41/09/23/']
const TOWNS = ['41/09/28/101/', '41/09/28/102/', '41/09/23/101/', '41/02/01/101/', '42/01/02/101/']
const test = await testDatabase()
const TODAY = '2026-10-12'
const { db, close } = connect(test.urls.app, { max: 1 })
const worker = connect(test.urls.worker, { max: 1 })
afterAll(() => Promise.all([close(), worker.close()]))
const LEVELS = ['COUNTRY', 'PROVINCE', 'CITY', 'COUNTY', 'STREET'] as const
const regions = [...new Set(['', ...TOWNS.flatMap((path) => path.split('/').slice(0, -1).map((_, i, parts) => `${parts.slice(0, i + 1).join('/')}/`))])]
await plantRegions(test, Object.fromEntries(regions.map((path) => [path, { name: `R${path}`, level: LEVELS[path.split('/').length - 1]! }])))
const firms = TOWNS.flatMap((path) => ['化工厂', '百货店', '机械厂'].map((name) => aSubject(path, { name })))
await plant(test, firms.map((one) => one.append))

/** Rows as the ledger would write them, of every sixteenth a fire extinguisher; every fortieth is open and overdue. */
async function fill(from: number, until: number): Promise<void> {
  const given = firms.map(({ id, path }) => ({ id, path, region: regionId(path) }))
  await test.owner`insert into hazard (id, version, number, description, level, state, source, subject_id, region_id, path, account_id, account_path, found_on, registered_on, due_on, overdue_from, overdue_until, imported, shown_only, fold)
    select gen_random_uuid(), 1, 'YH-' || n, case n % 16 when 3 then '灭火器过期' else (array['配电箱未接地', '疏散通道堵塞', '作业人员未系安全带'])[1 + n % 3] end || n, 'GENERAL', case when n % 40 = 7 then 'RECTIFYING' else 'CLOSED' end, 'DEPARTMENT',
      f.id, f.region, f.path, f.region, f.path, d.day, d.day, d.day + 15, case when n % 40 = 7 then d.day + 16 end, null, false, false, '{}'
    from generate_series(${from}::int, ${until - 1}::int) n cross join lateral (select date '2026-01-01' + n * 7 % 200 as day) d
      join (select *, row_number() over () - 1 as i from json_to_recordset(${test.owner.json(given)}::json) f(id uuid, path text, region uuid)) f on f.i = n % ${firms.length}::int`
  await test.owner`insert into subject (id, version, kind, name, normalized_name, region_id, path, account_id, account_path, status, key, supervision_mode_set, assigned, hazard_sources, hazard_sources_online, standardized, registered_on, shown_only, fold)
    select gen_random_uuid(), 1, 'ENTERPRISE', (array['永定', '龙潭', '东四'])[1 + n % 3] || '贸易商店' || n, 'x', f.region, f.path, f.region, f.path, 'OPERATING', false, false, '{}', 0, 0, false, '2026-01-01', false, '{"states":[]}'
    from generate_series(${from}::int, ${until - 1}::int, 10) n join (select *, row_number() over () - 1 as i from json_to_recordset(${test.owner.json(given)}::json) f(id uuid, path text, region uuid)) f on f.i = n % ${firms.length}::int`
  // As the ledger tells of them, folded.
  await test.owner`insert into delta (id, region_id, path, counts_on, effective_on, overdue_since) select h.id, h.account_id, h.account_path, h.overdue_from, h.overdue_from, 1 from hazard h
    where h.overdue_from <= ${TODAY} and not exists (select from delta d where d.id = h.id)`
  await worker.db.transaction(rebuild)
  for (const table of ['hazard', 'subject', 'rollup_day', 'delta_pending']) await seenByAll(table)
}

/** Vacuums until every page is known to be visible to all, which whoever reads at that moment holds off. */
async function seenByAll(table: string): Promise<void> {
  for (let tries = 0; tries < 50; tries++) {
    await test.owner.unsafe(`vacuum analyze ${table}`)
    const [row] = await test.owner<[{ all: boolean }]>`select relallvisible >= relpages as all from pg_class where oid = ${table}::regclass`
    if (row.all) return
    await setTimeout(200)
  }
  throw new Error(`${table} has pages that are not visible to all`)
}

interface Plan { readonly 'Shared Hit Blocks': number; readonly 'Shared Read Blocks': number }

/** Runs the work in the city's scope and adds up what each of its statements touches, planning aside. */
async function blocksOf(work: (tx: Tx) => Promise<unknown>): Promise<number> {
  let blocks = 0
  await inScope(db, { accountId: null, terms: [{ paths: [CITY], sectors: null, subjectId: null }] }, async (tx) => {
    const execute = async (query: SQL) => {
      const [row] = await tx.execute<{ 'QUERY PLAN': [{ Plan: Plan }] }>(sql`explain (analyze, buffers, format json) ${query}`)
      const { Plan } = row!['QUERY PLAN'][0]
      blocks += Plan['Shared Hit Blocks'] + Plan['Shared Read Blocks']
      return tx.execute(query)
    }
    await work({ execute } as unknown as Tx)
  }, 'read')
  return blocks
}

const base: HazardQuery = {
  level: null, state: null, source: null, sectors: null, account: null, overdue: null, minOverdueDays: null, overdueOn: null, foundFrom: null, foundTo: null, dueFrom: null, dueTo: null,
  search: null, importId: null, ids: null, owner: null, today: TODAY, order: { field: 'FOUND_ON', descending: true }, after: null, limit: 51,
}
const overdue: HazardQuery = { ...base, overdue: true, order: { field: 'OVERDUE_DAYS', descending: true } }
const inFigures: HazardQuery = { ...overdue, account: { path: CITY, own: false, moved: [], parts: [{ path: CITY, sectors: null }] } }
const subjects: SubjectQuery = { kind: null, status: null, riskGrade: null, sectors: null, key: null, search: null, order: { field: 'NAME', descending: false }, after: null, limit: 51 }
const roots: readonly Root[] = [{ paths: [CITY], owner: null }]

const READS: Readonly<Record<string, (tx: Tx) => Promise<unknown>>> = {
  'overdue, first page': (tx) => hazardPages(tx, roots, inFigures),
  'overdue, how many': (tx) => hazardCounts(tx, roots, inFigures, null, true),
  'overdue, by county': (tx) => overdueGroups(tx, roots[0]!, inFigures, { parts: COUNTIES }, true),
  'latest found': (tx) => hazardPages(tx, roots, base),
  'a page by deadline': (tx) => hazardPages(tx, roots, { ...base, order: { field: 'DUE_ON', descending: false } }),
  'a page of a county': (tx) => hazardPages(tx, [{ paths: ['41/09/23/'], owner: null }], base),
  'a word that nothing holds': async (tx) => hazardPages(tx, roots, { ...base, search: '氨气' }, await hazardMatches(tx, '氨气', roots, [CITY])),
  'subjects by name': (tx) => subjectPages(tx, roots, subjects),
  'subjects of a name that none has': async (tx) => {
    const found = await subjectMatches(tx, '影城', roots)
    return [await subjectPages(tx, roots, { ...subjects, search: '影城' }, found), await subjectCounts(tx, roots, { ...subjects, search: '影城' }, found, true)]
  },
}
const small = new Map<string, number>()

beforeAll(async () => {
  await fill(0, N)
  for (const [name, read] of Object.entries(READS)) small.set(name, await blocksOf(read))
  await fill(N, 10 * N)
}, 120_000)

const ROOM = 1.3
/** A level more of each index that is gone down, whatever is read by it. */
const LEVELS_MORE = 10
/** What is counted stands so close in its index. */
const ENTRIES_A_BLOCK = 40

it.each(Object.keys(READS))('%s', async (name) => {
  const large = await blocksOf(READS[name]!)
  expect(small.get(name)).toBeGreaterThan(0)
  expect(large, `${name}: ${small.get(name)} blocks, ${large} of ten times as much`).toBeLessThanOrEqual(ROOM * small.get(name)! + LEVELS_MORE)
})

it('a frequent word: page and count touch no more than a thousand matches need', async () => {
  const query = { ...base, search: '灭火器' }
  const blocks = await blocksOf(async (tx) => {
    const found = await hazardMatches(tx, '灭火器', roots, [CITY])
    expect(found).toMatchObject({ ids: null, many: true })
    expect((await hazardPages(tx, roots, query, found))[0]).toHaveLength(51)
    expect(await hazardCounts(tx, roots, query, found, true)).toEqual([1000])
  })
  const [{ matching }] = await test.owner<[{ matching: number }]>`select count(*)::int as matching from hazard where starts_with(path, ${CITY}) and description like '%灭火器%'`
  expect(matching).toBeGreaterThan(1000)
  expect(blocks).toBeLessThan(3_000)
})

it('what is overdue of a level is read by county from its index alone, many to a block', async () => {
  const blocks = await blocksOf((tx) => overdueGroups(tx, roots[0]!, { ...inFigures, level: ['GENERAL'] }, { parts: COUNTIES }, true))
  const [{ n }] = await test.owner<[{ n: number }]>`select count(*)::int as n from hazard where starts_with(path, ${CITY}) and overdue_from <= ${TODAY}`
  expect(n).toBeGreaterThan(800)
  expect(blocks).toBeLessThan(n / ENTRIES_A_BLOCK + LEVELS_MORE)
})

it.each([
  ['a city by county', CITY, COUNTIES], ['a city of which a county is not asked for', CITY, COUNTIES.slice(1)], ['a province by city', '41/', ['41/02/', '41/09/']], ['the country by province', '', ['41/', '42/']],
])('the sums say what the index does: %s', async (_, account, parts) => {
  const root: Root = { paths: [account], owner: null }
  const query: HazardQuery = { ...inFigures, account: { path: account, own: false, moved: [], parts: [{ path: account, sectors: null }] } }
  const by = (seen: boolean) => inScope(db, { accountId: null, terms: [{ paths: [''], sectors: null, subjectId: null }] }, async (tx) =>
    [await hazardCounts(tx, [root], query, null, seen), await overdueGroups(tx, root, query, { parts }, seen)] as const, 'read')
  const [counts, groups] = await by(true)
  expect(groups.length).toBeGreaterThan(0)
  expect([counts, groups]).toEqual(await by(false))
})
