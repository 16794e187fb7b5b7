export { common, useCommon } from './common.ts'
export { defineWords, useWords, wordsIn, type Words } from './define.ts'
