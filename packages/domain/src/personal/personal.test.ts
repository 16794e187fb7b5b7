import fc from 'fast-check'
import { expect, it } from 'vitest'
import { masked, recordWithoutNumbers, withoutNumbers } from './index.ts'

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

it('a text without a number stays as it was typed, wide digits too', () => {
  for (const text of ['罚款１５０元', '２０２６年', '共12345678901234567890个']) expect(withoutNumbers(text)).toBe(text)
})

it('leaves ids, codes, days and numbers of records alone, and takes numbers of persons out of every text', () => {
  const record = { subjectId: '13912345678', creditCode: '914109281990010112', number: '13912345678', foundOn: '2026-10-12', description: '找王某13912345678', details: { note: '13912345678', employees: 13 }, inspectors: ['县应急局 13912345678'] }
  expect(recordWithoutNumbers(record)).toEqual({ ...record, description: '找王某（号码略）', details: { note: '（号码略）', employees: 13 }, inspectors: ['县应急局 （号码略）'] })
  fc.assert(fc.property(fc.anything({ withDate: true }), (value) => {
    expect(() => recordWithoutNumbers(value)).not.toThrow()
  }))
})

it.each([
  ['王建设', '13800000001', '王**', '138****0001'], ['欧阳', '138-0000-0001', '欧**', '138****0001'], [null, '0393-8899123', null, '****123'], ['𠮷野', '110', '𠮷**', '****'], ['', null, '**', null],
])('%s %s is shown as %s %s', (name, phone, shownName, shownPhone) => {
  expect(masked({ role: 'PRINCIPAL', name, phone })).toEqual({ role: 'PRINCIPAL', name: shownName, phone: shownPhone })
})
it('no masked number can be called', () =>
  fc.assert(fc.property(fc.stringMatching(/^[\d -]{1,20}$/), (phone) => {
    const shown = masked({ name: null, phone }).phone!
    expect(shown.replace(/\D/g, '').length).toBeLessThanOrEqual(7)
    expect(shown).toContain('****')
  })))
