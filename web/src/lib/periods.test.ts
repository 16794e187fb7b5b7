import { describe, expect, it } from 'vitest'
import { containing, defaultPeriod, isScored, parsePeriod, periodsOfYear, periodWords, previous, rangeText, sameSpan } from './periods.ts'

describe('periods in words', () => {
  it.each([
    ['2026-Q3', '2026年第三季度', 'Q3 2026'],
    ['2026-09', '2026年9月', 'September 2026'],
    ['2026-H1', '2026年上半年', 'First half of 2026'],
    ['2026', '2026年', '2026'],
    ['2026-W38', '2026年第38周', 'Week 38 of 2026'],
    ['2026-01..2026-09', '2026年1月至2026年9月', 'January 2026 to September 2026'],
    ['2026-08-26/2026-09-25', '2026-08-26 至 2026-09-25', '2026-08-26 to 2026-09-25'],
    ['nonsense', 'nonsense', 'nonsense'],
  ])('%s', (text, zh, en) => {
    expect(periodWords(text, 'zh')).toBe(zh)
    expect(periodWords(text, 'en')).toBe(en)
  })
})

it.each([
  ['2026-09-30', '2026-Q3'],
  ['2026-10-03', '2026-Q3'],
  ['2026-10-16', '2026-Q4'],
  ['2026-01-10', '2025-Q4'],
])('on %s the first choice is %s', (today, text) => expect(defaultPeriod(today)).toBe(text))

it('offers no period that has not begun', () => {
  expect(periodsOfYear('QUARTER', 2026, '2026-08-01').map((p) => p.text)).toEqual(['2026-Q1', '2026-Q2', '2026-Q3'])
  expect(periodsOfYear('MONTH', 2026, '2026-02-01')).toHaveLength(2)
  expect(periodsOfYear('YEAR', 2027, '2026-12-31')).toEqual([])
})

it.each([
  ['QUARTER', '2026-08', '2026-Q3'],
  ['MONTH', '2026-Q3', '2026-07'],
  ['HALF', '2026-09', '2026-H2'],
  ['YEAR', '2026-08-26/2026-09-25', '2026'],
] as const)('the %s that contains %s is %s', (kind, text, expected) => expect(containing(kind, parsePeriod(text)!).text).toBe(expected))

it('scores quarters only', () => {
  expect(['2026-Q1', '2026', '2026-H1', '2026-04', '2026-01..2026-03'].map((text) => isScored(parsePeriod(text)!))).toEqual([true, false, false, false, false])
})

it('a range of days or months, or none', () => {
  expect(rangeText('2026-08-26', '2026-09-25')).toBe('2026-08-26/2026-09-25')
  expect(rangeText('2026-01', '2026-03')).toBe('2026-01..2026-03')
  expect(rangeText('2026-09-25', '2026-08-26')).toBeNull()
  expect(rangeText('', '2026-08-26')).toBeNull()
})

it.each([
  ['2026-Q4', '2026-11-22', '2026-07-01/2026-08-22'],
  ['2026-Q3', '2026-11-22', '2026-Q2'],
  ['2026-03', '2026-03-31', '2026-02'],
  ['2026-03', '2026-03-01', '2026-02-01/2026-02-01'],
  ['2026', '2026-12-31', '2025'],
])('%s on %s is held against %s', (text, today, expected) => {
  const p = parsePeriod(text)!
  expect(sameSpan(p, previous(p), today).text).toBe(expected)
})
