import { newId, type Tx } from '@anwang/db'
import { append } from '@anwang/db/ledger'
import { decideSubject, normalizeCreditCode, type ErrorText, type Refusal, type RiskGrade, type SubjectContext, type SubjectDetails, type SubjectFacts, type SubjectKind, type SubjectStatus } from '@anwang/domain'
import type { RegionLevel } from '@anwang/domain/regions'
import DataLoader from 'dataloader'
import type { Command, Context } from '../../context.ts'
import { Conflict, Forbidden, NotFound, ValidationError } from '../../schema/errors.ts'
import type { PageArgs } from '../../schema/connections.ts'
import { sectorLoader } from '../accounts/service.ts'
import { regionLoaders, regionOf } from '../regions/service.ts'
import { afterKey, limitOf, listed, rootAt, searchedLoaders, sectorsUnder, termOf } from './lists.ts'
import { allow, type Placed } from './policy.ts'
import { subjectMatches } from './store/pages.ts'
import { contactsOf, lockedSubject, replaceContacts, subjectCounts, subjectDetails, subjectFold, subjectPages, subjectsById, type Contact, type Subject, type SubjectOrderField, type SubjectQuery } from './store/index.ts'

const byIds = <V>(load: (ids: readonly string[]) => Promise<ReadonlyMap<string, V>>) =>
  new DataLoader<string, V | null>(async (ids) => {
    const found = await load(ids)
    return ids.map((id) => found.get(id) ?? null)
  })

export const subjectLoaders = (context: Context) => ({
  byId: byIds<Subject>(async (ids) => subjectsById(await context.read(), ids)),
  contacts: byIds<Contact[]>(async (ids) => contactsOf(await context.read(), 'subject', ids)),
  details: byIds<SubjectDetails>(async (ids) => subjectDetails(await context.read(), ids)),
  ...searchedLoaders(context, subjectMatches, subjectPages, subjectCounts),
})

/** A record that names a subject. */
interface OfSubject {
  readonly subjectId: string
  readonly placeId: string
  readonly path: string
  readonly accountId: string
  readonly accountPath: string
}

export const otherSector = { zh: '（其他行业的单位）', en: '(a subject of another sector)' }

/** The subject of a record. A department may see the record by its sector and not the firm, whose sector is another: it learns where, not who. */
export async function subjectOfRecord(context: Context, { subjectId, placeId, path, accountId, accountPath }: OfSubject): Promise<Subject> {
  return (await context.once(subjectLoaders).byId.load(subjectId)) ?? {
    id: subjectId, version: 0, kind: 'ENTERPRISE', name: inWords(context, otherSector), creditCode: null, placeId, path, accountId, accountPath, sectorId: null, riskGrade: null,
    status: 'OPERATING', key: false, supervisionModeSet: false, assigned: [], hazardSources: 0, hazardSourcesOnline: 0, standardized: false, registeredOn: '1970-01-01', shownOnly: false,
  }
}

/** @throws where the viewer cannot see it. */
export async function subjectOf(context: Context, id: string): Promise<Subject> {
  const subject = await context.once(subjectLoaders).byId.load(id)
  if (!subject) throw new Error(`no subject ${id}`)
  return subject
}

export interface SubjectFilter {
  readonly kind?: readonly SubjectKind[] | null | undefined
  readonly status?: readonly SubjectStatus[] | null | undefined
  readonly riskGrade?: readonly RiskGrade[] | null | undefined
  readonly key?: boolean | null | undefined
  readonly sector?: string | null | undefined
  readonly search?: string | null | undefined
}
export interface SubjectOrder {
  readonly field: SubjectOrderField
  readonly direction: 'ASC' | 'DESC'
}

const BY_NAME: SubjectOrder = { field: 'NAME', direction: 'ASC' }

/** A filter as a query of the store, with the name of its order. @throws BAD_USER_INPUT naming the argument */
export async function subjectQueryOf(context: Context, filter: SubjectFilter, orderBy: SubjectOrder | null | undefined, args: PageArgs): Promise<{ query: SubjectQuery; order: string }> {
  const { field, direction } = orderBy ?? BY_NAME
  const order = `${field} ${direction}`
  const query = {
    kind: filter.kind ?? null, status: filter.status ?? null, riskGrade: filter.riskGrade ?? null, key: filter.key ?? null, sectors: await sectorsUnder(context, filter.sector, 'sector'),
    search: termOf(filter.search, 'search'), order: { field, descending: direction === 'DESC' }, after: afterKey(args, order, 'text'), limit: limitOf(args),
  }
  return { query, order }
}

export async function subjectsIn(context: Context, path: string, filter: SubjectFilter, orderBy: SubjectOrder | null | undefined, args: PageArgs) {
  const { query, order } = await subjectQueryOf(context, filter, orderBy, args)
  return listed(context.once(subjectLoaders), rootAt(context, path), query, args, order)
}

export const placed = (subject: Subject): Placed => ({
  path: subject.path, accountPath: subject.accountPath, sectorId: subject.sectorId, subjectId: subject.id,
})

/**
 * A subject that a record is about to name, kept as it is until the transaction ends: neither moved nor withdrawn between the
 * policy's word and the record.
 * @throws NotFound, ValidationError
 */
export async function subjectToRecordOn(context: Context, tx: Tx, id: string): Promise<Subject> {
  const found = await lockedSubject(tx, id)
  if (!found) throw noSuch(context, 'subject')
  if (found.withdrawn) throw new ValidationError('SUBJECT_WITHDRAWN', inWords(context, { zh: '该监管对象的登记已经撤回', en: 'The registration of the subject was withdrawn' }), ['input', 'subject'])
  return found
}

/** Two languages of one sentence. */
export const inWords = (context: Context, text: ErrorText): string => text[context.language]

/** A refusal of the domain as a failure of the mutation; `fields` says by which path of the input a field of the domain was given. */
export function refusedBy(context: Context, refusal: Refusal, fields: Readonly<Record<string, string>> = {}): ValidationError {
  const field = refusal.field === undefined ? undefined : (fields[refusal.field] ?? refusal.field)
  return new ValidationError(refusal.code, inWords(context, refusal.message), field === undefined || field === '' ? null : ['input', ...field.split('.')])
}

export const noSuch = (context: Context, field: string): NotFound =>
  new NotFound('NOT_FOUND', inWords(context, { zh: '没有这条记录，或不在您的权限范围内', en: 'There is no such record, or it lies outside your scope' }), ['input', field])

/** @throws NotFound where a sector that is given is none; `field` says where it was given. */
export async function knownSector(context: Context, id: string | null | undefined, field = 'sector'): Promise<void> {
  if (id && !(await context.once(sectorLoader).load(id)))
    throw new NotFound('NOT_FOUND', inWords(context, { zh: '没有这个行业领域', en: 'There is no such sector' }), ['input', ...field.split('.')])
}

export const changedMeanwhile = (context: Context, version: number): Conflict =>
  new Conflict('VERSION', inWords(context, { zh: `已有他人更新（当前版本 ${version}），请刷新后再办`, en: `It was changed meanwhile (it is at version ${version}): look again` }), ['input', 'expectedVersion'], version)

export const notYours = (context: Context, text: ErrorText, code = 'NOT_YOURS'): Forbidden => new Forbidden(code, inWords(context, text))

/** What row security refused to write lies outside the viewer's scope. */
export async function writing<T>(context: Context, command: Command, work: Parameters<Context['write']>[1]): Promise<T> {
  try {
    return await context.write(command, work) as T
  } catch (error) {
    const code = ((error as { cause?: { code?: string } }).cause ?? (error as { code?: string })).code
    if (code === '42501') throw notYours(context, { zh: '不在您的权限范围内', en: 'It lies outside your scope' }, 'OUT_OF_SCOPE')
    throw error
  }
}

/** The region that stands at `level` above or at a place; null where there is none. */
export async function regionAt(context: Context, placeId: string, level: RegionLevel) {
  const loaders = context.once(regionLoaders)
  const place = await loaders.byId.load(placeId)
  if (!place) return null
  if (place.level === level) return place
  return (await loaders.ancestors.load(placeId))?.find((region) => region.level === level) ?? null
}

export interface ContactInput {
  readonly role: string
  readonly name?: string | null | undefined
  readonly phone?: string | null | undefined
}

export interface SubjectInput {
  readonly kind?: SubjectKind | null | undefined
  readonly name?: string | null | undefined
  /** '' takes it away. */
  readonly creditCode?: string | null | undefined
  /** Of the place. */
  readonly placeId?: string | null | undefined
  readonly supervisedAt?: RegionLevel | null | undefined
  readonly sectorId?: string | null | undefined
  readonly riskGrade?: RiskGrade | null | undefined
  readonly status?: SubjectStatus | null | undefined
  readonly key?: boolean | null | undefined
  readonly supervisionModeSet?: boolean | null | undefined
  readonly assigned?: SubjectFacts['assigned'] | null | undefined
  readonly hazardSources?: number | null | undefined
  readonly hazardSourcesOnline?: number | null | undefined
  readonly standardized?: boolean | null | undefined
  readonly contacts?: readonly ContactInput[] | null | undefined
}

const fields = { placeId: 'region', accountId: 'supervisedAt', sectorId: 'sector', at: '' }
const forbidden = { zh: '您的岗位不能登记或变更此监管对象：它计入的区域须在您的权限范围内', en: 'Your post may not register or change this subject: the region it counts in must lie within your scope' }
const codeOf = (text: string | null | undefined): string | null => (text ? normalizeCreditCode(text) || null : null)

async function placesOf(context: Context, placeId: string, level: RegionLevel | null | undefined) {
  const place = await context.once(regionLoaders).byId.load(placeId)
  if (!place) throw noSuch(context, 'region')
  const account = level ? await regionAt(context, placeId, level) : place
  if (!account)
    throw new ValidationError('NO_SUCH_LEVEL', inWords(context, { zh: '所在地之上没有这一级区域', en: 'No region of that level stands at or above the place' }), ['input', 'supervisedAt'])
  return { place, account }
}

async function consentOf(context: Context, at: Placed): Promise<boolean> {
  const regions = await Promise.all((context.viewer?.grants ?? []).map((grant) => regionOf(context, grant.regionId)))
  const levels = new Map(regions.map((region) => [region.id, region.level]))
  return allow.consent(context.viewer, at, (grant) => levels.get(grant.regionId)!)
}

const acting = (context: Context, consent: boolean): SubjectContext => ({ actorId: context.scope().accountId!, at: context.clock.now(), source: 'WEB', consent })

const contactRows = (contacts: readonly ContactInput[]) =>
  contacts.map(({ role, name, phone }) => ({ id: newId(), role, name: name?.trim() || null, phone: phone?.trim() || null }))

export async function registerSubject(context: Context, command: Command, input: SubjectInput & { kind: SubjectKind; name: string; placeId: string }): Promise<{ id: string }> {
  context.scope()
  const { place, account } = await placesOf(context, input.placeId, input.supervisedAt)
  await knownSector(context, input.sectorId)
  const facts: SubjectFacts = {
    kind: input.kind, name: input.name.trim(), creditCode: codeOf(input.creditCode), placeId: place.id, accountId: account.id, sectorId: input.sectorId ?? null,
    riskGrade: input.riskGrade ?? null, status: input.status ?? 'OPERATING', key: input.key ?? false, supervisionModeSet: input.supervisionModeSet ?? false,
    assigned: input.assigned ?? [], hazardSources: input.hazardSources ?? 0, hazardSourcesOnline: input.hazardSourcesOnline ?? 0, standardized: input.standardized ?? false,
  }
  const at: Placed = { path: place.path, accountPath: account.path, sectorId: facts.sectorId, subjectId: null }
  if (!allow.register(context.viewer, at)) throw notYours(context, forbidden)
  const decided = decideSubject(null, { type: 'register', facts }, acting(context, false))
  if (!decided.ok) throw refusedBy(context, decided, fields)
  return writing(context, command, async (tx) => {
    const id = newId()
    await append(tx, [{ stream: 'subject', id, before: null, events: decided.events }])
    await replaceContacts(tx, 'subject', id, place.path, contactRows(input.contacts ?? []))
    return { id }
  })
}

/** `undefined` leaves a fact as it is. */
const given = <T>(value: T | null | undefined): T | undefined => value ?? undefined

export async function changeSubject(context: Context, command: Command, input: SubjectInput & { id: string; expectedVersion: number; reason?: string | null | undefined }): Promise<{ id: string }> {
  const before = await context.once(subjectLoaders).byId.load(input.id)
  if (!before) throw noSuch(context, 'subject')
  if (!allow.change(context.viewer, placed(before))) throw notYours(context, forbidden)
  await knownSector(context, input.sectorId)
  const level = input.supervisedAt ?? (await regionOf(context, before.accountId)).level
  const moved = input.placeId || input.supervisedAt ? await placesOf(context, input.placeId ?? before.placeId, level) : null
  if (moved && !allow.register(context.viewer, { path: moved.place.path, accountPath: moved.account.path, sectorId: input.sectorId === undefined ? before.sectorId : input.sectorId, subjectId: before.id }))
    throw notYours(context, forbidden)
  const changes: { [K in keyof SubjectFacts]?: SubjectFacts[K] | undefined } = {
    kind: given(input.kind), name: given(input.name)?.trim(), status: given(input.status), key: given(input.key), supervisionModeSet: given(input.supervisionModeSet),
    assigned: given(input.assigned), hazardSources: given(input.hazardSources), hazardSourcesOnline: given(input.hazardSourcesOnline), standardized: given(input.standardized),
    creditCode: typeof input.creditCode === 'string' ? codeOf(input.creditCode) : undefined, sectorId: input.sectorId, riskGrade: input.riskGrade,
    placeId: moved?.place.id, accountId: moved?.account.id,
  }
  const defined = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as Partial<SubjectFacts>
  const consent = await consentOf(context, placed(before))
  const { contacts } = input
  return writing(context, command, async (tx) => {
    const found = await subjectFold(tx, input.id)
    if (!found) throw noSuch(context, 'subject')
    // What the policy was asked about is what is written: the row as of the version that the viewer saw.
    if (found.fold.version !== input.expectedVersion || before.version !== input.expectedVersion) throw changedMeanwhile(context, found.fold.version)
    const decided = decideSubject(found.fold, { type: 'change', changes: defined, reason: given(input.reason) }, acting(context, consent))
    if (decided.ok) await append(tx, [{ stream: 'subject', id: input.id, before: found.fold, events: decided.events }])
    else if (!contacts || decided.code !== 'NOTHING_CHANGED') throw refusedBy(context, decided, fields)
    if (contacts) await replaceContacts(tx, 'subject', input.id, moved?.place.path ?? found.row.path, contactRows(contacts))
    return { id: input.id }
  })
}
