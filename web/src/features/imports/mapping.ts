import { addDays, isDay } from '@anwang/domain/time'
import type { Sheet } from './queries.ts'

export const SOURCES = ['DEPARTMENT', 'SUPERIOR', 'EXPERT', 'TIP_OFF', 'GRID_PATROL', 'SELF_CHECK', 'MACHINE'] as const
export type Source = (typeof SOURCES)[number]

/** How a sheet is to be read, as it stands in the form. `fields`: column index → field, '' where it is not read. */
export interface Correction {
  readonly skip: boolean
  readonly layout: string
  readonly headerRow: string
  readonly source: string
  readonly fields: Readonly<Record<number, string>>
}

export const correctionOf = (sheet: Sheet): Correction => ({
  skip: sheet.skipped,
  layout: sheet.layout,
  headerRow: sheet.headerRow === 0 ? '' : String(sheet.headerRow),
  source: sheet.source ?? '',
  fields: Object.fromEntries(sheet.headers.map((header) => [header.index, sheet.columns.find((column) => column.index === header.index)?.field ?? ''])),
})

/** Fields that more than one column is read as. */
export function takenTwice(fields: Correction['fields']): string[] {
  const used = Object.values(fields).filter((field) => field !== '')
  return [...new Set(used.filter((field, i) => used.indexOf(field) !== i))]
}

/** Only what differs is sent: columns are remembered for next month's ledger, and another layout or header finds its own. */
export function changesOf(sheet: Sheet, correction: Correction) {
  const before = correctionOf(sheet)
  const moved = correction.layout !== before.layout || correction.headerRow !== before.headerRow
  const columns = Object.entries(correction.fields).filter(([, field]) => field !== '').map(([index, field]) => ({ field, index: Number(index) }))
  const source = SOURCES.find((one) => one === correction.source)
  const headerRow = Number(correction.headerRow)
  const changes = {
    ...(correction.skip !== before.skip && { skip: correction.skip }),
    ...(correction.layout !== before.layout && correction.layout !== '' && { layout: correction.layout }),
    ...(correction.headerRow !== before.headerRow && Number.isInteger(headerRow) && headerRow > 0 && { headerRow }),
    ...(source && correction.source !== before.source && { source }),
    ...(!moved && JSON.stringify(correction.fields) !== JSON.stringify(before.fields) && { columns }),
  }
  return Object.keys(changes).length === 0 ? null : { name: sheet.name, ...changes }
}

/** A ledger's period, given half-open, by its first and last day. */
export function periodShown(text: string): string {
  const [from, until] = text.split('/')
  return from && until && isDay(from) && isDay(until) ? `${from} – ${addDays(until, -1)}` : text
}
