import { expect, it } from 'vitest'
import { allowedTo, each, grant, OF, viewer, WORKING } from '../../../test/posts.ts'
import { allow } from './policy.ts'

it('inspections are recorded by offices, departments and grid workers there and above, and by the enterprise of itself', () => {
  expect(allowedTo((who, path) => allow.record(who, { path, ...OF }))).toEqual(each([...WORKING, 'ENTERPRISE'], 'own child', ['', ' of the sector', ' of the firm']))
  expect(allow.record(null, { path: '41/09/28/', ...OF })).toEqual([])
})

it('the names of inspectors are kept for whoever records, but for an enterprise', () => {
  expect(allowedTo((who, path) => allow.keepNames(who, { path, ...OF }))).toEqual(each(WORKING, 'own child', ['', ' of the sector']))
  expect(allow.keepNames(viewer(grant('ENTERPRISE', '41/09/28/', { subjectId: 'firm' }), grant('LEADER', '41/09/')), { path: '41/09/28/', ...OF })).toBe(false)
})

it.each([
  ['COMMITTEE_OFFICE', ['SUPERVISORY', 'ADMINISTRATIVE', 'EXPERT_SERVICE']], ['DEPARTMENT', ['ADMINISTRATIVE', 'SUPERVISORY', 'EXPERT_SERVICE']], ['STREET_WORKER', ['GRID_PATROL']], ['ENTERPRISE', ['SELF_CHECK']],
] as const)('%s records %j', (role, natures) => {
  expect(allow.record(viewer(grant(role, '41/09/28/')), { path: '41/09/28/', ...OF })).toEqual(natures)
})
