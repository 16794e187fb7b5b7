import { connect } from '@anwang/db/client'
import { checkLogs } from '@anwang/db/audit/check'
import { sealer } from '@anwang/db/audit/seal'
import { recordAudit } from '@anwang/db'
import { fold } from '@anwang/db/metrics/fold'
import { fixedClock, testDatabase } from '@anwang/testkit'
import { afterAll, expect, it } from 'vitest'
import { startApi } from '../../../test/api.ts'
import { aHazard, aSubject, plant } from '../../../test/records.ts'
import { plantAccount, plantOffice, plantRegions } from '../../../test/world.ts'

const db = await testDatabase()
const api = await startApi(db, fixedClock('2026-10-20'), { folding: false })
const worker = connect(db.urls.worker, { max: 1 })
afterAll(() => worker.close())
await plantRegions(db, { '': { name: '全国', level: 'COUNTRY' }, '41/': { name: '河南省', level: 'PROVINCE' }, '41/09/': { name: '濮阳市', level: 'CITY', code: '410900000000' } })
await plantOffice(db, '41/09/', '2025-01-01')
for (const [name, role] of [['sysadmin', 'SYSTEM_ADMINISTRATOR'], ['secadmin', 'SECURITY_ADMINISTRATOR'], ['office', 'COMMITTEE_OFFICE']] as const) await plantAccount(db, name, [{ role, path: '41/09/' }])
const sysadmin = await api.signInAs('sysadmin')
const state = async () => (await sysadmin.query('{ system { databaseVersion databaseBytes databaseSince servedSince unfolded unfoldedSince unsealed unsealedSince sealedAt checkedAt sound anchored backedUpAt backup } }')).data.system

it('tells the system administrator what waits, and since when', async () => {
  const before = Date.now()
  const firm = aSubject('41/09/')
  await plant(db, [firm.append, aHazard(firm, '2026-08-01', { number: 'PY-1' }).append])
  const waiting = await state()
  expect(waiting).toMatchObject({ databaseVersion: expect.stringMatching(/^\d+/), sealedAt: null, checkedAt: null, sound: null, anchored: false, backedUpAt: null, backup: null })
  expect(waiting.unfolded).toBeGreaterThan(0)
  expect(Math.abs(Date.parse(waiting.unsealedSince) - before)).toBeLessThan(60_000)
  expect(Math.abs(Date.parse(waiting.unfoldedSince) - before)).toBeLessThan(60_000)
  expect(waiting.unsealed).toBeGreaterThan(1)
  expect(waiting.databaseBytes).toBeGreaterThan(1_000_000)

  await fold(worker.db, '2026-10-20')
  await sealer(worker.db)()
  await checkLogs(worker.db, [])
  await recordAudit(worker.db, [{ kind: 'EXPORT', action: 'backup', details: { title: 'anwang-1.tar.zst' } }])
  const after = await state()
  expect(after).toMatchObject({ unfolded: 0, unfoldedSince: null, sound: true, backup: 'anwang-1.tar.zst' })
  for (const at of [after.sealedAt, after.checkedAt, after.backedUpAt]) expect(Math.abs(Date.parse(at) - Date.now())).toBeLessThan(60_000)
})

it('and nobody else; that they tried stands in the second log', async () => {
  for (const name of ['secadmin', 'office']) expect((await (await api.signInAs(name)).query('{ system { unsealed } }')).data.system).toBeNull()
  expect((await api.anonymous.query('{ system { unsealed } }')).data.system).toBeNull()
  expect(await db.owner`select user_name from audit where kind = 'DENIAL' and action = 'system' order by seq`).toEqual([{ user_name: 'secadmin' }, { user_name: 'office' }])
})
