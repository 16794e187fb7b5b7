import { fixedClock, testDatabase } from '@anwang/testkit'
import { describe, expect, it, vi } from 'vitest'
import { startApi } from '../../../test/api.ts'
import { plantAccount, plantOffice, plantRegions, plantSector } from '../../../test/world.ts'
import { globalId } from '../../schema/nodes.ts'
import { hashPassword } from './service.ts'

const db = await testDatabase()
const api = await startApi(db, fixedClock('2026-10-20'))
const demonstration = await startApi(db, fixedClock('2026-10-20'), { demonstration: true })
await plantRegions(db, { '': { name: '全国', level: 'COUNTRY' }, '41/': { name: '河南省', level: 'PROVINCE', code: '410000000000' }, '41/09/': { name: '濮阳市', level: 'CITY', code: '410900000000' } })
await plantOffice(db, '41/09/', '2026-01-01', [])
const fire = await plantSector(db, '消防')
const password = 'a long password'
await plantAccount(db, 'city.office', [{ role: 'COMMITTEE_OFFICE', path: '41/09/' }], await hashPassword(password))
const department = await plantAccount(db, 'dept.fire', [{ role: 'DEPARTMENT', path: '41/09/', sectors: [fire] }])
await db.owner`update account set demonstration = '07' where id = ${department}`

const post = (body: unknown, headers: Record<string, string> = { 'x-anwang': '1' }, at = api) =>
  at.anonymous.fetch('/session', { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) })
const cookieOf = (response: Response) => response.headers.get('set-cookie') ?? ''
const viewerOf = async (cookie: string, at = api) => {
  const response = await at.anonymous.fetch('/graphql', { method: 'POST', headers: { 'content-type': 'application/json', cookie: cookie.split(';')[0]! },
    body: JSON.stringify({ query: '{ viewer { userName home { name } grants { role region { name } sectors { name } } viewerCanImport } office { name goLiveOn today demonstration region { name } } sectors { name } }' }) })
  return ((await response.json()) as { data: any }).data
}

it('signs in, knows who one is, and signs out', async () => {
  const response = await post({ userName: 'city.office', password })
  expect(response.status).toBe(200)
  const cookie = cookieOf(response)
  expect(cookie).toMatch(/HttpOnly; SameSite=Strict/)
  expect(await viewerOf(cookie)).toEqual({
    viewer: { userName: 'city.office', home: { name: '濮阳市' }, grants: [{ role: 'COMMITTEE_OFFICE', region: { name: '濮阳市' }, sectors: null }], viewerCanImport: true },
    office: { name: '市安委办', goLiveOn: '2026-01-01', today: '2026-10-20', demonstration: false, region: { name: '濮阳市' } }, sectors: [{ name: '消防' }],
  })
  const out = await api.anonymous.fetch('/session', { method: 'DELETE', headers: { 'x-anwang': '1', cookie: cookie.split(';')[0]! } })
  expect(out.status).toBe(200)
  expect(await viewerOf(cookie)).toBeNull()
})

it('tells an unknown name, a wrong password and an account without one apart from nothing', async () => {
  const answers = await Promise.all([{ userName: 'nobody', password }, { userName: 'city.office', password: 'wrong' }, { userName: 'dept.fire', password: 'none' }].map(async (body) => {
    const response = await post(body)
    return [response.status, await response.text(), cookieOf(response)]
  }))
  expect(answers[0]![0]).toBe(401)
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
})

it('checks few passwords at once: the rest wait or come again', async () => {
  const answers = await Promise.all(Array.from({ length: 120 }, (_, i) => post({ userName: `nobody ${i}`, password: 'wrong' }, { 'x-anwang': '1', 'x-forwarded-for': `198.51.100.${i}` })))
  expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([401, 429]))
  const busy = answers.find((answer) => answer.status === 429)!
  expect(busy.headers.get('retry-after')).toBe('2')
  expect(await busy.json()).toMatchObject({ code: 'TOO_MANY', message: expect.stringContaining('稍候再试') })
  expect((await post({ userName: 'city.office', password })).status).toBe(200)
})

it('marks the cookie Secure behind a proxy that speaks TLS', async () => {
  const cookie = async (headers: Record<string, string>, at = api) => cookieOf(await post(at === demonstration ? { demonstration: 'dept.fire' } : { userName: 'city.office', password }, { 'x-anwang': '1', ...headers }, at))
  expect(await cookie({ 'x-forwarded-proto': 'https' })).toMatch(/^__Host-anwang_session=[\w-]{43}; Path=\/; .*HttpOnly; Secure; SameSite=Strict$/)
  expect(await cookie({})).not.toContain('Secure')
  expect(await cookie({ 'x-forwarded-proto': 'https' }, demonstration)).not.toContain('Secure')
})

it('behind TLS believes the cookie of this host alone, and signing out takes both', async () => {
  const tls = { 'x-forwarded-proto': 'https' }
  const [name, token] = cookieOf(await post({ userName: 'city.office', password }, { 'x-anwang': '1', ...tls })).split(';')[0]!.split('=') as [string, string]
  const step = async (cookie: string, headers: Record<string, string>) => (await api.anonymous.fetch('/session', { headers: { cookie, ...headers } })).status
  expect(name).toBe('__Host-anwang_session')
  // A neighbour's page can plant the plain one; without TLS a browser sends no other.
  expect([await step(`${name}=${token}`, tls), await step(`anwang_session=${token}`, tls), await step(`anwang_session=${token}`, {}), await step(`${name}=${token}`, {})]).toEqual([200, 401, 200, 401])
  const out = await api.anonymous.fetch('/session', { method: 'DELETE', headers: { 'x-anwang': '1', cookie: `${name}=${token}`, ...tls } })
  expect(out.headers.getSetCookie().map((one) => /^([^=]+)=;.*Expires=Thu, 01 Jan 1970/.exec(one)?.[1])).toEqual(['__Host-anwang_session', 'anwang_session'])
  expect(await step(`${name}=${token}`, tls)).toBe(401)
})

it.each([
  [{ userName: 'city.office', password }, {}, 403],
  [{ userName: 'city.office' }, { 'x-anwang': '1' }, 400],
  [{ userName: 'a'.repeat(5000), password }, { 'x-anwang': '1' }, 413],
  [{ userName: 'city.office', password, more: 1 }, { 'x-anwang': '1' }, 400],
])('%# refuses a request that is none', async (body, headers, status) => {
  expect((await post(body, headers as Record<string, string>)).status).toBe(status)
})

describe('the demonstration', () => {
  it('lists its accounts to the unsigned and lets them in by a click', async () => {
    expect((await demonstration.anonymous.query('{ demonstrationAccounts { userName title home } viewer { name } office { name } }')).data).toEqual({
      demonstrationAccounts: [{ userName: 'dept.fire', title: 'dept.fire', home: expect.any(String) }], viewer: null, office: null })
    const response = await post({ demonstration: 'dept.fire' }, { 'x-anwang': '1' }, demonstration)
    expect(response.status).toBe(200)
    expect((await viewerOf(cookieOf(response), demonstration)).viewer).toMatchObject({ userName: 'dept.fire', grants: [{ sectors: [{ name: '消防' }] }] })
    expect((await post({ demonstration: 'city.office' }, { 'x-anwang': '1' }, demonstration)).status).toBe(401)
  })

  it('is not there outside it', async () => {
    expect((await post({ demonstration: 'dept.fire' })).status).toBe(401)
    expect((await api.anonymous.query('{ demonstrationAccounts { userName } }')).data).toEqual({ demonstrationAccounts: [] })
  })
})

it('ends a session that is idle, and keeps one that is used', async () => {
  const cookie = cookieOf(await post({ userName: 'city.office', password }))
  await db.owner`update session set seen_at = now() - interval '119 minutes'`
  expect((await viewerOf(cookie)).viewer).not.toBeNull()
  const soon = Date.now() + 11 * 60_000
  vi.spyOn(Date, 'now').mockReturnValue(soon)
  expect((await viewerOf(cookie)).viewer).not.toBeNull()
  vi.restoreAllMocks()
  await expect.poll(async () => (await db.owner`select count(*)::int as n from session where seen_at > now() - interval '1 hour'`)[0]!['n']).toBeGreaterThan(0)
  await db.owner`update session set seen_at = now() - interval '121 minutes'`
  expect(await viewerOf(cookie)).toBeNull()
})

it('a grant that ended counts no more from the next request on', async () => {
  const client = await api.signInAs('dept.fire')
  const grants = async () => (await client.query('{ viewer { grants { role } } }')).data.viewer.grants
  expect(await grants()).toHaveLength(1)
  await db.owner`update account_grant set valid_to = '2026-10-20' where account_id = ${department}`
  expect(await grants()).toEqual([])
  expect((await client.query('{ region(code: "410900000000") { name metrics(period: "2026-Q3") { inspections } } }')).data.region).toEqual({ name: '濮阳市', metrics: null })
})

it('finds a sector by its id', async () => {
  const client = await api.signInAs('city.office')
  expect((await client.query(`{ node(id: "${globalId('Sector', fire)}") { ... on Sector { name parent { name } } } }`)).data.node).toEqual({ name: '消防', parent: null })
})
