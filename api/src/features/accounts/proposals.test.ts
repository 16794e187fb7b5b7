import { newId } from '@anwang/db'
import { regionId } from '@anwang/domain/regions'
import { fixedClock, testDatabase } from '@anwang/testkit'
import type { TransactionSql } from 'postgres'
import { beforeEach, describe, expect, it } from 'vitest'
import { change, countersign, give, invite, post, proposals } from '../../../test/accounts.ts'
import { startApi, type Client } from '../../../test/api.ts'
import { TEST_SECRETS } from '../../../test/secrets.ts'
import { plantAccount, plantOffice, plantRegions } from '../../../test/world.ts'
import { sessionHash } from '../../auth/session.ts'
import { globalId } from '../../schema/nodes.ts'

const db = await testDatabase()
const clock = fixedClock('2026-10-20')
const api = await startApi(db, clock)
const [CITY, PUYANG, NANLE] = ['41/09/', '41/09/28/', '41/09/23/']
await plantRegions(db, {
  '': { name: '全国', level: 'COUNTRY' }, '41/': { name: '河南省', level: 'PROVINCE' }, [CITY]: { name: '濮阳市', level: 'CITY' }, [PUYANG]: { name: '濮阳县', level: 'COUNTY' }, [NANLE]: { name: '南乐县', level: 'COUNTY' },
})
await plantOffice(db, CITY, '2026-01-01', [])
const first = await plantAccount(db, 'security.one', [{ role: 'SECURITY_ADMINISTRATOR', path: CITY }])
const system = await plantAccount(db, 'system', [{ role: 'SYSTEM_ADMINISTRATOR', path: CITY }])
const auditor = await plantAccount(db, 'auditor', [{ role: 'AUDITOR', path: CITY }])
await plantAccount(db, 'security.two', [{ role: 'SECURITY_ADMINISTRATOR', path: CITY }])
await plantAccount(db, 'puyang.security', [{ role: 'SECURITY_ADMINISTRATOR', path: PUYANG }])
await plantAccount(db, 'puyang.system', [{ role: 'SYSTEM_ADMINISTRATOR', path: PUYANG }])
await plantAccount(db, 'office', [{ role: 'COMMITTEE_OFFICE', path: CITY }])
const as = Object.fromEntries(await Promise.all(['security.one', 'security.two', 'system', 'auditor', 'puyang.security', 'puyang.system', 'office'].map(async (name) => [name, await api.signInAs(name)]))) as Record<string, Client>
const [one, two, sysadmin] = [as['security.one']!, as['security.two']!, as['system']!]
const rolesOf = async (accountId: string) => (await db.owner`select role, valid_from::text as from from account_grant where account_id = ${accountId} order by role`).map((row) => `${row['role']} ${row['from']}`)
const keyOf = (id: string) => Buffer.from(id, 'base64url').toString().split(':')[1]!
let made = 0
const newAccount = async (path = CITY) => {
  const { account, invitation } = await invite(one, `officer.${made++}`, path)
  return { id: account.id as string, key: keyOf(account.id), invitation: invitation as string }
}
const lastId = async (client: Client) => (await proposals(client, '(first: 1)')).nodes[0].id as string
beforeEach(() => clock.set('2026-10-20'))

describe("an officer's post", () => {
  it.each([['another security administrator', () => two], ['a system administrator of the place', () => sysadmin]])('is proposed by one and given by the signature of %s', async (_who, signer) => {
    const { id, key } = await newAccount()
    expect(await give(one, id, 'AUDITOR', CITY)).toMatchObject({ __typename: 'GivePostPayload', proposed: true, account: { posts: [] } })
    expect(await rolesOf(key)).toEqual([])
    const [waiting] = (await proposals(signer(), '(open: true)')).nodes
    expect(waiting).toMatchObject({ kind: 'POST', state: 'OPEN', role: 'AUDITOR', region: { name: '濮阳市' }, proposer: 'security.one', viewerCanDecide: true, viewerCanWithdraw: false })
    expect(await change(signer(), 'countersignProposal', { proposal: waiting.id })).toMatchObject({ proposal: { state: 'AGREED', viewerCanDecide: false } })
    expect(await rolesOf(key)).toEqual(['AUDITOR 2026-10-20'])
    expect(await change(two, 'countersignProposal', { proposal: waiting.id })).toMatchObject({ __typename: 'Conflict', code: 'DECIDED' })
    const lines = await db.owner`select action, user_name as by, address, details->>'proposedBy' as proposer, details->>'role' as role from audit where target_id = ${key} and action ~ '^(proposal|grant)' order by seq`
    const signedBy = waiting.proposer === 'security.one' && signer() === two ? 'security.two' : 'system'
    expect([...lines]).toEqual([
      { action: 'proposal.made', by: 'security.one', address: '127.0.0.1', proposer: null, role: 'AUDITOR' }, { action: 'grant.given', by: signedBy, address: '127.0.0.1', proposer: null, role: 'AUDITOR' },
      { action: 'proposal.agreed', by: signedBy, address: '127.0.0.1', proposer: 'security.one', role: 'AUDITOR' },
    ])
  })

  it('begins on the day of the signature, not before', async () => {
    const { id, key } = await newAccount()
    await give(one, id, 'AUDITOR', CITY)
    clock.set('2026-10-22')
    await countersign(two)
    expect(await rolesOf(key)).toEqual(['AUDITOR 2026-10-22'])
  })

  it('is signed neither by who proposed it, nor by whose account it is, nor by others', async () => {
    const { id, key } = await newAccount(PUYANG)
    await give(one, id, 'SYSTEM_ADMINISTRATOR', CITY)
    const proposal = await lastId(one)
    expect((await proposals(one, '(first: 1)')).nodes[0]).toMatchObject({ viewerCanDecide: false, viewerCanWithdraw: true })
    expect(await change(one, 'countersignProposal', { proposal })).toMatchObject({ __typename: 'Forbidden', code: 'SECOND_PERSON' })
    for (const name of ['auditor', 'office']) {
      expect(await change(as[name]!, 'countersignProposal', { proposal })).toMatchObject({ __typename: 'Forbidden', code: 'NOT_COUNTERSIGNER' })
      expect(await proposals(as[name]!)).toBeNull()
    }
    // Of the city, hence not of a county's.
    for (const name of ['puyang.security', 'puyang.system']) expect(await change(as[name]!, 'returnProposal', { proposal, reason: '否' })).toMatchObject({ __typename: 'NotFound', code: 'PROPOSAL' })
    expect((await proposals(as['puyang.system']!)).totalCount).toBe(0)
    expect(await rolesOf(key)).toEqual([])
    // The account's own: a second post of a system administrator.
    expect((await give(one, globalId('Account', system), 'SYSTEM_ADMINISTRATOR', PUYANG)).proposed).toBe(true)
    expect(await change(sysadmin, 'countersignProposal', { proposal: await lastId(one) })).toMatchObject({ code: 'SECOND_PERSON' })
  })

  it('in a county is signed by its own system administrator, unless the account has posts of the city', async () => {
    const county = as['puyang.security']!
    const { account } = await invite(county, 'puyang.auditor', PUYANG)
    await give(county, account.id, 'AUDITOR', PUYANG)
    expect((await countersign(as['puyang.system']!)).__typename).toBe('CountersignProposalPayload')
    expect(await rolesOf(keyOf(account.id))).toEqual(['AUDITOR 2026-10-20'])
    await give(one, account.id, 'AUDITOR', NANLE, { from: '2026-12-01' })
    await countersign(two)
    await give(one, account.id, 'AUDITOR', PUYANG, { from: '2027-01-01' })
    expect(await countersign(as['puyang.system']!)).toMatchObject({ __typename: 'Forbidden', code: 'PROPOSAL_ELSEWHERE' })
  })

  it('is returned with a reason, withdrawn by who proposed it, over after seven days, and replaced by the same proposed anew', async () => {
    const { id, key } = await newAccount()
    await give(one, id, 'AUDITOR', CITY)
    const returned = await lastId(one)
    expect(await change(two, 'returnProposal', { proposal: returned, reason: ' ' })).toMatchObject({ __typename: 'ValidationError', code: 'REASON' })
    expect(await change(two, 'returnProposal', { proposal: returned, reason: '人选未定' })).toMatchObject({ proposal: { state: 'RETURNED', reason: '人选未定', decider: 'security.two' } })
    await give(one, id, 'AUDITOR', CITY)
    const withdrawn = await lastId(one)
    expect(await change(two, 'withdrawProposal', { proposal: withdrawn })).toMatchObject({ code: 'OTHERS_PROPOSAL' })
    expect(await change(one, 'withdrawProposal', { proposal: withdrawn })).toMatchObject({ proposal: { state: 'WITHDRAWN' } })
    await give(one, id, 'AUDITOR', CITY)
    const replaced = await lastId(one)
    await give(two, id, 'AUDITOR', CITY)
    expect(await change(sysadmin, 'countersignProposal', { proposal: replaced })).toMatchObject({ code: 'DECIDED' })
    const late = await lastId(one)
    await db.owner`update officer_proposal set expires_at = now() where id = ${keyOf(late)}`
    expect(await change(sysadmin, 'countersignProposal', { proposal: late })).toMatchObject({ __typename: 'Conflict', code: 'EXPIRED' })
    expect((await proposals(one, '(first: 1)')).nodes[0]).toMatchObject({ state: 'EXPIRED', viewerCanDecide: false })
    expect(await rolesOf(key)).toEqual([])
  })

  it('is not given where its proposer is no security administrator any more, nor where another officer\'s post came between', async () => {
    const { id, key } = await newAccount()
    await give(one, id, 'AUDITOR', CITY)
    const proposal = await lastId(one)
    await give(one, id, 'SYSTEM_ADMINISTRATOR', CITY)
    expect((await countersign(two)).__typename).toBe('CountersignProposalPayload')
    expect(await change(two, 'countersignProposal', { proposal })).toMatchObject({ __typename: 'ValidationError', code: 'OFFICERS' })
    const next = await newAccount()
    await give(one, next.id, 'AUDITOR', CITY)
    await db.owner`update account_grant set valid_to = '2026-10-20' where account_id = ${first}`
    expect(await countersign(two)).toMatchObject({ __typename: 'Conflict', code: 'PROPOSER_LEFT' })
    await db.owner`update account_grant set valid_to = null where account_id = ${first}`
    expect(await rolesOf(key)).toEqual(['SYSTEM_ADMINISTRATOR 2026-10-20'])
  })

  it('is not given where its proposer is security administrator of another place by now', async () => {
    const { id, key } = await newAccount()
    await give(one, id, 'AUDITOR', CITY)
    await db.owner`update account_grant set region_id = ${regionId(PUYANG)}, path = ${PUYANG} where account_id = ${first}`
    expect(await countersign(two)).toMatchObject({ __typename: 'Conflict', code: 'PROPOSER_LEFT' })
    await db.owner`update account_grant set region_id = ${regionId(CITY)}, path = ${CITY} where account_id = ${first}`
    expect(await rolesOf(key)).toEqual([])
    expect((await countersign(two)).__typename).toBe('CountersignProposalPayload')
  })

  it('signed twice at once is given once', async () => {
    const { id, key } = await newAccount()
    await give(one, id, 'AUDITOR', CITY)
    const proposal = await lastId(one)
    const both = await Promise.all([change(two, 'countersignProposal', { proposal }), change(sysadmin, 'countersignProposal', { proposal })])
    expect(both.map((answer) => answer.code ?? answer.__typename).toSorted()).toEqual(['CountersignProposalPayload', 'DECIDED'])
    expect(await rolesOf(key)).toHaveLength(1)
  })
})

describe("an officer's way in", () => {
  it('a new link opens nothing before it is signed; then it does, once', async () => {
    const { invitation, proposed } = await change(one, 'renewInvitation', { account: globalId('Account', auditor) })
    expect([proposed, (await post(api, '/invitation', { token: invitation })).body['code']]).toEqual([true, 'INVITATION'])
    await countersign(two)
    expect((await post(api, '/invitation', { token: invitation })).body['userName']).toBe('auditor')
    expect(JSON.stringify(await db.owner`select * from officer_proposal`)).not.toContain(invitation)
  })

  it('the second factor goes with the second signature, and the sessions', async () => {
    await db.owner`insert into second_factor (account_id, secret, confirmed_at) values (${auditor}, ${TEST_SECRETS.seal('ABCDEFGHIJKLMNOP', auditor)}, now())`
    const client = await api.signInAs('auditor')
    expect(await change(one, 'resetSecondFactor', { account: globalId('Account', auditor) })).toMatchObject({ proposed: true, account: { secondFactor: true } })
    expect((await client.query('{ viewer { userName } }')).data.viewer.userName).toBe('auditor')
    await countersign(sysadmin)
    expect(await db.owner`select 1 from second_factor where account_id = ${auditor}`).toEqual([])
    expect((await client.query('{ viewer { userName } }')).data.viewer).toBeNull()
  })

  it('of everybody else both are as before', async () => {
    const office = globalId('Account', (await db.owner`select id from account where user_name = 'office'`)[0]!['id'])
    expect((await change(one, 'renewInvitation', { account: office })).proposed).toBe(false)
    expect((await change(one, 'resetSecondFactor', { account: office })).proposed).toBe(false)
  })
})

describe('row security alone', () => {
  const within = (account: string, work: (sql: TransactionSql) => Promise<unknown>, paths = '{["41/09/","41/090")}') => db.app.begin(async (sql) => {
    await sql`select set_config('app.scope', '{}', true), set_config('app.account', ${account}, true), set_config('app.administers', ${paths}, true), set_config('app.countersigns', ${paths}, true), set_config('app.today', '2026-10-20', true)`
    return work(sql)
  })

  it('one administrator gives no officer a post, no password and no second factor, and makes no post longer', async () => {
    const { key } = await newAccount()
    const insert = (role: string) => (sql: TransactionSql) => sql`insert into account_grant (id, account_id, role, region_id, path, valid_from, valid_to) values (${newId()}, ${key}, ${role}, ${regionId(CITY)}, ${CITY}, '2026-10-20', '2026-11-20')`
    for (const role of ['SYSTEM_ADMINISTRATOR', 'SECURITY_ADMINISTRATOR', 'AUDITOR']) await expect(within(first, insert(role))).rejects.toThrow(/row-level security/)
    await within(first, insert('LEADER'))
    await within(first, (sql) => sql`update account_grant set valid_to = '2026-10-30' where account_id = ${key}`)
    await expect(within(first, (sql) => sql`update account_grant set valid_to = '2026-10-31' where account_id = ${key}`)).rejects.toMatchObject({ constraint_name: 'account_grant_shorter' })
    await expect(within(first, (sql) => sql`insert into invitation (account_id, token_hash, created_by, expires_at) values (${auditor}, 'x', ${first}, now())`)).rejects.toThrow(/row-level security/)
    await db.owner`insert into second_factor (account_id, secret, confirmed_at) values (${auditor}, ${TEST_SECRETS.seal('ABCDEFGHIJKLMNOP', auditor)}, now())`
    expect(await within(first, (sql) => sql`delete from second_factor where account_id = ${auditor} returning account_id`)).toEqual([])
  })

  it('nobody proposes in another\'s name, signs the own proposal, or decides but by the function', async () => {
    const { key } = await newAccount()
    const id = newId()
    const insert = (by: string) => (sql: TransactionSql) => sql`insert into officer_proposal (id, kind, account_id, role, region_id, valid_from, proposed_by) values (${id}, 'POST', ${key}, 'AUDITOR', ${regionId(CITY)}, '2026-10-20', ${by})`
    await expect(within(system, insert(first))).rejects.toThrow(/row-level security/)
    await expect(within(first, insert(first), '{["41/09/28/","41/09/280")}')).rejects.toThrow(/row-level security/)
    await within(first, insert(first))
    const decide = (who: string, paths?: string) => within(who, (sql) => sql`select decide_proposal(${id}, 'AGREED', null, '2026-10-20') as objection`.then((rows) => rows[0]!['objection']), paths)
    expect([await decide(first), await decide(auditor), await decide(key), await decide(system, ''), await decide(system, '{["41/09/28/","41/09/280")}')]).toEqual(['SECOND_PERSON', 'NOT_COUNTERSIGNER', 'NOT_COUNTERSIGNER', 'PROPOSAL', 'PROPOSAL'])
    for (const query of ['select * from officer_proposal', "update officer_proposal set decision = 'AGREED'", 'delete from officer_proposal', "insert into officer_proposal (id, expires_at) values (gen_random_uuid(), 'infinity')"]) await expect(db.app.unsafe(query)).rejects.toThrow(/permission denied/)
    expect(await db.app`select id from proposals_here()`).toEqual([])
    expect(await decide(system)).toBeNull()
    expect(await rolesOf(key)).toEqual(['AUDITOR 2026-10-20'])
  })

  it('no link opens before it is signed', async () => {
    const hash = sessionHash('unsigned')
    await within(first, (sql) => sql`insert into officer_proposal (id, kind, account_id, token_hash, proposed_by) values (${newId()}, 'INVITATION', ${auditor}, ${hash}, ${first})`)
    expect(await db.app`select * from invitation_account(${hash})`).toEqual([])
  })
})

describe('an invitation that was not taken', () => {
  const stands = async (token: string) => (await post(api, '/invitation', { token })).status === 200
  it('is void from the post on that another administrator gives; not by one\'s own', async () => {
    const county = as['puyang.security']!
    const { account, invitation } = await invite(county, 'puyang.rising', PUYANG)
    await give(county, account.id, 'STREET_WORKER', PUYANG)
    expect(await stands(invitation)).toBe(true)
    expect(await give(one, account.id, 'LEADER', CITY)).toMatchObject({ account: { invitedUntil: null } })
    expect(await stands(invitation)).toBe(false)
    expect(await db.owner`select user_name, address from audit where action = 'invitation.voided' and target_id = ${keyOf(account.id)}`).toEqual([{ user_name: 'security.one', address: '127.0.0.1' }])
    const again = (await change(one, 'renewInvitation', { account: account.id })).invitation
    expect(await stands(again)).toBe(true)
    expect((await give(two, account.id, 'OVERSIGHT', CITY)).account.invitedUntil).toBeNull()
    expect(await stands(again)).toBe(false)
  })

  it("is void from an officer's post on, whoever proposed that", async () => {
    const [own, others] = [await newAccount(), await newAccount()]
    await give(one, own.id, 'AUDITOR', CITY)
    await countersign(two)
    await give(two, others.id, 'AUDITOR', CITY)
    await countersign(sysadmin)
    expect([await stands(own.invitation), await stands(others.invitation)]).toEqual([false, false])
  })
})
