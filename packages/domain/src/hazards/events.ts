import type { Day } from '../time/index.ts'

export const hazardLevels = ['GENERAL', 'MAJOR'] as const
export type HazardLevel = (typeof hazardLevels)[number]
export const hazardStates = ['REGISTERED', 'RECTIFYING', 'SUBMITTED', 'CLOSED', 'ARCHIVED', 'VOIDED'] as const
export type HazardState = (typeof hazardStates)[number]
export const hazardSources = ['DEPARTMENT', 'SUPERIOR', 'EXPERT', 'TIP_OFF', 'GRID_PATROL', 'SELF_CHECK', 'MACHINE'] as const
export type HazardSource = (typeof hazardSources)[number]
/** What an enterprise or a grid worker found is shown apart and not scored (scheme.md, scored sources). */
export const scoredSources: ReadonlySet<HazardSource> = new Set(['DEPARTMENT', 'SUPERIOR', 'EXPERT', 'TIP_OFF'])

/** Days from finding to the deadline of a general hazard for which nobody set another. */
export const DEFAULT_RECTIFICATION_DAYS = 15
/** A first deadline counts at most so many days after finding, unless the level above approved a longer one. */
export const LONGEST_UNAPPROVED_DAYS = 30
/** Days from the earlier of first submission and scored deadline within which a re-inspection is in time. */
export const REINSPECTION_DAYS = 10

/** Where a hazard lies, whose figures it counts in, and in which one sector. */
export interface HazardPlace {
  readonly subjectId: string
  readonly placeId: string
  readonly accountId: string
  readonly sectorId: string | null
}

/** The five parts of a major hazard's plan: 责任、措施、资金、期限、预案. Posts, never persons: events hold no personal data. */
export interface RectificationPlan {
  readonly responsiblePost: string
  readonly measures: string
  readonly fundsYuan: number
  readonly dueOn: Day
  readonly contingency: string
}

/**
 * What a ledger states about a hazard beside the facts that figures come from: 五落实 of one that needs no plan, who
 * supervises, the remark. Units and posts, never persons. Absent where nothing was stated.
 */
export interface HazardDetails {
  readonly measures?: string
  readonly fundsYuan?: number
  /** As typed, where no amount is named: 企业自筹. */
  readonly fundsText?: string
  readonly contingency?: string
  /** 整改责任单位 */
  readonly rectifyingUnit?: string
  /** 监管部门 */
  readonly regulator?: string
  /** 复查单位 */
  readonly reinspectingUnit?: string
  /** 整改情况, of one that was not submitted */
  readonly progress?: string
  /** Below the place: the street's number, the grid. */
  readonly address?: string
  readonly note?: string
}

/**
 * The payload of each type of event, schema version 1. `occurredAt` of the event carries the time of the fact.
 * Facts of finding may be earlier than the day they were registered: `foundOn`.
 */
export interface HazardPayloads {
  registered: HazardPlace & {
    readonly number: string
    readonly description: string
    readonly level: HazardLevel
    readonly source: HazardSource
    readonly foundOn: Day
    readonly dueOn: Day
    readonly inspectionId: string | null
    /** Found before the office's go-live date: shown, enters no metric. */
    readonly shownOnly: boolean
    readonly details?: HazardDetails
  }
  /** 责令限期整改指令书 or 隐患告知单: sets the first deadline. */
  ordered: { readonly dueOn: Day; readonly document: 'RECTIFICATION_ORDER' | 'HAZARD_NOTIFICATION' }
  /** The level above approved a first deadline longer than 30 days. */
  long_deadline_approved: Record<string, never>
  planned: { readonly plan: RectificationPlan }
  submitted: { readonly onTheSpot: boolean; readonly measures: string }
  /** Re-inspection, acceptance and closure (复查、验收、销号). `post` is where the re-inspector stands. */
  accepted: { readonly onSite: boolean }
  /** A re-inspection that did not pass; also one made at the deadline without any submission. */
  rejected: { readonly dueOn: Day | null }
  extension_requested: { readonly dueOn: Day; readonly controlMeasures: string }
  extension_decided: { readonly granted: boolean; readonly dueOn: Day; readonly byLevelAbove: boolean }
  corrected: {
    readonly level?: HazardLevel
    readonly sectorId?: string | null
    readonly subject?: HazardPlace
    readonly description?: string
    /** Those that were not stated before. */
    readonly details?: HazardDetails
  }
  /** The regions were reorganized: what is open moves to the successors on that day. */
  transferred: { readonly placeId: string; readonly accountId: string }
  void_requested: { readonly duplicateOf: string | null }
  void_countersigned: Record<string, never>
  void_refused: Record<string, never>
  /** A revisit (回头看); `drawn`: from a public seed by the level above, which alone is scored. */
  revisited: { readonly drawn: boolean; readonly recurred: boolean }
  reopened: { readonly dueOn: Day }
  archived: Record<string, never>
  listed: { readonly level: 'PROVINCE' | 'CITY' | 'COUNTY'; readonly dueOn: Day }
  delisted: Record<string, never>
}
export type HazardEventType = keyof HazardPayloads

export type EventSource = 'WEB' | 'PHONE' | 'IMPORT' | 'API' | 'SYSTEM' | 'SEED'

export type HazardEvent = {
  [T in HazardEventType]: {
    readonly type: T
    readonly occurredAt: Date
    readonly source: EventSource
    readonly actorId: string
    /** Imported events: the domain day of the import, which decides whether they are late entries (补录). */
    readonly importedOn?: Day
    readonly reason?: string
    readonly payload: HazardPayloads[T]
  }
}[HazardEventType]

export type EventOf<T extends HazardEventType> = Extract<HazardEvent, { type: T }>
