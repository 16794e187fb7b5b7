import type { AuditNote } from '@anwang/db'

export interface Named {
  readonly typename: string
  readonly key: string
}

/** The line of the second log for what a viewer asked for and may not have. NOT_FOUND: it is not there, or lies outside the scope. */
export const denied = (action: string, reason: string, about?: Named): AuditNote =>
  ({ kind: 'DENIAL', refused: true, action, reason, target: about?.typename ?? null, targetId: about?.key ?? null })
