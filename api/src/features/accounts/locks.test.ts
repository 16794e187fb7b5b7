import { fixedClock, testDatabase } from '@anwang/testkit'
import { beforeEach, describe, expect, it } from 'vitest'
import { asked, change, post } from '../../../test/accounts.ts'
import { startApi, type Client } from '../../../test/api.ts'
import { plantAccount, plantOffice, plantRegions } from '../../../test/world.ts'
import { globalId } from '../../schema/nodes.ts'
import { hashPassword } from './passwords.ts'

const db = await testDatabase()
const clock = fixedClock('2026-10-20')
const api = await startApi(db, clock)
/** A second server on the same database. */
const other = await startApi(db, clock)
const [CITY, PUYANG, NANLE] = ['41/09/', '41/09/28/', '41/09/23/']
await plantRegions(db, {
  '': { name: '全国', level: 'COUNTRY' }, '41/': { name: '河南省', level: 'PROVINCE' }, [CITY]: { name: '濮阳市', level: 'CITY' }, [PUYANG]: { name: '濮阳县', level: 'COUNTY' }, [NANLE]: { name: '南乐县', level: 'COUNTY' },
})
await plantOffice(db, CITY, '2026-01-01', [])
const password = 'Gentle-otter-47'
await plantAccount(db, 'city.security', [{ role: 'SECURITY_ADMINISTRATOR', path: CITY }])
await plantAccount(db, 'puyang.security', [{ role: 'SECURITY_ADMINISTRATOR', path: PUYANG }])
await plantAccount(db, 'auditor', [{ role: 'AUDITOR', path: CITY }])
const nanle = await plantAccount(db, 'nanle.office', [{ role: 'COMMITTEE_OFFICE', path: NANLE }], await hashPassword(password))
const [city, puyang, auditor] = await Promise.all(['city.security', 'puyang.security', 'auditor'].map((name) => api.signInAs(name))) as [Client, Client, Client]
beforeEach(() => db.owner`truncate sign_in_failure, last_sign_in`)
const tries = async (n: number, address = '203.0.113.9', given = 'wrong') => {
  for (let i = 0; i < n; i++) await post(api, '/session', { userName: 'nanle.office', password: given }, { address })
}
const waiting = async (client: Client, args = '(waiting: true)') => (await client.query(`{ accounts${args} { totalCount nodes { userName waitsUntil } } }`)).data.accounts

describe('an account that waits', () => {
  it('is shown to its security administrator, until when, and to nobody else\'s', async () => {
    await tries(4)
    expect((await waiting(city)).totalCount).toBe(0)
    await tries(1)
    const { nodes, totalCount } = await waiting(city)
    expect([totalCount, nodes[0].userName]).toEqual([1, 'nanle.office'])
    const [row] = await db.owner`select max(locked_until) as until from sign_in_failure`
    expect(nodes[0].waitsUntil).toBe(row!['until'].toISOString())
    expect((await waiting(puyang)).totalCount).toBe(0)
    expect((await waiting(city, '(search: "nanle.office")')).nodes[0].waitsUntil).toBe(nodes[0].waitsUntil)
    await db.owner`update sign_in_failure set locked_until = now()`
    expect([(await waiting(city)).totalCount, (await waiting(city, '(search: "nanle.office")')).nodes[0].waitsUntil]).toEqual([0, null])
    expect(await db.app`select * from waiting_accounts()`).toEqual([])
  })

  it('waits on every server alike, and is let in again by its administrator, which is written down', async () => {
    await tries(5)
    expect((await post(other, '/session', { userName: 'nanle.office', password }, { address: '198.51.100.3' })).status).toBe(401)
    const account = globalId('Account', nanle)
    expect(await change(puyang, 'unlockAccount', { account })).toMatchObject({ __typename: 'NotFound', code: 'ACCOUNT' })
    expect(await change(auditor, 'unlockAccount', { account })).toMatchObject({ __typename: 'Forbidden', code: 'NOT_YOURS' })
    expect((await change(city, 'unlockAccount', { account })).account.waitsUntil).toBeNull()
    expect((await post(other, '/session', { userName: 'nanle.office', password }, { address: '198.51.100.3' })).status).toBe(200)
    expect(await db.owner`select user_name, address, details->>'userName' as whom from audit where action = 'unlockAccount' and not refused`).toEqual([{ user_name: 'city.security', address: '127.0.0.1', whom: 'nanle.office' }])
  })

  it('is also one that waits where it signed in lately, and at its codes', async () => {
    await post(api, '/session', { userName: 'nanle.office', password }, { address: '198.51.100.3' })
    await tries(5, '198.51.100.3')
    expect((await waiting(city)).totalCount).toBe(1)
    await db.owner`truncate sign_in_failure`
    await db.owner`select count_try(try_key('step ' || ${nanle}::text), 0, '1 minute')`
    expect((await waiting(city)).totalCount).toBe(1)
  })

  it('stands in the second log with the try from which it waits, for the auditor to see', async () => {
    const [{ seq }] = await db.owner`select coalesce(max(seq), 0)::text as seq from audit` as unknown as [{ seq: string }]
    await tries(7)
    const lines = await db.owner`select action, reason, user_name, address, details from audit where seq > ${seq}::bigint and kind = 'SIGN_IN' order by seq`
    expect(lines.map(({ action, reason }) => `${action} ${reason}`).slice(0, 6)).toEqual([...Array.from({ length: 5 }, () => 'session WRONG_PASSWORD'), 'locked LOCKED'])
    expect(lines[5]).toMatchObject({ user_name: 'nanle.office', address: '203.0.113.9', details: { until: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d$/) } })
    const { data } = await auditor.query('{ audit { entries(first: 3) { nodes { action } } } }')
    expect(data.audit.entries.nodes.map((entry: { action: string }) => entry.action)).toContain('locked')
  })
})

describe('the sign-in before this one', () => {
  const previous = async (cookie: string, at = api) => (await asked(at, cookie, '{ viewer { previousSignIn { at address failures } } }')).viewer.previousSignIn
  it('is told with its address, and how many tries failed since, whoever made them and however they were answered', async () => {
    const first = await post(api, '/session', { userName: 'nanle.office', password }, { address: '198.51.100.3' })
    expect(await previous(first.cookie)).toEqual({ at: null, address: null, failures: 0 })
    await tries(7)
    const second = await post(api, '/session', { userName: 'nanle.office', password }, { address: '198.51.100.3' })
    expect(await previous(second.cookie, other)).toEqual({ at: expect.stringMatching(/^\d{4}-/), address: '198.51.100.3', failures: 7 })
    const third = await post(other, '/session', { userName: 'nanle.office', password }, { address: '198.51.100.3' })
    expect(await previous(third.cookie)).toMatchObject({ failures: 0 })
    // The session before still says what it said.
    expect(await previous(second.cookie)).toMatchObject({ failures: 7 })
  })

  it('is nobody else\'s to read', async () => {
    await expect(db.app`select * from last_sign_in`).rejects.toThrow(/permission denied/)
    expect(await db.app`select previous_at from session`).toEqual([])
  })
})
