import { money } from '../../../lib/format.ts'
import type { DossierEvent } from './queries.ts'

/** What the head of the dossier says already, or what is said by the event's own name. */
const HIDDEN: Readonly<Record<string, readonly string[]>> = {
  registered: ['number', 'subject', 'region', 'sector', 'description', 'shownOnly', 'source', 'measures', 'fundsYuan', 'fundsText', 'contingency', 'rectifyingUnit', 'regulator', 'reinspectingUnit', 'progress', 'address', 'note'],
  extension_decided: [],
  submitted: ['onTheSpot'],
}

interface FactWords {
  readonly fact: Readonly<Record<string, string>>
  readonly value: Readonly<Record<string, Readonly<Record<string, string>>>>
}

interface Common {
  readonly hazardLevel: Readonly<Record<string, string>>
  readonly hazardSource: Readonly<Record<string, string>>
}

/** The facts of an event in words, what is evident left out. A value without a word is shown as it is. */
export function factsInWords(event: Pick<DossierEvent, 'type' | 'facts'>, w: FactWords, c: Common): { name: string; value: string }[] {
  const hidden = HIDDEN[event.type] ?? []
  const granted = event.facts.find((fact) => fact.name === 'granted')?.value
  return event.facts
    .filter((fact) => !hidden.includes(fact.name) && !(granted === 'false' && fact.name === 'dueOn') && fact.value !== '')
    .map(({ name, value }) => ({
      name: w.fact[name] ?? name,
      value:
        name === 'level' ? (c.hazardLevel[value] ?? w.value['listLevel']?.[value] ?? value)
        : name === 'source' ? (c.hazardSource[value] ?? value)
        : name === 'fundsYuan' && Number.isFinite(Number(value)) ? money(Number(value))
        : (w.value[name]?.[value] ?? value),
    }))
}

/** Whether it was recorded on another day (or more than an hour) after it happened: backdating shows. It says nothing of the demonstration's facts, made up all at once, nor where the demonstration's clock is set to another day: the database goes by the real one. */
export const recordedApart = (event: Pick<DossierEvent, 'occurredAt' | 'recordedAt' | 'source'>, clockIsSet: boolean): boolean =>
  !clockIsSet && event.source !== 'SEED' && Math.abs(Date.parse(event.recordedAt) - Date.parse(event.occurredAt)) > 3_600_000
