/** An exact fraction in lowest terms; `d` is positive. */
export interface Rational {
  readonly n: bigint
  readonly d: bigint
}

/** A number as data: '20', '-2.5' or '18899/200'. Survives JSON without loss. */
export type Exact = string

/** One value in the three forms a page needs; `shown` is rounded once, from the exact value, half away from zero. */
export interface Amount {
  readonly exact: Exact
  readonly number: number
  readonly shown: string
}

export const ZERO: Rational = { n: 0n, d: 1n }
export const ONE: Rational = { n: 1n, d: 1n }

const DECIMAL = /^([+-]?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i
const FRACTION = /^([+-]?\d+)\/(\d+)$/

const magnitude = (a: bigint): bigint => (a < 0n ? -a : a)

const LARGEST = BigInt(Number.MAX_SAFE_INTEGER)

/** By plain numbers as soon as both fit: nearly every figure does from the start. */
function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [x, y] = [magnitude(a), magnitude(b)]
  while (y > LARGEST) [x, y] = [y, x % y]
  if (y === 0n) return x
  let [m, n] = [Number(y), Number(x % y)]
  while (n !== 0) [m, n] = [n, m % n]
  return BigInt(m)
}

/** Throws RangeError on a zero denominator. */
export function fraction(n: bigint, d: bigint): Rational {
  if (d === 0n) throw new RangeError('A fraction needs a denominator other than zero')
  if (d === 1n) return { n, d }
  const divisor = greatestCommonDivisor(n, d) * (d < 0n ? -1n : 1n)
  return divisor === 1n ? { n, d } : { n: n / divisor, d: d / divisor }
}

/** Reads an `Exact`, or a number by its shortest decimal form (0.1 is one tenth). Throws RangeError on anything else. */
export function rational(value: Exact | number): Rational {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return { n: BigInt(value), d: 1n }
  const text = String(value).trim()
  const parts = FRACTION.exec(text)
  if (parts) return fraction(BigInt(parts[1]!), BigInt(parts[2]!))
  const decimal = DECIMAL.exec(text)
  if (!decimal) throw new RangeError(`Not an exact number: ${text}`)
  const [, sign, whole, places = '', exponent = '0'] = decimal
  const digits = BigInt(`${whole}${places}`) * (sign === '-' ? -1n : 1n)
  const shift = Number(exponent) - places.length
  if (Math.abs(shift) > 400) throw new RangeError(`Not an exact number: ${text}`)
  return shift < 0 ? fraction(digits, 10n ** BigInt(-shift)) : { n: digits * 10n ** BigInt(shift), d: 1n }
}

export const add = (a: Rational, b: Rational): Rational => fraction(a.n * b.d + b.n * a.d, a.d * b.d)
export const subtract = (a: Rational, b: Rational): Rational => fraction(a.n * b.d - b.n * a.d, a.d * b.d)
export const multiply = (a: Rational, b: Rational): Rational => fraction(a.n * b.n, a.d * b.d)
export const divide = (a: Rational, b: Rational): Rational => fraction(a.n * b.d, a.d * b.n)
export const negate = (a: Rational): Rational => ({ n: -a.n, d: a.d })

/** Negative, 0 or positive, as `Array.prototype.sort` wants it. */
export function compare(a: Rational, b: Rational): number {
  const difference = a.n * b.d - b.n * a.d
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

export const isZero = (a: Rational): boolean => a.n === 0n
export const smaller = (a: Rational, b: Rational): Rational => (compare(a, b) <= 0 ? a : b)
export const larger = (a: Rational, b: Rational): Rational => (compare(a, b) >= 0 ? a : b)
export const within = (a: Rational, low: Rational, high: Rational): Rational => smaller(larger(a, low), high)

/** The greatest whole number not above `a`. */
export function floor(a: Rational): bigint {
  const quotient = a.n / a.d
  return a.n < 0n && quotient * a.d !== a.n ? quotient - 1n : quotient
}

/** Adds like denominators first, the others in pairs, and reduces once: reducing long numbers is what costs. */
export function sum(values: readonly Rational[]): Rational {
  const byDenominator = new Map<bigint, bigint>()
  for (const { n, d } of values) byDenominator.set(d, (byDenominator.get(d) ?? 0n) + n)
  let terms = [...byDenominator].toSorted(([a], [b]) => (a < b ? -1 : 1))
  while (terms.length > 1) {
    const next: [bigint, bigint][] = []
    for (let i = 0; i < terms.length; i += 2) {
      const [[d1, n1], [d2, n2]] = [terms[i]!, terms[i + 1] ?? [1n, 0n]]
      next.push([d1 * d2, n1 * d2 + n2 * d1])
    }
    terms = next
  }
  const [d, n] = terms[0] ?? [1n, 0n]
  return fraction(n, d)
}

/** Throws RangeError on an empty list. */
export const mean = (values: readonly Rational[]): Rational => divide(sum(values), rational(values.length))

export const toExact = (a: Rational): Exact => (a.d === 1n ? `${a.n}` : `${a.n}/${a.d}`)

/** Rounded to `places` decimals, half away from zero: 94.495 is '94.50', -0.005 is '-0.01'. */
export function toShown(a: Rational, places = 2): string {
  const scale = 10n ** BigInt(places)
  const rounded = (magnitude(a.n) * scale * 2n + a.d) / (a.d * 2n)
  const digits = rounded.toString().padStart(places + 1, '0')
  const sign = a.n < 0n && rounded !== 0n ? '-' : ''
  const whole = digits.slice(0, digits.length - places)
  return places === 0 ? sign + whole : `${sign}${whole}.${digits.slice(-places)}`
}

const bits = (a: bigint): number => a.toString(2).length

/** The nearest double, however many digits the fraction has. */
export function toNumber(a: Rational): number {
  const n = magnitude(a.n)
  if (n <= LARGEST && a.d <= LARGEST) return Number(a.n) / Number(a.d)
  const shift = 66 - (bits(n) - bits(a.d))
  const dividend = shift > 0 ? n << BigInt(shift) : n
  const divisor = shift > 0 ? a.d : a.d << BigInt(-shift)
  const quotient = dividend / divisor
  const sticky = quotient * divisor === dividend ? quotient : quotient | 1n
  return (a.n < 0n ? -1 : 1) * Number(sticky) * 2 ** -shift
}

export const toAmount = (a: Rational): Amount => ({ exact: toExact(a), number: toNumber(a), shown: toShown(a) })
