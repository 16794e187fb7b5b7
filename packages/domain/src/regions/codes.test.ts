import { expect, test } from 'vitest'
import { isRegionCode, isZoneKey, levelOfCode, ownPart } from './codes.ts'

test.each([
  ['410000000000', 'PROVINCE'],
  ['410900000000', 'CITY'],
  ['410928000000', 'COUNTY'],
  ['410928101000', 'STREET'],
  ['410928101001', 'COMMUNITY'],
  ['441900000000', 'CITY'],
  ['441900003000', 'STREET'],
  ['419001000000', 'COUNTY'],
  ['500000000000', 'PROVINCE'],
])('%s is the code of a %s', (code, level) => {
  expect(isRegionCode(code)).toBe(true)
  expect(levelOfCode(code)).toBe(level)
})

test.each([
  ['', 'nothing'], ['4109', 'a key and no code'], ['41090000000', 'eleven digits'], ['4109000000000', 'thirteen digits'],
  ['000000000000', 'no province'], ['990000000000', 'no such province'], ['410000000001', 'a community below no city'],
  ['410028000000', 'a county below no city'], ['41092800000x', 'a letter'], ['４１０９００００００００', 'full-width digits'], [' 410900000000', 'a space'],
])('%j is no code: %s', (code) => {
  expect(isRegionCode(code)).toBe(false)
  expect(levelOfCode(code)).toBeNull()
})

test.each([['410970', false], ['410971', true], ['410979', true], ['410980', false], ['4109', false], ['410971001', false]])('%s is a zone: %s', (key, zone) => {
  expect(isZoneKey(key)).toBe(zone)
})

test('the own part of a code is what its level adds', () => {
  expect(ownPart('41', 'PROVINCE')).toBe('41')
  expect(ownPart('410928', 'COUNTY')).toBe('28')
  expect(ownPart('410928101', 'STREET')).toBe('101')
  expect(ownPart('410928101001', 'COMMUNITY')).toBe('001')
  expect(ownPart('sfq', 'COUNTY')).toBe('sfq')
})
