import { newId } from '@anwang/db'
import { regionId } from '@anwang/domain/regions'
import { fixedClock, testDatabase, type TestDatabase } from '@anwang/testkit'
import { globalId } from '../../src/schema/nodes.ts'
import { startApi, type Api, type Client } from '../api.ts'
import { aHazard, aSubject, plant, plantContact, plantInspection, type PlantedSubject } from '../records.ts'
import { plantAccount, plantRegions, plantSector, type GrantSpec } from '../world.ts'
import { roles, targets, type Role, type Target } from './rules.ts'

/** Where the viewers' posts are. */
const OWN = '41/09/28/'
export const PLACES: Readonly<Record<Target, string>> = {
  own: OWN, firm: OWN, child: '41/09/28/101/', sibling: '41/09/23/', parent: '41/09/', province: '42/01/02/', into: '41/09/27/', out: '41/09/23/109/', left: '41/09/28/109/',
}
/** Codes of regions that are open today. */
export const CODES: Readonly<Partial<Record<Target, string>>> = {
  own: '410928000000', firm: '410928000000', child: '410928101000', sibling: '410923000000', parent: '410900000000', province: '420102000000', out: '410923109000',
}
const CLOSED_ON = '2026-09-01'

/** What of a target is named, all by ids of the API where nothing else is said. */
export interface Records {
  readonly region: string
  readonly sector: string
  readonly subject: string
  readonly creditCode: string
  readonly name: string
  /** Rectifying; accepted; voided as a duplicate of the first. */
  readonly hazards: readonly string[]
  readonly number: string
  readonly numbers: readonly string[]
  readonly version: number
  readonly inspection: string
  readonly inspectionNumber: string
  readonly import: string
  readonly userName: string
  readonly account: string
  readonly post: string
  readonly session: string
  readonly publication: string
  readonly phone: string
  /** Texts that stand in no answer to who does not see the target; `open` ones are in the directory or in what is published. */
  readonly secrets: readonly string[]
}

export interface LeakWorld {
  readonly db: TestDatabase
  readonly api: Api
  readonly at: Readonly<Record<Target, Records>>
  readonly viewers: Readonly<Record<Role, Client>>
  /** Who sees everything, by what: records, accounts, the log. */
  readonly all: Readonly<Record<'records' | 'accounts' | 'log' | 'system', Client>>
}

/** In every text of the planted records. */
export const MARK = '机密'
const SIGNS: Readonly<Record<Target, string>> = { own: '甲', firm: '乙', child: '丙', sibling: '丁', parent: '戊', province: '己', into: '庚', out: '辛', left: '壬' }
/** Of a record that lay in the own region before it was moved to the sibling's. */
export const MOVED = `${MARK}移`
export const markOf = (at: Target): string => `${MARK}${SIGNS[at]}`

/** Of everybody at the target; the first three and the last four figures are everybody's. */
const phoneOf = (at: Target): string => `199000${targets.indexOf(at)}8888`

const CREDIT_CODES: Readonly<Record<Target, string>> = {
  own: '91410928MA0000001Y', firm: '91410928MA0000002W', child: '91410928MA0000003U', sibling: '91410923MA0000004K', parent: '91410900MA00000055', province: '91420102MA0000006N',
  into: '91410927MA00000078', out: '91410923MA0000008A', left: '91410928MA0000009H',
}

async function regions(db: TestDatabase): Promise<void> {
  await plantRegions(db, {
    '': { name: '全国', level: 'COUNTRY' },
    '41/': { name: '河南省', level: 'PROVINCE', code: '410000000000' },
    '41/09/': { name: '濮阳市', level: 'CITY', code: '410900000000' },
    '41/09/28/': { name: '濮阳县', level: 'COUNTY', code: '410928000000', initials: 'pyx' },
    '41/09/28/101/': { name: '柳屯镇', level: 'STREET', code: '410928101000' },
    '41/09/28/101/001/': { name: '柳屯村', level: 'COMMUNITY', code: '410928101001' },
    '41/09/28/109/': { name: '旧柳镇', level: 'STREET', code: '410928109000', validTo: CLOSED_ON },
    '41/09/23/': { name: '南乐县', level: 'COUNTY', code: '410923000000', initials: 'nlx' },
    '41/09/23/101/': { name: '韩张镇', level: 'STREET', code: '410923101000' },
    '41/09/23/109/': { name: '新柳镇', level: 'STREET', code: '410923109000', validFrom: CLOSED_ON },
    '41/09/27/': { name: '台前县', level: 'COUNTY', code: '410927000000', validTo: CLOSED_ON },
    '42/': { name: '湖北省', level: 'PROVINCE', code: '420000000000' },
    '42/01/': { name: '武汉市', level: 'CITY', code: '420100000000' },
    '42/01/02/': { name: '江岸区', level: 'COUNTY', code: '420102000000' },
  })
  for (const [from, to] of [['41/09/28/109/', '41/09/23/109/'], ['41/09/27/', '41/09/28/']] as const)
    await db.owner`insert into region_succession (from_id, to_id, "on") values (${regionId(from)}, ${regionId(to)}, ${CLOSED_ON})`
  await db.owner`insert into office (id, region_id, path, name, go_live_on) values (${newId()}, ${regionId('41/09/')}, '41/09/', '濮阳市安委办', '2025-01-01')`
}

/** One of each kind of record at the target, with something in every field. */
async function plantTarget(db: TestDatabase, at: Target, sector: string): Promise<Omit<Records, 'import'>> {
  const [path, mark] = [PLACES[at], markOf(at)]
  const phone = phoneOf(at)
  const firm = aSubject(path, {
    name: `${mark}铸造`, sectorId: sector, creditCode: CREDIT_CODES[at], riskGrade: 'RED', key: true, supervisionModeSet: true, assigned: ['PRIMARY'], hazardSources: 2, hazardSourcesOnline: 1, standardized: true,
    details: { address: `${mark}路1号`, regulator: mark, note: mark, employees: 1999, category: '制造业', size: '中型', standardization: '三级', hazardSourceGrade: '四级', industryCode: '3391' },
  })
  const place = { subjectId: firm.id, placeId: firm.facts.placeId, accountId: firm.facts.accountId, sectorId: firm.facts.sectorId }
  const inspection = { number: `JC-${mark}`, findings: `${mark}情况`, process: mark, inspectors: [mark], details: { category: mark, finesYuan: 1999, documents: [{ name: mark, count: 1 }], note: mark } }
  await plant(db, [firm.append])
  const inspectionId = await plantInspection(db, { id: firm.id, path, facts: firm.facts }, '2026-08-02', { ...place, ...inspection })
  const details = { measures: mark, fundsText: mark, contingency: mark, rectifyingUnit: mark, regulator: mark, reinspectingUnit: mark, progress: mark, address: mark, note: mark }
  const text = { description: `${mark}泄漏` }
  const open = aHazard(firm, '2026-08-02', { number: `YH-${mark}-1`, inspectionId, ...text, details }, [['ordered', '2026-08-03', { dueOn: '2026-08-20', document: 'HAZARD_NOTIFICATION' }, mark]])
  const closed = aHazard(firm, '2026-08-02', { number: `YH-${mark}-2`, level: 'MAJOR', ...text }, [
    ['planned', '2026-08-03', { plan: { responsiblePost: mark, measures: mark, fundsYuan: 1999, dueOn: '2026-08-10', contingency: mark } }],
    ['submitted', '2026-08-15', { onTheSpot: false, measures: mark }], ['accepted', '2026-08-18', { onSite: true }],
  ])
  const voided = aHazard(firm, '2026-08-02', { number: `YH-${mark}-3`, ...text }, [['void_requested', '2026-08-03', { duplicateOf: open.id }, '重复'], ['void_countersigned', '2026-08-04', {}]])
  await plant(db, [open, closed, voided].map((one) => one.append))
  await plantContact(db, 'subject', firm.id, path, `赵${mark}`, phone)
  await plantContact(db, 'inspection', inspectionId, path, `钱${mark}`, phone)
  await db.owner`insert into contact (id, owner_kind, owner_id, path, role, name, phone) values (${newId()}, 'hazard', ${open.id}, ${path}, 'RESPONSIBLE', ${`孙${mark}`}, ${phone})`
  const userName = `of-${at}`
  const account = await plantAccount(db, userName, [{ role: 'OVERSIGHT', path }])
  const [post] = await db.owner<{ id: string }[]>`select id from account_grant where account_id = ${account}`
  const session = newId()
  await db.owner`insert into session (token_hash, id, account_id, expires_at, address, agent) values (${userName}, ${session}, ${account}, now() + interval '1 hour', '10.9.9.9', ${mark})`
  await db.owner`insert into invitation (account_id, token_hash, expires_at) values (${account}, ${userName}, now() + interval '1 day')`
  await db.owner`insert into audit (kind, refused, account_id, action, target, target_id, rows, address, reason, details, path, at)
    values ('EXPORT', true, ${account}, 'hazards.xlsx', 'Hazard', ${open.id}, 3, '10.9.9.9', 'NOT_YOURS', ${db.owner.json({ title: mark })}, '', now())`
  const publication = newId()
  await db.owner`insert into publication (id, region_id, path, period, level, scheme_version_id, engine, cutoff_at, cutoff_seq, body, sha256, restates)
    select ${publication}, ${regionId(path)}, ${path}, '2026-Q3', 'COUNTY', id, '1', now(), 1, '{}', ${`sha-${at}`}, ${publication} from scheme_version limit 1`
  const ids = [['Subject', firm.id], ['Inspection', inspectionId], ...[open, closed, voided].map((one) => ['Hazard', one.id])] as [string, string][]
  return {
    region: globalId('Region', regionId(path)), sector: globalId('Sector', sector), subject: globalId('Subject', firm.id), creditCode: CREDIT_CODES[at], name: firm.facts.name,
    hazards: [open, closed, voided].map((one) => globalId('Hazard', one.id)), number: `YH-${mark}-1`, numbers: [open, closed, voided].map((one) => one.number), version: 2,
    inspection: globalId('Inspection', inspectionId), inspectionNumber: `JC-${mark}`, userName, account: globalId('Account', account), post: globalId('Post', post!.id), session: globalId('Session', session),
    publication: globalId('Publication', publication), phone,
    secrets: [mark, phone, ...ids.flatMap(([type, id]) => [id, globalId(type, id)])],
  }
}

const keyOf = (id: string): string => Buffer.from(id, 'base64url').toString('utf8').split(':')[1]!

/** What touches both counties: a duplicate of what lies in the other, and hazards first registered for a firm of the other. */
async function plantBetween(db: TestDatabase, own: Pick<Records, 'subject'>, other: Pick<Records, 'subject' | 'hazards'>, sectorId: string): Promise<void> {
  const firm = (id: string, path: string): PlantedSubject => {
    const { facts } = aSubject(path, { sectorId })
    return { id: keyOf(id), path, facts }
  }
  const [ownFirm, foreignFirm] = [firm(own.subject, PLACES.own), firm(other.subject, PLACES.sibling)]
  const placeOf = ({ id, facts }: PlantedSubject) => ({ subjectId: id, placeId: facts.placeId, accountId: facts.accountId, sectorId: facts.sectorId })
  await plant(db, [
    aHazard(ownFirm, '2026-08-02', { number: 'PY-2' }, [['void_requested', '2026-08-03', { duplicateOf: keyOf(other.hazards[0]!) }, '重复'], ['void_countersigned', '2026-08-04', {}]]),
    aHazard(foreignFirm, '2026-08-02', { number: 'PY-3', description: '电线老化' }, [['corrected', '2026-08-03', { subject: placeOf(ownFirm) }, '登记错误']]),
    aHazard(ownFirm, '2026-08-02', { number: `YH-${MOVED}-8`, description: `${MOVED}电线老化` }, [['corrected', '2026-08-03', { subject: placeOf(foreignFirm) }, '登记错误']]),
  ].map((one) => one.append))
}

/** A ledger that names the target's firm, as if its own office had uploaded it. */
async function uploaded(db: TestDatabase, by: Client, at: Target, name: string): Promise<string> {
  const body = `隐患编号,单位名称,隐患描述,发现日期\r\n${markOf(at)}9,${name},配电箱未接地,2026-10-01\r\n,${name},${markOf(at)},不是日期\r\n`
  const response = await by.fetch(`/imports?fileName=${encodeURIComponent(`${name}.csv`)}`, { method: 'POST', headers: { 'x-anwang': '1', 'content-type': 'application/octet-stream' }, body })
  const { id } = (await response.json()) as { id: string }
  const key = keyOf(id)
  await db.owner`update import_batch set path = ${PLACES[at]}, region_id = ${regionId(PLACES[at])} where id = ${key}`
  await db.owner`update import_row set path = ${PLACES[at]} where batch_id = ${key}`
  return id
}

/** A world with the same kinds of record at every target, and a viewer of each role at one county. */
export async function leakWorld(): Promise<LeakWorld> {
  const db = await testDatabase()
  const api = await startApi(db, fixedClock('2026-10-20'), { folding: false, highestCost: Infinity })
  await regions(db)
  const [sector, other] = [await plantSector(db, '危险化学品'), await plantSector(db, '冶金')]
  const planted: Partial<Record<Target, Omit<Records, 'import'>>> = {}
  for (const at of targets) planted[at] = await plantTarget(db, at, at === 'firm' ? other : sector)
  await plantBetween(db, planted.own!, planted.sibling!, sector)
  await plantAccount(db, 'nanle', [{ role: 'COMMITTEE_OFFICE', path: PLACES.sibling }])
  await plantAccount(db, 'all.records', [{ role: 'COMMITTEE_OFFICE', path: '' }])
  await plantAccount(db, 'all.accounts', [{ role: 'SECURITY_ADMINISTRATOR', path: '' }])
  await plantAccount(db, 'all.log', [{ role: 'AUDITOR', path: '' }])
  await plantAccount(db, 'all.system', [{ role: 'SYSTEM_ADMINISTRATOR', path: '' }])
  const all = { records: await api.signInAs('all.records'), accounts: await api.signInAs('all.accounts'), log: await api.signInAs('all.log'), system: await api.signInAs('all.system') }
  const at: Partial<Record<Target, Records>> = {}
  for (const target of targets) {
    const one = planted[target]!
    const id = await uploaded(db, all.records, target, one.name)
    at[target] = { ...one, import: id, secrets: [...one.secrets, id, ...(target === 'sibling' ? [MOVED] : [])] }
  }
  // Something that was uploaded and done after all of it, so that each has one before it in its list.
  await uploaded(db, all.records, 'sibling', planted.sibling!.name)
  await db.owner`insert into audit (kind, refused, user_name, action, details, path, at) select 'SIGN_IN', false, 'all.log', 'session', '{}', '', now()`
  const firm = keyOf(at.own!.subject)
  const viewers: Partial<Record<Role, Client>> = { NOBODY: api.anonymous }
  for (const role of roles) {
    if (role === 'NOBODY') continue
    const grants: GrantSpec[] = role === 'TWO_POSTS' ? [{ role: 'COMMITTEE_OFFICE', path: PLACES.child }, { role: 'DEPARTMENT', path: OWN, sectors: [other] }]
      : [{ role, path: OWN, ...(role === 'DEPARTMENT' && { sectors: [sector] }), ...(role === 'ENTERPRISE' && { subjectId: firm }) }]
    await plantAccount(db, role.toLowerCase(), grants)
    viewers[role] = await api.signInAs(role.toLowerCase())
  }
  return { db, api, at: at as Record<Target, Records>, viewers: viewers as Record<Role, Client>, all }
}
