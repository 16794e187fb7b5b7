import type { Contribution, MetricName } from '../metrics/index.ts'
import { dayOf, type Day } from '../time/index.ts'
import { responsibilities, type SubjectEvent, type SubjectFacts } from './events.ts'

/** A subject as its events tell it: its facts and the day from which each state of them held. */
export interface Subject extends SubjectFacts {
  readonly version: number
  readonly shownOnly: boolean
  readonly withdrawn: boolean
  readonly states: readonly { readonly from: Day; readonly facts: SubjectFacts }[]
}

export function applySubject(subject: Subject | null, event: SubjectEvent): Subject {
  const from = dayOf(event.occurredAt)
  if (event.type === 'registered') {
    const { shownOnly, ...facts } = event.payload
    return { ...facts, version: 1, shownOnly, withdrawn: false, states: [{ from, facts }] }
  }
  if (subject === null) throw new Error(`a subject's first event is its registration, not ${event.type}`)
  const version = subject.version + 1
  if (event.type === 'withdrawn') return { ...subject, version, withdrawn: true }
  const facts = { ...subject.states.at(-1)!.facts, ...event.payload }
  return { ...subject, ...facts, version, states: [...subject.states, { from, facts }] }
}

export const foldSubject = (events: readonly SubjectEvent[], from: Subject | null = null): Subject | null =>
  events.reduce<Subject | null>(applySubject, from)

/** Units: subjects, and major hazard sources (重大危险源) for the last two. A closed subject counts nowhere. */
function stocks(facts: SubjectFacts): [MetricName, number][] {
  if (facts.status === 'CLOSED' || facts.kind !== 'ENTERPRISE') return []
  const owned = responsibilities.every((r) => facts.assigned.includes(r))
  return [
    ['enterprises', 1],
    ['owned', owned ? 1 : 0],
    ['key_enterprises', facts.key ? 1 : 0],
    ['key_enterprises_placed', facts.key && facts.supervisionModeSet ? 1 : 0],
    ['hazard_sources', facts.hazardSources],
    ['hazard_sources_online', Math.min(facts.hazardSourcesOnline, facts.hazardSources)],
    ['standardization_reached', facts.standardized ? 1 : 0],
  ]
}

/** Net changes of the stocks, each on the day from which it held. */
export function subjectContributions(subject: Subject | null): Contribution[] {
  if (subject === null || subject.shownOnly || subject.withdrawn) return []
  const rows: Contribution[] = []
  const change = (facts: SubjectFacts, day: Day, sign: 1 | -1) => {
    for (const [metric, amount] of stocks(facts))
      if (amount !== 0)
        rows.push({ regionId: facts.accountId, sectorId: facts.sectorId, countsOn: day, effectiveOn: day, metric, amount: sign * amount })
  }
  subject.states.forEach(({ from, facts }, i) => {
    const before = subject.states[i - 1]
    if (before) change(before.facts, from, -1)
    change(facts, from, 1)
  })
  return rows
}
