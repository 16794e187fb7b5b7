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

/**
 * What a register states about a subject beside the facts that figures come from. Units and texts, never persons: events
 * hold no personal data. Absent where nothing was stated.
 */
export interface SubjectDetails {
  /** Below the place: the street's number, the grid. */
  readonly address?: string
  /** 行业门类 and 行业代码 of GB/T 4754. */
  readonly category?: string
  readonly industryCode?: string
  /** 监管行业领域 as typed, where it is none of the sectors. */
  readonly sectorText?: string
  /** 规模 */
  readonly size?: string
  /** 从业人员 */
  readonly employees?: number
  /** As typed, where it is no number: 若干. */
  readonly employeesText?: string
  /** 重大危险源等级 */
  readonly hazardSourceGrade?: string
  /** 标准化等级 */
  readonly standardization?: string
  /** 行业监管部门 */
  readonly regulator?: string
  readonly note?: string
}

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
  /** As a whole: a change that gives it takes the place of what was stated before. */
  readonly details?: SubjectDetails | undefined
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
