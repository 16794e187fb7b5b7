import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ancestorPaths, isWithin, openPath, regionId, segmentPart, subtreeRange } from './paths.ts'
import { uuid5 } from './uuid5.ts'

test('a version 5 UUID is the one of RFC 9562', () => {
  expect(uuid5('6ba7b810-9dad-11d1-80b4-00c04fd430c8', 'www.example.com')).toBe('2ed6657d-e927-568b-95e1-2665a8aea6a2')
})

test('ids never change: these are in every database', () => {
  expect(regionId('')).toBe(uuid5('5f0c1d2e-6a41-5b0e-9d3a-410900000000', ''))
  expect(new Set(['', '41/', '41/09/', '41/09/28/'].map(regionId)).size).toBe(4)
})

const segment = fc.stringMatching(/^(?:\d{2,3}|[a-z][a-z0-9]{0,4})(?:-20\d\d(?:-[2-9])?)?$/)
const path = fc.array(segment, { maxLength: 5 }).map((segments) => segments.map((s) => `${s}/`).join(''))

test('the range of a subtree holds what begins with its path and nothing else', () => {
  fc.assert(fc.property(path, path, fc.boolean(), (top, other, below) => {
    const candidate = below ? top + other : other
    const [from, to] = subtreeRange(top)
    expect(candidate >= from && candidate < to).toBe(isWithin(candidate, top))
  }))
})

test('the paths above are the country and every prefix', () => {
  expect(ancestorPaths('')).toEqual([])
  expect(ancestorPaths('41/')).toEqual([''])
  expect(ancestorPaths('41/09/28/')).toEqual(['', '41/', '41/09/'])
})

test('a collision adds the year of opening, a second one a number', () => {
  const taken = new Set<string>()
  const open = () => { const at = openPath('41/09/', '28', '2027', (p) => taken.has(p)); taken.add(at); return at }
  expect([open(), open(), open()]).toEqual(['41/09/28/', '41/09/28-2027/', '41/09/28-2027-2/'])
  expect([...taken].map(segmentPart)).toEqual(['28', '28', '28'])
})
