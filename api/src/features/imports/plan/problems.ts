import type { Bilingual, Choice, ProblemKind, RowProblem, StagedSheet } from '../model.ts'

/** A row of a sheet, as far as a problem must name it. */
export interface At {
  readonly sheet: Pick<StagedSheet, 'sheetName' | 'columns'>
  readonly row: number
}

/** Where a question of ours is shown: the columns that it speaks of, the first that the ledger has. */
const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  firm: ['firmName', 'name'], split: ['description'], place: ['street', 'county', 'village'],
}
const LONGEST = 200

export function problem(at: At, kind: ProblemKind, code: string, field: string, value: string, why: Bilingual, right: Bilingual = { zh: '', en: '' }, choices: readonly Choice[] = []): RowProblem {
  const fields = COLUMNS[field] ?? [field]
  const column = fields.map((name) => at.sheet.columns.find((match) => match.field === name)).find((match) => match !== undefined)
  return {
    kind, code, sheet: at.sheet.sheetName, row: at.row, column: column?.letter ?? null, field, heading: column?.heading ?? field,
    value: value.slice(0, LONGEST), why, right, choices,
  }
}

export const both = (text: string): Bilingual => ({ zh: text, en: text })
