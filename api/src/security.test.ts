import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const root = new URL('../../', import.meta.url)
const text = readFileSync(new URL('../SECURITY.md', import.meta.url), 'utf8')

/** How many requirements of level 1 and 2 each section of OWASP ASVS 5.0.0 has; those of level 3 follow them. */
const ASVS: Readonly<Record<string, readonly number[]>> = {
  1: [2, 9, 11, 3, 2], 2: [3, 3, 4, 1], 3: [0, 2, 4, 6, 5, 0, 2], 4: [3, 1, 2, 4], 5: [1, 3, 2, 3], 6: [3, 12, 4, 4, 5, 3, 0, 4], 7: [3, 4, 2, 5, 2, 2],
  8: [2, 3, 1, 1], 9: [3, 4], 10: [2, 2, 4, 11, 5, 2, 3], 11: [2, 3, 3, 4, 1, 1], 12: [3, 2, 4], 13: [1, 5, 2, 5], 14: [2, 4, 3], 15: [3, 3, 7],
  16: [1, 5, 4, 3, 3], 17: [1, 4, 2],
}
/** How many items, a) b) c) …, each control of GB/T 22239-2019 has at level 3: 8.1.2 to 8.1.5. */
const GB: Readonly<Record<string, readonly number[]>> = {
  '8.1.2': [5, 2, 1], '8.1.3': [4, 5, 4, 2, 4, 1], '8.1.4': [4, 7, 4, 6, 1, 1, 2, 2, 3, 2, 2], '8.1.5': [2, 2, 2, 6],
}

interface Row {
  readonly item: string
  readonly who: string
  readonly how: string
}

/** The rows of the tables of three columns: item · who · how. */
const rows: readonly Row[] = text.split('\n').filter((line) => line.startsWith('| ')).map((line) => line.slice(1, line.lastIndexOf('|')).split(' | ').map((cell) => cell.trim()))
  .filter((cells) => cells.length === 3 && /^(P|O|P\+O|–)$/.test(cells[1]!)).map(([item, who, how]) => ({ item: item!, who: who!, how: how! }))

const numbers = (id: string): number[] => id.split('.').map(Number)
/** The ids of ASVS that an item names: `7.3.1`, `7.3.1–7.3.4`, a section `7.3`, a chapter `V17`. */
function named(item: string): (id: string) => boolean {
  const spans = [...item.matchAll(/(?<![\d.])(\d{1,2}\.\d{1,2}(?:\.\d{1,2})?)(?:[–-](\d{1,2}\.\d{1,2}(?:\.\d{1,2})?))?(?![\d.]*\.\d)/g)].map(([, from, to]) => ({ from: numbers(from!), to: numbers(to ?? from!) }))
  const chapters = [...item.matchAll(/\bV(\d{1,2})\b(?!\.|\*\* \d)/g)].map((match) => Number(match[1]))
  return (id) => {
    const at = numbers(id)
    return chapters.includes(at[0]!) || spans.some(({ from, to }) => compare(at.slice(0, from.length), from) >= 0 && compare(at.slice(0, to.length), to) <= 0)
  }
}
const compare = (a: readonly number[], b: readonly number[]) => a.map((n, i) => n - b[i]!).find((n) => n !== 0) ?? 0

/** The tests that a row names: a file in backticks, and in quotation marks, up to the next file, what its titles say. */
function tests(how: string): { file: string; words: string[] }[] {
  return how.split(/(?=`[^`]+\.(?:test|spec)\.ts`)/).flatMap((part) => {
    const file = /^`([^`]+\.(?:test|spec)\.ts)`/.exec(part)?.[1]
    return file ? [{ file, words: [...part.matchAll(/"([^"]+)"/g)].map((match) => match[1]!) }] : []
  })
}

const fileOf = (file: string): URL | undefined =>
  [`api/src/${file}`, file, `web/e2e/${file}`].map((path) => new URL(path, root)).find((url) => existsSync(url))

describe('SECURITY.md', () => {
  it('has a row for each requirement of ASVS 5.0, levels 1 and 2', () => {
    const answers = rows.filter(({ item }) => !/^8\.1\.[2-5]\./.test(item)).map(({ item }) => named(item))
    const ids = Object.entries(ASVS).flatMap(([chapter, sections]) => sections.flatMap((count, section) => Array.from({ length: count }, (_, i) => `${chapter}.${section + 1}.${i + 1}`)))
    expect(ids).toHaveLength(253)
    expect(ids.filter((id) => !answers.some((answers) => answers(id)))).toEqual([])
  })

  it('has a row for each item of GB/T 22239-2019, 8.1.2 to 8.1.5', () => {
    const said = new Set<string>()
    for (const { item } of rows) {
      for (const [, id, letters] of item.matchAll(/(8\.1\.[2-5]\.\d{1,2})([^8]*)/g)) {
        const items = [...letters!.matchAll(/\b([a-g])\)(?: ?[–-] ?([a-g])\))?/g)].flatMap(([, from, to]) => 'abcdefg'.slice('abcdefg'.indexOf(from!), 'abcdefg'.indexOf(to ?? from!) + 1).split(''))
        for (const letter of items.length > 0 ? items : ['a']) said.add(`${id} ${letter}`)
      }
    }
    const items = Object.entries(GB).flatMap(([group, controls]) => controls.flatMap((count, control) => 'abcdefg'.slice(0, count).split('').map((letter) => `${group}.${control + 1} ${letter}`)))
    expect(items.filter((item) => !said.has(item))).toEqual([])
  })

  it('names its parts: each package of the lock file has its hash', () => {
    const lock = readFileSync(new URL('pnpm-lock.yaml', root), 'utf8')
    const packages = lock.slice(lock.indexOf('\npackages:\n'), lock.indexOf('\nsnapshots:\n')).split(/\n(?= {2}\S)/).slice(1)
    expect(packages.length).toBeGreaterThan(100)
    expect(packages.filter((one) => !/integrity: sha512-/.test(one))).toEqual([])
  })

  it('names for what the product does a test that exists, by words that stand in it', () => {
    const wrong: string[] = []
    for (const { item, who, how } of rows) {
      const cited = tests(how)
      if (who.startsWith('P') && cited.length === 0 && !/`node [^`]+\.ts`/.test(how)) wrong.push(`${item}: no test`)
      for (const { file, words } of cited) {
        const url = fileOf(file)
        if (!url) { wrong.push(`${item}: no ${file}`); continue }
        const source = readFileSync(url, 'utf8')
        for (const word of words) if (!word.split('…').every((part) => source.includes(part.trim()))) wrong.push(`${item}: ${file} does not say "${word}"`)
      }
    }
    expect(wrong).toEqual([])
  })
})
