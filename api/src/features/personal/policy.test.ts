import { expect, it } from 'vitest'
import { roles, type Grant, type Role, type Viewer } from '../../auth/viewer.ts'
import { allow, erasingPaths } from './policy.ts'

const COUNTY = '41/09/28/'
const grant = (role: Role, more: Partial<Grant> = {}): Grant => ({ role, path: COUNTY, paths: [COUNTY, '41/09/99/'], regionId: COUNTY, sectors: null, subjectId: null, ...more })
const viewer = (...grants: Grant[]): Viewer => ({ id: 'me', userName: 'me', title: '', titleEn: '', homeId: COUNTY, demonstration: false, grants })

it.each(roles.map((role) => [role, role === 'COMMITTEE_OFFICE'] as const))('%s erases personal data in the own area: %s', (role, may) => {
  const who = viewer(grant(role))
  const at = (path: string) => allow.erase(who, { path })
  expect([at(COUNTY), at('41/09/28/101/'), at('41/09/99/1/'), allow.search(who)]).toEqual([may, may, may, may])
  expect([at('41/09/'), at('41/09/23/'), at('41/09/2')]).toEqual([false, false, false])
})

it('a post that sectors or a firm narrow erases nobody, nor does who is not signed in', () => {
  for (const who of [viewer(grant('COMMITTEE_OFFICE', { sectors: ['fire'] })), viewer(grant('COMMITTEE_OFFICE', { subjectId: 'firm' })), null])
    expect([erasingPaths(who), allow.erase(who, { path: COUNTY })]).toEqual([[], false])
  expect(erasingPaths(viewer(grant('COMMITTEE_OFFICE')))).toEqual([COUNTY, '41/09/99/'])
})
