import { compareAll } from '@anwang/db/metrics/recount'
import { connect } from '@anwang/db/client'
import { fixedClock, testDatabase } from '@anwang/testkit'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { COUNTY_LEDGER } from '../../../../packages/documents/test/hazard-books.ts'
import { SUPERVISION_CSV } from '../../../../packages/documents/test/other-books.ts'
import { startApi, type Client } from '../../../test/api.ts'
import { globalId } from '../../schema/nodes.ts'
import { book, change, look, plantCounties, told, upload, type SheetPlan } from '../../../test/ledgers.ts'

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

const hazards = () => db.owner<Record<string, any>[]>`select h.number, h.description, h.level, h.state, h.source, s.name as firm, h.path, h.account_path, found_on::text, due_on::text, submitted_on::text,
  accepted_on::text, overdue_from::text, h.shown_only, h.imported, h.inspection_id is not null as visited from hazard h join subject s on s.id = h.subject_id where h.state <> 'VOIDED' order by h.found_on, h.id`
const noDifference = async () => expect((await compareAll(worker.db, clock.today())).differences).toEqual([])
const ROWS: SheetPlan['rows'][number] = ['隐患编号', '县区', '乡镇', '单位名称', '检查时间', '检查单位', '存在问题', '隐患级别', '整改时限', '是否整改', '完成时间', '复查时间']
const ledger = (...rows: SheetPlan['rows'][number][]) => book([{ name: '隐患', rows: [['2026年9月隐患台账'], [...ROWS], ...rows] }])
const everyFirm = { field: 'firm', value: '*', answer: 'new' }

it('隐患排查整改台账: questions, answers, landing through the ledger; the same file twice changes nothing', async () => {
  const file = await book([COUNTY_LEDGER])
  const up = await upload(county, file)
  const staged = await look(county, up.id)
  expect(staged).toMatchObject({ state: 'STAGED', layout: 'HAZARDS', counts: { new: 0, refused: 1, asked: 2, skipped: 4 }, region: { name: '濮阳县' }, viewerCanConfirm: false })
  expect(staged.sheets[0]).toMatchObject({ source: 'DEPARTMENT', sourceBecause: '检查单位“县应急管理局”', headerRow: 3, reportingUnit: '濮阳县安委办', periodText: '2026-09-01/2026-10-01' })
  expect(told(staged)).toEqual([
    '隐患台账!6 ASKED ASK UNKNOWN_FIRM C',
    '隐患台账!7 ASKED ASK AMBIGUOUS O ASK UNKNOWN_FIRM C',
    '隐患台账!9 REFUSED REFUSED OPEN_ENDED L ASK SEVERAL_HAZARDS G ASK UNKNOWN_FIRM C',
  ])
  expect(staged.rows.nodes[2].problems[0]).toMatchObject({ field: 'dueOn', value: '长期坚持', right: expect.stringContaining('15日内') })
  const mapped = await change(county, 'mapImport', { import: up.id, answers: [everyFirm, { field: 'rectified', value: '基本完成', answer: '否' }] })
  expect(told(mapped)).toEqual(['隐患台账!6 NEW', '隐患台账!7 NEW', '隐患台账!9 REFUSED REFUSED OPEN_ENDED L ASK SEVERAL_HAZARDS G'])
  const again = await change(county, 'mapImport', { import: up.id, answers: [{ field: 'dueOn', value: '长期坚持', answer: '30日内', sheet: '隐患台账', row: 9 }, { field: 'split', value: mapped.rows.nodes[2].problems[1].value, answer: 'split' }] })
  expect(told(again)).toEqual(['隐患台账!6 NEW', '隐患台账!7 NEW', '隐患台账!9 NEW', '隐患台账!9 NEW'])
  expect(again).toMatchObject({ counts: { new: 4, firms: 2 } })
  expect(again.sheets[0].notWritten).toEqual([])
  const [liutun, chengguan] = [{ name: '柳屯镇' }, { name: '城关镇' }]
  expect(again.rows.nodes.map((row: any) => row.writes)).toEqual([
    { firm: '濮阳甲化工有限公司', newFirm: true, place: liutun, accountable: liutun, hazard: { level: 'GENERAL', state: 'CLOSED', dueOn: '2026-09-18', scoredDueOn: null, dueByDefault: false } },
    { firm: '濮阳甲化工有限公司', newFirm: true, place: liutun, accountable: liutun, hazard: { level: 'GENERAL', state: 'REGISTERED', dueOn: '2026-09-30', scoredDueOn: null, dueByDefault: false } },
    ...[1, 2].map(() => ({ firm: '濮阳乙加油站', newFirm: true, place: chengguan, accountable: chengguan, hazard: { level: 'MAJOR', state: 'REGISTERED', dueOn: '2026-10-10', scoredDueOn: null, dueByDefault: false } })),
  ])
  expect(mapped.rows.nodes[2].writes).toBeNull()
  const done = await change(county, 'confirmImport', { import: up.id })
  expect(done).toMatchObject({ state: 'IMPORTED', counts: { new: 4, changed: 0, firms: 2 }, progress: 1, viewerCanWithdraw: true, refusedUrl: null })
  const { data: made } = await county.query('query($id: ID!) { hazards(filter: { import: $id }) { totalCount } }', { id: up.id })
  expect(made.hazards.totalCount).toBe(4)
  const found = await hazards()
  expect(found).toMatchObject([
    { description: '灭火器过期', firm: '濮阳甲化工有限公司', path: '41/09/28/101/', account_path: '41/09/28/101/', found_on: '2026-09-03', due_on: '2026-09-18', state: 'CLOSED', submitted_on: '2026-09-10', accepted_on: '2026-09-12', source: 'DEPARTMENT', imported: true, shown_only: false, visited: true },
    { description: '未设置\n警示标志', state: 'REGISTERED', due_on: '2026-09-30', overdue_from: '2026-10-01' },
    { description: '未接地', firm: '濮阳乙加油站', path: '41/09/28/100/', level: 'MAJOR', due_on: '2026-10-10', state: 'REGISTERED' },
    { description: '通道堵塞', level: 'MAJOR', visited: true },
  ])
  expect(await db.owner`select nature, count(*)::int as n from inspection group by 1`).toEqual([{ nature: 'SUPERVISORY', n: 2 }])
  expect(await db.owner`select owner_kind, role, name, phone from contact where owner_kind = 'subject' order by name`).toEqual([
    { owner_kind: 'subject', role: 'PRINCIPAL', name: '张某', phone: '13800000000' }, { owner_kind: 'subject', role: 'PRINCIPAL', name: '李某', phone: '0393-8888888' }])
  expect(await db.owner`select count(*)::int as n from event where payload::text ~ '张某|赵某|1380000'`).toEqual([{ n: 0 }])
  await noDifference()

  const twice = await upload(county, file)
  // What was answered in this very file is not asked again.
  expect(await look(county, twice.id)).toMatchObject({ counts: { new: 0, changed: 0, unchanged: 4, refused: 0, asked: 0, firms: 0 }, viewerCanConfirm: false })
  expect(await change(county, 'confirmImport', { import: twice.id })).toMatchObject({ __typename: 'ValidationError', code: 'WRONG_STATE' })
  expect(await change(county, 'discardImport', { import: twice.id })).toMatchObject({ fileName: '台账.xlsx' })
  expect(await look(county, twice.id)).toBeNull()
  expect(await hazards()).toEqual(found)
})

it('五落实, the units that supervise and re-inspect and the remark are facts of the registration; persons stand apart; later ledgers add what was not stated', async () => {
  const header = ['隐患编号', '乡镇', '单位名称', '检查时间', '存在问题', '责任人', '整改措施', '资金（万元）', '整改时限', '应急预案', '监管部门及责任人', '是否整改', '复查人', '备注']
  const sheet = (...cells: (string | number | null)[]): Promise<Uint8Array> => book([{ name: '隐患', rows: [header, ['V-1', '柳屯镇', '濮阳戊厂', '2026-09-21', '护栏松动', ...cells]] }])
  const stand = () => db.owner<Record<string, any>[]>`select h.id, h.version, h.fold->'details' as details, (select string_agg(role || ' ' || name, ', ' order by role) from contact where owner_id = h.id) as people from hazard h where number = 'V-1'`
  const first = await upload(county, await sheet('赵某', '加固', 0.05, '15日内', null, '县应急管理局 王某', '否', '县安委办 李某', null))
  expect((await change(county, 'mapImport', { import: first.id, answers: [everyFirm] })).sheets[0].notWritten).toEqual([])
  await change(county, 'confirmImport', { import: first.id })
  const details = { measures: '加固', fundsYuan: 500, regulator: '县应急管理局', reinspectingUnit: '县安委办' }
  expect(await stand()).toMatchObject([{ version: 1, details, people: 'REGULATOR 王某, REINSPECTOR 李某, RESPONSIBLE 赵某' }])
  const later = await upload(county, await sheet('钱某', '更换', 0.05, '15日内', '有', '县应急管理局 王某', '否', null, '已约谈13800000000'))
  expect(told(await look(county, later.id))).toEqual(['隐患!2 CHANGED WARNING DETAIL_KEPT G'])
  await change(county, 'confirmImport', { import: later.id })
  expect(await stand()).toMatchObject([{ version: 2, details: { ...details, contingency: '有', note: '已约谈（号码略）' }, people: 'REGULATOR 王某, REINSPECTOR 李某, RESPONSIBLE 钱某' }])
  const again = await upload(county, await sheet('钱某', '更换', 0.05, '15日内', '有', '县应急管理局 王某', '否', null, '已约谈13800000000'))
  expect((await look(county, again.id)).counts).toMatchObject({ changed: 0, unchanged: 1 })
  expect(await db.owner`select count(*)::int as n from event where payload::text ~ '赵某|钱某|王某|李某|1380000'`).toEqual([{ n: 0 }])
  await noDifference()
})

it('whom a ledger names is read where the hazard is, masked in lists and for those who do not work with them, and not beyond its scope and sectors', async () => {
  const [row] = await db.owner`select id from hazard where number = 'V-1'`
  const id = globalId('Hazard', row!['id'])
  const ask = async (client: Client) => (await client.query('query($id: ID!) { node(id: $id) { ... on Hazard { details { fundsYuan regulator note } people { role name } } } }', { id })).data.node
  const names = (people: { name: string }[]) => people.map((one) => one.name)
  expect(await ask(county)).toEqual({ details: { fundsYuan: 500, regulator: '县应急管理局', note: '已约谈（号码略）' }, people: [{ role: 'RESPONSIBLE', name: '钱某' }, { role: 'REINSPECTOR', name: '李某' }, { role: 'REGULATOR', name: '王某' }] })
  expect(names((await ask(await api.signInAs('leader'))).people)).toEqual(['钱**', '李**', '王**'])
  expect(names((await county.query('{ hazards(filter: { search: "V-1" }) { nodes { people { name } } } }')).data.hazards.nodes[0].people)).toEqual(['钱**', '李**', '王**'])
  for (const stranger of ['nanle.office', 'dept.fire']) expect(await ask(await api.signInAs(stranger))).toBeNull()
})

it("a department's ledger may name who must rectify", async () => {
  const fire = await api.signInAs('dept.fire')
  const up = await upload(fire, await book([{ name: '隐患', rows: [['隐患编号', '乡镇', '单位名称', '检查时间', '存在问题', '责任人'], ['X-1', '柳屯镇', '濮阳消防甲厂', '2026-09-21', '通道堵塞', '赵某']] }]))
  await change(fire, 'mapImport', { import: up.id, answers: [everyFirm] })
  expect(await change(fire, 'confirmImport', { import: up.id })).toMatchObject({ state: 'IMPORTED', counts: { new: 1 } })
})

it('the preview tells the deadline that nobody gave, and how far a row gets', async () => {
  const up = await upload(county, await ledger(['D-1', '濮阳县', '柳屯镇', '濮阳丁厂', '2026-09-20', '县应急管理局', '护栏松动', '一般', '', '否', '', ''],
    ['D-2', '濮阳县', '柳屯镇', '濮阳丁厂', '2026-09-20', '县应急管理局', '线路老化', '一般', '', '是', '2026-09-22', ''],
    ['D-3', '濮阳县', '柳屯镇', '濮阳丁厂', '2026-09-20', '县应急管理局', '门被锁', '一般', '', '是', '2026-09-20', '2026-09-20'],
    ['D-4', '濮阳县', '柳屯镇', '濮阳丁厂', '2026-09-20', '县应急管理局', '厂房改造', '一般', '2026-12-31', '否', '', '']))
  const staged = await change(county, 'mapImport', { import: up.id, answers: [everyFirm] })
  expect(staged.rows.nodes.map((row: any) => row.writes.hazard)).toEqual([
    { level: 'GENERAL', state: 'REGISTERED', dueOn: '2026-10-05', scoredDueOn: null, dueByDefault: true },
    { level: 'GENERAL', state: 'SUBMITTED', dueOn: '2026-10-05', scoredDueOn: null, dueByDefault: true },
    { level: 'GENERAL', state: 'CLOSED', dueOn: '2026-09-20', scoredDueOn: null, dueByDefault: false },
    { level: 'GENERAL', state: 'REGISTERED', dueOn: '2026-12-31', scoredDueOn: '2026-10-20', dueByDefault: false },
  ])
  await change(county, 'discardImport', { import: up.id })
})

it('督导问题清单 as CSV: 整改确认日期 accepts; a refused row is corrected in the workbook of refused rows and comes back', async () => {
  const up = await upload(city, new TextEncoder().encode(SUPERVISION_CSV), '督导.csv')
  const staged = await change(city, 'mapImport', { import: up.id, answers: [everyFirm, { field: 'split', value: '*', answer: 'keep' }] })
  expect(staged).toMatchObject({ layout: 'SUPERVISION', counts: { new: 2, refused: 1 } })
  expect(told(staged)[2]).toBe('督导!6 REFUSED REFUSED NOT_A_DATE A')
  const chosen = await change(city, 'mapImport', { import: up.id, sheets: [{ name: '督导', source: 'SUPERIOR' }] })
  expect(chosen.sheets[0]).toMatchObject({ source: 'SUPERIOR' })
  const done = await change(city, 'confirmImport', { import: up.id })
  expect(done).toMatchObject({ state: 'IMPORTED', refusedUrl: `/imports/${up.id}/refused.xlsx` })
  expect((await hazards()).filter((one) => one['path'] === '41/09/02/003/')).toMatchObject([
    { firm: '濮阳甲商场', state: 'CLOSED', submitted_on: '2026-09-05', accepted_on: '2026-09-05', source: 'SUPERIOR' }, { firm: '濮阳乙酒店', state: 'REGISTERED', due_on: '2026-09-19' }])
  await noDifference()

  const response = await city.fetch(done.refusedUrl)
  expect(response.headers.get('content-type')).toContain('spreadsheetml')
  const refused = new Uint8Array(await response.arrayBuffer())
  const back = await upload(city, refused, '未导入的行.xlsx')
  const returned = await look(city, back.id)
  expect(told(returned)).toHaveLength(1)
  expect(returned.sheets[0].headers).toHaveLength(returned.sheets[0].columns.length)
  expect(told(returned)[0]).toContain('REFUSED NOT_A_DATE A')
  const corrected = await change(city, 'mapImport', { import: back.id, answers: [everyFirm, { field: 'checkedOn', value: returned.rows.nodes[0].problems[0].value, answer: '9月14日' }] })
  expect(corrected).toMatchObject({ counts: { new: 1, refused: 0 } })
  expect(await change(city, 'confirmImport', { import: back.id })).toMatchObject({ state: 'IMPORTED' })
  expect((await hazards()).find((one) => one['description'] === '未培训')).toMatchObject({ firm: '濮阳丙店', found_on: '2026-09-14' })
  await noDifference()
})

it('later facts: a submission and its acceptance filled in, a deadline, level or day that differs refused, majors open', async () => {
  const rows = (done: (string | null)[], due = '2026-09-20', level = '一般', day = '2026-09-05'): SheetPlan['rows'][number][] => [
    ['PY-1', null, '柳屯镇', '濮阳丁厂', day, '县应急管理局', '电线裸露', level, due, ...done],
    ['PY-2', null, '柳屯镇', '濮阳丁厂', '2026-09-05', '县应急管理局', '储罐超压', '重大', '2026-09-30', '是', '2026-09-08', '2026-09-09'],
  ]
  const first = await upload(county, await ledger(...rows(['否', null, null])))
  expect(told(await change(county, 'mapImport', { import: first.id, answers: [everyFirm] }))).toEqual(['隐患!3 NEW', '隐患!4 NEW WARNING MAJOR_OPEN J'])
  await change(county, 'confirmImport', { import: first.id })
  const of = async (number: string) => (await hazards()).find((one) => one['number'] === number)
  expect(await of('PY-2')).toMatchObject({ level: 'MAJOR', state: 'REGISTERED', submitted_on: null })
  expect((await db.owner`select count(distinct inspection_id)::int as n from hazard where number in ('PY-1', 'PY-2')`)[0]).toEqual({ n: 1 })

  for (const [changed, problem] of [[rows(['否', null, null], '2026-09-25'), 'REFUSED DEADLINE_CHANGED I'], [rows(['否', null, null], '2026-09-20', '重大'), 'REFUSED LEVEL_CHANGED H'], [rows(['否', null, null], '2026-09-20', '一般', '2026-09-06'), 'REFUSED DAY_CHANGED E']] as const) {
    const up = await upload(county, await ledger(...changed))
    expect(told(await look(county, up.id))[0]).toBe(`隐患!3 REFUSED ${problem}`)
  }
  const submitted = await upload(county, await ledger(...rows(['是', '9月12日', null])))
  expect((await look(county, submitted.id)).counts).toMatchObject({ new: 0, changed: 1, unchanged: 1 })
  await change(county, 'confirmImport', { import: submitted.id })
  expect(await of('PY-1')).toMatchObject({ state: 'SUBMITTED', submitted_on: '2026-09-12' })
  const accepted = await upload(county, await ledger(...rows(['是', '9月12日', '9月15日'])))
  expect((await change(county, 'confirmImport', { import: accepted.id })).counts).toMatchObject({ changed: 1, unchanged: 1 })
  expect(await of('PY-1')).toMatchObject({ state: 'CLOSED', accepted_on: '2026-09-15' })
  const same = await upload(county, await ledger(...rows(['是', '9月12日', '9月15日'])))
  expect((await look(county, same.id)).counts).toMatchObject({ new: 0, changed: 0, unchanged: 2 })
  expect(await change(county, 'withdrawImport', { import: accepted.id, reason: '传错了' })).toMatchObject({ __typename: 'Conflict', code: 'BUILT_ON', message: expect.stringContaining('PY-1') })
  await noDifference()
})

it('places: 县 outside the scope, two towns of one name, unknown ones: refused with what would be right, nothing guessed', async () => {
  const file = await ledger(
    ['N1', '南乐县', '元村镇', '南乐甲厂', '2026-09-05', '县局', '甲', '一般'],
    ['N2', null, '城关镇', '濮阳戊厂', '2026-09-05', '县局', '乙', '一般'],
    ['N3', null, '柳囤镇', '濮阳己厂', '2026-09-05', '县局', '丙', '一般'],
    ['N4', '濮阳县', '柳屯', '濮阳丁厂', '2026-09-06', '县局', '丁', '一般'],
  )
  const own = await look(county, (await upload(county, file)).id)
  expect(told(own)).toEqual(['隐患!3 REFUSED REFUSED OUTSIDE_SCOPE C', '隐患!4 ASKED ASK UNKNOWN_FIRM D', '隐患!5 REFUSED REFUSED UNKNOWN_PLACE C', '隐患!6 NEW'])
  expect(own.rows.nodes[0].problems[0].message).toContain('元村镇')
  const whole = await look(city, (await upload(city, file)).id)
  expect(told(whole)[1]).toBe('隐患!4 REFUSED REFUSED AMBIGUOUS_PLACE C')
  expect(whole.rows.nodes[1].problems[0]).toMatchObject({ message: expect.stringMatching(/清丰县.*濮阳县/), right: expect.stringContaining('上级') })
})

it('firms: alike ones are asked, by every answer at once only those that resemble none are made', async () => {
  const file = await ledger(['F1', null, '柳屯镇', '濮阳甲化工公司', '2026-09-07', '县局', '甲', '一般'], ['F2', null, '柳屯镇', '濮阳（丁）厂', '2026-09-07', '县局', '乙', '一般'], ['F3', null, '柳屯镇', '全新机械', '2026-09-07', '县局', '丙', '一般'])
  const up = await upload(county, file)
  const every = await change(county, 'mapImport', { import: up.id, answers: [everyFirm] })
  expect(told(every)).toEqual(['隐患!3 ASKED ASK UNKNOWN_FIRM D', '隐患!4 NEW', '隐患!5 NEW'])
  const [match] = every.rows.nodes[0].problems[0].choices
  expect(match).toMatchObject({ value: expect.stringMatching(/^match /), label: expect.stringContaining('濮阳甲化工有限公司') })
  const chosen = await change(county, 'mapImport', { import: up.id, answers: [{ field: 'firm', value: '濮阳甲化工公司', answer: match.value }] })
  expect(chosen.counts).toMatchObject({ new: 3, asked: 0 })
  await change(county, 'confirmImport', { import: up.id })
  expect(await db.owner`select name from subject where name like '%甲化工%' or name like '%丁%厂'`).toHaveLength(2)
})

it('all or none: a row that no longer fits when it is confirmed keeps all of them out and says why', async () => {
  const up = await upload(county, await ledger(['A1', null, '柳屯镇', '濮阳丁厂', '2026-09-08', '县局', '一号', '一般'], ['A2', null, '柳屯镇', '濮阳丁厂', '2026-09-08', '县局', '二号', '一般', '2026-09-20']))
  expect((await look(county, up.id)).counts).toMatchObject({ new: 2 })
  const other = await upload(county, await ledger(['A2', null, '柳屯镇', '濮阳丁厂', '2026-09-08', '县局', '二号', '一般', '2026-09-28']))
  await change(county, 'confirmImport', { import: other.id })
  const before = await db.owner`select count(*)::int as n from event`
  expect(await change(county, 'confirmImport', { import: up.id })).toMatchObject({ __typename: 'Conflict', code: 'CHANGED_SINCE_PREVIEW', message: expect.stringContaining('第 4 行') })
  expect(await db.owner`select count(*)::int as n from event`).toEqual(before)
  const failed = await look(county, up.id)
  expect(failed).toMatchObject({ state: 'FAILED', counts: { new: 1, refused: 1 }, viewerCanConfirm: true, failure: expect.stringContaining('没有导入') })
  expect(told(failed)[1]).toBe('隐患!4 REFUSED REFUSED DEADLINE_CHANGED I')
  expect(await change(county, 'confirmImport', { import: up.id })).toMatchObject({ state: 'IMPORTED', counts: { new: 1 } })
  await noDifference()
})

it('of two who confirm the same ledger the second finds its rows known', async () => {
  const file = await ledger(['D1', null, '柳屯镇', '濮阳丁厂', '2026-09-10', '县局', '两次', '一般'], ['D2', null, '柳屯镇', '濮阳丁厂', '2026-09-10', '县局', '又一次', '一般'])
  const [one, other] = [await upload(county, file), await upload(county, file)]
  expect((await change(county, 'confirmImport', { import: one.id })).counts).toMatchObject({ new: 2 })
  expect(await change(county, 'confirmImport', { import: other.id })).toMatchObject({ state: 'IMPORTED', counts: { new: 0, unchanged: 2 } })
  expect((await hazards()).filter((row) => ['D1', 'D2'].includes(row['number']))).toHaveLength(2)
})

it('withdrawal takes a whole import back by events, while nobody has built on it; then the file may come again', async () => {
  const file = await ledger(['W1', null, '户部寨', '濮阳庚厂', '2026-09-09', '县局', '甲', '一般', null, '是', '9月10日', '9月11日'], ['W2', null, '户部寨', '濮阳庚厂', '2026-09-09', '县局', '乙', '一般'])
  const figures = () => db.owner`select account_path, count(*) filter (where state <> 'VOIDED')::int as n from hazard group by 1 order by 1`
  const before = await figures()
  const bring = async () => {
    const up = await upload(county, file)
    await change(county, 'mapImport', { import: up.id, answers: [everyFirm] })
    expect(await change(county, 'confirmImport', { import: up.id })).toMatchObject({ state: 'IMPORTED', counts: { new: 2 } })
    return up.id
  }
  const first = await bring()
  expect(await change(await api.signInAs('leader'), 'withdrawImport', { import: first, reason: 'x' })).toMatchObject({ code: 'NOT_YOURS' })
  expect(await change(county, 'withdrawImport', { import: first, reason: '  ' })).toMatchObject({ code: 'REQUIRED' })
  expect(await change(county, 'withdrawImport', { import: first, reason: '传错了' })).toMatchObject({ state: 'WITHDRAWN', viewerCanWithdraw: false })
  expect((await figures()).filter((row) => row['n'] > 0)).toEqual(before)
  expect(await db.owner`select withdrawn from subject where name = '濮阳庚厂'`).toEqual([{ withdrawn: true }])
  expect(await db.owner`select count(*)::int as n from contact c where not exists (select from subject s where s.id = c.owner_id and not s.withdrawn) and owner_kind = 'subject'`).toEqual([{ n: 0 }])
  await noDifference()

  const second = await bring()
  await noDifference()
  const later = await upload(county, await ledger(['W3', null, '户部寨', '濮阳庚厂', '2026-09-12', '县局', '丙', '一般']))
  await change(county, 'confirmImport', { import: later.id })
  expect(await change(county, 'withdrawImport', { import: second, reason: '传错了' })).toMatchObject({ code: 'BUILT_ON', message: expect.stringContaining('濮阳庚厂') })
  expect((await look(county, second)).withdrawRefusedBecause).toContain('濮阳庚厂')
  expect(await change(county, 'withdrawImport', { import: later.id, reason: '传错了' })).toMatchObject({ state: 'WITHDRAWN' })
  expect(await change(county, 'withdrawImport', { import: second, reason: '传错了' })).toMatchObject({ state: 'WITHDRAWN' })
  await noDifference()
})

it('补录 and before go-live: what comes after the 5th is late, what lies before the beginning is shown only', async () => {
  clock.set('2026-10-06')
  const up = await upload(county, await ledger(
    ['L1', null, '柳屯镇', '濮阳丁厂', '2026-09-15', '县局', '迟报', '一般', '2026-09-20', '是', '2026-09-18', '2026-09-19'],
    ['L2', null, '柳屯镇', '濮阳丁厂', '2025-12-15', '县局', '旧事', '一般', '2025-12-20', '是', '2025-12-18', '2025-12-19']))
  expect(await change(county, 'confirmImport', { import: up.id })).toMatchObject({ counts: { new: 2 } })
  expect((await hazards()).filter((one) => ['L1', 'L2'].includes(one['number']))).toMatchObject([{ number: 'L2', shown_only: true, state: 'CLOSED' }, { number: 'L1', shown_only: false, state: 'CLOSED' }])
  const [sum] = await db.owner`select sum(due_general)::int as due, sum(rectified_on_time_general)::int as on_time, sum(accepted_of_found)::int as accepted from delta_pending where counts_on between '2026-09-15' and '2026-09-20' and id in
    (select id from delta_pending order by id desc limit 6)`
  expect(sum).toMatchObject({ due: 1, accepted: 1 })
  expect(sum!['on_time'] ?? 0).toBe(0)
  await noDifference()
  clock.set('2026-10-04')
})
