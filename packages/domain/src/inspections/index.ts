import type { EventSource } from '../hazards/events.ts'
import type { Contribution } from '../metrics/index.ts'
import { dayOf, type Day } from '../time/index.ts'

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

export interface Inspection extends InspectionFacts {
  readonly version: number
  readonly withdrawn: boolean
  readonly recordedOn: Day
}

export function applyInspection(inspection: Inspection | null, event: InspectionEvent): Inspection {
  if (event.type === 'recorded') return { ...event.payload, version: 1, withdrawn: false, recordedOn: dayOf(event.occurredAt) }
  if (inspection === null) throw new Error(`an inspection's first event is its record, not ${event.type}`)
  const version = inspection.version + 1
  return event.type === 'withdrawn' ? { ...inspection, version, withdrawn: true } : { ...inspection, ...event.payload, version }
}

export const foldInspection = (events: readonly InspectionEvent[], from: Inspection | null = null): Inspection | null =>
  events.reduce<Inspection | null>(applyInspection, from)

/** 检查家次: visits by the day on which they were finished. */
export function inspectionContributions(inspection: Inspection | null): Contribution[] {
  if (inspection === null || inspection.withdrawn || inspection.shownOnly || inspection.reinspection) return []
  const { accountId: regionId, sectorId, finishedOn } = inspection
  return [{ regionId, sectorId, countsOn: finishedOn, effectiveOn: finishedOn, metric: 'inspections', amount: 1 }]
}
