import type { Scope } from '@anwang/db'
import { sectorsAt, seesFigures } from '../../auth/scope.ts'

export const allow = {
  /** Figures of a region: whoever's scope it lies in, but for who sees the records of one firm. */
  seeFigures: (scope: Scope, path: string): boolean => seesFigures(scope, path),
  /** Of which sectors they are: null for all, or where no figures are seen. */
  seeSectors: (scope: Scope, path: string): readonly string[] | null => (seesFigures(scope, path) ? sectorsAt(scope, path) : null),
}
