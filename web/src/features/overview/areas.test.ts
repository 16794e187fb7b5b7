import { expect, it } from 'vitest'
import { areasOf, foldQuiet, placeBelow } from './areas.ts'
import type { Headline } from './queries.ts'

const headline = (more: Partial<Headline>): Headline => ({ inspections: 0, hazardsFoundGeneral: 0, hazardsFoundMajor: 0, overdueOpen: 0, overdueOpenMajor: 0, onTimeRate: null, reinspectionRate: null, ...more })
const area = (name: string, now: Headline | null) => ({ id: name, code: null, name, level: 'COUNTY' as const, viewerSectors: null, now, previous: null })

it('puts overdue majors first, then the most overdue, then the lower rate; leaves out what the viewer may not see', () => {
  const nodes = [
    area('few', headline({ overdueOpen: 1 })),
    area('closed', null),
    area('late', headline({ onTimeRate: 0.5 })),
    area('well', headline({ onTimeRate: 1 })),
    area('silent', headline({})),
    area('major', headline({ overdueOpen: 1, overdueOpenMajor: 1 })),
    area('many', headline({ overdueOpen: 9 })),
  ]
  const region = { id: 'r', level: 'CITY' as const, now: null, previous: null, previousSpan: null, lastYear: null, children: { nodes } }
  const entry = { rank: 2, unrankedBecause: null, region: { id: 'many' }, score: { shown: '88.00' } }
  expect(areasOf(region, { entries: { nodes: [entry] } }).map((one) => [one.name, one.rank, one.total])).toEqual([
    ['major', null, null],
    ['many', 2, '88.00'],
    ['few', null, null],
    ['late', null, null],
    ['well', null, null],
    ['silent', null, null],
  ])
})

it('names the area below the region and the place', () => {
  const [city, county, town] = [{ id: 'c', name: '濮阳市' }, { id: 'q', name: '台前县' }, { id: 't', name: '侯庙镇' }]
  expect(placeBelow({ ...town, ancestors: [city, county] }, 'c')).toEqual(['台前县', '侯庙镇'])
  expect(placeBelow({ ...town, ancestors: [city, county] }, 'q')).toEqual(['侯庙镇'])
  expect(placeBelow({ ...town, ancestors: [city, county] }, 't')).toEqual(['侯庙镇'])
})

it('folds away areas without a record where they are many, and only those', () => {
  const quiet = Array.from({ length: 9 }, () => ({ now: headline({}) }))
  const [late, seen] = [{ now: headline({ overdueOpen: 1 }) }, { now: headline({ inspections: 2 }) }]
  expect(foldQuiet([late, ...quiet, seen])).toEqual({ shown: [late, seen], folded: quiet })
  expect(foldQuiet([late, ...quiet.slice(1)])).toEqual({ shown: [late, ...quiet.slice(1)], folded: [] })
})
