import { regionId } from '@anwang/domain/regions'
import { fixedClock, testDatabase } from '@anwang/testkit'
import { beforeEach, expect, it } from 'vitest'
import { change, countersign, give, invite, proposals } from '../../../test/accounts.ts'
import { startApi, type Client } from '../../../test/api.ts'
import { plantAccount, plantOffice, plantRegions } from '../../../test/world.ts'

const db = await testDatabase()
const clock = fixedClock('2026-06-30')
const api = await startApi(db, clock)
const [A, B, OLD, NEW] = ['41/09/', '41/10/', '41/09/28/', '41/10/28/']
await plantRegions(db, {
  '': { name: '全国', level: 'COUNTRY' }, '41/': { name: '河南省', level: 'PROVINCE' }, [A]: { name: '濮阳市', level: 'CITY' }, [B]: { name: '许昌市', level: 'CITY' },
  [OLD]: { name: '濮阳县', level: 'COUNTY', validTo: '2026-07-01' }, [NEW]: { name: '濮阳县', level: 'COUNTY', validFrom: '2026-07-01' },
})
await plantOffice(db, A, '2026-01-01', [])
await db.owner`insert into region_succession (from_id, to_id, "on") values (${regionId(OLD)}, ${regionId(NEW)}, '2026-07-01')`
await plantAccount(db, 'a.security', [{ role: 'SECURITY_ADMINISTRATOR', path: A }])
await plantAccount(db, 'a.system', [{ role: 'SYSTEM_ADMINISTRATOR', path: A }])
await plantAccount(db, 'b.security', [{ role: 'SECURITY_ADMINISTRATOR', path: B }])
await plantAccount(db, 'province.system', [{ role: 'SYSTEM_ADMINISTRATOR', path: '41/' }])
const [security, system, newSecurity, province] = (await Promise.all(['a.security', 'a.system', 'b.security', 'province.system'].map((name) => api.signInAs(name)))) as [Client, Client, Client, Client]
const posts = async () => [...await db.owner`select role from account_grant g join account a on a.id = g.account_id where a.user_name ~ '^county'`]
beforeEach(() => clock.set('2026-06-30'))

it('the city that a county was taken from appoints no officer there any more; nor does what it proposed before hold in the new city', async () => {
  const { account } = await invite(security, 'county.auditor', A)
  await give(security, account.id, 'AUDITOR', OLD)
  expect((await proposals(system)).totalCount).toBe(1)
  const proposal = (await proposals(system)).nodes[0].id
  clock.set('2026-07-02')
  expect([(await proposals(system)).totalCount, (await proposals(newSecurity)).totalCount]).toEqual([0, 1])
  for (const name of ['countersignProposal', 'withdrawProposal']) expect(await change(system, name, { proposal })).toMatchObject({ __typename: 'NotFound', code: 'PROPOSAL' })
  expect(await change(newSecurity, 'countersignProposal', { proposal })).toMatchObject({ __typename: 'Forbidden', code: 'PROPOSAL_ELSEWHERE' })
  expect(await change(province, 'countersignProposal', { proposal })).toMatchObject({ __typename: 'Conflict', code: 'PROPOSER_LEFT' })
  expect(await give(security, account.id, 'AUDITOR', OLD)).toMatchObject({ __typename: 'Forbidden', code: 'OUTSIDE' })
  expect(await posts()).toEqual([])
})

it('of an account that is at home in a county taken away, or has a post there, the old city decides nothing', async () => {
  const { account } = await invite(security, 'county.system', OLD)
  await give(security, account.id, 'SYSTEM_ADMINISTRATOR', A)
  const proposal = (await proposals(system, '(open: true, first: 1)')).nodes[0].id
  clock.set('2026-07-02')
  expect(await change(system, 'countersignProposal', { proposal })).toMatchObject({ __typename: 'Forbidden', code: 'PROPOSAL_ELSEWHERE' })
  clock.set('2026-06-30')
  expect((await countersign(system)).__typename).toBe('CountersignProposalPayload')
  expect(await posts()).toEqual([{ role: 'SYSTEM_ADMINISTRATOR' }])
})
