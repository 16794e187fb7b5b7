import { fixedClock, testDatabase } from '@anwang/testkit'
import { expect, it } from 'vitest'
import { startApi } from '../../test/api.ts'

const db = await testDatabase()
const documents = { 'sha256:1': 'query Session { viewer { name } }' }
const api = await startApi(db, fixedClock('2026-10-20'), { documents, metrics: true })
const figures = async () => (await fetch(api.metricsUrl!)).text()

it('counts requests by a few routes and operations by their names, on a port of its own', async () => {
  const post = (body: object) => api.anonymous.fetch('/graphql', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
  await post({ documentId: 'sha256:1' })
  await post({ query: '{ viewer { name } }' })
  await api.anonymous.fetch('/hazards/secret-of-a-page')
  const text = await figures()
  for (const status of [200, 400]) expect(text).toContain(`http_request_duration_seconds_count{route="/graphql",method="POST",status="${status}"} 1`)
  expect(text).toContain('graphql_operation_duration_seconds_count{operation="Session"} 1')
  expect(text).toMatch(/process_cpu_seconds_total|process_resident_memory_bytes/)
  expect(text).not.toContain('secret-of-a-page')
  expect(new URL(api.metricsUrl!).port).not.toBe(new URL(api.url).port)
  expect((await fetch(api.metricsUrl!.replace('/metrics', '/'))).status).toBe(404)
  expect((await api.anonymous.fetch('/metrics')).headers.get('content-type')).not.toContain('openmetrics')
})
