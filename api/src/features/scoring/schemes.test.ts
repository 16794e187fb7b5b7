import { defaultSchemes } from '@anwang/domain/scoring'
import { testDatabase } from '@anwang/testkit'
import { expect, it } from 'vitest'

const db = await testDatabase()

it('every database begins with the default schemes as the domain has them', async () => {
  const rows = await db.owner`select data from scheme_version where region_id is null order by scheme`
  expect(rows.map((row) => row['data'])).toEqual(JSON.parse(JSON.stringify(defaultSchemes)))
})
