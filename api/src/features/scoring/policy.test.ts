import { expect, it } from 'vitest'
import { allowedTo, each, ON_RECORDS, SECTORS } from '../../../test/posts.ts'
import { scopeOf } from '../../auth/scope.ts'
import { allow } from './policy.ts'

it.each(['seeScore', 'seeCounted'] as const)('%s: the region itself and those above it', (verb) => {
  expect(allowedTo((who, path) => allow[verb](scopeOf(who), path))).toEqual(each(ON_RECORDS, 'own child', ['', ...SECTORS]))
})
