import { describe, expect, test } from 'vitest'
import type { Problem, Row } from './queries.ts'
import { answersOf, questionsOf, rowKey } from './questions.ts'

const done = [{ value: 'YES', label: '已整改' }, { value: 'NO', label: '未整改' }]
const isNew = [{ value: 'new', label: '新登记' }]
const alike = [{ value: 'match:1', label: '某某厂' }, ...isNew]
const ask = (field: string, value: string, choices: Problem['choices']): Problem => ({ kind: 'ASK', column: 'K', field, code: 'AMBIGUOUS', value, message: value, right: null, choices })
const row = (n: number, ...problems: Problem[]): Row => ({ n, sheet: '柳屯镇', row: n + 3, outcome: 'ASKED', writes: null, summary: '', problems })

const rows = [
  row(1, ask('rectified', '基本完成', done)),
  row(2, ask('rectified', '基本完成', done), { ...ask('dueOn', '长期坚持', null), kind: 'REFUSED' }),
  row(3, ask('firm', '甲厂', isNew)),
  row(4, ask('firm', '乙厂', isNew)),
  row(5, ask('firm', '丙厂', alike)),
  row(6, ask('split', '1. 无漏保 2. 无警示', [{ value: 'split', label: '拆' }, { value: 'keep', label: '不拆' }])),
]

describe('the questions of a ledger', () => {
  const questions = questionsOf(rows)

  test('the same ones are asked once', () => {
    expect(questions.map((one) => [one.field, one.value, one.rows.length])).toEqual([['rectified', '基本完成', 2], ['firm', '*', 2], ['firm', '丙厂', 1], ['split', '*', 1]])
  })

  test('what is chosen goes for all of the same, unanswered ones are not sent', () => {
    expect(answersOf(questions, new Map([[questions[0]!.key, 'NO'], [questions[1]!.key, 'new']]), new Set())).toEqual([
      { field: 'rectified', value: '基本完成', answer: 'NO' },
      { field: 'firm', value: '*', answer: 'new' },
    ])
  })

  test('taken apart, each row has its own answer', () => {
    const first = questions[0]!
    const chosen = new Map([[first.key, 'NO'], [rowKey(first, first.rows[1]!), 'YES']])
    expect(answersOf(questions, chosen, new Set([first.key]))).toEqual([{ field: 'rectified', value: '基本完成', answer: 'YES', sheet: '柳屯镇', row: 5 }])
  })
})
