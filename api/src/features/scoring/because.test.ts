import { type Round, type SubjectFacts, type Submission } from '@anwang/domain'
import { expect, it } from 'vitest'
import { lacking, notOnTime, notReinspected, recurred } from './because.ts'

const submission = (on: string, decision: Submission['decision'] = 'ACCEPTED', more: Partial<Submission> = {}): Submission => ({ on, by: 'a', lateEntry: false, onTheSpot: false, decision, ...more })
/** Found on 3 May, due on 18 May. */
const round = (more: Partial<Round>): Round => ({
  n: 1, startedOn: '2026-05-03', firstDueOn: '2026-05-18', longDeadlineApproved: false, dueOn: '2026-05-18', extensions: [], submissions: [], reinspections: [], acceptedOn: null, ...more,
})
const today = '2026-06-20'

it.each<[string, Partial<Round>, string, string]>([
  ['one day late', { submissions: [submission('2026-05-19')], acceptedOn: '2026-05-21' }, '5月19日提交，逾期1天', 'submitted 19 May, 1 day late'],
  ['rejected, then late', { submissions: [submission('2026-05-16', 'REJECTED'), submission('2026-05-25')], acceptedOn: '2026-05-26' }, '复查不合格，5月25日重新提交，逾期7天', 'failed re-inspection, submitted again 25 May, 7 days late'],
  ['rejected, nothing since', { submissions: [submission('2026-05-16', 'REJECTED')] }, '5月16日提交，复查不合格，至今未重新提交', 'submitted 16 May, failed re-inspection, not submitted again'],
  ['never', {}, '至今未提交，逾期33天', 'not submitted yet, 33 days late'],
  ['in time, decided by nobody', { submissions: [submission('2026-05-10', null)] }, '5月10日提交，至今未复查', 'submitted 10 May, not re-inspected since'],
  ['in time by a late entry', { submissions: [submission('2026-05-10', 'ACCEPTED', { lateEntry: true })], acceptedOn: '2026-05-10' }, '5月10日提交，系补录，不计按期', 'submitted 10 May, a late entry: not counted as on time'],
  ['accepted without a submission', { acceptedOn: '2026-05-20' }, '没有提交，5月20日复查确认整改，逾期2天', 'never submitted, found rectified 20 May, 2 days late'],
  ['a long deadline that nobody approved', { firstDueOn: '2026-08-01', dueOn: '2026-08-01', submissions: [submission('2026-06-05')], acceptedOn: '2026-06-06' }, '计分期限6月2日，6月5日提交，逾期3天', 'counted by 2 Jun: submitted 5 Jun, 3 days late'],
])('not on time: %s', (_, more, zh, en) => expect(notOnTime(round(more), today)).toEqual({ zh, en }))

it.each<[string, Partial<Round>, string, string]>([
  ['none', {}, '应在5月28日以前复查，至今未复查', 're-inspection by 28 May: none yet'],
  ['late', { submissions: [submission('2026-05-10')], reinspections: [{ on: '2026-05-24', lateEntry: false }] }, '应在5月20日以前复查，5月24日复查，晚4天', 're-inspection by 20 May: done 24 May, 4 days late'],
  ['a late entry', { reinspections: [{ on: '2026-05-24', lateEntry: true }] }, '应在5月28日以前复查，复查系补录，不计按时', 're-inspection by 28 May: a late entry, not counted as in time'],
])('not re-inspected in time: %s', (_, more, zh, en) => expect(notReinspected(round(more))).toEqual({ zh, en }))

it('says what a firm lacks, and when a hazard recurred', () => {
  const facts = { assigned: ['PRIMARY', 'SECTOR', 'COMPREHENSIVE'], hazardSources: 3, hazardSourcesOnline: 1 } as unknown as SubjectFacts
  expect([lacking('KEY', facts), lacking('SOURCES', facts), lacking('ENTERPRISES', facts), recurred('2026-09-03')].map(({ zh }) => zh)).toEqual(['没有确定监管方式', '3处重大危险源中2处未联网', '缺属地责任、党政领导责任', '9月3日回头看，隐患反弹'])
})
