import { expect, it } from 'vitest'
import { leaveBody, takeBody } from './bodies.ts'

it('is taken once', () => {
  const [one, other] = [leaveBody({ data: 1 }), leaveBody({ data: 2 })]
  expect([takeBody(other).toString(), takeBody(one).toString()]).toEqual(['{"data":2}', '{"data":1}'])
  expect(() => takeBody(one)).toThrow('was not written')
})
