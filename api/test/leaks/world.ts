import { newId } from '@anwang/db'
import { regionId } from '@anwang/domain/regions'
import { fixedClock, testDatabase, type TestDatabase } from '@anwang/testkit'
import { globalId } from '../../src/schema/nodes.ts'
import { startApi, type Api } from '../api.ts'
import { aHazard, aSubject, plant, plantContact, plantInspection } from '../records.ts'
import { plantAccount, plantRegions, plantSector } from '../world.ts'

/** In everything that is 南乐县's own and that no viewer of 濮阳县 may read, whatever it is asked for. */
const SECRET = '机密'

export interface LeakWorld {
  readonly db: TestDatabase
  readonly api: Api
  /** Texts that must not stand in any answer. */
  readonly secrets: readonly string[]
  readonly own: Records
  readonly foreign: Records
  readonly regions: { readonly own: string; readonly foreign: string; readonly foreignStreet: string; readonly city: string }
  readonly sector: string
}

export interface Records {
  readonly subject: string
  readonly hazard: string
  readonly version: number
  readonly inspection: string
  readonly number: string
  readonly name: string
}

/** 濮阳县, whose office looks, and 南乐县, which is none of its business, both full of the same kinds of records. */
export async function leakWorld(): Promise<LeakWorld> {
  const db = await testDatabase()
  const api = await startApi(db, fixedClock('2026-10-20'), { folding: false, highestCost: Infinity })
  await plantRegions(db, {
    '': { name: '全国', level: 'COUNTRY' },
    '41/': { name: '河南省', level: 'PROVINCE', code: '410000000000' },
    '41/09/': { name: '濮阳市', level: 'CITY', code: '410900000000' },
    '41/09/28/': { name: '濮阳县', level: 'COUNTY', code: '410928000000', initials: 'pyx' },
    '41/09/28/101/': { name: '柳屯镇', level: 'STREET', code: '410928101000' },
    '41/09/23/': { name: '南乐县', level: 'COUNTY', code: '410923000000', initials: 'nlx' },
    '41/09/23/101/': { name: '韩张镇', level: 'STREET', code: '410923101000' },
  })
  await db.owner`insert into office (id, region_id, path, name, go_live_on) values (${newId()}, ${regionId('41/09/')}, '41/09/', '濮阳市安委办', '2025-01-01')`
  const sector = await plantSector(db, '危险化学品')
  await plantAccount(db, 'county', [{ role: 'COMMITTEE_OFFICE', path: '41/09/28/' }])
  await plantAccount(db, 'nanle', [{ role: 'COMMITTEE_OFFICE', path: '41/09/23/' }])

  const [ownFirm, secondFirm] = [aSubject('41/09/28/101/', { name: '柳屯化工', sectorId: sector, creditCode: null, details: { address: '工业路1号', employees: 120 } }), aSubject('41/09/28/101/', { name: '柳屯仓储', sectorId: sector })]
  const foreignFirm = aSubject('41/09/23/101/', { name: `南乐${SECRET}铸造`, sectorId: sector, details: { address: `${SECRET}路1号`, regulator: SECRET, note: SECRET, employees: 1999 } })
  const foreignHazards = Array.from({ length: 7 }, (_, i) => aHazard(foreignFirm, '2026-08-01', { number: `NL-${SECRET}-${i}`, description: `${SECRET}泄漏`, level: i === 0 ? 'MAJOR' : 'GENERAL' }))
  const placeOf = (firm: typeof ownFirm) => ({ subjectId: firm.id, placeId: firm.facts.placeId, accountId: firm.facts.accountId, sectorId: firm.facts.sectorId })
  const open = aHazard(ownFirm, '2026-08-02', { number: 'PY-1', level: 'MAJOR' }, [
    ['planned', '2026-08-03', { plan: { responsiblePost: '厂长', measures: '停用', fundsYuan: 1000, dueOn: '2026-08-10', contingency: '撤人' } }],
  ])
  const others = [
    // Voided as a duplicate of what lies elsewhere.
    aHazard(ownFirm, '2026-08-02', { number: 'PY-2' }, [['void_requested', '2026-08-03', { duplicateOf: foreignHazards[0]!.id }, '重复'], ['void_countersigned', '2026-08-04', {}]]),
    // First registered for the wrong firm: here, or there.
    aHazard(foreignFirm, '2026-08-02', { number: 'PY-3', description: '电线老化' }, [['corrected', '2026-08-03', { subject: placeOf(ownFirm) }, '登记错误']]),
    aHazard(ownFirm, '2026-08-02', { number: `NL-${SECRET}-8`, description: `${SECRET}电线老化` }, [['corrected', '2026-08-03', { subject: placeOf(foreignFirm) }, '登记错误']]),
    aHazard(secondFirm, '2026-08-05', { number: 'PY-4' }, [['ordered', '2026-08-05', { dueOn: '2026-08-20', document: 'HAZARD_NOTIFICATION' }], ['submitted', '2026-08-15', { onTheSpot: false, measures: '已改' }], ['accepted', '2026-08-18', { onSite: true }]]),
  ]
  await plant(db, [ownFirm, secondFirm, foreignFirm, ...foreignHazards, open, ...others].map((one) => one.append))
  const inspections = {
    own: await plantInspection(db, ownFirm, '2026-08-02', { process: '查看罐区', inspectors: ['县应急局'], details: { category: '日常检查', documents: [{ name: '现场检查记录', count: 1 }] } }),
    foreign: await plantInspection(db, foreignFirm, '2026-08-01', { number: `JC-${SECRET}`, findings: `${SECRET}情况`, process: SECRET, inspectors: [SECRET], details: { category: SECRET, finesYuan: 1999, documents: [{ name: SECRET, count: 1 }], note: SECRET } }),
  }
  await plantContact(db, 'subject', ownFirm.id, ownFirm.path, '王建设', '10000000001')
  await plantContact(db, 'subject', foreignFirm.id, foreignFirm.path, `赵${SECRET}`, '19999999999')
  await plantContact(db, 'inspection', inspections.foreign, foreignFirm.path, `钱${SECRET}`, '19999999998')
  const foreignIds = [foreignFirm.id, inspections.foreign, others[2]!.id, ...foreignHazards.map((one) => one.id)]
  return {
    db, api, sector: globalId('Sector', sector),
    secrets: [SECRET, '1999', ...foreignIds, ...foreignIds.flatMap((id) => ['Subject', 'Hazard', 'Inspection'].map((type) => globalId(type, id)))],
    own: { subject: globalId('Subject', ownFirm.id), hazard: globalId('Hazard', open.id), version: 2, inspection: globalId('Inspection', inspections.own), number: 'PY-1', name: '柳屯化工' },
    foreign: {
      subject: globalId('Subject', foreignFirm.id), hazard: globalId('Hazard', foreignHazards[0]!.id), version: 1, inspection: globalId('Inspection', inspections.foreign),
      number: `NL-${SECRET}-0`, name: foreignFirm.facts.name,
    },
    regions: { own: globalId('Region', regionId('41/09/28/')), foreign: globalId('Region', regionId('41/09/23/')), foreignStreet: globalId('Region', regionId('41/09/23/101/')), city: globalId('Region', regionId('41/09/')) },
  }
}
