import { describe, expect, test } from 'vitest'
import { failureOf, keysByInput, newKey } from './outcome.ts'

describe('what a mutation answers', () => {
  test('a payload is no failure', () => {
    expect(failureOf({}, { __typename: 'SubmitRectificationPayload', hazard: { id: '1' } })).toBeNull()
  })
  test.each([
    [['input', 'dueOn'], 'dueOn'],
    [['input', 'hazards', '0', 'description'], 'hazards.0.description'],
    [['input'], null],
    [null, null],
  ])('a failure at %j is shown at %j', (path, shown) => {
    expect(failureOf({}, { __typename: 'ValidationError', code: 'REQUIRED', message: '请填写', path })).toEqual({ kind: 'ValidationError', code: 'REQUIRED', message: '请填写', path: shown })
  })
})

describe('idempotency keys', () => {
  test('the same input has the same key, another another', () => {
    let n = 0
    const key = keysByInput(() => String(++n))
    expect([key({ a: 1 }), key({ a: 1 }), key({ a: 2 }), key({ a: 1 })]).toEqual(['1', '1', '2', '3'])
  })
  test('are long and different', () => {
    expect(newKey()).toMatch(/^[0-9a-f]{32}$/)
    expect(newKey()).not.toBe(newKey())
  })
})
