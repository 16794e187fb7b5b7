import { fixedClock, testDatabase } from '@anwang/testkit'
import { expect, it } from 'vitest'
import { startApi } from '../test/api.ts'
import { plantAccount, plantRegions } from '../test/world.ts'

const db = await testDatabase()
let sent: string[] = []
const watched: typeof db = { ...db, debug: (connection, query) => {
  sent.push(query.replaceAll(/\s+/g, ' '))
  db.debug(connection, query)
} }
const api = await startApi(watched, fixedClock('2026-10-20'))
await plantRegions(db, { '': { name: '全国', level: 'COUNTRY' }, '41/': { name: '河南省', level: 'PROVINCE', code: '410000000000' } })
await plantAccount(db, 'office', [{ role: 'COMMITTEE_OFFICE', path: '41/' }])
const office = await api.signInAs('office')

/** All that a request sends to the database, with what begins and ends. */
async function sentBy(query: string): Promise<string[]> {
  await office.query(query)
  sent = []
  expect((await office.query(query)).errors).toBeUndefined()
  return sent
}

it('asks who it is, and no more, where nothing is read', async () => {
  expect(await sentBy('{ viewer { userName } }')).toEqual([expect.stringMatching(/^select \* from session_viewer/)])
})

it('costs a request that reads its sign-in, a transaction in its mode and the scope, one statement each', async () => {
  expect(await sentBy('{ regions(search: "河") { totalCount } }')).toEqual([
    expect.stringMatching(/^select \* from session_viewer/), 'begin isolation level repeatable read read only', expect.stringMatching(/^select set_config/), expect.stringContaining('search_regions'), 'commit',
  ])
})

it('asks for no region that was read before, only whether one was changed', async () => {
  expect(await sentBy('{ region(code: "410000000000") { name } }')).toEqual([
    expect.stringMatching(/^select \* from session_viewer/), 'begin isolation level repeatable read read only', expect.stringMatching(/^select set_config.*directory_version/), 'commit',
  ])
})
