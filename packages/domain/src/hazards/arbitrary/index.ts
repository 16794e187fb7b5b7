import fc from 'fast-check'
import { addDays, dayOf, daysBetween, startOfDay, type Day } from '../../time/index.ts'
import type { HazardCommand, HazardContext } from '../commands.ts'
import { decide } from '../decide.ts'
import { hazardSources, type EventSource, type HazardEvent, type HazardPlace } from '../events.ts'
import { currentRound, foldHazard, reinspectionLimit, type Hazard } from '../fold.ts'
import { blocked, hazardMoves, type HazardMove } from '../moves.ts'

/** Where random histories happen: ids of the caller's own regions, subjects and sectors. */
export interface HazardWorld {
  /** At least two of different accountable regions, or nothing is ever transferred. */
  readonly places: readonly Pick<HazardPlace, 'placeId' | 'accountId'>[]
  readonly subjects: readonly string[]
  readonly sectors: readonly (string | null)[]
  /** At least two. */
  readonly actors: readonly string[]
  /** Found from this day on, within 150 days. */
  readonly from: Day
}

const defaultWorld: HazardWorld = {
  places: [{ placeId: 'A1', accountId: 'A' }, { placeId: 'B1', accountId: 'B' }, { placeId: 'C1', accountId: 'C' }],
  subjects: ['firm', 'other firm'], sectors: ['mining', 'fire', null], actors: ['first', 'second', 'third'], from: '2026-01-01',
}

export interface HazardHistory {
  readonly events: readonly HazardEvent[]
  /** The same, by the command that appended them. */
  readonly appends: readonly (readonly HazardEvent[])[]
  /** The day of the clock when the last of them was recorded. */
  readonly today: Day
}

const weights: Readonly<Record<HazardMove, number>> = {
  order: 6, approveLongDeadline: 2, plan: 6, submit: 6, accept: 5, reject: 4, requestExtension: 5, decideExtension: 6, correct: 1,
  transfer: 2, requestVoid: 1, countersignVoid: 2, refuseVoid: 2, revisit: 2, reopen: 2, archive: 1, list: 2, delist: 2,
}

const step = fc.record({
  /** Which of the moves open then. */
  pick: fc.nat(),
  when: fc.oneof(
    { weight: 3, arbitrary: fc.record({ base: fc.constant('GAP' as const), days: fc.integer({ min: 0, max: 20 }) }) },
    { weight: 3, arbitrary: fc.record({ base: fc.constant('DEADLINE' as const), days: fc.integer({ min: -2, max: 2 }) }) },
    { weight: 1, arbitrary: fc.record({ base: fc.constant('LIMIT' as const), days: fc.integer({ min: -1, max: 1 }) }) },
  ),
  /** Entered so many days after it happened. */
  back: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: 1, max: 6 }) }),
  imported: fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  importLag: fc.integer({ min: 0, max: 45 }),
  instant: fc.constantFrom(0, 12 * 3_600_000, 24 * 3_600_000 - 1),
  yes: fc.boolean(),
  mostly: fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
  n: fc.nat({ max: 40 }),
})
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

const first = fc.record({
  found: fc.nat({ max: 150 }),
  lag: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 10 })),
  imported: fc.oneof({ weight: 2, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  importLag: fc.integer({ min: 0, max: 50 }),
  onTheSpot: fc.oneof({ weight: 6, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  major: fc.oneof({ weight: 2, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  due: fc.option(fc.nat({ max: 70 }), { nil: undefined }),
  source: fc.constantFrom(...hazardSources),
  subject: fc.nat(), place: fc.nat(), sector: fc.nat(),
})
type First = typeof first extends fc.Arbitrary<infer F> ? F : never

const cycle = <T>(list: readonly T[], n: number): T => list[n % list.length]!

function registration(one: First, world: HazardWorld, number: string): { command: HazardCommand; context: HazardContext; today: Day } {
  const foundOn = addDays(world.from, one.found)
  const registeredOn = addDays(foundOn, one.imported ? 0 : one.lag)
  const today = addDays(registeredOn, one.imported ? one.importLag : 0)
  const major = one.major && !one.onTheSpot
  return {
    today,
    command: {
      type: 'register', number, description: '配电箱未接地', level: major ? 'MAJOR' : 'GENERAL', source: one.source, foundOn,
      dueOn: one.due === undefined ? (major ? addDays(foundOn, 25) : undefined) : addDays(foundOn, one.due),
      inspectionId: null, subjectId: cycle(world.subjects, one.subject), ...cycle(world.places, one.place),
      sectorId: cycle(world.sectors, one.sector), ...(one.onTheSpot && { onTheSpot: { measures: '当场接地' } }),
    },
    context: {
      actorId: world.actors[0]!, at: startOfDay(registeredOn), source: one.imported ? 'IMPORT' : 'WEB', now: startOfDay(today),
      ...(one.imported && { importedOn: today }),
    },
  }
}

function correction(hazard: Hazard, s: Step, world: HazardWorld): HazardCommand {
  const base = { type: 'correct', reason: '登记有误' } as const
  const sectorId = cycle(world.sectors, world.sectors.indexOf(hazard.sectorId) + 1)
  if (s.n % 4 === 0) return { ...base, level: hazard.level === 'MAJOR' ? 'GENERAL' : 'MAJOR' }
  if (s.n % 4 === 1) return { ...base, sectorId }
  if (s.n % 4 === 2) return { ...base, subject: { subjectId: cycle(world.subjects, s.n >> 2), ...cycle(world.places, s.n), sectorId } }
  return { ...base, description: `配电箱未接地，第${s.n}处` }
}

function commandOf(move: HazardMove, hazard: Hazard, on: Day, s: Step, world: HazardWorld): HazardCommand {
  const round = currentRound(hazard)
  switch (move) {
    case 'order': return { type: move, dueOn: s.yes ? addDays(on, s.n) : undefined }
    case 'plan': return { type: move, plan: { responsiblePost: '厂长', measures: '停用改造', fundsYuan: 1000 * s.n, dueOn: round.dueOn, contingency: '断电撤离' } }
    case 'submit': return { type: move, measures: '已改造' }
    case 'accept': return { type: move, onSite: true }
    case 'reject': return { type: move, reason: '仍未接地', dueOn: s.mostly ? null : addDays(on, s.n) }
    case 'requestExtension': return { type: move, dueOn: addDays(round.dueOn, 1 + s.n), controlMeasures: '专人看守' }
    case 'decideExtension': return { type: move, granted: s.mostly, dueOn: s.yes ? undefined : addDays(round.dueOn, 1) }
    case 'correct': return correction(hazard, s, world)
    case 'transfer': return { type: move, ...cycle(world.places, world.places.findIndex((p) => p.accountId === hazard.accountId) + 1) }
    case 'requestVoid': return { type: move, reason: '重复登记' }
    case 'revisit': return { type: move, drawn: s.yes, recurred: s.n % 2 === 0 }
    case 'reopen': return {
      type: move, reason: '回头看发现反弹', ...(s.yes && { revisit: { drawn: s.mostly } }),
      dueOn: s.yes || hazard.level === 'MAJOR' ? addDays(on, s.n) : undefined,
    }
    case 'list': return { type: move, level: cycle(['PROVINCE', 'CITY', 'COUNTY'] as const, s.n), dueOn: addDays(on, s.n) }
    case 'delist': return { type: move, reason: '改由上级挂牌' }
    default: return { type: move }
  }
}

function dayOfStep(hazard: Hazard, today: Day, { when }: Step): Day {
  const round = currentRound(hazard)
  const base = when.base === 'GAP' ? today : when.base === 'DEADLINE' ? round.dueOn : reinspectionLimit(round)
  const day = addDays(base, when.days)
  // A far deadline is not waited for, so that a history stays within a few years.
  return day < today || daysBetween(today, day) > 90 ? today : day
}

function contextOf(hazard: Hazard, move: HazardMove, today: Day, s: Step, world: HazardWorld): { context: HazardContext; today: Day } {
  const source: EventSource = move === 'transfer' ? 'SYSTEM' : s.imported ? 'IMPORT' : 'WEB'
  const on = addDays(today, -s.back)
  const now = source === 'IMPORT' ? addDays(today, s.importLag) : today
  const busy = move === 'accept' ? currentRound(hazard).submissions.at(-1)?.by : move === 'countersignVoid' ? hazard.voidRequest?.by : null
  return {
    today: now,
    context: {
      actorId: world.actors.filter((actor) => actor !== busy)[s.n % (world.actors.length - 1)]!, source,
      at: new Date(startOfDay(on).getTime() + s.instant), now: new Date(startOfDay(now).getTime() + 24 * 3_600_000 - 1),
      levelAbove: move === 'decideExtension' ? s.mostly || s.yes : true, inspectionNature: s.yes ? 'ADMINISTRATIVE' : null,
      ...(source === 'IMPORT' && { importedOn: now }),
    },
  }
}

function choose(hazard: Hazard, on: Day, pick: number): HazardMove | null {
  const bag = hazardMoves.filter((move) => blocked(hazard, move, on) === null).flatMap((move) => Array<HazardMove>(weights[move]).fill(move))
  return bag.length === 0 ? null : cycle(bag, pick)
}

function play(one: First, steps: readonly Step[], world: HazardWorld, number: string): HazardHistory {
  const start = registration(one, world, number)
  const registered = decide(null, start.command, start.context)
  if (!registered.ok) throw new Error(`a random registration was refused: ${registered.code} ${registered.field ?? ''}`)
  const appends: (readonly HazardEvent[])[] = [registered.events]
  let { today } = start
  let hazard = foldHazard(registered.events)!
  for (const s of steps) {
    const then = dayOfStep(hazard, today, s)
    const move = choose(hazard, addDays(then, -s.back), s.pick)
    if (move === null) break
    const context = contextOf(hazard, move, then, s, world)
    const decided = decide(hazard, commandOf(move, hazard, dayOf(context.context.at), s, world), context.context)
    if (!decided.ok) continue
    appends.push(decided.events)
    today = context.today
    hazard = foldHazard(decided.events, hazard)!
  }
  return { events: appends.flat(), appends, today }
}

/**
 * Random valid histories of one hazard, made by `decide`: rounds, rejections, extensions, voids, transfers, imports in
 * time and late, corrections, reopenings, listings, facts entered days after they happened, first and last instants of days.
 */
export function hazardHistories(world: Partial<HazardWorld> = {}, maxSteps = 18): fc.Arbitrary<HazardHistory> {
  const where = { ...defaultWorld, ...world }
  return fc
    .tuple(first, fc.array(step, { maxLength: maxSteps, size: 'max' }), fc.nat({ max: 999_999 }))
    .map(([one, steps, n]) => play(one, steps, where, `YH-${String(n).padStart(6, '0')}`))
}
