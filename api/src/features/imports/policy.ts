import { allowed } from '../../auth/policy.ts'
import { inSubtree, recordGrants } from '../../auth/scope.ts'
import type { Grant, Viewer } from '../../auth/viewer.ts'
import type { Batch } from './model.ts'

/** The grants by which the viewer imports at all. */
const importing = (viewer: Viewer): readonly Grant[] => recordGrants(viewer).filter((grant) => allowed[grant.role].includes('import:write') && grant.subjectId === null)

/** For which office the viewer imports: that of the home where there is a grant for it, else the highest; null where none. */
export function officeOf(viewer: Viewer): Grant | null {
  const grants = importing(viewer)
  return grants.find((grant) => grant.regionId === viewer.homeId) ?? grants.toSorted((a, b) => a.path.length - b.path.length)[0] ?? null
}

/** Where the viewer's rows may lie. */
export const mayWriteAt = (viewer: Viewer, path: string): boolean => importing(viewer).some((grant) => grant.paths.some((root) => inSubtree(path, root)))

/** Of which sectors the viewer's rows at `path` may be, by the posts that reach there: null for all. */
export function sectorsToWrite(viewer: Viewer, path: string): readonly string[] | null {
  const grants = importing(viewer).filter((grant) => grant.paths.some((root) => inSubtree(path, root)))
  return grants.some((grant) => grant.sectors === null) ? null : [...new Set(grants.flatMap((grant) => grant.sectors ?? []))]
}

/** Whoever may import in the office's region works on its ledgers, not only on the own; of some sectors: on the own only. */
export const mayWorkOn = (viewer: Viewer, batch: Pick<Batch, 'path' | 'accountId'>): boolean => {
  const grants = importing(viewer).filter((grant) => grant.paths.some((root) => inSubtree(batch.path, root)))
  return grants.some((grant) => grant.sectors === null || batch.accountId === viewer.id)
}
