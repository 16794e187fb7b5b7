import { newId } from '@anwang/db'
import { splitContact, splitUnit, type EnforcementRow, type EnterpriseRow, type HazardRow } from '@anwang/documents'
import type { HazardDetails, InspectionDetails, SubjectDetails } from '@anwang/domain'
import { plainText, telephonesIn, withoutNumbers, withoutTelephones } from '@anwang/domain/personal'
import type { ContactRow } from '../store/world.ts'

/** What is stated of `fields`, without what is empty, and without a number in any text. */
const statedOf = <T extends object>(fields: { readonly [K in keyof Required<T>]: T[K] | null }): T =>
  Object.fromEntries(Object.entries(fields).flatMap(([name, value]) => {
    const clean = typeof value === 'string' ? withoutNumbers(value) : value
    return clean === null || clean === '' ? [] : [[name, clean]]
  })) as T

const DIGITS = /(?:\d[-\s—–]?){7}/
/** A name as it was typed, and the telephone numbers typed with it. */
function whoIs(typed: string | null): { name: string | null; phones: readonly string[] } {
  const plain = plainText(typed ?? '')
  if (!DIGITS.test(plain) && telephonesIn(plain).length === 0) return { name: typed || null, phones: [] }
  const { name, phones } = splitContact(withoutTelephones(plain, ' '))
  return { name: name === null ? null : withoutNumbers(name), phones: [...telephonesIn(plain), ...phones] }
}

const reinspection = (record: HazardRow) => (record.reinspector === null ? { unit: null, people: null } : splitUnit(record.reinspector))

/** A grid is no region: it stands before the address. */
const addressOf = (village: string | null | undefined, address: string | null): string => [village && /网格/.test(village) ? village : null, address].filter((part) => part !== null).join(' ')

/** What a row states beside the facts that figures come from: units and texts, no person's name. */
export function detailsOf(record: HazardRow, submitted: boolean): HazardDetails {
  const address = addressOf(record.place?.village, record.firm.address)
  return statedOf<HazardDetails>({
    measures: record.measures, fundsYuan: record.fundsYuan, fundsText: record.fundsText, contingency: record.plan, rectifyingUnit: record.rectifyingUnit,
    regulator: record.regulator, reinspectingUnit: reinspection(record).unit, progress: submitted ? null : record.progress, address, note: record.note,
  })
}

/** Whom a row names: they stand apart from events, erasable. */
export function peopleOf(record: HazardRow, hazardId: string, path: string): ContactRow[] {
  const named: readonly (readonly [role: string, name: string | null])[] = [
    ['RESPONSIBLE', record.responsible], ['REGULATOR', record.regulatorPerson], ['REINSPECTOR', reinspection(record).people], ['GRID_WORKER', record.gridWorker],
  ]
  return named.flatMap(([role, typed]) => {
    const { name, phones } = whoIs(typed)
    const each = phones.length > 0 ? phones : name === null ? [] : [null]
    return each.map((phone) => ({ id: newId(), ownerKind: 'hazard' as const, ownerId: hazardId, path, role, name, phone }))
  })
}

/** Departments as offices name them in short, which `splitUnit` would take for people. */
const DEPARTMENT = /应急|安监|住建|城管|消防|交通|公安|交警|工信|商务|商贸|文旅|文化|旅游|卫健|市场|市监|农业|水利|资源|国土|林业|民政|民宗|教育|教体|体育|发改|能源|气象|邮政|电力|环保|环境|生态|粮|人社|财政|国资|供销|烟草|畜牧|园林|房管|燃气|人防|铁路|民航|海事/
function regulatorOf(text: string | null): { unit: string | null; people: string | null } {
  if (text === null) return { unit: null, people: null }
  const { unit, people } = splitUnit(text)
  return unit === null && people !== null && DEPARTMENT.test(people) ? { unit: people, people: null } : { unit, people }
}

const PLAIN_YES = /^(是|有|已|√|✓|y|yes|对|(已)?(达标|创建|完成))$/i
/** undefined leaves what was stated, null takes it away. */
type Said<T> = { readonly [K in keyof Required<T>]: T[K] | null | undefined }

/** What a row of a register states beside the facts that figures come from, over what was stated before; null where nothing is stated. `sectorKnown`: its 行业领域 is one of the sectors. */
export function subjectDetailsOf(record: EnterpriseRow, sectorKnown: boolean, before: SubjectDetails | undefined): SubjectDetails | null {
  const text = (typed: string | null): string | undefined => (typed === null ? undefined : withoutNumbers(typed) || undefined)
  const counted = record.employees !== null
  const standardized = record.standardization !== null && !/^(无|否|未)/.test(record.standardization)
  const said: Said<SubjectDetails> = {
    address: text(addressOf(record.place?.village, record.address)), category: text(record.category), industryCode: text(record.industryCode), size: text(record.size), note: text(record.note),
    sectorText: record.sectorName === null ? undefined : sectorKnown ? null : text(record.sectorName),
    employees: record.employees ?? (text(record.employeesText) ? null : undefined), employeesText: counted ? null : text(record.employeesText),
    hazardSourceGrade: record.majorHazardSource === false ? null : /级/.test(record.majorHazardSourceText ?? '') ? text(record.majorHazardSourceText) : undefined,
    standardization: record.standardization === null ? undefined : standardized && !PLAIN_YES.test(record.standardization) ? text(record.standardization) : null,
    regulator: text(regulatorOf(record.regulator).unit),
  }
  const given = Object.entries(said).filter(([, value]) => value !== undefined)
  const details: SubjectDetails = Object.fromEntries(Object.entries({ ...before, ...Object.fromEntries(given) }).filter(([, value]) => value !== null))
  return before === undefined && Object.keys(details).length === 0 ? null : details
}

/** Whom a row of a register names, by their posts, with the number typed beside the name. */
export function staffOf(record: EnterpriseRow, id: string, path: string): ContactRow[] {
  const named: readonly (readonly [role: string, typed: string | null, phone: string | null])[] = [
    ['PRINCIPAL', record.leaderName, record.leaderPhones[0] ?? null], ['SAFETY_OFFICER', record.safetyOfficer, null], ['RESPONSIBLE_LEADER', record.responsibleLeader, null],
    ['GRID_WORKER', record.gridWorker, null], ['REGULATOR', regulatorOf(record.regulator).people, null],
  ]
  return named.flatMap(([role, typed, own]) => {
    const { name, phones } = whoIs(typed)
    const phone = own ?? phones[0] ?? null
    return name === null && phone === null ? [] : [{ id: newId(), ownerKind: 'subject' as const, ownerId: id, path, role, name, phone }]
  })
}

/** What a row reports of an inspection beside the facts that figures come from. */
export function inspectionDetailsOf(record: EnforcementRow): InspectionDetails {
  const { drawn, violations, general, major, listed, rectified, finesYuan, finesPaidYuan } = record
  const documents = record.documents.map(({ label, count }) => ({ name: label, count }))
  return statedOf<InspectionDetails>({
    category: record.category, drawn, violations, general, major, listed, rectified, documents: documents.length === 0 ? null : documents, finesYuan, finesPaidYuan, note: record.note,
  })
}

/** The officers of a row by number, or by name and number: personal data, they stand apart. */
export function officersOf(record: EnforcementRow, id: string, path: string): ContactRow[] {
  const officers = record.officerNumbers.reduce<string[]>((all, part) => {
    const last = all.at(-1)
    return last !== undefined && !/\d/.test(last) && /^[\dA-Za-z-]+$/.test(part) ? [...all.slice(0, -1), `${last} ${part}`] : [...all, part]
  }, [])
  return [...new Set(officers)].map((name) => ({ id: newId(), ownerKind: 'inspection' as const, ownerId: id, path, role: 'OFFICER', name, phone: null }))
}
