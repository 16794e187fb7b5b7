import { request } from 'node:http'
import { gunzipSync } from 'node:zlib'
import { fixedClock, testDatabase } from '@anwang/testkit'
import { expect, it } from 'vitest'
import { startApi } from '../../test/api.ts'

const api = await startApi(await testDatabase(), fixedClock('2026-10-20'))
const LONG = '{ __schema { types { name description fields { name description } } } }'
const SHORT = '{ __typename }'

interface Sent { readonly headers: Readonly<Record<string, unknown>>; readonly body: Buffer }

/** As it comes over the wire. */
const sent = (query: string, encoding?: string): Promise<Sent> => new Promise((done, failed) => {
  request(`${api.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', ...(encoding !== undefined && { 'accept-encoding': encoding }) } }, (response) => {
    const chunks: Buffer[] = []
    response.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => done({ headers: response.headers, body: Buffer.concat(chunks) })).on('error', failed)
  }).on('error', failed).end(JSON.stringify({ query }))
})

it('compresses long answers for who takes them so', async () => {
  const plain = await sent(LONG)
  expect(plain.headers).toMatchObject({ vary: 'Accept-Encoding', 'content-length': String(plain.body.length) })
  expect(plain.headers['content-encoding']).toBeUndefined()
  expect((await sent(LONG, 'identity')).body).toEqual(plain.body)
  expect((await sent(LONG, 'gzip;q=0')).body).toEqual(plain.body)
  const packed = await sent(LONG, 'gzip, br')
  expect(packed.headers).toMatchObject({ vary: 'Accept-Encoding', 'content-encoding': 'gzip', 'content-length': String(packed.body.length) })
  expect(gunzipSync(packed.body)).toEqual(plain.body)
  expect(packed.body.length).toBeLessThan(plain.body.length / 3)
})

it('leaves short ones as they are', async () => {
  const { headers, body } = await sent(SHORT, 'gzip')
  expect(headers['content-encoding']).toBeUndefined()
  expect(JSON.parse(body.toString())).toEqual({ data: { __typename: 'Query' } })
})
