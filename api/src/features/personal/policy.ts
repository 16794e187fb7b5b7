import { allowed, can } from '../../auth/policy.ts'
import { recordGrants } from '../../auth/scope.ts'
import type { Viewer } from '../../auth/viewer.ts'

/** The subtrees in which the viewer answers for erasure: a person is erased from records of every sector or not at all, so by posts that nothing narrows. */
export const erasingPaths = (viewer: Viewer | null): readonly string[] => [...new Set((viewer === null ? [] : recordGrants(viewer))
  .filter((grant) => allowed[grant.role].includes('personal:erase') && grant.sectors === null && grant.subjectId === null).flatMap((grant) => grant.paths))]

export const allow = {
  erase: (viewer: Viewer | null, at: { readonly path: string }): boolean => can(viewer, 'personal:erase', { path: at.path }),
  /** Whether there is anywhere to look for a person. */
  search: (viewer: Viewer | null): boolean => erasingPaths(viewer).length > 0,
}
