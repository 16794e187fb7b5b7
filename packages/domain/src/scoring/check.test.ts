import { describe, expect, test } from 'vitest'
import { countiesOfCity, defaultSchemes, schemeProblems, type SchemeData, sources } from './index.ts'

test.each(defaultSchemes.map((scheme) => [scheme.id, scheme] as const))('the default scheme %s has no problem', (_, scheme) => {
  expect(schemeProblems(scheme)).toEqual([])
  expect(scheme.indicators.map((indicator) => indicator.number)).toEqual(Array.from({ length: 18 }, (_, i) => i + 1))
  expect(new Set(scheme.indicators.map((indicator) => indicator.source))).toEqual(new Set(sources))
})

test('inspections, hazards found, fines and cases feed no indicator (国办发〔2024〕54号)', () => {
  for (const scheme of defaultSchemes) {
    expect(JSON.stringify(scheme)).not.toMatch(/"(inspections|hazards_found_\w+|cases|fines_yuan|suspensions|activities|people_trained)"/)
  }
})

describe('a scheme that an office has changed', () => {
  const [first, ...rest] = countiesOfCity.indicators
  test.each<[string, Partial<SchemeData>, string]>([
    ['words for a number', { fullMarks: 'hundred' }, 'fullMarks is not a number: hundred'],
    ['words for points', { adjustments: [{ ...countiesOfCity.adjustments[0]!, points: { CITY: '½' } }] }, 'adjustments.0.points.CITY is not a number: ½'],
    ['another weight', { indicators: [{ ...first!, weight: '19' }, ...rest] }, 'group incident_prevention weighs 25, its indicators 24'],
    ['no weight', { indicators: [{ ...first!, weight: '0' }, ...rest] }, 'indicator 1 weighs nothing'],
    ['a group that is not there', { indicators: [{ ...first!, group: 'x' }, ...rest] }, 'indicator 1 belongs to no group: x'],
    ['a number twice', { indicators: [first!, first!, ...rest] }, 'indicator 1 is there twice'],
    ['a group twice', { groups: [...countiesOfCity.groups, countiesOfCity.groups[0]!] }, 'group incident_prevention is there twice'],
    ['other full marks', { fullMarks: '120' }, 'the weights sum to 100, not 120'],
    ['a tie breaker without its indicator', { ranking: { peersMinimum: 3, tieBreakers: [{ kind: 'GREATER_RATIO', indicator: 99 }] } }, 'indicator 99 is named but not there'],
    ['a selection without its indicator', { selections: [{ peerGroup: 'DEPARTMENTS', indicators: [19] }] }, 'indicator 19 is named but not there'],
    ['grades upside down', { grades: countiesOfCity.grades.toReversed() }, 'the grades do not go down'],
    ['two grades from one line', { grades: [countiesOfCity.grades[0]!, ...countiesOfCity.grades] }, 'the grades do not go down'],
    ['no grades', { grades: [] }, 'there is no grade'],
  ])('%s', (_, change, problem) => expect(schemeProblems({ ...countiesOfCity, ...change })).toContain(problem))
})
