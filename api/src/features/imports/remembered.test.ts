import { fixedClock, testDatabase } from '@anwang/testkit'
import { beforeAll, expect, it, vi } from 'vitest'
import { startApi, type Client } from '../../../test/api.ts'
import { book, change, look, plantCounties, told, upload } from '../../../test/ledgers.ts'

vi.setConfig({ testTimeout: 60_000 })

const db = await testDatabase()
const api = await startApi(db, fixedClock('2026-10-04'))
let county: Client, neighbour: Client
beforeAll(async () => {
  await plantCounties(db)
  county = await api.signInAs('puyang.office')
  neighbour = await api.signInAs('nanle.office')
})

const HEADER = ['乡镇', '单位名称', '检查时间', '存在问题', '隐患级别', '整改时限', '是否整改']
const NUMBERED = '1、未接地 2、通道堵塞'
const ledger = (...rows: (string | null)[][]) => book([{ name: '隐患', rows: [HEADER, ...rows] }])
const given = (batch: any) => batch.answers.map((one: any) => [one.label.split(' / ').at(-1), one.value, one.subject?.name ?? one.answer, one.remembered].join(' '))

it('what an office answered holds for its next ledgers: its words, its names of firms, its numbered cells; a new firm, a day or an amount is asked again', async () => {
  const first = await upload(county, await ledger(
    ['柳屯镇', '濮阳甲化工有限公司', '2026-09-03', '未培训', '一般', '15日内', '否'], ['柳屯镇', '濮阳甲化工公司', '2026-09-04', NUMBERED, '较大', '15日前', '基本完成']))
  await change(county, 'mapImport', { import: first.id, answers: [{ field: 'firm', value: '濮阳甲化工有限公司', answer: 'new' }] })
  await change(county, 'confirmImport', { import: first.id })
  const staged = await upload(county, await ledger(['柳屯镇', '濮阳甲化工公司', '2026-09-04', NUMBERED, '较大', '15日前', '基本完成'], ['柳屯镇', '濮阳新厂', '2026-09-04', '未培训', '一般', null, '否']))
  const asked = await look(county, staged.id)
  expect(told(asked)).toEqual(['隐患!2 ASKED ASK AMBIGUOUS E ASK AMBIGUOUS F ASK AMBIGUOUS G ASK SEVERAL_HAZARDS D ASK UNKNOWN_FIRM B', '隐患!3 ASKED ASK UNKNOWN_FIRM B'])
  const match = asked.rows.nodes[0].problems.find((one: any) => one.field === 'firm').choices[0]
  const answered = await change(county, 'mapImport', { import: staged.id, answers: [
    { field: 'level', value: '较大', answer: '一般' }, { field: 'dueOn', value: '15日前', answer: '2026-09-15' }, { field: 'rectified', value: '基本完成', answer: '是' },
    { field: 'split', value: NUMBERED, answer: 'split' }, { field: 'firm', value: '濮阳甲化工公司', answer: match.value }, { field: 'firm', value: '濮阳新厂', answer: 'new' }] })
  expect(answered.counts).toMatchObject({ new: 3, asked: 0 })
  await change(county, 'confirmImport', { import: staged.id })

  const next = await look(county, (await upload(county, await ledger(
    ['柳屯镇', '濮阳甲化工公司', '2026-09-14', NUMBERED, '较大', '15日内', '基本完成'], ['柳屯镇', '濮阳又一新厂', '2026-09-14', '未培训', '一般', '15日前', '否']))).id)
  expect(told(next)).toEqual(['隐患!2 NEW WARNING NO_COMPLETION_DAY -', '隐患!2 NEW WARNING NO_COMPLETION_DAY -', '隐患!3 ASKED ASK AMBIGUOUS F ASK UNKNOWN_FIRM B'])
  expect(given(next)).toEqual(['隐患级别 较大 一般 true', '是否整改 基本完成 是 true', `split ${NUMBERED} split true`, 'firm 濮阳甲化工公司 濮阳甲化工有限公司 true'])

  // Taken back, it is asked; the others stay.
  const back = await change(county, 'mapImport', { import: next.id, answers: [{ field: 'rectified', value: '基本完成', answer: '' }, { field: 'split', value: NUMBERED, answer: '' }] })
  expect(told(back)[0]).toBe('隐患!2 ASKED ASK AMBIGUOUS G ASK SEVERAL_HAZARDS D')
  expect(given(back)).toHaveLength(2)
  // What does not occur in a ledger is not shown with it, and no other office answers by it.
  expect((await look(county, (await upload(county, await ledger(['柳屯镇', '濮阳新厂', '2026-09-24', '线路老化', '一般', null, '否']))).id)).answers).toEqual([])
  const elsewhere = await look(neighbour, (await upload(neighbour, await ledger(['元村镇', '南乐甲厂', '2026-09-24', '线路老化', '较大', null, '基本完成']))).id)
  expect(told(elsewhere)).toEqual(['隐患!2 ASKED ASK AMBIGUOUS E ASK AMBIGUOUS G ASK UNKNOWN_FIRM B'])
})

it('a name that was matched elsewhere is asked again in another place', async () => {
  const other = await look(county, (await upload(county, await ledger(['户部寨镇', '濮阳甲化工公司', '2026-09-25', '线路老化', '一般', null, '否']))).id)
  expect(told(other)).toEqual(['隐患!2 ASKED ASK UNKNOWN_FIRM B'])
})

it('columns and source set by hand are taken for any later sheet with the same headings, whatever its name and the rows above', async () => {
  const header = ['所属', '单位名称', '检查时间', '存在问题', '情况一', '情况二']
  const rows = (day: string) => [header, ['柳屯镇', '濮阳新厂', day, `隐患${day}`, '已办理', '备注文字']]
  const up = await upload(county, await book([{ name: '九月', rows: rows('2026-09-26') }]))
  const columns = ['street', 'firmName', 'checkedOn', 'description', 'progress', 'note'].map((field, index) => ({ field, index }))
  const seen = await look(county, up.id)
  expect(seen.sheets[0].unmatched).toEqual(['所属', '情况一', '情况二'])
  const mapped = await change(county, 'mapImport', { import: up.id, sheets: [{ name: '九月', layout: 'SUPERVISION', columns, source: 'SUPERIOR' }] })
  expect(mapped.sheets[0]).toMatchObject({ layout: 'SUPERVISION', source: 'SUPERIOR', unmatched: [], missing: [] })
  const next = await look(county, (await upload(county, await book([{ name: '十月', rows: [['濮阳县督导问题清单'], ['填报单位：濮阳县安委办'], ...rows('2026-09-27')] }]), '十月.xlsx')).id)
  expect(next.sheets[0]).toMatchObject({ name: '十月', layout: 'SUPERVISION', headerRow: 3, source: 'SUPERIOR', unmatched: [], missing: [] })
  expect(next.sheets[0].columns.map((one: any) => one.field)).toEqual(['street', 'firmName', 'checkedOn', 'description', 'progress', 'note'])
  expect(told(next)).toEqual(['十月!4 NEW'])
})
