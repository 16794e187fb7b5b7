import { useLanguage, type Language } from '../language.ts'

/** A word, or a sentence made from values. */
export type Word = string | ((...values: never[]) => string)

/** The English has the very keys of the Chinese, and takes the same values. */
type Same<T> = { readonly [K in keyof T]: T[K] extends (...values: infer V) => string ? (...values: V) => string : T[K] extends string ? string : Same<T[K]> }

export interface Words<T> {
  readonly zh: T
  readonly en: Same<T>
}

/** The words of one feature, kept beside it: `const words = defineWords({ title: '…' }, { title: '…' })`. */
export const defineWords = <const T extends Record<string, unknown>>(zh: T, en: Same<T>): Words<T> => ({ zh, en })

export const wordsIn = <T>(words: Words<T>, language: Language): Same<T> => (language === 'en' ? words.en : (words.zh as unknown as Same<T>))

/** `const w = useWords(words)`, then `w.title`, `w.rows(3)`. */
export const useWords = <T>(words: Words<T>): Same<T> => wordsIn(words, useLanguage())
