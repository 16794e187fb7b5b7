import { createHash, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fixedClock, testDatabase } from '@anwang/testkit'
import { expect, it } from 'vitest'
import { post } from '../../../test/accounts.ts'
import { startApi } from '../../../test/api.ts'
import { TEST_SECRETS } from '../../../test/secrets.ts'
import { plantAccount, plantRegions } from '../../../test/world.ts'
import { secretsBy } from '../../auth/secrets.ts'
import { codeAt, newRecoveryCodes, newSecret, recoveryHash, recoveryHashes } from './factor.ts'
import { hashPassword } from './passwords.ts'
import { encryptSecondFactors } from './second-factors.ts'

const db = await testDatabase()
const password = 'Gentle-otter-47'
await plantRegions(db, { '': { name: '全国', level: 'COUNTRY' } })
const hash = await hashPassword(password)
const [recovery] = newRecoveryCodes()
const [before, pending, lost] = [await plantAccount(db, 'before', [], hash), await plantAccount(db, 'pending', [], hash), await plantAccount(db, 'lost', [], hash)]
const secret = newSecret()
const [old, unknown] = [randomBytes(32), randomBytes(32)]
// As a database of the version before holds them.
await db.owner`alter table second_factor drop constraint second_factor_sealed`
await db.owner`insert into second_factor (account_id, secret, confirmed_at) values (${before}, ${secret}, now())`
await db.owner`insert into second_factor (account_id, pending) values (${pending}, ${secret})`
await db.owner`insert into second_factor (account_id, secret, confirmed_at, recovery) values (${lost}, ${secretsBy(unknown).seal(secret, lost)}, now(), ${[await recoveryHash(recovery!, lost)]})`
await db.owner.unsafe(String.raw`alter table second_factor add constraint second_factor_sealed check (secret ~ '^v1\.[0-9a-f]{8}\.[\w-]+$' and pending ~ '^v1\.[0-9a-f]{8}\.[\w-]+$') not valid`)
const rows = () => db.owner`select account_id, secret, pending from second_factor order by account_id`
const api = await startApi(db, fixedClock('2026-10-20'))
const signedIn = async (name: string, code: string) => {
  const { cookie, body } = await post(api, '/session', { userName: name, password })
  expect(body['step']).toBe('CODE')
  return (await post(api, '/session/code', { code }, { cookie })).status
}

it('what stood there plain is encrypted at the start, still opens its account, and nothing plain can be written any more', async () => {
  const stored = await rows()
  expect(JSON.stringify(stored)).not.toContain(secret)
  for (const row of stored) for (const one of [row['secret'], row['pending']]) if (one !== null) expect(one).toMatch(/^v1\.[0-9a-f]{8}\.[\w-]+$/)
  expect([TEST_SECRETS.open(stored[0]!['secret'], before), TEST_SECRETS.open(stored[1]!['pending'], pending)]).toEqual([secret, secret])
  expect(await signedIn('before', codeAt(secret, Date.now()))).toBe(200)
  await expect(db.owner`update second_factor set secret = ${secret} where account_id = ${before}`).rejects.toThrow(/second_factor_sealed/)
  expect(await db.owner`select convalidated from pg_constraint where conname = 'second_factor_sealed'`).toEqual([{ convalidated: true }])
})

it('what no key opens is left and told; a recovery code lets its owner in', async () => {
  expect(await encryptSecondFactors(db.urls.owner, TEST_SECRETS)).toEqual({ written: 0, unreadable: 1 })
  expect(await signedIn('lost', codeAt(secret, Date.now()))).toBe(422)
  expect(await signedIn('lost', recovery!)).toBe(200)
})

it('a new key takes over what a key of before sealed, given that', async () => {
  await db.owner`update second_factor set secret = ${secretsBy(old).seal(secret, before)} where account_id = ${before}`
  const now = secretsBy(randomBytes(32), [old, unknown])
  // Also the one that could not be read until its key was given again.
  expect(await encryptSecondFactors(db.urls.owner, now)).toEqual({ written: 3, unreadable: 0 })
  expect((await rows()).filter((row) => row['secret'] !== null).every((row) => now.isCurrent(row['secret']))).toBe(true)
  expect(await encryptSecondFactors(db.urls.owner, now)).toEqual({ written: 0, unreadable: 0 })
})

it('a secret moved to another account does not open it', async () => {
  await db.owner`update second_factor set secret = ${TEST_SECRETS.seal(secret, before)}, last_step = 0 where account_id = ${lost}`
  expect(await signedIn('lost', codeAt(secret, Date.now()))).toBe(422)
})

it('recovery codes kept by SHA-256 open nothing, and are counted no more: their owner sees that none is left', async () => {
  const [first, second] = newRecoveryCodes()
  const kept = createHash('sha256').update(first!.replace('-', '')).digest('hex')
  await db.owner`update second_factor set recovery = ${[kept]} where account_id = ${before}`
  expect(await signedIn('before', first!)).toBe(422)
  const migration = readFileSync(new URL('../../../../db/migrations/0020_sign_in_races.sql', import.meta.url), 'utf8')
  await db.owner.unsafe(migration.split('--> statement-breakpoint').find((statement) => statement.includes('UPDATE second_factor'))!)
  expect(await db.owner`select recovery_left from second_factor where account_id = ${before}`).toEqual([{ recovery_left: 0 }])
  // New ones name their hash, in the order of the codes.
  const hashes = await recoveryHashes([first!, second!], before)
  expect(hashes).toEqual([expect.stringMatching(/^argon2id:[0-9a-f]{64}$/), await recoveryHash(second!.toUpperCase(), before)])
  await db.owner`update second_factor set recovery = ${hashes} where account_id = ${before}`
  expect(await signedIn('before', second!)).toBe(200)
  expect(await db.owner`select recovery_left from second_factor where account_id = ${before}`).toEqual([{ recovery_left: 1 }])
})
