import { expect, test } from 'vitest'
import { inWords } from './answered-words.ts'
import type { Answered } from './queries.ts'
import { words } from './words.ts'

const given = (one: Partial<Answered>): Answered => ({ field: 'rectified', label: '整改情况 / 是否整改', value: '基本完成', answer: '否', remembered: false, sheet: null, row: null, subject: null, ...one })

test.each<[Partial<Answered>, string, string]>([
  [{}, '是否整改“基本完成”', '否'],
  [{ field: 'firm', value: '甲厂', answer: 'match 1', subject: { id: '1', name: '甲化工有限公司' } }, '单位“甲厂”', '就是甲化工有限公司'],
  [{ field: 'firm', value: '乙厂', answer: 'new' }, '单位“乙厂”', '新登记'],
  [{ field: 'firm', value: '*', answer: 'new' }, '范围内没有登记、也不相似的单位', '新登记'],
  [{ field: 'split', value: '*', answer: 'split' }, '一格里写了几条隐患的', '拆成几条'],
  [{ field: 'split', value: '1、甲 2、乙', answer: 'keep' }, '一格多条“1、甲 2、乙”', '作为一条'],
])('%j is told as %s: %s', (one, question, answer) => expect(inWords(given(one), words.zh)).toEqual({ question, answer }))
