import { isInFuture, stamped, type Acting } from '../hazards/acting.ts'
import { refusal, type Decision, type ErrorText, type Refusal } from '../hazards/errors.ts'
import { dayOf } from '../time/index.ts'
import type { Subject } from './contributions.ts'
import { creditCodeProblem } from './creditCode.ts'
import type { SubjectEvent, SubjectEventType, SubjectFacts, SubjectPayloads } from './events.ts'

export type SubjectCommand =
  | { readonly type: 'register'; readonly facts: SubjectFacts; readonly shownOnly?: boolean | undefined }
  | { readonly type: 'change'; readonly changes: Partial<SubjectFacts>; readonly reason?: string | undefined }
  | { readonly type: 'transfer'; readonly placeId: string; readonly accountId: string }
  | { readonly type: 'withdraw'; readonly reason: string }

export interface SubjectContext extends Acting {
  /** The city agreed: enterprises, key enterprises and major hazard sources leave its list only so (scheme.md, denominators). */
  readonly consent?: boolean | undefined
}

export const subjectErrors = {
  NOT_REGISTERED: { zh: '监管对象尚未登记', en: 'The subject is not registered' },
  ALREADY_REGISTERED: { zh: '监管对象已经登记', en: 'The subject is registered already' },
  WITHDRAWN: { zh: '该对象的登记已经撤回', en: 'The registration was withdrawn' },
  REQUIRED: { zh: '请填写{field}', en: 'The {field} is missing' },
  IN_FUTURE: { zh: '{field}不能晚于今天', en: 'The {field} lies in the future' },
  TOO_EARLY: { zh: '{field}早于上一次变更', en: 'The {field} lies before the last change' },
  BAD_CREDIT_CODE: { zh: '统一社会信用代码有误', en: 'The unified social credit code is wrong' },
  BAD_COUNT: { zh: '{field}应为0至1000的整数', en: 'The {field} must be a whole number from 0 to 1,000' },
  MORE_ONLINE_THAN_SOURCES: { zh: '{field}不能多于重大危险源数', en: 'There are more {field} than hazard sources' },
  CONSENT_REQUIRED: { zh: '移出市级名单须经市级同意', en: "Taking it off the city's list needs the city's consent" },
  NOTHING_CHANGED: { zh: '没有任何改动', en: 'Nothing is changed' },
} as const satisfies Record<string, ErrorText>
export type SubjectError = keyof typeof subjectErrors
export type SubjectDecision = Decision<SubjectEvent, SubjectError>

const refuse = (code: SubjectError, field?: string): Refusal<SubjectError> => refusal(subjectErrors, code, field)

/** More than any one firm has: beyond it somebody typed into the wrong cell, and the sums would never be right again. */
const MOST_SOURCES = 1_000

function problemOf(facts: SubjectFacts): Refusal<SubjectError> | null {
  for (const field of ['name', 'placeId', 'accountId'] as const) if (facts[field].trim() === '') return refuse('REQUIRED', field)
  for (const field of ['hazardSources', 'hazardSourcesOnline'] as const)
    if (!Number.isSafeInteger(facts[field]) || facts[field] < 0 || facts[field] > MOST_SOURCES) return refuse('BAD_COUNT', field)
  if (facts.hazardSourcesOnline > facts.hazardSources) return refuse('MORE_ONLINE_THAN_SOURCES', 'hazardSourcesOnline')
  const problem = facts.creditCode === null ? null : creditCodeProblem(facts.creditCode)
  return problem ? { ok: false, code: 'BAD_CREDIT_CODE', field: 'creditCode', message: problem.message } : null
}

/** What it gives to the denominators of items 9, 12 and 13. */
function counted(facts: SubjectFacts | null) {
  if (facts === null || facts.kind !== 'ENTERPRISE' || facts.status === 'CLOSED') return { enterprise: false, key: false, hazardSources: 0 }
  return { enterprise: true, key: facts.key, hazardSources: facts.hazardSources }
}

/** The field by which something leaves the list that the city confirmed; null where nothing does. */
function leaving(before: SubjectFacts, after: SubjectFacts | null): string | null {
  const [was, is] = [counted(before), counted(after)]
  if (was.enterprise && !is.enterprise) return after && after.kind !== 'ENTERPRISE' ? 'kind' : 'status'
  if (was.key && !is.key) return 'key'
  return is.hazardSources < was.hazardSources ? 'hazardSources' : null
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

function changed(subject: Subject, command: SubjectCommand & { type: 'change' }, context: SubjectContext): Refusal<SubjectError> | Partial<SubjectFacts> {
  const before = subject.states.at(-1)!.facts
  const differing = Object.entries(command.changes).filter(([key, value]) => value !== undefined && !same(value, before[key as keyof SubjectFacts]))
  if (differing.length === 0) return refuse('NOTHING_CHANGED')
  const changes: Partial<SubjectFacts> = Object.fromEntries(differing)
  const after = { ...before, ...changes }
  const problem = problemOf(after)
  if (problem) return problem
  const field = leaving(before, after)
  return field !== null && !context.consent ? refuse('CONSENT_REQUIRED', field) : changes
}

/** The events that a command about a subject appends, or why it is refused. Pure. */
export function decideSubject(subject: Subject | null, command: SubjectCommand, context: SubjectContext): SubjectDecision {
  const on = dayOf(context.at)
  if (isInFuture(context)) return refuse('IN_FUTURE', 'at')
  const one = <T extends SubjectEventType>(type: T, payload: SubjectPayloads[T], reason?: string): SubjectDecision => ({ ok: true, events: [stamped(type, payload, context, reason) as SubjectEvent] })
  if (command.type === 'register') {
    if (subject !== null) return refuse('ALREADY_REGISTERED')
    return problemOf(command.facts) ?? one('registered', { ...command.facts, shownOnly: command.shownOnly ?? false })
  }
  if (subject === null) return refuse('NOT_REGISTERED')
  if (subject.withdrawn) return refuse('WITHDRAWN')
  if (command.type !== 'withdraw' && on < subject.states.at(-1)!.from) return refuse('TOO_EARLY', 'at')
  switch (command.type) {
    case 'change': {
      const changes = changed(subject, command, context)
      return 'ok' in changes ? changes as Refusal<SubjectError> : one('changed', changes, command.reason)
    }
    case 'transfer': {
      const { placeId, accountId } = command
      if (placeId === subject.placeId && accountId === subject.accountId) return refuse('NOTHING_CHANGED')
      return problemOf({ ...subject.states.at(-1)!.facts, placeId, accountId }) ?? one('transferred', { placeId, accountId })
    }
    case 'withdraw': {
      if (command.reason.trim() === '') return refuse('REQUIRED', 'reason')
      const field = leaving(subject.states.at(-1)!.facts, null)
      return field !== null && !context.consent ? refuse('CONSENT_REQUIRED', field) : one('withdrawn', {}, command.reason)
    }
  }
}
