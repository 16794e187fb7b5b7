import type { Viewer } from '../../auth/viewer.ts'

/** The subtrees of which the viewer reads the second log: those of the auditor's grants. Nobody else reads it, whatever else they may. */
export const auditPaths = (viewer: Viewer | null): readonly string[] =>
  [...new Set((viewer?.grants ?? []).filter((grant) => grant.role === 'AUDITOR').flatMap((grant) => grant.paths))]
