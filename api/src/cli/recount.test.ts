import { foldAll } from '@anwang/db/metrics/fold'
import { connect } from '@anwang/db/client'
import { fixedClock, testDatabase } from '@anwang/testkit'
import { Command } from 'commander'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { register as registerRebuild } from './rebuild.ts'
import { register as registerRecount } from './recount.ts'

const test = await testDatabase()
const clock = fixedClock('2026-09-20')
const { db, close } = connect(test.urls.worker)
const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`

beforeAll(async () => {
  await test.owner`insert into region ${test.owner([
    { id: id(1), parent_id: null, level: 'COUNTRY', kind: 'ADMINISTRATIVE', path: '', valid_from: '2000-01-01' },
    { id: id(2), parent_id: id(1), level: 'PROVINCE', kind: 'ADMINISTRATIVE', path: '41/', valid_from: '2000-01-01' },
  ])}`
  const recorded = { number: 'JC-1', nature: 'SUPERVISORY', subjectId: id(3), placeId: id(2), accountId: id(2), sectorId: null, startedOn: '2026-08-31', finishedOn: '2026-09-01', reinspection: false, findings: '', shownOnly: false }
  await test.worker`insert into event ${test.worker({ stream: 'inspection', stream_id: id(4), version: 1, type: 'recorded', schema: 1, region_id: id(2), path: '41/', actor_id: id(5), source: 'WEB', occurred_at: clock.now(), payload: test.worker.json(recorded) })}`
  await test.worker`insert into delta_pending ${test.worker({ id: id(6), region_id: id(2), path: '41/', counts_on: '2026-09-01', effective_on: '2026-09-01', inspections: 1 })}`
})
afterAll(close)
afterEach(() => { process.exitCode = undefined })

async function run(...args: string[]): Promise<{ lines: string[]; exitCode: unknown }> {
  const lines: string[] = []
  const print = vi.spyOn(console, 'log').mockImplementation((text: string) => { lines.push(text) })
  const program = new Command().exitOverride().configureOutput({ writeErr: (text) => { lines.push(text.trim()) } })
  for (const register of [registerRecount, registerRebuild]) register(program, { database: { appUrl: test.urls.app, ownerUrl: test.urls.owner, workerUrl: test.urls.worker }, dataDir: '/nowhere', clock })
  for (const command of program.commands) command.exitOverride().configureOutput(program.configureOutput())
  await program.parseAsync(args, { from: 'user' }).catch((error: unknown) => { process.exitCode = (error as { exitCode: number }).exitCode })
  print.mockRestore()
  return { lines, exitCode: process.exitCode }
}

it('agrees on what is pending and what is folded, also for a period', async () => {
  expect(await run('recount')).toEqual({ lines: ['3 cells compared, 0 differences'], exitCode: undefined })
  await foldAll(db, clock.today())
  expect(await run('recount')).toEqual({ lines: ['6 cells compared, 0 differences'], exitCode: undefined })
  expect((await run('recount', '--period', '2026-Q2')).lines).toEqual(['0 cells compared, 0 differences'])
})

it('names what differs and exits 1, and a rebuild mends the rollups', async () => {
  await test.worker`update rollup set inspections = 5 where path = '41/' and own`
  expect(await run('recount', '--period', '2026-09')).toEqual({
    lines: ['no name (41/, own) 2026-09 all sectors inspections: kept 5, recounted 1', 'no name (41/, own) 2026-09-01 all sectors inspections: kept 1, recounted 5', '6 cells compared, 2 differences'], exitCode: 1,
  })
  process.exitCode = undefined
  expect((await run('rebuild')).lines).toEqual(['0 records folded anew, 0 of them were wrong', 'rollups rebuilt, 1 of them were wrong, 0 pending deltas folded'])
  expect((await run('recount')).lines).toEqual(['6 cells compared, 0 differences'])
})

it('names a sum by day that differs, and a rebuild mends it', async () => {
  await test.worker`update rollup_day set inspections = 4 where path = ''`
  expect(await run('recount')).toEqual({ lines: [
    'no name (country) 2026-09-01 all sectors inspections: kept 4, recounted 1', 'no name (country) 2026-09-01 all sectors inspections: kept 4, recounted 1', '6 cells compared, 2 differences',
  ], exitCode: 1 })
  process.exitCode = undefined
  expect((await run('rebuild')).lines.at(-1)).toBe('rollups rebuilt, 1 of them were wrong, 0 pending deltas folded')
  expect((await run('recount')).lines).toEqual(['6 cells compared, 0 differences'])
})

it('notices deltas of another amount than the events, though the sums by day agree with them', async () => {
  await test.owner`update delta set inspections = 3`
  await run('rebuild')
  process.exitCode = undefined
  const { lines, exitCode } = await run('recount')
  expect([lines.at(-1), exitCode]).toEqual(['6 cells compared, 3 differences', 1])
  await test.owner`update delta set inspections = 1`
  await test.worker`update rollup_day set inspections = 1`
  process.exitCode = undefined
  expect((await run('recount')).lines.at(-1)).toBe('6 cells compared, 6 differences')
  await run('rebuild')
  process.exitCode = undefined
  expect((await run('recount')).lines).toEqual(['6 cells compared, 0 differences'])
})

it('refuses days it cannot speak of', async () => {
  expect(await run('recount', '--period', '2026-W38')).toEqual({ lines: ['error: 2026-W38 is no period of whole months'], exitCode: 1 })
  clock.set('2026-08-01')
  expect((await run('recount')).lines.join()).toContain('up to 2026-09-01, the clock stands at 2026-08-01')
  clock.set('2026-09-20')
})
