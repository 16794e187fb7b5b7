import { expect, it } from 'vitest'
import { lostStep } from './lost.ts'

it.each([
  [null, 12, null],
  [undefined, 12, null],
  [0, 0, null],
  [0, 12, 0],
  [0.004, 12, 0],
  [0.1, 12, 1],
  [1, 12, 2],
  [3, 12, 3],
  [6, 12, 4],
  [12, 12, 4],
])('%s lost of %s points is step %s', (lost, max, step) => expect(lostStep(lost, max)).toBe(step))
