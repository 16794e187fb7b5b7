import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { addDays, dayOf, isDay, lastYear, parsePeriod, previous, startOfDay } from './index.ts'

describe('periods', () => {
  it.each([
    ['2026-09', '2026-09-01', '2026-10-01'],
    ['2026-Q3', '2026-07-01', '2026-10-01'],
    ['2026-H2', '2026-07-01', '2027-01-01'],
    ['2026', '2026-01-01', '2027-01-01'],
    ['2026-W01', '2025-12-29', '2026-01-05'],
    ['2026-W53', '2026-12-28', '2027-01-04'],
    ['2026-01..2026-09', '2026-01-01', '2026-10-01'],
    ['2026-08-26/2026-09-25', '2026-08-26', '2026-09-26'],
  ])('%s', (text, from, until) => expect(parsePeriod(text)).toMatchObject({ text, from, until }))

  it.each(['', '26', '2026-13', '2026-Q5', '2026-H0', '2025-W53', '2026-W00', '2026-09..2026-01', '2026-02-30/2026-03-01',
    '2026-09-25/2026-08-26', '2026-09-01/', '2026-09-01/2026-09-02/2026-09-03', '0000', '1899', '0001-Q1', '2200-01', '9999-12-01/9999-12-31', '1899-12-31/1900-01-05', '2026-01..9999-12', '9999', "2026' or 1", ' 2026'])('refuses %j', (text) =>
    expect(parsePeriod(text)).toBeNull())

  it.each([
    ['2026-01', '2025-12', '2025-01'],
    ['2026-Q1', '2025-Q4', '2025-Q1'],
    ['2026-H1', '2025-H2', '2025-H1'],
    ['2026', '2025', '2025'],
    ['1900-Q1', '1899-Q4', '1899-Q1'],
    ['2026-W01', '2025-W52', '2024-12-30/2025-01-05'],
    ['2026-04..2026-05', '2026-02..2026-03', '2025-04..2025-05'],
    ['2026-08-26/2026-09-25', '2026-07-26/2026-08-25', '2025-08-27/2025-09-26'],
  ])('%s comes after %s, a year after %s', (text, before, yearBefore) => {
    expect(previous(parsePeriod(text)!).text).toBe(before)
    expect(lastYear(parsePeriod(text)!).text).toBe(yearBefore)
  })
})

it('a day in Shanghai begins at 16:00 UTC of the day before', () => {
  expect(startOfDay('2026-09-03').toISOString()).toBe('2026-09-02T16:00:00.000Z')
  expect(dayOf(new Date('2026-09-02T15:59:59.999Z'))).toBe('2026-09-02')
  fc.assert(fc.property(fc.integer({ min: -10_000, max: 40_000 }), (n) => {
    const day = addDays('2000-01-01', n)
    return isDay(day) && dayOf(startOfDay(day)) === day
  }))
})
