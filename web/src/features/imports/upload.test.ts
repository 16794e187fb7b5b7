import { expect, test } from 'vitest'
import { LARGEST, refusedAtOnce } from './upload.ts'

test.each([
  ['9月台账.xlsx', 1, null],
  ['LEDGER.CSV', 10, null],
  ['老台账.xls', 10, null],
  ['台账.docx', 10, 'WRONG_TYPE'],
  ['台账', 10, 'WRONG_TYPE'],
  ['台账.xlsx', 0, 'EMPTY'],
  ['台账.xlsx', LARGEST + 1, 'TOO_LARGE'],
])('%s of %i bytes', (name, size, refused) => expect(refusedAtOnce({ name, size })).toBe(refused))
