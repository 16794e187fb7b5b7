import { expect, it } from 'vitest'
import { allowedTo, each, grant, ON_RECORDS, SECTORS, viewer } from '../../../test/posts.ts'
import { scopeOf } from '../../auth/scope.ts'
import { allow } from './policy.ts'

it('figures are seen by posts on records there and above, not by who sees one firm only, nor by the officers', () => {
  expect(allowedTo((who, path) => allow.seeFigures(scopeOf(who), path))).toEqual(each(ON_RECORDS, 'own child', ['', ...SECTORS]))
})

it('of which sectors: those of all posts that show figures there, all where one of them sees all', () => {
  const scope = scopeOf(viewer(grant('COMMITTEE_OFFICE', '41/09/28/'), grant('DEPARTMENT', '41/09/', { sectors: ['fire'] }), grant('ENTERPRISE', '41/10/', { subjectId: 'firm' })))
  expect(['41/09/28/101/', '41/09/28/', '41/09/23/', '41/09/', '41/', '41/10/'].map((path) => allow.seeSectors(scope, path))).toEqual([null, null, ['fire'], ['fire'], null, null])
})
