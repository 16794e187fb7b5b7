import { fixedClock, testDatabase } from '@anwang/testkit'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { UNKNOWN_WORDS } from '../../../../packages/documents/test/hazard-books.ts'
import { deflated, parts, rawZip, sheetOf, zip } from '../../../../packages/documents/test/zips.ts'
import { startApi, type Client } from '../../../test/api.ts'
import { book, change, look, plantCounties, told, upload } from '../../../test/ledgers.ts'

vi.setConfig({ testTimeout: 60_000 })

const db = await testDatabase()
const api = await startApi(db, fixedClock('2026-10-04'))
let county: Client
let sectors: { hazchem: string; fire: string }
beforeAll(async () => {
  sectors = await plantCounties(db)
  county = await api.signInAs('puyang.office')
})
const HEADER = ['乡镇', '单位名称', '检查时间', '存在问题']

async function bomb(): Promise<Uint8Array> {
  const blank = Buffer.from('<row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row>'.repeat(2 ** 14))
  const sheet = await deflated((function* pieces() { for (let i = 0; i < 1200; i += 1) yield blank })())
  const others = await Promise.all(Object.entries(parts('')).filter(([path]) => !path.includes('sheet1')).map(async ([path, text]) => ({ path, ...(await deflated([Buffer.from(text)])) })))
  return rawZip([...others, { path: 'xl/worksheets/sheet1.xml', ...sheet }])
}

describe('files that are no ledger are refused in words, and leave nothing', () => {
  it.each<[string, string, () => Uint8Array | Promise<Uint8Array>]>([
    ['an empty one', 'NOT_A_WORKBOOK', () => new Uint8Array()],
    ['a PDF named .xlsx', 'NOT_A_WORKBOOK', () => new TextEncoder().encode('%PDF-1.7 …')],
    ['a zip of something else', 'NOT_A_WORKBOOK', () => zip({ 'a.txt': 'x' })],
    ['an encrypted one', 'ENCRYPTED', () => Buffer.concat([Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), Buffer.alloc(600), Buffer.from('EncryptedPackage', 'utf16le')])],
    ['one of the nineties', 'OLD_FORMAT', () => Buffer.concat([Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), Buffer.alloc(600), Buffer.from('Workbook', 'utf16le')])],
    ['one without a known header', 'NO_KNOWN_HEADER', () => book([UNKNOWN_WORDS])],
    ['one that unpacks to gigabytes', 'TOO_LARGE', bomb],
  ])('%s: %s', async (_name, code, make) => {
    const answer = await upload(county, await make())
    expect(answer).toMatchObject({ status: 422, code, message: expect.stringMatching(/\p{Script=Han}/u) })
    expect(await db.owner`select count(*)::int as n from import_batch`).toEqual([{ n: 0 }])
  }, 60_000)

  it('more than 50 MB, no session, no header against forgery', async () => {
    expect(await upload(county, new Uint8Array(50 * 2 ** 20 + 1))).toMatchObject({ status: 422, code: 'TOO_LARGE' })
    expect(await upload(api.anonymous, new Uint8Array(3))).toMatchObject({ status: 401 })
    expect((await county.fetch('/imports?fileName=x', { method: 'POST', body: 'x' })).status).toBe(403)
    expect(await upload(await api.signInAs('leader'), await book([UNKNOWN_WORDS]))).toMatchObject({ status: 403, code: 'NOT_YOURS' })
  })
})

it('a sheet that claims 1,048,576 rows, 200 of them filled, is staged', async () => {
  const cell = (ref: string, text: string) => `<c r="${ref}" t="inlineStr"><is><t>${text}</t></is></c>`
  const row = (n: number, cells: string[]) => `<row r="${n}">${cells.map((text, i) => cell(`${String.fromCharCode(65 + i)}${n}`, text)).join('')}</row>`
  const rows = [row(1, HEADER), ...Array.from({ length: 200 }, (_, i) => row(i + 2, ['柳屯镇', `濮阳第${i}厂`, '2026-09-03', `隐患${i}`])), '<row r="1048576"><c r="A1048576" s="1"/></row>']
  const up = await upload(county, zip(parts(sheetOf(rows.join('')).replace('<sheetData>', '<dimension ref="A1:XFD1048576"/><sheetData>'))), '很长.xlsx')
  expect((await look(county, up.id)).counts).toMatchObject({ asked: 200, refused: 0 })
})

it('a header that nobody knows is explained once by hand, and known again next month', async () => {
  const up = await upload(county, await book([UNKNOWN_WORDS]), '九月.xlsx', '&layout=HAZARDS')
  const staged = await look(county, up.id)
  expect(staged.sheets[0]).toMatchObject({ name: '汇总', layout: 'HAZARDS', missing: ['受检单位 / 单位名称', '检查情况 / 检查时间', '存在问题隐患'], headers: [{ letter: 'A', header: '甲', sample: '濮阳甲厂' }, {}, {}, {}, {}] })
  expect(staged.counts).toMatchObject({ new: 0, refused: 2 })
  const columns = ['firmName', 'checkedOn', 'description', 'street', 'rectified'].map((field, index) => ({ field, index }))
  const mapped = await change(county, 'mapImport', { import: up.id, sheets: [{ name: '汇总', layout: 'HAZARDS', headerRow: 1, columns, source: 'SELF_CHECK' }], answers: [{ field: 'firm', value: '*', answer: 'new' }] })
  expect(told(mapped)).toEqual(['汇总!2 NEW WARNING NO_COMPLETION_DAY -', '汇总!3 REFUSED REFUSED NOT_YES_NO E'])
  const next = await look(county, (await upload(county, await book([{ ...UNKNOWN_WORDS, name: '十月' }]), '十月.xlsx')).id)
  expect(next.sheets[0]).toMatchObject({ name: '十月', layout: 'HAZARDS', source: 'SELF_CHECK', missing: [] })
  for (const [sheet, code] of [[{ name: '没有' }, 'UNKNOWN_SHEET'], [{ name: '汇总', layout: 'X' }, 'UNKNOWN_LAYOUT'], [{ name: '汇总', columns: [{ field: 'x', index: 0 }] }, 'BAD_MAPPING'], [{ name: '汇总', headerRow: 99 }, 'BAD_MAPPING']] as const)
    expect(await change(county, 'mapImport', { import: up.id, sheets: [sheet] })).toMatchObject({ __typename: 'ValidationError', code })
  const skipped = await change(county, 'mapImport', { import: up.id, sheets: [{ name: '汇总', skip: true }] })
  expect(skipped).toMatchObject({ rows: { totalCount: 0 }, sheets: [{ skipped: true }] })
})

it('templates are ledgers that are known again; the list of imports is paged and scoped', async () => {
  const { data } = await county.query('{ layouts { id name templateUrl fields { field label required } } }')
  expect(data.layouts.map((one: any) => one.name)).toEqual(['隐患排查整改台账', '督导问题清单', '企业台账', '执法检查台账'])
  for (const { templateUrl, id } of data.layouts) {
    const response = await county.fetch(templateUrl)
    expect(response.status).toBe(200)
    const up = await upload(county, new Uint8Array(await response.arrayBuffer()), '模板.xlsx')
    expect(await look(county, up.id)).toMatchObject({ layout: id, counts: { new: 0, refused: 0, asked: 0 } })
  }
  const page = async (client: Client, after: string | null) => (await client.query('query($after: String) { imports(first: 2, after: $after) { totalCount nodes { fileName } pageInfo { hasNextPage endCursor } } }', { after })).data?.imports
  const first = await page(county, null)
  expect(first).toMatchObject({ nodes: [{ fileName: '模板.xlsx' }, { fileName: '模板.xlsx' }], pageInfo: { hasNextPage: true } })
  expect(first.totalCount).toBe(7)
  expect((await page(county, first.pageInfo.endCursor)).nodes).toHaveLength(2)
  expect((await page(await api.signInAs('city.office'), null)).totalCount).toBe(7)
  expect(await page(await api.signInAs('nanle.office'), null)).toMatchObject({ totalCount: 0, nodes: [] })
  expect(await page(await api.signInAs('dept.fire'), null)).toMatchObject({ totalCount: 0 })
  for (const after of ['x', Buffer.from('["x"]').toString('base64url'), Buffer.from('[1]').toString('base64url')])
    expect((await county.query('query($after: String) { imports(after: $after) { totalCount } }', { after })).errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'after' } }])
})

it("another county sees nothing of an import, by id, file or mutation", async () => {
  const up = await upload(county, await book([{ name: '表', rows: [HEADER, ['柳屯镇', '濮阳甲厂', '2026-09-03', '未接地']] }]))
  const nanle = await api.signInAs('nanle.office')
  expect(await look(nanle, up.id)).toBeNull()
  expect((await nanle.fetch(`/imports/${up.id}/refused.xlsx`)).status).toBe(404)
  expect((await nanle.fetch('/imports/x/refused.xlsx')).status).toBe(404)
  for (const [name, input] of [['mapImport', {}], ['confirmImport', {}], ['discardImport', {}], ['withdrawImport', { reason: 'x' }]] as const)
    expect(await change(nanle, name, { import: up.id, ...input })).toMatchObject({ __typename: 'NotFound' })
  expect(await change(await api.signInAs('leader'), 'discardImport', { import: up.id })).toMatchObject({ __typename: 'Forbidden' })
  expect((await api.signInAs('leader').then((leader) => look(leader, up.id))).viewerCanConfirm).toBe(false)
})

it("a department's ledger: its own sectors only, unknown firms become of its sector, and nobody narrowed alike sees the office's", async () => {
  const fire = await api.signInAs('dept.fire')
  const up = await upload(fire, await book([{ name: '表', rows: [HEADER, ['一、危险化学品'], ['柳屯镇', '濮阳化工厂', '2026-09-03', '未接地'], ['二、其他'], ['柳屯镇', '濮阳商场', '2026-09-03', '通道堵塞']] }]))
  const mapped = await change(fire, 'mapImport', { import: up.id, answers: [{ field: 'firm', value: '*', answer: 'new' }] })
  expect(told(mapped)).toEqual(['表!3 REFUSED REFUSED OUTSIDE_SECTORS B', '表!5 NEW'])
  expect(await change(fire, 'confirmImport', { import: up.id })).toMatchObject({ state: 'IMPORTED' })
  expect(await db.owner`select sector_id from subject where name = '濮阳商场'`).toEqual([{ sector_id: sectors.fire }])
  expect(await look(county, up.id)).toMatchObject({ fileName: '台账.xlsx' })
})

it("a street's worker imports rows without a place as its own, and none of the next town's", async () => {
  const worker = await api.signInAs('street.worker')
  const up = await upload(worker, await book([{ name: 'Sheet1', rows: [HEADER, [null, '柳屯甲店', '2026-09-03', '未接地'], ['户部寨镇', '户部寨乙店', '2026-09-03', '未接地'], ['县直', '县直单位', '2026-09-03', '未接地']] }]))
  const mapped = await change(worker, 'mapImport', { import: up.id, answers: [{ field: 'firm', value: '*', answer: 'new' }] })
  expect(told(mapped)).toEqual(['Sheet1!2 NEW', 'Sheet1!3 REFUSED REFUSED OUTSIDE_SCOPE A', 'Sheet1!4 REFUSED REFUSED OUTSIDE_SCOPE A'])
  const sent = { import: up.id, idempotencyKey: 'once' }
  const [one, other] = [await change(worker, 'confirmImport', sent), await change(worker, 'confirmImport', sent)]
  expect([one.state, other.state]).toEqual(['IMPORTED', 'IMPORTED'])
  expect(await db.owner`select count(*)::int as n from hazard where path = '41/09/28/101/' and description = '未接地'`).toEqual([{ n: 1 }])
})
