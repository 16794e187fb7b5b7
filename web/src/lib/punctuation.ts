import { useLanguage, type Language } from './language.ts'

/** What stands between words put together: 、 and ： in Chinese, commas and colons in English. */
export const punctuation = (language: Language) =>
  language === 'zh' ? { list: '、', colon: '：', semicolon: '；', comma: '，' } : { list: ', ', colon: ': ', semicolon: '; ', comma: ', ' }

export const usePunctuation = () => punctuation(useLanguage())
