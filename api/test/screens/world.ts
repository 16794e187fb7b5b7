import { addDays, type Day } from '@anwang/domain'
import { newId } from '@anwang/db'
import { regionId } from '@anwang/domain/regions'
import type { TestDatabase } from '@anwang/testkit'
import { largeLedger } from '../../../packages/documents/test/large.ts'
import { globalId } from '../../src/schema/nodes.ts'
import type { Api } from '../api.ts'
import { upload } from '../ledgers.ts'
import { aHazard, aSubject, plant, plantContact } from '../records.ts'
import { foldFigures, plantAccount, plantOffice, plantRegions, plantSector, type RegionSpec } from '../world.ts'

/** A city with so many counties, each with as much of everything. */
export interface City {
  readonly name: string
  readonly children: number
  readonly region: string
  readonly county: string
  readonly code: string
  readonly subject: string
  readonly hazard: string
  readonly hazardNumber: string
  readonly inspection: string
  readonly import: string
  readonly phone: string
}

const part = (n: number): string => String(n + 100)
const regionsOf = (path: string, name: string, code: string, children: number): Record<string, RegionSpec> => Object.fromEntries([
  [path, { name, level: 'CITY' as const, code: `${code}00000000` }],
  ...Array.from({ length: children }, (_, c) => [
    [`${path}${part(c)}/`, { name: `${name}甲县${c}`, level: 'COUNTY' as const, code: `${code}${String(c + 10)}000000`, initials: 'jx' }],
    ...Array.from({ length: 2 }, (_, s) => [`${path}${part(c)}/${part(s)}/`, { name: `${name}柳屯镇${s}`, level: 'STREET' as const, initials: 'lt' }] as const),
  ] as const).flat(),
])

export const today: Day = '2026-10-20'
const SIZES = [['甲市', '41/09/', '4109', 3], ['乙市', '41/13/', '4113', 30]] as const

async function records(db: TestDatabase, path: string, children: number, sectors: readonly string[]) {
  const firms = Array.from({ length: children }, (_, c) => ({ c, street: `${path}${part(c)}/${part(0)}/` })).map(({ c, street }) => aSubject(street, {
    name: `柳屯公司${c}`, sectorId: sectors[c % 2]!, key: true, hazardSources: 2, hazardSourcesOnline: 1, accountPath: `${path}${part(c)}/`, assigned: ['PRIMARY'],
  }))
  const inspections = firms.map(({ id, facts }, n) => ({ stream: 'inspection' as const, id: newId(), before: null, events: [{
    type: 'recorded' as const, occurredAt: new Date('2026-07-01T02:00:00Z'), source: 'SEED' as const, actorId: newId(), payload: {
      subjectId: id, placeId: facts.placeId, accountId: facts.accountId, sectorId: facts.sectorId, number: `JC-${path}-${n}`, nature: 'ADMINISTRATIVE' as const,
      startedOn: '2026-07-01', finishedOn: '2026-07-01', reinspection: false, findings: '发现隐患2处', shownOnly: false,
    } }] }))
  const hazards = firms.flatMap((firm, n) => {
    const found = addDays('2026-07-01', n % 20)
    const given = { inspectionId: inspections[n]!.id, description: '柳屯配电箱未接地' }
    return [aHazard(firm, found, given), aHazard(firm, found, { ...given, level: 'MAJOR' }), aHazard(firm, found, given, [
      ['submitted', addDays(found, 5), { measures: '已整改', onTheSpot: false }], ['accepted', addDays(found, 6), { onSite: true }, '', newId()], ['revisited', addDays(found, 30), { drawn: true, recurred: true }],
    ])]
  })
  // Of the first firm, visit and hazard there is as much as there are counties.
  const more = Array.from({ length: children }, (_, n) => aHazard(firms[0]!, addDays('2026-07-01', n), { inspectionId: inspections[0]!.id }))
  const again = Array.from({ length: children }, (_, n) => [['submitted', addDays('2026-07-02', n), { measures: '已整改', onTheSpot: false }], ['rejected', addDays('2026-07-02', n), { dueOn: null }, '不合格', newId()]] as const).flat()
  hazards[0] = aHazard(firms[0]!, '2026-07-01', { inspectionId: inspections[0]!.id, description: '柳屯配电箱未接地' }, again)
  hazards.push(...more)
  const visits = Array.from({ length: children }, (_, n) => ({ ...inspections[0]!, id: newId(), events: inspections[0]!.events.map((one) => ({ ...one, payload: { ...one.payload, number: `JC-${path}-0-${n}` } })) }))
  await plant(db, [...firms.map((one) => one.append), ...inspections, ...visits, ...hazards.map((one) => one.append)])
  for (let n = 0; n < children; n++) await plantContact(db, 'subject', firms[0]!.id, firms[0]!.path, `乙${n}`, '13900000000')
  for (const [n, firm] of firms.entries()) await plantContact(db, 'subject', firm.id, firm.path, '甲', `1380000${String(n).padStart(4, '0')}`)
  return { firms, inspections, hazards }
}

/** Two cities that differ in how much there is, in one province, and who looks at each. */
export async function plantCities(db: TestDatabase): Promise<(api: Api) => Promise<readonly [City, City]>> {
  await plantRegions(db, { '': { name: '全国', level: 'COUNTRY' }, '41/': { name: '河南省', level: 'PROVINCE', code: '410000000000' }, ...Object.assign({}, ...SIZES.map(([name, path, code, children]) => regionsOf(path, name, code, children))) })
  const sectors = [await plantSector(db, '消防'), await plantSector(db, '危险化学品')]
  const planted: Awaited<ReturnType<typeof records>>[] = []
  for (const [name, path, , children] of SIZES) {
    await plantOffice(db, path, '2025-01-01')
    const found = await records(db, path, children, sectors)
    for (const [role, post] of [['COMMITTEE_OFFICE', 'office'], ['SECURITY_ADMINISTRATOR', 'secadmin'], ['SYSTEM_ADMINISTRATOR', 'sysadmin'], ['AUDITOR', 'auditor']] as const)
      await plantAccount(db, `${name} ${post}`, [{ role, path }])
    await plantAccount(db, `${name} enterprise`, [{ role: 'ENTERPRISE', path: found.firms[0]!.path, subjectId: found.firms[0]!.id }])
    for (let c = 0; c < children; c++) {
      const account = await plantAccount(db, `${name} county ${c}`, [{ role: 'COMMITTEE_OFFICE', path: `${path}${part(c)}/` }, { role: 'DEPARTMENT', path: `${path}${part(c)}/`, sectors }])
      await db.owner`insert into audit (at, kind, refused, account_id, user_name, title, title_en, region_id, path, action, details) values (now(), 'SIGN_IN', false, ${account}, ${`county ${c}`}, '县', 'county', ${regionId(`${path}${part(c)}/`)}, ${`${path}${part(c)}/`}, 'signIn', '{}')`
      await db.owner`insert into officer_proposal (id, account_id, kind, region_id, path, proposed_by) values (${newId()}, ${account}, 'SECOND_FACTOR', ${regionId(`${path}${part(c)}/`)}, ${`${path}${part(c)}/`}, ${account})`
    }
    planted.push(found)
  }
  await foldFigures(db, today)
  return async (api) => {
    const cities = await Promise.all(SIZES.map(async ([name, path, code, children], i): Promise<City> => {
      const { firms, inspections, hazards } = planted[i]!
      const ledger = await upload(await api.signInAs(`${name} office`), await largeLedger(children))
      return {
        name, children, code: `${code}00000000`, region: globalId('Region', regionId(path)), county: globalId('Region', regionId(`${path}${part(0)}/`)), subject: globalId('Subject', firms[0]!.id),
        hazard: globalId('Hazard', hazards[0]!.id), hazardNumber: hazards[0]!.number, inspection: globalId('Inspection', inspections[0]!.id), import: ledger.id, phone: '13800000000',
      }
    }))
    return [cities[0]!, cities[1]!]
  }
}
