import { expect, it } from 'vitest'
import { allowedTo, each, FIRMS, ON_RECORDS, SECTORS } from '../../../test/posts.ts'
import { scopeOf } from '../../auth/scope.ts'
import { allow } from './policy.ts'

it('a live ranking is its own office\'s and those\' above', () => {
  expect(allowedTo((who, path) => allow.seeLive(scopeOf(who), path))).toEqual(each(ON_RECORDS, 'own child', ['', ...SECTORS]))
})

it('a published one is open to every region under it, whoever asks there', () => {
  expect(allowedTo((who, path) => allow.seePublished(scopeOf(who), path))).toEqual(each(ON_RECORDS, 'own child parent', ['', ...SECTORS, ...FIRMS]))
})
