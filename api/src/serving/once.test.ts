import { expect, it } from 'vitest'
import { onceIn } from './once.ts'

it('tells of each key once in a while, of a pair where neither was told', () => {
  const isNews = onceIn(100)
  expect([isNews(['a', 'x'], 0), isNews(['a', 'y'], 50), isNews(['b', 'x'], 50), isNews(['c', 'y'], 50), isNews(['a', 'x'], 99), isNews(['a', 'x'], 100)]).toEqual([true, false, false, true, false, true])
})

it('keeps no more keys than it may', () => {
  const isNews = onceIn(100, 2)
  expect(['a', 'b', 'c', 'c', 'a'].map((key) => isNews([key], 0))).toEqual([true, true, true, false, true])
})
