import { fixedClock, testDatabase } from '@anwang/testkit'
import { describe, expect, it } from 'vitest'
import { startApi } from '../../test/api.ts'
import { plantAccount, plantRegions } from '../../test/world.ts'
import { callerOf } from './rates.ts'

const db = await testDatabase()
await plantRegions(db, { '': { name: '全国', level: 'COUNTRY' }, '41/': { name: '河南省', level: 'PROVINCE', code: '410000000000' } })
for (const name of ['busy', 'calm']) await plantAccount(db, name, [{ role: 'COMMITTEE_OFFICE', path: '41/' }])
const serving = (rates: { address: number; signIn: number; account: number }) => startApi(db, fixedClock('2026-10-20'), { rates })

const ask = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"query":"{ viewer { userName } }"}' }
const session = (userName: string) => ({ method: 'POST', headers: { 'content-type': 'application/json', 'x-anwang': '1' }, body: JSON.stringify({ userName, password: 'wrong' }) })

describe('rates', () => {
  it('of an account count over all of its sessions, and hold nobody else up', async () => {
    const api = await serving({ address: 1_000, signIn: 1_000, account: 5 })
    const [one, other, calm] = [await api.signInAs('busy'), await api.signInAs('busy'), await api.signInAs('calm')]
    for (let i = 0; i < 5; i++) expect((await (i % 2 ? one : other).fetch('/graphql', ask)).status).toBe(200)
    const refused = await other.fetch('/graphql', ask)
    expect([refused.status, Number(refused.headers.get('retry-after')) > 0, ((await refused.json()) as { errors: [{ extensions: { code: string } }] }).errors[0].extensions.code]).toEqual([429, true, 'TOO_MANY'])
    const file = await one.fetch('/export/hazards.xlsx')
    expect([file.status, Number(file.headers.get('retry-after')) > 0, await file.json()]).toEqual([429, true, { code: 'TOO_MANY', message: 'Too many requests: wait a moment.' }])
    expect((await calm.fetch('/graphql', ask)).status).toBe(200)
  })

  it('of an address count before anybody is looked up', async () => {
    const api = await serving({ address: 3, signIn: 1_000, account: 1_000 })
    for (let i = 0; i < 3; i++) expect((await api.anonymous.fetch('/graphql', ask)).status).toBe(200)
    const { statements } = await db.during(async () => expect((await api.anonymous.fetch('/graphql', ask)).status).toBe(429))
    expect(statements).toEqual([])
    // Whether it lives is answered to whoever looks after it.
    expect((await api.anonymous.fetch('/readyz')).status).toBe(200)
    // Who comes through a proxy is counted by where they come from.
    expect((await api.anonymous.fetch('/graphql', { ...ask, headers: { ...ask.headers, 'x-forwarded-for': '203.0.113.9' } })).status).toBe(200)
  })

  it('of signing in are tighter', async () => {
    const api = await serving({ address: 1_000, signIn: 2, account: 1_000 })
    for (let i = 0; i < 2; i++) expect((await api.anonymous.fetch('/session', session(`nobody${i}`))).status).toBe(401)
    expect((await api.anonymous.fetch('/session', session('nobody'))).status).toBe(429)
    expect((await api.anonymous.fetch('/graphql', ask)).status).toBe(200)
    // Nor do they begin anew with another way of writing the address, or with another step.
    for (const path of ['/session/', '/session/code', '/session/password', '/invitation', '/invitation/accept']) expect([path, (await api.anonymous.fetch(path, session('nobody'))).status]).toEqual([path, 429])
    expect((await api.anonymous.fetch('/session')).status).toBe(401)
  })

  it.each(['/session/', '/SESSION', '/Session', '//session', '/invitation/', '/INVITATION/accept'])('nobody signs in at %s', async (path) => {
    const api = await serving({ address: 1_000, signIn: 1_000, account: 1_000 })
    const { statements } = await db.during(async () => expect((await api.anonymous.fetch(path, session('busy'))).status).toBe(404))
    expect(statements).toEqual([])
  })
})

it.each([
  ['203.0.113.9', '203.0.113.9'], ['::ffff:203.0.113.9', '203.0.113.9'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'], ['2001:0db8:1:2::9', '2001:db8:1:2::/64'], ['2001:db8::1', '2001:db8:0:0::/64'], ['::1', '0:0:0:0::/64'], ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['', ''], ['no address', 'no address'],
])('caller %s', (address, expected) => expect(callerOf(address)).toBe(expected))
