import type { Scope } from '@anwang/db'
import { allow as metrics } from '../metrics/policy.ts'
import { overlaps, seesFigures } from '../../auth/scope.ts'

export const allow = {
  /** The live ranking of what lies under a region: its own office and those above. */
  seeLive: (scope: Scope, path: string): boolean => seesFigures(scope, path),
  /** Of which sectors the figures beside it are: null for all; scores and ranks are of all. */
  seeSectors: (scope: Scope, path: string): readonly string[] | null => metrics.seeSectors(scope, path),
  /** What the region published: every region under it, and those above. */
  seePublished: (scope: Scope, path: string): boolean => overlaps(scope, path),
}
