import { describe, expect, it } from 'vitest'
import type { MetricName } from '../metrics/index.ts'
import { startOfDay, type Day } from '../time/index.ts'
import { hazardContributions } from './contributions.ts'
import type { HazardEvent, HazardEventType, HazardLevel, HazardPayloads, HazardSource } from './events.ts'
import { foldHazard, isLateEntry } from './fold.ts'

/** Days of 2026 without the year. */
const day = (md: string): Day => `2026-${md}`
const ev = <T extends HazardEventType>(type: T, md: string, payload: HazardPayloads[T], importedOn?: string) =>
  ({ type, occurredAt: startOfDay(day(md)), source: importedOn ? 'IMPORT' : 'WEB', actorId: 'x', payload, ...(importedOn && { importedOn: day(importedOn) }) }) as HazardEvent

const found = (md: string, due: string, more: { level?: HazardLevel; source?: HazardSource; shownOnly?: boolean } = {}) =>
  ev('registered', md, {
    number: '1', description: 'd', level: 'GENERAL', source: 'DEPARTMENT', foundOn: day(md), dueOn: day(due), inspectionId: null, shownOnly: false,
    subjectId: 's', placeId: 'A1', accountId: 'A', sectorId: 'fire', ...more,
  })
const submitted = (md: string, importedOn?: string) => ev('submitted', md, { onTheSpot: false, measures: 'm' }, importedOn)
const onTheSpot = (md: string) => ev('submitted', md, { onTheSpot: true, measures: 'm' })
const accepted = (md: string, importedOn?: string) => ev('accepted', md, { onSite: true }, importedOn)
const rejected = (md: string, due: string | null = null) => ev('rejected', md, { dueOn: due && day(due) })
const asked = (md: string, due: string) => ev('extension_requested', md, { dueOn: day(due), controlMeasures: 'c' })
const decided = (md: string, due: string, granted = true, byLevelAbove = true) => ev('extension_decided', md, { granted, dueOn: day(due), byLevelAbove })
const moved = (md: string, to = 'B') => ev('transferred', md, { placeId: `${to}1`, accountId: to })
const reopened = (md: string, due: string) => ev('reopened', md, { dueOn: day(due) })

type Case = [name: string, events: HazardEvent[], expected: string[]]
/** `metric counts_on effective_on [amount] [region, where it is not A]`. */
function rows(events: HazardEvent[], metrics: readonly (MetricName | RegExp)[]) {
  return hazardContributions(foldHazard(events))
    .filter((row) => metrics.some((metric) => (typeof metric === 'string' ? metric === row.metric : metric.test(row.metric))))
    .map((row) => [row.metric, row.countsOn.slice(5), row.effectiveOn.slice(5), row.amount === 1 ? '' : row.amount, row.regionId === 'A' ? '' : row.regionId]
      .filter((part) => part !== '').join(' '))
}
const table = (title: string, metrics: readonly (MetricName | RegExp)[], cases: Case[]) =>
  describe(title, () => {
    it.each(cases)('%s', (_, events, expected) => expect(rows(events, metrics).toSorted()).toEqual(expected.toSorted()))
  })

const general = found('03-01', '03-16')

table('due and on time', ['due_general', 'due_pending', 'rectified_on_time_general'], [
  ['nothing was submitted', [general], ['due_general 03-16 03-17']],
  ['accepted, submitted on the last day', [general, submitted('03-16'), accepted('03-20')], ['due_general 03-16 03-17', 'rectified_on_time_general 03-16 03-17']],
  ['accepted, submitted a day late', [general, submitted('03-17'), accepted('03-20')], ['due_general 03-16 03-17']],
  ['submitted on the last day, not decided: pending for ten days', [general, submitted('03-16')],
    ['due_pending 03-16 03-17', 'due_pending 03-16 03-27 -1', 'due_general 03-16 03-27']],
  ['submitted nine days before the deadline, not decided', [general, submitted('03-07')],
    ['due_pending 03-16 03-17', 'due_pending 03-16 03-18 -1', 'due_general 03-16 03-18']],
  ['submitted ten days before the deadline, not decided: never pending', [general, submitted('03-06')], ['due_general 03-16 03-17']],
  ['submitted in time, accepted after the ten days', [general, submitted('03-16'), accepted('04-20')], ['due_general 03-16 03-17', 'rectified_on_time_general 03-16 03-17']],
  ['submitted late, not decided: not pending', [general, submitted('03-17')], ['due_general 03-16 03-17']],
  ['rejected after the deadline: the submission never was', [general, submitted('03-15'), rejected('03-20')], ['due_general 03-16 03-17']],
  ['rejected, submitted again in time', [general, submitted('03-05'), rejected('03-10'), submitted('03-16'), accepted('03-18')],
    ['due_general 03-16 03-17', 'rectified_on_time_general 03-16 03-17']],
  ['rejected after the deadline, submitted again, accepted', [general, submitted('03-15'), rejected('03-20'), submitted('03-21'), accepted('03-22')], ['due_general 03-16 03-17']],
  ['extension asked on the last day, approved late', [general, asked('03-16', '03-31'), submitted('03-30'), accepted('04-02'), decided('04-10', '03-31')],
    ['due_general 03-31 04-01', 'rectified_on_time_general 03-31 04-01']],
  ['extension not yet decided', [general, asked('03-16', '03-31'), submitted('03-30')], ['due_general 03-16 03-17']],
  ['extension refused', [general, asked('03-16', '03-31'), decided('03-20', '03-16', false), submitted('03-30'), accepted('04-02')], ['due_general 03-16 03-17']],
  ['extension by its own level: the product reminds by it, figures do not', [general, asked('03-16', '03-31'), decided('03-20', '03-31', true, false)], ['due_general 03-16 03-17']],
  ['a deadline of 31 days counts as 30', [found('03-01', '04-01')], ['due_general 03-31 04-01']],
  ['a long deadline approved by the level above', [found('03-01', '04-30'), ev('long_deadline_approved', '03-05', {})], ['due_general 04-30 05-01']],
  ['extension of a long deadline asked for after thirty days', [found('03-01', '04-30'), asked('04-10', '05-30'), decided('04-11', '05-30')], ['due_general 03-31 04-01']],
  ['an order sets the first deadline', [general, ev('ordered', '03-02', { dueOn: day('03-10'), document: 'RECTIFICATION_ORDER' })], ['due_general 03-10 03-11']],
  ['imported by the 5th: on time', [general, submitted('03-16', '04-05'), accepted('03-18', '04-05')], ['due_general 03-16 03-17', 'rectified_on_time_general 03-16 03-17']],
  ['imported on the 6th: due, not on time', [general, submitted('03-16', '04-06'), accepted('03-18', '04-06')], ['due_general 03-16 03-17']],
  ['imported late and not decided: not pending either', [general, submitted('03-16', '04-06')], ['due_general 03-16 03-17']],
  ['event by event: a submission in time, its acceptance imported late', [general, submitted('03-16', '04-05'), accepted('03-18', '04-08')],
    ['due_general 03-16 03-17', 'rectified_on_time_general 03-16 03-17']],
  ['void requested and pending changes nothing', [general, submitted('03-16'), accepted('03-17'), ev('void_requested', '03-18', { duplicateOf: null })],
    ['due_general 03-16 03-17', 'rectified_on_time_general 03-16 03-17']],
  ['reopened: a round of its own', [general, submitted('03-10'), accepted('03-12'), reopened('05-01', '05-16')],
    ['due_general 03-16 03-17', 'rectified_on_time_general 03-16 03-17', 'due_general 05-16 05-17']],
  ['moved on the deadline: with the successor', [general, moved('03-16')], ['due_general 03-16 03-17 B']],
  ['moved the day after: the past stays', [general, moved('03-17')], ['due_general 03-16 03-17']],
  ['moved on the deadline, extension approved after', [general, asked('03-15', '03-31'), moved('03-17'), decided('03-20', '03-31')], ['due_general 03-31 04-01 B']],
  ['found before the office went live: shown only', [found('03-01', '03-16', { shownOnly: true }), submitted('03-16'), accepted('03-17')], []],
])

table('source classes and majors', [/^due_/, /^rectified/], [
  ['scored source', [general, submitted('03-10'), accepted('03-11')],
    ['due_general 03-16 03-17', 'due_general_scored 03-16 03-17', 'rectified_on_time_general 03-16 03-17', 'rectified_on_time_general_scored 03-16 03-17']],
  ['found by the enterprise itself', [found('03-01', '03-16', { source: 'SELF_CHECK' }), submitted('03-10'), accepted('03-11')],
    ['due_general 03-16 03-17', 'rectified_on_time_general 03-16 03-17']],
  ['corrected on the spot', [found('03-01', '03-01'), onTheSpot('03-01'), accepted('03-01')], ['due_general 03-01 03-02', 'rectified_on_time_general 03-01 03-02']],
  ['a major of any source', [found('03-01', '03-16', { level: 'MAJOR', source: 'SELF_CHECK' }), submitted('03-10'), accepted('03-11')],
    ['due_major 03-16 03-17', 'rectified_on_time_major 03-16 03-17']],
  ['corrected to a major: from the start', [general, submitted('03-10'), accepted('03-11'), ev('corrected', '04-11', { level: 'MAJOR' })],
    ['due_major 03-16 03-17', 'rectified_on_time_major 03-16 03-17']],
  ['reopened after correction on the spot: the new round is scored', [found('03-01', '03-01'), onTheSpot('03-01'), accepted('03-01'), reopened('04-01', '04-16')],
    ['due_general 03-01 03-02', 'rectified_on_time_general 03-01 03-02', 'due_general 04-16 04-17', 'due_general_scored 04-16 04-17']],
])

table('re-inspection, scored', ['reinspection_due_scored', 'reinspected_in_time_scored'], [
  ['a scored source', [general, submitted('03-05'), accepted('03-15')], ['reinspection_due_scored 03-15 03-16', 'reinspected_in_time_scored 03-15 03-16']],
  ['found by a grid worker', [found('03-01', '03-16', { source: 'GRID_PATROL' }), submitted('03-05'), accepted('03-15')], []],
  ['a major found by a grid worker', [found('03-01', '03-16', { source: 'GRID_PATROL', level: 'MAJOR' })], ['reinspection_due_scored 03-26 03-27']],
])

table('re-inspection', ['reinspection_due', 'reinspected_in_time'], [
  ['nothing submitted: ten days after the deadline', [general], ['reinspection_due 03-26 03-27']],
  ['ten days after an earlier submission', [general, submitted('03-05'), accepted('03-15')], ['reinspection_due 03-15 03-16', 'reinspected_in_time 03-15 03-16']],
  ['a day too late', [general, submitted('03-05'), accepted('03-16')], ['reinspection_due 03-15 03-16']],
  ['submitted late: from the deadline', [general, submitted('03-20'), accepted('03-26')], ['reinspection_due 03-26 03-27', 'reinspected_in_time 03-26 03-27']],
  ['rejected in time counts, and so does the rejected submission', [general, submitted('03-05'), rejected('03-15'), submitted('03-16')],
    ['reinspection_due 03-15 03-16', 'reinspected_in_time 03-15 03-16']],
  ['re-inspected at the deadline without a submission', [general, rejected('03-16')], ['reinspection_due 03-26 03-27', 'reinspected_in_time 03-26 03-27']],
  ['imported late: not in time', [general, submitted('03-05', '04-06'), accepted('03-06', '04-06')], ['reinspection_due 03-15 03-16']],
  ['the limit moves with an extension', [general, asked('03-16', '03-31'), decided('04-08', '03-31')], ['reinspection_due 04-10 04-11']],
  ['moved between deadline and limit', [general, moved('03-20')], ['reinspection_due 03-26 03-27 B']],
])

table('overdue', [/^became_overdue$/, /^overdue_cleared$/], [
  ['until now', [general], ['became_overdue 03-17 03-17']],
  ['a day late is a day', [general, submitted('03-17'), accepted('03-25')], ['became_overdue 03-17 03-17', 'overdue_cleared 03-18 03-18']],
  ['in time and not decided holds it off', [general, submitted('03-16')], []],
  ['late and not decided: still overdue', [general, submitted('03-20')], ['became_overdue 03-17 03-17']],
  ['rejected after the deadline: overdue since it passed', [general, submitted('03-16'), rejected('03-30')], ['became_overdue 03-17 03-17']],
  ['accepted after its submission was rejected, or without any', [general, submitted('03-17'), rejected('03-18'), accepted('03-20')],
    ['became_overdue 03-17 03-17', 'overdue_cleared 03-21 03-21']],
  ['a rejection in time may set another deadline', [general, submitted('03-10'), rejected('03-12', '03-20')], ['became_overdue 03-21 03-21']],
  ['an extension holds from the start', [general, asked('03-16', '03-31'), decided('03-28', '03-31')], ['became_overdue 04-01 04-01']],
  ['the deadline in force counts, not the scored one', [found('03-01', '04-30'), submitted('04-30'), accepted('05-02')], []],
  ['moved before', [general, moved('03-10')], ['became_overdue 03-17 03-17 B']],
  ['moved on the first day', [general, moved('03-17')], ['became_overdue 03-17 03-17 B']],
  ['moved while it lasts', [general, moved('03-18')], ['became_overdue 03-17 03-17', 'overdue_cleared 03-18 03-18', 'became_overdue 03-18 03-18 B']],
  ['moved on its last day', [general, moved('03-20'), submitted('03-20'), accepted('03-21')],
    ['became_overdue 03-17 03-17', 'overdue_cleared 03-20 03-20', 'became_overdue 03-20 03-20 B', 'overdue_cleared 03-21 03-21 B']],
  ['moved the day after its last', [general, submitted('03-19'), moved('03-20'), accepted('03-21')], ['became_overdue 03-17 03-17', 'overdue_cleared 03-20 03-20']],
  ['moved twice on one day', [general, moved('03-20'), moved('03-20', 'C')],
    ['became_overdue 03-17 03-17', 'overdue_cleared 03-20 03-20', 'became_overdue 03-20 03-20 C']],
  ['moved within its region', [general, moved('03-20', 'A')], ['became_overdue 03-17 03-17']],
])

table('overdue majors, and the weight of the boundaries (day numbers of 2026-03-17 and 03-18)', [/^became_overdue_major$/, /^overdue_cleared_major$/, 'overdue_day_weight'], [
  ['general', [general, submitted('03-17'), accepted('03-25')], ['overdue_day_weight 03-17 03-17 20529', 'overdue_day_weight 03-18 03-18 -20530']],
  ['major', [found('03-01', '03-16', { level: 'MAJOR' })], ['became_overdue_major 03-17 03-17', 'overdue_day_weight 03-17 03-17 20529']],
])

table('overdue since when', [/^overdue_since/], [
  ['until now', [general], ['overdue_since 03-17 03-17']],
  ['a day late: taken away the day after', [general, submitted('03-17'), accepted('03-25')], ['overdue_since 03-17 03-17', 'overdue_since 03-17 03-18 -1']],
  ['in time', [general, submitted('03-16')], []],
  ['a major', [found('03-01', '03-16', { level: 'MAJOR' })], ['overdue_since 03-17 03-17', 'overdue_since_major 03-17 03-17']],
  ['moved while overdue: the days go along', [general, moved('04-10')], ['overdue_since 03-17 03-17', 'overdue_since 03-17 04-10 -1', 'overdue_since 03-17 04-10 B']],
  ['reopened and late again: by its own round', [general, submitted('03-17'), accepted('03-25'), reopened('05-01', '05-16')],
    ['overdue_since 03-17 03-17', 'overdue_since 03-17 03-18 -1', 'overdue_since 05-17 05-17']],
])

table('found, accepted, voided, revisited', [/^hazards_found/, 'accepted_of_found', 'voided', 'revisited', 'recurred'], [
  ['found', [general], ['hazards_found_general 03-01 03-01']],
  ['accepted, late entry or not', [general, submitted('03-10', '06-01'), accepted('04-11', '06-01')],
    ['hazards_found_general 03-01 03-01', 'accepted_of_found 03-01 04-11']],
  ['reopened: not accepted', [general, submitted('03-10'), accepted('03-11'), reopened('05-01', '05-16')], ['hazards_found_general 03-01 03-01']],
  ['moved after the finding', [general, moved('03-02'), submitted('03-10'), accepted('03-11')],
    ['hazards_found_general 03-01 03-01', 'accepted_of_found 03-01 03-11']],
  ['moved on the day found', [general, moved('03-01')], ['hazards_found_general 03-01 03-01 B']],
  ['corrected to another place after a move', [general, moved('03-20'), ev('corrected', '04-01', { subject: { subjectId: 't', placeId: 'C1', accountId: 'C', sectorId: null } })],
    ['hazards_found_general 03-01 03-01 C']],
  ['voided: the past goes too', [general, submitted('03-20'), accepted('03-21'), ev('void_requested', '04-01', { duplicateOf: null }), ev('void_countersigned', '04-02', {})],
    ['voided 03-01 04-02']],
  ['a void refused', [general, ev('void_requested', '04-01', { duplicateOf: null }), ev('void_refused', '04-02', {})], ['hazards_found_general 03-01 03-01']],
  ['only drawn revisits', [general, submitted('03-10'), accepted('03-11'), ev('revisited', '05-01', { drawn: false, recurred: true }), ev('revisited', '05-02', { drawn: true, recurred: true })],
    ['hazards_found_general 03-01 03-01', 'accepted_of_found 03-01 03-11', 'revisited 05-02 05-02', 'recurred 05-02 05-02']],
])

const major = found('03-01', '06-01', { level: 'MAJOR' })
const listed = ev('listed', '03-05', { level: 'CITY', dueOn: day('04-01') })
table('listings', [/^listings/], [
  ['in force', [major, listed], ['listings 03-05 03-05', 'listings_overdue 04-02 04-02']],
  ['ended on the last day', [major, listed, ev('delisted', '04-01', {})], ['listings 03-05 03-05', 'listings_ended 04-01 04-01']],
  ['ended late', [major, listed, ev('delisted', '04-03', {})],
    ['listings 03-05 03-05', 'listings_ended 04-03 04-03', 'listings_overdue 04-02 04-02', 'listings_overdue_cleared 04-03 04-03']],
  ['moved while overdue: the beginning goes along', [major, listed, moved('04-10'), ev('delisted', '04-20', {})],
    ['listings 03-05 03-05', 'listings 04-10 04-10 -1', 'listings 04-10 04-10 B', 'listings_ended 04-20 04-20 B',
      'listings_overdue 04-02 04-02', 'listings_overdue 04-10 04-10 -1', 'listings_overdue 04-10 04-10 B', 'listings_overdue_cleared 04-20 04-20 B']],
])

it.each([
  ['2026-03-31', '2026-04-05', false], ['2026-03-31', '2026-04-06', true], ['2026-03-01', '2026-04-05', false],
  ['2026-12-31', '2027-01-05', false], ['2026-12-31', '2027-01-06', true],
] as const)('of %s imported on %s: late entry %s', (occurred, imported, late) => expect(isLateEntry(occurred, imported)).toBe(late))
