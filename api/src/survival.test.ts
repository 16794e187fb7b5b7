import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from '@anwang/db'
import { globalId } from './schema/nodes.ts'
import { fixedClock, testDatabase } from '@anwang/testkit'
import { regionId } from '@anwang/domain/regions'
import { afterAll, expect, it } from 'vitest'
import { startApi } from '../test/api.ts'
import { productOf } from '../test/survival/product.ts'
import { survive } from '../test/survival/run.ts'
import type { Entry } from '../test/survival/ledger.ts'
import { verify } from '../test/survival/verify.ts'
import { plantAccount, plantRegions } from '../test/world.ts'

const folder = mkdtempSync(join(tmpdir(), 'anwang-survival-'))
const product = await productOf({ module: join(import.meta.dirname, '../test/survival/small.ts'), dataDir: join(folder, 'data') })
afterAll(async () => {
  await product.kill('everything')
  rmSync(folder, { recursive: true, force: true })
})

// `node api/test/survival.ts` does it fifty times each, on the demonstration.
it('PostgreSQL and the API killed while clients write: what was acknowledged is there once, and nothing else', async () => {
  const report = await survive({ product, rounds: 2, file: join(folder, 'ledger.jsonl'), log: () => undefined })
  expect(report.findings).toEqual(Object.fromEntries(Object.keys(report.findings).map((what) => [what, []])))
  expect(report.recoveries).toHaveLength(4)
  expect(report.entries).toBeGreaterThan(20)
  expect(report.commands).toEqual([expect.stringMatching(/, 0 differences$/), expect.stringContaining('whole')])
}, 120_000)

it('finds what was lost, doubled and never asked for', async () => {
  const test = await testDatabase()
  const api = await startApi(test, fixedClock('2026-10-12'))
  await plantRegions(test, { '': { name: '全国', level: 'COUNTRY' }, '41/': { name: '河南省', level: 'PROVINCE' } })
  await plantAccount(test, 'office', [{ role: 'COMMITTEE_OFFICE', path: '41/' }])
  const office = await api.signInAs('office')
  const register = async (key: string, name: string): Promise<Entry> => {
    const { data } = await office.query('mutation($input: RegisterSubjectInput!) { registerSubject(input: $input) { ... on RegisterSubjectPayload { subject { id } } } }',
      { input: { idempotencyKey: key, kind: 'HOUSEHOLD', name, region: globalId('Region', regionId('41/')) } })
    const id = Buffer.from(data.registerSubject.subject.id as string, 'base64url').toString().split(':')[1]!
    return { kind: 'CHANGE', operation: 'registerSubject', key, tag: name, streams: [{ id, version: 1 }] }
  }
  const kept = [await register('s-1', '标记s-1。'), await register('s-2', '标记s-2。')]
  const worker = connect(test.urls.worker, { max: 1 })
  const found = async (entries: readonly Entry[]) => {
    const { lost, doubled, unasked, half } = await verify(worker.db, entries, 0, 's')
    return { lost: lost.length, doubled: doubled.length, unasked: unasked.length, half: half.length }
  }
  expect(await found(kept)).toEqual({ lost: 0, doubled: 0, unasked: 0, half: 0 })
  expect(await found(kept.slice(1))).toEqual({ lost: 0, doubled: 0, unasked: 1, half: 0 })
  const never: Entry = { kind: 'CHANGE', operation: 'registerSubject', key: 's-3', tag: '标记s-3。', streams: [{ id: '00000000-0000-7000-8000-000000000000', version: 1 }] }
  // Its stream, its event and its command.
  expect(await found([...kept, never])).toEqual({ lost: 3, doubled: 0, unasked: 0, half: 0 })
  expect(await found([...kept, { kind: 'REFUSED', operation: 'registerSubject', key: 's-1', tag: '标记s-9。' }])).toEqual({ lost: 0, doubled: 0, unasked: 1, half: 0 })
  expect(await found([...kept, { kind: 'IMPORT', key: 's-1', id: '00000000-0000-7000-8000-000000000001', tag: '标记s-8。', rows: 2 }])).toMatchObject({ lost: 1 })
  // Sent again under another key, as a client must not.
  await register('s-4', '标记s-1。')
  expect(await found(kept)).toMatchObject({ doubled: 1, unasked: 1 })
  await worker.close()
})
