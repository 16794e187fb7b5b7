import { fixedClock, testDatabase } from '@anwang/testkit'
import { auditServer } from 'graphql-http'
import { expect, it } from 'vitest'
import { startApi } from '../../test/api.ts'

const db = await testDatabase()
const api = await startApi(db, fixedClock('2026-10-20'))

/** With `application/json` the specification would rather have 200 for what cannot be understood; we say 400 to every caller alike. */
const REFUSED_AS_400 = ['572B', 'FDE2', '7B9B']

it('speaks GraphQL over HTTP as its specification says', async () => {
  const results = await auditServer({ url: `${api.url}/graphql`, fetchFn: fetch })
  const idsOf = (status: string) => results.filter((one) => one.status === status).map((one) => one.id)
  expect(results).toHaveLength(61)
  expect(idsOf('error')).toEqual([])
  expect(idsOf('warn')).toEqual(REFUSED_AS_400)
})
