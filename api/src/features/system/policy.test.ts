import { expect, it } from 'vitest'
import { roles, type Role, type Viewer } from '../../auth/viewer.ts'
import { mayWatch } from './policy.ts'

const viewer = (held: readonly Role[]): Viewer => ({
  id: '', userName: '', title: '', titleEn: '', homeId: '', demonstration: false,
  grants: held.map((role) => ({ role, regionId: '', path: '41/', paths: ['41/'], sectors: null, subjectId: null })),
})

it.each(roles.map((role) => [role, role === 'SYSTEM_ADMINISTRATOR'] as const))('%s is told how the system runs: %s', (role, told) => {
  expect(mayWatch(viewer([role]))).toBe(told)
})
it('nobody unsigned or without a post; of two posts the one suffices', () => {
  expect([mayWatch(null), mayWatch(viewer([])), mayWatch(viewer(['LEADER', 'SYSTEM_ADMINISTRATOR']))]).toEqual([false, false, true])
})
