import { parseDay, splitUnit } from '@anwang/documents'
import { masked, withoutNumbers } from '@anwang/domain/personal'
import type { CellValue, RowProblem, StagedSheet } from './model.ts'

/** What a cell shows. */
function cellText(value: CellValue | undefined): string {
  if (value === null || value === undefined) return ''
  if (typeof value !== 'object') return String(value)
  if ('error' in value) return value.error
  const day = parseDay(value)
  return day.kind === 'ok' ? day.value : String(value.serial)
}

/** Columns in which ledgers name persons; of some it is the unit and the person. */
const PERSONS: ReadonlySet<string> = new Set(['firmContact', 'firmPhone', 'responsible', 'gridWorker', 'leaderName', 'leaderPhone', 'safetyOfficer', 'responsibleLeader', 'officers'])
const UNITS_AND_PERSONS: ReadonlySet<string> = new Set(['inspectors', 'regulator', 'reinspector'])
/** Headings of columns that nobody has explained yet. */
const PERSONAL_HEADING = /姓名|联系|电话|手机|负责人|责任人|安全员|网格员|领导|证号|人员$|身份证/

const maskedText = (text: string): string => {
  if (text === '') return ''
  return /\d{7}/.test(text.replace(/\D/g, '')) && !/\p{Script=Han}/u.test(text) ? masked({ name: null, phone: text }).phone! : masked({ name: text.trim(), phone: null }).name!
}

/** A cell's text as it is shown where many rows are: persons masked in their columns, numbers of persons left out elsewhere. */
export function shownCell(text: string, field: string | null, heading: string): string {
  if (field !== null && UNITS_AND_PERSONS.has(field)) {
    const { unit, people } = splitUnit(text)
    return [unit, people === null ? null : maskedText(people)].filter((part) => part !== null).join(' ')
  }
  return field === null ? (PERSONAL_HEADING.test(heading) ? maskedText(text) : withoutNumbers(text)) : PERSONS.has(field) ? maskedText(text) : withoutNumbers(text)
}

/** Shows the cells of rows of these sheets. */
export function cellsOf(sheets: readonly StagedSheet[]): (sheetName: string, raw: readonly CellValue[]) => string[] {
  const columns = new Map(sheets.map((sheet) => {
    const fields = new Map(sheet.columns.map(({ column, field }) => [column, field]))
    const headings = new Map(sheet.headings.map(({ column, path }) => [column, path.join('')]))
    return [sheet.sheetName, { fields, headings }]
  }))
  return (sheetName, raw) => raw.map((value, i) => shownCell(cellText(value), columns.get(sheetName)?.fields.get(i) ?? null, columns.get(sheetName)?.headings.get(i) ?? ''))
}

/** A problem as it is shown: its value is masked where it is a person's, in its words too. A question keeps it, as it is answered by it. */
export function shownProblem(problem: RowProblem): RowProblem {
  if (problem.kind === 'ASK' || problem.value === '') return problem
  const value = shownCell(problem.value, problem.field, problem.heading)
  if (value === problem.value) return problem
  const hidden = (text: { zh: string; en: string }) => ({ zh: text.zh.replaceAll(problem.value, value), en: text.en.replaceAll(problem.value, value) })
  return { ...problem, value, why: hidden(problem.why) }
}
