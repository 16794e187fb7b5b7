import { expect, it } from 'vitest'
import { parsePeriod } from '../lib/periods.ts'
import { figureFilters } from './figureLinks.ts'

it.each([
  ['2026-Q3', '2026-10-12', { overdue: { asOf: '2026-09-30' }, found: { counted: '1', foundFrom: '2026-07-01', foundTo: '2026-09-30' }, inspected: { counted: '1', onFrom: '2026-07-01', onTo: '2026-09-30' } }],
  ['2026-Q3', '2026-10-01', { overdue: { asOf: '2026-09-30' }, found: { counted: '1', foundFrom: '2026-07-01', foundTo: '2026-09-30' }, inspected: { counted: '1', onFrom: '2026-07-01', onTo: '2026-09-30' } }],
  ['2026-Q3', '2026-09-30', { overdue: { asOf: null }, found: { counted: '1', foundFrom: '2026-07-01', foundTo: '2026-09-30' }, inspected: { counted: '1', onFrom: '2026-07-01', onTo: '2026-09-30' } }],
  ['2026-09-26/2026-10-12', '2026-10-12', { overdue: { asOf: null }, found: { counted: '1', foundFrom: '2026-09-26', foundTo: '2026-10-12' }, inspected: { counted: '1', onFrom: '2026-09-26', onTo: '2026-10-12' } }],
])('the figures of %s are listed on %s', (period, today, filters) => expect(figureFilters(parsePeriod(period)!, today)).toEqual(filters))
