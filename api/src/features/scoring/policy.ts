import type { Scope } from '@anwang/db'
import { allow as metrics } from '../metrics/policy.ts'

export const allow = {
  /** A region's live score, and how it came about: itself and those above it. */
  seeScore: (scope: Scope, path: string): boolean => metrics.seeFigures(scope, path),
  /** Of which sectors the records are that are shown of it: null for all. */
  seeSectors: (scope: Scope, path: string): readonly string[] | null => metrics.seeSectors(scope, path),
  /** The records that were counted for it. */
  seeCounted: (scope: Scope, path: string): boolean => metrics.seeFigures(scope, path),
}
