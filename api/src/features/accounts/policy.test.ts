import { expect, it } from 'vitest'
import type { Grant, Role, Viewer } from '../../auth/viewer.ts'
import { administeredPaths, countersignedPaths, mayAdministerAt, mayChange, offered } from './policy.ts'

const grant = (role: Role, path: string, paths = [path]): Grant => ({ role, path, paths, regionId: path, sectors: null, subjectId: null })
const viewer = (...grants: Grant[]): Viewer => ({ id: 'me', userName: 'me', title: '', titleEn: '', homeId: '', demonstration: false, grants })

it.each<[Role, boolean]>([
  ['SECURITY_ADMINISTRATOR', true], ['SYSTEM_ADMINISTRATOR', false], ['AUDITOR', false], ['COMMITTEE_OFFICE', false], ['LEADER', false], ['DEPARTMENT', false],
  ['STREET_WORKER', false], ['ENTERPRISE', false], ['OVERSIGHT', false],
])('%s administers accounts: %s', (role, may) => {
  const who = viewer(grant(role, '41/09/'))
  expect([mayAdministerAt(who, '41/09/'), mayAdministerAt(who, '41/09/28/'), mayChange(who, 'another')]).toEqual([may, may, may])
  expect([mayAdministerAt(who, '41/'), mayAdministerAt(who, '41/0'), mayChange(who, 'me')]).toEqual([false, false, false])
})

it('administers what was succeeded into the region, and of another post nothing; the unsigned nothing', () => {
  expect(administeredPaths(viewer(grant('SECURITY_ADMINISTRATOR', '41/09/28/', ['41/09/28/', '41/09/99/']), grant('LEADER', '41/')))).toEqual(['41/09/28/', '41/09/99/'])
  expect([administeredPaths(null), mayChange(null, 'another')]).toEqual([[], false])
})

it.each<[Role, boolean, boolean]>([
  ['COMMITTEE_OFFICE', true, true], ['DEPARTMENT', true, true], ['STREET_WORKER', true, true], ['ENTERPRISE', false, true], ['LEADER', false, false], ['OVERSIGHT', false, false],
  ['SECURITY_ADMINISTRATOR', false, false], ['SYSTEM_ADMINISTRATOR', false, false], ['AUDITOR', false, false],
])('%s is offered imports: %s, records: %s', (role, imports, records) => {
  expect([offered.import(viewer(grant(role, '41/09/'))), offered.record(viewer(grant(role, '41/09/')))]).toEqual([imports, records])
})

it.each<[Role, boolean]>([
  ['SECURITY_ADMINISTRATOR', true], ['SYSTEM_ADMINISTRATOR', true], ['AUDITOR', false], ['COMMITTEE_OFFICE', false], ['LEADER', false], ['DEPARTMENT', false], ['STREET_WORKER', false], ['ENTERPRISE', false], ['OVERSIGHT', false],
])('%s gives the second signature in the own area: %s', (role, may) => {
  expect(countersignedPaths(viewer(grant(role, '41/09/28/', ['41/09/28/', '41/09/99/'])))).toEqual(may ? ['41/09/28/', '41/09/99/'] : [])
  expect(countersignedPaths(null)).toEqual([])
})
