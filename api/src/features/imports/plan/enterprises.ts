import type { Append } from '@anwang/db'
import { type EnterpriseRow } from '@anwang/documents'
import { decideSubject, responsibilities, type Responsibility, type Subject, type SubjectFacts } from '@anwang/domain'
import type { RowProblem } from '../model.ts'
import type { ContactRow, PlaceNode } from '../store/world.ts'
import { staffOf, subjectDetailsOf } from './details.ts'
import type { Party } from './parties.ts'
import { problem, type At } from './problems.ts'
import { accountAt, sectorNamed, type World } from './world.ts'

const FIELDS: Readonly<Record<string, string>> = { creditCode: 'creditCode', hazardSources: 'majorHazardSource', status: 'status', name: 'name', key: 'riskGrade' }

/** 2处 → 2; a grade or a plain yes is at least one. */
function sourcesOf(record: EnterpriseRow, before: number): number | undefined {
  if (record.majorHazardSource === null) return undefined
  if (!record.majorHazardSource) return 0
  const counted = /^(\d{1,2})处/.exec(record.majorHazardSourceText ?? '')?.[1]
  return counted === undefined ? Math.max(before, 1) : Number(counted)
}

/** The five responsibilities that a row names somebody for; none is taken away by a blank. */
function assignedOf(record: EnterpriseRow, before: readonly Responsibility[]): readonly Responsibility[] {
  const named: Readonly<Partial<Record<Responsibility, string | null>>> = {
    PRIMARY: record.leaderName, TERRITORIAL: record.gridWorker, SECTOR: record.regulator, PARTY_AND_GOVERNMENT: record.responsibleLeader,
  }
  return responsibilities.filter((one) => before.includes(one) || (named[one] ?? null) !== null)
}

type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> }
const given = <T extends object>(facts: T): Given<T> => Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)) as Given<T>

/** What a row states; undefined where it states nothing. */
function stated(world: World, record: EnterpriseRow, before: SubjectFacts | null) {
  return given({
    name: record.name,
    creditCode: record.creditCode ?? undefined,
    sectorId: sectorNamed(world, [record.sectorName, record.section], record.industryCode) ?? undefined,
    riskGrade: record.riskGrade ?? undefined,
    status: record.status ?? undefined,
    hazardSources: sourcesOf(record, before?.hazardSources ?? 0),
    standardized: record.standardization === null ? undefined : !/^(无|否|未)/.test(record.standardization),
    assigned: assignedOf(record, before?.assigned ?? []),
    details: subjectDetailsOf(record, sectorNamed(world, [record.sectorName]) !== null, before?.details) ?? undefined,
  })
}

export interface EnterprisePlan {
  readonly append: Append | null
  readonly contacts: readonly ContactRow[]
  readonly problems: readonly RowProblem[]
  /** Where it would lie, and in whose figures it would count. */
  readonly placed: { readonly placeId: string; readonly accountId: string }
}

/** Registers or changes the firm of a row. The region whose figures change must lie within the office's scope. */
export function planEnterprise(world: World, at: At, record: EnterpriseRow, party: Party, where: { place: PlaceNode | null; own: boolean }, fold: Subject | null, contacts: readonly ContactRow[]): EnterprisePlan {
  const refuse = (code: string, field: string, zh: string, en: string): EnterprisePlan => ({ append: null, contacts: [], placed: party.firm, problems: [problem(at, 'REFUSED', code, field, '', { zh, en })] })
  const place = where.place
  // A ledger that names the town only leaves the village as it is known.
  const moved = place !== null && !party.firm.path.startsWith(place.path)
  const path = moved ? place.path : party.firm.path
  const account = record.supervisingLevel !== null ? world.places.atLevel(path, record.supervisingLevel)
    : party.made && place ? accountAt(world, place, where.own) : moved ? accountAt(world, place, where.own) : null
  const accountPath = account?.path ?? world.places.at(path)?.path ?? path
  if (account && !world.office.mayWrite(accountPath))
    return refuse('ABOVE_SCOPE', 'supervisingLevel', `监管层级在${account.name}，不在您的权限范围内`, `It is supervised by ${account.name}, which lies outside your scope`)
  const facts = stated(world, record, fold)
  const sectorId = facts.sectorId === undefined ? party.firm.sectorId : facts.sectorId
  const named = record.sectorName ?? record.name
  if (!world.office.mayWriteOf(account ? accountPath : path, sectorId)) return refuse('OUTSIDE_SECTORS', 'sectorName', `“${named}”不在您的监管范围内`, `“${named}” is none of your sectors`)
  const consent = world.office.consents(fold ? fold.sectorId : sectorId)
  const context = { actorId: world.actorId, at: world.now, now: world.now, source: 'IMPORT' as const, importedOn: world.today, consent }
  const placed = { ...(party.made || moved ? { placeId: place!.id } : {}), ...(account ? { accountId: account.id } : {}) }
  if (fold && fold.hazardSourcesOnline > (facts.hazardSources ?? fold.hazardSources)) Object.assign(facts, { hazardSourcesOnline: facts.hazardSources })
  const { placeId, accountId } = { ...party.firm, ...placed }
  const decided = fold
    ? decideSubject(fold, { type: 'change', changes: { ...facts, ...placed } }, context)
    : decideSubject(null, { type: 'register', facts: { ...party.made!.facts, ...facts, ...placed } }, context)
  const known = new Map(contacts.map((one) => [one.role, one]))
  const changed = staffOf(record, party.id, path).filter((one) => known.get(one.role)?.name !== one.name || (one.phone !== null && known.get(one.role)?.phone !== one.phone))
  if (decided.ok) return { append: { stream: 'subject', id: party.id, before: fold, events: decided.events }, contacts: changed, problems: [], placed: { placeId, accountId } }
  if (decided.code === 'NOTHING_CHANGED') return { append: null, contacts: changed, problems: [], placed: { placeId, accountId } }
  return { append: null, contacts: [], placed: party.firm, problems: [problem(at, 'REFUSED', decided.code, FIELDS[decided.field ?? ''] ?? 'name', '', decided.message)] }
}
