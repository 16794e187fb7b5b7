import { join } from 'node:path'
import { globSync, readFileSync } from 'node:fs'
import { openWorkbook } from '@anwang/documents/workbook'
import { fixedClock, testDatabase } from '@anwang/testkit'
import { beforeAll, describe, expect, it } from 'vitest'
import { startApi, type Client } from '../../../test/api.ts'
import { aHazard, aSubject, plant, plantContact } from '../../../test/records.ts'
import { plantAccount, plantOffice, plantRegions, plantSector } from '../../../test/world.ts'
import { hashPassword } from '../accounts/passwords.ts'
import { globalId } from '../../schema/nodes.ts'

const db = await testDatabase()
const api = await startApi(db, fixedClock('2026-10-20'))

await plantRegions(db, {
  '': { name: '全国', level: 'COUNTRY' }, '41/': { name: '河南省', level: 'PROVINCE', code: '410000000000' }, '41/09/': { name: '濮阳市', level: 'CITY', code: '410900000000' },
  '41/09/28/': { name: '濮阳县', level: 'COUNTY', code: '410928000000' }, '41/09/23/': { name: '南乐县', level: 'COUNTY', code: '410923000000' }, '41/07/': { name: '新乡市', level: 'CITY', code: '410700000000' },
})
await plantOffice(db, '41/09/', '2025-01-01')
const sector = await plantSector(db, '危险化学品')
for (const [name, role, path] of [
  ['county', 'COMMITTEE_OFFICE', '41/09/28/'], ['nanle', 'COMMITTEE_OFFICE', '41/09/23/'], ['auditor', 'AUDITOR', '41/09/'], ['nanle.auditor', 'AUDITOR', '41/09/23/'], ['sysadmin', 'SYSTEM_ADMINISTRATOR', '41/09/'],
] as const) await plantAccount(db, name, [{ role, path }])
const GUARD = { 'x-anwang': '1', 'content-type': 'application/json' }
const PASSWORD = 'Long-enough-7-words'
await plantAccount(db, 'reader', [{ role: 'OVERSIGHT', path: '41/09/23/' }], await hashPassword(PASSWORD))
const firm = aSubject('41/09/28/', { name: '柳屯化工', sectorId: sector })
const hazard = aHazard(firm, '2026-08-01', { number: 'PY-1' })
await plant(db, [firm.append, hazard.append])
await plantContact(db, 'subject', firm.id, firm.path, '王建设', '10000000001')

const [county, nanle, auditor] = [await api.signInAs('county'), await api.signInAs('nanle'), await api.signInAs('auditor')]
const fields = 'number address kind refused reason userName title region { name } action what target targetId rows details { name value }'
const ask = async (who: Client, filter = '{}') => {
  const { data, errors } = await who.query(`{ audit { entries(filter: ${filter}) { totalCount nodes { ${fields} } } } }`)
  expect(errors).toBeUndefined()
  return data.audit as { entries: { totalCount: number; nodes: Record<string, any>[] } } | null
}
const last = async (filter = '{}') => (await ask(auditor, filter))!.entries.nodes[0]

describe('what stands in the second log', () => {
  it('an export: who, what, by which filter and how many rows', async () => {
    const filter = encodeURIComponent(JSON.stringify({ region: globalId('Region', (await db.owner`select id from region where path = '41/09/28/'`)[0]!['id']), state: ['REGISTERED'] }))
    const response = await county.fetch(`/export/hazards.xlsx?filter=${filter}`)
    await response.arrayBuffer()
    expect(await last('{ kind: [EXPORT] }')).toMatchObject({
      kind: 'EXPORT', refused: false, userName: 'county', region: { name: '濮阳县' }, action: 'hazards.xlsx', what: '导出隐患台账（Excel）', rows: 1,
      details: [{ name: null, value: '濮阳县事故隐患台账（截至2026-10-20）' }, { name: '筛选', value: '濮阳县；待整改' }],
    })
  })

  it('sign-ins and sign-outs: done, refused and why, from where', async () => {
    const post = (body: object) => api.anonymous.fetch('/session', { method: 'POST', headers: GUARD, body: JSON.stringify(body) })
    const entered = await post({ userName: 'reader', password: PASSWORD })
    expect(entered.status).toBe(200)
    expect(await last()).toMatchObject({ kind: 'SIGN_IN', refused: false, userName: 'reader', what: '登录', region: { name: '南乐县' }, address: expect.stringContaining('127.0.0.1') })
    expect((await post({ userName: 'reader', password: 'not this one' })).status).toBe(401)
    expect(await last()).toMatchObject({ kind: 'SIGN_IN', refused: true, userName: 'reader', reason: '密码不正确' })
    expect((await post({ userName: 'hunter2-is-my-password', password: 'x' })).status).toBe(401)
    expect(await last()).toMatchObject({ kind: 'SIGN_IN', refused: true, userName: 'hu…', title: null, reason: '没有这个账号' })
    await api.anonymous.fetch('/session', { method: 'DELETE', headers: { ...GUARD, cookie: entered.headers.get('set-cookie')!.split(';')[0]! } })
    expect(await last()).toMatchObject({ kind: 'SIGN_OUT', userName: 'reader' })
    expect(JSON.stringify(await db.owner`select * from audit`)).not.toContain('not this one')
  })

  it("a record of a neighbour's, by its id: opened and worked on; which record, and nothing of it", async () => {
    const id = globalId('Hazard', hazard.id)
    await nanle.query(`{ node(id: "${id}") { id } }`)
    expect(await last()).toMatchObject({ kind: 'DENIAL', refused: true, userName: 'nanle', action: 'node', reason: '没有这条记录，或不在权限范围内', target: '隐患', targetId: hazard.id, details: [] })
    const { data } = await nanle.query(`mutation { orderRectification(input: { idempotencyKey: "1", hazard: "${id}", expectedVersion: 1, dueOn: "2026-11-01" }) { __typename } }`)
    expect(data.orderRectification.__typename).toBe('NotFound')
    expect(await last()).toMatchObject({ kind: 'DENIAL', userName: 'nanle', action: 'orderRectification', what: '责令整改', targetId: hazard.id })
  })

  it('names and numbers shown whole; not masked ones, and not what nobody asked for', async () => {
    const before = (await ask(auditor, '{ kind: [PERSONAL_DATA] }'))!.entries.totalCount
    const id = globalId('Subject', firm.id)
    await county.query(`{ node(id: "${id}") { ... on Subject { name } } region(code: "410928000000") { subjects { nodes { contacts { name } } } } }`)
    expect((await ask(auditor, '{ kind: [PERSONAL_DATA] }'))!.entries.totalCount).toBe(before)
    const { data } = await county.query(`{ node(id: "${id}") { ... on Subject { a: contacts { name } b: contacts { phone } } } }`)
    expect(data.node.a).toEqual([{ name: '王建设' }])
    expect((await ask(auditor, '{ kind: [PERSONAL_DATA] }'))!.entries).toMatchObject({ totalCount: before + 1, nodes: [{ userName: 'county', target: '监管对象', targetId: firm.id }] })
  })

  it('costs an ordinary read no statement', async () => {
    const { statements } = await db.during(() => county.query('{ hazards { nodes { number } } }'))
    expect(statements.filter((one) => /\baudit\b/.test(one))).toEqual([])
  })
})

describe('who reads it', () => {
  it.each(['county', 'sysadmin'])('not %s, and that they tried stands in it', async (name) => {
    const who = await api.signInAs(name)
    expect(await ask(who)).toBeNull()
    expect(await last()).toMatchObject({ kind: 'DENIAL', userName: name, action: 'audit', reason: '岗位没有这项权限' })
    expect((await who.fetch('/export/audit.xlsx')).status).toBe(403)
    const { data } = await who.query('mutation { verifyAudit(input: { idempotencyKey: "1" }) { __typename } }')
    expect(data.verifyAudit.__typename).toBe('Forbidden')
  })
  it('nobody unsigned', async () => {
    expect((await api.anonymous.query('{ audit { anchored } }')).data).toEqual({ audit: null })
    expect((await api.anonymous.fetch('/export/audit.xlsx')).status).toBe(401)
  })
  it("an auditor of a county: of that county's accounts only", async () => {
    const names = new Set((await ask(await api.signInAs('nanle.auditor')))!.entries.nodes.map((one) => one['userName']))
    expect([...names].toSorted()).toEqual(['nanle', 'reader'])
  })
  it('and the auditor sees no record', async () => {
    const { data } = await auditor.query('{ hazards { totalCount } }')
    expect(data.hazards.totalCount).toBe(0)
    expect(JSON.stringify(await ask(auditor))).not.toMatch(/柳屯化工|王建设|1000000/)
  })
})

it('what is typed into a search stays out of it, that there was one does not', async () => {
  const typed = encodeURIComponent(JSON.stringify({ search: '王建设13912345678' }))
  await county.fetch(`/export/hazards.csv?filter=${typed}`).then((response) => response.arrayBuffer())
  expect((await last('{ kind: [EXPORT] }'))!['details']).toContainEqual({ name: '筛选', value: '搜索' })
  await auditor.fetch(`/export/audit.xlsx?filter=${typed}`).then((response) => response.arrayBuffer())
  expect((await last('{ kind: [EXPORT] }'))!['details']).toContainEqual({ name: '筛选', value: '搜索：是' })
  expect(await db.owner`select 1 from audit where details::text like '%13912345678%'`).toEqual([])
})

describe('looking for something', () => {
  beforeAll(async () => {
    for (let i = 0; i < 3; i++) await county.fetch('/export/hazards.csv').then((response) => response.arrayBuffer())
  })
  it.each([
    ['{ kind: [EXPORT] }', (one: Record<string, any>) => one['kind'] === 'EXPORT'], ['{ refused: true }', (one: Record<string, any>) => one['refused'] === true],
    ['{ search: "NANLE" }', (one: Record<string, any>) => JSON.stringify(one).includes('nanle')], ['{ search: "事故隐患台账" }', (one: Record<string, any>) => one['kind'] === 'EXPORT'],
  ] as const)('%s', async (filter, fits) => {
    const { totalCount, nodes } = (await ask(auditor, filter))!.entries
    expect(nodes.length).toBe(totalCount)
    expect(nodes.length).toBeGreaterThan(0)
    expect(nodes.filter((one) => !fits(one))).toEqual([])
    expect((await ask(auditor))!.entries.totalCount).toBeGreaterThan(totalCount)
  })
  it('by days of Shanghai and by region', async () => {
    const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
    const all = (await ask(auditor))!.entries.totalCount
    expect((await ask(auditor, `{ from: "${today}", to: "${today}" }`))!.entries.totalCount).toBe(all)
    expect((await ask(auditor, '{ to: "2026-01-01" }'))!.entries.totalCount).toBe(0)
    const region = globalId('Region', (await db.owner`select id from region where path = '41/09/23/'`)[0]!['id'])
    expect([...new Set((await ask(auditor, `{ region: "${region}" }`))!.entries.nodes.map((one) => one['userName']))].toSorted()).toEqual(['nanle', 'reader'])
  })
  it('page by page, each entry once, newest first', async () => {
    const seen: number[] = []
    for (let after: string | null = null, more = true; more;) {
      const { data } = await auditor.query('query($after: String) { audit { entries(first: 3, after: $after) { pageInfo { hasNextPage endCursor } nodes { number } } } }', { after })
      seen.push(...data.audit.entries.nodes.map((one: { number: string }) => Number(one.number)))
      after = data.audit.entries.pageInfo.endCursor
      more = data.audit.entries.pageInfo.hasNextPage
    }
    expect(seen).toEqual([...new Set(seen)].toSorted((a, b) => b - a))
    expect((await auditor.query('{ audit { entries(after: "x") { totalCount } } }')).errors).toMatchObject([{ extensions: { argument: 'after' } }])
  })
  it('as a workbook, which stands in the log itself', async () => {
    const response = await auditor.fetch(`/export/audit.xlsx?filter=${encodeURIComponent('{"kind":["EXPORT"]}')}`)
    const rows: unknown[] = []
    for await (const row of (await openWorkbook(new Uint8Array(await response.arrayBuffer()))).sheets[0]!.rows()) rows.push(row.cells)
    expect(JSON.stringify(rows)).toContain('导出隐患台账（CSV）')
    expect(await last()).toMatchObject({ kind: 'EXPORT', userName: 'auditor', action: 'audit.xlsx', rows: rows.length - 2 })
    expect((await auditor.fetch('/export/audit.xlsx?filter=x')).status).toBe(400)
  })
})

it('the auditor has the chains checked', async () => {
  const { data } = await auditor.query('mutation { verifyAudit(input: { idempotencyKey: "1" }) { __typename ... on VerifyAuditPayload { audit { anchored chains { log sealed sealedAt checked sound findings } } } } }')
  expect(data.verifyAudit.audit).toMatchObject({ anchored: false, chains: [{ log: 'EVENT', sound: true, findings: [] }, { log: 'AUDIT', sound: true, findings: [] }] })
  expect(await last()).toMatchObject({ kind: 'ADMINISTRATION', userName: 'auditor', what: '核验日志' })
})

it('whatever hands out a file of records notes it before the first byte', () => {
  const handing = globSync(join(import.meta.dirname, '../**/*.ts')).map((file) => [file, readFileSync(file, 'utf8')] as const).filter(([file, text]) => !file.endsWith('.test.ts') && text.includes('attachment; filename'))
  expect(handing.length).toBeGreaterThan(3)
  for (const [file, text] of handing) expect([file, text.includes("kind: 'EXPORT'"), text.includes('await context.noted()')]).toEqual([file, true, true])
})
