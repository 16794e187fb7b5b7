import { expect, test } from 'vitest'
import { readRegionsCsv } from './csv.ts'
import { decodeExtract, encodeExtract } from './extract.ts'
import { initialsOf } from './initials.ts'

const GBK = Uint8Array.from([...Buffer.from('code,name\n410928,'), 0xe5, 0xa7, 0xd1, 0xf4, 0xcf, 0xd8])

test.each([
  ['the package\'s own columns', Buffer.from('code,name,cityCode,provinceCode\n410928,"濮阳县",4109,41\n'), [{ code: '410928', name: '濮阳县' }]],
  ['all columns, Windows lines, a mark, quotes', Buffer.from('\ufeffCode,Name,Parent,Level,Kind,Former\r\nsfq,"甲,""乙""区",4109,COUNTY,FUNCTIONAL_ZONE,410902 410928\r\n\r\n'),
    [{ code: 'sfq', name: '甲,"乙"区', parent: '4109', level: 'COUNTY', kind: 'FUNCTIONAL_ZONE', former: '410902 410928' }]],
  ['GBK', GBK, [{ code: '410928', name: '濮阳县' }]],
  ['no rows', Buffer.from('code,name'), []],
])('a CSV with %s', (_, bytes, rows) => {
  expect(readRegionsCsv(bytes)).toEqual(rows)
})

test.each([['', 'code and name'], ['region,title\n1,2', 'code and name'], ['code,name\n1,"open', 'not closed']])('%j is refused', (text, words) => {
  expect(() => readRegionsCsv(Buffer.from(text))).toThrow(words)
})

test.each([
  ['柳屯镇', 'ltz'], ['濮阳经济技术开发区', 'pyjjjskfq'], ['重庆市', 'cqs'], ['六安市', 'las'], ['长春市', 'ccs'],
  ['中国（南京）软件谷', 'zgnjrjg'], ['甲7号院社区', 'j7hysq'],
])('the initials of %s are %s', (name, initials) => {
  expect(initialsOf(name)).toBe(initials)
})

test('an extract reads back, also one that begins below a region it does not have', () => {
  const rows = [
    { code: '44', name: '广东省' }, { code: '4419', name: '东莞市' }, { code: '441900', name: '东莞市' }, { code: '441900003', name: '东城街道' },
    { code: '441900003001', name: '7号社区' }, { code: '441900003003', name: '丙社区' }, { code: '410928101', name: '柳屯镇' }, { code: '410928102', name: '文留镇' },
    { code: '411000', name: '没有省的县' },
  ]
  expect([...decodeExtract(encodeExtract(rows))]).toEqual(rows)
})
