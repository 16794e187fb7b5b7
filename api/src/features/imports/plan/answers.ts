import type { Answer } from '../model.ts'

const EVERY = '*'
/** Questions of ours, not of a cell's reading. */
const OWN = new Set(['firm', 'split'])

const plain = (text: string): string => text.normalize('NFKC').replace(/\s+/g, '')
const key = (field: string, value: string, sheet = '', row = 0): string => JSON.stringify([field, plain(value), sheet, row])

export interface Answers {
  /** What was answered for this cell, for every cell that says the same, or (`*`) for every one. */
  find(field: string, value: string, sheet: string, row: number): { readonly answer: string; readonly every: boolean } | null
}

export function answersOf(answers: readonly Answer[]): Answers {
  const known = new Map(answers.map((one) => [key(one.field, one.value, one.sheet, one.row), one.answer]))
  return {
    find(field, value, sheet, row) {
      const answer = known.get(key(field, value, sheet, row)) ?? known.get(key(field, value))
      if (answer !== undefined) return { answer, every: false }
      const every = known.get(key(field, EVERY))
      return every === undefined ? null : { answer: every, every: true }
    },
  }
}

/** Later answers to the same question take the place of earlier ones. */
export function merged(before: readonly Answer[], added: readonly Answer[]): Answer[] {
  const all = new Map<string, Answer>()
  for (const one of [...before, ...added]) all.set(key(one.field, one.value, one.sheet, one.row), one)
  return [...all.values()]
}

/** Those that the reader takes in place of what a cell says. */
export const readersOwn = (answers: readonly Answer[]): Answer[] => answers.filter((one) => !OWN.has(one.field))

/** Which rows the reader splits: all, or those that were answered one by one. */
export function splitChosen(answers: readonly Answer[]): 'ALL' | string[] {
  const split = answers.filter((one) => one.field === 'split' && one.answer === 'split')
  if (split.some((one) => one.value === EVERY)) return 'ALL'
  return split.flatMap((one) => (one.sheet !== undefined && one.row !== undefined ? [`${one.sheet}!${one.row}`] : []))
}
