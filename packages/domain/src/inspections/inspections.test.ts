import { describe, expect, it } from 'vitest'
import { startOfDay, type Day } from '../time/index.ts'
import { foldInspection, inspectionContributions, type Inspection } from './contributions.ts'
import { decideInspection, type InspectionCommand } from './decide.ts'

const facts = {
  number: 'JC-1', nature: 'ADMINISTRATIVE', subjectId: 's', placeId: 'A1', accountId: 'A', sectorId: 'fire', startedOn: '2026-03-30',
  finishedOn: '2026-04-01', reinspection: false, findings: '消防通道堵塞，已责令清理',
} as const
const context = (day: Day, now = day) => ({ actorId: 'x', at: startOfDay(day), source: 'WEB' as const, now: startOfDay(now) })
const after = (before: Inspection | null, command: InspectionCommand, day: Day = '2026-04-02') => {
  const result = decideInspection(before, command, context(day))
  if (!result.ok) throw new Error(result.code)
  return foldInspection(result.events, before)!
}
const recorded = after(null, { type: 'record', facts })
const reported = after(null, { type: 'record', facts: { ...facts, details: { finesYuan: 3000, documents: [{ name: '现场检查记录', count: 1 }] } } })
const withdrawn = after(recorded, { type: 'withdraw', reason: '重复' })

it.each<[string, Inspection | null, InspectionCommand, string | null, string?]>([
  ['without findings', null, { type: 'record', facts: { ...facts, findings: ' \n' } }, 'REQUIRED', 'findings'],
  ['recorded twice', recorded, { type: 'record', facts }, 'ALREADY_RECORDED'],
  ['ends before it begins', null, { type: 'record', facts: { ...facts, finishedOn: '2026-03-29' } }, 'ENDS_BEFORE_START', 'finishedOn'],
  ['not finished yet', null, { type: 'record', facts: { ...facts, finishedOn: '2026-04-03' } }, 'IN_FUTURE', 'finishedOn'],
  ['no such day', null, { type: 'record', facts: { ...facts, startedOn: '2026-02-30' } }, 'BAD_DAY', 'startedOn'],
  ['corrected without a reason', recorded, { type: 'correct', changes: { findings: '无' }, reason: '' }, 'REQUIRED', 'reason'],
  ['corrected to nothing', recorded, { type: 'correct', changes: { findings: '' }, reason: '误' }, 'REQUIRED', 'findings'],
  ['corrected to the same', recorded, { type: 'correct', changes: { findings: facts.findings }, reason: '误' }, 'NOTHING_CHANGED'],
  ['corrected', recorded, { type: 'correct', changes: { finishedOn: '2026-03-31' }, reason: '误' }, null],
  ['the same reported again', reported, { type: 'correct', changes: { details: { finesYuan: 3000, documents: [{ name: '现场检查记录', count: 1 }] } }, reason: '台账补充' }, 'NOTHING_CHANGED'],
  ['more reported', reported, { type: 'correct', changes: { details: { finesYuan: 3000, note: '已约谈' } }, reason: '台账补充' }, null],
  ['after it was withdrawn', withdrawn, { type: 'withdraw', reason: '误' }, 'WITHDRAWN'],
  ['before it is recorded', null, { type: 'withdraw', reason: '误' }, 'NOT_RECORDED'],
])('%s', (_, before, command, code, field) => {
  const result = decideInspection(before, command, context('2026-04-02'))
  expect(result.ok ? null : result.code).toBe(code)
  if (!result.ok) expect(result.field).toBe(field)
})

it('nothing is recorded before it happened', () =>
  expect(decideInspection(null, { type: 'record', facts }, context('2026-04-02', '2026-04-01'))).toMatchObject({ code: 'IN_FUTURE', field: 'at' }))

describe('visits count on the day they were finished', () => {
  it.each<[string, Inspection, Day[]]>([
    ['recorded', recorded, ['2026-04-01']],
    ['corrected', after(recorded, { type: 'correct', changes: { finishedOn: '2026-03-31' }, reason: '误' }), ['2026-03-31']],
    ['withdrawn', withdrawn, []],
    ['what is reported with it counts nowhere', reported, ['2026-04-01']],
    ['a re-inspection', after(null, { type: 'record', facts: { ...facts, reinspection: true } }), []],
    ['before go-live', after(null, { type: 'record', facts, shownOnly: true }), []],
  ])('%s', (_, inspection, days) => expect(inspectionContributions(inspection).map((row) => row.countsOn)).toEqual(days))
})
