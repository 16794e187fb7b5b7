import type { HazardEvent, SubjectFacts } from '@anwang/domain'
import { regionId, type EditionRow } from '@anwang/domain/regions'
import { fixedClock, testDatabase } from '@anwang/testkit'
import { drizzle } from 'drizzle-orm/postgres-js'
import { expect, it } from 'vitest'
import type { Db } from '../client.ts'
import { newId } from '../ids.ts'
import { append } from '../ledger.ts'
import { foldAll } from '../metrics/fold.ts'
import { differences } from '../metrics/recount.ts'
import { readExtract } from './extract.ts'
import { importExtract, importRegions } from './import.ts'
import { transferStranded, type TransferReport } from './transfer.ts'

const test = await testDatabase()
const db = (client: (typeof test)['owner']): Db => drizzle(client, { casing: 'snake_case' })
const clock = fixedClock('2027-03-01')
const actorId = newId()
const at = (day: string) => new Date(`${day}T02:00:00Z`)

it('moves what is open in a town that joined another county, and leaves the past where it was', async () => {
  const owner = db(test.owner)
  await importExtract(owner, 'base')
  const town = regionId('41/09/28/101/')
  const subjectId = newId()
  const place = { placeId: town, accountId: town, sectorId: null }
  const facts: SubjectFacts = { kind: 'ENTERPRISE', name: '甲厂', creditCode: null, ...place, riskGrade: null, status: 'OPERATING', key: false, supervisionModeSet: false, assigned: [], hazardSources: 0, hazardSourcesOnline: 0, standardized: false }
  const found = (foundOn: string, dueOn: string): HazardEvent => ({ type: 'registered', occurredAt: at(foundOn), source: 'WEB', actorId, payload: {
    ...place, subjectId, number: foundOn, description: '通道堵塞', level: 'GENERAL', source: 'DEPARTMENT', foundOn, dueOn, inspectionId: null, shownOnly: false } })
  const overdue = newId()
  // Lies in the same town and is supervised by the county, which stays.
  const county = { ...place, accountId: regionId('41/09/28/') }
  const ofCounty = newId()
  await owner.transaction((tx) => append(tx, [
    { stream: 'subject', id: subjectId, before: null, events: [{ type: 'registered', occurredAt: at('2026-01-01'), source: 'WEB', actorId, payload: { ...facts, shownOnly: false } }] },
    { stream: 'subject', id: ofCounty, before: null, events: [{ type: 'registered', occurredAt: at('2026-01-01'), source: 'WEB', actorId, payload: { ...facts, ...county, shownOnly: false } }] },
    { stream: 'hazard', id: overdue, before: null, events: [found('2026-11-01', '2026-11-16')] },
    { stream: 'hazard', id: newId(), before: null, events: [found('2026-12-25', '2027-01-10')] },
    { stream: 'hazard', id: newId(), before: null, events: [found('2026-10-01', '2026-10-16'),
      { type: 'submitted', occurredAt: at('2026-10-05'), source: 'WEB', actorId, payload: { onTheSpot: false, measures: '清理' } },
      { type: 'accepted', occurredAt: at('2026-10-06'), source: 'WEB', actorId, payload: { onSite: true } }] },
  ]))

  const reports: TransferReport[] = []
  const edition: EditionRow[] = []
  for await (const row of readExtract('base')) {
    if (!row.code.startsWith('410928101')) edition.push(row)
    else if (row.code.length === 9) edition.push({ ...row, code: '410922901', former: '410928101' })
  }
  await importRegions(owner, edition, {
    on: '2027-01-01', transfer: async (tx) => void reports.push(await transferStranded(tx, '2027-01-01')),
  })
  expect(reports).toEqual([{ hazards: 2, subjects: 2, left: 0 }])
  const [moved] = await test.owner`select path, account_path from hazard where id = ${overdue}`
  expect(moved!['path']).toMatch(/^41\/09\/22\//)
  expect([...await test.owner`select account_path from subject where id = ${ofCounty}`]).toEqual([{ account_path: '41/09/22/' }])

  await foldAll(db(test.worker), clock.today())
  const open = await test.worker`
    select path, (sum(became_overdue) - sum(overdue_cleared))::int as open, sum(enterprises)::int as enterprises, sum(hazards_found_general)::int as found
    from rollup where path in ('41/09/28/', '41/09/22/') and not own and sector_id = '00000000-0000-0000-0000-000000000000' group by path order by path`
  expect([...open]).toEqual([{ path: '41/09/22/', open: 2, enterprises: 2, found: 0 }, { path: '41/09/28/', open: 0, enterprises: 0, found: 3 }])
  expect((await differences(db(test.worker) as never, clock.today())).differences).toEqual([])
  expect(await owner.transaction((tx) => transferStranded(tx, '2027-02-01'))).toEqual({ hazards: 0, subjects: 0, left: 0 })
})
