import fc from 'fast-check'

/** Answers a number below `n`; what is built from it is repeated by the same numbers. */
export type Pick = (n: number) => number

/** Numbers to build something by, as many as it takes. */
export const picks: fc.Arbitrary<Pick> = fc.array(fc.nat({ max: 0x7fff_ffff }), { minLength: 40, maxLength: 160, size: 'max' }).map((numbers) => {
  let at = 0
  return (n) => {
    const round = Math.floor(at / numbers.length)
    return (numbers[at++ % numbers.length]! + round * 7919) % n
  }
})

export const oneOf = <T>(pick: Pick, ...all: readonly T[]): T => all[pick(all.length)]!

const opaque = (text: string): string => Buffer.from(text).toString('base64url')

const TEXTS: readonly string[] = [
  '', ' ', '\0', 'a\0b', '\uD800', 'x\uDFFFy', '\uFEFF', '\u202Eabc', '🤯', '濮阳县', '%', '%_\\', '\\', "'", '"', "'; drop table hazard; --", '$1', '${7*7}', '{{7*7}}',
  '../../../../etc/passwd', '<script>alert(1)</script>', "=cmd|' /C calc'!A0", '+1', '@x', '-2+3', '1e309', 'NaN', 'null', '__proto__', 'constructor', 'undefined', '0', '-0', '9'.repeat(400),
  'x'.repeat(101), 'x'.repeat(20_001), '隐'.repeat(5_000), '(a+)+$', '[', '*', '\r\nSet-Cookie: x=1', '{', '2026-99-99', '410928000000', '41092800000O', '91410928MA3X4TJX0K',
]
const IDS: readonly string[] = [
  '', 'x', opaque('Hazard:'), opaque('Hazard:a/b'), opaque('Region:\0'), opaque('Nothing:x'), opaque(':'), opaque('Hazard:00000000-0000-4000-8000-000000000000'), opaque(`Indicator:${'-'.repeat(36)}/1`),
  opaque("Hazard:' or 1=1"), opaque('Region:410000000000'), opaque('["x","\\u0000"]'), opaque('[1,2]'), opaque('[null]'), opaque('["2026-99","x"]'), opaque(`["${'9'.repeat(300)}"]`), opaque('[1e400]'), opaque('{}'), '\uD800', '='.repeat(9), '%',
]
const NUMBERS: readonly number[] = [0, 1, -1, 2, 50, 200, 201, 1_000_000, 2_147_483_647, -2_147_483_648, 2_147_483_648, 0.5, 1e21, 1e308]
const PERIODS: readonly string[] = ['2026-Q3', '2026-09', '2026-W36', '2026', '2026-01-01/2026-09-30', '0001-Q1', '9999-12-01/9999-12-31', '2026-09-30/2026-01-01', '2026-Q5', '2026-13', 'LIVE', '-1', '2026-02-30/2026-03-01']
const DAYS: readonly string[] = ['2026-10-20', '2026-02-29', '0000-01-01', '0001-01-01', '1899-12-31', '9999-12-31', '10000-01-01', '2026-1-1', '2026-10-20T00:00:00Z', '-2026-01-01']
const INSTANTS: readonly string[] = ['2026-10-20T08:00:00Z', '2026-10-20T08:00:00+99:00', '9999-12-31T23:59:59Z', '2026-10-20', '0000-00-00T00:00:00Z', 'now']

export const text = (pick: Pick): string => oneOf(pick, ...TEXTS)
/** An id: mostly one of the world's. */
export const id = (pick: Pick, known: readonly string[]): string => (pick(3) > 0 ? oneOf(pick, ...known) : oneOf(pick, ...IDS))

/** A value that a scalar of that name may be given, right or wrong. */
export function scalar(name: string, pick: Pick, known: readonly string[]): unknown {
  if (pick(60) === 0) return oneOf<unknown>(pick, null, true, 7, 'text', [], {}, [[[]]], { a: { b: null } })
  switch (name) {
    case 'ID': return id(pick, known)
    case 'Int': return pick(2) === 0 ? oneOf(pick, 1, 2, 10, 50, 200) : oneOf(pick, ...NUMBERS)
    case 'Float': return oneOf(pick, ...NUMBERS)
    case 'Boolean': return pick(2) === 0
    case 'Period': return pick(2) === 0 ? oneOf(pick, '2026-Q3', '2026-09', '2026') : oneOf(pick, ...PERIODS, text(pick))
    case 'Date': return pick(2) === 0 ? '2026-10-18' : oneOf(pick, ...DAYS, text(pick))
    case 'DateTime': return pick(2) === 0 ? '2026-10-18T08:00:00Z' : oneOf(pick, ...INSTANTS, text(pick))
    default: return text(pick)
  }
}

/** JSON of any shape, with keys that objects already have. */
export const anything: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom<unknown>(null, true, ...NUMBERS, ...TEXTS),
    fc.array(tie('value'), { maxLength: 5 }),
    fc.dictionary(fc.constantFrom('query', 'variables', 'id', 'first', 'input', '__proto__x', 'constructor', 'toString', 'length', '\0', ''), tie('value'), { maxKeys: 4 }),
  ),
})).value
