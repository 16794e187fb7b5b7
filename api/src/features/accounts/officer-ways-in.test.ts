import { regionId } from '@anwang/domain/regions'
import { fixedClock, testDatabase } from '@anwang/testkit'
import { expect, it } from 'vitest'
import { change, countersign, give, invite, post } from '../../../test/accounts.ts'
import { startApi, type Client } from '../../../test/api.ts'
import { TEST_SECRETS } from '../../../test/secrets.ts'
import { plantAccount, plantOffice, plantRegions } from '../../../test/world.ts'
import { globalId } from '../../schema/nodes.ts'
import { hashPassword } from './passwords.ts'

const db = await testDatabase()
const api = await startApi(db, fixedClock('2026-10-20'))
const [CITY, PUYANG] = ['41/09/', '41/09/28/']
await plantRegions(db, { '': { name: '全国', level: 'COUNTRY' }, '41/': { name: '河南省', level: 'PROVINCE' }, [CITY]: { name: '濮阳市', level: 'CITY' }, [PUYANG]: { name: '濮阳县', level: 'COUNTY' } })
await plantOffice(db, CITY, '2026-01-01', [])
for (const name of ['sec.a', 'sec.b']) await plantAccount(db, name, [{ role: 'SECURITY_ADMINISTRATOR', path: CITY }])
const [a, b] = (await Promise.all(['sec.a', 'sec.b'].map((name) => api.signInAs(name)))) as [Client, Client]
const PREPARED = 'Evil-otter-4711'
const [old, prepared] = [await hashPassword('Gentle-otter-47'), await hashPassword(PREPARED)]
const take = (token: string, password: string) => post(api, '/invitation/accept', { token, password })
const enter = async (userName: string, password: string) => (await post(api, '/session', { userName, password })).status

it('an auditor whom one administrator dismisses, invites anew and proposes again is entered by no password of that administrator', async () => {
  const auditor = await plantAccount(db, 'auditor', [{ role: 'AUDITOR', path: CITY }], old)
  const account = globalId('Account', auditor)
  await change(a, 'leaveOffice', { account })
  const { invitation, proposed } = await change(a, 'renewInvitation', { account })
  expect(proposed).toBe(false)
  expect((await take(invitation, PREPARED)).status).toBe(200)
  const proposal = await give(a, account, 'AUDITOR', CITY)
  expect((await take(proposal.invitation, PREPARED)).status).toBe(422)
  expect((await countersign(b)).__typename).toBe('CountersignProposalPayload')
  expect(await enter('auditor', PREPARED)).toBe(401)
  expect((await take(proposal.invitation, 'Calm-heron-2210')).status).toBe(200)
  expect(await enter('auditor', 'Calm-heron-2210')).toBe(200)
})

it('whoever becomes an officer brings neither password, second factor, identity, session nor link along', async () => {
  const rising = await plantAccount(db, 'rising', [], prepared)
  await db.owner`update account set home_id = ${regionId(CITY)} where id = ${rising}`
  await db.owner`insert into second_factor (account_id, secret, confirmed_at) values (${rising}, ${TEST_SECRETS.seal('ABCDEFGHIJKLMNOP', rising)}, now())`
  await db.owner`insert into identity (account_id, issuer, subject_hash, hint) values (${rising}, 'https://idp.example', 'hash', '1***2')`
  await api.signInAs('rising')
  const account = globalId('Account', rising)
  const { invitation } = await change(a, 'renewInvitation', { account })
  const proposal = await give(a, account, 'SYSTEM_ADMINISTRATOR', CITY)
  const held = async () => (await db.owner`select a.password_hash <> '' as password, (select count(*)::int from second_factor where account_id = a.id) as factors,
    (select count(*)::int from identity where account_id = a.id) as identities, (select count(*)::int from session where account_id = a.id) as sessions from account a where a.id = ${rising}`)[0]
  expect(await held()).toEqual({ password: true, factors: 1, identities: 1, sessions: 1 })
  await countersign(b)
  expect(await held()).toEqual({ password: false, factors: 0, identities: 0, sessions: 0 })
  expect([(await take(invitation, PREPARED)).status, (await take(proposal.invitation, PREPARED)).body['code'], (await take(proposal.invitation, 'Calm-heron-2210')).status]).toEqual([422, 'USED', 200])
})

it('a link signed with the post is one person\'s, told once, and not for who is an officer already: they keep their way in', async () => {
  const { account } = await invite(a, 'new.auditor', CITY)
  const first = await give(a, account.id, 'AUDITOR', PUYANG, { idempotencyKey: 'told once' })
  expect((await give(a, account.id, 'AUDITOR', PUYANG, { idempotencyKey: 'told once' })).invitation).toBeNull()
  await countersign(b)
  await take(first.invitation, 'Calm-heron-2210')
  const second = await give(a, account.id, 'AUDITOR', CITY)
  expect([second.proposed, second.invitation]).toEqual([true, null])
  await countersign(b)
  expect(await enter('new.auditor', 'Calm-heron-2210')).toBe(200)
  expect((await give(a, (await invite(a, 'new.leader', CITY)).account.id, 'LEADER', CITY)).invitation).toBeNull()
})

it('two posts proposed at once bring one link: the second signature does not void what was set by the first', async () => {
  const { account } = await invite(a, 'two.posts', CITY)
  const links = [(await give(a, account.id, 'AUDITOR', PUYANG)).invitation, (await give(a, account.id, 'AUDITOR', CITY)).invitation]
  await countersign(b)
  expect((await take(links[1], 'Calm-heron-2210')).status).toBe(200)
  await countersign(b)
  expect(await enter('two.posts', 'Calm-heron-2210')).toBe(200)
  expect((await take(links[0], PREPARED)).status).toBe(422)
})
