import type { Contribution } from '../metrics/index.ts'
import { dayOf, type Day } from '../time/index.ts'
import type { InspectionEvent, InspectionFacts } from './events.ts'

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
