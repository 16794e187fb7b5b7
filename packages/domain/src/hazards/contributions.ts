import type { Contribution, MetricName } from '../metrics/index.ts'
import { addDays, dayNumber, maxDay, type Day } from '../time/index.ts'
import { REINSPECTION_DAYS, scoredSources } from './events.ts'
import { currentRound, reinspectionLimit, scoredDueOn, type Hazard, type Listing, type Round } from './fold.ts'

type Add = (metric: MetricName, countsOn: Day, effectiveOn?: Day, amount?: number, accountId?: string) => void

/** The accountable region on a day: what lay before a transfer stays with the region that had it. */
export const accountOn = (hazard: Hazard, day: Day): string =>
  hazard.formerAccounts.find((former) => day < former.until)?.accountId ?? hazard.accountId

/** Majors whatever their source; generals of a scored source unless corrected on the spot. */
const isScored = (hazard: Hazard, round: Round): boolean =>
  hazard.level === 'MAJOR' ||
  (scoredSources.has(hazard.source) && !round.submissions.some((s) => s.onTheSpot && s.decision === 'ACCEPTED'))

const standing = (round: Round) => round.submissions.find((s) => s.decision !== 'REJECTED') ?? null

/** due_*, due_pending, rectified_on_time_*: with hindsight, a rejected submission never was. */
function deadline(hazard: Hazard, round: Round, add: Add) {
  const due = scoredDueOn(round)
  const next = addDays(due, 1)
  const submission = standing(round)
  const inTime = submission !== null && submission.on <= due && !submission.lateEntry
  const pendingUntil = inTime && submission.decision === null ? addDays(submission.on, REINSPECTION_DAYS + 1) : next
  const both = (general: MetricName, scored: MetricName, major: MetricName, effectiveOn: Day) => {
    if (hazard.level === 'MAJOR') return add(major, due, effectiveOn)
    add(general, due, effectiveOn)
    if (isScored(hazard, round)) add(scored, due, effectiveOn)
  }
  if (pendingUntil > next) {
    add('due_pending', due, next)
    add('due_pending', due, pendingUntil, -1)
  }
  both('due_general', 'due_general_scored', 'due_major', maxDay(next, pendingUntil))
  if (inTime && submission.decision === 'ACCEPTED')
    both('rectified_on_time_general', 'rectified_on_time_general_scored', 'rectified_on_time_major', next)
}

function reinspection(hazard: Hazard, round: Round, add: Add) {
  const limit = reinspectionLimit(round)
  const inTime = round.reinspections.some((r) => r.on <= limit && !r.lateEntry)
  const next = addDays(limit, 1)
  const scored = isScored(hazard, round)
  add('reinspection_due', limit, next)
  if (scored) add('reinspection_due_scored', limit, next)
  if (!inTime) return
  add('reinspected_in_time', limit, next)
  if (scored) add('reinspected_in_time_scored', limit, next)
}

/**
 * Half-open [from, until) of the days overdue; `until` null while it lasts. null where it never was. An acceptance that
 * follows no submission ends it on its own day.
 */
export function overdueSpan(round: Round): { from: Day; until: Day | null } | null {
  const submission = standing(round)
  const heldOffOn = submission?.on ?? round.acceptedOn
  if (heldOffOn !== null && heldOffOn <= round.dueOn) return null
  const ended = heldOffOn !== null && submission?.decision !== null
  return { from: addDays(round.dueOn, 1), until: ended ? addDays(heldOffOn, 1) : null }
}

interface Stay {
  readonly accountId: string
  readonly from: Day
  readonly until: Day | null
}

/** A span cut at the days on which the hazard changed its accountable region: at least one part, in order. */
function stays(hazard: Hazard, from: Day, until: Day | null): [Stay, ...Stay[]] {
  const moves = hazard.formerAccounts
    .map((former) => former.until)
    .filter((day) => from < day && (until === null || day < until) && accountOn(hazard, day) !== accountOn(hazard, addDays(day, -1)))
  const parts = [from, ...new Set(moves)].map((start, i, starts) => ({
    accountId: accountOn(hazard, start), from: start, until: starts[i + 1] ?? until,
  }))
  return parts as [Stay, ...Stay[]]
}

/**
 * A move closes the span in one region and opens it in the other, so that each region's boundaries balance. How long it has
 * lasted is the hazard's, wherever it counted: a region that takes it over takes over the days too.
 */
function overdue(hazard: Hazard, round: Round, add: Add) {
  const span = overdueSpan(round)
  if (span === null) return
  const boundary = (all: MetricName, major: MetricName, day: Day, sign: 1 | -1, account: string) => {
    add(all, day, day, 1, account)
    if (hazard.level === 'MAJOR') add(major, day, day, 1, account)
    add('overdue_day_weight', day, day, sign * dayNumber(day), account)
  }
  const since = (effectiveOn: Day, amount: 1 | -1, account: string) => {
    add('overdue_since', span.from, effectiveOn, amount, account)
    if (hazard.level === 'MAJOR') add('overdue_since_major', span.from, effectiveOn, amount, account)
  }
  for (const { accountId, from, until } of stays(hazard, span.from, span.until)) {
    boundary('became_overdue', 'became_overdue_major', from, 1, accountId)
    since(from, 1, accountId)
    if (until) {
      boundary('overdue_cleared', 'overdue_cleared_major', until, -1, accountId)
      since(until, -1, accountId)
    }
  }
}

/**
 * A listing, or its being overdue. A move takes the beginning along instead of ending it: a listing in force at any time
 * in a period is charged to the region that has it at the end, once in every sum.
 */
function listedSpan(hazard: Hazard, begun: MetricName, ended: MetricName, from: Day, until: Day | null, add: Add) {
  const [first, ...later] = stays(hazard, from, until)
  add(begun, from, from, 1, first.accountId)
  let { accountId } = first
  for (const part of later) {
    add(begun, part.from, part.from, -1, accountId)
    add(begun, part.from, part.from, 1, part.accountId)
    accountId = part.accountId
  }
  if (until) add(ended, until, until, 1, accountId)
}

function listed(hazard: Hazard, listing: Listing, add: Add) {
  listedSpan(hazard, 'listings', 'listings_ended', listing.on, listing.endedOn, add)
  if (listing.endedOn && listing.endedOn <= listing.dueOn) return
  listedSpan(hazard, 'listings_overdue', 'listings_overdue_cleared', addDays(listing.dueOn, 1), listing.endedOn, add)
}

/**
 * Every figure that one hazard gives, by design.md "Metrics". A pure function of its events: an event's delta is
 * contributions(after) − contributions(before). A voided hazard gives nothing but `voided`.
 */
export function hazardContributions(hazard: Hazard | null): Contribution[] {
  if (hazard === null || hazard.shownOnly) return []
  const rows: Contribution[] = []
  const add: Add = (metric, countsOn, effectiveOn = countsOn, amount = 1, regionId = accountOn(hazard, countsOn)) =>
    void rows.push({ regionId, sectorId: hazard.sectorId, countsOn, effectiveOn, metric, amount })

  if (hazard.voidedOn) {
    add('voided', hazard.foundOn, maxDay(hazard.foundOn, hazard.voidedOn))
    return rows
  }
  add(hazard.level === 'MAJOR' ? 'hazards_found_major' : 'hazards_found_general', hazard.foundOn)
  const { acceptedOn } = currentRound(hazard)
  if (acceptedOn) add('accepted_of_found', hazard.foundOn, maxDay(hazard.foundOn, acceptedOn))
  for (const round of hazard.rounds) {
    deadline(hazard, round, add)
    reinspection(hazard, round, add)
    overdue(hazard, round, add)
  }
  for (const listing of hazard.listings) listed(hazard, listing, add)
  for (const revisit of hazard.revisits.filter((r) => r.drawn)) {
    add('revisited', revisit.on)
    if (revisit.recurred) add('recurred', revisit.on)
  }
  return rows
}
