import { fixedClock, testDatabase } from '@anwang/testkit'
import { beforeAll, expect, it, vi } from 'vitest'
import { largeLedger } from '../../../../packages/documents/test/large.ts'
import { startApi, type Client } from '../../../test/api.ts'
import { change, look, plantCounties, upload } from '../../../test/ledgers.ts'

vi.setConfig({ testTimeout: 60_000 })
const LONGEST_STATEMENT = 1_500
const db = await testDatabase()
const api = await startApi(db, fixedClock('2026-10-04'), { statementTimeout: LONGEST_STATEMENT })
let county: Client
let id: string
beforeAll(async () => {
  await plantCounties(db)
  county = await api.signInAs('puyang.office')
  id = (await upload(county, await largeLedger(8))).id
  await change(county, 'mapImport', { import: id, answers: [{ field: 'firm', value: '*', answer: 'new' }] })
})

/** While a ledger of another server lands. */
async function whileLanding<T>(work: () => Promise<T>, atLeast = 0): Promise<T> {
  const go = Promise.withResolvers<void>()
  const held = Promise.withResolvers<void>()
  const other = db.app.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(4201, 0)`
    held.resolve()
    await go.promise
  })
  await held.promise
  const working = work()
  await (atLeast > 0 ? new Promise((done) => setTimeout(done, atLeast)) : working.then(() => undefined, () => undefined))
  go.resolve()
  await other
  return working
}

it('a ledger waits for the one that lands, longer than a statement may take', async () => {
  await whileLanding(() => change(county, 'confirmImport', { import: id }), 2 * LONGEST_STATEMENT)
  expect(await look(county, id)).toMatchObject({ state: 'IMPORTED', failure: null })
})

it('withdrawing meanwhile says why not, and works afterwards', async () => {
  const refused = await whileLanding(() => change(county, 'withdrawImport', { import: id, reason: '传错了文件' }))
  expect(refused).toMatchObject({ __typename: 'Conflict', code: 'LANDING', message: '有台账正在导入，请等它完成后再撤回' })
  expect((await look(county, id)).state).toBe('IMPORTED')
  await change(county, 'withdrawImport', { import: id, reason: '传错了文件' })
  expect((await look(county, id)).state).toBe('WITHDRAWN')
})
