import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { difference, overdueDays, overdueOpen, type Contribution, type Figures, type MetricName } from '../metrics/index.ts'
import { addDays, dayOf, minDay, type Day } from '../time/index.ts'
import { hazardHistories, type HazardHistory } from './arbitrary/index.ts'
import { hazardContributions } from './contributions.ts'
import { decide } from './decide.ts'
import type { HazardEvent } from './events.ts'
import { apply, foldHazard, scoredDueOn, type Hazard } from './fold.ts'
import { blocked, hazardMoves, nextMoves } from './moves.ts'

const runs = { numRuns: 700 }
vi.setConfig({ testTimeout: 60_000 })
const check = (name: string, holds: (history: HazardHistory, hazard: Hazard) => void) =>
  it(name, () => fc.assert(fc.property(hazardHistories(), (history) => holds(history, foldHazard(history.events)!)), runs))

interface Reading {
  readonly today?: Day
  readonly before?: Day
  readonly region?: string
}
/** What a reader sees on a day of everything that counts before another. */
function read(rows: readonly Contribution[], { today = '9999-12-31', before = '9999-12-31', region }: Reading): Figures {
  const figures: Partial<Record<MetricName, number>> = {}
  for (const row of rows)
    if (row.effectiveOn <= today && row.countsOn < before && (region === undefined || row.regionId === region))
      figures[row.metric] = (figures[row.metric] ?? 0) + row.amount
  return figures
}
const of = (figures: Figures, ...metrics: MetricName[]) => metrics.reduce((sum, metric) => sum + (figures[metric] ?? 0), 0)
const regions = ['A', 'B', 'C']
/** Every day on which a figure can change, and the days beside it. */
const turns = (rows: readonly Contribution[]): Day[] =>
  [...new Set(rows.flatMap((row) => [row.countsOn, row.effectiveOn]).flatMap((day) => [addDays(day, -1), day, addDays(day, 1)]))]
const without = (events: readonly HazardEvent[], type: HazardEvent['type']) => events.filter((event) => event.type !== type)

/** Overdue on a day, told from the definition alone: with hindsight, day by day. */
function overdueOn(hazard: Hazard, day: Day): number {
  if (hazard.voidedOn || hazard.shownOnly) return 0
  return hazard.rounds.filter((round) => {
    const last = round.submissions.at(-1)
    if (!last || last.decision === 'REJECTED') return day > round.dueOn
    if (last.on <= round.dueOn) return false
    return day > round.dueOn && (last.decision === null || day <= last.on)
  }).length
}

describe('random histories', () => {
  check('folding event by event is folding the whole, and versions count the events', ({ events }, hazard) => {
    let folded: Hazard | null = null
    for (const event of events) folded = apply(folded, event)
    expect(folded).toEqual(hazard)
    expect(hazard.version).toBe(events.length)
  })

  check('the sum of differences is the contributions at every prefix', ({ appends }) => {
    let sum: Contribution[] = []
    let hazard: Hazard | null = null
    for (const events of appends) {
      const before = hazardContributions(hazard)
      hazard = foldHazard(events, hazard)
      sum = difference([], [...sum, ...difference(before, hazardContributions(hazard))])
      expect(difference(sum, hazardContributions(hazard))).toEqual([])
    }
  })

  check('overdue boundaries balance in every region, and equal the rounds overdue that day', ({ today }, hazard) => {
    const rows = hazardContributions(hazard)
    for (const day of turns(rows).filter((turn) => turn <= today)) {
      const at = { today, before: addDays(day, 1) }
      for (const region of regions) {
        const figures = read(rows, { ...at, region })
        expect(overdueOpen(figures)).toBeGreaterThanOrEqual(0)
        expect(of(figures, 'listings') - of(figures, 'listings_ended')).toBeGreaterThanOrEqual(0)
        expect(of(figures, 'listings_overdue') - of(figures, 'listings_overdue_cleared')).toBeGreaterThanOrEqual(0)
      }
      expect(overdueOpen(read(rows, at))).toBe(overdueOn(hazard, day))
    }
  })

  it('days overdue are the days counted one by one', () => fc.assert(fc.property(
    hazardHistories(), fc.integer({ min: -20, max: 400 }), fc.integer({ min: 1, max: 120 }), fc.integer({ min: 0, max: 60 }),
    ({ events, today: recorded }, start, length, later) => {
      const hazard = foldHazard(events)!
      const rows = hazardContributions(hazard)
      const today = addDays(recorded, later)
      const from = addDays('2026-01-01', start)
      const until = addDays(from, length)
      let days = 0
      for (let day = from; day < minDay(until, addDays(today, 1)); day = addDays(day, 1)) days += overdueOn(hazard, day)
      const sums = (region?: string) => {
        const where = region === undefined ? { today } : { today, region }
        return { atStart: read(rows, { ...where, before: from }), atEnd: read(rows, { ...where, before: until }) }
      }
      expect(overdueDays({ from, until }, today, sums())).toBe(days)
      const byRegion = regions.map((region) => overdueDays({ from, until }, today, sums(region)))
      expect(byRegion.reduce((a, b) => a + b, 0)).toBe(days)
      for (const share of byRegion) expect(share).toBeGreaterThanOrEqual(0)
    }), runs))

  check('a voided hazard gives nothing but `voided`', (_, hazard) => {
    const rows = hazardContributions(hazard)
    if (hazard.state === 'VOIDED') expect(rows.map((row) => [row.metric, row.amount])).toEqual([['voided', 1]])
    else expect(rows.some((row) => row.metric === 'voided')).toBe(false)
  })

  check('a transfer moves figures between regions and changes no sum over all of them', ({ events }, hazard) => {
    const everywhere = (rows: readonly Contribution[]) => rows.map((row): Contribution => {
      const ends = /^overdue_cleared(.*)/.exec(row.metric)
      return { ...row, regionId: 'all', ...(ends && { metric: `became_overdue${ends[1]}` as MetricName, amount: -row.amount }) }
    })
    const stayed = foldHazard(without(events, 'transferred'))
    expect(difference(everywhere(hazardContributions(stayed)), everywhere(hazardContributions(hazard)))).toEqual([])
  })

  check('every part is within its whole in every region on every day of reading', (_, hazard) => {
    const rows = hazardContributions(hazard)
    const parts: [MetricName[], MetricName[]][] = [
      [['rectified_on_time_general'], ['due_general']], [['rectified_on_time_general_scored'], ['due_general_scored']],
      [['rectified_on_time_major'], ['due_major']], [['due_general_scored'], ['due_general']],
      [['rectified_on_time_general_scored'], ['rectified_on_time_general']],
      [['reinspected_in_time'], ['reinspection_due']], [['reinspected_in_time_scored'], ['reinspection_due_scored']],
      [['reinspection_due_scored'], ['reinspection_due']], [['recurred'], ['revisited']],
      [['accepted_of_found'], ['hazards_found_general', 'hazards_found_major']], [[], ['due_pending']],
    ]
    for (const today of turns(rows))
      for (const region of regions) {
        const figures = read(rows, { today, region })
        for (const [part, whole] of parts) expect(of(figures, ...part)).toBeLessThanOrEqual(of(figures, ...whole))
      }
  })

  check('from the day after its scored deadline a round is once due or pending, before never', (_, hazard) => {
    if (hazard.state === 'VOIDED') return
    const rows = hazardContributions(hazard)
    for (const today of turns(rows)) {
      const passed = hazard.rounds.filter((round) => scoredDueOn(round) < today).length
      expect(of(read(rows, { today }), 'due_general', 'due_major', 'due_pending')).toBe(passed)
    }
  })

  check('what nextMoves leaves out is refused, and nothing was recorded before it happened', ({ events, today }, hazard) => {
    const offered = nextMoves(hazard, today).map((move) => move.command)
    for (const move of hazardMoves.filter((one) => !offered.includes(one))) {
      const code = blocked(hazard, move, today)
      expect(code).not.toBeNull()
      const at = new Date(`${today}T04:00:00Z`)
      expect(decide(hazard, { type: move } as Parameters<typeof decide>[1], { actorId: 'x', at, source: 'WEB' })).toMatchObject({ ok: false, code })
    }
    for (const event of events) expect(dayOf(event.occurredAt) <= today).toBe(true)
  })
})

it('the generator reaches what it should', () => {
  const seen = new Map<string, number>()
  const see = (what: string, yes: boolean | undefined) => void (yes && seen.set(what, (seen.get(what) ?? 0) + 1))
  for (const { events } of fc.sample(hazardHistories(), { numRuns: 3000, seed: 7 })) {
    const hazard = foldHazard(events)!
    for (const type of new Set(events.map((event) => event.type))) see(type, true)
    see('void pending', hazard.voidRequest !== null)
    see('moved twice', hazard.formerAccounts.length > 1)
    for (const round of hazard.rounds) {
      see('rejected after the deadline', events.some((e) => e.type === 'rejected' && dayOf(e.occurredAt) > round.dueOn))
      see('pending in time', round.submissions.at(-1)?.decision === null && round.submissions.at(-1)!.on <= scoredDueOn(round))
      see('late entry', round.submissions.some((s) => s.lateEntry))
      see('imported in time', events.some((e) => e.type === 'submitted' && e.source === 'IMPORT') && round.submissions.some((s) => !s.lateEntry))
      see('on the spot', round.submissions.some((s) => s.onTheSpot))
      see('submitted on the last day', round.submissions.some((s) => s.on === scoredDueOn(round)))
      see('one day late', round.submissions.some((s) => s.on === addDays(round.dueOn, 1)))
      see('cap', scoredDueOn(round) < round.firstDueOn)
      for (const extension of round.extensions)
        see('approved late', extension.decision?.granted && extension.decision.byLevelAbove &&
          events.some((e) => e.type === 'extension_decided' && dayOf(e.occurredAt) > round.firstDueOn))
    }
  }
  const types: (HazardEvent['type'] | string)[] = ['registered', 'ordered', 'long_deadline_approved', 'planned', 'submitted', 'accepted', 'rejected',
    'extension_requested', 'extension_decided', 'corrected', 'transferred', 'void_requested', 'void_countersigned', 'void_refused',
    'revisited', 'reopened', 'archived', 'listed', 'delisted', 'void pending', 'moved twice', 'rejected after the deadline',
    'pending in time', 'late entry', 'imported in time', 'on the spot', 'submitted on the last day', 'one day late', 'cap', 'approved late']
  expect(types.filter((type) => (seen.get(type) ?? 0) < 20)).toEqual([])
})
