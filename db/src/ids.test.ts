import { expect, test } from 'vitest'
import { newId } from './ids.ts'

const millisecond = (id: string) => Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)

test('ids come in the order in which they were made, each once, many a millisecond, and tell when', () => {
  const before = Date.now()
  const ids = Array.from({ length: 50_000 }, newId)
  const after = Date.now()
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids.toSorted()).toEqual(ids)
  expect(new Set(ids.map(millisecond)).size).toBeLessThan(ids.length / 10)
  expect(millisecond(ids[0]!)).toBeGreaterThanOrEqual(before)
  expect(millisecond(ids.at(-1)!)).toBeLessThanOrEqual(after)
  expect(ids.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id))).toBe(true)
})
