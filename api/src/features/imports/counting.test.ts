import { fixedClock, testDatabase } from '@anwang/testkit'
import { beforeAll, expect, it } from 'vitest'
import { startApi, type Client } from '../../../test/api.ts'
import { book, change, plantCounties, upload } from '../../../test/ledgers.ts'

const db = await testDatabase()
const api = await startApi(db, fixedClock('2026-10-12'))
let county: Client
beforeAll(async () => {
  await plantCounties(db)
  county = await api.signInAs('puyang.office')
})

const look = async (id: string) => (await county.query(`query($id: ID!) { node(id: $id) { ... on Import { counting { closed { period rows } lateEntries warned }
  rows { nodes { row writes { closed lateEntry hazard { state } } problems { code column message } } } } } }`, { id })).data.node

it('before it is confirmed says what it does to quarters that are over, what is a late entry, and what a submission without a day costs', async () => {
  const up = await upload(county, await book([{ name: '隐患', rows: [
    ['乡镇', '单位名称', '检查时间', '存在问题', '整改时限', '是否整改', '完成时间'],
    ['柳屯镇', '濮阳丁厂', '2026-09-03', '护栏松动', '2026-09-18', '是', null],
    ['柳屯镇', '濮阳丁厂', '2026-06-20', '通道堵塞', '2026-07-05', '是', '2026-07-04'],
    ['柳屯镇', '濮阳丁厂', '2026-10-08', '灯具损坏', '2026-10-20', '是', '2026-10-10'],
  ] }]))
  await change(county, 'mapImport', { import: up.id, answers: [{ field: 'firm', value: '*', answer: 'new' }] })
  const staged = await look(up.id)
  expect(staged.rows.nodes).toMatchObject([
    { writes: { closed: ['2026-Q3'], lateEntry: true, hazard: { state: 'SUBMITTED' } }, problems: [{ code: 'NO_COMPLETION_DAY', column: 'G', message: '没有完成时间：按导入日 2026-10-12 提交，逾期 24 天' }] },
    { writes: { closed: ['2026-Q2', '2026-Q3'], lateEntry: true, hazard: { state: 'SUBMITTED' } }, problems: [] },
    { writes: { closed: [], lateEntry: false, hazard: { state: 'SUBMITTED' } }, problems: [] },
  ])
  expect(staged.counting).toEqual({ closed: [{ period: '2026-Q3', rows: 2 }, { period: '2026-Q2', rows: 1 }], lateEntries: 2, warned: 1 })
  await change(county, 'confirmImport', { import: up.id })
  expect((await look(up.id)).counting).toBeNull()
})
