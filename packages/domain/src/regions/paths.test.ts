import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ancestorPaths, isWithin, openPath, regionId, segmentPart, subtreeRange } from './paths.ts'
import { uuid5In } from './uuid5.ts'

test('a version 5 UUID is the one of RFC 9562', () => {
  expect(uuid5In('6ba7b810-9dad-11d1-80b4-00c04fd430c8')('www.example.com')).toBe('2ed6657d-e927-568b-95e1-2665a8aea6a2')
})

test('names of any length hash as SHA-1 does', () => {
  const inUrls = uuid5In('6ba7b811-9dad-11d1-80b4-00c04fd430c8')
  expect(['', 'x'.repeat(39), 'x'.repeat(40), 'x'.repeat(200), '濮阳'].map(inUrls)).toEqual([
    '1b4db7eb-4057-5ddf-91e0-36dec72071f5',
    'f4eaee1e-e483-528b-88bd-6b8932ab6e2b',
    'f562c38a-a8fe-5cdd-b523-6f30cfb54847',
    'cd3580b9-d244-586a-8077-74317319b48d',
    'a4367690-2669-5cc0-baa4-2df40d64f2ea',
  ])
})

test('ids never change: these are in every database', () => {
  expect(['', '41/09/', '41/09/28/101/'].map(regionId)).toEqual([
    'f2907f9b-db4d-582d-9456-a9ca3b71be15',
    '485a509f-8df6-5014-a0f9-ce7ab7831d12',
    'c8dfe053-6acd-594a-98ac-314a73ef3772',
  ])
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
