import type { HazardRow } from '@anwang/documents'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { detailsOf, peopleOf } from './details.ts'

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
