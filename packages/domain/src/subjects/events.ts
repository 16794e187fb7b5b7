import type { Day } from '../time/index.ts'
import type { EventSource } from '../hazards/events.ts'

export const subjectKinds = ['ENTERPRISE', 'SITE', 'PROJECT', 'VEHICLE', 'HOUSEHOLD'] as const
export type SubjectKind = (typeof subjectKinds)[number]
/** 在营、停产、在建、关闭 */
export const subjectStatuses = ['OPERATING', 'SUSPENDED', 'UNDER_CONSTRUCTION', 'CLOSED'] as const
export type SubjectStatus = (typeof subjectStatuses)[number]
/** Red, orange, yellow and blue of the dual-prevention system (双重预防). */
export const riskGrades = ['RED', 'ORANGE', 'YELLOW', 'BLUE'] as const
export type RiskGrade = (typeof riskGrades)[number]
/** The five responsibilities (G3): primary, territorial, sector, comprehensive, party-and-government. */
export const responsibilities = ['PRIMARY', 'TERRITORIAL', 'SECTOR', 'COMPREHENSIVE', 'PARTY_AND_GOVERNMENT'] as const
export type Responsibility = (typeof responsibilities)[number]

/** The facts of a subject that figures depend on; all but the place are as its register states them. */
export interface SubjectFacts {
  readonly kind: SubjectKind
  readonly name: string
  readonly creditCode: string | null
  readonly placeId: string
  /** The ancestor of the place at the level that supervises the subject. */
  readonly accountId: string
  readonly sectorId: string | null
  readonly riskGrade: RiskGrade | null
  readonly status: SubjectStatus
  /** On the city's list of key enterprises; taking one off needs the city's consent. */
  readonly key: boolean
  /** The supervision mode that its risk grade asks for is set. */
  readonly supervisionModeSet: boolean
  /** The responsibilities to which an organization or post is assigned. */
  readonly assigned: readonly Responsibility[]
  readonly hazardSources: number
  readonly hazardSourcesOnline: number
  readonly standardized: boolean
}

export interface SubjectPayloads {
  registered: SubjectFacts & { readonly shownOnly: boolean }
  changed: Partial<SubjectFacts>
  transferred: { readonly placeId: string; readonly accountId: string }
  /** Entered in error: gone from all figures, past ones too. */
  withdrawn: Record<string, never>
}
export type SubjectEventType = keyof SubjectPayloads
export type SubjectEvent = {
  [T in SubjectEventType]: {
    readonly type: T
    readonly occurredAt: Date
    readonly source: EventSource
    readonly actorId: string
    readonly importedOn?: Day
    readonly reason?: string
    readonly payload: SubjectPayloads[T]
  }
}[SubjectEventType]
