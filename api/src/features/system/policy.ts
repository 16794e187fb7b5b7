import type { Viewer } from '../../auth/viewer.ts'

/** Whether the viewer is told how the system runs. */
export const mayWatch = (viewer: Viewer | null): boolean => viewer?.grants.some((grant) => grant.role === 'SYSTEM_ADMINISTRATOR') ?? false
