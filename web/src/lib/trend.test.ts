import { expect, it } from 'vitest'
import { trendLine } from './trend.ts'

it.each([
  ['rising', [1, 2, 3], ['3,17 36,10 69,3'], [69, 3]],
  ['flat runs in the middle', [5, 5], ['3,10 69,10'], [69, 10]],
  ['a gap parts the line', [1, 2, null, 3, 1], ['3,17 19.5,10', '52.5,3 69,17'], [69, 17]],
  ['one value is a dot', [null, 4], [], [69, 10]],
  ['nothing known', [null, null], [], null],
])('%s', (_, values, lines, last) => expect(trendLine(values, 72, 20)).toEqual({ lines, last }))
