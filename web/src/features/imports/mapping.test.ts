import { describe, expect, test } from 'vitest'
import { changesOf, correctionOf, periodShown, takenTwice } from './mapping.ts'
import type { Sheet } from './queries.ts'

const header = (index: number, name: string) => ({ index, letter: 'ABC'[index]!, header: name, sample: null })
const sheet: Sheet = {
  name: '柳屯镇', headerRow: 3, layout: 'HAZARDS', source: 'DEPARTMENT', sourceBecause: null, unmatched: ['备注2'], missing: [], notWritten: [], periodText: null, reportingUnit: null, skipped: false, hidden: false,
  columns: [{ field: 'firmName', header: '单位名称', index: 0 }, { field: 'description', header: '问题', index: 1 }], headers: [header(0, '单位名称'), header(1, '问题'), header(2, '备注2')],
  fields: [{ field: 'firmName', label: '单位名称', required: true }, { field: 'description', label: '存在问题隐患', required: true }, { field: 'note', label: '备注', required: false }],
}
const same = correctionOf(sheet)

describe('a correction of how a sheet is read', () => {
  test.each([
    ['nothing changed', {}, null],
    ['another source', { source: 'SUPERIOR' }, { name: '柳屯镇', source: 'SUPERIOR' }],
    ['left out', { skip: true }, { name: '柳屯镇', skip: true }],
    ['a column more', { fields: { ...same.fields, 2: 'note' } }, { name: '柳屯镇', columns: [{ field: 'firmName', index: 0 }, { field: 'description', index: 1 }, { field: 'note', index: 2 }] }],
    ['another header finds its own columns', { headerRow: '4', fields: {} }, { name: '柳屯镇', headerRow: 4 }],
    ['no row at all', { headerRow: 'x' }, null],
  ])('%s', (_, change, expected) => expect(changesOf(sheet, { ...same, ...change })).toEqual(expected))
})

test('one field, two columns', () => {
  expect(takenTwice({ 0: 'note', 1: 'note', 2: '', 3: '' })).toEqual(['note'])
  expect(takenTwice(same.fields)).toEqual([])
})

test.each([
  ['2026-10-01/2026-11-01', '2026-10-01 – 2026-10-31'],
  ['2026', '2026'],
])('the period %s is shown as %s', (text, shown) => expect(periodShown(text)).toBe(shown))
