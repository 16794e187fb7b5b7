import type { Day } from '@anwang/domain/time'
import { dayOfEvent } from './deadlines.ts'
import type { DossierEvent } from './queries.ts'

/** A re-inspection that was not passed, and the submission before it; null where nothing had been submitted. */
export interface FailedTry {
  readonly submittedOn: Day | null
  readonly rejectedOn: Day
}

/**
 * What did not pass, round by round: an accepted submission is the round's own.
 * @param events all of the hazard, oldest first
 */
export function failedTries(events: readonly Pick<DossierEvent, 'type' | 'occurredAt'>[]): FailedTry[][] {
  const rounds: FailedTry[][] = [[]]
  let submittedOn: Day | null = null
  for (const event of events) {
    if (event.type === 'reopened') rounds.push([])
    if (event.type === 'submitted') submittedOn = dayOfEvent(event)
    if (event.type === 'rejected') rounds.at(-1)!.push({ submittedOn, rejectedOn: dayOfEvent(event) })
    if (event.type === 'rejected' || event.type === 'accepted') submittedOn = null
  }
  return rounds
}
