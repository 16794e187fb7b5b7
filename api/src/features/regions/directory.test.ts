import { fixedClock, testDatabase } from '@anwang/testkit'
import { newId } from '@anwang/db'
import { regionId } from '@anwang/domain/regions'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { startApi } from '../../../test/api.ts'
import { plantAccount, plantRegions } from '../../../test/world.ts'

const today = '2026-10-20'
const db = await testDatabase()
const PATHS = ['41/09/28/', '41/09/22/', '41/09/28/101/', '41/90/01/'] as const
await plantRegions(db, {
  '': { name: '全国', level: 'COUNTRY' }, '41/': { name: '河南省', level: 'PROVINCE', code: '410000000000' },
  '41/09/': { name: '濮阳市', level: 'CITY', code: '410900000000' }, '41/90/': { name: '省直辖县级行政区划', level: 'CITY', code: '419000000000', transparent: true },
  '41/09/28/': { name: '濮阳县', level: 'COUNTY', code: '410928000000' }, '41/09/22/': { name: '清丰县', level: 'COUNTY', code: '410922000000' },
  '41/09/28/101/': { name: '柳屯镇', level: 'STREET', code: '410928101000' }, '41/90/01/': { name: '济源市', level: 'COUNTY', code: '419001000000' },
})
await plantAccount(db, 'office', [{ role: 'COMMITTEE_OFFICE', path: '41/' }])
const servers = [await startApi(db, fixedClock(today)), await startApi(db, fixedClock(today))]
const offices = await Promise.all(servers.map((api) => api.signInAs('office')))

const ASKED = `fragment R on Region { name code ancestors { name } childLevel children(first: 5) { totalCount nodes { name code children(first: 2) { totalCount nodes { name } } } } }
  { province: region(code: "410000000000") { ...R } city: region(code: "410900000000") { ...R } county: node(id: "${Buffer.from(`Region:${regionId('41/09/28/')}`).toString('base64url')}") { ... on Region { ...R } } }`

/** A server that has kept nothing yet. */
const asked = async (office: (typeof offices)[number]) => {
  const { data, errors } = await office.query(ASKED)
  expect(errors).toBeUndefined()
  return data
}
const uncached = async () => asked(await (await startApi(db, fixedClock(today))).signInAs('office'))

const at = fc.constantFrom(...PATHS)
const changes = fc.oneof(
  fc.record({ kind: fc.constant('RENAMED' as const), path: at, name: fc.stringMatching(/^[一-龥]{2,4}$/) }),
  fc.record({ kind: fc.constant('LABELLED' as const), path: at, name: fc.stringMatching(/^[一-龥]{2,4}$/) }),
  fc.record({ kind: fc.constant('CLOSED' as const), path: at, open: fc.boolean() }),
  fc.record({ kind: fc.constant('OPENED' as const), path: at, part: fc.integer({ min: 200, max: 999 }) }),
)
type Change = typeof changes extends fc.Arbitrary<infer C> ? C : never

async function make(change: Change): Promise<void> {
  const id = regionId(change.path)
  if (change.kind === 'RENAMED') await db.owner`update region_label set name = ${change.name} where region_id = ${id}`
  if (change.kind === 'LABELLED') await db.owner`insert into region_label (region_id, code, name, initials, valid_from) values (${id}, null, ${change.name}, '', ${today}) on conflict do nothing`
  if (change.kind === 'CLOSED') await db.owner`update region set valid_to = ${change.open ? null : '2026-01-01'} where id = ${id}`
  if (change.kind === 'OPENED') {
    const path = `${change.path}${change.part}/`
    const made = await db.owner`insert into region (id, parent_id, level, kind, transparent, path, valid_from) values (${regionId(path)}, ${id}, 'COMMUNITY', 'ADMINISTRATIVE', false, ${path}, '2020-01-01') on conflict do nothing returning id`
    if (made.length > 0) await db.owner`insert into region_label (region_id, name, initials, valid_from) values (${regionId(path)}, ${newId().slice(-6)}, '', '2020-01-01')`
  }
}

it('is what the database holds after every change, in whichever process', async () => {
  await fc.assert(fc.asyncProperty(fc.array(changes, { minLength: 1, maxLength: 4 }), async (all) => {
    for (const change of all) {
      await make(change)
      const now = await asked(offices[0]!)
      expect(await asked(offices[1]!)).toEqual(now)
      expect(await uncached()).toEqual(now)
    }
  }), { numRuns: 12 })
})

it('is asked for once: the second time no statement names a region', async () => {
  await asked(offices[0]!)
  const { statements } = await db.during(() => asked(offices[0]!))
  expect(statements.filter((one) => one.includes('from region'))).toEqual([])
})

it('holds nothing of a change that was taken back', async () => {
  const before = await asked(offices[0]!)
  await db.owner.begin(async (tx) => {
    await tx`update region_label set name = '改名' where region_id = ${regionId('41/09/28/')}`
    expect(await asked(offices[0]!)).toEqual(before)
    await tx`rollback`
  }).catch(() => undefined)
  expect(await asked(offices[0]!)).toEqual(before)
})
