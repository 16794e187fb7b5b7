import type { Scope } from '@anwang/db'
import type { Grant, Role, Viewer } from './viewer.ts'

/** The three officers run the system; records and figures are not theirs to see. */
export const OFFICERS: ReadonlySet<Role> = new Set(['SYSTEM_ADMINISTRATOR', 'SECURITY_ADMINISTRATOR', 'AUDITOR'])

const narrowing = (grant: Grant): string => JSON.stringify([grant.subjectId, grant.sectors?.toSorted() ?? null])

/** The grants that row security can hold at once: those narrowed alike, the least narrowed first, never a union that shows more. */
export function recordGrants(viewer: Viewer): readonly Grant[] {
  const grants = viewer.grants.filter((grant) => !OFFICERS.has(grant.role))
  const groups = [...Map.groupBy(grants, narrowing).values()]
  const rank = ([grant]: readonly Grant[]) => (grant!.subjectId !== null ? 2 : grant!.sectors !== null ? 1 : 0)
  return groups.toSorted((a, b) => rank(a) - rank(b) || b.length - a.length)[0] ?? []
}

/** What row security lets the viewer's transactions see. Without a grant on records: the directory of regions only. */
export function scopeOf(viewer: Viewer): Scope {
  const grants = recordGrants(viewer)
  return {
    accountId: viewer.id,
    paths: [...new Set(grants.flatMap((grant) => grant.paths))],
    sectors: grants[0]?.sectors ?? null,
    subjectId: grants[0]?.subjectId ?? null,
  }
}

export const inSubtree = (path: string, root: string): boolean => path.startsWith(root)

/** Whether figures (not records of one subject) of the region at `path` are within the scope. */
export const seesFigures = (scope: Scope, path: string): boolean =>
  scope.subjectId === null && scope.paths.some((root) => inSubtree(path, root))

/** Whether some record at or below `path`, or at a region above it, may be within the scope. */
export const overlaps = (scope: Scope, path: string): boolean =>
  scope.paths.some((root) => inSubtree(path, root) || inSubtree(root, path))

/** Whether the whole of the region at `path` lies under the scope, so that a list of it without rows says that there are none. */
export const covers = (scope: Scope, path: string): boolean => scope.paths.some((root) => inSubtree(path, root))
