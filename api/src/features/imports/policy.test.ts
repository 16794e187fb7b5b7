import { expect, it } from 'vitest'
import type { Grant, Role, Viewer } from '../../auth/viewer.ts'
import { mayWorkOn, mayWriteAt, officeOf } from './policy.ts'

const COUNTY = '41/09/28/'
const grant = (role: Role, path = COUNTY, more: Partial<Grant> = {}): Grant => ({ role, path, paths: [path], regionId: path, sectors: null, subjectId: null, ...more })
const viewer = (...grants: Grant[]): Viewer => ({ id: 'me', userName: 'me', title: '', titleEn: '', homeId: COUNTY, demonstration: false, grants })

it.each<[Role, boolean]>([
  ['COMMITTEE_OFFICE', true], ['DEPARTMENT', true], ['STREET_WORKER', true], ['LEADER', false], ['ENTERPRISE', false], ['OVERSIGHT', false],
  ['SYSTEM_ADMINISTRATOR', false], ['SECURITY_ADMINISTRATOR', false], ['AUDITOR', false],
])('%s imports: %s', (role, may) => {
  const who = viewer(grant(role, COUNTY, role === 'ENTERPRISE' ? { subjectId: 's' } : {}))
  expect(officeOf(who) !== null).toBe(may)
  expect(mayWriteAt(who, '41/09/28/101/')).toBe(may)
  expect(mayWorkOn(who, { path: COUNTY, accountId: 'another' })).toBe(may)
})

it('where: within the scope, the regions that were succeeded into it included', () => {
  const who = viewer(grant('COMMITTEE_OFFICE', COUNTY, { paths: [COUNTY, '41/09/99/'] }))
  expect(['41/09/28/', '41/09/28/101/', '41/09/99/1/', '41/09/2/', '41/09/', '41/09/281/'].map((path) => mayWriteAt(who, path))).toEqual([true, true, true, false, false, false])
})

it('for the office of the home before a higher one; a leader who is also a grid worker imports as the latter', () => {
  expect(officeOf(viewer(grant('COMMITTEE_OFFICE', '41/09/'), grant('COMMITTEE_OFFICE')))?.path).toBe(COUNTY)
  expect(officeOf(viewer(grant('COMMITTEE_OFFICE', '41/09/28/101/'), grant('COMMITTEE_OFFICE', '41/09/22/')))?.path).toBe('41/09/22/')
  expect(officeOf(viewer(grant('LEADER', '41/09/'), grant('STREET_WORKER')))?.role).toBe('STREET_WORKER')
})

it('whoever is narrowed to sectors works on the own ledgers only', () => {
  const who = viewer(grant('DEPARTMENT', COUNTY, { sectors: ['fire'] }))
  expect(mayWorkOn(who, { path: COUNTY, accountId: 'me' })).toBe(true)
  expect(mayWorkOn(who, { path: COUNTY, accountId: 'another' })).toBe(false)
})
