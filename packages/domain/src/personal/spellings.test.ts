import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { creditCodeProblem } from '../subjects/creditCode.ts'
import { recordWithoutNumbers, telephonesIn, withoutNumbers } from './index.ts'

const OMITTED = '（号码略）'

it.each([
  '8613912345678', '+8613912345678', '+86 139 1234 5678', '0086-139-1234-5678', '（+86）13912345678', '139 12345678', '139 123 45678', '139  1234  5678', '1391234 5678', '139.1234.5678', '139·1234·5678',
  '139－1234－5678', '139—1234—5678', '139_1234_5678', '139/1234/5678', '139\u200b1234\u200b5678', '1\u200b3\u200b9\u200b1\u200b2\u200b3\u200b4\u200b5\u200b6\u200b7\u200b8', '1 3 9 1 2 3 4 5 6 7 8',
  '139\u00a01234\u00a05678', '１３９　１２３４　５６７８', '①③⑨12345678', '139\u00ad1234\u00ad5678',
  '+86-393-8812345', '+86 0393 8812345', '86-393-8812345', '(0393) 881 2345', '0393.8812345', '400-812-3456', '400-8123-456', '4008123456', '400 812 3456',
  '41092819750101123Ｘ', '４１０９２８１９７５０１０１１２３Ｘ', '410928.19750101.1234', '410928-1975-01-01-1234', '1101 0519 4912 3100 2X',
])('no text keeps %s', (number) => {
  for (const text of [number, `联系王某${number}。`, `电话：${number}，限三日`]) expect(withoutNumbers(text).replaceAll(/[（(](?=（号码略）)/g, '')).toBe(text.replace(number, OMITTED))
})

const digits = (n: number) => fc.stringMatching(new RegExp(`^\\d{${n}}$`))
const gap = fc.oneof(fc.constant(''), fc.array(fc.constantFrom(' ', '　', '\u00a0', '-', '－', '—', '–', '.', '．', '·', '•', '_', '/', '\u200b', '\u2060', '\ufeff'), { minLength: 1, maxLength: 3 }).map((all) => all.join('')))
const wide = (text: string) => text.replace(/[\dX]/g, (one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0))
const unseen = (text: string) => [...text].join('\u200b')
const typed = fc.constantFrom((text: string) => text, wide, unseen)
const china = fc.constantFrom('', '86', '+86', '+86 ', '+86-', '0086', '86-', '(86)', '（+86）')

const mobile = fc.tuple(china, fc.constantFrom(...'3456789'), digits(9), fc.constantFrom<readonly number[]>([3, 7], [3, 6], [3], [7], []), gap)
  .map(([before, second, rest, breaks, between]) => `${before}${[...`1${second}${rest}`].map((digit, at) => (breaks.includes(at) ? between + digit : digit)).join('')}`)
  // 1500000 2026 may be an amount and a year, 150 20260715 an amount and a day.
  .filter((text) => !/\s(?:19|20)\d{2}(?:\d{4})?$/.test(text.normalize('NFKC')))
const landline = fc.tuple(fc.constantFrom('0393', '（0393）', '(0393)', '+86-393', '+86 0393', '010', '86-393'), gap, fc.constantFrom(...'2345678'), digits(6)).map(([area, between, first, rest]) => `${area}${between}${first}${rest}`)
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const identity = fc.tuple(fc.integer({ min: 110_000, max: 659_999 }), fc.date({ min: new Date('1930-01-01'), max: new Date('2025-12-31'), noInvalidDate: true }), digits(3), fc.uniqueArray(fc.integer({ min: 1, max: 17 }), { maxLength: 5 }), gap)
  .map(([place, born, n, breaks, between]) => {
    const first = `${place}${born.toISOString().slice(0, 10).replaceAll('-', '')}${n}`
    const check = '10X98765432'[WEIGHTS.reduce((sum, weight, at) => sum + weight * Number(first[at]), 0) % 11]
    return [...`${first}${check}`].map((digit, at) => (breaks.includes(at) ? between + digit : digit)).join('')
  })
const around = fc.constantFrom('', '找王某', '电话：', '，', '；限三日', '。', '整改', '负责人（')

describe('of every spelling', () => {
  it('a number goes, and nothing of the text around it', () =>
    fc.assert(fc.property(around, fc.oneof(mobile, landline, identity), typed, around, (before, number, how, after) => {
      const kept = withoutNumbers(`${before}${how(number)}${after}`)
      expect(kept).toContain(OMITTED)
      expect(kept.normalize('NFKC')).not.toMatch(/\d{2}/)
      expect(kept.startsWith(before) && kept.endsWith(after)).toBe(true)
      expect(recordWithoutNumbers({ note: number }).note).not.toBe(number)
    }), { numRuns: 2000 }))

  it('a telephone is found as it was typed', () =>
    fc.assert(fc.property(mobile, (number) => {
      expect(telephonesIn(`王某${number}`)).toEqual([number])
    })))
})

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const creditCode = fc.tuple(fc.constantFrom('91', '92', '93', '11', '12', '52'), fc.constantFrom('410928', '410923', '410902'), fc.stringMatching(/^[0-9A-HJ-NPQRTUWXY]{8}$/)).chain(([kind, place, organization]) =>
  fc.constantFrom(...[...ALPHABET].flatMap((check) => [...ALPHABET].map((last) => `${kind}${place}${organization}${check}${last}`))).filter((code) => creditCodeProblem(code) === null))
const day = fc.date({ min: new Date('2020-01-01'), max: new Date('2030-12-31'), noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10))
const ordinary = fc.oneof(
  fc.tuple(fc.integer({ min: 0, max: 9_999_999 }), fc.constantFrom('个', '具', '米', '元', '万元', ' kPa', '℃', '%', 'm²', 'm³')).map(([n, unit]) => `${n}${unit}`),
  fc.tuple(fc.double({ min: 0, max: 9999, noNaN: true }), fc.constantFrom('米', '万元', ' MPa')).map(([n, unit]) => `${n.toFixed(2)}${unit}`),
  fc.integer({ min: 1000, max: 9_999_999 }).map((n) => `${n.toLocaleString('en')}元`),
  day, day.map((text) => text.replaceAll('-', '.')), day.map((text) => text.replaceAll('-', '')), day.map((text) => `${text} 09:30`), fc.tuple(day, day).map(([from, to]) => `${from}至${to}`), fc.tuple(day, day).map(([from, to]) => `${from.replaceAll('-', '.')}—${to.replaceAll('-', '.')}`),
  fc.tuple(fc.integer({ min: 100, max: 199 }), day).map(([fine, on]) => `罚款 ${fine} ${on.replaceAll('-', '')} 前缴清`),
  fc.tuple(fc.constantFrom('GB ', 'GB/T ', 'AQ ', 'XF ', 'GBZ ', 'JGJ '), fc.integer({ min: 100, max: 50_999 }), fc.integer({ min: 1980, max: 2026 }), fc.constantFrom('', ' 第4.2.3条', ' 3.0.12')).map(([kind, n, year, at]) => `${kind}${n}-${year}${at}`),
  fc.integer({ min: 1, max: 999_999 }).map((n) => `YH-${String(n).padStart(6, '0')}`), fc.integer({ min: 1, max: 9999 }).map((n) => `濮应急责改〔2026〕${n}号`), fc.integer({ min: 1, max: 9999 }).map((n) => `编号 4109-2026-${String(n).padStart(4, '0')}`),
  fc.tuple(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 30 })).map(([n, of]) => `${n}/${of}号楼`),
)

it('a number is found beside others', () => {
  expect(withoutNumbers('灭火器 8899123 13912345678，王某 13912345678 13812345678')).toBe('灭火器 8899123 （号码略），王某 （号码略） （号码略）')
})

describe('what is none stays', () => {
  it('ordinary numbers of hazard texts', () =>
    fc.assert(fc.property(fc.array(ordinary, { minLength: 1, maxLength: 3 }), (numbers) => {
      const text = `配电室${numbers.join('，')}，限期整改`
      expect(withoutNumbers(text)).toBe(text)
    }), { numRuns: 2000 }))

  it('credit codes', () =>
    fc.assert(fc.property(creditCode, (code) => {
      expect(withoutNumbers(`统一社会信用代码${code}`)).toBe(`统一社会信用代码${code}`)
    }), { numRuns: 200 }))
})
