import { addDays, dayOf, firstOfMonth, maxDay, minDay, monthNumber, type Day } from '../time/index.ts'
import {
  LONGEST_UNAPPROVED_DAYS, REINSPECTION_DAYS, type HazardDetails, type HazardEvent, type HazardLevel, type HazardPlace, type HazardSource, type HazardState,
  type RectificationPlan,
} from './events.ts'

export interface Submission {
  readonly on: Day
  readonly by: string
  readonly lateEntry: boolean
  readonly onTheSpot: boolean
  readonly decision: 'ACCEPTED' | 'REJECTED' | null
}

export interface Reinspection {
  readonly on: Day
  readonly lateEntry: boolean
}

export interface Extension {
  readonly requestedOn: Day
  readonly askedFor: Day
  readonly decision: { readonly granted: boolean; readonly dueOn: Day; readonly byLevelAbove: boolean } | null
}

export interface Round {
  readonly n: number
  readonly startedOn: Day
  readonly firstDueOn: Day
  readonly longDeadlineApproved: boolean
  /** In force: by it the product reminds, and *overdue* is counted. */
  readonly dueOn: Day
  readonly extensions: readonly Extension[]
  readonly submissions: readonly Submission[]
  readonly reinspections: readonly Reinspection[]
  readonly acceptedOn: Day | null
}

export interface Listing {
  readonly on: Day
  readonly level: 'PROVINCE' | 'CITY' | 'COUNTY'
  readonly dueOn: Day
  readonly endedOn: Day | null
}

/** A hazard as its events tell it. */
export interface Hazard extends HazardPlace {
  readonly version: number
  readonly number: string
  readonly description: string
  readonly level: HazardLevel
  readonly source: HazardSource
  readonly state: HazardState
  readonly foundOn: Day
  readonly registeredOn: Day
  readonly inspectionId: string | null
  readonly shownOnly: boolean
  readonly imported: boolean
  readonly plan: RectificationPlan | null
  readonly details?: HazardDetails
  readonly rounds: readonly Round[]
  /** Where it counted until each day on which it moved, oldest first; after the last, at `accountId`. */
  readonly formerAccounts: readonly { readonly accountId: string; readonly until: Day }[]
  readonly listings: readonly Listing[]
  readonly revisits: readonly { readonly on: Day; readonly drawn: boolean; readonly recurred: boolean }[]
  readonly voidRequest: { readonly by: string; readonly duplicateOf: string | null } | null
  readonly voidedOn: Day | null
  readonly duplicateOf: string | null
}

/** What a month's ledger brings by the 5th of the next counts by the ledger's days; later it is a late entry (补录). */
export const isLateEntry = (occurredOn: Day, importedOn: Day): boolean =>
  importedOn > addDays(firstOfMonth(monthNumber(occurredOn) + 1), 4)

export const currentRound = (hazard: Hazard): Round => hazard.rounds.at(-1)!

/** The day by which figures count; see design.md, Domain. */
export function scoredDueOn(round: Round): Day {
  const first = round.longDeadlineApproved
    ? round.firstDueOn
    : minDay(round.firstDueOn, addDays(round.startedOn, LONGEST_UNAPPROVED_DAYS))
  const extension = round.extensions.find((e) => e.decision?.granted && e.decision.byLevelAbove && e.requestedOn <= first)
  return extension ? maxDay(first, extension.decision!.dueOn) : first
}

/** The tenth day after the earlier of the round's first submission, rejected or not, and its scored deadline. */
export function reinspectionLimit(round: Round): Day {
  const due = scoredDueOn(round)
  const first = round.submissions[0]
  return addDays(first ? minDay(first.on, due) : due, REINSPECTION_DAYS)
}

const newRound = (n: number, startedOn: Day, dueOn: Day): Round => ({
  n, startedOn, firstDueOn: dueOn, longDeadlineApproved: false, dueOn,
  extensions: [], submissions: [], reinspections: [], acceptedOn: null,
})

const replaceLast = <T>(list: readonly T[], change: (last: T) => T): readonly T[] =>
  list.length === 0 ? list : [...list.slice(0, -1), change(list.at(-1)!)]

const inRound = (hazard: Hazard, change: (round: Round) => Partial<Round>): readonly Round[] =>
  replaceLast(hazard.rounds, (round) => ({ ...round, ...change(round) }))

const lateEntryOf = (event: HazardEvent, on: Day) => event.importedOn !== undefined && isLateEntry(on, event.importedOn)

function reinspected(hazard: Hazard, event: HazardEvent, decision: 'ACCEPTED' | 'REJECTED', on: Day) {
  return inRound(hazard, (round) => ({
    reinspections: [...round.reinspections, { on, lateEntry: lateEntryOf(event, on) }],
    submissions: replaceLast(round.submissions, (s) => (s.decision === null ? { ...s, decision } : s)),
    acceptedOn: decision === 'ACCEPTED' ? on : null,
    dueOn: event.type === 'rejected' ? (event.payload.dueOn ?? round.dueOn) : round.dueOn,
  }))
}

/** One more event; it is taken as valid (`decide` has checked it). */
export function apply(hazard: Hazard | null, event: HazardEvent): Hazard {
  const on = dayOf(event.occurredAt)
  if (event.type === 'registered') return registered(event.payload, on, event.source === 'IMPORT')
  if (hazard === null) throw new Error(`a hazard's first event is its registration, not ${event.type}`)
  return { ...hazard, ...changes(hazard, event, on), version: hazard.version + 1 }
}

function registered(p: Extract<HazardEvent, { type: 'registered' }>['payload'], on: Day, imported: boolean): Hazard {
  return {
    version: 1, number: p.number, description: p.description, level: p.level, source: p.source, state: 'REGISTERED',
    subjectId: p.subjectId, placeId: p.placeId, accountId: p.accountId, sectorId: p.sectorId,
    foundOn: p.foundOn, registeredOn: on, inspectionId: p.inspectionId, shownOnly: p.shownOnly, imported,
    plan: null, rounds: [newRound(1, p.foundOn, p.dueOn)], formerAccounts: [], listings: [], revisits: [],
    voidRequest: null, voidedOn: null, duplicateOf: null, ...(p.details && { details: p.details }),
  }
}

function changes(hazard: Hazard, event: Exclude<HazardEvent, { type: 'registered' }>, on: Day): Partial<Hazard> {
  switch (event.type) {
    case 'ordered':
      return { state: 'RECTIFYING', rounds: inRound(hazard, () => ({ firstDueOn: event.payload.dueOn, dueOn: event.payload.dueOn })) }
    case 'long_deadline_approved':
      return { rounds: inRound(hazard, () => ({ longDeadlineApproved: true })) }
    case 'planned':
      return { plan: event.payload.plan }
    case 'submitted':
      return {
        state: 'SUBMITTED',
        rounds: inRound(hazard, (round) => ({
          submissions: [...round.submissions,
            { on, by: event.actorId, lateEntry: lateEntryOf(event, on), onTheSpot: event.payload.onTheSpot, decision: null }],
        })),
      }
    case 'accepted':
      return { state: 'CLOSED', rounds: reinspected(hazard, event, 'ACCEPTED', on) }
    case 'rejected':
      return { state: 'RECTIFYING', rounds: reinspected(hazard, event, 'REJECTED', on) }
    case 'extension_requested':
      return {
        rounds: inRound(hazard, (round) => ({
          extensions: [...round.extensions, { requestedOn: on, askedFor: event.payload.dueOn, decision: null }],
        })),
      }
    case 'extension_decided':
      return {
        rounds: inRound(hazard, (round) => ({
          extensions: replaceLast(round.extensions, (e) => ({ ...e, decision: event.payload })),
          dueOn: event.payload.granted ? maxDay(round.dueOn, event.payload.dueOn) : round.dueOn,
        })),
      }
    case 'corrected': {
      const { subject, level, sectorId, description, details } = event.payload
      return {
        ...(level && { level }),
        ...(description !== undefined && { description }),
        ...(details && { details: { ...hazard.details, ...details } }),
        // The fact was wrong from the start, so it never counted at the former regions.
        ...(subject && { ...subject, formerAccounts: [] }),
        ...(sectorId !== undefined && { sectorId }),
      }
    }
    case 'transferred':
      return {
        placeId: event.payload.placeId, accountId: event.payload.accountId,
        formerAccounts: [...hazard.formerAccounts, { accountId: hazard.accountId, until: on }],
      }
    case 'void_requested':
      return { voidRequest: { by: event.actorId, duplicateOf: event.payload.duplicateOf } }
    case 'void_countersigned':
      return { state: 'VOIDED', voidedOn: on, duplicateOf: hazard.voidRequest?.duplicateOf ?? null, voidRequest: null }
    case 'void_refused':
      return { voidRequest: null }
    case 'revisited':
      return { revisits: [...hazard.revisits, { on, drawn: event.payload.drawn, recurred: event.payload.recurred }] }
    case 'reopened':
      // A plan is a round's: its deadline has passed with it.
      return { state: 'RECTIFYING', plan: null, rounds: [...hazard.rounds, newRound(hazard.rounds.length + 1, on, event.payload.dueOn)] }
    case 'archived':
      return { state: 'ARCHIVED' }
    case 'listed':
      return { listings: [...hazard.listings, { on, level: event.payload.level, dueOn: event.payload.dueOn, endedOn: null }] }
    case 'delisted':
      return { listings: replaceLast(hazard.listings, (l) => ({ ...l, endedOn: on })) }
  }
}

/** null for a stream without events. */
export const foldHazard = (events: readonly HazardEvent[], from: Hazard | null = null): Hazard | null =>
  events.reduce<Hazard | null>(apply, from)
