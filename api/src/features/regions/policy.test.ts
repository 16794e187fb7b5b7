import { expect, it } from 'vitest'
import { allowedTo, each, FIRMS, ON_RECORDS, SECTORS } from '../../../test/posts.ts'
import { scopeOf } from '../../auth/scope.ts'
import { allow } from './policy.ts'

it('a region lies within the scope of posts on records there and above', () => {
  expect(allowedTo((who, path) => allow.seeWhole(scopeOf(who), path))).toEqual(each(ON_RECORDS, 'own child', ['', ...SECTORS, ...FIRMS]))
})
