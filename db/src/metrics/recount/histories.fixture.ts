import {
  addDays, riskGrades, responsibilities, startOfDay, subjectKinds, subjectStatuses,
  type Day, type InspectionEvent, type SubjectEvent, type SubjectFacts,
} from '@anwang/domain'
import { hazardHistories, type HazardWorld } from '@anwang/domain/hazards/arbitrary'
import fc from 'fast-check'
import { namedId } from '../../ids.ts'
import type { Append, StreamName } from '../../ledger.ts'
import { unruly } from './unruly.fixture.ts'

const region = (path: string) => namedId(`region ${path}`)
export const regions = ([
  ['', null, 'COUNTRY'], ['41/', '', 'PROVINCE'], ['41/09/', '41/', 'CITY'], ['41/09/22/', '41/09/', 'COUNTY'],
  ['41/09/22/100/', '41/09/22/', 'STREET'], ['41/09/28/', '41/09/', 'COUNTY'], ['41/09/28/100/', '41/09/28/', 'STREET'],
  ['41/09/29/', '41/09/', 'COUNTY'], ['41/10/', '41/', 'CITY'],
] as const).map(([path, parent, level]) => ({ id: region(path), parent_id: parent === null ? null : region(parent), level, kind: 'ADMINISTRATIVE', path, valid_from: '2000-01-01' }))

/** The first counts at its county, the second at its city though it lies in a street, the last in another city. */
const places = [
  { placeId: region('41/09/22/100/'), accountId: region('41/09/22/') }, { placeId: region('41/09/28/100/'), accountId: region('41/09/') },
  { placeId: region('41/09/28/100/'), accountId: region('41/09/28/') }, { placeId: region('41/09/29/'), accountId: region('41/09/29/') },
  { placeId: region('41/10/'), accountId: region('41/10/') },
]
const sectors = [namedId('mining'), namedId('fire'), null]
export const sectorRows = sectors.flatMap((id, position) => (id === null ? [] : [{ id, name: `行业${position}`, name_en: `sector ${position}`, position }]))
const actors = ['first', 'second', 'third'].map(namedId)
export const FROM: Day = '2026-01-01'
const world: HazardWorld = { places, subjects: ['firm', 'other firm'].map(namedId), sectors, actors, from: FROM }

/** Events of one stream as they were appended, one list per append. */
export interface History {
  readonly stream: StreamName
  readonly appends: readonly (readonly Append['events'][number][])[]
}

const hazards: fc.Arbitrary<History> = fc.tuple(hazardHistories(world), fc.nat({ max: 19 })).map(([{ appends }, n]) => ({
  stream: 'hazard',
  appends: appends.map((events) => events.map((event) =>
    // Of twenty one from before the office's go-live date.
    event.type === 'registered' && n === 0 ? { ...event, payload: { ...event.payload, shownOnly: true } } : event)),
}))

const day = (from: Day) => fc.nat({ max: 250 }).map((n) => addDays(from, n))
const instantOf = (on: Day, ms: number) => new Date(startOfDay(on).getTime() + ms)
const ms = fc.constantFrom(0, 24 * 3_600_000 - 1)
const written = (on: Day, at: number) => ({ occurredAt: instantOf(on, at), source: 'WEB', actorId: actors[0]! }) as const

const facts: fc.Arbitrary<SubjectFacts> = fc.record({
  place: fc.constantFrom(...places), kind: fc.constantFrom(...subjectKinds.slice(0, 2), 'ENTERPRISE' as const), sectorId: fc.constantFrom(...sectors),
  riskGrade: fc.option(fc.constantFrom(...riskGrades)), status: fc.constantFrom(...subjectStatuses), key: fc.boolean(),
  supervisionModeSet: fc.boolean(), assigned: fc.oneof(fc.constant([...responsibilities]), fc.subarray([...responsibilities])),
  hazardSources: fc.nat({ max: 3 }), hazardSourcesOnline: fc.nat({ max: 3 }), standardized: fc.boolean(),
}).map(({ place, hazardSourcesOnline, ...rest }) => (
  { name: '甲公司', creditCode: null, ...place, ...rest, hazardSourcesOnline: Math.min(hazardSourcesOnline, rest.hazardSources) }))

/** Those whose hazards and inspections the histories tell; from before the go-live date. */
export const firms: readonly Append[] = world.subjects.map((id) => ({ stream: 'subject', id, before: null, events: [{
  type: 'registered', ...written(FROM, 0), payload: {
    kind: 'ENTERPRISE', name: '甲公司', creditCode: null, ...places[0]!, sectorId: null, riskGrade: null, status: 'OPERATING', key: true,
    supervisionModeSet: true, assigned: [...responsibilities], hazardSources: 1, hazardSourcesOnline: 1, standardized: true, shownOnly: true,
  },
}] }))

const subjectMoves = fc.array(fc.record({
  gap: fc.nat({ max: 60 }), at: ms, type: fc.constantFrom('changed', 'changed', 'changed', 'transferred', 'withdrawn'),
  facts, kept: fc.subarray(['key', 'status', 'sectorId', 'assigned', 'hazardSources', 'standardized', 'supervisionModeSet', 'kind', 'accountId'] as const),
}), { maxLength: 6 })

const subjects: fc.Arbitrary<History> = fc.record({ first: facts, from: day(FROM), moves: subjectMoves, shown: fc.nat({ max: 9 }) }).map(({ first, from, moves, shown }) => {
  const events: SubjectEvent[] = [{ type: 'registered', ...written(from, 0), payload: { ...first, shownOnly: shown === 0 } }]
  let on = from
  for (const { gap, at, type, facts: next, kept } of moves) {
    on = addDays(on, gap)
    const { placeId, accountId } = next
    if (type === 'withdrawn') {
      events.push({ type, ...written(on, at), payload: {} })
      break
    }
    if (type === 'transferred') events.push({ type, ...written(on, at), payload: { placeId, accountId } })
    else if (type === 'changed') events.push({ type, ...written(on, at), payload: {
      ...Object.fromEntries(kept.map((key) => [key, next[key]])),
      ...(kept.includes('accountId') && { placeId: next.placeId }),
      ...(kept.includes('hazardSources') && { hazardSourcesOnline: next.hazardSourcesOnline }),
    } })
  }
  return { stream: 'subject', appends: events.map((event) => [event]) }
})

const inspections: fc.Arbitrary<History> = fc.record({
  place: fc.constantFrom(...places), other: fc.constantFrom(...places), sectorId: fc.constantFrom(...sectors), started: day(FROM), length: fc.nat({ max: 40 }),
  moved: fc.nat({ max: 40 }), reinspection: fc.nat({ max: 4 }), shown: fc.nat({ max: 9 }), changes: fc.subarray(['day', 'place', 'sector', 'reinspection', 'withdrawn'] as const),
}).map(({ place, other, sectorId, started, length, moved, reinspection, shown, changes }) => {
  const finishedOn = addDays(started, length)
  const events: InspectionEvent[] = [{ type: 'recorded', ...written(finishedOn, 0), payload: {
    number: 'JC-1', nature: 'SUPERVISORY', subjectId: world.subjects[0]!, ...place, sectorId, startedOn: started, finishedOn,
    reinspection: reinspection === 0, findings: '', shownOnly: shown === 0,
  } }]
  const later = written(addDays(finishedOn, moved), 0)
  for (const what of changes) events.push(
    what === 'withdrawn' ? { type: 'withdrawn', ...later, payload: {} }
    : { type: 'corrected', ...later, payload: what === 'day' ? { finishedOn: addDays(started, moved) } : what === 'place' ? other : what === 'sector' ? { sectorId: null } : { reinspection: true } })
  return { stream: 'inspection', appends: events.map((event) => [event]) }
})

const unruled: fc.Arbitrary<History> = unruly(places.map((place, i) => ({ ...place, subjectId: world.subjects[i % 2]!, sectorId: sectors[i % 3]! })), FROM)
  .map((events) => ({ stream: 'hazard', appends: events.map((event) => [event]) }))

export const histories: fc.Arbitrary<History> = fc.oneof(
  { weight: 10, arbitrary: hazards }, { weight: 4, arbitrary: unruled }, { weight: 1, arbitrary: subjects }, { weight: 1, arbitrary: inspections },
)
