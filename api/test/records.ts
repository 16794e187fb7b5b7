import { connect, newId } from '@anwang/db'
import { append, type Append } from '@anwang/db/ledger'
import { addDays, startOfDay, type Day, type HazardEvent, type HazardPayloads, type InspectionFacts, type SubjectFacts } from '@anwang/domain'
import { regionId } from '@anwang/domain/regions'
import type { TestDatabase } from '@anwang/testkit'

const SEEDER = '00000000-0000-8000-8000-000000000001'
const at = (day: Day, hour = 9): Date => new Date(startOfDay(day).getTime() + hour * 3_600_000)

/** What planting past row security needs of a database. */
type Owned = { readonly urls: Pick<TestDatabase['urls'], 'owner'> }

/** Through the ledger, past row security. */
export async function plant(db: Owned, appends: readonly Append[]): Promise<void> {
  const { db: owner, close } = connect(db.urls.owner, { max: 1 })
  try {
    await owner.transaction((tx) => append(tx, appends))
  } finally {
    await close()
  }
}

export interface PlantedSubject {
  readonly id: string
  readonly path: string
  readonly facts: SubjectFacts
}

/** An enterprise at `path`, supervised there unless `accountPath` says otherwise. */
export function aSubject(path: string, facts: Partial<SubjectFacts> & { accountPath?: string } = {}, on: Day = '2026-01-01'): PlantedSubject & { append: Append } {
  const id = newId()
  const { accountPath, ...given } = facts
  const whole: SubjectFacts = {
    kind: 'ENTERPRISE', name: `企业${id.slice(-4)}`, creditCode: null, placeId: regionId(path), accountId: regionId(accountPath ?? path), sectorId: null, riskGrade: null,
    status: 'OPERATING', key: false, supervisionModeSet: false, assigned: [], hazardSources: 0, hazardSourcesOnline: 0, standardized: false, ...given,
  }
  return {
    id, path, facts: whole,
    append: { stream: 'subject', id, before: null, events: [{ type: 'registered', occurredAt: at(on), source: 'SEED', actorId: SEEDER, payload: { ...whole, shownOnly: false } }] },
  }
}

export async function plantSubject(db: Owned, path: string, facts: Parameters<typeof aSubject>[1] = {}): Promise<PlantedSubject> {
  const { append: one, ...subject } = aSubject(path, facts)
  await plant(db, [one])
  return subject
}

const placeOf = ({ id, facts }: PlantedSubject) => ({ subjectId: id, placeId: facts.placeId, accountId: facts.accountId, sectorId: facts.sectorId })
let serial = 0

/** A general hazard, due 15 days after it was found, with the further events given as [type, day, payload, reason, actor]. */
export function aHazard(subject: PlantedSubject, foundOn: Day, given: Partial<HazardPayloads['registered']> = {}, later: readonly (readonly [HazardEvent['type'], Day, object, string?, string?])[] = []): { id: string; number: string; append: Append } {
  const id = newId()
  const number = given.number ?? `YH-T-${String(++serial).padStart(5, '0')}`
  const registered = {
    ...placeOf(subject), number, description: '配电箱未接地', level: 'GENERAL', source: 'DEPARTMENT', foundOn, dueOn: addDays(foundOn, 15), inspectionId: null, shownOnly: false, ...given,
  }
  const events = [
    { type: 'registered', occurredAt: at(foundOn), source: 'SEED', actorId: SEEDER, payload: registered },
    ...later.map(([type, day, payload, reason, actorId], i) => ({ type, occurredAt: at(day, 10 + i / 10), source: 'SEED', actorId: actorId ?? SEEDER, payload, ...(reason && { reason }) })),
  ] as HazardEvent[]
  return { id, number, append: { stream: 'hazard', id, before: null, events } }
}

export async function plantHazard(db: TestDatabase, ...of: Parameters<typeof aHazard>): Promise<{ id: string; number: string }> {
  const { append: one, ...hazard } = aHazard(...of)
  await plant(db, [one])
  return hazard
}

export async function plantInspection(db: TestDatabase, subject: PlantedSubject, on: Day, given: Partial<InspectionFacts> = {}): Promise<string> {
  const id = newId()
  const facts: InspectionFacts = { ...placeOf(subject), number: `JC-T-${String(++serial).padStart(5, '0')}`, nature: 'ADMINISTRATIVE', startedOn: on, finishedOn: on, reinspection: false, findings: '发现隐患1处', shownOnly: false, ...given }
  await plant(db, [{ stream: 'inspection', id, before: null, events: [{ type: 'recorded', occurredAt: at(on), source: 'SEED', actorId: SEEDER, payload: facts }] }])
  return id
}

export async function plantContact(db: TestDatabase, ownerKind: 'subject' | 'inspection', ownerId: string, path: string, name: string, phone: string): Promise<void> {
  await db.owner`insert into contact (id, owner_kind, owner_id, path, role, name, phone) values (${newId()}, ${ownerKind}, ${ownerId}, ${path}, 'PRINCIPAL', ${name}, ${phone})`
}
