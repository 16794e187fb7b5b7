import { isLateEntry, dayOf, type Day } from '@anwang/domain'
import type { Context } from '../../context.ts'
import { sectorLoader } from '../accounts/schema.ts'
import { regionLoaders } from '../regions/service.ts'
import { subjectLoaders } from '../subjects/service.ts'
import { hazardLoaders } from './service.ts'
import type { StoredEvent } from './store/index.ts'

export interface EventFact {
  /** A key such as dueOn, granted, document; the interface words it. */
  readonly name: string
  readonly value: string
}

/** Facts of the place are shown by the record; what says nothing is left out. */
const HIDDEN: ReadonlySet<string> = new Set(['accountId', 'inspectionId', 'shownOnly'])

async function nameOf(context: Context, key: string, id: string): Promise<EventFact | null> {
  const fact = (name: string, value: string | undefined) => (value === undefined ? null : { name, value })
  switch (key) {
    case 'sectorId': {
      const sector = await context.once(sectorLoader).load(id)
      return fact('sector', context.language === 'en' ? sector?.nameEn : sector?.name)
    }
    case 'subjectId': return fact('subject', (await context.once(subjectLoaders).byId.load(id))?.name)
    case 'placeId': return fact('region', (await context.once(regionLoaders).byId.load(id))?.name)
    case 'duplicateOf': return fact('duplicateOf', (await context.once(hazardLoaders).byId.load(id))?.number)
    default: return null
  }
}

/** What an event says, names in the place of ids; a nested part gives its own facts. */
export async function factsOf(context: Context, payload: Readonly<Record<string, unknown>>): Promise<EventFact[]> {
  const facts = await Promise.all(Object.entries(payload).map(async ([name, value]): Promise<EventFact[]> => {
    if (value === null || value === undefined || HIDDEN.has(name)) return []
    if (Array.isArray(value) && value.every((one) => typeof one !== 'object')) return value.length === 0 ? [] : [{ name, value: value.join(context.language === 'zh' ? '、' : ', ') }]
    if (typeof value === 'object') return factsOf(context, value as Record<string, unknown>)
    if (name.endsWith('Id') || name === 'duplicateOf') {
      const fact = await nameOf(context, name, String(value))
      return fact ? [fact] : []
    }
    return [{ name, value: String(value) }]
  }))
  return facts.flat()
}

/** 补录: imported after the 5th of the following month, or a finding entered on a later day than it was made. */
export function isLate(event: StoredEvent): boolean {
  const on = dayOf(event.occurredAt)
  if (event.importedOn !== null) return isLateEntry(on, event.importedOn)
  return event.type === 'registered' && (event.payload['foundOn'] as Day) < on
}
