import { describe, expect, it } from 'vitest'
import { addressOf, knownOf, listOf, withChanges } from './url.ts'

describe('the query of the address', () => {
  it.each([
    ['', { region: '410928000000' }, 'region=410928000000'],
    ['?region=1&period=2026-Q3', { region: null }, 'period=2026-Q3'],
    ['region=1', { state: ['CLOSED', 'SUBMITTED'] }, 'region=1&state=CLOSED,SUBMITTED'],
    ['region=1&state=CLOSED', { state: [] }, 'region=1'],
    ['', { period: '2026-08-26/2026-09-25' }, 'period=2026-08-26/2026-09-25'],
    ['region=1', { search: '' , other: undefined }, 'region=1'],
    ['', { search: '柳屯 &=' }, `search=${encodeURIComponent('柳屯')}+%26%3D`],
  ])('%s with %j is %s', (search, changes, expected) => expect(withChanges(search, changes)).toBe(expected))

  it('takes region and period along to another page, and nothing else', () => {
    expect(addressOf('/hazards', '?region=410900000000&period=2026-Q3&open=1', { state: 'SUBMITTED' })).toBe('/hazards?region=410900000000&period=2026-Q3&state=SUBMITTED')
    expect(addressOf('/', '')).toBe('/')
    expect(addressOf('/rankings', '?region=1', { region: '2' })).toBe('/rankings?region=2')
  })

  it('reads lists, and drops what is not known', () => {
    expect(listOf(null)).toEqual([])
    expect(listOf('a,,b')).toEqual(['a', 'b'])
    expect(knownOf('CLOSED,NONSENSE', ['REGISTERED', 'CLOSED'])).toEqual(['CLOSED'])
  })
})
