import { newId } from '@anwang/db'
import { fixedClock, testDatabase } from '@anwang/testkit'
import { expect, it } from 'vitest'
import { asked, change, give, invite, post, regionOf } from '../../../test/accounts.ts'
import { startApi } from '../../../test/api.ts'
import { TEST_SECRETS } from '../../../test/secrets.ts'
import { plantAccount, plantOffice, plantRegions } from '../../../test/world.ts'

const db = await testDatabase()
const clock = fixedClock('2026-10-20')
const api = await startApi(db, clock)
const [CITY, PUYANG] = ['41/09/', '41/09/28/']
await plantRegions(db, { '': { name: '全国', level: 'COUNTRY' }, '41/': { name: '河南省', level: 'PROVINCE' }, [CITY]: { name: '濮阳市', level: 'CITY' }, [PUYANG]: { name: '濮阳县', level: 'COUNTY' } })
await plantOffice(db, CITY, '2026-01-01', [])
const admin = await plantAccount(db, 'security', [{ role: 'SECURITY_ADMINISTRATOR', path: CITY }])
await plantAccount(db, 'puyang.security', [{ role: 'SECURITY_ADMINISTRATOR', path: PUYANG }])
const [city, county] = [await api.signInAs('security'), await api.signInAs('puyang.security')]
const password = 'Gentle-otter-47'

it('an account that left is erased for good: no name, no title, no way in; the logs keep its id', async () => {
  const { account, invitation } = await change(city, 'inviteAccount', { userName: 'zhang.san', title: '张三（应急管理局）', titleEn: 'Zhang San', home: regionOf(CITY) })
  const id = Buffer.from(account.id, 'base64url').toString().split(':')[1]!
  await give(city, account.id, 'LEADER', CITY)
  await post(api, '/invitation/accept', { token: invitation, password })
  const { cookie } = await post(api, '/session', { userName: 'zhang.san', password })
  await post(api, '/session', { userName: 'zhang.san', password: 'wrong' })
  await db.owner`insert into second_factor (account_id, secret) values (${id}, ${TEST_SECRETS.seal('ABC', id)})`
  await db.owner`insert into contact (id, owner_kind, owner_id, path, role, name, phone) values (${newId()}, 'account', ${id}, ${CITY}, 'HOLDER', '张三', '13800000000')`
  expect(await change(city, 'eraseAccount', { account: account.id })).toMatchObject({ __typename: 'Conflict', code: 'IN_OFFICE' })
  await give(city, account.id, 'OVERSIGHT', CITY, { from: '2027-01-01' })
  await change(city, 'leaveOffice', { account: account.id })
  expect(await change(county, 'eraseAccount', { account: account.id })).toMatchObject({ __typename: 'NotFound', code: 'ACCOUNT' })
  expect((await change(city, 'eraseAccount', { account: account.id })).account).toMatchObject({ userName: `erased.${id.slice(-12)}`, title: '已注销账号', erased: true, hasPassword: false, viewerCanChange: false, posts: [{ role: 'OVERSIGHT' }, { role: 'LEADER' }] })
  expect(await asked(api, cookie, '{ viewer { userName } }')).toEqual({ viewer: null })
  expect((await post(api, '/session', { userName: 'zhang.san', password })).status).toBe(401)
  for (const table of ['account', 'contact', 'second_factor', 'session', 'invitation', 'last_sign_in', 'officer_proposal', 'command'])
    expect([table, JSON.stringify(await db.owner.unsafe(`select * from ${table}`)).match(/zhang\.san|张三|Zhang San|13800000000/)]).toEqual([table, null])
  // Nothing is done to it any more.
  for (const name of ['renewInvitation', 'eraseAccount', 'unlockAccount']) expect(await change(city, name, { account: account.id })).toMatchObject({ __typename: 'Forbidden', code: 'ERASED' })
  expect(await give(city, account.id, 'LEADER', CITY)).toMatchObject({ __typename: 'Forbidden', code: 'ERASED' })
  const [line] = await db.owner`select target_id, details from audit where action = 'eraseAccount' and not refused`
  expect(line).toEqual({ target_id: id, details: { userName: `erased.${id.slice(-12)}` } })
  // What the log said before stays: it is sealed, and kept by law.
  expect((await db.owner`select count(*)::int as n from audit where user_name = 'zhang.san'`)[0]!['n']).toBeGreaterThan(0)
})

it('row security alone: nobody erases an account of others, or the own', async () => {
  const { account } = await invite(city, 'stays', CITY)
  const id = Buffer.from(account.id, 'base64url').toString().split(':')[1]!
  const erase = (whose: string, as: string, paths: string) => db.app.begin(async (sql) => {
    await sql`select set_config('app.scope', '{}', true), set_config('app.account', ${as}, true), set_config('app.administers', ${paths}, true)`
    return (await sql`select erase_account(${whose}, '2026-10-20') as objection`)[0]!['objection']
  })
  expect([await erase(id, admin, ''), await erase(id, admin, '{["41/09/28/","41/09/280")}'), await erase(admin, admin, '{["41/09/","41/090")}')]).toEqual(['ACCOUNT', 'ACCOUNT', 'ACCOUNT'])
  await expect(db.app.unsafe('update account set erased_at = now()')).rejects.toThrow(/permission denied/)
})
