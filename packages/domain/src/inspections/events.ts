import type { EventSource } from '../hazards/events.ts'
import type { Day } from '../time/index.ts'

export const inspectionNatures = ['ADMINISTRATIVE', 'SUPERVISORY', 'GRID_PATROL', 'SELF_CHECK', 'EXPERT_SERVICE'] as const
export type InspectionNature = (typeof inspectionNatures)[number]

/** One visit to one subject; a joint visit of several organizations is one inspection. */
export interface InspectionFacts {
  readonly number: string
  readonly nature: InspectionNature
  readonly subjectId: string
  readonly placeId: string
  readonly accountId: string
  readonly sectorId: string | null
  readonly startedOn: Day
  readonly finishedOn: Day
  /** A re-inspection is shown on its hazard and counts as no inspection. */
  readonly reinspection: boolean
  readonly findings: string
  /** Posts of those who inspected, never persons: events hold no personal data. A ledger does not name them. */
  readonly inspectors?: readonly string[] | undefined
  /** The course of the inspection: where one went, what was looked at and asked. */
  readonly process?: string | undefined
  readonly shownOnly: boolean
}
export interface InspectionPayloads {
  recorded: InspectionFacts
  corrected: Partial<InspectionFacts>
  withdrawn: Record<string, never>
}
export type InspectionEventType = keyof InspectionPayloads
export type InspectionEvent = {
  [T in InspectionEventType]: {
    readonly type: T
    readonly occurredAt: Date
    readonly source: EventSource
    readonly actorId: string
    readonly importedOn?: Day
    readonly reason?: string
    readonly payload: InspectionPayloads[T]
  }
}[InspectionEventType]
