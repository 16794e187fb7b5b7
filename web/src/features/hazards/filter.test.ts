import { daysBetween } from '@anwang/domain/time'
import { describe, expect, test } from 'vitest'
import { AGES, deadlinesOf, exportAddress, filterOf } from './filter.ts'

const today = '2026-09-30'
const read = (text: string, only = {}) => filterOf(new URLSearchParams(text), 'R', today, only)

describe('the filter of the address', () => {
  test.each([
    ['', {}],
    ['level=MAJOR&state=SUBMITTED,CLOSED', { level: ['MAJOR'], state: ['SUBMITTED', 'CLOSED'] }],
    ['level=HUGE&state=,&source=TIP_OFF,NOBODY', { source: ['TIP_OFF'] }],
    ['foundFrom=2026-09-31&foundTo=2026-09-30', { foundTo: '2026-09-30' }],
    ['overdue=1&minDays=0', { overdue: true }],
    ['minDays=12', { minOverdueDays: 12 }],
    ['minDays=1.5', {}],
    ['search=%20%E9%85%8D%E7%94%B5%20', { search: '配电' }],
    ['age=8-30', { overdue: true, dueFrom: '2026-08-31', dueTo: '2026-09-22' }],
    ['age=91-', { overdue: true, dueTo: '2026-07-01' }],
    ['age=8-30&dueFrom=2026-09-10', { overdue: true, dueFrom: '2026-09-10', dueTo: '2026-09-22' }],
    ['sector=S&subject=F', { sector: 'S', subject: 'F' }],
    ['import=I', { import: 'I' }],
  ])('%s', (text, expected) => expect(read(text)).toEqual({ region: 'R', ...expected }))

  test('a page of overdue ones asks for those only', () => expect(read('', { overdue: true })).toEqual({ accountable: 'R', overdue: true }))
  test('and what counts at the region itself', () => expect(read('own=1', { overdue: true })).toEqual({ accountable: 'R', own: true, overdue: true }))
})

describe('of figures', () => {
  test.each([
    ['asOf=2026-08-31', { overdueOn: '2026-08-31' }],
    ['asOf=2026-08-31&age=8-30', { overdueOn: '2026-08-31', dueFrom: '2026-08-01', dueTo: '2026-08-23' }],
    ['asOf=2026-09-30', {}],
    ['asOf=2026-10-01', {}],
    ['asOf=yesterday', {}],
  ])('overdue, %s', (text, expected) => expect(read(text, { overdue: true })).toEqual({ accountable: 'R', overdue: true, ...expected }))
  test('what counts in the region, at the region itself', () => {
    expect(read('counted=1&own=1&foundFrom=2026-07-01')).toEqual({ accountable: 'R', own: true, foundFrom: '2026-07-01' })
    expect(read('own=1&asOf=2026-08-31')).toEqual({ region: 'R' })
  })
})

test('the bands of age meet without a gap and without a common day', () => {
  const bands = AGES.map((age) => deadlinesOf(age, today))
  expect(daysBetween(bands[0]!.dueTo, today)).toBe(1)
  for (const [i, band] of bands.slice(1).entries()) expect(daysBetween(band.dueTo, bands[i]!.dueFrom!)).toBe(1)
  expect(bands.at(-1)!.dueFrom).toBeUndefined()
})

test('an export names the filter, the order and the picked rows', () => {
  const address = exportAddress({ region: 'R', overdue: true }, { field: 'DUE_ON', direction: 'ASC' }, { ids: ['a', 'b'] })
  const url = new URL(address, 'http://localhost')
  expect(url.pathname).toBe('/export/hazards.xlsx')
  expect(JSON.parse(url.searchParams.get('filter')!)).toEqual({ region: 'R', overdue: true })
  expect(JSON.parse(url.searchParams.get('orderBy')!)).toEqual({ field: 'DUE_ON', direction: 'ASC' })
  expect(url.searchParams.get('ids')).toBe('a,b')
})
