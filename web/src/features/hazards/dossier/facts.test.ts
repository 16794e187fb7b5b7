import { describe, expect, test } from 'vitest'
import { common } from '../../../lib/words/index.ts'
import { factsInWords, recordedApart } from './facts.ts'
import { words } from './words.ts'

const read = (type: string, facts: Record<string, string>) =>
  factsInWords({ type, facts: Object.entries(facts).map(([name, value]) => ({ name, value })) }, words.zh, common.zh)

describe('the facts of an event', () => {
  test.each([
    ['ordered', { dueOn: '2026-09-03', document: 'RECTIFICATION_ORDER' }, ['整改期限：2026-09-03', '文书：责令限期整改指令书']],
    ['registered', { number: 'A-1', level: 'MAJOR', dueOn: '2026-09-03', description: '配电箱无漏保' }, ['隐患级别：重大事故隐患', '整改期限：2026-09-03']],
    ['extension_decided', { granted: 'false', dueOn: '2026-09-03', byLevelAbove: 'true' }, ['审批结果：不同意', '审批层级：上一级']],
    ['extension_decided', { granted: 'true', dueOn: '2026-09-03' }, ['审批结果：同意', '整改期限：2026-09-03']],
    ['planned', { fundsYuan: '30000', measures: '更换' }, ['资金（元）：30,000', '整改措施：更换']],
    ['planned', { fundsYuan: '30000.5' }, ['资金（元）：30,000.50']],
    ['accepted', { onSite: 'true' }, ['复查方式：现场复查']],
    ['listed', { level: 'CITY' }, ['隐患级别：市级']],
    ['something_new', { shape: 'round' }, ['shape：round']],
  ])('%s', (type, facts, expected) => {
    expect(read(type, facts as unknown as Record<string, string>).map(({ name, value }) => `${name}：${value}`)).toEqual(expected)
  })
})

test.each([
  ['2026-09-03T10:00:00+08:00', '2026-09-03T02:00:20Z', false],
  ['2026-09-01T12:00:00+08:00', '2026-09-03T02:00:20Z', true],
])('happened %s, recorded %s', (occurredAt, recordedAt, apart) => expect(recordedApart({ occurredAt, recordedAt, source: 'WEB' }, false)).toBe(apart))

test('what is done under a set clock does not look recorded late', () => {
  expect(recordedApart({ occurredAt: '2026-10-12T09:00:00+08:00', recordedAt: '2026-11-22T02:00:20Z', source: 'WEB' }, true)).toBe(false)
})
