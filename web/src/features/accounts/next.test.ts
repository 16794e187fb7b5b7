import { expect, it } from 'vitest'
import { nextOf, ownPage } from './next.ts'

it.each([['/', '/'], ['/hazards?region=410923000000&state=OPEN', '/hazards?region=410923000000&state=OPEN'], ['/hazards?search=化工#top', '/hazards?search=%E5%8C%96%E5%B7%A5#top']])('goes on to %s', (page, expected) => {
  expect(ownPage(page)).toBe(expected)
  expect(nextOf(`?next=${encodeURIComponent(page)}`)).toBe(expected)
})

it.each(['//elsewhere.example', '/\\elsewhere.example', '/\t/elsewhere.example', '/\n/elsewhere.example', '\t//elsewhere.example', '/.//elsewhere.example', '/..//elsewhere.example', 'https://elsewhere.example', 'javascript:alert(1)', 'hazards', ''])(
  'leads to no other site: %j', (page) => expect(nextOf(`?next=${encodeURIComponent(page)}`)).toBe('/'))
