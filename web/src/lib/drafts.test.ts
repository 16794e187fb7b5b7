import { describe, expect, test } from 'vitest'
import { withDraft } from './drafts.ts'

const initial = { reason: '', onSite: false, dueOn: '2026-09-03' }

describe('a kept draft', () => {
  test.each([
    ['none', null, initial],
    ['some fields', { reason: '配电箱已更换' }, { ...initial, reason: '配电箱已更换' }],
    ['a field the form no longer has', { reason: 'a', level: 'MAJOR' }, { ...initial, reason: 'a' }],
    ['a value of another type', { onSite: 'yes' }, initial],
  ])('%s', (_, draft, expected) => {
    expect(withDraft(initial, draft as Partial<typeof initial> | null)).toEqual(expected)
  })
})
