import type { TransactionSql } from 'postgres'
import { newId } from '@anwang/db'
import { regionId } from '@anwang/domain/regions'
import { fixedClock, testDatabase } from '@anwang/testkit'
import { beforeEach, describe, expect, it } from 'vitest'
import { countersign } from '../../../test/accounts.ts'
import { startApi, type Client } from '../../../test/api.ts'
import { aSubject, plant } from '../../../test/records.ts'
import { TEST_SECRETS } from '../../../test/secrets.ts'
import { plantAccount, plantOffice, plantRegions, plantSector } from '../../../test/world.ts'
import { globalId } from '../../schema/nodes.ts'
import { hashPassword } from './passwords.ts'

const db = await testDatabase()
const clock = fixedClock('2026-10-20')
const api = await startApi(db, clock)
const other = await startApi(db, clock)
const [CITY, PUYANG, NANLE] = ['41/09/', '41/09/28/', '41/09/23/']
await plantRegions(db, {
  '': { name: '全国', level: 'COUNTRY' }, '41/': { name: '河南省', level: 'PROVINCE', code: '410000000000' }, [CITY]: { name: '濮阳市', level: 'CITY', code: '410900000000' },
  [PUYANG]: { name: '濮阳县', level: 'COUNTY', code: '410928000000' }, [NANLE]: { name: '南乐县', level: 'COUNTY', code: '410923000000' },
})
await plantOffice(db, CITY, '2026-01-01', [])
const fire = await plantSector(db, '消防')
const password = 'Gentle-otter-47'
const admin = await plantAccount(db, 'city.security', [{ role: 'SECURITY_ADMINISTRATOR', path: CITY }])
await plantAccount(db, 'city.system', [{ role: 'SYSTEM_ADMINISTRATOR', path: CITY }])
await plantAccount(db, 'puyang.security', [{ role: 'SECURITY_ADMINISTRATOR', path: PUYANG }])
const nanle = await plantAccount(db, 'nanle.office', [{ role: 'COMMITTEE_OFFICE', path: NANLE }], await hashPassword(password))
const worker = await plantAccount(db, 'puyang.worker', [{ role: 'STREET_WORKER', path: PUYANG }])
const city = await api.signInAs('city.security')
const county = await api.signInAs('puyang.security')
const system = await api.signInAs('city.system')
beforeEach(() => db.owner`truncate sign_in_failure`)

const region = (path: string) => globalId('Region', regionId(path))
const ACCOUNT = 'account { id userName title home { name } hasPassword invitedUntil secondFactor sessions viewerCanChange posts { id role region { name } enterprise sectors { name } from until current } }'
let key = 0
async function change(client: Client, name: string, input: Record<string, unknown>, more = '') {
  const Input = `${name[0]!.toUpperCase()}${name.slice(1)}`
  const { data, errors } = await client.query(`mutation($input: ${Input}Input!) { ${name}(input: $input) { __typename ... on UserError { code path } ... on ${Input}Payload { ${ACCOUNT} ${more} } } }`, { input: { idempotencyKey: `k${key++}`, ...input } })
  if (!data) throw new Error(JSON.stringify(errors))
  return data[name]
}
const invite = (client: Client, userName: string, path: string) => change(client, 'inviteAccount', { userName, title: '新账号', home: region(path) }, 'invitation')
const give = (client: Client, account: string, role: string, path: string, more: object = {}) => change(client, 'givePost', { account, role, region: region(path), ...more })
/** Gives an officer's post, with the second signature. */
const appoint = async (account: string, role: string, path: string, more: object = {}) => {
  const proposed = await give(city, account, role, path, more)
  return proposed.__typename === 'GivePostPayload' ? countersign(system) : proposed
}
const post = async (path: string, body: object, cookie = '') => {
  const response = await api.anonymous.fetch(path, { method: 'POST', headers: { 'x-anwang': '1', 'content-type': 'application/json', cookie }, body: JSON.stringify(body) })
  return { status: response.status, body: (await response.json()) as Record<string, string>, cookie: response.headers.get('set-cookie')?.split(';')[0] ?? '' }
}
const rolesOf = async (cookie: string, at = api) => {
  const response = await at.anonymous.fetch('/graphql', { method: 'POST', headers: { 'content-type': 'application/json', cookie }, body: '{"query":"{ viewer { grants { role region { name } } } }"}' })
  const { data } = (await response.json()) as { data: { viewer: { grants: { role: string; region: { name: string } }[] } | null } }
  return data.viewer?.grants.map(({ role, region: { name } }) => `${role} ${name}`) ?? null
}

describe('from invitation to leaving', () => {
  it('an account is made, invited, given a post, signs in, and is out from the request after it left', async () => {
    const made = await invite(city, 'nanle.leader', NANLE)
    expect(made).toMatchObject({ __typename: 'InviteAccountPayload', account: { userName: 'nanle.leader', home: { name: '南乐县' }, hasPassword: false, posts: [], viewerCanChange: true }, invitation: expect.stringMatching(/^[\w-]{43}$/) })
    const token = made.invitation as string
    // Nobody signs in with it yet.
    expect((await post('/session', { userName: 'nanle.leader', password })).status).toBe(401)
    expect((await post('/invitation', { token })).body).toEqual({ userName: 'nanle.leader', title: '新账号', titleEn: '新账号' })
    expect((await post('/invitation/accept', { token, password: 'password' })).body).toMatchObject({ code: 'SHORT' })
    expect(await db.owner`select reason, user_name, address is not null as known from audit where action = 'invitationTaken' and refused order by seq desc limit 1`).toMatchObject([{ reason: 'SHORT', known: true }])
    expect((await post('/invitation/accept', { token, password })).body).toEqual({ ok: true })
    expect([(await post('/invitation', { token })).body.code, (await post('/invitation/accept', { token, password: 'Calm-heron-2210' })).body.code]).toEqual(['INVITATION', 'INVITATION'])
    const { cookie } = await post('/session', { userName: 'nanle.leader', password })
    expect(await rolesOf(cookie)).toEqual([])
    const given = await give(city, made.account.id, 'LEADER', NANLE)
    expect(given.account.posts).toEqual([{ id: expect.any(String), role: 'LEADER', region: { name: '南乐县' }, enterprise: null, sectors: null, from: '2026-10-20', until: null, current: true }])
    expect([await rolesOf(cookie), await rolesOf(cookie, other)]).toEqual([['LEADER 南乐县'], ['LEADER 南乐县']])
    await give(city, made.account.id, 'DEPARTMENT', PUYANG, { sectors: [globalId('Sector', fire)], from: '2026-11-01', until: '2026-12-01' })
    expect(await rolesOf(cookie)).toEqual(['LEADER 南乐县'])
    // The post ended: the next request has nothing of it.
    const ended = await change(city, 'endPost', { post: given.account.posts[0].id })
    expect(ended.account.posts.map(({ role, until, current }: { role: string; until: string; current: boolean }) => [role, until, current])).toEqual([['DEPARTMENT', '2026-12-01', false], ['LEADER', '2026-10-20', false]])
    expect([await rolesOf(cookie, other), await rolesOf(cookie)]).toEqual([[], []])
    const left = await change(city, 'leaveOffice', { account: made.account.id })
    expect(left.account).toMatchObject({ sessions: 0, posts: [{ role: 'DEPARTMENT', from: '2026-11-01', until: '2026-11-01', current: false }, { role: 'LEADER' }] })
    expect([await rolesOf(cookie, other), await rolesOf(cookie)]).toEqual([null, null])
  })

  it('a session that the security administrator ended is refused by every server; a lost second factor is taken away', async () => {
    const { cookie } = await post('/session', { userName: 'nanle.office', password })
    expect(await rolesOf(cookie, other)).toEqual(['COMMITTEE_OFFICE 南乐县'])
    expect((await change(city, 'signOutAccount', { account: globalId('Account', nanle) })).account.sessions).toBe(0)
    expect([await rolesOf(cookie), await rolesOf(cookie, other)]).toEqual([null, null])
    await db.owner`insert into second_factor (account_id, secret, confirmed_at) values (${nanle}, ${TEST_SECRETS.seal('ABCDEFGHIJKLMNOP', nanle)}, now())`
    expect((await post('/session', { userName: 'nanle.office', password })).body.step).toBe('CODE')
    expect((await change(city, 'resetSecondFactor', { account: globalId('Account', nanle) })).account).toMatchObject({ secondFactor: false, sessions: 0 })
    expect((await post('/session', { userName: 'nanle.office', password })).body.step).toBeNull()
  })

  it('a new invitation ends the one before, works for seven days, and the same request tells no second token', async () => {
    const made = await invite(city, 'forgetful', CITY)
    const input = { idempotencyKey: 'again', account: made.account.id }
    const first = await change(city, 'renewInvitation', input, 'invitation')
    expect((await post('/invitation', { token: made.invitation })).body.code).toBe('INVITATION')
    expect((await change(city, 'renewInvitation', input, 'invitation')).invitation).toBeNull()
    expect((await post('/invitation', { token: first.invitation })).status).toBe(200)
    await db.owner`update invitation set expires_at = expires_at - interval '7 days'`
    expect((await post('/invitation/accept', { token: first.invitation, password })).body.code).toBe('INVITATION')
    expect(JSON.stringify(await db.owner`select * from command`)).not.toContain(first.invitation)
  })
})

describe('the three officers', () => {
  const officers = ['SYSTEM_ADMINISTRATOR', 'SECURITY_ADMINISTRATOR', 'AUDITOR']
  it('are never one person on any day', async () => {
    const { account } = await invite(city, 'three.officers', CITY)
    expect((await appoint(account.id, 'AUDITOR', CITY, { until: '2026-12-01' })).__typename).toBe('CountersignProposalPayload')
    for (const role of officers.filter((one) => one !== 'AUDITOR'))
      expect(await give(city, account.id, role, CITY, { from: '2026-11-30' })).toEqual({ __typename: 'ValidationError', code: 'OFFICERS', path: ['input', 'role'] })
    // Not later either; another place of the same post is no matter.
    expect(await give(city, account.id, 'SYSTEM_ADMINISTRATOR', CITY, { from: '2026-12-01' })).toMatchObject({ code: 'OFFICERS' })
    expect((await appoint(account.id, 'AUDITOR', PUYANG, { until: '2026-12-01' })).__typename).toBe('CountersignProposalPayload')
    // No post on records meanwhile; after it there is one, and no officer's post meets it.
    expect(await give(city, account.id, 'LEADER', PUYANG, { from: '2026-11-30' })).toMatchObject({ code: 'OFFICERS' })
    expect((await give(city, account.id, 'LEADER', PUYANG, { from: '2026-12-01' })).__typename).toBe('GivePostPayload')
    expect(await give(city, account.id, 'AUDITOR', CITY, { from: '2026-12-01' })).toMatchObject({ code: 'OFFICERS' })
  })

  it('what is done to one of them stands in the second log as that', async () => {
    const { account } = await invite(city, 'new.auditor', CITY)
    await appoint(account.id, 'AUDITOR', CITY)
    for (const name of ['renewInvitation', 'resetSecondFactor', 'leaveOffice']) await change(city, name, { account: account.id })
    const lines = await db.owner`select action, user_name as by, details from audit where target = 'Account' and details->>'userName' = 'new.auditor' and action not like 'grant.%' order by seq`
    const details = { userName: 'new.auditor', role: 'AUDITOR' }
    const [place, days] = [{ region: '濮阳市' }, { from: '2026-10-20' }]
    expect(lines.map(({ by, ...line }) => [by, line['action'], line['details']])).toEqual([
      ['city.security', 'inviteAccount', { userName: 'new.auditor' }],
      ['city.security', 'proposal.made', { ...details, ...place, ...days, proposal: 'POST' }], ['city.system', 'proposal.agreed', { ...details, ...place, ...days, proposal: 'POST', proposedBy: 'city.security' }],
      ['city.security', 'proposal.made', { ...details, ...place, proposal: 'INVITATION' }], ['city.security', 'proposal.made', { ...details, ...place, proposal: 'SECOND_FACTOR' }],
      ['city.security', 'leaveOffice', details],
    ])
    expect([...await db.owner`select distinct address from audit where target = 'Account' and details->>'userName' = 'new.auditor' and true`]).toEqual([{ address: '127.0.0.1' }])
  })

  it('a post that ended before it began was never held', async () => {
    const { account } = await invite(city, 'never.began', CITY)
    await appoint(account.id, 'AUDITOR', CITY, { from: '2026-12-01' })
    expect(await give(city, account.id, 'SECURITY_ADMINISTRATOR', CITY)).toMatchObject({ code: 'OFFICERS' })
    const [held] = await db.owner`select g.id from account_grant g join account a on a.id = g.account_id where a.user_name = 'never.began'`
    await change(city, 'endPost', { post: globalId('Post', held!['id']) })
    expect((await give(city, account.id, 'SECURITY_ADMINISTRATOR', CITY)).__typename).toBe('GivePostPayload')
  })

  it('not even as the owner of the tables, nor by two at once, nor by prolonging', async () => {
    const id = await plantAccount(db, 'raced', [])
    const insert = (role: string, until: string | null = null) => db.owner`insert into account_grant (id, account_id, role, region_id, path, valid_from, valid_to) values (${newId()}, ${id}, ${role}, ${regionId(CITY)}, ${CITY}, '2026-01-01', ${until})`
    const done = await Promise.allSettled(officers.map((role) => insert(role)))
    expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    await db.owner`update account_grant set valid_to = '2026-02-01' where account_id = ${id}`
    await db.owner`delete from account_grant where account_id = ${id} and role <> 'AUDITOR'`
    await db.owner`delete from account_grant where account_id = ${id}`
    await insert('AUDITOR', '2026-01-02')
    await expect(insert('SYSTEM_ADMINISTRATOR')).rejects.toMatchObject({ constraint_name: 'account_grant_officers' })
    await db.owner`insert into account_grant (id, account_id, role, region_id, path, valid_from) values (${newId()}, ${id}, 'LEADER', ${regionId(CITY)}, ${CITY}, '2026-03-01')`
    await expect(db.owner`update account_grant set valid_to = null where account_id = ${id} and role = 'AUDITOR'`).rejects.toMatchObject({ constraint_name: 'account_grant_officers' })
  })
})

describe('posts that one account holds at once', () => {
  const [a, b] = [newId(), newId()]
  const firm = newId()
  it.each<[string, string[] | null, string | null, string, string[] | null, string | null, boolean]>([
    ['LEADER', null, null, 'COMMITTEE_OFFICE', null, null, true], ['DEPARTMENT', [a, b], null, 'DEPARTMENT', [b, a], null, true], ['DEPARTMENT', [a], null, 'DEPARTMENT', [b], null, true],
    ['DEPARTMENT', [a], null, 'LEADER', null, null, true], ['ENTERPRISE', null, firm, 'ENTERPRISE', null, firm, true], ['ENTERPRISE', null, firm, 'ENTERPRISE', null, a, true],
    ['ENTERPRISE', null, firm, 'LEADER', null, null, true], ['ENTERPRISE', null, firm, 'AUDITOR', null, null, false], ['SECURITY_ADMINISTRATOR', null, null, 'DEPARTMENT', [a], null, false], ['AUDITOR', null, null, 'AUDITOR', null, null, true], ['AUDITOR', null, null, 'LEADER', null, null, false],
  ])('%s of %j %s and %s of %j %s: %s', async (role, sectors, subject, otherRole, otherSectors, otherSubject, may) => {
    const id = await plantAccount(db, `held.${newId()}`, [])
    const insert = (one: string, of: string[] | null, at: string | null, from: string, to: string | null) => db.owner`insert into account_grant (id, account_id, role, region_id, path, sectors, subject_id, valid_from, valid_to)
      values (${newId()}, ${id}, ${one}, ${regionId(PUYANG)}, ${PUYANG}, ${of}::uuid[], ${at}, ${from}, ${to})`
    await insert(role, sectors, subject, '2026-01-01', '2026-03-01')
    const met = insert(otherRole, otherSectors, otherSubject, '2026-02-28', null)
    if (may) await met
    else await expect(met).rejects.toMatchObject({ code: '23P01' })
    await insert(otherRole, otherSectors, otherSubject, '2026-03-01', null)
  })

  it('are never narrowed to sectors and to an enterprise both', async () => {
    const id = await plantAccount(db, `both.${newId()}`, [])
    await expect(db.owner`insert into account_grant (id, account_id, role, region_id, path, sectors, subject_id, valid_from)
      values (${newId()}, ${id}, 'ENTERPRISE', ${regionId(PUYANG)}, ${PUYANG}, ${[a]}::uuid[], ${firm}, '2026-01-01')`).rejects.toMatchObject({ constraint_name: 'account_grant_narrowing' })
  })

  it('of an officer and on records are refused, though given at once', async () => {
    for (let i = 0; i < 5; i++) {
      const id = await plantAccount(db, `race.${i}x`, [])
      const insert = (role: string, sectors: string[] | null) => db.owner`insert into account_grant (id, account_id, role, region_id, path, sectors, valid_from)
        values (${newId()}, ${id}, ${role}, ${regionId(PUYANG)}, ${PUYANG}, ${sectors}::uuid[], '2026-01-01')`
      const both = await Promise.allSettled([insert('DEPARTMENT', [fire]), insert('AUDITOR', null)])
      expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    }
  })

  it('are as many invitations at once, of which one holds', async () => {
    const { account } = await invite(city, 'invited.often', CITY)
    const all = await Promise.all(Array.from({ length: 6 }, () => change(city, 'renewInvitation', { account: account.id }, 'invitation')))
    const answers = await Promise.all(all.map(({ invitation }) => post('/invitation', { token: invitation })))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  })
})

describe('who may', () => {
  it.each([
    ['inviteAccount', () => ({ userName: 'somebody', title: '某', home: region(NANLE) }), 'OUTSIDE'],
    ['givePost', () => ({ account: globalId('Account', worker), role: 'LEADER', region: region(CITY) }), 'OUTSIDE'],
    ['givePost', () => ({ account: globalId('Account', nanle), role: 'LEADER', region: region(PUYANG) }), 'ACCOUNT'],
    ['leaveOffice', () => ({ account: globalId('Account', nanle) }), 'ACCOUNT'],
    ['signOutAccount', () => ({ account: globalId('Account', nanle) }), 'ACCOUNT'],
    ['resetSecondFactor', () => ({ account: globalId('Account', nanle) }), 'ACCOUNT'],
    ['renewInvitation', () => ({ account: globalId('Account', nanle) }), 'ACCOUNT'],
  ])('%s: not outside of one\'s own subtree (%#)', async (name, input, code) => {
    expect(await change(county, name, input())).toMatchObject({ code })
  })

  it('nobody changes the own account', async () => {
    const me = { account: globalId('Account', admin) }
    for (const [name, input] of [['leaveOffice', me], ['resetSecondFactor', me], ['renewInvitation', me], ['signOutAccount', me], ['givePost', { ...me, role: 'LEADER', region: region(CITY) }]] as const)
      expect(await change(city, name, input)).toMatchObject({ __typename: 'Forbidden', code: 'SELF' })
    const [own] = await db.owner`select id from account_grant where account_id = ${admin}`
    expect(await change(city, 'endPost', { post: globalId('Post', own!['id']) })).toMatchObject({ code: 'SELF' })
  })

  it('no other role does any of it, or sees accounts', async () => {
    for (const role of ['SYSTEM_ADMINISTRATOR', 'AUDITOR', 'COMMITTEE_OFFICE', 'LEADER', 'OVERSIGHT'] as const) {
      await plantAccount(db, `as.${role.toLowerCase()}`, [{ role, path: '41/' }])
      const client = await api.signInAs(`as.${role.toLowerCase()}`)
      expect(await change(client, 'leaveOffice', { account: globalId('Account', nanle) })).toMatchObject({ __typename: 'Forbidden', code: 'NOT_YOURS' })
      expect((await client.query('{ accounts { totalCount } viewer { viewerCanAdminister } }')).data).toEqual({ accounts: null, viewer: { viewerCanAdminister: false } })
    }
  })

  it('the list is of the own subtree, found by name or title, paged', async () => {
    const list = async (client: Client, args = '') => (await client.query(`{ accounts${args} { totalCount nodes { userName viewerCanChange } pageInfo { hasNextPage endCursor } } }`)).data.accounts
    expect(await list(county)).toEqual({ totalCount: 2, nodes: [{ userName: 'puyang.security', viewerCanChange: false }, { userName: 'puyang.worker', viewerCanChange: true }], pageInfo: { hasNextPage: false, endCursor: expect.any(String) } })
    expect(await list(county, '(search: "nanle")')).toMatchObject({ totalCount: 0 })
    const first = await list(city, '(search: ".OFFICE", first: 1)')
    expect(first).toMatchObject({ nodes: [{ userName: 'nanle.office' }] })
    const all = await list(city, '(first: 3)')
    expect((await list(city, `(first: 3, after: "${all.pageInfo.endCursor}")`)).nodes[0].userName > all.nodes[2].userName).toBe(true)
  })

  it.each([
    [{ role: 'ENTERPRISE' }, 'ENTERPRISE'], [{ role: 'LEADER', creditCode: '91410928MA45XKJ93M' }, 'ENTERPRISE'], [{ role: 'LEADER', region: null }, 'REGION'], [{ role: 'LEADER', from: '2026-10-19' }, 'BACKDATED'], [{ role: 'LEADER', until: '2026-10-20' }, 'UNTIL'],
    [{ role: 'COMMITTEE_OFFICE', sectors: [globalId('Sector', fire)] }, 'SECTORS'], [{ role: 'DEPARTMENT', sectors: [globalId('Sector', newId())] }, 'SECTORS'],
  ])('refuses %j', async (more, code) => {
    expect(await change(city, 'givePost', { account: globalId('Account', worker), region: region(PUYANG), ...more })).toMatchObject({ __typename: 'ValidationError', code })
  })
  it.each([['A', 'USER_NAME'], ['Upper.Case', 'USER_NAME'], ['with space', 'USER_NAME'], ['nanle.office', 'USER_NAME_TAKEN']])('refuses the user name %s', async (userName, code) => {
    expect(await invite(city, userName, CITY)).toMatchObject({ __typename: 'ValidationError', code, path: ['input', 'userName'] })
  })

  it('row security alone holds it back too', async () => {
    const as = (paths: string, work: (sql: TransactionSql) => Promise<unknown>) => db.app.begin(async (sql) => {
      await sql`select set_config('app.scope', '{}', true), set_config('app.account', ${admin}, true), set_config('app.administers', ${paths}, true)`
      return work(sql)
    })
    const names = (sql: TransactionSql) => sql`select user_name from account order by 1`.then((rows) => rows.map((row) => row['user_name'] as string))
    expect(await as('', names)).toEqual(['city.security'])
    expect(await as('{["41/09/23/","41/09/230")}', names)).toEqual(['city.security', 'nanle.leader', 'nanle.office'])
    const insert = (path: string, whose: string, at = path, role = 'LEADER') => (sql: TransactionSql) => sql`insert into account_grant (id, account_id, role, region_id, path, valid_from) values (${newId()}, ${whose}, ${role}, ${regionId(path)}, ${at}, '2026-01-01')`
    await expect(as('{["41/09/23/","41/09/230")}', insert(PUYANG, nanle))).rejects.toThrow(/row-level security/)
    await expect(as('{["41/09/23/","41/09/230")}', insert(NANLE, nanle, `${NANLE}`))).resolves.toBeDefined()
    await expect(as('{["41/09/23/","41/09/230")}', insert(CITY, nanle, NANLE))).rejects.toThrow(/row-level security/)
    await expect(as('{["41/09/","41/090")}', insert(CITY, admin, CITY, 'SECURITY_ADMINISTRATOR'))).rejects.toThrow(/row-level security/)
    expect(await as('', (sql) => sql`update account_grant set valid_to = '2030-01-01' returning id`)).toEqual([])
    expect(await as('{["41/09/28/","41/09/280")}', (sql) => sql`delete from session where account_id = ${nanle} returning id`)).toEqual([])
    for (const query of ["update account set title = ''", "update account_grant set role = 'AUDITOR'", 'delete from account_grant', 'select token_hash from invitation']) await expect(db.app.unsafe(query)).rejects.toThrow(/permission denied/)
  })
})

it('one sees the own sessions and ends one of them', async () => {
  const one = await post('/session', { userName: 'nanle.office', password })
  const two = await post('/session', { userName: 'nanle.office', password })
  type Own = { viewer: { sessions: { id: string; current: boolean }[] }; endSession: { __typename: string } }
  const ask = async (cookie: string, query: string) => {
    const response = await api.anonymous.fetch('/graphql', { method: 'POST', headers: { 'content-type': 'application/json', cookie }, body: JSON.stringify({ query }) })
    return ((await response.json()) as { data: Own }).data
  }
  const { viewer } = await ask(two.cookie, '{ viewer { sessions { id current address agent openedAt seenAt expiresAt } secondFactorSince recoveryCodesLeft passwordChangedAt } }')
  expect(viewer).toMatchObject({ secondFactorSince: null, recoveryCodesLeft: 0, passwordChangedAt: expect.stringMatching(/^\d{4}-/) })
  expect(viewer.sessions.filter((session) => session.current)).toHaveLength(1)
  const [theirs] = await db.owner`select id from session where account_id <> ${nanle} limit 1`
  const end = (id: string) => ask(two.cookie, `mutation { endSession(input: { idempotencyKey: "${id}", session: "${id}" }) { __typename } }`)
  expect((await end(globalId('Session', theirs!['id']))).endSession.__typename).toBe('NotFound')
  const before = viewer.sessions.filter((session) => !session.current)
  for (const session of before) expect((await end(session.id)).endSession.__typename).toBe('EndSessionPayload')
  expect(await rolesOf(one.cookie, other)).toBeNull()
  expect(await rolesOf(two.cookie, other)).toContain('COMMITTEE_OFFICE 南乐县')
})

describe('an enterprise', () => {
  const [here, there] = [aSubject(PUYANG, { name: '濮阳化工厂', creditCode: '91410928MA45XKJ93M' }), aSubject(NANLE, { name: '南乐铸造厂', creditCode: '91410923MA45XKJ94N' })]
  it('gets its post by its credit code, within the own subtree only, and beside other posts', async () => {
    await plant(db, [here.append, there.append])
    const { account } = await invite(county, 'firm.one', PUYANG)
    const post = (creditCode: string) => change(county, 'givePost', { account: account.id, role: 'ENTERPRISE', creditCode })
    expect(await post('91410923MA45XKJ94N')).toMatchObject({ code: 'ENTERPRISE', path: ['input', 'creditCode'] })
    expect((await post(' 91410928ma45xkj93m')).account.posts).toMatchObject([{ role: 'ENTERPRISE', enterprise: '濮阳化工厂', region: { name: '濮阳县' } }])
    expect((await give(county, account.id, 'LEADER', PUYANG)).account.posts.map(({ role }: { role: string }) => role)).toEqual(expect.arrayContaining(['ENTERPRISE', 'LEADER']))
    expect(await db.owner`select subject_id from account_grant where account_id = (select id from account where user_name = 'firm.one') and role = 'ENTERPRISE'`).toEqual([{ subject_id: here.id }])
    for (const query of ["select name from enterprise_by_code('91410928MA45XKJ93M')", `select name from (select enterprise_name('${here.id}') as name) one where name is not null`]) expect(await db.app.unsafe(query)).toEqual([])
  })
})

describe('an account at home in a county with a post of the city', () => {
  it.each([['now', {}], ['to come', { from: '2026-12-01' }]])('is not the county\'s to change: %s', async (when, more) => {
    const { account, invitation } = await invite(city, `promoted.${when.replace(' ', '.')}`, PUYANG)
    expect((await post('/invitation/accept', { token: invitation, password })).status).toBe(200)
    expect((await give(city, account.id, 'COMMITTEE_OFFICE', CITY, more)).account.viewerCanChange).toBe(true)
    const { cookie } = await post('/session', { userName: account.userName, password })
    const on = { account: account.id }
    const held = () => db.owner`select role, path, valid_to::text from account_grant g join account a on a.id = g.account_id where a.user_name = ${account.userName}`
    const before = await held()
    for (const [name, input] of [['renewInvitation', on], ['resetSecondFactor', on], ['signOutAccount', on], ['leaveOffice', on], ['givePost', { ...on, role: 'LEADER', region: region(PUYANG) }]] as const)
      expect(await change(county, name, input)).toEqual({ __typename: 'Forbidden', code: 'OUTSIDE', path: ['input', 'account'] })
    expect(await held()).toEqual(before)
    expect(await rolesOf(cookie)).toEqual(when === 'now' ? ['COMMITTEE_OFFICE 濮阳市'] : [])
    const { data } = await county.query(`{ accounts(search: "${account.userName}") { nodes { viewerCanChange postsElsewhere sessions } } }`)
    expect(data.accounts.nodes).toEqual([{ viewerCanChange: false, postsElsewhere: true, sessions: 0 }])
    // Row security alone, with the county's subtree and with the day of the server or none.
    const id = Buffer.from(account.id, 'base64url').toString().slice('Account:'.length)
    for (const today of ['', '2026-10-20']) await db.app.begin(async (as) => {
      await as`select set_config('app.scope', '{}', true), set_config('app.account', ${newId()}, true), set_config('app.administers', '{["41/09/28/","41/09/280")}', true), set_config('app.today', ${today}, true)`
      expect([await as`delete from session where account_id = ${id} returning id`, await as`delete from second_factor where account_id = ${id} returning account_id`]).toEqual([[], []])
      await expect(as.savepoint((deeper) => deeper`insert into invitation (account_id, token_hash, expires_at) values (${id}, 'x', now())`)).rejects.toThrow(/row-level security/)
    })
    // The city's may; from the day after that post on the county's again.
    expect((await change(city, 'leaveOffice', on)).account.posts).toMatchObject([{ current: false }])
    expect((await change(county, 'renewInvitation', on)).__typename).toBe('RenewInvitationPayload')
  })
})

it('a post of an account at home elsewhere is ended where it lies', async () => {
  const { account } = await invite(city, 'visitor', NANLE)
  const given = await give(city, account.id, 'LEADER', PUYANG)
  expect(await change(county, 'endPost', { post: given.account.posts[0].id })).toEqual({ __typename: 'EndPostPayload', account: null })
  expect(await db.owner`select valid_to::text from account_grant where account_id = (select id from account where user_name = 'visitor')`).toEqual([{ valid_to: '2026-10-20' }])
})
