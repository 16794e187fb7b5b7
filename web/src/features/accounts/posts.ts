import { usePunctuation } from '../../lib/punctuation.ts'
import { useWords } from '../../lib/words/index.ts'
import type { Account } from './admin-queries.ts'
import { adminWords } from './admin-words.ts'
import { roleWords } from './role-words.ts'

type Post = Account['posts'][number]
type Role = Post['role']

/** Whose posts may be narrowed to sectors, as the server has it. */
export const SECTORED: readonly Role[] = ['LEADER', 'DEPARTMENT', 'STREET_WORKER', 'OVERSIGHT']
/** Whose posts take a second signature, and who see no records. */
export const OFFICERS: readonly Role[] = ['SYSTEM_ADMINISTRATOR', 'SECURITY_ADMINISTRATOR', 'AUDITOR']

/** A post in words, with the sectors to which it is narrowed. */
export function usePostWords(): (post: Pick<Post, 'role' | 'enterprise' | 'sectors' | 'region'>) => string {
  const w = useWords(adminWords)
  const r = useWords(roleWords)
  const { list } = usePunctuation()
  return ({ enterprise, region, role, sectors }) => `${enterprise ?? region.name} · ${r[role]}${sectors ? w.onlySectors(sectors.map(({ name }) => name).join(list)) : ''}`
}
