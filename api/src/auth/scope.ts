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

/** A subtree, and the sectors (null: all) of which what counts there is counted. */
export interface Part {
  readonly path: string
  readonly sectors: readonly string[] | null
}

/**
 * What figures of the region at `path` count: of the sectors seen of the region itself, and below it, where another post shows
 * more, of those too. Each part beyond the first lies in an earlier one and has more sectors than it. None where the scope shows
 * no figures of the region.
 */
export function countedParts(scope: Scope, path: string): readonly Part[] {
  if (!seesFigures(scope, path)) return []
  const parts: Part[] = [{ path, sectors: sectorsAt(scope, path) }]
  const roots = scope.terms.flatMap((term) => (term.subjectId === null ? term.paths : [])).filter((root) => root !== path && inSubtree(root, path))
  // A path sorts after all that it lies in.
  for (const root of [...new Set(roots)].toSorted()) {
    const sectors = sectorsAt(scope, root)
    const around = partAround(parts, root)
    if (sectors?.length !== around.sectors?.length) parts.push({ path: root, sectors })
  }
  return parts
}

/** The innermost of the parts that a subtree lies in; of a part, the one around it. */
export const partAround = (parts: readonly Part[], path: string): Part => parts.findLast((part) => part.path !== path && inSubtree(path, part.path))!

/** Whether what counts at `path` and is of the sector is in one of the parts. */
export const isCounted = (parts: readonly Part[], path: string, sectorId: string | null): boolean =>
  parts.some((part) => inSubtree(path, part.path) && (part.sectors === null || (sectorId !== null && part.sectors.includes(sectorId))))

/** Whether some record at or below `path`, or at a region above it, may be within the scope. */
export const overlaps = (scope: Scope, path: string): boolean =>
  scope.terms.some((term) => term.paths.some((root) => inSubtree(path, root) || inSubtree(root, path)))

/** Whether the whole of the region at `path` lies under the scope, so that a list of it without rows says that there are none. */
export const covers = (scope: Scope, path: string): boolean => scope.terms.some((term) => reaches(term, path))
