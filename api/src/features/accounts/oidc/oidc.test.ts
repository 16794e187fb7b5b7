import { createServer } from 'node:http'
import { connect } from '@anwang/db/client'
import { fixedClock, testDatabase } from '@anwang/testkit'
import { sql } from 'drizzle-orm'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { startApi } from '../../../../test/api.ts'
import { browser } from '../../../../test/oidc/browser.ts'
import { passProvider, startProvider } from '../../../../test/oidc/process.ts'
import { plantAccount, plantRegions } from '../../../../test/world.ts'
import { sessionHash } from '../../../auth/session.ts'
import { globalId } from '../../../schema/nodes.ts'
import { codeAt } from '../factor.ts'
import { hashPassword } from '../passwords.ts'
import { subjectHash } from './provider.ts'

const db = await testDatabase()
const provider = await startProvider()
afterAll(() => provider.stop())
const clock = fixedClock('2026-10-20')
/** Two servers behind one address. */
const options = { oidc: { ...provider.options, publicUrl: 'http://127.0.0.1:8443' } }
const api = await startApi(db, clock, options)
const other = await startApi(db, clock, options)

await plantRegions(db, { '': { name: '全国', level: 'COUNTRY' }, '41/': { name: '河南省', level: 'PROVINCE', code: '410000000000' }, '41/09/': { name: '濮阳市', level: 'CITY', code: '410900000000' } })
const password = 'Gentle-otter-47'
const hash = await hashPassword(password)
const ids: Record<string, string> = {}
const HOLD: readonly (readonly [string, string, string])[] = [['office', 'COMMITTEE_OFFICE', '41/'], ['leader', 'LEADER', '41/'], ['auditor', 'AUDITOR', '41/'], ['security', 'SECURITY_ADMINISTRATOR', '41/'], ['city.security', 'SECURITY_ADMINISTRATOR', '41/09/']]
for (const [name, role, path] of HOLD) ids[name] = await plantAccount(db, name, [{ role: role as 'LEADER', path }], hash)

/** A citizen's number, as some providers have it. */
const CITIZEN = '410922199001011234'
const bind = (name: string, subject: string) => db.owner`insert into identity (account_id, issuer, subject_hash, hint) values (${ids[name]!}, ${provider.options.issuer}, ${subjectHash(provider.options.issuer, subject)}, 'x…')`
const lines = async (from: number) => db.owner`select kind, refused, reason, user_name, action, target_id, address, details from audit where seq > ${from} order by seq`
const lastLine = async () => Number((await db.owner`select coalesce(max(seq), 0) as seq from audit`)[0]!['seq'])
const invite = (name: string, token: string) => db.owner`insert into invitation (account_id, token_hash, expires_at) values (${ids[name]!}, ${sessionHash(token)}, now() + interval '1 day')`

beforeEach(async () => {
  await db.owner`truncate sign_in_failure`
  for (const table of ['identity', 'identity_step', 'session', 'second_factor', 'invitation']) await db.owner.unsafe(`delete from ${table}`)
  await db.owner`update account set password_hash = ${hash}, password_changed_at = now(), password_history = '{}'`
})

describe('an identity', () => {
  it('is bound by the account’s own password, signs in, and is unbound by the password; all of it stands in the second log, masked', async () => {
    const one = browser(api)
    const elsewhere = browser(api)
    const from = await lastLine()
    await one.signIn('office', password)
    await elsewhere.signIn('office', password)
    expect(await one.call('POST', '/session/oidc', { wish: 'BIND', password: 'wrong' })).toMatchObject({ status: 422, body: { code: 'WRONG_PASSWORD' } })
    const before = one.jar.get('anwang_session')
    expect((await one.enterAs(CITIZEN, { wish: 'BIND', password })).body).toEqual({ ok: true, did: 'BIND', next: '/account', step: null })
    // The session goes on under a new token, the others end.
    expect(one.jar.get('anwang_session')).not.toBe(before)
    expect([await one.who(), await elsewhere.who()]).toEqual(['office', null])
    const { body } = await one.call('POST', '/graphql', { query: '{ identityProvider { name } viewer { hasPassword identity { hint boundAt } } }' })
    expect(body.data).toEqual({ identityProvider: { name: null }, viewer: { hasPassword: true, identity: { hint: '41…34', boundAt: expect.any(String) } } })

    const again = browser(api)
    expect((await again.enterAs(CITIZEN, { wish: 'SIGN_IN', next: '/hazards?region=1' })).body).toEqual({ ok: true, did: 'SIGN_IN', next: '/hazards?region=1', step: null })
    expect(await again.who()).toBe('office')
    expect(await one.call('DELETE', '/session/oidc', { password: 'wrong' })).toMatchObject({ status: 422, body: { code: 'WRONG_PASSWORD' } })
    expect((await one.call('DELETE', '/session/oidc', { password })).body).toEqual({ ok: true })
    // Whoever it let in is out.
    expect([await one.who(), await again.who()]).toEqual(['office', null])
    expect((await browser(api).enterAs(CITIZEN)).body).toMatchObject({ code: 'NO_SIGN_IN' })
    expect(await one.call('DELETE', '/session/oidc', { password })).toMatchObject({ body: { code: 'NO_IDENTITY' } })

    const written = await lines(from)
    const said = written.filter(({ action }) => /oidc|identity/.test(action as string)).map(({ action, user_name: name, refused, reason, details, address }) => [action, name, refused, reason, (details as { identity?: string }).identity, address])
    expect(said).toEqual([
      ['identity.bound', 'office', false, null, '41…34', '198.51.100.7'], ['oidc', 'office', false, null, '41…34', '198.51.100.7'],
      ['identity.unbound', 'office', false, null, '41…34', '198.51.100.7'], ['oidc', null, true, 'UNKNOWN_IDENTITY', '41…34', '198.51.100.7'],
    ])
    for (const table of ['audit', 'identity', 'identity_step', 'session']) expect(JSON.stringify(await db.owner.unsafe(`select * from ${table}`))).not.toContain(CITIZEN)
  })

  it('that nobody has bound makes no account, and is answered like one that has to wait', async () => {
    const accounts = async () => Number((await db.owner`select count(*)::int as n from account`)[0]!['n'])
    const before = await accounts()
    const unknown = await browser(api).enterAs('stranger')
    expect(unknown).toMatchObject({ status: 401, body: { code: 'NO_SIGN_IN', message: expect.stringContaining('没有账号绑定') } })
    expect(unknown.cookies.filter((one) => one.startsWith('anwang_session'))).toEqual([])
    await bind('office', 'held')
    for (let i = 0; i < 5; i++) await browser(api, `203.0.113.${i}`).signIn('office', 'wrong')
    const held = await browser(api).enterAs('held')
    expect([held.status, held.body]).toEqual([unknown.status, unknown.body])
    expect(await db.owner`select reason from audit where action = 'oidc' and refused order by seq desc limit 1`).toEqual([{ reason: 'LOCKED' }])
    // It waits no longer than the password does, and then both are forgotten.
    await db.owner`update sign_in_failure set locked_until = now() - interval '1 second' where locked_until is not null`
    expect((await browser(api).enterAs('held')).status).toBe(200)
    expect((await browser(api).signIn('office', password)).status).toBe(200)
    expect(await accounts()).toBe(before)
  })

  it('of one account is no other’s, and an account has one', async () => {
    await bind('leader', 'person')
    const one = browser(api)
    await one.signIn('office', password)
    const from = await lastLine()
    expect((await one.enterAs('person', { wish: 'BIND', password })).body).toMatchObject({ code: 'IDENTITY_TAKEN' })
    expect(await lines(from)).toContainEqual(expect.objectContaining({ action: 'bindIdentity', refused: true, reason: 'IDENTITY_TAKEN', user_name: 'office' }))
    expect((await one.enterAs('mine', { wish: 'BIND', password })).status).toBe(200)
    expect((await one.enterAs('another', { wish: 'BIND', password })).body).toMatchObject({ code: 'IDENTITY_TAKEN' })
  })

  it('is bound to the account that began, by its session alone', async () => {
    const one = browser(api)
    await one.signIn('office', password)
    const back = await one.goAs('person', { wish: 'BIND', password })
    await one.signIn('leader', password)
    expect((await one.come(back)).body).toMatchObject({ code: 'NOT_NOW' })
    await one.signIn('office', password)
    const later = await one.goAs('person', { wish: 'BIND', password })
    await one.call('DELETE', '/session')
    expect(await one.come(later)).toMatchObject({ status: 401, body: { code: 'UNAUTHENTICATED' } })
    expect(await db.owner`select 1 from identity`).toEqual([])
    expect(await browser(api).call('POST', '/session/oidc', { wish: 'BIND', password })).toMatchObject({ status: 401 })
  })

  it('ends with the post, and is ended by the security administrator of the account’s own area alone', async () => {
    const security = await api.signInAs('security')
    const city = await api.signInAs('city.security')
    const mutation = (name: string) => `mutation($input: ${name[0]!.toUpperCase()}${name.slice(1)}Input!) { outcome: ${name}(input: $input) { __typename ... on UserError { code } ... on ${name[0]!.toUpperCase()}${name.slice(1)}Payload { account { identity { hint } } } } }`
    const input = (key: string) => ({ input: { idempotencyKey: key, account: globalId('Account', ids['office']!) } })
    for (const name of ['unbindIdentity', 'leaveOffice']) {
      await bind('office', 'person')
      const one = browser(api)
      expect((await one.enterAs('person')).status).toBe(200)
      expect((await city.query(mutation(name), input(`city ${name}`))).data.outcome).toMatchObject({ code: 'ACCOUNT' })
      expect(await one.who()).toBe('office')
      const shown = await security.query('{ accounts(search: "office") { nodes { userName identity { hint } } } }')
      expect(shown.data.accounts.nodes).toEqual([{ userName: 'office', identity: { hint: 'x…' } }])
      expect((await security.query(mutation(name), input(name))).data.outcome).toMatchObject({ account: { identity: null } })
      expect([await one.who(), (await browser(api).enterAs('person')).body.code]).toEqual([null, 'NO_SIGN_IN'])
      expect(await db.owner`select 1 from audit where action = 'identity.unbound' and user_name = 'security' and target_id = ${ids['office']!} and details->>'userName' = 'office'`).not.toEqual([])
    }
    await db.owner`update account_grant set valid_to = null where account_id = ${ids['office']!}`
  })
})

describe('after the provider', () => {
  it('the three officers still give their second factor, everybody who has one too', async () => {
    await bind('auditor', 'inspector')
    const one = browser(api)
    expect((await one.enterAs('inspector')).body).toMatchObject({ step: 'ENROL' })
    expect(await one.who()).toBeNull()
    const { body: begun } = await one.call('POST', '/session/second-factor', {})
    const { body: done } = await one.call('PUT', '/session/second-factor', { code: codeAt(begun.secret, Date.now()) })
    expect(await one.who()).toBe('auditor')
    const again = browser(api)
    expect((await again.enterAs('inspector')).body).toMatchObject({ step: 'CODE' })
    expect([await again.who(), await again.who(other)]).toEqual([null, null])
    for (const [method, path, body] of [['DELETE', '/session/oidc', { password }], ['POST', '/session/oidc', { wish: 'BIND', password }], ['POST', '/session/password', { current: password, password: 'Calm-heron-2210' }]] as const)
      expect(await again.call(method, path, body)).toMatchObject({ status: 409 })
    expect((await again.call('POST', '/session/code', { code: done.recoveryCodes[0] })).body).toMatchObject({ step: null })
    expect(await again.who()).toBe('auditor')
  })

  it('a session ends when it was idle, after twelve hours, and with its account’s posts it allows nothing', async () => {
    await bind('office', 'person')
    const one = browser(api)
    const { cookies } = await one.enterAs('person')
    expect(cookies.find((set) => set.startsWith('anwang_session'))).toMatch(/HttpOnly; SameSite=Strict/)
    expect(await db.owner`select round(extract(epoch from expires_at - now()) / 3600) as hours, entered from session`).toEqual([{ hours: '12', entered: 'OIDC' }])
    await db.owner`update session set seen_at = now() - interval '121 minutes'`
    expect(await one.who()).toBeNull()
    await one.enterAs('person')
    await db.owner`update account_grant set valid_to = '2026-10-20' where account_id = ${ids['office']!}`
    expect((await one.call('POST', '/graphql', { query: '{ viewer { grants { role } } }' })).body.data.viewer.grants).toEqual([])
    await db.owner`update account_grant set valid_to = null where account_id = ${ids['office']!}`
  })

  it('nobody is asked for a password that was not used, nor does a session before stay open', async () => {
    await bind('office', 'person')
    await db.owner`update account set password_changed_at = now() - interval '91 days'`
    const one = browser(api)
    await one.enterAs('person')
    const first = one.jar.get('anwang_session')!
    expect((await one.enterAs('person')).body).toMatchObject({ step: null })
    expect(one.jar.get('anwang_session')).not.toBe(first)
    const before = browser(api)
    before.jar.set('anwang_session', first)
    expect([await one.who(), await before.who()]).toEqual(['office', null])
  })
})

describe('an invitation', () => {
  it('is taken by the identity in place of a password: the old password, the old identity and open sessions hold no more', async () => {
    await bind('office', 'old person')
    await invite('office', 'i'.repeat(43))
    const old = browser(api)
    await old.signIn('office', password)
    const one = browser(api)
    const from = await lastLine()
    expect((await one.enterAs('new person', { wish: 'INVITATION', invitation: 'i'.repeat(43) })).body).toEqual({ ok: true, did: 'INVITATION', next: '/', step: null })
    expect([await one.who(), await old.who()]).toEqual(['office', null])
    expect((await browser(api).signIn('office', password)).status).toBe(401)
    expect((await browser(api).enterAs('old person')).body.code).toBe('NO_SIGN_IN')
    expect((await browser(api).enterAs('new person')).status).toBe(200)
    expect((await lines(from)).map(({ action, user_name: name, refused }) => [action, name, refused]).slice(0, 4)).toEqual([
      ['identity.unbound', 'office', false], ['identity.bound', 'office', false], ['invitationTaken', 'office', false], ['oidc', 'office', false]])
    // It was the only one, and without a password the identity is the last way in.
    expect((await browser(api).call('POST', '/session/oidc', { wish: 'INVITATION', invitation: 'i'.repeat(43) })).body).toMatchObject({ code: 'INVITATION' })
    expect((await one.call('DELETE', '/session/oidc', { password })).body).toMatchObject({ code: 'WRONG_PASSWORD' })
    expect((await one.call('POST', '/graphql', { query: '{ viewer { hasPassword } }' })).body.data.viewer.hasPassword).toBe(false)
  })

  it('is left as it is where the identity is another account’s, and is of no use once it was withdrawn', async () => {
    await bind('leader', 'person')
    await invite('office', 'j'.repeat(43))
    const one = browser(api)
    expect((await one.enterAs('person', { wish: 'INVITATION', invitation: 'j'.repeat(43) })).body).toMatchObject({ code: 'IDENTITY_TAKEN' })
    const back = await one.goAs('another', { wish: 'INVITATION', invitation: 'j'.repeat(43) })
    await db.owner`delete from invitation`
    expect((await one.come(back)).body).toMatchObject({ code: 'INVITATION' })
    expect(await db.owner`select account_id from identity`).toEqual([{ account_id: ids['leader']! }])
  })
})

describe('an answer', () => {
  beforeEach(() => bind('office', 'person'))

  it('counts in the browser that asked for it alone: nobody is signed in as somebody else by a link', async () => {
    const mine = browser(api)
    const back = await mine.goAs('person')
    const victim = browser(api)
    expect((await victim.come(back)).body).toMatchObject({ code: 'STALE' })
    // Not even where the victim is on the way to the provider too.
    const own = await victim.goAs('person')
    expect((await victim.come(back)).body).toMatchObject({ code: 'STALE' })
    const state = new URLSearchParams(own).get('state')!
    const mixed = new URLSearchParams(back)
    mixed.set('state', state)
    expect(await victim.come(`?${mixed}`)).toMatchObject({ status: 422, body: { code: 'PROVIDER_WRONG' } })
    expect(await victim.who()).toBeNull()
    expect((await mine.come(back)).status).toBe(200)
  })

  it('counts once, on whichever server, and not after ten minutes', async () => {
    const one = browser(api)
    const back = await one.goAs('person')
    const jar = new Map(one.jar)
    expect((await one.come(back, other)).status).toBe(200)
    expect([await one.who(), await one.who(other)]).toEqual(['office', 'office'])
    for (const at of [api, other]) {
      const again = browser(api)
      for (const [name, value] of jar) again.jar.set(name, value)
      expect((await again.come(back, at)).body).toMatchObject({ code: 'STALE' })
    }
    const late = await one.goAs('person')
    await db.owner`update identity_step set created_at = now() - interval '11 minutes'`
    expect((await one.come(late)).body).toMatchObject({ code: 'STALE' })
    const [first, second] = [await one.goAs('person'), await browser(api).goAs('person')]
    const both = await Promise.all([one.come(first), one.come(first), one.come(first, other)])
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 422, 422])
    expect((await one.come(second)).body).toMatchObject({ code: 'STALE' })
  })

  it.each([
    ['of another issuer (mix-up)', (answer: URLSearchParams) => answer.set('iss', 'https://elsewhere.example')],
    ['without its issuer', (answer: URLSearchParams) => answer.delete('iss')],
    ['with a code of nobody’s', (answer: URLSearchParams) => answer.set('code', 'x'.repeat(43))],
    ['without a code', (answer: URLSearchParams) => answer.delete('code')],
    ['with two codes', (answer: URLSearchParams) => answer.append('code', 'y')],
    ['with a token in it', (answer: URLSearchParams) => answer.set('id_token', 'a.b.c')],
  ])('%s is not believed', async (_what, change) => {
    const one = browser(api)
    const answer = new URLSearchParams(await one.goAs('person'))
    change(answer)
    expect(await one.come(`?${answer}`)).toMatchObject({ status: 422, body: { code: 'PROVIDER_WRONG', message: expect.stringContaining('没有登录') } })
    expect(await one.who()).toBeNull()
  })

  it('that says no says so, and is over with that', async () => {
    const one = browser(api)
    const { body } = await one.call('POST', '/session/oidc', { wish: 'SIGN_IN', next: '/' })
    const state = new URL(body.url).searchParams.get('state')!
    const no = `?${new URLSearchParams({ error: 'access_denied', state, iss: provider.options.issuer })}`
    expect((await one.come(no)).body).toMatchObject({ code: 'CANCELLED' })
    expect((await one.come(no)).body).toMatchObject({ code: 'STALE' })
  })

  it('comes from a page of ours: what another site may send is refused, and nothing goes along with what it sends', async () => {
    const one = browser(api)
    const back = await one.goAs('person')
    for (const [path, body] of [['/session/oidc', { wish: 'SIGN_IN', next: '/' }], ['/session/oidc/return', { parameters: back }]] as const)
      expect((await one.call('POST', path, body, { headers: { 'x-anwang': '' } })).status).toBe(403)
    const { cookies } = await one.call('POST', '/session/oidc', { wish: 'SIGN_IN', next: '/' }, { headers: { 'x-forwarded-proto': 'https' } })
    expect(cookies).toEqual([expect.stringMatching(/^__Secure-anwang_oidc=[\w-]{43}; Max-Age=600; Path=\/session\/oidc; Expires=[^;]+; HttpOnly; Secure; SameSite=Strict$/)])
  })

  it.each(['//elsewhere.example', '/\\elsewhere.example', '/\t/elsewhere.example', 'https://elsewhere.example', 'javascript:alert(1)', '', '/a\nb', '/安网'])('leads to no other site: %j', async (next) => {
    expect((await browser(api).call('POST', '/session/oidc', { wish: 'SIGN_IN', next })).status).toBe(400)
  })
})

describe('a provider', () => {
  it('that is not there, or does not answer, is said to be so; everything else goes on', async () => {
    const silent = createServer(() => undefined)
    await new Promise<void>((done) => silent.listen(0, '127.0.0.1', done))
    const { port } = silent.address() as { port: number }
    const closed = await startProvider()
    await closed.stop()
    for (const issuer of [closed.options.issuer, `http://127.0.0.1:${port}`]) {
      const lonely = await startApi(db, clock, { oidc: { ...provider.options, issuer, timeout: 800 } })
      const began = performance.now()
      const asked = Promise.all(Array.from({ length: 30 }, () => browser(lonely).call('POST', '/session/oidc', { wish: 'SIGN_IN', next: '/' })))
      expect((await browser(lonely).signIn('office', password)).status).toBe(200)
      for (const answer of await asked) expect(answer).toMatchObject({ status: 503, body: { code: 'PROVIDER_DOWN', message: expect.stringContaining('用户名和密码登录') } })
      expect(performance.now() - began).toBeLessThan(6000)
    }
    silent.closeAllConnections()
    silent.close()
  })

  it('that ends while somebody is there, and is back later', async () => {
    const short = await startProvider()
    const lonely = await startApi(db, clock, { oidc: short.options })
    await db.owner`insert into identity (account_id, issuer, subject_hash, hint) values (${ids['leader']!}, ${short.options.issuer}, ${subjectHash(short.options.issuer, 'person')}, 'x…')`
    const one = browser(lonely)
    const back = await one.goAs('person')
    await short.stop()
    expect(await one.come(back)).toMatchObject({ status: 503, body: { code: 'PROVIDER_DOWN' } })
    const again = await startProvider(short.port)
    expect((await one.enterAs('person')).status).toBe(200)
    await again.stop()
  })

  it('of another name than the one that was set is not believed', async () => {
    const lonely = await startApi(db, clock, { oidc: { ...provider.options, issuer: provider.options.issuer.replace('127.0.0.1', 'localhost') } })
    expect(await browser(lonely).call('POST', '/session/oidc', { wish: 'SIGN_IN', next: '/' })).toMatchObject({ status: 422, body: { code: 'PROVIDER_WRONG' } })
  })

  it('is not there unless it was set: nothing is offered, nothing is taken', async () => {
    const plain = await startApi(db, clock)
    expect((await plain.anonymous.query('{ identityProvider { name } }')).data).toEqual({ identityProvider: null })
    const one = browser(plain)
    expect(await one.call('POST', '/session/oidc', { wish: 'SIGN_IN', next: '/' })).toMatchObject({ status: 404, body: { code: 'NO_PROVIDER' } })
    expect(await one.come('?code=a&state=b')).toMatchObject({ status: 404 })
  })

  it('asks who is at the keyboard anew before an identity is bound', async () => {
    const one = browser(api)
    await one.signIn('office', password)
    const { body } = await one.call('POST', '/session/oidc', { wish: 'BIND', password })
    expect(new URL(body.url).searchParams.get('prompt')).toBe('login')
    expect(new URL(await passProvider(body.url, 'person')).searchParams.get('code')).toBeTruthy()
  })
})

it('row security alone shows one’s own identity, and lets nobody write one', async () => {
  await bind('office', 'person')
  await bind('leader', 'another')
  const app = connect(db.urls.app, { max: 1 })
  afterAll(() => app.close())
  const as = (account: string, query: ReturnType<typeof sql>) => app.db.transaction(async (tx) => {
    await tx.execute(sql`select set_config('app.account', ${account}, true)`)
    return tx.execute(query)
  })
  expect(await as(ids['office']!, sql`select account_id from identity`)).toEqual([{ account_id: ids['office']! }])
  for (const nobody of ['', ids['security']!]) expect(await as(nobody, sql`select account_id from identity`)).toEqual([])
  expect(await as(ids['office']!, sql`delete from identity returning account_id`)).toEqual([])
  for (const query of [
    sql`select subject_hash from identity`, sql`select * from identity_step`, sql`insert into identity (account_id, issuer, subject_hash, hint) values (${ids['security']!}, 'x', 'x', 'x')`,
    sql`update identity set subject_hash = 'mine'`, sql`delete from identity_step`, sql`select identity_audit()`,
  ]) await expect(as(ids['office']!, query)).rejects.toMatchObject({ cause: { message: expect.stringMatching(/permission denied|trigger functions/) } })
})
