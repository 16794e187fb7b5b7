import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { add, compare, divide, floor, fraction, mean, multiply, rational, subtract, sum, toExact, toNumber, toShown } from './rational.ts'

const anyRational = fc
  .tuple(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.bigInt({ min: 1n, max: 10n ** 30n }))
  .map(([n, d]) => fraction(n, d))

describe('reading', () => {
  test.each([
    ['20', '20'], ['-2.5', '-5/2'], ['0.10', '1/10'], ['18899/200', '18899/200'], ['6/4', '3/2'], ['-6/4', '-3/2'], ['1e-3', '1/1000'], ['1.5e3', '1500'],
  ])('%s is %s', (text, exact) => expect(toExact(rational(text))).toBe(exact))

  test.each([[0.1, '1/10'], [94.495, '18899/200'], [1e-7, '1/10000000'], [-0, '0'], [1e21, '1000000000000000000000']])(
    'the number %d is %s',
    (number, exact) => expect(toExact(rational(number))).toBe(exact),
  )

  test.each(['', 'x', '1/0', '1/-2', '1.2.3', '１', 'NaN', 'Infinity', '1e999999999'])('%j is refused', (text) =>
    expect(() => rational(text)).toThrow(RangeError),
  )
  test.each([Number.NaN, Number.POSITIVE_INFINITY])('the number %d is refused', (number) => expect(() => rational(number)).toThrow(RangeError))
})

describe('showing', () => {
  test.each([
    ['94.495', '94.50'], ['94.494999', '94.49'], ['-94.495', '-94.50'], ['0.005', '0.01'], ['-0.005', '-0.01'], ['-0.004', '0.00'],
    ['1/3', '0.33'], ['2/3', '0.67'], ['103', '103.00'], ['0', '0.00'], ['99.995', '100.00'],
  ])('%s is shown as %s', (exact, shown) => expect(toShown(rational(exact))).toBe(shown))

  test('with other numbers of places', () => {
    expect(toShown(rational('2.5'), 0)).toBe('3')
    expect(toShown(rational('-1/8'), 1)).toBe('-0.1')
  })
})

test('arithmetic keeps its laws and lowest terms', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(anyRational, anyRational, anyRational, (a, b, c) => {
      expect(multiply(a, add(b, c))).toEqual(add(multiply(a, b), multiply(a, c)))
      expect(subtract(add(a, b), b)).toEqual(a)
      if (b.n !== 0n) expect(multiply(divide(a, b), b)).toEqual(a)
      expect(rational(toExact(a))).toEqual(a)
      expect(Math.sign(compare(a, b))).toBe(-Math.sign(compare(b, a)) + 0)
      expect(sum([a, b, c])).toEqual(add(add(a, b), c))
      expect(multiply(mean([a, b, c]), rational(3))).toEqual(sum([a, b, c]))
    }),
    { numRuns: 500 },
  )
})

test('toNumber is the double that the literal would be', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 }), (double) => {
      fc.pre(double === 0 || Math.abs(double) > 1e-15)
      expect(toNumber(rational(double))).toBe(double + 0)
    }),
    { numRuns: 500 },
  )
  expect(toNumber(fraction(10n ** 400n + 1n, 3n * 10n ** 400n))).toBe(1 / 3)
  const half = 2n ** 200n + 2n ** 147n
  expect([half - 1n, half, half + 1n].map((n) => toNumber(fraction(n, 2n ** 200n)))).toEqual([1, 1, 1 + Number.EPSILON])
})

test.each([['7/2', 3n], ['-7/2', -4n], ['-3', -3n], ['0', 0n]])('the floor of %s is %s', (exact, whole) => expect(floor(rational(exact))).toBe(whole))
