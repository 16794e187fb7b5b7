import type { Answered as Answer } from './queries.ts'
import type { words } from './words.ts'

type Words = typeof words.zh | typeof words.en

/** A question and its answer in words. */
export function inWords(one: Answer, w: Words): { question: string; answer: string } {
  if (one.field === 'firm') return { question: one.value === '*' ? w.everyNewFirm : w.firmCalled(one.value), answer: one.subject ? w.isFirm(one.subject.name) : w.isNew }
  if (one.field === 'split') return { question: one.value === '*' ? w.splitAll : w.severalHazards(one.value), answer: one.answer === 'split' ? w.split : w.keep }
  return { question: w.cellSays(one.label.split(' / ').at(-1) ?? one.label, one.value), answer: one.answer }
}
