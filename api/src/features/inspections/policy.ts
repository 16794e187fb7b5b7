import type { InspectionNature } from '@anwang/domain'
import { grantsFor, type Target } from '../../auth/policy.ts'
import type { Role, Viewer } from '../../auth/viewer.ts'

const naturesOf: Partial<Record<Role, readonly InspectionNature[]>> = {
  ENTERPRISE: ['SELF_CHECK'],
  STREET_WORKER: ['GRID_PATROL'],
  DEPARTMENT: ['ADMINISTRATIVE', 'SUPERVISORY', 'EXPERT_SERVICE'],
  COMMITTEE_OFFICE: ['SUPERVISORY', 'ADMINISTRATIVE', 'EXPERT_SERVICE'],
}

export const allow = {
  /** The natures of inspections that the viewer may record there, the likeliest first; none where they may not record any. */
  record: (viewer: Viewer | null, at: Target): readonly InspectionNature[] =>
    [...new Set(grantsFor(viewer, 'inspection:write', at).flatMap((grant) => naturesOf[grant.role] ?? []))],
  /** Whether the inspectors' names may be kept beside it: an enterprise keeps contacts of its own firm only. */
  keepNames: (viewer: Viewer | null, at: Target): boolean => grantsFor(viewer, 'inspection:write', at).some((grant) => grant.subjectId === null && grant.role !== 'ENTERPRISE'),
}
