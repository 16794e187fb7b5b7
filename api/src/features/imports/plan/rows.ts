import { newId, newNumber, type Append, type Tx } from '@anwang/db'
import type { EnforcementRow, EnterpriseRow, HazardRow } from '@anwang/documents'
import { decideInspection, decideSubject, type HazardSource, type Inspection } from '@anwang/domain'
import type { Outcome, RowProblem, RowValues, StagedRow, StagedSheet, Writes } from '../model.ts'
import { streamsOf } from '../store/rows.ts'
import { contactsOf, hazardsById, hazardsOf, subjectFolds, visitsKnown, type ContactRow, type KnownHazard } from '../store/world.ts'
import { enforcementId, planEnforcement, sameInspection, supplementEnforcement } from './enforcement.ts'
import { countingOf } from './counting.ts'
import { officersOf, peopleOf } from './details.ts'
import { planEnterprise } from './enterprises.ts'
import { identityOf, knownOf, natureOf, planHazard, sameness, visitId } from './hazards.ts'
import { partyOf, type Party } from './parties.ts'
import { problem } from './problems.ts'
import type { World } from './world.ts'

/** A row as read, or as kept: what it says and what was wrong with its cells. */
export interface ReadRow {
  readonly n: number
  readonly sheet: string
  readonly row: number
  readonly values: Omit<RowValues, 'occurrence' | 'subjectId'> & { readonly occurrence?: number }
  readonly problems: readonly RowProblem[]
  /** The hazards that the description numbers, where nobody has said whether they are several. */
  readonly split: readonly string[] | null
}

/** What a row would write. A firm that is made goes with the first of its rows. */
export interface Planned {
  readonly row: StagedRow
  readonly party: Party | null
  readonly appends: readonly Append[]
  readonly contacts: readonly ContactRow[]
}

interface Resolved {
  readonly read: ReadRow
  readonly sheet: StagedSheet
  readonly party: Party | null
  readonly where: Pick<ReturnType<typeof partyOf>, 'place' | 'own'>
  readonly occurrence: number
  readonly problems: readonly RowProblem[]
}

const stopped = (problems: readonly RowProblem[]): Outcome | null =>
  problems.some((one) => one.kind === 'REFUSED') ? 'REFUSED' : problems.some((one) => one.kind === 'ASK') ? 'ASKED' : null

function namedOf(record: HazardRow | EnterpriseRow | EnforcementRow) {
  const { place, section } = record
  return record.kind === 'HAZARD' ? { name: record.firm.name, creditCode: null, place, section } : { name: record.name, creditCode: record.creditCode, place, section }
}

function askSplit(world: World, read: ReadRow, sheet: StagedSheet): RowProblem[] {
  const { record } = read.values
  if (read.split === null || record.kind !== 'HAZARD') return []
  const at = { sheet, row: read.row }
  if (world.answers.find('split', record.description, read.sheet, read.row)) return []
  const parts = read.split.map((part, i) => `${i + 1}. ${part}`).join('；')
  return [problem(at, 'ASK', 'SEVERAL_HAZARDS', 'split', record.description, { zh: `本格写了 ${read.split.length} 条隐患：${parts}`, en: `This cell numbers ${read.split.length} hazards: ${parts}` },
    { zh: '拆成几条，或作为一条', en: 'split them, or keep them as one' },
    [{ value: 'split', label: { zh: `拆成 ${read.split.length} 条`, en: `split into ${read.split.length}` } }, { value: 'keep', label: { zh: '作为一条', en: 'keep as one' } }])]
}

/** The how-manieth of its kind in the file; a number that the file gives twice to one firm is refused the second time. */
function occurrenceOf(world: World, read: ReadRow, subjectId: string): number {
  const { record } = read.values
  if (read.values.occurrence !== undefined && read.values.occurrence > 0) return read.values.occurrence
  const key = record.kind === 'HAZARD' ? sameness(record, subjectId) : record.kind === 'ENFORCEMENT' ? sameInspection(record, subjectId) : subjectId
  const occurrence = (world.occurrences.get(key) ?? 0) + 1
  world.occurrences.set(key, occurrence)
  return occurrence
}

function resolve(world: World, read: ReadRow): Resolved {
  const sheet = world.sheets.get(read.sheet)!
  const at = { sheet, row: read.row }
  const { record } = read.values
  const own = [...read.problems, ...askSplit(world, read, sheet)]
  const without = { read, sheet, party: null, where: { place: null, own: false }, occurrence: 0 }
  // A firm without a name can neither be found nor asked about.
  if (namedOf(record).name === '') return { ...without, problems: own }
  const { party, problems, ...where } = partyOf(world, at, namedOf(record), record.kind === 'ENTERPRISE')
  const all = [...own, ...problems]
  if (party === null || stopped(all)) return { ...without, problems: all }
  const occurrence = occurrenceOf(world, read, party.id)
  const twice = occurrence > 1 && (record.kind === 'ENTERPRISE' || (record.kind === 'HAZARD' && record.number !== null))
  const text = record.kind === 'HAZARD' ? record.number ?? '' : namedOf(record).name
  const repeated = twice ? [problem(at, 'REFUSED', 'TWICE', record.kind === 'HAZARD' ? 'number' : 'name', text, { zh: `“${text}”在本文件中出现了两次`, en: `“${text}” is in this file twice` }, { zh: '只保留一行', en: 'keep one row' })] : []
  return { read, sheet, party, where, occurrence, problems: [...all, ...repeated] }
}

/** What stands in the books about the rows of a chunk, in a handful of statements for any number of rows. */
async function booksOf(tx: Tx, rows: readonly Resolved[]) {
  const settled = rows.filter((one) => one.party && !one.party.made && stopped(one.problems) === null)
  const of = <K extends 'HAZARD' | 'ENTERPRISE' | 'ENFORCEMENT'>(kind: K) => settled.filter((one) => one.read.values.record.kind === kind)
  const hazards = of('HAZARD').map((one) => ({ id: one.party!.id, record: one.read.values.record as HazardRow, occurrence: one.occurrence }))
  const unique = (values: readonly string[]) => [...new Set(values)]
  const unnumbered = hazards.filter((one) => one.record.number === null)
  const known = await hazardsOf(tx, {
    subjectIds: unique(hazards.map((one) => one.id)), numbers: unique(hazards.flatMap((one) => one.record.number ?? [])),
    unnumbered: { subjectIds: unique(unnumbered.map((one) => one.id)), days: unique(unnumbered.map((one) => one.record.checkedOn)) },
  })
  const earlier = await streamsOf(tx, hazards.map((one) => identityOf(one.record, one.id, one.occurrence)))
  const missing = [...earlier.values()].filter((id) => !known.some((one) => one.id === id))
  const byId = new Map([...known, ...(await hazardsById(tx, missing))].map((one) => [one.id, one]))
  const firms = of('ENTERPRISE').map((one) => one.party!.id)
  const enforcements = of('ENFORCEMENT').flatMap((one) => [0, 1, 2].map((n) => enforcementId(one.read.values.record as EnforcementRow, one.party!.id, one.occurrence, n)))
  const owners = [...firms, ...byId.keys(), ...enforcements]
  const visits = [...hazards.flatMap((one) => [0, 1, 2].map((n) => visitId(one.record, one.id, n))), ...enforcements]
  return {
    hazards: Map.groupBy(known, (one) => one.subjectId), earlier, byId,
    subjects: await subjectFolds(tx, firms), contacts: await contactsOf(tx, owners), visits: await visitsKnown(tx, unique(visits)),
  }
}
type Books = Awaited<ReturnType<typeof booksOf>>

/** The first of these ids that is not taken by a withdrawn record; whether it is there. */
function freeVisit(books: Books, idOf: (n: number) => string): { id: string; known: boolean; fold: Inspection | null } {
  for (const n of [0, 1, 2]) {
    const visit = books.visits.get(idOf(n))
    if (!visit?.withdrawn) return { id: idOf(n), known: visit !== undefined, fold: visit?.fold ?? null }
  }
  return { id: newId(), known: false, fold: null }
}

function visitOf(world: World, party: Party, record: HazardRow, source: HazardSource, books: Books): { id: string | null; append: Append | null; contacts: ContactRow[] } {
  const nature = natureOf[source]
  if (!nature) return { id: null, append: null, contacts: [] }
  const { id, known } = freeVisit(books, (n) => visitId(record, party.id, n))
  if (known) return { id, append: null, contacts: [] }
  const { placeId, accountId, sectorId, path } = party.firm
  const decided = decideInspection(null, {
    type: 'record', shownOnly: world.goLiveOn !== null && record.checkedOn < world.goLiveOn,
    facts: {
      number: newNumber('JC', record.checkedOn), nature, subjectId: party.id, placeId, accountId, sectorId, startedOn: record.checkedOn, finishedOn: record.checkedOn,
      reinspection: false, findings: '由台账导入；问题见本次检查发现的隐患', ...(record.inspectingUnit !== null && { inspectors: [record.inspectingUnit] }),
    },
  }, { actorId: world.actorId, at: world.now, now: world.now, source: 'IMPORT', importedOn: world.today })
  if (!decided.ok) return { id: null, append: null, contacts: [] }
  books.visits.set(id, { withdrawn: false, fold: null })
  const contacts: ContactRow[] = record.inspectors === null ? [] : [{ id: newId(), ownerKind: 'inspection', ownerId: id, path, role: 'INSPECTOR', name: record.inspectors, phone: null }]
  return { id, append: { stream: 'inspection', id, before: null, events: decided.events }, contacts }
}

/** The same registration, found at a visit. */
const foundAt = (append: Append, inspectionId: string | null): Append =>
  append.stream !== 'hazard' ? append : { ...append, events: append.events.map((event) => (event.type === 'registered' ? { ...event, payload: { ...event.payload, inspectionId } } : event)) }

function writesOf(world: World, party: Party | null, more: Partial<Writes>): Writes | undefined {
  if (!party) return undefined
  const { placeId, accountId } = party.firm
  return { firm: party.made?.facts.name ?? world.firms.byId(party.id)?.name ?? '', newFirm: party.made !== null, placeId, accountId, hazard: null, ...more }
}

function planOne(world: World, one: Resolved, books: Books): Planned {
  const { read, party, occurrence } = one
  const { record } = read.values
  const done = (outcome: Outcome, problems: readonly RowProblem[], more: Partial<Planned> & { identity?: string; streamId?: string | null; writes?: Partial<Writes> } = {}): Planned => ({
    party, appends: more.appends ?? [], contacts: more.contacts ?? [],
    row: {
      n: read.n, sheet: read.sheet, row: read.row, outcome, problems, streamId: more.streamId ?? null, identity: more.identity ?? null,
      values: { ...read.values, occurrence, subjectId: party && !party.made ? party.id : null, writes: more.writes && writesOf(world, party, { ...more.writes, ...countingOf(more.appends ?? [], world.today) }) },
    },
  })
  const stop = stopped(one.problems)
  if (stop !== null || party === null) return done(stop ?? 'REFUSED', one.problems)
  const at = { sheet: one.sheet, row: read.row }
  if (record.kind === 'ENTERPRISE') {
    const plan = planEnterprise(world, at, record, party, one.where, books.subjects.get(party.id) ?? null, books.contacts.get(party.id) ?? [])
    const problems = [...one.problems, ...plan.problems]
    const written = plan.append !== null || plan.contacts.length > 0
    return done(stopped(problems) ?? (party.made ? 'NEW' : written ? 'CHANGED' : 'UNCHANGED'), problems, { appends: plan.append ? [plan.append] : [], contacts: plan.contacts, streamId: party.id, writes: plan.placed })
  }
  if (record.kind === 'ENFORCEMENT') {
    const visit = freeVisit(books, (n) => enforcementId(record, party.id, occurrence, n))
    const officers = officersOf(record, visit.id, party.firm.path)
    if (visit.fold) {
      const plan = supplementEnforcement(world, at, record, visit.id, visit.fold)
      const named = books.contacts.get(visit.id) ?? []
      const contacts = officers.every((one) => named.some((known) => known.role === one.role && known.name === one.name)) ? [] : officers
      return done(plan.append || contacts.length > 0 ? 'CHANGED' : 'UNCHANGED', [...one.problems, ...plan.problems], { appends: plan.append ? [plan.append] : [], contacts, streamId: visit.id, writes: {} })
    }
    const plan = planEnforcement(world, at, record, party, visit.id)
    const problems = [...one.problems, ...plan.problems]
    return done(stopped(problems) ?? 'NEW', problems, { appends: plan.append ? [plan.append] : [], contacts: plan.append ? officers : [], streamId: visit.id, writes: {} })
  }
  const identity = identityOf(record, party.id, occurrence)
  const before: KnownHazard | null = books.byId.get(books.earlier.get(identity) ?? '') ?? knownOf(record, occurrence, books.hazards.get(party.id) ?? [])
  const source = one.sheet.source ?? 'DEPARTMENT'
  const trial = planHazard(world, at, record, party, before, source)
  const problems = [...one.problems, ...trial.problems]
  const stopHere = stopped(problems)
  const people = peopleOf(record, trial.id, party.firm.path)
  if (stopHere !== null) return done(stopHere, problems, { identity, streamId: trial.id })
  if (before) {
    const named = books.contacts.get(before.id) ?? []
    const others = people.filter((one) => !named.some((known) => known.role === one.role && known.name === one.name))
    return done(trial.append || others.length > 0 ? 'CHANGED' : 'UNCHANGED', problems, { appends: trial.append ? [trial.append] : [], contacts: others, identity, streamId: before.id, writes: { hazard: trial.after } })
  }
  const visit = visitOf(world, party, record, source, books)
  return done('NEW', problems, { appends: [...(visit.append ? [visit.append] : []), foundAt(trial.append!, visit.id)], contacts: [...visit.contacts, ...people], identity, streamId: trial.id, writes: { hazard: trial.after } })
}

/** Looks at a chunk of rows against the books, in the order of the file. */
export async function planRows(tx: Tx, world: World, rows: readonly ReadRow[]): Promise<Planned[]> {
  const resolved = rows.map((read) => resolve(world, read))
  const books = await booksOf(tx, resolved)
  return resolved.map((one) => planOne(world, one, books))
}

/** The registration of a firm that a hazard or an inspection names first. */
export function registrationOf(world: World, party: Party, contact: { name: string | null; phone: string | null } | null): { append: Append; contacts: ContactRow[] } {
  const { facts, path } = party.made!
  const decided = decideSubject(null, { type: 'register', facts }, { actorId: world.actorId, at: world.now, now: world.now, source: 'IMPORT', importedOn: world.today })
  if (!decided.ok) throw new Error(`a new firm is refused: ${decided.code}`)
  const contacts: ContactRow[] = contact && (contact.name !== null || contact.phone !== null) ? [{ id: newId(), ownerKind: 'subject', ownerId: party.id, path, role: 'PRINCIPAL', ...contact }] : []
  return { append: { stream: 'subject', id: party.id, before: null, events: decided.events }, contacts }
}
