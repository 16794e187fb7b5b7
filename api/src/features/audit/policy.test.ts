import { expect, it } from 'vitest'
import { roles, type Role, type Viewer } from '../../auth/viewer.ts'
import { auditPaths } from './policy.ts'

const viewer = (held: readonly Role[]): Viewer => ({
  id: '', userName: '', title: '', titleEn: '', homeId: '', demonstration: false,
  grants: held.map((role) => ({ role, regionId: '', path: '41/09/', paths: ['41/09/', '41/08/1/'], sectors: null, subjectId: null })),
})

it.each(roles.map((role) => [role, role === 'AUDITOR' ? ['41/09/', '41/08/1/'] : []] as const))('%s reads the second log of %j', (role, paths) => {
  expect(auditPaths(viewer([role]))).toEqual(paths)
})
it('nobody unsigned, and of two posts the auditor only', () => {
  expect([auditPaths(null), auditPaths(viewer(['COMMITTEE_OFFICE', 'SYSTEM_ADMINISTRATOR'])), auditPaths(viewer(['AUDITOR', 'LEADER']))]).toEqual([[], [], ['41/09/', '41/08/1/']])
})
