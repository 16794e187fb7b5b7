import { describe, expect, test } from 'vitest'
import type { Hazard } from './queries.ts'
import { alike, arranged, pickedText, problemsOf, specs, type Target } from './specs.ts'
import { words } from './words.ts'

const hazard = (facts: Partial<Hazard> = {}): Hazard => ({
  id: 'h', number: 'A-1', version: 3, description: '配电箱无漏电保护', level: 'GENERAL', state: 'RECTIFYING', source: 'DEPARTMENT', foundOn: '2026-09-01', registeredOn: '2026-09-01', recordedLate: false, dueOn: '2026-09-16',
  overdue: false, overdueDays: 0, imported: false, shownOnly: false, submittedOn: null, acceptedOn: null, region: { id: 'r', name: '柳屯镇', ancestors: [] }, accountable: { id: 'r', name: '柳屯镇', level: 'STREET' },
  subject: { id: 's', name: '某厂' }, sector: { id: 'x', name: '危险化学品' }, inspection: null, duplicateOf: null, rounds: [], plan: null, details: null, people: [], moves: [], contacts: [], events: { nodes: [] }, ...facts,
})
const target = (facts: Partial<Hazard> = {}): Target => ({ hazard: hazard(facts), today: '2026-09-10' })
const problems = (kind: keyof typeof specs, values: Record<string, string>, facts: Partial<Hazard> = {}) => {
  const at = target(facts)
  return Object.keys(problemsOf(kind, { ...specs[kind].initial(at), ...values }, at, words.zh, { required: '请填写', badDay: '不是日期' }))
}

describe('what a form refuses before it is sent', () => {
  test.each([
    ['SUBMIT', {}, {}, ['measures']],
    ['SUBMIT', { measures: '已更换' }, {}, []],
    ['ACCEPT', {}, {}, ['onSite']],
    ['ACCEPT', { onSite: 'false' }, {}, []],
    ['ACCEPT', {}, { level: 'MAJOR' }, ['onSite']],
    ['ACCEPT', { onSite: 'false' }, { level: 'MAJOR' }, ['onSite']],
    ['ACCEPT', { onSite: 'true' }, { level: 'MAJOR' }, []],
    ['REJECT', { reason: ' ' }, {}, ['reason']],
    ['REQUEST_EXTENSION', { dueOn: '2026-09-16', controlMeasures: '停用' }, {}, ['dueOn']],
    ['REQUEST_EXTENSION', { controlMeasures: '停用' }, {}, []],
    ['REQUEST_EXTENSION', { controlMeasures: '停用', dueOn: '下周' }, {}, ['dueOn']],
    ['PLAN', { responsiblePost: '厂长', measures: '更换', contingency: '断电', fundsYuan: '1.5' }, { level: 'MAJOR' }, ['fundsYuan']],
    ['REVISIT', {}, {}, ['recurred']],
    ['REVISIT', { recurred: 'false' }, {}, []],
    ['REVISIT', { recurred: 'true' }, { level: 'MAJOR' }, ['reason', 'dueOn']],
    ['DELIST', {}, { state: 'RECTIFYING' }, ['reason']],
    ['DELIST', {}, { state: 'CLOSED' }, []],
    ['CORRECT', { reason: '级别录错' }, {}, ['description']],
    ['CORRECT', { reason: '级别录错', level: 'MAJOR' }, {}, []],
  ] as const)('%s %j', (kind, values, facts, expected) => expect(problems(kind, values, facts)).toEqual(expected))
})

test('a correction sends only what is changed', () => {
  const at = target()
  const request = specs.CORRECT.request({ ...specs.CORRECT.initial(at), level: 'MAJOR', reason: '级别录错' }, at)
  expect(request.input).toEqual({ reason: '级别录错', level: 'MAJOR' })
  const moved = specs.CORRECT.request({ ...specs.CORRECT.initial(at), subject: pickedText({ id: 't', name: '另一 厂' }), reason: '单位录错' }, at)
  expect(moved.input).toEqual({ reason: '单位录错', subject: 't' })
})

test('a decision starts from the deadline that was asked for', () => {
  const asked = { id: 'e', type: 'extension_requested', actor: '', occurredAt: '2026-09-10T02:00:00Z', recordedAt: '2026-09-10T02:00:00Z', reason: null, source: 'WEB', lateEntry: false, facts: [{ name: 'dueOn', value: '2026-10-01' }] }
  expect(specs.DECIDE_EXTENSION.initial(target({ events: { nodes: [asked] } }))).toMatchObject({ dueOn: '2026-10-01', granted: '' })
})

test('what it waits for stands in front, of the viewer\'s own moves', () => {
  const move = (kind: 'SUBMIT' | 'CORRECT' | 'REQUEST_EXTENSION', viewerCan: boolean, primary: boolean) => ({ kind, viewerCan, primary, because: '', dueOn: null })
  expect(arranged([move('SUBMIT', false, true), move('CORRECT', true, false), move('REQUEST_EXTENSION', false, false)])).toEqual({
    primary: [], others: ['CORRECT'], waiting: [move('SUBMIT', false, true)],
  })
})

test('what is waited for in the same words is said once', () => {
  const move = (kind: 'ACCEPT' | 'REJECT' | 'DECIDE_EXTENSION', because: string) => ({ kind, viewerCan: true, primary: true, because, dueOn: null })
  expect(alike([move('ACCEPT', '等待您办理'), move('DECIDE_EXTENSION', '由上一级办理'), move('REJECT', '等待您办理')])).toEqual([
    { kinds: ['ACCEPT', 'REJECT'], because: '等待您办理', viewerCan: true }, { kinds: ['DECIDE_EXTENSION'], because: '由上一级办理', viewerCan: true },
  ])
})
