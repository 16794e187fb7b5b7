import { compareAll } from '@anwang/db/metrics/recount'
import { connect } from '@anwang/db/client'
import { fixedClock, testDatabase } from '@anwang/testkit'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { ENFORCEMENT_BOOK, ENTERPRISES_BOOK } from '../../../../packages/documents/test/other-books.ts'
import { startApi, type Client } from '../../../test/api.ts'
import { globalId } from '../../schema/nodes.ts'
import { book, change, look, plantCounties, told, upload } from '../../../test/ledgers.ts'

vi.setConfig({ testTimeout: 60_000 })

const db = await testDatabase()
const clock = fixedClock('2026-10-04')
const api = await startApi(db, clock)
const worker = connect(db.urls.worker, { max: 1 })
let county: Client, city: Client
beforeAll(async () => {
  await plantCounties(db)
  county = await api.signInAs('puyang.office')
  city = await api.signInAs('city.office')
})
afterAll(() => worker.close())

const firms = () => db.owner<Record<string, any>[]>`select s.name, s.credit_code, s.path, s.account_path, c.name as sector, risk_grade, status, assigned, hazard_sources, standardized, withdrawn
  from subject s left join sector c on c.id = s.sector_id order by s.name`
const contacts = () => db.owner<Record<string, any>[]>`select s.name as firm, role, c.name, phone from contact c join subject s on s.id = c.owner_id order by 1, 2`
const noDifference = async () => expect((await compareAll(worker.db, clock.today())).differences).toEqual([])

it('企业台账 registers firms with their place, level, grade, responsibilities and contacts; codes spoilt by Excel stay out', async () => {
  const up = await upload(county, await book([ENTERPRISES_BOOK]))
  const staged = await look(county, up.id)
  expect(staged).toMatchObject({ layout: 'ENTERPRISES', counts: { new: 2, refused: 2, asked: 0 } })
  expect(told(staged)[1]).toBe('企业台账!5 REFUSED REFUSED PRECISION_LOST D')
  expect(await change(county, 'confirmImport', { import: up.id })).toMatchObject({ state: 'IMPORTED' })
  expect(await firms()).toEqual([
    { name: '濮阳丁厂', credit_code: null, path: '41/09/28/102/', account_path: '41/09/28/102/', sector: null, risk_grade: null, status: 'OPERATING', assigned: [], hazard_sources: 0, standardized: false, withdrawn: false },
    { name: '濮阳甲化工有限公司', credit_code: '91350100M000100Y43', path: '41/09/28/101/201/', account_path: '41/09/28/', sector: '危险化学品', risk_grade: 'RED', status: 'OPERATING',
      assigned: ['PRIMARY', 'TERRITORIAL', 'SECTOR', 'PARTY_AND_GOVERNMENT'], hazard_sources: 1, standardized: true, withdrawn: false },
  ])
  expect(await contacts()).toEqual([
    { firm: '濮阳甲化工有限公司', role: 'GRID_WORKER', name: '某某', phone: null }, { firm: '濮阳甲化工有限公司', role: 'PRINCIPAL', name: '张某', phone: '13800000000' },
    { firm: '濮阳甲化工有限公司', role: 'RESPONSIBLE_LEADER', name: '某副县长', phone: null }, { firm: '濮阳甲化工有限公司', role: 'SAFETY_OFFICER', name: '某某', phone: null },
  ])
  expect(await db.owner`select count(*)::int as n from event where payload::text ~ '张某|某副县长'`).toEqual([{ n: 0 }])
  await noDifference()
  const again = await upload(county, await book([ENTERPRISES_BOOK]))
  expect((await look(county, again.id)).counts).toMatchObject({ new: 0, changed: 0, unchanged: 2, refused: 2 })
})

it('a later register changes what it states, asks before it makes a firm twice, and is taken back to the former facts', async () => {
  const header = ['乡镇', '村', '企业名称', '统一社会信用代码', '监管行业领域', '生产状态', '主要负责人', '联系电话', '风险等级', '重大危险源', '监管层级']
  const file = await book([{ name: '企业台账', rows: [header,
    ['柳屯镇', null, '濮阳甲化工（集团）有限公司', '91350100M000100Y43', '危险化学品', '停产', '王某', '13800000001', '橙', null, null],
    ['户部寨镇', null, '濮阳丁厂有限公司', null, null, '在营', null, null, '黄', null, null],
    ['柳屯镇', null, '市管化工', null, '危险化学品', '在营', null, null, null, null, '市级'],
    ['柳屯镇', null, '濮阳甲化工（集团）有限公司', '91350100M000100Y43', null, '停产', null, null, null, null, null]] }])
  const up = await upload(county, file)
  expect(told(await look(county, up.id))).toEqual(['企业台账!2 CHANGED', '企业台账!3 ASKED ASK UNKNOWN_FIRM C', '企业台账!4 REFUSED REFUSED ABOVE_SCOPE K', '企业台账!5 REFUSED REFUSED TWICE C'])
  const before = await firms()
  await change(county, 'confirmImport', { import: up.id })
  const [, changed] = await firms()
  expect(changed).toMatchObject({ name: '濮阳甲化工（集团）有限公司', status: 'SUSPENDED', risk_grade: 'ORANGE', path: '41/09/28/101/201/', account_path: '41/09/28/', hazard_sources: 1 })
  expect((await contacts()).find((one) => one['role'] === 'PRINCIPAL')).toMatchObject({ name: '王某', phone: '13800000001' })
  await noDifference()
  expect(await change(county, 'withdrawImport', { import: up.id, reason: '传错了' })).toMatchObject({ state: 'WITHDRAWN' })
  expect(await firms()).toEqual(before)
  await noDifference()
})

const stated = () => db.owner<Record<string, any>[]>`select s.version, fold->'details' as details from subject s where credit_code is not null`
const firmRow = (cells: Record<string, string | number>): Promise<Uint8Array> => {
  const all = { 乡镇: '柳屯镇', 企业名称: '濮阳甲化工有限公司', 统一社会信用代码: '91350100M000100Y43', ...cells }
  return book([{ name: '企业台账', rows: [Object.keys(all), Object.values(all)] }])
}

it('what a register states beside the facts is kept, changed by a later one and taken back with it; persons stand apart', async () => {
  const details = { category: '制造业', industryCode: '2614', size: '规上', employees: 120, hazardSourceGrade: '四级', standardization: '二级', regulator: '应急管理局' }
  const [first] = await stated()
  expect(first).toMatchObject({ details })
  const file = await firmRow({ 地址: '工业路1号', 规模: '规下', 从业人员: '约若干', 行业类型: '日化', 标准化等级: '三级', 行业监管部门: '住建', 安全员: '李某13800000002', 备注: '联系13800000000' })
  const up = await upload(county, file)
  expect(await look(county, up.id)).toMatchObject({ counts: { changed: 1 }, sheets: [{ notWritten: [] }] })
  await change(county, 'confirmImport', { import: up.id })
  const { employees: _, ...kept } = details
  expect((await stated())[0]).toEqual({ version: first!['version'] + 1, details: { ...kept, address: '工业路1号', size: '规下', employeesText: '约若干', sectorText: '日化', standardization: '三级', regulator: '住建', note: '联系（号码略）' } })
  expect(await contacts()).toContainEqual({ firm: '濮阳甲化工有限公司', role: 'SAFETY_OFFICER', name: '李某', phone: '13800000002' })
  expect((await look(county, (await upload(county, file)).id)).counts).toMatchObject({ changed: 0, unchanged: 1 })
  expect(await db.owner`select count(*)::int as n from event where payload::text ~ '李某|1380000'`).toEqual([{ n: 0 }])
  await noDifference()
  const [row] = await db.owner`select id from subject where credit_code is not null`
  const ask = async (name: string) => (await (await api.signInAs(name)).query('query($id: ID!) { node(id: $id) { ... on Subject { details { address employees employeesText sectorText regulator } contacts { role name } } } }', { id: globalId('Subject', row!['id']) })).data.node
  expect((await ask('puyang.office')).details).toEqual({ address: '工业路1号', employees: null, employeesText: '约若干', sectorText: '日化', regulator: '住建' })
  expect((await ask('leader')).contacts).toContainEqual({ role: 'SAFETY_OFFICER', name: '李**' })
  for (const stranger of ['nanle.office', 'dept.fire']) expect(await ask(stranger)).toBeNull()
  await change(county, 'withdrawImport', { import: up.id, reason: '传错了' })
  expect((await stated())[0]!['details']).toEqual(details)
  await noDifference()
})

it('a firm of which nothing was stated has nothing stated after an import that said something is taken back', async () => {
  const of = async () => (await db.owner`select fold->'details' as details from subject where name = '濮阳戊厂'`)[0]?.['details'] ?? null
  const rows = (...more: string[]) => book([{ name: '企业台账', rows: [['乡镇', '企业名称', '生产状态', '地址'].slice(0, 3 + more.length), ['柳屯镇', '濮阳戊厂', '在营', ...more]] }])
  await change(county, 'confirmImport', { import: (await upload(county, await rows())).id })
  expect(await of()).toBeNull()
  const up = await upload(county, await rows('工业路2号'))
  await change(county, 'confirmImport', { import: up.id })
  expect(await of()).toEqual({ address: '工业路2号' })
  await change(county, 'withdrawImport', { import: up.id, reason: '传错了' })
  expect(await of()).toEqual({})
})

it("a major hazard source leaves the city's list only by the city's own ledger", async () => {
  const file = await book([{ name: '企业台账', rows: [['乡镇', '企业名称', '统一社会信用代码', '重大危险源'], ['濮阳县柳屯镇', '濮阳甲化工有限公司', '91350100M000100Y43', '无']] }])
  const refused = await look(county, (await upload(county, file)).id)
  expect(told(refused)).toEqual(['企业台账!2 REFUSED REFUSED CONSENT_REQUIRED D'])
  const up = await upload(city, file)
  expect(await change(city, 'confirmImport', { import: up.id })).toMatchObject({ counts: { changed: 1 } })
  expect((await firms()).find((one) => one['credit_code'])).toMatchObject({ hazard_sources: 0 })
  await noDifference()
})

it('执法检查台账: inspections under the law; the counts that it reports stay with the import and enter no metric', async () => {
  const up = await upload(county, await book([ENFORCEMENT_BOOK]))
  expect(told(await look(county, up.id))).toEqual(['执法检查!5 NEW', '执法检查!6 ASKED ASK UNKNOWN_FIRM C', '执法检查!7 REFUSED REFUSED NOT_A_COUNT G ASK UNKNOWN_FIRM C'])
  await change(county, 'mapImport', { import: up.id, answers: [{ field: 'firm', value: '濮阳乙厂', answer: 'new' }] })
  expect(await change(county, 'confirmImport', { import: up.id })).toMatchObject({ counts: { new: 2, refused: 1 } })
  expect(await db.owner`select number, nature, started_on::text, finished_on::text, findings from inspection order by started_on`).toEqual([
    { number: 'JC-1', nature: 'ADMINISTRATIVE', started_on: '2026-09-03', finished_on: '2026-09-05', findings: expect.stringContaining('一般隐患2项、重大隐患1项') },
    { number: 'JC-2', nature: 'ADMINISTRATIVE', started_on: '2026-09-08', finished_on: '2026-09-08', findings: expect.stringContaining('违法行为1项') },
  ])
  expect(await db.owner`select sum(inspections)::int as inspections, sum(hazards_found_general)::int as found, sum(fines_yuan)::int as fines from delta_pending`).toEqual([{ inspections: 2, found: null, fines: null }])
  expect(await db.owner`select "values"->'record'->'major' as major from import_row where batch_id = (select max(id::text)::uuid from import_batch) and n = 1`).toEqual([{ major: 1 }])
  expect((await look(county, (await upload(county, await book([ENFORCEMENT_BOOK]))).id)).counts).toMatchObject({ new: 0, unchanged: 2 })
  await noDifference()
})

it('what an enforcement ledger reports is kept with the inspection, added to by a later one and enters no metric; officers stand apart', async () => {
  const reported = () => db.owner<Record<string, any>[]>`select i.number, i.version, fold->'details' as details, (select string_agg(c.name, ', ' order by c.name) from contact c where c.owner_id = i.id and role = 'OFFICER') as officers from inspection i order by number`
  const first = { category: '日常检查', drawn: true, violations: 3, general: 2, major: 1, listed: 0, rectified: 2, documents: [{ name: '现场检查记录', count: 1 }, { name: '责令限期整改指令书', count: 1 }], finesYuan: 20_000, finesPaidYuan: 15_000 }
  const second = { category: '专项检查', drawn: true, violations: 1, general: 1, rectified: 1, documents: [{ name: '现场检查记录', count: 1 }], finesYuan: 3000 }
  expect(await reported()).toEqual([{ number: 'JC-1', version: 1, details: first, officers: '160001, 160002' }, { number: 'JC-2', version: 1, details: second, officers: '160001' }])
  const header = ['起止时间', '检查类别', '单位', '罚款（元）', '实际收缴（元）', '执法人员证号', '检查码', '备注']
  const up = await upload(county, await book([{ name: '执法检查', rows: [header, ['2026-09-08', '联合检查', '濮阳乙厂', '3000', '0.15万元', '王某 160001、李某 160003', 'JC-2', '已约谈']] }]))
  expect(told(await look(county, up.id))).toEqual(['执法检查!2 CHANGED WARNING DETAIL_KEPT B'])
  expect((await look(county, up.id)).sheets[0].notWritten).toEqual([])
  expect(await change(county, 'confirmImport', { import: up.id })).toMatchObject({ state: 'IMPORTED', viewerCanWithdraw: false, withdrawRefusedBecause: expect.stringContaining('JC-2') })
  expect((await reported())[1]).toEqual({ number: 'JC-2', version: 2, details: { ...second, finesPaidYuan: 1500, note: '已约谈' }, officers: '李某 160003, 王某 160001' })
  expect(await db.owner`select count(*)::int as n from event where payload::text ~ '王某|16000'`).toEqual([{ n: 0 }])
  expect(await db.owner`select sum(inspections)::int as inspections, sum(fines_yuan)::int as fines from delta_pending`).toEqual([{ inspections: 2, fines: null }])
  const [row] = await db.owner`select id from inspection where number = 'JC-2'`
  const ask = async (name: string) => (await (await api.signInAs(name)).query('query($id: ID!) { node(id: $id) { ... on Inspection { details { finesYuan finesPaidYuan drawn documents { name count } } contacts { role name } } } }', { id: globalId('Inspection', row!['id']) })).data.node
  expect(await ask('puyang.office')).toEqual({ details: { finesYuan: 3000, finesPaidYuan: 1500, drawn: true, documents: [{ name: '现场检查记录', count: 1 }] }, contacts: expect.arrayContaining([{ role: 'OFFICER', name: '李某 160003' }]) })
  expect((await ask('leader')).contacts.map((one: { name: string }) => one.name).toSorted()).toEqual(['李**', '王**'])
  for (const stranger of ['nanle.office', 'dept.fire']) expect(await ask(stranger)).toBeNull()
  await noDifference()
})
