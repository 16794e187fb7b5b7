import { roleTerms } from '@anwang/domain/accounts'
import { defineWords } from '../../lib/words/index.ts'

export const roleWords = defineWords(roleTerms.zh, roleTerms.en)
