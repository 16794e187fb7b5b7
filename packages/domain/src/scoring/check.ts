import { compare, rational, sum, toExact, ZERO } from './rational.ts'
import type { SchemeData } from './scheme.ts'

const twice = <T>(values: readonly T[]): T[] => values.filter((value, i) => values.indexOf(value) !== i)

/** Whether data holds a number exactly; what an office types is checked before it is calculated with. */
function isExact(value: string): boolean {
  try {
    rational(value)
    return true
  } catch {
    return false
  }
}

function* numbersIn(value: unknown, path: string): Generator<readonly [string, string]> {
  const numeric = /(^|\.)(weight|points|cap|step|fullMarks|ownFiguresMinimum|bestGradeShare|from|to)(\.[A-Z]+)?$/
  if (typeof value === 'string' && numeric.test(path)) yield [path, value]
  if (typeof value !== 'object' || value === null) return
  for (const [key, inner] of Object.entries(value)) yield* numbersIn(inner, path === '' ? key : `${path}.${key}`)
}

function* problems(scheme: SchemeData): Generator<string> {
  for (const [path, value] of numbersIn(scheme, '')) if (!isExact(value)) return yield `${path} is not a number: ${value}`
  const numbers = scheme.indicators.map((indicator) => indicator.number)
  for (const number of twice(numbers)) yield `indicator ${number} is there twice`
  for (const key of twice(scheme.groups.map((group) => group.key))) yield `group ${key} is there twice`
  for (const { number, weight, group } of scheme.indicators) {
    if (compare(rational(weight), ZERO) <= 0) yield `indicator ${number} weighs nothing`
    if (!scheme.groups.some((known) => known.key === group)) yield `indicator ${number} belongs to no group: ${group}`
  }
  for (const { key, weight } of scheme.groups) {
    const own = sum(scheme.indicators.filter((indicator) => indicator.group === key).map((indicator) => rational(indicator.weight)))
    if (compare(own, rational(weight)) !== 0) yield `group ${key} weighs ${weight}, its indicators ${toExact(own)}`
  }
  const all = sum(scheme.groups.map((group) => rational(group.weight)))
  if (compare(all, rational(scheme.fullMarks)) !== 0) yield `the weights sum to ${toExact(all)}, not ${scheme.fullMarks}`
  const named = scheme.ranking.tieBreakers.flatMap((breaker) => (breaker.kind === 'GREATER_RATIO' ? [breaker.indicator] : []))
  for (const number of [...named, ...scheme.selections.flatMap((selection) => selection.indicators)]) {
    if (!numbers.includes(number)) yield `indicator ${number} is named but not there`
  }
  const lines = scheme.grades.map((line) => rational(line.from))
  if (lines.length === 0) yield 'there is no grade'
  if (lines.some((line, i) => i > 0 && compare(lines[i - 1]!, line) <= 0)) yield 'the grades do not go down'
}

/** What is wrong with a scheme, in words for its maker; empty for one that can score. */
export const schemeProblems = (scheme: SchemeData): string[] => [...problems(scheme)]
