import type { Scope } from '@anwang/db'
import { seesFigures } from '../../auth/scope.ts'

export const allow = {
  /** Figures of a region: whoever's scope it lies in, but for who sees the records of one firm. */
  seeFigures: (scope: Scope, path: string): boolean => seesFigures(scope, path),
}
