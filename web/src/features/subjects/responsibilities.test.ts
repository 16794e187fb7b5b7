import { expect, test } from 'vitest'
import { gapsOf } from './responsibilities.ts'

test.each([
  [['PRIMARY', 'TERRITORIAL', 'SECTOR', 'COMPREHENSIVE', 'PARTY_AND_GOVERNMENT'], []],
  [['PRIMARY', 'SECTOR'], ['PARTY_AND_GOVERNMENT', 'TERRITORIAL', 'COMPREHENSIVE']],
  [[], ['PARTY_AND_GOVERNMENT', 'TERRITORIAL', 'SECTOR', 'COMPREHENSIVE', 'PRIMARY']],
])('of five responsibilities %j leave %j', (assigned, gaps) => expect(gapsOf(assigned)).toEqual(gaps))
