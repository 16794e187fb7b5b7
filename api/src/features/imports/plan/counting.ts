import type { Append } from '@anwang/db'
import { apply, applyInspection, dayOf, difference, hazardContributions, inspectionContributions, isLateEntry, quarterOf, type Contribution, type Day, type Hazard, type Inspection } from '@anwang/domain'
import type { Writes } from '../model.ts'

function deltaOf(append: Append): Contribution[] {
  switch (append.stream) {
    case 'hazard': return difference(hazardContributions(append.before), hazardContributions(append.events.reduce<Hazard | null>(apply, append.before)))
    case 'inspection': return difference(inspectionContributions(append.before), inspectionContributions(append.events.reduce<Inspection | null>(applyInspection, append.before)))
    case 'subject': return []
  }
}

/** The quarters that are over and whose figures these events change, oldest first; and whether one of a hazard is a late entry. */
export function countingOf(appends: readonly Append[], today: Day): Pick<Writes, 'closed' | 'late'> {
  const quarters = new Set(appends.flatMap(deltaOf).map((one) => quarterOf(one.countsOn)).filter((quarter) => quarter.until <= today).map((quarter) => quarter.text))
  const late = appends.some((append) => append.stream === 'hazard' && append.events.some((event) => event.importedOn !== undefined && isLateEntry(event.type === 'registered' ? event.payload.foundOn : dayOf(event.occurredAt), event.importedOn)))
  return { ...(quarters.size > 0 && { closed: [...quarters].toSorted() }), ...(late && { late }) }
}
