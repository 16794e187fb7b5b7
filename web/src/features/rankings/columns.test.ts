import { describe, expect, it } from 'vitest'
import { adjustmentsOf, columnsOf, isKnown, parseWhy, sectionsOf } from './columns.ts'
import type { Entry } from './queries.ts'

type Item = NonNullable<Entry['score']>['indicators'][number]
const item = (number: number, more: Partial<Item> = {}): Item => ({
  indicator: { id: `i${number}`, number }, shown: '1.00', points: 1, lost: 0, maxPoints: 4, maxPointsShown: '4.00', numerator: 1, denominator: 1, ratio: 1, notApplicable: null, notApplicableReason: null, smallSample: false, pooled: false, atPeersMean: false, ...more,
})
const figures = { inspections: 0, hazardsFoundGeneral: 0, hazardsFoundMajor: 0, dueGeneral: 0, dueMajor: 0, rectifiedOnTimeGeneral: 0, rectifiedOnTimeMajor: 0, overdueOpen: 0, overdueOpenMajor: 0, onTimeRate: null, rectifiedRate: null, reinspectionRate: null }
const entry = (name: string, more: Partial<Entry> = {}): Entry => ({
  rank: null, previousRank: null, change: null, tied: false, comparable: true, changedOn: '2020-01-01', unrankedBecause: null, peerGroup: 'COUNTIES',
  region: { id: name, code: null, name, level: 'COUNTY', kind: 'ADMINISTRATIVE', childLevel: 'STREET', viewerSectors: null },
  score: {
    total: 90, shown: '90.00', exact: '90', grade: 'EXCELLENT', sourcesNotInUse: [], vetoes: [], adjustments: [],
    groups: [{ name: 'A', shown: null, points: null, maxPoints: 0, lost: null, hidden: true }, { name: 'B', shown: '4.00', points: 4, maxPoints: 100, lost: 0, hidden: false }],
    indicators: [item(1, { notApplicable: 'NO_SOURCE', maxPoints: 0 }), item(3), item(4, { notApplicable: 'NO_SOURCE', maxPoints: 0 })],
  },
  metrics: figures, history: [], ...more,
})
const group = (name: string, weight: number) => ({ name, weight })
const scheme = { id: 's', name: 's', version: 1, indicators: [1, 3, 4].map((number) => ({ id: `i${number}`, number, name: `n${number}`, weight: 4, group: number === 1 ? group('A', 25) : group('B', 35) })) }

describe('columns', () => {
  it('leaves out what no source feeds, and shows the weight in force', () => {
    expect(columnsOf({ groups: [group('A', 25), group('B', 35)], scheme }, [entry('x')])).toEqual([
      { index: 1, name: 'B', max: '100', indicators: [{ number: 3, name: 'n3', max: '4.00' }] },
    ])
  })

  it('shows the scheme as it stands while nobody has a score', () => {
    expect(columnsOf({ groups: [group('A', 25), group('B', 35)], scheme }, [entry('x', { score: null })]).map((one) => [one.name, one.max, one.indicators.length])).toEqual([
      ['A', '25', 1],
      ['B', '35', 2],
    ])
  })
})

describe('sections', () => {
  it('puts zones last and says once why they have no rank', () => {
    const zone = (name: string) => entry(name, { peerGroup: 'FUNCTIONAL_ZONES', unrankedBecause: 'few' })
    const sections = sectionsOf([zone('z1'), entry('none', { unrankedBecause: 'no figures' }), entry('first', { rank: 1 }), zone('z2')])
    expect(sections.map((one) => [one.peerGroup, one.unrankedBecause, one.entries.map((each) => each.region?.name)])).toEqual([
      ['COUNTIES', null, ['first', 'none']],
      ['FUNCTIONAL_ZONES', 'few', ['z1', 'z2']],
    ])
  })
})

it('adds adjustments up, and has none where there are none', () => {
  expect(adjustmentsOf(entry('x'))).toBeNull()
  expect(adjustmentsOf(entry('x', { score: { ...entry('x').score!, adjustments: [{ points: 0.5 }, { points: -1 }] } }))).toBe(-0.5)
})

it.each([
  ['410928000000.3', { region: '410928000000', item: { kind: 'indicator', number: 3 }, picked: null }],
  ['a.b.g1', { region: 'a.b', item: { kind: 'group', index: 1 }, picked: null }],
  ['410928000000.g1.3', { region: '410928000000', item: { kind: 'group', index: 1 }, picked: 3 }],
  ['410928000000.all.12', { region: '410928000000', item: { kind: 'all' }, picked: 12 }],
  ['410928000000.all.x', null],
  ['x.all', { region: 'x', item: { kind: 'all' }, picked: null }],
  ['x', null],
  ['x.', null],
  [null, null],
])('why=%s', (text, expected) => expect(parseWhy(text)).toEqual(expected))

it.each([['x.3', true], ['x.2', false], ['x.g1', true], ['x.g1.4', true], ['x.g1.9', false], ['x.g7', false], ['x.all', true], ['x.all.2', false]])('%s is asked of a ranking that has it: %s', (text, known) =>
  expect(isKnown(parseWhy(text)!, [{ index: 1, name: 'B', max: '100', indicators: [] }], scheme)).toBe(known))
