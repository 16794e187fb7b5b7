import { expect, test } from 'vitest'
import { whyScoredApart } from './deadlines.ts'

const event = (type: string, on: string, facts: Record<string, string> = {}) => ({ type, occurredAt: `${on}T12:00:00+08:00`, facts: Object.entries(facts).map(([name, value]) => ({ name, value })) })
const registered = (dueOn: string) => event('registered', '2026-03-01', { dueOn })
const granted = (dueOn: string, byLevelAbove: boolean) => event('extension_decided', '2026-03-20', { granted: 'true', dueOn, byLevelAbove: String(byLevelAbove) })

test.each([
  ['they agree', '2026-03-16', '2026-03-16', [registered('2026-03-16')], []],
  ['an extension of the same level', '2026-03-31', '2026-03-16', [registered('2026-03-16'), event('extension_requested', '2026-03-15'), granted('2026-03-31', false)], ['NOT_BY_LEVEL_ABOVE']],
  ['an extension asked for too late', '2026-03-31', '2026-03-16', [registered('2026-03-16'), event('extension_requested', '2026-03-19'), granted('2026-03-31', true)], ['ASKED_LATE']],
  ['a first deadline beyond thirty days', '2026-04-30', '2026-03-31', [registered('2026-04-30')], ['OVER_LONGEST']],
  ['beyond thirty days, and extended by the same level', '2026-05-30', '2026-03-31', [registered('2026-04-30'), event('extension_requested', '2026-03-15'), granted('2026-05-30', false)], ['OVER_LONGEST', 'NOT_BY_LEVEL_ABOVE']],
  ['a later day set with a rejection', '2026-03-31', '2026-03-16', [registered('2026-03-16'), event('rejected', '2026-03-17', { dueOn: '2026-03-31' })], ['AFTER_REJECTION']],
  ['an extension of the round before says nothing of this one', '2026-06-15', '2026-06-01', [registered('2026-03-16'), event('extension_requested', '2026-03-15'), granted('2026-07-31', false), event('reopened', '2026-05-17', { dueOn: '2026-06-01' })], ['FIRST_DEADLINE']],
] as const)('%s', (_, dueOn, scoredDueOn, events, expected) => {
  const startedOn = events.some(({ type }) => type === 'reopened') ? '2026-05-17' : '2026-03-01'
  expect(whyScoredApart({ startedOn, dueOn, scoredDueOn }, events)).toEqual(expected)
})
