import type { Answer, LedgerRow, LedgerSheet, SheetMapping, WorkbookErrorCode } from '@anwang/documents'
import type { Day } from '@anwang/domain'

/** What the thread that reads a ledger is asked. */
export interface Request {
  readonly bytes: Uint8Array
  readonly fileName: string
  /** Set by hand for sheets of a name. */
  readonly mappings: readonly SheetMapping[]
  /** Those of the office, by the headings for which they were made. */
  readonly remembered: readonly (Omit<SheetMapping, 'sheetName'> & { readonly signature: string })[]
  readonly answers: readonly Answer[]
  readonly today: Day
  readonly split: 'ALL' | readonly string[]
  readonly splitTexts: readonly string[]
  /** Read even where no header is known, as this layout, its columns to be set by hand. */
  readonly layout: string | null
}

/** What it tells; after `rows` it waits for a word before it goes on. */
export type Told =
  | { readonly type: 'sheets'; readonly sheets: readonly LedgerSheet[] }
  | { readonly type: 'rows'; readonly rows: readonly LedgerRow[] }
  | { readonly type: 'done'; readonly sheets: readonly LedgerSheet[]; readonly answered: readonly Answer[] }
  | { readonly type: 'refused'; readonly code: WorkbookErrorCode; readonly zh: string; readonly en: string }
