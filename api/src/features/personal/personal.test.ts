import { fixedClock, testDatabase } from '@anwang/testkit'
import { connect } from '@anwang/db/client'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { startApi, type Client } from '../../../test/api.ts'
import { book, change, look, plantCounties, upload } from '../../../test/ledgers.ts'
import { requestHash } from '../../context.ts'
import { aHazard, aSubject, plant, plantContact, plantInspection } from '../../../test/records.ts'
import { eraseExpired } from '../../jobs/retention.ts'
import { globalId } from '../../schema/nodes.ts'

vi.setConfig({ testTimeout: 60_000 })
const db = await testDatabase()
const clock = fixedClock('2026-10-04')
const api = await startApi(db, clock)
const worker = connect(db.urls.worker, { max: 1 })
let county: Client, city: Client, fire: Client, leader: Client
beforeAll(async () => {
  await plantCounties(db)
  ;[county, city, fire, leader] = [await api.signInAs('puyang.office'), await api.signInAs('city.office'), await api.signInAs('dept.fire'), await api.signInAs('leader')]
})
afterAll(() => worker.close())

const phoneIn = async (phone: string) => JSON.stringify([
  await db.owner`select * from contact`, await db.owner`select * from import_row`, await db.owner`select id, length(file) as bytes, mapping from import_batch`, await db.owner`select * from command`,
  await db.owner`select * from event`, await db.owner`select * from audit`, await db.owner`select fold from hazard`,
]).includes(phone)
const search = async (who: Client, phone: string) => (await who.query('query($phone: String!) { personalData(phone: $phone) { contacts ledgers openLedgers } }', { phone })).data.personalData
let keys = 0
const erase = async (who: Client, input: object) => (await who.query('mutation($input: ErasePersonalDataInput!) { erasePersonalData(input: $input) { __typename ... on ErasePersonalDataPayload { contacts ledgers } ... on UserError { code } } }',
  { input: { idempotencyKey: `e${(keys += 1)}`, ground: 'CONSENT_WITHDRAWN', ...input } })).data.erasePersonalData
const audited = async () => (await db.owner`select action, rows, target, target_id, details, user_name from audit where action in ('erasePersonalData', 'retention', 'personalData') order by seq desc limit 1`)[0]

const ENTERPRISES = (phone: string, name = '濮阳丁化工有限公司') => book([{ name: '企业', rows: [['企业台账'], ['序号', '乡镇', '企业名称', '统一社会信用代码', '主要负责人', '主要负责人电话', '备注'], [1, '柳屯镇', name, '', '郑某某', phone, `找郑某某${phone}`]] }])

describe('erasure', () => {
  it('of one contact: for good, with a line that says where and why and not whom', async () => {
    const firm = aSubject('41/09/28/101/', { name: '柳屯化工' })
    await plant(db, [firm.append])
    await plantContact(db, 'subject', firm.id, firm.path, '王建设', '13811110001')
    await plantContact(db, 'subject', firm.id, firm.path, '李安全', '13811110002')
    const { data } = await county.query(`{ node(id: "${globalId('Subject', firm.id)}") { ... on Subject { viewerCanErasePersonalData contacts { id name } } } }`)
    expect(data.node.viewerCanErasePersonalData).toBe(true)
    const contact = data.node.contacts.find((one: { name: string }) => one.name === '王建设').id
    for (const who of [fire, leader]) expect(await erase(who, { contact, expected: 1 })).toMatchObject({ code: who === leader ? 'NOT_YOURS' : 'NOT_FOUND' })
    expect(await erase(county, { contact, expected: 2 })).toMatchObject({ __typename: 'Conflict', code: 'CHANGED' })
    expect(await erase(county, { contact, expected: 1 })).toMatchObject({ contacts: 1, ledgers: 0 })
    expect(await phoneIn('13811110001')).toBe(false)
    expect(await phoneIn('13811110002')).toBe(true)
    expect(await audited()).toMatchObject({ action: 'erasePersonalData', rows: 1, target: 'Subject', target_id: firm.id, user_name: 'puyang.office', details: { ground: 'CONSENT_WITHDRAWN', subjects: [`柳屯化工 ${firm.id}`] } })
    expect(await erase(county, { contact, expected: 1 })).toMatchObject({ code: 'NOT_FOUND' })
  })

  it('one key erases one number: the same again answers the same, however it is typed; another number is another request, and none is kept', async () => {
    const firm = aSubject('41/09/28/101/', { name: '同键化工' })
    await plant(db, [firm.append])
    const [one, two] = ['13811119901', '13811119902']
    for (const phone of [one, two]) await plantContact(db, 'subject', firm.id, firm.path, '王某', phone)
    const ask = (phone: string) => erase(county, { idempotencyKey: 'one-key', phone, expected: 1 })
    const done = { __typename: 'ErasePersonalDataPayload', contacts: 1, ledgers: 0 }
    expect([await ask(one), await ask('+86 138-1111-9901'), await ask(two)]).toMatchObject([done, done, { code: 'IDEMPOTENCY_KEY_REUSED' }])
    expect(await db.owner`select phone from contact where owner_id = ${firm.id}`).toEqual([{ phone: two }])
    expect(await phoneIn(one)).toBe(false)
    const [command] = await db.owner`select request_hash from command where key like '% one-key'`
    const plainly = (phone: string | null) => requestHash(['erasePersonalData', { contactId: null, phone, ground: 'CONSENT_WITHDRAWN', expected: 1 }])
    for (const guess of [one, `86${one}`, null]) expect(command!['request_hash']).not.toBe(plainly(guess))
  })

  it('of everybody with a number, however it is written: subjects, inspections, landed and open ledgers; nothing anywhere keeps it', async () => {
    const firm = aSubject('41/09/28/102/', { name: '户部寨仓储' })
    const elsewhere = aSubject('41/09/23/101/', { name: '元村纸业' })
    await plant(db, [firm.append, elsewhere.append])
    await plantContact(db, 'subject', firm.id, firm.path, '郑某某', '138-2222-0001')
    await plantContact(db, 'inspection', await plantInspection(db, firm, '2026-09-01'), firm.path, '郑某某', '+86 138 2222 0001')
    await plantContact(db, 'subject', elsewhere.id, elsewhere.path, '郑某某', '13822220001')
    const landed = await upload(county, await ENTERPRISES('13822220001'))
    expect(await change(county, 'confirmImport', { import: landed.id })).toMatchObject({ state: 'IMPORTED' })
    const open = await upload(county, await ENTERPRISES('138 2222 0001', '濮阳戊化工有限公司'), '另一份.xlsx')
    expect(await search(fire, '13822220001')).toBeNull()
    expect(await search(county, '138-2222-0001')).toEqual({ contacts: 3, ledgers: 2, openLedgers: 1 })
    expect(await audited()).toMatchObject({ action: 'personalData', rows: 3, details: {} })
    expect(await search(county, '1382222000')).toEqual({ contacts: 0, ledgers: 0, openLedgers: 0 })
    expect(await erase(fire, { phone: '13822220001', expected: 5 })).toMatchObject({ code: 'NOT_YOURS' })
    expect(await erase(county, { phone: '13822220001', expected: 4 })).toMatchObject({ code: 'CHANGED' })
    expect(await erase(county, { phone: '13822220001', expected: 5 })).toMatchObject({ contacts: 3, ledgers: 2 })
    expect(await search(county, '13822220001')).toEqual({ contacts: 0, ledgers: 0, openLedgers: 0 })
    // What lies in another county is that county's, or the city's.
    expect(await search(city, '13822220001')).toEqual({ contacts: 1, ledgers: 0, openLedgers: 0 })
    expect(await erase(city, { phone: '13822220001', expected: 1 })).toMatchObject({ contacts: 1 })
    for (const written of ['13822220001', '138-2222-0001', '138 2222 0001']) expect(await phoneIn(written)).toBe(false)
    expect(await look(county, open.id)).toBeNull()
    const after = await look(county, landed.id)
    expect(after.rows.nodes).toMatchObject([{ outcome: 'NEW', summary: '濮阳丁化工有限公司', cells: [] }])
    expect((await db.owner`select count(*)::int as n from subject where name = '濮阳丁化工有限公司'`)[0]).toEqual({ n: 1 })
    expect(await change(county, 'withdrawImport', { import: landed.id, reason: '撤' })).toMatchObject({ state: 'WITHDRAWN' })
  })

  it.each([[{}, 'ONE_OF_BOTH'], [{ phone: '12' }, 'NOT_A_PHONE'], [{ phone: '13800000000', contact: globalId('Contact', '00000000-0000-0000-0000-000000000001') }, 'ONE_OF_BOTH'], [{ contact: globalId('Contact', '00000000-0000-0000-0000-000000000001') }, 'NOT_FOUND']])('%j is refused: %s', async (input, code) => {
    expect(await erase(county, { expected: 1, ...input })).toMatchObject({ code })
  })
})

describe('the preview of a ledger', () => {
  it('masks persons in their columns, in samples and in the words of problems', async () => {
    const { id } = await upload(county, await book([{ name: '企业', rows: [['企业台账'], ['序号', '乡镇', '企业名称', '主要负责人', '主要负责人电话', '行业监管部门', '备注'], [1, '柳屯镇', '濮阳己化工有限公司', '郑某某', '13833330001', '县应急管理局 王某某', '身份证410928197501011234'], [2, '柳屯镇', '濮阳庚化工有限公司', '郑某某', '138333', '', '']] }]), '预览.xlsx')
    const seen = await look(county, id)
    expect(seen.rows.nodes[0].cells).toEqual(['1', '柳屯镇', '濮阳己化工有限公司', '郑**', '138****0001', '县应急管理局 王**', '身份证（号码略）'])
    expect(seen.sheets[0].headers.map((one: { sample: string }) => one.sample)).toContain('138****0001')
    expect(JSON.stringify(seen)).not.toMatch(/13833330001|郑某某|王某某|410928197501011234|138333/)
    expect(await change(county, 'discardImport', { import: id })).toMatchObject({ id })
    expect(await phoneIn('13833330001')).toBe(false)
  })

  it('a landed ledger keeps no file and no first rows', async () => {
    const { id } = await upload(county, await ENTERPRISES('13844440001', '濮阳辛化工有限公司'), '落库.xlsx')
    await change(county, 'confirmImport', { import: id })
    const [kept] = await db.owner`select length(file) as bytes, mapping->'sheets'->0->'preview' as preview from import_batch where id = ${Buffer.from(id, 'base64url').toString().slice(7)}`
    expect(kept).toEqual({ bytes: 0, preview: [] })
  })
})

describe('retention', () => {
  const aged = async (id: string, state: string, days: number) => {
    const key = Buffer.from(id, 'base64url').toString().slice(7)
    await db.owner`update import_batch set uploaded_at = timestamptz '2026-10-04 09:00+08' - make_interval(days => ${days}), confirmed_at = case when state in ('IMPORTED', 'WITHDRAWN') then timestamptz '2026-10-04 09:00+08' - make_interval(days => ${days}) end where id = ${key} and state = ${state}`
    return key
  }

  it('forgets ledgers that never landed after a month, and the cells of landed ones after half a year; figures and identities stay', async () => {
    const files = await Promise.all(['13855550001', '13855550002', '13855550003', '13855550004'].map((phone, i) => ENTERPRISES(phone, `${['华丰运输', '金源粮油', '宏达建材', '顺兴商贸'][i]}有限公司`)))
    const ids: string[] = []
    for (const [i, file] of files.entries()) ids.push((await upload(county, file, `${i}.xlsx`)).id)
    for (const id of ids.slice(2)) await change(county, 'confirmImport', { import: id })
    await aged(ids[0]!, 'STAGED', 31)
    await aged(ids[1]!, 'STAGED', 29)
    await aged(ids[2]!, 'IMPORTED', 181)
    await aged(ids[3]!, 'IMPORTED', 179)
    await db.owner`delete from contact where phone like '1385555%'`
    const identities = await db.owner`select n, outcome, stream_id, identity from import_row order by batch_id, n`
    await eraseExpired(worker.db, clock)
    expect(await Promise.all(['13855550001', '13855550002', '13855550003', '13855550004'].map(phoneIn))).toEqual([false, true, false, true])
    expect(await look(county, ids[0]!)).toBeNull()
    const { data } = await county.query('query($id: ID!) { node(id: $id) { ... on Import { erasedOn refusedUrl counts { new } } } }', { id: ids[2] })
    expect(data.node).toEqual({ erasedOn: '2026-10-04', refusedUrl: null, counts: { new: 1 } })
    expect((await db.owner`select n, outcome, stream_id, identity from import_row order by batch_id, n`).length).toBe(identities.length - 1)
    expect(await audited()).toMatchObject({ action: 'retention', user_name: null, rows: 0, details: { ground: 'RETENTION_ENDED', ledgers: 2 } })
    const before = await db.owner`select count(*)::int as n from audit`
    await eraseExpired(worker.db, clock)
    expect(await db.owner`select count(*)::int as n from audit`).toEqual(before)
  })

  it('forgets the people of a firm closed for a year, and of its closed hazards; of one that opened again nobody', async () => {
    const firms = [['2025-10-03', null], ['2025-10-05', null], ['2024-01-05', '2026-02-01']].map(([closed, opened], i) => {
      const firm = aSubject('41/09/28/101/', { name: `关闭${i}` })
      const event = (type: string, on: string, payload: object) => ({ type, occurredAt: new Date(`${on}T02:00:00Z`), source: 'SEED', actorId: firm.id, payload, reason: '关停' })
      const events = [...firm.append.events.map((one) => ({ ...one, occurredAt: new Date('2023-01-01T02:00:00Z') })), event('changed', closed!, { status: 'CLOSED' }), ...(opened ? [event('changed', opened, { status: 'OPERATING' })] : [])]
      return { ...firm, append: { ...firm.append, events } as typeof firm.append }
    })
    const done = aHazard(firms[0]!, '2024-01-01', {}, [['submitted', '2024-01-03', { onTheSpot: false, measures: '改' }], ['accepted', '2024-01-04', { onSite: true }]])
    await plant(db, [...firms.map((one) => one.append), done.append])
    for (const [i, firm] of firms.entries()) await plantContact(db, 'subject', firm.id, firm.path, '冯某某', `1386666000${i}`)
    await db.owner`insert into contact (id, owner_kind, owner_id, path, role, name, phone) values (gen_random_uuid(), 'hazard', ${done.id}, ${firms[0]!.path}, 'RESPONSIBLE', '冯某某', '13866660009')`
    await eraseExpired(worker.db, clock)
    expect((await db.owner`select phone from contact where phone like '1386666%' order by 1`).map((row) => row['phone'])).toEqual(['13866660001', '13866660002'])
    expect(await audited()).toMatchObject({ action: 'retention', rows: 2 })
  })
})
