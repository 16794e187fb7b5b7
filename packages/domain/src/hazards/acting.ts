import { dayOf, type Day } from '../time/index.ts'
import type { EventSource } from './events.ts'

/** Who acts on a record, when, and by which way it came in. */
export interface Acting {
  readonly actorId: string
  /** When the fact happened. */
  readonly at: Date
  readonly source: EventSource
  /** The injected clock's time; nothing may have happened after it. Default: `at`. */
  readonly now?: Date | undefined
  /** Of a command of a ledger: the domain day of the import. */
  readonly importedOn?: Day | undefined
}

/** Whether something would have happened later than now, or than the import that tells of it. */
export function isInFuture({ at, now, importedOn }: Acting): boolean {
  const on = dayOf(at)
  return on > dayOf(now ?? at) || (importedOn !== undefined && on > importedOn)
}

/** An event as it is appended: what happened, by whom, when, and why where a reason is given. */
export const stamped = <Type extends string, Payload>(type: Type, payload: Payload, { actorId, at, source, importedOn }: Acting, reason?: string) => ({
  type, payload, occurredAt: at, source, actorId,
  ...(importedOn !== undefined && { importedOn }),
  ...(reason !== undefined && reason.trim() !== '' && { reason }),
})
