import { describe, expect, it } from 'vitest'
import { parsePeriod } from '../../lib/periods.ts'
import { againstOf, differencesOf, earlierOf } from './compare.ts'
import type { Compared, Entry } from './queries.ts'

const score = (shown: string | null): Entry['score'] => ({ total: null, shown, exact: null, grade: null, sourcesNotInUse: [], vetoes: [], adjustments: [], groups: [], indicators: [] })
const now = (id: string, rank: number | null, shown: string | null, peerGroup: Entry['peerGroup'] = 'COUNTIES'): Entry => ({
  rank, previousRank: null, change: null, tied: false, comparable: true, changedOn: '2020-01-01', unrankedBecause: null, peerGroup, history: [], score: score(shown),
  region: { id, code: null, name: id, level: 'COUNTY', kind: 'ADMINISTRATIVE', childLevel: 'STREET', viewerSectors: null },
})
const then = (id: string, rank: number | null, shown: string | null): Compared['entries']['nodes'][number] => ({ rank, peerGroup: 'COUNTIES', region: { id }, score: { shown } })
const earlier = (scheme: string, ...nodes: Compared['entries']['nodes']): Compared => ({ scheme: { id: scheme }, entries: { nodes } })

const before = parsePeriod('2025-Q3')!

describe('comparison', () => {
  it.each([
    ['previous', '2026-Q1', '2025-Q4'],
    ['lastYear', '2026-Q3', '2025-Q3'],
  ] as const)('%s of %s is %s', (against, text, before) => {
    expect(earlierOf(parsePeriod(text)!, against).text).toBe(before)
  })

  it('takes nothing unknown from the address', () => {
    expect(['previous', 'lastYear', 'never', null].map(againstOf)).toEqual(['previous', 'lastYear', null, null])
  })

  it('subtracts what is shown and counts the places gained', () => {
    const found = differencesOf([now('a', 1, '94.50'), now('b', 3, '80.10')], 's', earlier('s', then('a', 3, '93.30'), then('b', 2, '80.20')), before)
    expect([...found!].map(([id, one]) => [id, one.total, one.places])).toEqual([['a', 1.2, 2], ['b', -0.1, -1]])
  })

  it('has no figure where one side has none', () => {
    expect(differencesOf([now('a', null, '94.50'), now('b', 1, null)], 's', earlier('s', then('a', 1, null), then('b', 1, '1.00')), before)?.values().map((one) => [one.total, one.places]).toArray()).toEqual([[null, null], [null, 0]])
  })

  it('leaves out what stood elsewhere or not at all', () => {
    expect(differencesOf([now('a', 1, '1.00', 'FUNCTIONAL_ZONES'), now('c', 1, '1.00')], 's', earlier('s', then('a', 1, '1.00')), before)!.size).toBe(0)
  })

  it.each([['2025-07-01', ['a', 'b']], ['2025-07-02', ['a']], ['2026-08-15', ['a']]])('leaves out what took others in on %s, after the period it is held against began', (changedOn, left) => {
    const found = differencesOf([now('a', 1, '1.00'), { ...now('b', 2, '0.90'), changedOn }], 's', earlier('s', then('a', 1, '1.00'), then('b', 2, '0.80')), before)
    expect([...found!.keys()]).toEqual(left)
  })

  it('compares nothing across schemes', () => {
    expect(differencesOf([now('a', 1, '1.00')], 's', earlier('t', then('a', 1, '1.00')), before)).toBeNull()
  })
})
