import { isInFuture, stamped, type Acting } from '../hazards/acting.ts'
import { refusal, type Decision, type ErrorText, type Refusal } from '../hazards/errors.ts'
import { dayOf, isRecordDay, type Day } from '../time/index.ts'
import type { Inspection } from './contributions.ts'
import type { InspectionEvent, InspectionEventType, InspectionFacts, InspectionPayloads } from './events.ts'

type Recorded = Omit<InspectionFacts, 'shownOnly'>
export type InspectionCommand =
  | { readonly type: 'record'; readonly facts: Recorded; readonly shownOnly?: boolean | undefined }
  | { readonly type: 'correct'; readonly changes: Partial<Recorded>; readonly reason: string }
  | { readonly type: 'withdraw'; readonly reason: string }

export type InspectionContext = Acting

export const inspectionErrors = {
  NOT_RECORDED: { zh: '检查尚未记录', en: 'The inspection is not recorded' },
  ALREADY_RECORDED: { zh: '检查已经记录', en: 'The inspection is recorded already' },
  WITHDRAWN: { zh: '该检查记录已经撤回', en: 'The record was withdrawn' },
  REQUIRED: { zh: '请填写{field}', en: 'The {field} is missing' },
  BAD_DAY: { zh: '{field}不是有效日期', en: 'The {field} is no valid day' },
  IN_FUTURE: { zh: '{field}不能晚于今天', en: 'The {field} lies in the future' },
  ENDS_BEFORE_START: { zh: '{field}早于检查开始日期', en: 'The {field} lies before the first' },
  NOTHING_CHANGED: { zh: '没有任何改动', en: 'Nothing is changed' },
} as const satisfies Record<string, ErrorText>
export type InspectionError = keyof typeof inspectionErrors
export type InspectionDecision = Decision<InspectionEvent, InspectionError>

const refuse = (code: InspectionError, field?: string): Refusal<InspectionError> => refusal(inspectionErrors, code, field)

/** An inspection without its findings cannot be recorded: 检查人员、过程、问题等都要详细记录. */
function problemOf(facts: Recorded, on: Day): Refusal<InspectionError> | null {
  for (const field of ['number', 'subjectId', 'placeId', 'accountId', 'findings'] as const)
    if (facts[field].trim() === '') return refuse('REQUIRED', field)
  for (const field of ['startedOn', 'finishedOn'] as const) if (!isRecordDay(facts[field])) return refuse('BAD_DAY', field)
  if (facts.finishedOn < facts.startedOn) return refuse('ENDS_BEFORE_START', 'finishedOn')
  return facts.finishedOn > on ? refuse('IN_FUTURE', 'finishedOn') : null
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

/** The events that a command about an inspection appends, or why it is refused. Pure. */
export function decideInspection(inspection: Inspection | null, command: InspectionCommand, context: InspectionContext): InspectionDecision {
  const on = dayOf(context.at)
  if (isInFuture(context)) return refuse('IN_FUTURE', 'at')
  const one = <T extends InspectionEventType>(type: T, payload: InspectionPayloads[T], reason?: string): InspectionDecision => ({ ok: true, events: [stamped(type, payload, context, reason) as InspectionEvent] })
  if (command.type === 'record') {
    if (inspection !== null) return refuse('ALREADY_RECORDED')
    return problemOf(command.facts, on) ?? one('recorded', { ...command.facts, shownOnly: command.shownOnly ?? false })
  }
  if (inspection === null) return refuse('NOT_RECORDED')
  if (inspection.withdrawn) return refuse('WITHDRAWN')
  if (command.reason.trim() === '') return refuse('REQUIRED', 'reason')
  if (command.type === 'withdraw') return one('withdrawn', {}, command.reason)
  const differing = Object.entries(command.changes)
    .filter(([key, value]) => value !== undefined && !same(value, inspection[key as keyof Recorded]))
  if (differing.length === 0) return refuse('NOTHING_CHANGED')
  const changes: Partial<Recorded> = Object.fromEntries(differing)
  return problemOf({ ...inspection, ...changes }, on) ?? one('corrected', changes, command.reason)
}
