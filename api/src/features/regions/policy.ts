import type { Scope } from '@anwang/db'
import { covers, inSubtree, recordGrants } from '../../auth/scope.ts'
import type { Viewer } from '../../auth/viewer.ts'

export const allow = {
  /** Whether the whole of a region lies within the scope; the directory itself is open to everybody signed in. */
  seeWhole: (scope: Scope, path: string): boolean => covers(scope, path),
  /** Whether whoever works with records, and opens the region, is refused: it is a neighbour's. Those above the own rank it, and are opened for that. */
  refuse: (viewer: Viewer | null, scope: Scope, path: string): boolean =>
    viewer !== null && !covers(scope, path) && recordGrants(viewer).length > 0 && !recordGrants(viewer).some((grant) => grant.paths.some((root) => inSubtree(root, path))),
}
