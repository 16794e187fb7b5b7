import { testDatabase } from '@anwang/testkit'
import { beforeEach, expect, it } from 'vitest'
import { newId } from '../ids.ts'
import { migrateDatabase } from '../migrate.ts'
import { UnfitError } from '../reach.ts'
import { complete, isEmpty, putAside, putBack, undo } from './dump.ts'
import { keptBy, refuseUnfinished } from './unfinished.ts'
import { voidTokens } from './void.ts'

const db = await testDatabase()
const sql = db.owner
const region = newId()
await sql`insert into region (id, level, kind, transparent, path, valid_from) values (${region}, 'COUNTRY', 'ADMINISTRATIVE', false, '', '2020-01-01')`
const regions = async (): Promise<number> => (await sql`select 1 from region`).length
const refused = () => migrateDatabase(db.urls.owner).then(() => null, (error: unknown) => error)

beforeEach(async () => {
  if ((await keptBy(sql)).aside) await putBack(sql)
  expect(await regions()).toBe(1)
})

it('what a killed restore put aside is lost by no later one, and nothing is made beside it', async () => {
  await putAside(sql, false)
  expect(await isEmpty(sql)).toBe(true)
  await expect(putAside(sql, true)).rejects.toThrow('anwang restore --put-back')
  expect(await refused()).toBeInstanceOf(UnfitError)
  expect(await isEmpty(sql)).toBe(true)
  await putBack(sql)
  expect(await regions()).toBe(1)
  expect(await keptBy(sql)).toEqual({ unfinished: false, aside: false, migrated: true })
  await expect(putBack(sql)).rejects.toThrow('nothing to put back')
  expect(await refused()).toBeNull()
})

it('data that landed is refused until the restore has come to its end', async () => {
  await putAside(sql, false)
  await migrateDatabase(db.urls.owner, true)
  expect(await refused()).toBeInstanceOf(UnfitError)
  await expect(refuseUnfinished(db.worker)).rejects.toThrow('cut short')
  await complete(sql, true)
  expect(await refused()).toBeNull()
  await expect(putAside(sql, false)).rejects.toThrow('still kept')
  await undo(sql)
  expect(await regions()).toBe(0)
})

it('one put aside by a product that made no mark is refused too', async () => {
  await putAside(sql, false)
  await sql`drop schema anwang_restoring`
  expect(await refused()).toBeInstanceOf(UnfitError)
})

it('is not begun where the database was migrated meanwhile', async () => {
  await expect(putAside(sql, true)).rejects.toThrow('not any more')
  expect(await keptBy(sql)).toEqual({ unfinished: false, aside: false, migrated: true })
})

it('what waited for a second signature is withdrawn', async () => {
  const [account, proposer] = [newId(), newId()]
  for (const id of [account, proposer]) await sql`insert into account (id, user_name, title, title_en, home_id) values (${id}, ${id}, ${id}, ${id}, ${region})`
  const proposed = (kind: string, hash: string | null, decision: string | null) => sql`insert into officer_proposal (id, kind, account_id, token_hash, proposed_by, decision, decided_at) values (${newId()}, ${kind}, ${account}, ${hash}, ${proposer}, ${decision}, ${decision && new Date()})`
  await proposed('INVITATION', 'kept by its proposer', null)
  await proposed('SECOND_FACTOR', null, 'RETURNED')
  await voidTokens(sql)
  expect(await sql`select kind, decision, decided_at is not null as decided from officer_proposal order by kind`).toEqual([
    { kind: 'INVITATION', decision: 'WITHDRAWN', decided: true }, { kind: 'SECOND_FACTOR', decision: 'RETURNED', decided: true },
  ])
})
