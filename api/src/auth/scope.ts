import type { Scope } from '@anwang/db'
import type { Grant, Role, Viewer } from './viewer.ts'

/** The three officers run the system; records and figures are not theirs to see. */
export const OFFICERS: ReadonlySet<Role> = new Set(['SYSTEM_ADMINISTRATOR', 'SECURITY_ADMINISTRATOR', 'AUDITOR'])

/** The viewer's posts on records. What they show and allow is the union of what each shows and allows by itself. */
export const recordGrants = (viewer: Viewer): readonly Grant[] => viewer.grants.filter((grant) => !OFFICERS.has(grant.role))

/** What row security lets the viewer's transactions see. Without a grant on records: the directory of regions only. */
export const scopeOf = (viewer: Viewer): Scope =>
  ({ accountId: viewer.id, terms: recordGrants(viewer).map(({ paths, sectors, subjectId }) => ({ paths, sectors, subjectId })) })

export const inSubtree = (path: string, root: string): boolean => path.startsWith(root)

const reaches = ({ paths }: Pick<Grant, 'paths'>, path: string): boolean => paths.some((root) => inSubtree(path, root))

/** Whether figures (not records of one subject) of the region at `path` are within the scope. */
export const seesFigures = (scope: Scope, path: string): boolean => scope.terms.some((term) => term.subjectId === null && reaches(term, path))

/** The sectors, by id, that figures of the region at `path` are of: null for all; none where the scope shows no figures of it. */
export function sectorsAt(scope: Scope, path: string): readonly string[] | null {
  const terms = scope.terms.filter((term) => term.subjectId === null && reaches(term, path))
  return terms.some((term) => term.sectors === null) ? null : [...new Set(terms.flatMap((term) => term.sectors ?? []))].toSorted()
}

/** Whether some record at or below `path`, or at a region above it, may be within the scope. */
export const overlaps = (scope: Scope, path: string): boolean =>
  scope.terms.some((term) => term.paths.some((root) => inSubtree(path, root) || inSubtree(root, path)))

/** Whether the whole of the region at `path` lies under the scope, so that a list of it without rows says that there are none. */
export const covers = (scope: Scope, path: string): boolean => scope.terms.some((term) => reaches(term, path))
