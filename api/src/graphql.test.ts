import { fixedClock, testDatabase } from '@anwang/testkit'
import { afterEach, expect, it, vi } from 'vitest'
import { startApi } from '../test/api.ts'
import { plantAccount, plantRegions } from '../test/world.ts'
import { log } from './serving/log.ts'

const db = await testDatabase()
const api = await startApi(db, fixedClock('2026-10-20'))
await plantRegions(db, { '': { name: '全国', level: 'COUNTRY' }, '41/': { name: '河南省', level: 'PROVINCE', code: '410000000000' } })
await plantAccount(db, 'office', [{ role: 'COMMITTEE_OFFICE', path: '41/' }])
const office = await api.signInAs('office')
afterEach(() => vi.restoreAllMocks())

it('says nothing of what broke, and goes on', async () => {
  const said = vi.spyOn(log, 'error').mockImplementation(() => undefined)
  await db.owner`alter table region_label rename to hidden`
  const { data, errors } = await office.query('{ region(code: "410000000000") { name } }')
  await db.owner`alter table hidden rename to region_label`
  expect(data).toEqual({ region: null })
  expect(errors).toEqual([{ message: 'Something went wrong on our side.', path: ['region'], extensions: { code: 'INTERNAL_SERVER_ERROR', reference: expect.stringMatching(/^[0-9a-f]{16}$/) } }])
  expect(said).toHaveBeenCalledOnce()
  expect((await office.query('{ region(code: "410000000000") { name } }')).data.region.name).toBe('河南省')
})

it.each([
  ['too deep', `{ region(code: "410000000000") ${'{ parent '.repeat(25)}{ id }${'}'.repeat(25)} }`],
  ['too dear, by pages in pages', `{ region(code: "410000000000") { ${'children(first: 200) { nodes { '.repeat(3)}id${' } }'.repeat(3)} } }`],
  ['too full of directives', `{ viewer { ${'name @include(if: true) '.repeat(41)} } }`],
  ['too many aliases', `{ ${Array.from({ length: 61 }, (_, i) => `a${i}: viewer { name }`).join(' ')} }`],
])('refuses a query that is %s', async (_name, document) => {
  expect((await office.query(document)).errors).toMatchObject([{ message: 'The query asks for too much at once.' }])
})

it.each([
  ['a fragment inside itself', { query: '{ viewer { ...F } } fragment F on Viewer { ...F }' }],
  ['fragments inside each other', { query: '{ viewer { ...F } } fragment F on Viewer { ...G } fragment G on Viewer { ...F }' }],
  ['a list of operations', [{ query: '{ viewer { name } }' }, { query: '{ viewer { name } }' }]],
  ['what costs too much', { query: `{ region(code: "410000000000") { ${'children(first: 200) { nodes { '.repeat(4)}id${' } }'.repeat(4)} } }` }],
  ['a page of 201', { query: '{ region(code: "410000000000") { children(first: 201) { totalCount } } }' }],
])('refuses %s', async (_, body) => {
  const answer = await office.fetch('/graphql', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
  expect((await answer.text()).slice(0, 12)).toBe('{"errors":[{')
  // What a resolver refuses is said beside the data, which by the specification is an answer of 200.
  expect(answer.status).toBe(JSON.stringify(body).includes('201') ? 200 : 400)
})

it('refuses too many tokens, a form from another site, and a body too large', async () => {
  expect((await office.query(`{ ${'viewer { name } '.repeat(2000)} }`)).errors?.[0]?.message).toContain('token')
  expect((await office.fetch('/graphql?query={viewer{name}}')).status).toBe(400)
  expect((await office.fetch('/graphql', { method: 'POST', headers: { 'content-type': 'text/plain' }, body: '{"query":"{viewer{name}}"}' })).status).toBe(400)
  expect((await office.fetch('/graphql', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query: 'x'.repeat(300_000) }) })).status).toBe(413)
})

it('takes a variable of the wrong kind for bad input', async () => {
  expect((await office.query('query($first: Int) { region(code: "410000000000") { children(first: $first) { totalCount } } }', { first: 'x' })).errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }])
})

it('holds no connection after an answer, however many ask at once', async () => {
  const answers = await Promise.all(Array.from({ length: 60 }, () => office.query('{ region(code: "410000000000") { name parent { name } } }')))
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
  await expect.poll(async () => (await db.owner`select count(*)::int as n from pg_stat_activity where datname = current_database() and state = 'idle in transaction'`)[0]!['n']).toBe(0)
})

it('holds no connection for what goes on after an answer that failed early', async () => {
  const deep = 'nodes { id name parent { name ancestors { name } children { nodes { name parent { name } } } } }'
  for (let i = 0; i < 30; i++) {
    const { data, errors } = await office.query(`{ hazards(filter: { region: "x" }) { totalCount } a: regions(search: "河南") { ${deep} } b: regions(search: "省") { ${deep} } sectors { id name } }`)
    expect([data, errors?.[0]?.extensions.argument]).toEqual([null, 'filter.region'])
  }
  await new Promise((done) => setTimeout(done, 300))
  expect((await db.owner`select count(*)::int as n from pg_stat_activity where datname = current_database() and state like 'idle in transaction%'`)[0]!['n']).toBe(0)
})

const opaque = (value: unknown) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')
const country = `id: "${opaque('Region:')}"`

it.each([
  ['id', `{ node(id: "${opaque('Hazard:a/b')}") { id } }`],
  ['id', `{ node(id: "${opaque(`Indicator:${'-'.repeat(36)}/1`)}") { id } }`],
  ['id', `{ node(id: "${opaque('Nothing:x')}") { id } }`],
  ['id', `{ region(${country}) { name } }`],
  ['after', `{ region(code: "410000000000") { children(after: "${opaque(['\0'])}") { totalCount } } }`],
  ['after', `{ region(code: "410000000000") { children(after: "${opaque([1])}") { totalCount } } }`],
  ['after', `{ regions(search: "x", after: "${opaque([1.5, 0, 'x'])}") { totalCount } }`],
  ['after', `{ publications(region: "${opaque('Region:00000000-0000-4000-8000-000000000000')}", after: "${opaque(['2026-99', 'x'])}") { totalCount } }`],
  ['after', `{ imports(after: "${opaque(['x'])}") { totalCount } }`],
])('a malformed %s is bad input, never a message of the database: %s', async (argument, document) => {
  expect((await office.query(document)).errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument } }])
})

it('refuses a user name that no database can hold like any other that is wrong', async () => {
  const answer = await office.fetch('/session', { method: 'POST', headers: { 'content-type': 'application/json', 'x-anwang': '1' }, body: JSON.stringify({ userName: 'a\0b', password: 'x' }) })
  expect(answer.status).toBeGreaterThanOrEqual(400)
  expect(answer.status).toBeLessThan(500)
})
