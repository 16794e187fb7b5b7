import { fixedClock, testDatabase } from '@anwang/testkit'
import { parse, validate } from 'graphql'
import { expect, it } from 'vitest'
import { documentsIn } from '../../../web/documents.ts'
import { startApi } from '../../test/api.ts'
import { plantAccount, plantRegions } from '../../test/world.ts'
import { schema } from '../schema/index.ts'

const written = documentsIn(new URL('../../../web/src', import.meta.url).pathname)
const session = written.find(({ name }) => name === 'Session')!

const db = await testDatabase()
const api = await startApi(db, fixedClock('2026-10-20'), { documents: Object.fromEntries(written.map(({ id, text }) => [id, text])) })
await plantRegions(db, { '': { name: '全国', level: 'COUNTRY' }, '41/': { name: '河南省', level: 'PROVINCE', code: '410000000000' } })
await plantAccount(db, 'office', [{ role: 'COMMITTEE_OFFICE', path: '41/' }])
const office = await api.signInAs('office')

const JSON_BODY = { 'content-type': 'application/json' }
const post = async (body: unknown) => {
  const answer = await office.fetch('/graphql', { method: 'POST', headers: JSON_BODY, body: JSON.stringify(body) })
  const { data, errors } = (await answer.json()) as { data?: Record<string, unknown>; errors?: { extensions: { code: string } }[] }
  return { status: answer.status, data, code: errors?.[0]?.extensions.code }
}

it('answers an operation of the web application by its id', async () => {
  expect(await post({ documentId: session.id })).toMatchObject({ status: 200, data: { viewer: { userName: 'office' } } })
})

it('hands the variables on', async () => {
  const region = written.find(({ name }) => name === 'RegionOfAddress')!
  expect(await post({ documentId: region.id, variables: { code: '410000000000' } })).toMatchObject({ status: 200, data: { region: { name: '河南省' } } })
})

it.each<[string, unknown]>([
  ['a text', { query: session.text }],
  ['a text beside the id', { documentId: session.id, query: '{ viewer { name } }' }],
  ['a text of null beside the id', { documentId: session.id, query: null }],
  ['the schema', { query: '{ __schema { types { name } } }' }],
  ['a list of operations', [{ documentId: session.id }, { documentId: session.id }]],
  ['a text by its hash, for later', { query: session.text, extensions: { persistedQuery: { version: 1, sha256Hash: session.id.slice(7) } } }],
  ['the hash alone', { extensions: { persistedQuery: { version: 1, sha256Hash: session.id.slice(7) } } }],
  ['an id that is none', { documentId: ['x'] }],
  ['nothing', {}],
])('refuses %s', async (_, body) => {
  expect(await post(body)).toEqual({ status: 400, data: undefined, code: 'PERSISTED_DOCUMENT_ONLY' })
})

it('says of an id that it does not know that the page is another version’s', async () => {
  for (const documentId of [`sha256:${'0'.repeat(64)}`, '__proto__', 'constructor']) expect(await post({ documentId })).toMatchObject({ status: 400, code: 'PERSISTED_DOCUMENT_NOT_FOUND' })
})

it('answers no other method, whatever its address holds', async () => {
  for (const method of ['GET', 'PUT', 'DELETE'])
    expect((await office.fetch(`/graphql?documentId=${session.id}&query={viewer{name}}`, { method, headers: { 'x-anwang': '1', 'apollo-require-preflight': '1' } })).status).toBe(405)
})

it('takes variables that are no object for none', async () => {
  for (const variables of ['x', [1], 7, null]) expect(await post({ documentId: session.id, variables })).toMatchObject({ status: 200 })
})

it('writes every document of the web application as one that the schema answers', async () => {
  expect(written.length).toBeGreaterThan(40)
  const open = await startApi(db, fixedClock('2026-10-20'))
  expect(written.flatMap(({ text }) => validate(schema, parse(text)).map((error) => error.message))).toEqual([])
  expect((await (await open.signInAs('office')).query(session.text)).data.viewer.userName).toBe('office')
})
