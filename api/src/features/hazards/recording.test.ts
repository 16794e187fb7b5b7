import { append, connect } from '@anwang/db'
import type { Subject } from '@anwang/domain'
import { regionId } from '@anwang/domain/regions'
import { fixedClock, testDatabase } from '@anwang/testkit'
import { beforeAll, describe, expect, it } from 'vitest'
import { startApi, type Client } from '../../../test/api.ts'
import { plant, plantHazard, plantSubject, type PlantedSubject } from '../../../test/records.ts'
import { plantAccount, plantRegions, plantSector } from '../../../test/world.ts'
import { globalId } from '../../schema/nodes.ts'

const db = await testDatabase()
const api = await startApi(db, fixedClock('2026-10-20'))
await plantRegions(db, {
  '': { name: '全国', level: 'COUNTRY' }, '41/': { name: '河南省', level: 'PROVINCE' }, '41/09/': { name: '濮阳市', level: 'CITY' },
  '41/09/28/': { name: '濮阳县', level: 'COUNTY', code: '410928000000' }, '41/09/23/': { name: '南乐县', level: 'COUNTY', code: '410923000000' },
})
const sector = await plantSector(db, '危险化学品')
const firm = await plantSubject(db, '41/09/28/', { name: '柳屯化工', sectorId: sector })
const hazard = await plantHazard(db, firm, '2026-10-01')
await plantAccount(db, 'county', [{ role: 'COMMITTEE_OFFICE', path: '41/09/28/' }])
let county: Client
beforeAll(async () => { county = await api.signInAs('county') })

let keys = 0
async function send(name: string, input: object) {
  const Name = name[0]!.toUpperCase() + name.slice(1)
  const { data, errors } = await county.query(`mutation($input: ${Name}Input!) { ${name}(input: $input) { __typename ... on UserError { code message path } } }`, { input: { idempotencyKey: `key ${++keys}`, ...input } })
  expect(errors).toBeUndefined()
  return data[name]
}
const subject = (one: PlantedSubject) => globalId('Subject', one.id)
const nowhere = globalId('Sector', '0199a000-0000-7000-8000-000000000000')
const finding = (more: object = {}) => ({ description: '储罐泄漏', level: 'GENERAL', ...more })
const found = (more: object = {}) => ({ source: 'DEPARTMENT', ...finding(more) })
const inspection = { nature: 'SUPERVISORY', startedOn: '2026-10-19', inspectors: [{ post: '安委办检查员' }], process: '现场查看' }

it.each<[name: string, input: object, path?: string[]]>([
  ['registerSubject', { kind: 'ENTERPRISE', name: '新企业', region: globalId('Region', firm.facts.placeId), sector: nowhere }],
  ['changeSubject', { subject: subject(firm), expectedVersion: 1, sector: nowhere }],
  ['registerHazard', { subject: subject(firm), ...found({ sector: nowhere }) }],
  ['recordInspection', { subject: subject(firm), ...inspection, findings: [finding(), finding({ sector: nowhere })] }, ['input', 'findings', '1', 'sector']],
  ['correctHazard', { hazard: globalId('Hazard', hazard.id), expectedVersion: 1, reason: '登记有误', sector: nowhere }],
])('%s: a sector that is none is not found', async (name, input, path = ['input', 'sector']) => {
  expect(await send(name, input)).toEqual({ __typename: 'NotFound', code: 'NOT_FOUND', message: '没有这个行业领域', path })
})

const withdraw = async (one: PlantedSubject) => plant(db, [{ stream: 'subject', id: one.id, before: await foldOf(one), events: [{ type: 'withdrawn', occurredAt: new Date('2026-10-19T02:00:00Z'), source: 'SEED', actorId: one.id, reason: '重复登记', payload: {} }] }])
const foldOf = async (one: PlantedSubject): Promise<Subject> => (await db.owner`select fold from subject where id = ${one.id}`)[0]!['fold']

it.each<[name: string, input: (one: PlantedSubject) => object]>([
  ['registerHazard', (one) => ({ subject: subject(one), ...found() })],
  ['recordInspection', (one) => ({ subject: subject(one), ...inspection, findings: [finding()] })],
  ['correctHazard', (one) => ({ hazard: globalId('Hazard', hazard.id), expectedVersion: 1, reason: '登记有误', subject: subject(one) })],
])('%s: nothing is recorded of a subject that was withdrawn', async (name, input) => {
  const gone = await plantSubject(db, '41/09/28/', { name: '重复的企业' })
  await withdraw(gone)
  expect(await send(name, input(gone))).toEqual({ __typename: 'ValidationError', code: 'SUBJECT_WITHDRAWN', message: '该监管对象的登记已经撤回', path: ['input', 'subject'] })
})

describe('while a subject moves to another county, not yet seen', () => {
  const elsewhere = regionId('41/09/23/')
  /** Sends while the move is written but not committed, then commits it. */
  async function during(one: PlantedSubject, name: string, input: object) {
    const { db: owner, close } = connect(db.urls.owner, { max: 1 })
    try {
      let sent: Promise<{ __typename: string }> | undefined
      await owner.transaction(async (tx) => {
        await append(tx, [{ stream: 'subject', id: one.id, before: await foldOf(one), events: [{ type: 'transferred', occurredAt: new Date('2026-10-20T02:00:00Z'), source: 'SEED', actorId: one.id, payload: { placeId: elsewhere, accountId: elsewhere } }] }])
        sent = send(name, input)
        const waits = async () => (await db.owner`select count(*)::int as n from pg_locks l join pg_stat_activity a using (pid) where a.datname = current_database() and not l.granted`)[0]!['n']
        await expect.poll(waits).toBeGreaterThan(0)
      })
      return await sent
    } finally {
      await close()
    }
  }

  it('the county registers no hazard there any more', async () => {
    const one = await plantSubject(db, '41/09/28/', { name: '迁走的企业' })
    expect(await during(one, 'registerHazard', { subject: subject(one), ...found() })).toMatchObject({ __typename: 'NotFound', path: ['input', 'subject'] })
    expect(await db.owner`select from hazard where subject_id = ${one.id}`).toHaveLength(0)
  })

  it('the county changes nothing of it any more', async () => {
    const one = await plantSubject(db, '41/09/28/', { name: '也迁走的企业' })
    expect((await during(one, 'changeSubject', { subject: subject(one), expectedVersion: 1, name: '改名' }))!.__typename).toMatch(/^(Conflict|NotFound|Forbidden)$/)
    expect((await foldOf(one)).name).toBe('也迁走的企业')
  })
})
