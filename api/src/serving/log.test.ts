import { fixedClock, testDatabase } from '@anwang/testkit'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { startApi } from '../../test/api.ts'
import { plantAccount, plantRegions } from '../../test/world.ts'
import { describeError, log, loggedPath, makeLog } from './log.ts'

const db = await testDatabase()
const api = await startApi(db, fixedClock('2026-10-20'))
await plantRegions(db, { '': { name: '全国', level: 'COUNTRY' }, '41/': { name: '河南省', level: 'PROVINCE', code: '410000000000' } })
await plantAccount(db, 'office', [{ role: 'COMMITTEE_OFFICE', path: '41/' }])
const office = await api.signInAs('office')

/** What the real log writes meanwhile, line by line. */
async function logged(work: () => Promise<unknown>): Promise<Record<string, any>[]> {
  const lines: string[] = []
  const said = makeLog({ write: (line) => void lines.push(line) })
  vi.spyOn(log, 'error').mockImplementation((...args: unknown[]) => (said.error as (...all: unknown[]) => void)(...args))
  vi.spyOn(log, 'info').mockImplementation((...args: unknown[]) => (said.info as (...all: unknown[]) => void)(...args))
  said.level = 'info'
  await work()
  await new Promise((done) => setTimeout(done, 50))
  return lines.map((line) => JSON.parse(line) as Record<string, any>)
}
afterEach(() => vi.restoreAllMocks())

it('finds by the reference that was answered what broke, where, and the request it broke', async () => {
  let reference = ''
  const lines = await logged(async () => {
    await db.owner`alter table region_label rename to hidden`
    const answer = await office.fetch('/graphql', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query: '{ regions(search: "河南 secret-search") { totalCount } }' }) })
    await db.owner`alter table hidden rename to region_label`
    reference = ((await answer.json()) as { errors: [{ extensions: { reference: string } }] }).errors[0].extensions.reference
    expect(answer.headers.get('x-request-id')).toBe(reference)
  })
  const mine = lines.filter((line) => line['request'] === reference)
  expect(mine).toMatchObject([
    { level: 'error', path: 'regions', err: { type: 'Error', stack: expect.stringContaining('features/regions/store.ts'), cause: { code: '42P01' } } },
    { level: 'info', method: 'POST', path: '/graphql', status: 200, ms: expect.any(Number) },
  ])
  expect(JSON.stringify(lines)).not.toContain('secret-search')
})

it('keeps passwords, cookies, queries and tokens out of every line', async () => {
  const token = 'T'.repeat(43)
  const lines = await logged(async () => {
    await office.fetch('/session', { method: 'POST', headers: { 'content-type': 'application/json', 'x-anwang': '1', authorization: 'Bearer hidden-bearer' }, body: JSON.stringify({ userName: 'office', password: 'hidden-password' }) })
    await office.fetch(`/invitation/${token}?code=hidden-code`, { headers: { cookie: 'anwang_session=hidden-cookie', accept: 'text/html' } })
    await office.fetch('/export/hazards.xlsx?filter=%7B%22search%22%3A%22hidden-search%22%7D')
  })
  expect(lines.map((line) => line['path'])).toEqual(['/session', '/invitation/…', '/export/hazards.xlsx'])
  const text = JSON.stringify(lines)
  expect(text).not.toMatch(/hidden-/)
  expect(text).not.toContain(token)
})

describe('error', () => {
  it('says why and where without the values it came from', () => {
    const cause = Object.assign(new Error('duplicate key value violates unique constraint "account_user_name"'), { code: '23505', constraint_name: 'account_user_name', detail: 'Key (user_name)=(王某某) already exists.', parameters: ['王某某'] })
    const described = JSON.stringify(describeError(new Error('Failed query: insert into account values ($1)\nparams: 王某某,13800000000', { cause })))
    expect(described).not.toMatch(/王某某|13800000000/)
    expect(described).toContain('insert into account values ($1)')
    expect(described).toContain('"constraint":"account_user_name"')
  })
  it.each(['text', 7, null, undefined, { message: 'secret' }])('is none: %j', (thrown) => expect(JSON.stringify(describeError(thrown))).not.toContain('secret'))
})

it.each([
  ['/graphql', '/graphql'], ['/hazards/h_1?x=secret#y', '/hazards/h_1'], [`/invite/${'a'.repeat(43)}/x`, '/invite/…/x'], [`/${'a/'.repeat(300)}`, `/${'a/'.repeat(300)}`.slice(0, 200)],
])('path %s', (url, expected) => expect(loggedPath(url)).toBe(expected))
