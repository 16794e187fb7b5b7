import { canSomewhere } from '../../auth/policy.ts'
import { inSubtree } from '../../auth/scope.ts'
import type { Role, Viewer } from '../../auth/viewer.ts'

/** The subtrees in which the viewer makes accounts and gives posts: those of the security administrator's grants. Nobody else does. */
export const administeredPaths = (viewer: Viewer | null): readonly string[] =>
  [...new Set((viewer?.grants ?? []).filter((grant) => grant.role === 'SECURITY_ADMINISTRATOR').flatMap((grant) => grant.paths))]

export const mayAdminister = (viewer: Viewer | null): boolean => administeredPaths(viewer).length > 0
export const mayAdministerAt = (viewer: Viewer | null, path: string): boolean => administeredPaths(viewer).some((root) => inSubtree(path, root))
/** Nobody decides about themselves. */
export const mayChange = (viewer: Viewer | null, accountId: string): boolean => mayAdminister(viewer) && viewer!.id !== accountId

/** The subtrees in which the viewer gives the second signature to what is done to an officer's account. */
export const countersignedPaths = (viewer: Viewer | null): readonly string[] =>
  [...new Set((viewer?.grants ?? []).filter(({ role }) => role === 'SECURITY_ADMINISTRATOR' || role === 'SYSTEM_ADMINISTRATOR').flatMap((grant) => grant.paths))]
export const mayCountersign = (viewer: Viewer | null): boolean => countersignedPaths(viewer).length > 0

/** Which pages the viewer is offered; what may be done there is each feature's own rule. */
export const offered = {
  import: (viewer: Viewer): boolean => canSomewhere(viewer, 'import:write'),
  record: (viewer: Viewer): boolean => canSomewhere(viewer, 'inspection:write'),
}

/** Roles that sectors may narrow. */
const SECTORED: ReadonlySet<Role> = new Set(['DEPARTMENT', 'LEADER', 'OVERSIGHT', 'STREET_WORKER'])
export const takesSectors = (role: Role): boolean => SECTORED.has(role)
