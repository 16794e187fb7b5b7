import { layoutOf, PROBLEM_HEADING, type LayoutId } from '@anwang/documents'
import { withoutNumbers } from '@anwang/domain/personal'
import type { Language } from '../../context.ts'
import { shownCell } from './masking.ts'
import type { StagedRow, StagedSheet } from './model.ts'

export const layoutFields = (id: LayoutId) =>
  layoutOf(id).columns.map((column) => ({ field: column.field, label: column.label.join(' / '), required: column.required === true }))
export const labelOf = (id: LayoutId | '' | null, field: string): string => (id && layoutFields(id).find((one) => one.field === field)?.label) ?? field

/** What is read to tell rows apart or is kept with the row, but has no place in a record. */
const NOT_WRITTEN: Readonly<Record<LayoutId, readonly string[]>> = {
  HAZARDS: [],
  SUPERVISION: [],
  ENTERPRISES: [],
  ENFORCEMENT: [],
}
export const notWritten = ({ layout, columns }: StagedSheet): string[] =>
  layout === null ? [] : columns.filter((column) => NOT_WRITTEN[layout].includes(column.field)).map((column) => labelOf(layout, column.field))

const letterOf = (index: number): string => (index < 26 ? '' : letterOf(Math.floor(index / 26) - 1)) + String.fromCharCode(65 + (index % 26))

/** The columns of a sheet that have a heading, with the first value below; not the one in which we say what is wrong. */
export function headersOf(sheet: StagedSheet): { index: number; letter: string; header: string; sample: string | null }[] {
  const first = (sheet.mapping?.headerRow ?? 0) + (sheet.mapping?.headerRows ?? 0)
  const below = sheet.preview.filter((row) => row.row >= first)
  const shown = (text: string | undefined, column: number, heading: string) => (text === undefined ? null : shownCell(text, sheet.columns.find((one) => one.column === column)?.field ?? null, heading))
  return sheet.headings.filter(({ path }) => path.at(-1) !== PROBLEM_HEADING).map(({ column, path }) => ({
    index: column, letter: letterOf(column), header: path.map((part) => part.replace(/\s+/g, '')).join('/'), sample: shown(below.map((row) => row.cells[column] ?? '').find((cell) => cell !== ''), column, path.join('')),
  }))
}

/** One line by which a person knows the row. */
export function summaryOf({ values: { record } }: StagedRow, language: Language): string {
  const parts = record.kind === 'HAZARD' ? [record.firm.name, record.checkedOn, record.description]
    : record.kind === 'ENTERPRISE' ? [record.name, record.creditCode ?? '', record.place?.text ?? '']
      : [record.name, record.dates.from, record.category ?? '']
  return withoutNumbers(parts.filter((part) => part !== '').join(language === 'en' ? ', ' : ' · ').replace(/\s+/g, ' ')).slice(0, 160)
}
