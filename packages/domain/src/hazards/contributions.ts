import type { Contribution, MetricName } from '../metrics/index.ts'
import { addDays, dayNumber, maxDay, minDay, type Day } from '../time/index.ts'
import { REINSPECTION_DAYS, scoredSources } from './events.ts'
import { currentRound, scoredDueOn, type Hazard, type Listing, type Round } from './fold.ts'

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

/** The limit: the tenth day after the earlier of the first submission, rejected or not, and the scored deadline. */
function reinspection(hazard: Hazard, round: Round, add: Add) {
  const first = round.submissions[0]
  const due = scoredDueOn(round)
  const limit = addDays(first ? minDay(first.on, due) : due, REINSPECTION_DAYS)
  const inTime = round.reinspections.some((r) => r.on <= limit && !r.lateEntry)
  const next = addDays(limit, 1)
  const scored = isScored(hazard, round)
  add('reinspection_due', limit, next)
  if (scored) add('reinspection_due_scored', limit, next)
  if (!inTime) return
  add('reinspected_in_time', limit, next)
  if (scored) add('reinspected_in_time_scored', limit, next)
}

/** Half-open [from, until) of the days overdue; `until` null while it lasts. null where it never was. */
export function overdueSpan(round: Round): { from: Day; until: Day | null } | null {
  const submission = standing(round)
  if (submission !== null && submission.on <= round.dueOn) return null
  return {
    from: addDays(round.dueOn, 1),
    until: submission?.decision === 'ACCEPTED' ? addDays(submission.on, 1) : null,
  }
}

/** Splits a span at the days on which the hazard moved, so that each region's boundaries balance. */
function overdue(hazard: Hazard, round: Round, add: Add) {
  const span = overdueSpan(round)
  if (span === null) return
  const moves = hazard.formerAccounts.map((f) => f.until)
    .filter((day) => span.from < day && (span.until === null || day < span.until))
  const edges = [span.from, ...moves, span.until]
  const boundary = (all: MetricName, major: MetricName, day: Day, sign: 1 | -1, account: string) => {
    add(all, day, day, 1, account)
    if (hazard.level === 'MAJOR') add(major, day, day, 1, account)
    add('overdue_day_weight', day, day, sign * dayNumber(day), account)
  }
  for (let i = 0; i + 1 < edges.length; i++) {
    const from = edges[i]!
    const until = edges[i + 1]
    const account = accountOn(hazard, from)
    boundary('became_overdue', 'became_overdue_major', from, 1, account)
    if (until) boundary('overdue_cleared', 'overdue_cleared_major', until, -1, account)
  }
}

function listed(listing: Listing, add: Add) {
  add('listings', listing.on)
  if (listing.endedOn) add('listings_ended', listing.endedOn)
  if (listing.endedOn && listing.endedOn <= listing.dueOn) return
  const from = addDays(listing.dueOn, 1)
  add('listings_overdue', from)
  if (listing.endedOn) add('listings_overdue_cleared', maxDay(from, listing.endedOn))
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
  for (const listing of hazard.listings) listed(listing, add)
  for (const revisit of hazard.revisits.filter((r) => r.drawn)) {
    add('revisited', revisit.on)
    if (revisit.recurred) add('recurred', revisit.on)
  }
  return rows
}
