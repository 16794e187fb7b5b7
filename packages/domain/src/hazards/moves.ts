import { addDays, minDay, type Day } from '../time/index.ts'
import type { HazardCommandType } from './commands.ts'
import type { HazardError } from './errors.ts'
import { LONGEST_UNAPPROVED_DAYS, type HazardState } from './events.ts'
import { currentRound, reinspectionLimit, scoredDueOn, type Hazard } from './fold.ts'

export type HazardMove = Exclude<HazardCommandType, 'register'>
/** Whose move it is: who must rectify, who supervises, the level above that, or whoever signs second. */
export type Party = 'RECTIFIER' | 'SUPERVISOR' | 'LEVEL_ABOVE' | 'SECOND_SIGNATORY' | 'SYSTEM'

const open: readonly HazardState[] = ['REGISTERED', 'RECTIFYING', 'SUBMITTED']
const closed: readonly HazardState[] = ['CLOSED', 'ARCHIVED']
const all = [...open, ...closed]

const moves: Readonly<Record<HazardMove, { readonly in: readonly HazardState[]; readonly by: Party }>> = {
  order: { in: ['REGISTERED'], by: 'SUPERVISOR' },
  approveLongDeadline: { in: open, by: 'LEVEL_ABOVE' },
  plan: { in: ['REGISTERED', 'RECTIFYING'], by: 'RECTIFIER' },
  submit: { in: ['REGISTERED', 'RECTIFYING'], by: 'RECTIFIER' },
  accept: { in: ['SUBMITTED'], by: 'SUPERVISOR' },
  reject: { in: open, by: 'SUPERVISOR' },
  requestExtension: { in: ['RECTIFYING'], by: 'RECTIFIER' },
  decideExtension: { in: all, by: 'LEVEL_ABOVE' },
  correct: { in: all, by: 'SUPERVISOR' },
  transfer: { in: all, by: 'SYSTEM' },
  requestVoid: { in: all, by: 'SUPERVISOR' },
  countersignVoid: { in: all, by: 'SECOND_SIGNATORY' },
  refuseVoid: { in: all, by: 'SECOND_SIGNATORY' },
  revisit: { in: closed, by: 'SUPERVISOR' },
  reopen: { in: closed, by: 'SUPERVISOR' },
  archive: { in: ['CLOSED'], by: 'SUPERVISOR' },
  list: { in: open, by: 'SUPERVISOR' },
  delist: { in: all, by: 'SUPERVISOR' },
}
export const hazardMoves = Object.keys(moves) as HazardMove[]

export const listingInForce = (hazard: Hazard) => hazard.listings.find((l) => l.endedOn === null) ?? null
export const pendingExtension = (hazard: Hazard) => currentRound(hazard).extensions.find((e) => e.decision === null) ?? null
export const isOpen = (hazard: Hazard): boolean => open.includes(hazard.state)

/** Why a move is closed on a day, whatever its details; null where it is open. */
export function blocked(hazard: Hazard, move: HazardMove, on: Day): HazardError | null {
  if (!moves[move].in.includes(hazard.state)) return 'WRONG_STATE'
  const round = currentRound(hazard)
  switch (move) {
    case 'approveLongDeadline':
      if (round.longDeadlineApproved) return 'ALREADY_APPROVED'
      return round.firstDueOn <= addDays(round.startedOn, LONGEST_UNAPPROVED_DAYS) ? 'NOT_A_LONG_DEADLINE' : null
    case 'plan':
      return hazard.level === 'MAJOR' ? null : 'MAJOR_ONLY'
    case 'submit':
      return hazard.level === 'MAJOR' && hazard.plan === null ? 'PLAN_FIRST' : null
    case 'reject':
      return hazard.state !== 'SUBMITTED' && on < minDay(round.dueOn, scoredDueOn(round)) ? 'BEFORE_DEADLINE' : null
    case 'requestExtension':
      if (round.extensions.length > 0) return 'ONE_EXTENSION'
      return on > round.dueOn ? 'DEADLINE_PASSED' : null
    case 'decideExtension':
      return pendingExtension(hazard) === null ? 'NO_REQUEST' : null
    case 'requestVoid':
      return hazard.voidRequest === null ? null : 'VOID_PENDING'
    case 'countersignVoid':
    case 'refuseVoid':
      return hazard.voidRequest === null ? 'NO_REQUEST' : null
    case 'reopen':
      return pendingExtension(hazard) === null ? null : 'EXTENSION_PENDING'
    case 'archive':
      return listingInForce(hazard) === null ? null : 'LISTED'
    case 'list':
      if (hazard.level !== 'MAJOR') return 'MAJOR_ONLY'
      return listingInForce(hazard) === null ? null : 'LISTED'
    case 'delist':
      return listingInForce(hazard) === null ? 'NOT_LISTED' : null
    default:
      return null
  }
}

export interface NextMove {
  readonly command: HazardMove
  readonly by: Party
  /** The last day on which it is in time; null where it has none: only a round's first re-inspection is in time or not. */
  readonly dueOn: Day | null
  /** What the hazard now waits for; the other moves are possible besides. */
  readonly expected: boolean
}

function expectedMoves(hazard: Hazard): readonly HazardMove[] {
  const waiting: HazardMove[] = []
  if (hazard.voidRequest) waiting.push('countersignVoid', 'refuseVoid')
  if (pendingExtension(hazard)) waiting.push('decideExtension')
  if (hazard.state === 'REGISTERED') waiting.push('order')
  if (hazard.state === 'REGISTERED' || hazard.state === 'RECTIFYING')
    waiting.push(hazard.level === 'MAJOR' && hazard.plan === null ? 'plan' : 'submit')
  if (hazard.state === 'SUBMITTED') waiting.push('accept', 'reject')
  if (hazard.state === 'CLOSED') waiting.push(listingInForce(hazard) ? 'delist' : 'archive')
  return waiting
}

/** The moves open today, what the hazard waits for first; nothing for a voided one. */
export function nextMoves(hazard: Hazard, today: Day): NextMove[] {
  const waiting = expectedMoves(hazard)
  const round = currentRound(hazard)
  const dueOn = (move: HazardMove): Day | null => {
    if (move === 'submit' || move === 'plan' || move === 'requestExtension') return round.dueOn
    if (move === 'accept' || move === 'reject') return round.reinspections.length > 0 ? null : reinspectionLimit(round)
    return null
  }
  return hazardMoves
    .filter((command) => blocked(hazard, command, today) === null)
    .map((command) => ({ command, by: moves[command].by, dueOn: dueOn(command), expected: waiting.includes(command) }))
    .toSorted((a, b) => Number(b.expected) - Number(a.expected))
}
