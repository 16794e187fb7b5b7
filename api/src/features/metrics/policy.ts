import type { Scope } from '@anwang/db'
import { countedParts, partAround, sectorsAt, seesFigures, type Part } from '../../auth/scope.ts'

export const allow = {
  /** Figures of a region: whoever's scope it lies in, but for who sees the records of one firm. */
  seeFigures: (scope: Scope, path: string): boolean => seesFigures(scope, path),
  /** Of which sectors they are: null for all, or where no figures are seen. */
  seeSectors: (scope: Scope, path: string): readonly string[] | null => (seesFigures(scope, path) ? sectorsAt(scope, path) : null),
  /** What they count: there, and at posts below that show more sectors. */
  seeParts: (scope: Scope, path: string): readonly Part[] => countedParts(scope, path),
  partAround: (parts: readonly Part[], part: Part): Part => partAround(parts, part.path),
}
