import { newId } from '@anwang/db'
import { splitUnit, type HazardRow } from '@anwang/documents'
import type { HazardDetails } from '@anwang/domain'
import type { ContactRow } from '../store/world.ts'

/** Telephone and identity numbers are personal data wherever they are typed; credit codes are none. */
const NUMBERS = /(?<!\d)(1[3-9]\d{9}|\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx])(?!\d)/g
const withoutNumbers = (text: string | null): string | null => text?.replace(NUMBERS, '（号码略）') ?? null

const reinspection = (record: HazardRow) => (record.reinspector === null ? { unit: null, people: null } : splitUnit(record.reinspector))

/** What a row states beside the facts that figures come from: units and texts, no person's name. */
export function detailsOf(record: HazardRow, submitted: boolean): HazardDetails {
  const grid = record.place?.village && /网格/.test(record.place.village) ? record.place.village : null
  const address = [grid, record.firm.address].filter((part) => part !== null).join(' ')
  const stated: { readonly [K in keyof Required<HazardDetails>]: HazardDetails[K] | null } = {
    measures: withoutNumbers(record.measures), fundsYuan: record.fundsYuan, fundsText: withoutNumbers(record.fundsText), contingency: withoutNumbers(record.plan), rectifyingUnit: record.rectifyingUnit,
    regulator: record.regulator, reinspectingUnit: reinspection(record).unit, progress: submitted ? null : withoutNumbers(record.progress), address: withoutNumbers(address), note: withoutNumbers(record.note),
  }
  return Object.fromEntries(Object.entries(stated).filter(([, value]) => value !== null && value !== ''))
}

/** Whom a row names: they stand apart from events, erasable. */
export function peopleOf(record: HazardRow, hazardId: string, path: string): ContactRow[] {
  const named: readonly (readonly [role: string, name: string | null])[] = [
    ['RESPONSIBLE', record.responsible], ['REGULATOR', record.regulatorPerson], ['REINSPECTOR', reinspection(record).people], ['GRID_WORKER', record.gridWorker],
  ]
  return named.flatMap(([role, name]) => (name === null || name === '' ? [] : [{ id: newId(), ownerKind: 'hazard' as const, ownerId: hazardId, path, role, name, phone: null }]))
}
