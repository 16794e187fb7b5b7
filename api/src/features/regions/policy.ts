import type { Scope } from '@anwang/db'
import { covers } from '../../auth/scope.ts'

export const allow = {
  /** Whether the whole of a region lies within the scope; the directory itself is open to everybody signed in. */
  seeWhole: (scope: Scope, path: string): boolean => covers(scope, path),
}
