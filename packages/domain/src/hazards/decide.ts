import { addDays, dayOf, isRecordDay, maxDay, startOfDay, type Day } from '../time/index.ts'
import { isInFuture, stamped } from './acting.ts'
import type { CommandOf, HazardCommand, HazardCommandType, HazardContext } from './commands.ts'
import { hazardErrors, refusal, type Decision, type HazardError, type Refusal } from './errors.ts'
import { DEFAULT_RECTIFICATION_DAYS, type HazardDetails, type HazardEvent, type HazardEventType, type HazardPayloads, type RectificationPlan } from './events.ts'
import { currentRound, type Hazard } from './fold.ts'
import { blocked, listingInForce, pendingExtension } from './moves.ts'

export type HazardDecision = Decision<HazardEvent, HazardError>
type Refused = Refusal<HazardError>

const refuse = (code: HazardError, field?: string): Refused => refusal(hazardErrors, code, field)
const isRefused = (value: object): value is Refused => 'code' in value
const isBlank = (text: string | null | undefined) => text === undefined || text === null || text.trim() === ''
const firstBlank = (input: object, fields: readonly string[]): Refused | null => {
  const missing = fields.find((field) => isBlank((input as Record<string, string | null | undefined>)[field]))
  return missing === undefined ? null : refuse('REQUIRED', missing)
}

const event = <T extends HazardEventType>(type: T, payload: HazardPayloads[T], context: HazardContext, reason?: string, at = context.at): HazardEvent =>
  stamped(type, payload, { ...context, at }, reason) as HazardEvent

/** What no ledger brings in: extensions, changed deadlines or levels, and closures of majors. */
function importRefusal(hazard: Hazard, command: HazardCommand): Refused | null {
  switch (command.type) {
    case 'requestExtension':
    case 'decideExtension':
    case 'approveLongDeadline':
      return refuse('NOT_BY_IMPORT')
    case 'order':
      return command.dueOn !== undefined && command.dueOn !== currentRound(hazard).dueOn ? refuse('NOT_BY_IMPORT', 'dueOn') : null
    case 'reject':
      return command.dueOn ? refuse('NOT_BY_IMPORT', 'dueOn') : null
    case 'correct':
      return command.level !== undefined && command.level !== hazard.level ? refuse('NOT_BY_IMPORT', 'level') : null
    case 'accept':
      return hazard.level === 'MAJOR' ? refuse('NOT_BY_IMPORT') : null
    default:
      return null
  }
}

/** The latest day that the move must not precede: what it follows in the same round. */
function notBefore(hazard: Hazard, type: HazardCommandType): Day {
  const round = currentRound(hazard)
  const worked = [round.startedOn, ...round.submissions.map((s) => s.on), ...round.reinspections.map((r) => r.on)]
  switch (type) {
    case 'submit':
    case 'accept':
    case 'reject':
      return maxDay(...worked)
    case 'decideExtension':
      return pendingExtension(hazard)?.requestedOn ?? round.startedOn
    case 'revisit':
    case 'reopen':
      return maxDay(...worked, ...hazard.revisits.map((r) => r.on))
    case 'archive':
      return round.acceptedOn ?? round.startedOn
    case 'transfer':
      return hazard.formerAccounts.at(-1)?.until ?? hazard.foundOn
    case 'list':
      return maxDay(hazard.foundOn, ...hazard.listings.flatMap((l) => l.endedOn ?? []))
    case 'delist':
      return listingInForce(hazard)?.on ?? hazard.foundOn
    case 'order':
    case 'plan':
    case 'requestExtension':
    case 'approveLongDeadline':
      return round.startedOn
    default:
      return hazard.foundOn
  }
}

/** What is stated for the first time; null where nothing is. */
function newDetails(hazard: Hazard | null, stated: HazardDetails | undefined): HazardDetails | null {
  const known = hazard?.details ?? {}
  const added = Object.entries(stated ?? {}).filter(([key, value]) => value !== undefined && value !== '' && !(key in known))
  return added.length === 0 ? null : Object.fromEntries(added)
}

function register(command: CommandOf<'register'>, context: HazardContext): HazardDecision {
  const { type: _, onTheSpot, dueOn, shownOnly, details, ...facts } = command
  const blank = firstBlank(command, ['number', 'description', 'subjectId', 'placeId', 'accountId'])
  if (blank) return blank
  if (!isRecordDay(command.foundOn)) return refuse('BAD_DAY', 'foundOn')
  if (command.foundOn > dayOf(context.at)) return refuse('IN_FUTURE', 'foundOn')
  if (dueOn !== undefined && !isRecordDay(dueOn)) return refuse('BAD_DAY', 'dueOn')
  if (command.level === 'MAJOR' && onTheSpot) return refuse('GENERAL_ONLY')
  if (command.level === 'MAJOR' && dueOn === undefined) return refuse('REQUIRED', 'dueOn')
  if (onTheSpot && isBlank(onTheSpot.measures)) return refuse('REQUIRED', 'measures')
  const due = dueOn ?? addDays(command.foundOn, onTheSpot ? 0 : DEFAULT_RECTIFICATION_DAYS)
  if (due < command.foundOn) return refuse('TOO_EARLY', 'dueOn')

  const stated = newDetails(null, details)
  const registered = event('registered', { ...facts, dueOn: due, shownOnly: shownOnly ?? false, ...(stated && { details: stated }) }, context)
  if (!onTheSpot) return { ok: true, events: [registered] }
  const noon = new Date(startOfDay(command.foundOn).getTime() + 12 * 3_600_000)
  const at = dayOf(context.at) === command.foundOn ? context.at : noon
  return {
    ok: true,
    events: [
      registered,
      event('submitted', { onTheSpot: true, measures: onTheSpot.measures }, context, undefined, at),
      event('accepted', { onSite: true }, context, undefined, at),
    ],
  }
}

function order(hazard: Hazard, command: CommandOf<'order'>, context: HazardContext): Refused | HazardPayloads['ordered'] {
  const current = currentRound(hazard).dueOn
  const dueOn = command.dueOn ?? current
  const on = dayOf(context.at)
  const administrative = context.inspectionNature === 'ADMINISTRATIVE'
  const document = command.document ?? (administrative ? 'RECTIFICATION_ORDER' : 'HAZARD_NOTIFICATION')
  if (document === 'RECTIFICATION_ORDER' && !administrative) return refuse('WRONG_DOCUMENT', 'document')
  if (!isRecordDay(dueOn)) return refuse('BAD_DAY', 'dueOn')
  if (dueOn !== current && on > current) return refuse('DEADLINE_PASSED', 'dueOn')
  if (dueOn !== current && dueOn < on) return refuse('TOO_EARLY', 'dueOn')
  return { dueOn, document }
}

function planProblem(hazard: Hazard, plan: RectificationPlan): Refused | null {
  const blank = firstBlank(plan, ['responsiblePost', 'measures', 'contingency'])
  if (blank) return blank
  if (!Number.isSafeInteger(plan.fundsYuan) || plan.fundsYuan < 0) return refuse('BAD_AMOUNT', 'fundsYuan')
  if (!isRecordDay(plan.dueOn)) return refuse('BAD_DAY', 'dueOn')
  const round = currentRound(hazard)
  if (plan.dueOn < round.startedOn) return refuse('TOO_EARLY', 'dueOn')
  return plan.dueOn > round.dueOn ? refuse('PLAN_AFTER_DEADLINE', 'dueOn') : null
}

function accept(hazard: Hazard, command: CommandOf<'accept'>, context: HazardContext): Refused | HazardPayloads['accepted'] {
  if (hazard.level === 'MAJOR') {
    if (!command.onSite) return refuse('ON_SITE_ONLY', 'onSite')
    const by = currentRound(hazard).submissions.at(-1)?.by
    if (by === context.actorId || context.holdsSubmittersPost) return refuse('ANOTHER_PERSON', 'actorId')
  }
  return { onSite: command.onSite }
}

function reject(hazard: Hazard, command: CommandOf<'reject'>, on: Day): Refused | HazardPayloads['rejected'] {
  if (isBlank(command.reason)) return refuse('REQUIRED', 'reason')
  const dueOn = command.dueOn ?? null
  if (dueOn === null) return { dueOn }
  if (!isRecordDay(dueOn)) return refuse('BAD_DAY', 'dueOn')
  if (on > currentRound(hazard).dueOn) return refuse('DEADLINE_PASSED', 'dueOn')
  return dueOn < on ? refuse('TOO_EARLY', 'dueOn') : { dueOn }
}

function requestExtension(hazard: Hazard, command: CommandOf<'requestExtension'>): Refused | HazardPayloads['extension_requested'] {
  if (isBlank(command.controlMeasures)) return refuse('REQUIRED', 'controlMeasures')
  if (!isRecordDay(command.dueOn)) return refuse('BAD_DAY', 'dueOn')
  if (command.dueOn <= currentRound(hazard).dueOn) return refuse('NOT_LATER', 'dueOn')
  return { dueOn: command.dueOn, controlMeasures: command.controlMeasures }
}

function decideExtension(hazard: Hazard, command: CommandOf<'decideExtension'>, context: HazardContext): Refused | HazardPayloads['extension_decided'] {
  const current = currentRound(hazard).dueOn
  const byLevelAbove = context.levelAbove ?? false
  if (!command.granted) return { granted: false, dueOn: current, byLevelAbove }
  const askedFor = pendingExtension(hazard)!.askedFor
  const dueOn = command.dueOn ?? askedFor
  if (!isRecordDay(dueOn)) return refuse('BAD_DAY', 'dueOn')
  if (dueOn > askedFor) return refuse('LATER_THAN_ASKED', 'dueOn')
  return dueOn <= current ? refuse('NOT_LATER', 'dueOn') : { granted: true, dueOn, byLevelAbove }
}

function correct(hazard: Hazard, command: CommandOf<'correct'>, context: HazardContext): Refused | HazardPayloads['corrected'] {
  const { subject, level, sectorId, description } = command
  const details = newDetails(hazard, command.details)
  if (isBlank(command.reason)) return refuse('REQUIRED', 'reason')
  if (description !== undefined && isBlank(description)) return refuse('REQUIRED', 'description')
  const blank = subject && firstBlank(subject, ['subjectId', 'placeId', 'accountId'])
  if (blank) return blank
  const place = subject && { subjectId: subject.subjectId, placeId: subject.placeId, accountId: subject.accountId, sectorId: subject.sectorId }
  const moved = place && (Object.keys(place) as (keyof typeof place)[]).some((key) => place[key] !== hazard[key])
  const changes: HazardPayloads['corrected'] = {
    ...(level !== undefined && level !== hazard.level && { level }),
    ...(sectorId !== undefined && sectorId !== (place ?? hazard).sectorId && { sectorId }),
    ...(place && moved && { subject: place }),
    ...(description !== undefined && description !== hazard.description && { description }),
    ...(details && { details }),
  }
  if (Object.keys(changes).length === 0) return refuse('NOTHING_CHANGED')
  if (changes.level === 'MAJOR' && (hazard.state === 'CLOSED' || hazard.state === 'ARCHIVED')) return refuse('REOPEN_FIRST', 'level')
  if (changes.level === 'GENERAL' && listingInForce(hazard)) return refuse('LISTED', 'level')
  // Whoever answers for the figures does not take a major out of them alone.
  if (changes.level === 'GENERAL' && !context.levelAbove) return refuse('LEVEL_ABOVE_ONLY', 'level')
  return changes
}

function reopen(hazard: Hazard, command: CommandOf<'reopen'>, context: HazardContext): HazardDecision {
  if (isBlank(command.reason)) return refuse('REQUIRED', 'reason')
  const on = dayOf(context.at)
  if (hazard.level === 'MAJOR' && command.dueOn === undefined) return refuse('REQUIRED', 'dueOn')
  const dueOn = command.dueOn ?? addDays(on, DEFAULT_RECTIFICATION_DAYS)
  if (!isRecordDay(dueOn)) return refuse('BAD_DAY', 'dueOn')
  if (dueOn < on) return refuse('TOO_EARLY', 'dueOn')
  if (command.revisit?.drawn && !context.levelAbove) return refuse('LEVEL_ABOVE_ONLY')
  const revisited = command.revisit && event('revisited', { drawn: command.revisit.drawn, recurred: true }, context)
  return { ok: true, events: [...(revisited ? [revisited] : []), event('reopened', { dueOn }, context, command.reason)] }
}

/** A move that the state and the days allow; here its details. */
function details(hazard: Hazard, command: Exclude<HazardCommand, { type: 'register' }>, context: HazardContext): HazardDecision {
  const on = dayOf(context.at)
  const one = <T extends HazardEventType>(type: T, payload: Refused | HazardPayloads[T], reason?: string): HazardDecision =>
    isRefused(payload) ? payload : { ok: true, events: [event(type, payload, context, reason)] }
  switch (command.type) {
    case 'order':
      return one('ordered', order(hazard, command, context))
    case 'approveLongDeadline':
      return context.levelAbove ? one('long_deadline_approved', {}) : refuse('LEVEL_ABOVE_ONLY')
    case 'plan':
      return planProblem(hazard, command.plan) ?? one('planned', { plan: command.plan })
    case 'submit':
      return isBlank(command.measures) ? refuse('REQUIRED', 'measures') : one('submitted', { onTheSpot: false, measures: command.measures })
    case 'accept':
      return one('accepted', accept(hazard, command, context))
    case 'reject':
      return one('rejected', reject(hazard, command, on), command.reason)
    case 'requestExtension':
      return one('extension_requested', requestExtension(hazard, command))
    case 'decideExtension':
      return one('extension_decided', decideExtension(hazard, command, context), command.reason)
    case 'correct':
      return one('corrected', correct(hazard, command, context), command.reason)
    case 'transfer': {
      const { placeId, accountId } = command
      if (placeId === hazard.placeId && accountId === hazard.accountId) return refuse('NOTHING_CHANGED')
      return firstBlank(command, ['placeId', 'accountId']) ?? one('transferred', { placeId, accountId })
    }
    case 'requestVoid':
      return isBlank(command.reason)
        ? refuse('REQUIRED', 'reason')
        : one('void_requested', { duplicateOf: command.duplicateOf ?? null }, command.reason)
    case 'countersignVoid':
      return hazard.voidRequest?.by === context.actorId || context.holdsRequestersPost ? refuse('ANOTHER_PERSON', 'actorId') : one('void_countersigned', {})
    case 'refuseVoid':
      return one('void_refused', {}, command.reason)
    case 'revisit':
      if (command.drawn && !context.levelAbove) return refuse('LEVEL_ABOVE_ONLY')
      return one('revisited', { drawn: command.drawn, recurred: command.recurred })
    case 'reopen':
      return reopen(hazard, command, context)
    case 'archive':
      return one('archived', {})
    case 'list':
      if (!isRecordDay(command.dueOn)) return refuse('BAD_DAY', 'dueOn')
      return command.dueOn < on ? refuse('TOO_EARLY', 'dueOn') : one('listed', { level: command.level, dueOn: command.dueOn })
    case 'delist':
      if (isBlank(command.reason) && hazard.state !== 'CLOSED' && hazard.state !== 'ARCHIVED') return refuse('REQUIRED', 'reason')
      return one('delisted', {}, command.reason)
  }
}

/**
 * The state machine of a hazard: the events that a command appends, or why it is refused. Pure; who may act at all is
 * the policy's question, and which version the command was meant for the ledger's.
 */
export function decide(hazard: Hazard | null, command: HazardCommand, context: HazardContext): HazardDecision {
  const on = dayOf(context.at)
  if (isInFuture(context)) return refuse('IN_FUTURE', 'at')
  if (command.type === 'register') return hazard === null ? register(command, context) : refuse('ALREADY_REGISTERED')
  if (hazard === null) return refuse('NOT_REGISTERED')
  const code = blocked(hazard, command.type, on)
  if (code) return refuse(code)
  const notImported = context.source === 'IMPORT' ? importRefusal(hazard, command) : null
  if (notImported) return notImported
  if (on < notBefore(hazard, command.type)) return refuse('TOO_EARLY', 'at')
  return details(hazard, command, context)
}
