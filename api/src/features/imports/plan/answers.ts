import { splitKey } from '@anwang/documents'
import type { Answer } from '../model.ts'

const EVERY = '*'
/** Questions of ours, not of a cell's reading. */
const OWN = new Set(['firm', 'split'])

const plain = (text: string): string => text.normalize('NFKC').replace(/\s+/g, '')
const key = (field: string, value: string, sheet = '', row = 0): string => JSON.stringify([field, field === 'split' ? splitKey(value) : plain(value), sheet, row])
export const keyOf = ({ field, value, sheet, row }: Answer): string => key(field, value, sheet, row)

export interface Answers {
  /** What was answered for this cell, for every cell that says the same, or (`*`) for every one. */
  find(field: string, value: string, sheet: string, row: number): { readonly answer: string; readonly every: boolean; readonly remembered: boolean } | null
  /** That one was found, or that the reader read by it. */
  readonly used: Set<string>
}

export function answersOf(answers: readonly Answer[]): Answers {
  const known = new Map(answers.filter((one) => one.answer !== '').map((one) => [keyOf(one), one]))
  const used = new Set<string>()
  return {
    used,
    find(field, value, sheet, row) {
      const given = known.get(key(field, value, sheet, row)) ?? known.get(key(field, value)) ?? known.get(key(field, EVERY))
      if (!given) return null
      used.add(keyOf(given))
      return { answer: given.answer, every: given.value === EVERY, remembered: given.remembered === true }
    },
  }
}

/** Later answers to the same question take the place of earlier ones. */
export function merged(...given: readonly (readonly Answer[])[]): Answer[] {
  const all = new Map<string, Answer>()
  for (const one of given.flat()) all.set(keyOf(one), one)
  return [...all.values()]
}

/** What the words of an office mean in any of its ledgers. A day, an amount or a row's text means it in one ledger only. */
const CARRIED = new Set(['rectified', 'closed', 'level', 'drawn', 'reinspection', 'riskGrade', 'status', 'supervisingLevel', 'majorHazardSource', 'creditCode'])
const isCarried = ({ field, value, answer, sheet }: Answer): boolean =>
  sheet === undefined && (field === 'split' || (value !== EVERY && (CARRIED.has(field) || (field === 'firm' && answer.startsWith('match ')))))

/** Of the answers to an office's ledgers, newest first, those that hold for its next one too: no firm is made by them. */
export const carriedOver = (ledgers: readonly (readonly Answer[])[]): Answer[] =>
  merged(...ledgers.toReversed()).filter((one) => one.answer !== '' && isCarried(one)).map((one) => ({ ...one, remembered: true }))

/** Those that the reader takes in place of what a cell says. */
export const readersOwn = (answers: readonly Answer[]): Answer[] => answers.filter((one) => !OWN.has(one.field) && one.answer !== '')

/** Which rows the reader splits: all, or those that were answered one by one, or by their text. */
export function splitChosen(answers: readonly Answer[]): { split: 'ALL' | string[]; splitTexts: string[] } {
  const split = answers.filter((one) => one.field === 'split' && one.answer === 'split')
  const byRow = split.flatMap((one) => (one.sheet !== undefined && one.row !== undefined ? [`${one.sheet}!${one.row}`] : []))
  return { split: split.some((one) => one.value === EVERY) ? 'ALL' : byRow, splitTexts: split.filter((one) => one.sheet === undefined && one.value !== EVERY).map((one) => splitKey(one.value)) }
}
