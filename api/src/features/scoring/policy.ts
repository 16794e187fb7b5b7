import type { Scope } from '@anwang/db'
import { isCounted, type Part } from '../../auth/scope.ts'
import { allow as metrics } from '../metrics/policy.ts'

export const allow = {
  /** A region's live score, and how it came about: itself and those above it. */
  seeScore: (scope: Scope, path: string): boolean => metrics.seeFigures(scope, path),
  /** Of which sectors the records are that are shown of it: null for all. */
  seeSectors: (scope: Scope, path: string): readonly string[] | null => metrics.seeSectors(scope, path),
  /** What is counted of it, by where and of which sectors. */
  seeParts: (scope: Scope, path: string): readonly Part[] => metrics.seeParts(scope, path),
  seeCountedAt: (parts: readonly Part[], path: string, sectorId: string | null): boolean => isCounted(parts, path, sectorId),
  /** The records that were counted for it. */
  seeCounted: (scope: Scope, path: string): boolean => metrics.seeFigures(scope, path),
}
