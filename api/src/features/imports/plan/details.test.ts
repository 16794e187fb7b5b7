import type { HazardRow } from '@anwang/documents'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { detailsOf, peopleOf, withoutNumbers } from './details.ts'

it.each([
  '13912345678', '139-1234-5678', '139 1234 5678', '139-12345678', '１３９１２３４５６７８', '0393-8899123', '（0393）8899123', '03938899123', '010-62345678', '410928197501011234', '41092819750101123X',
  '410928 19750101 1234', '410928750101123',
])('no text keeps %s', (number) => {
  for (const text of [number, `联系王某${number}。`, `电话：${number}，限三日`]) expect(withoutNumbers(text)).toBe(text.replace(number, '（号码略）'))
})

it.each(['电话 8899123', '联系电话：8899-1234', 'Tel:88991234'])('a landline without its area code goes where it is called one: %s', (text) => expect(withoutNumbers(text)).toMatch(/（号码略）$/))

it.each([
  '91410900MA44B1F17X', '罚款 150 20260715 前缴清', '2026-07-15 至 2026-10-12', '资金 1200000 元', '豫A12345', '第 20261012001 号', '灭火器 8899123 个', '编号 4109-2026-0012',
])('what is no such number stays: %s', (text) => expect(withoutNumbers(text)).toBe(text))

const none = { place: null, firm: { address: null }, measures: null, fundsYuan: null, fundsText: null, plan: null, rectifyingUnit: null, regulator: null, reinspector: null, progress: null, note: null, responsible: null, regulatorPerson: null, gridWorker: null }
const row = (fields: object) => ({ ...none, ...fields }) as unknown as HazardRow

const texts = ['measures', 'fundsText', 'plan', 'rectifyingUnit', 'regulator', 'reinspector', 'progress', 'note'] as const
it('whatever field a number is typed in, no detail has it', () =>
  fc.assert(fc.property(fc.subarray([...texts]), fc.integer({ min: 13_000_000_000, max: 19_999_999_999 }), (fields, number) => {
    const stated = detailsOf(row({ ...Object.fromEntries(fields.map((field) => [field, `县应急管理局 王某 ${number}`])), firm: { address: `人民路 ${number}` } }), false)
    expect(JSON.stringify(stated)).not.toContain(String(number))
    expect(stated.address).toBe('人民路 （号码略）')
  })))

it('a number beside a name is kept as a telephone number, apart from the name', () => {
  const people = peopleOf(row({ responsible: '钱某 139-1234-5678', regulatorPerson: '孙某', reinspector: '县应急管理局 王某 13912345678 13812345678', gridWorker: '0393-8899123' }), 'h', 'p')
  expect(people.map(({ role, name, phone }) => [role, name, phone])).toEqual([
    ['RESPONSIBLE', '钱某', expect.stringMatching(/^139-?1234-?5678$/)], ['REGULATOR', '孙某', null], ['REINSPECTOR', '王某', '13912345678'], ['REINSPECTOR', '王某', '13812345678'], ['GRID_WORKER', null, expect.stringContaining('8899123')],
  ])
})
