import { expect, it } from 'vitest'
import { allowedTo, each, ON_RECORDS, SECTORS } from '../../../test/posts.ts'
import { scopeOf } from '../../auth/scope.ts'
import { allow } from './policy.ts'

it('figures are seen by posts on records there and above, not by who sees one firm only, nor by the officers', () => {
  expect(allowedTo((who, path) => allow.seeFigures(scopeOf(who), path))).toEqual(each(ON_RECORDS, 'own child', ['', ...SECTORS]))
})
