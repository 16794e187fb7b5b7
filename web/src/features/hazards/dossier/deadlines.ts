import { LONGEST_UNAPPROVED_DAYS } from '@anwang/domain/hazards'
import { addDays, type Day } from '@anwang/domain/time'
import type { DossierEvent } from './queries.ts'

/** Why figures go by another day than the deadline in force. */
export type ScoredApart = 'OVER_LONGEST' | 'NOT_BY_LEVEL_ABOVE' | 'ASKED_LATE' | 'AFTER_REJECTION' | 'FIRST_DEADLINE'

interface Round {
  readonly startedOn: Day
  readonly dueOn: Day
  readonly scoredDueOn: Day
}

type Event = Pick<DossierEvent, 'type' | 'facts' | 'occurredAt'>
const factOf = ({ facts }: Event, name: string): string | undefined => facts.find((fact) => fact.name === name)?.value
/** The day in Shanghai on which an event happened. */
export const dayOfEvent = ({ occurredAt }: Pick<Event, 'occurredAt'>): Day => new Date(Date.parse(occurredAt) + 8 * 3_600_000).toISOString().slice(0, 10)

/**
 * The reasons why the last round's scored deadline is not the deadline in force, as its events tell them; [] where they agree.
 * @param events all of the hazard, oldest first
 */
export function whyScoredApart(round: Round, events: readonly Event[]): ScoredApart[] {
  if (round.dueOn === round.scoredDueOn) return []
  const own = events.slice(Math.max(0, events.findLastIndex(({ type }) => type === 'reopened')))
  const longest = addDays(round.startedOn, LONGEST_UNAPPROVED_DAYS)
  const first = own.findLast(({ type }) => type === 'registered' || type === 'ordered' || type === 'reopened')
  const firstDueOn = first && factOf(first, 'dueOn')
  const reasons = new Set<ScoredApart>()
  if (firstDueOn !== undefined && firstDueOn > longest && !own.some(({ type }) => type === 'long_deadline_approved')) reasons.add('OVER_LONGEST')
  own.forEach((event, at) => {
    if (event.type === 'rejected' && (factOf(event, 'dueOn') ?? '') > round.scoredDueOn) reasons.add('AFTER_REJECTION')
    if (event.type !== 'extension_decided' || factOf(event, 'granted') !== 'true' || (factOf(event, 'dueOn') ?? '') <= round.scoredDueOn) return
    const asked = own.slice(0, at).findLast(({ type }) => type === 'extension_requested')
    if (factOf(event, 'byLevelAbove') !== 'true') reasons.add('NOT_BY_LEVEL_ABOVE')
    else if (asked && dayOfEvent(asked) > round.scoredDueOn) reasons.add('ASKED_LATE')
  })
  return reasons.size > 0 ? [...reasons] : ['FIRST_DEADLINE']
}
