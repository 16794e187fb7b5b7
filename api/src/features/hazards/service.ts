import { reachOf } from '@anwang/db/client'
import { isLateEntry, listingInForce, nextMoves, overdueSpan, type Day, type Hazard as HazardFold, type HazardLevel, type HazardSource, type HazardState } from '@anwang/domain'
import DataLoader from 'dataloader'
import type { Context } from '../../context.ts'
import { badInput } from '../../schema/errors.ts'
import type { PageArgs } from '../../schema/connections.ts'
import { globalId, optionalId } from '../../schema/nodes.ts'
import { sectorLoader } from '../accounts/schema.ts'
import { regionLoaders, regionOf } from '../regions/service.ts'
import { afterKey, limitOf, listed, meeting, partsCounted, pathOf, reaching, rootAt, searchedLoaders, sectorsUnder, termOf, seesWhole } from '../subjects/lists.ts'
import { inWords, otherSector, subjectLoaders } from '../subjects/service.ts'
import { hazardMatches, type Root } from '../subjects/store/pages.ts'
import { denied, moveKinds, moves, type HazardAt, type MoveKind } from './policy.ts'
import { actorsOf, type Actor } from './store/accounts.ts'
import type { Group } from './store/ages.ts'
import { eventsOf, hazardCounts, hazardFolds, hazardPages, hazardsById, hazardsMoved, importedOn, type Hazard, type StoredEvent } from './store/index.ts'
import { overdueGroups as readGroups } from './store/overdue.ts'
import type { HazardQuery, Moved, OrderField } from './store/query.ts'
import { refusals, whose, yours, yoursToReinspect } from './words.ts'

const byIds = <V>(load: (ids: readonly string[]) => Promise<ReadonlyMap<string, V>>) =>
  new DataLoader<string, V | null>(async (ids) => {
    const found = await load(ids)
    return ids.map((id) => found.get(id) ?? null)
  })

export const hazardLoaders = (context: Context) => ({
  byId: byIds<Hazard>(async (ids) => hazardsById(await context.read(), ids)),
  folds: byIds<HazardFold>(async (ids) => hazardFolds(await context.read(), ids)),
  events: byIds<StoredEvent[]>(async (ids) => eventsOf(await context.read(), ids)),
  importedOn: byIds<Day>(async (ids) => importedOn(await context.read(), ids)),
  actors: byIds<Actor>((ids) => actorsOf(context.worker, ids)),
  ...searchedLoaders(context, (tx, term, roots) => hazardMatches(tx, term, roots, reachOf(context.scope())), hazardPages, hazardCounts),
})

/** @throws where the viewer cannot see it. */
export async function hazardOf(context: Context, id: string): Promise<Hazard> {
  const hazard = await context.once(hazardLoaders).byId.load(id)
  if (!hazard) throw new Error(`no hazard ${id}`)
  return hazard
}

export async function foldOf(context: Context, hazard: Hazard): Promise<HazardFold> {
  const fold = await context.once(hazardLoaders).folds.load(hazard.id)
  if (!fold) throw new Error(`no hazard ${hazard.id}`)
  return fold
}

type Maybe<T> = T | null | undefined
export interface HazardFilter {
  readonly region?: Maybe<string>
  readonly accountable?: Maybe<string>
  readonly own?: Maybe<boolean>
  readonly sector?: Maybe<string>
  readonly subject?: Maybe<string>
  readonly level?: Maybe<readonly HazardLevel[]>
  readonly state?: Maybe<readonly HazardState[]>
  readonly source?: Maybe<readonly HazardSource[]>
  readonly overdue?: Maybe<boolean>
  readonly minOverdueDays?: Maybe<number>
  readonly overdueOn?: Maybe<Day>
  readonly foundFrom?: Maybe<Day>
  readonly foundTo?: Maybe<Day>
  readonly dueFrom?: Maybe<Day>
  readonly dueTo?: Maybe<Day>
  readonly import?: Maybe<string>
  readonly search?: Maybe<string>
}
export interface HazardOrder {
  readonly field: OrderField
  readonly direction: 'ASC' | 'DESC'
}
export interface Within {
  readonly path?: string
  readonly subjectId?: string
  readonly inspectionId?: string
  /** Picked ones, of those that match. */
  readonly ids?: readonly string[]
}

const NEWEST: HazardOrder = { field: 'FOUND_ON', direction: 'DESC' }
const orderName = ({ field, direction }: HazardOrder) => `${field} ${direction}`
const LONGEST = 100_000

/**
 * By whose figures a filter asks: of the day overdue, or of the days found, as the figures of a past period count. What is
 * overdue today counts where it counts today. What lies where the viewer sees nothing of is not looked for.
 */
async function movedSince(context: Context, filter: HazardFilter, account: string, root: Root): Promise<readonly Moved[]> {
  const { overdueOn, foundFrom, foundTo, overdue, minOverdueDays } = filter
  const on = overdueOn ?? ((foundFrom || foundTo) && !overdue && !minOverdueDays ? 'FOUND_ON' : null)
  if (on === null || on === context.clock.today() || root.paths.length === 0) return []
  return hazardsMoved(await context.read(), reachOf(context.scope()), account, on)
}

/** A filter as a query of the store. @throws BAD_USER_INPUT naming the field of the filter. */
export async function queryOf(context: Context, filter: Maybe<HazardFilter>, orderBy: Maybe<HazardOrder>, args: PageArgs, within: Within = {}): Promise<{ root: Root; query: HazardQuery; order: string }> {
  const { foundFrom = null, foundTo = null, dueFrom = null, dueTo = null, minOverdueDays = null, overdueOn = null } = filter ?? {}
  if (foundFrom && foundTo && foundTo < foundFrom) throw badInput('filter.foundTo', 'filter.foundTo lies before filter.foundFrom')
  if (dueFrom && dueTo && dueTo < dueFrom) throw badInput('filter.dueTo', 'filter.dueTo lies before filter.dueFrom')
  if (minOverdueDays !== null && (minOverdueDays < 1 || minOverdueDays > LONGEST)) throw badInput('filter.minOverdueDays', `filter.minOverdueDays is a number from 1 to ${LONGEST}`)
  if (overdueOn !== null && overdueOn > context.clock.today()) throw badInput('filter.overdueOn', 'filter.overdueOn lies after today')
  const subject = optionalId('Subject', filter?.subject, 'filter.subject')
  const path = await pathOf(context, filter?.region, 'filter.region')
  const account = await pathOf(context, filter?.accountable, 'filter.accountable')
  if (account === null && filter?.own) throw badInput('filter.own', 'filter.own goes with filter.accountable')
  const order = orderBy ?? NEWEST
  const owner = within.inspectionId ?? within.subjectId ?? subject
  const here = rootAt(context, within.path ?? path ?? account ?? '', owner)
  const moved = account === null ? [] : await movedSince(context, filter ?? {}, account, here)
  const root = (within.path ?? path) === null ? reaching(here, moved.map((one) => one.path)) : here
  const elsewhere = subject !== null && within.subjectId !== undefined && subject !== within.subjectId
  return {
    root: elsewhere ? { paths: [], owner } : within.path !== undefined && path !== null ? meeting(root, path) : root,
    order: orderName(order),
    query: {
      level: filter?.level ?? null, state: filter?.state ?? null, source: filter?.source ?? null, sectors: await sectorsUnder(context, filter?.sector, 'filter.sector'),
      account: account === null ? null : { path: account, own: filter?.own ?? false, moved, parts: partsCounted(context, account) }, overdue: filter?.overdue ?? null, minOverdueDays, overdueOn, foundFrom, foundTo, dueFrom, dueTo, search: termOf(filter?.search, 'filter.search'), importId: optionalId('Import', filter?.import, 'filter.import'), ids: within.ids ?? null,
      owner: within.inspectionId !== undefined ? 'inspection' : owner === null ? null : 'subject', today: context.clock.today(),
      order: { field: order.field, descending: order.direction === 'DESC' },
      after: afterKey(args, orderName(order), order.field === 'NUMBER' ? 'text' : 'date'), limit: limitOf(args),
    },
  }
}

export async function hazards(context: Context, filter: Maybe<HazardFilter>, orderBy: Maybe<HazardOrder>, args: PageArgs, within: Within = {}) {
  const { root, query, order } = await queryOf(context, filter, orderBy, args, within)
  return listed(context.once(hazardLoaders), root, query, args, order)
}

export const isOverdue = (hazard: Hazard, today: Day): boolean =>
  hazard.overdueFrom !== null && hazard.overdueFrom <= today && (hazard.overdueUntil === null || hazard.overdueUntil > today)

/** One day late is one day. */
export const daysOverdue = (from: Day, until: Day | null, today: Day): number => {
  const end = Math.min(until === null ? Infinity : Date.parse(until), Date.parse(today) + 86_400_000)
  return Math.max(0, (end - Date.parse(from)) / 86_400_000)
}

/** To a day of the past by the round of that time; without one to today, where it is overdue. 0 where it is not. */
export async function overdueDaysOf(context: Context, hazard: Hazard, on: Day | null = null): Promise<number> {
  const today = context.clock.today()
  if (on === null) return isOverdue(hazard, today) ? daysOverdue(hazard.overdueFrom!, hazard.overdueUntil, today) : 0
  if (hazard.state === 'VOIDED') return 0
  const spans = (await foldOf(context, hazard)).rounds.map(overdueSpan)
  const span = spans.findLast((one) => one !== null && one.from <= on && (one.until === null || one.until > on))
  return span ? daysOverdue(span.from, span.until, on) : 0
}

/** Whether it was entered later than it was found; of a ledger, after the 5th of the month that follows. */
export async function recordedLate(context: Context, hazard: Hazard): Promise<boolean> {
  if (!hazard.imported) return hazard.registeredOn > hazard.foundOn
  const day = await context.once(hazardLoaders).importedOn.load(hazard.id)
  return day !== null && isLateEntry(hazard.foundOn, day)
}

export const placedHazard = (hazard: Hazard, fold: HazardFold): HazardAt => ({
  path: hazard.path, accountPath: hazard.accountPath, sectorId: hazard.sectorId, subjectId: hazard.subjectId, level: fold.level, source: fold.source,
  submittedBy: fold.rounds.at(-1)?.submissions.find((submission) => submission.decision === null)?.by ?? null,
  voidRequestedBy: fold.voidRequest?.by ?? null,
  listedAt: listingInForce(fold)?.level ?? null,
})

export interface Move {
  readonly kind: MoveKind
  readonly viewerCan: boolean
  readonly because: string
  readonly primary: boolean
  readonly dueOn: Day | null
}

/** The moves open today, to this viewer or to others, what the hazard waits for first. */
export async function movesOf(context: Context, hazard: Hazard): Promise<Move[]> {
  const fold = await foldOf(context, hazard)
  const { name } = await regionOf(context, hazard.accountId)
  const at = placedHazard(hazard, fold)
  const submittedOn = fold.rounds.at(-1)?.submissions.findLast((submission) => submission.decision === null)?.on ?? null
  return nextMoves(fold, context.clock.today()).flatMap(({ command, dueOn, expected }) => {
    const kind = moveKinds.find((one) => moves[one].command === command)
    if (!kind) return []
    const denial = denied(context.viewer, kind, at)
    const because = inWords(context, denial ? whose[denial](name) : expected && (kind === 'ACCEPT' || kind === 'REJECT') ? yoursToReinspect(dueOn, submittedOn) : yours(expected, dueOn))
    return [{ kind, viewerCan: denial === null, because, primary: expected, dueOn }]
  })
}

export interface OverdueGroup extends Group {
  readonly id: string
  readonly label: string
  readonly regionId: string | null
  readonly sectorId: string | null
  readonly subjectId: string | null
}

/** More than any region has children. */
const ALL_CHILDREN = 2_000

async function byRegion(context: Context, root: Root, query: HazardQuery, regionId: string): Promise<OverdueGroup[]> {
  const { rows } = await context.once(regionLoaders).children.load({ id: regionId, first: ALL_CHILDREN, after: null })
  const groups = await readGroups(await context.read(), root, query, { parts: rows.map((child) => child.path) }, seesWhole(context))
  return groups.map((group) => {
    const child = group.key === null ? null : rows[Number(group.key)]!
    const id = child?.id ?? regionId
    return { ...group, id: globalId('Region', id), label: child?.name ?? inWords(context, refusals.OWN), regionId: id, sectorId: null, subjectId: null }
  })
}

/** What is overdue today, or was on filter.overdueOn, in groups, those with most first. REGION: by the look-through children in whose figures it counts, and the region itself. */
export async function overdueGroups(context: Context, filter: Maybe<HazardFilter>, by: 'REGION' | 'SECTOR' | 'SUBJECT'): Promise<OverdueGroup[]> {
  context.scope()
  if (by === 'REGION') {
    const accountable = filter?.accountable ?? filter?.region ?? globalId('Region', context.viewer!.homeId)
    const { root, query } = await queryOf(context, { ...filter, accountable }, null, {})
    return byRegion(context, root, query, optionalId('Region', accountable, 'filter.accountable')!)
  }
  const { root, query } = await queryOf(context, filter, null, {})
  const groups = await readGroups(await context.read(), root, query, by)
  return Promise.all(groups.map(async (group) => {
    const none = { regionId: null, sectorId: null, subjectId: null }
    if (by === 'SUBJECT') {
      const subject = await context.once(subjectLoaders).byId.load(group.key!)
      return { ...group, ...none, id: globalId('Subject', group.key!), label: subject?.name ?? inWords(context, otherSector), subjectId: subject?.id ?? null }
    }
    const sector = group.key === null ? null : await context.once(sectorLoader).load(group.key)
    const label = sector ? (context.language === 'en' ? sector.nameEn : sector.name) : inWords(context, refusals.NO_SECTOR)
    return { ...group, ...none, id: group.key === null ? 'none' : globalId('Sector', group.key), label, sectorId: sector?.id ?? null }
  }))
}
