import { expect, test } from 'vitest'
import { dayTyped, isNoDay } from './days.ts'

test.each([
  ['2026-10-12', '2026-10-12'], ['20261012', '2026-10-12'], ['2026/1/2', '2026-01-02'], ['2026.10.2', '2026-10-02'], ['2026年9月3日', '2026-09-03'], ['２０２６-１０-１２', '2026-10-12'],
  ['2026-02-30', '2026-02-30'], ['10/12/2026', '10/12/2026'], ['明天', '明天'], ['', ''],
])('%s is the day %s', (text, day) => expect(dayTyped(text)).toBe(day))

test.each([['', false], [undefined, false], ['2026-10-12', false], ['2026-02-30', true], ['明天', true]])('%s is no day: %s', (text, expected) => expect(isNoDay(text)).toBe(expected))
