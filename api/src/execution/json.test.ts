import fc from 'fast-check'
import { expect, it } from 'vitest'
import { jsonOf, writeOnce } from './json.ts'

const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof({ depthSize: 'small' }, fc.oneof(fc.string({ unit: 'binary' }), fc.double(), fc.boolean(), fc.constantFrom(null, undefined, '一', '\ud800', new Date(0))), tie('list'), tie('once'), fc.dictionary(fc.string(), tie('tree'))),
  list: fc.array(tie('tree'), { maxLength: 4 }),
  once: fc.array(tie('tree'), { maxLength: 4 }).map((list) => {
    writeOnce(list)
    return list
  }),
}))

it('writes what JSON.stringify does, each time', () => fc.assert(fc.property(fc.array(tree, { maxLength: 3 }), (values) => {
  const answer = { data: values, again: values }
  const text = Buffer.from(JSON.stringify(answer)).toString()
  expect([jsonOf(answer).toString(), jsonOf(answer).toString(), Buffer.from(JSON.stringify(answer)).toString()]).toEqual([text, text, text])
})))

it('writes a list once', () => {
  const list = ['一', '二']
  writeOnce(list)
  expect(jsonOf({ list }).toString()).toBe('{"list":["一","二"]}')
  list.length = 1
  expect(jsonOf({ other: [list, list] }).toString()).toBe('{"other":[["一","二"],["一","二"]]}')
})

it('is not misled by what failed to be written', () => {
  const list = [1]
  writeOnce(list)
  expect(() => jsonOf({ list, broken: { toJSON() { throw new Error('broken') } } })).toThrow('broken')
  expect(JSON.stringify({ list })).toBe('{"list":[1]}')
})
