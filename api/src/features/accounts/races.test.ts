import { connect } from '@anwang/db/client'
import { fixedClock, testDatabase } from '@anwang/testkit'
import type { TransactionSql } from 'postgres'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { post } from '../../../test/accounts.ts'
import { startApi } from '../../../test/api.ts'
import { plantAccount, plantRegions } from '../../../test/world.ts'
import { sessionHash } from '../../auth/session.ts'
import { hashPassword } from './passwords.ts'
import { keysOf } from './sign-in.ts'
import { openSession } from './store/sign-in.ts'

const db = await testDatabase()
const api = await startApi(db, fixedClock('2026-10-20'))
await plantRegions(db, { '': { name: '全国', level: 'COUNTRY' }, '41/': { name: '河南省', level: 'PROVINCE' } })
const [OLD, NEW, THIRD] = ['Gentle-otter-47', 'Calm-heron-2210', 'Brisk-marten-931']
const [oldHash, newHash] = [await hashPassword(OLD), await hashPassword(NEW)]
const id = await plantAccount(db, 'office', [{ role: 'COMMITTEE_OFFICE', path: '41/' }], oldHash)
const app = connect(db.urls.app, { max: 2 })
afterAll(() => app.close())

beforeEach(async () => {
  for (const table of ['sign_in_failure', 'session', 'identity', 'invitation', 'second_factor']) await db.owner.unsafe(`delete from ${table}`)
  await db.owner`update account set password_hash = ${oldHash}, password_history = '{}', erased_at = null where id = ${id}`
})

async function somebodyWaits(): Promise<void> {
  await expect.poll(async () => (await db.owner`select 1 from pg_locks l where not granted and (l.database is null or l.database = (select oid from pg_database where datname = current_database()))`).length, { timeout: 10_000 }).toBeGreaterThan(0)
}
/** `act` meets what `change` did and has not committed, and goes on once that is committed. */
async function meanwhile<T>(change: (tx: TransactionSql) => Promise<unknown>, act: () => Promise<T>): Promise<T> {
  let acting: Promise<T> | null = null
  await db.owner.begin(async (tx) => {
    await change(tx)
    acting = act()
    await somebodyWaits()
  })
  return acting!
}
const sessions = async () => (await db.owner`select token_hash from session where account_id = ${id}`).map((row) => row['token_hash'])
const passwordNow = async () => (await db.owner`select password_hash from account where id = ${id}`)[0]!['password_hash']
const open = (token: string, how: 'PASSWORD' | 'OIDC', proof: string) => openSession(app.db, { hash: token, accountId: id, expires: new Date(Date.now() + 60_000), entered: how, proof, address: null, agent: null })

describe('what was checked and changed meanwhile opens no session', () => {
  it.each<[string, (tx: TransactionSql) => Promise<unknown>]>([
    ['a password changed by its owner', async (tx) => {
      await open('own', 'PASSWORD', oldHash)
      await tx`select change_password('own', 'renewed', ${newHash})`
    }],
    ['a password set by an invitation', async (tx) => {
      await tx`insert into invitation (account_id, token_hash, expires_at) values (${id}, 'link', now() + interval '1 day')`
      await tx`select take_invitation('link', ${newHash})`
    }],
    ['a password given up for an identity', async (tx) => {
      await tx`insert into invitation (account_id, token_hash, expires_at) values (${id}, 'link', now() + interval '1 day')`
      await tx`select take_invitation_by_identity('link', 'https://id.example', 'subject', 's…', null)`
    }],
    ['an account that is erased', (tx) => tx`update account set erased_at = now() where id = ${id}`],
  ])('%s', async (_what, change) => {
    const answer = await meanwhile(change, () => post(api, '/session', { userName: 'office', password: OLD }))
    expect([answer.status, answer.cookie]).toEqual([401, ''])
    expect((await sessions()).filter((hash) => hash !== 'renewed')).toEqual([])
    expect(await db.owner`select refused, reason from audit where kind = 'SIGN_IN' order by seq desc limit 1`).toEqual([{ refused: true, reason: 'WRONG_PASSWORD' }])
  })

  it('an identity that is taken away or exchanged', async () => {
    const bound = () => db.owner`insert into identity (account_id, issuer, subject_hash, hint) values (${id}, 'https://id.example', 'subject', 's…')`
    await bound()
    expect(await open('before', 'OIDC', 'subject')).toBe(true)
    expect(await meanwhile((tx) => tx`select unbind_identity('before', null)`, () => open('after', 'OIDC', 'subject'))).toBe(false)
    expect(await sessions()).toEqual(['before'])
    await bound()
    await db.owner`insert into invitation (account_id, token_hash, expires_at) values (${id}, 'link', now() + interval '1 day')`
    expect(await meanwhile((tx) => tx`select take_invitation_by_identity('link', 'https://id.example', 'another', 'a…', null)`, () => open('after', 'OIDC', 'subject'))).toBe(false)
    expect(await sessions()).toEqual([])
  })

  it('the other way round too: a session opened first is ended by the change', async () => {
    await open('own', 'PASSWORD', oldHash)
    const change = async () => await db.owner`select change_password('own', 'renewed', ${newHash}) as done`
    const answer = await meanwhile((tx) => tx`select open_session('early', ${id}, now() + interval '1 hour', 'PASSWORD', ${oldHash}, null, null)`, change)
    expect(answer).toEqual([{ done: true }])
    expect(await sessions()).toEqual(['renewed'])
  })

  it('nor is a session opened by no password, or by nothing', async () => {
    await db.owner`update account set password_hash = '' where id = ${id}`
    for (const proof of ['', 'x']) expect(await open('none', 'PASSWORD', proof)).toBe(false)
    expect(await open('none', 'OIDC', 'x')).toBe(false)
  })
})

describe('a session that is ended meanwhile changes nothing any more', () => {
  const stolen = async () => {
    const { cookie } = await post(api, '/session', { userName: 'office', password: OLD })
    expect(cookie).not.toBe('')
    await open('own', 'PASSWORD', oldHash)
    return cookie
  }
  const ownerChanges = (tx: TransactionSql) => tx`select change_password('own', 'renewed', ${newHash})`

  it('not the password that its owner has just set', async () => {
    const cookie = await stolen()
    expect((await meanwhile(ownerChanges, () => post(api, '/session/password', { current: OLD, password: THIRD }, { cookie }))).status).toBe(401)
    expect(await passwordNow()).toBe(newHash)
    expect(await sessions()).toEqual(['renewed'])
  })

  it('not the second factor', async () => {
    const cookie = await stolen()
    expect((await meanwhile(ownerChanges, () => post(api, '/session/second-factor', { password: OLD }, { cookie }))).status).toBe(401)
    expect(await db.owner`select 1 from second_factor`).toEqual([])
  })

  it('not the identity', async () => {
    const token = sessionHash((await stolen()).split('=')[1]!)
    expect(await meanwhile(ownerChanges, async () => await db.app`select bind_identity(${token}, 'next', ${id}, 'https://id.example', 'subject', 's…', null) as done`)).toEqual([{ done: null }])
    expect(await db.owner`select 1 from identity`).toEqual([])
  })
})

it('a try that fails waits for as many transactions of a name that is nobody’s as of one that is somebody’s', async () => {
  for (const name of ['office', 'nobody']) expect((await post(api, '/session', { userName: name, password: 'wrong' })).status).toBe(401)
  // What counts the try before the password is looked at writes the row of the address; what is written after it is of another transaction.
  const written = async (name: string) => {
    const keys = keysOf(name, '127.0.0.1')
    const [row] = await db.owner`select f.xmin::text as counted, (select n.xmin::text from sign_in_failure n where n.key = ${keys.name}) as named, (select l.xmin::text from last_sign_in l where l.account_id = ${id}) as told
      from sign_in_failure f where f.key = ${keys.address}`
    return row!
  }
  const nobody = await written('nobody')
  expect(Number(nobody['named'])).toBeGreaterThan(Number(nobody['counted']))
  expect((await post(api, '/session', { userName: 'office', password: 'wrong' })).status).toBe(401)
  const office = await written('office')
  expect(office['named']).toBe(office['counted'])
  expect(Number(office['told'])).toBeGreaterThan(Number(office['counted']))
})
