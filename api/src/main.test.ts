import { fixedClock, testDatabase } from '@anwang/testkit'
import { expect, it, vi } from 'vitest'
import { startApi } from '../test/api.ts'
import { plantAccount, plantRegions } from '../test/world.ts'
import { log } from './serving/log.ts'

const db = await testDatabase()
const api = await startApi(db, fixedClock('2026-10-20'), { statementTimeout: 300 })
await plantRegions(db, { '': { name: '全国', level: 'COUNTRY' }, '41/': { name: '河南省', level: 'PROVINCE' }, '41/09/': { name: '濮阳市', level: 'CITY' } })
await plantAccount(db, 'city', [{ role: 'COMMITTEE_OFFICE', path: '41/09/' }])

it('cancels a statement that takes too long, says no more than that something broke, and goes on', async () => {
  const city = await api.signInAs('city')
  const logged = vi.spyOn(log, 'error').mockImplementation(() => undefined)
  await db.owner.begin(async (tx) => {
    await tx`lock table hazard in access exclusive mode`
    const answers = await Promise.all(Array.from({ length: 25 }, () => city.query('{ hazards { totalCount } }')))
    for (const { data, errors } of answers) {
      expect(data).toBeNull()
      expect(errors).toEqual([{ message: 'Something went wrong on our side.', path: ['hazards'], extensions: { code: 'INTERNAL_SERVER_ERROR', reference: expect.any(String) } }])
    }
  })
  expect(logged.mock.calls.map(([{ err }]: any[]) => err.cause?.code)).toContain('57014')
  logged.mockRestore()
  expect(await city.query('{ hazards { totalCount } }')).toEqual({ data: { hazards: { totalCount: 0 } } })
})
