export const roles = [
  'SYSTEM_ADMINISTRATOR', 'SECURITY_ADMINISTRATOR', 'AUDITOR', 'COMMITTEE_OFFICE', 'LEADER', 'DEPARTMENT', 'STREET_WORKER', 'ENTERPRISE', 'OVERSIGHT',
] as const
export type Role = (typeof roles)[number]

/** role × region subtree × (sectors), in force today. */
export interface Grant {
  readonly role: Role
  readonly regionId: string
  readonly path: string
  /** The region's own path and those of the closed regions that were succeeded into it. */
  readonly paths: readonly string[]
  /** null: all. */
  readonly sectors: readonly string[] | null
  /** An enterprise sees its own records only. */
  readonly subjectId: string | null
}
