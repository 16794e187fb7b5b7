import type { Answer as ReadersAnswer, Bilingual, CellValue, LayoutId, LedgerRecord, Recognition, Tally } from '@anwang/documents'
import type { Day, HazardLevel, HazardSource, HazardState } from '@anwang/domain'

export const importStates = ['STAGED', 'IMPORTING', 'IMPORTED', 'WITHDRAWN', 'FAILED'] as const
export type ImportState = (typeof importStates)[number]
export const outcomes = ['NEW', 'CHANGED', 'UNCHANGED', 'REFUSED', 'ASKED'] as const
export type Outcome = (typeof outcomes)[number]
export const problemKinds = ['REFUSED', 'ASK', 'WARNING'] as const
export type ProblemKind = (typeof problemKinds)[number]

export type { Bilingual, CellValue, LayoutId, LedgerRecord }

/** To a question; an empty one was taken back. */
export interface Answer extends ReadersAnswer {
  /** Given for an earlier ledger of the office. */
  readonly remembered?: true
}

export interface Choice {
  readonly value: string
  readonly label: Bilingual
}

/** What is wrong with a row, the reader's problems and those of the office's records alike. `column`: its letter. */
export interface RowProblem {
  readonly kind: ProblemKind
  readonly code: string
  readonly sheet: string
  readonly row: number
  readonly column: string | null
  readonly field: string
  readonly heading: string
  readonly value: string
  readonly why: Bilingual
  readonly right: Bilingual
  readonly choices: readonly Choice[]
}

/** A sheet as it was read: what was recognised, or set by hand, and who found its hazards. */
export interface StagedSheet extends Recognition {
  readonly tally: Tally
  /** Left out by hand. */
  readonly skipped: boolean
  readonly source: HazardSource | null
  readonly sourceBecause: Bilingual | null
  /** The source was chosen by hand, or remembered. */
  readonly sourceChosen: boolean
}

export interface Counts {
  readonly new: number
  readonly changed: number
  readonly unchanged: number
  readonly refused: number
  readonly asked: number
  /** Rows read over: hidden ones, totals, sections, repeated headers, notes. */
  readonly skipped: number
  /** To be registered with rows that are no register's own: beside `new`. */
  readonly firms: number
}
export const noCounts: Counts = { new: 0, changed: 0, unchanged: 0, refused: 0, asked: 0, skipped: 0, firms: 0 }

export interface Staging {
  readonly sheets: readonly StagedSheet[]
  readonly answers: readonly Answer[]
  /** The day on which its cells were erased; absent where they are still there. */
  readonly erasedOn?: Day
}

/** An uploaded ledger without its bytes. */
export interface Batch {
  readonly id: string
  readonly accountId: string
  readonly regionId: string
  readonly path: string
  readonly layout: LayoutId
  readonly fileName: string
  readonly state: ImportState
  readonly staging: Staging
  readonly counts: Counts
  readonly uploadedAt: Date
  readonly confirmedAt: Date | null
  readonly importedOn: Day | null
  readonly uploadedBy: Bilingual
  readonly progress: number | null
  readonly failure: Bilingual | null
  /** Whoever was landing its rows is gone: nothing of it landed, and it may be tried again. */
  readonly abandoned: boolean
}

/** How the books would stand after a row that is to land: its firm, and of a hazard what it is and where it got to. */
export interface Writes {
  readonly firm: string
  /** The firm is to be registered too. */
  readonly newFirm: boolean
  readonly placeId: string
  readonly accountId: string
  readonly hazard: {
    readonly level: HazardLevel
    readonly state: HazardState
    readonly dueOn: Day
    /** By which figures count, where that is another day. */
    readonly scoredDueOn?: Day | undefined
    /** The ledger gives no deadline: the usual one was taken. */
    readonly dueByDefault: boolean
  } | null
  /** The quarters that are over and whose figures it changes, as 2026-Q3, oldest first; absent where there is none. */
  readonly closed?: readonly string[]
  /** It comes later than its month's ledger may: a late entry (补录). */
  readonly late?: boolean
}

/** What the rows that are to land do to figures that people take as settled. */
export interface Counting {
  readonly closed: readonly { readonly period: string; readonly rows: number }[]
  readonly late: number
  /** Rows that land with a warning. */
  readonly warned: number
}

/** What a row said, as it is kept until confirmed and after. */
export interface RowValues {
  readonly record: LedgerRecord
  readonly raw: readonly CellValue[]
  readonly section: string | null
  readonly part: number
  readonly parts: number
  /** The how-manieth row of the same firm, day and text it is in its file; 0 where it has no identity. */
  readonly occurrence: number
  /** The firm that it means: an id, or null for one that is to be made. */
  readonly subjectId: string | null
  /** Absent where nothing may land. */
  readonly writes?: Writes | undefined
}

export interface StagedRow {
  readonly n: number
  readonly sheet: string
  readonly row: number
  readonly identity: string | null
  readonly outcome: Outcome
  readonly values: RowValues
  readonly problems: readonly RowProblem[]
  readonly streamId: string | null
}
