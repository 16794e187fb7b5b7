import type { EventSource } from '../hazards/events.ts'
import type { Day } from '../time/index.ts'

export const inspectionNatures = ['ADMINISTRATIVE', 'SUPERVISORY', 'GRID_PATROL', 'SELF_CHECK', 'EXPERT_SERVICE'] as const
export type InspectionNature = (typeof inspectionNatures)[number]

/**
 * What an enforcement ledger reports of an inspection beside the facts that figures come from. Counts have no records
 * behind them and enter no metric. Never persons. Absent where nothing was reported.
 */
export interface InspectionDetails {
  /** 检查类别 */
  readonly category?: string
  /** 是否随机抽取 */
  readonly drawn?: boolean
  readonly violations?: number
  readonly general?: number
  readonly major?: number
  /** 其中挂牌 */
  readonly listed?: number
  /** 已整改 */
  readonly rectified?: number
  /** 文书, by the ledger's own headings. */
  readonly documents?: readonly { readonly name: string; readonly count: number }[]
  /** 罚款额 and 实际收缴, in yuan to the cent. */
  readonly finesYuan?: number
  readonly finesPaidYuan?: number
  readonly note?: string
}

/** One visit to one subject; a joint visit of several organizations is one inspection. */
export interface InspectionFacts {
  readonly number: string
  readonly nature: InspectionNature
  readonly subjectId: string
  readonly placeId: string
  readonly accountId: string
  readonly sectorId: string | null
  readonly startedOn: Day
  readonly finishedOn: Day
  /** A re-inspection is shown on its hazard and counts as no inspection. */
  readonly reinspection: boolean
  readonly findings: string
  /** Posts of those who inspected, never persons: events hold no personal data. A ledger does not name them. */
  readonly inspectors?: readonly string[] | undefined
  /** The course of the inspection: where one went, what was looked at and asked. */
  readonly process?: string | undefined
  /** As a whole: a correction that gives it takes the place of what was reported before. */
  readonly details?: InspectionDetails | undefined
  readonly shownOnly: boolean
}
export interface InspectionPayloads {
  recorded: InspectionFacts
  corrected: Partial<InspectionFacts>
  withdrawn: Record<string, never>
}
export type InspectionEventType = keyof InspectionPayloads
export type InspectionEvent = {
  [T in InspectionEventType]: {
    readonly type: T
    readonly occurredAt: Date
    readonly source: EventSource
    readonly actorId: string
    readonly importedOn?: Day
    readonly reason?: string
    readonly payload: InspectionPayloads[T]
  }
}[InspectionEventType]
