import type { Tx } from '@anwang/db'
import { proposeSource, type LedgerRow, type LedgerSheet, type SheetMapping } from '@anwang/documents'
import type { HazardSource } from '@anwang/domain'
import type { RegionLevel } from '@anwang/domain/regions'
import { noCounts, type Answer, type Counts, type Outcome, type RowProblem, type StagedRow, type StagedSheet } from './model.ts'
import { keyOf, readersOwn, splitChosen } from './plan/answers.ts'
import { loadWorld, type Bearings } from './plan/load.ts'
import { planRows, type ReadRow } from './plan/rows.ts'
import { readInThread } from './reading/read.ts'
import { restage, type Remembered } from './store/batches.ts'
import { insertRows } from './store/rows.ts'

export interface Corrections {
  readonly mappings: readonly SheetMapping[]
  readonly skipped: ReadonlySet<string>
  /** By sheet, as chosen. */
  readonly sources: ReadonlyMap<string, HazardSource>
  readonly answers: readonly Answer[]
  readonly remembered: readonly Remembered[]
  readonly layout: string | null
}

export interface ToStage extends Bearings {
  readonly id: string
  readonly file: Uint8Array
  readonly fileName: string
}

const COUNT: Readonly<Record<Outcome, keyof Counts>> = { NEW: 'new', CHANGED: 'changed', UNCHANGED: 'unchanged', REFUSED: 'refused', ASKED: 'asked' }
export const countsOf = (outcomes: ReadonlyMap<Outcome, number>, skipped: number, firms: number): Counts => {
  const counts: Record<keyof Counts, number> = { ...noCounts, skipped, firms }
  for (const [outcome, count] of outcomes) counts[COUNT[outcome]] = count
  return counts
}

const readOver = ({ tally: { hidden, sections, totals, headers, notes } }: StagedSheet): number => hidden + sections + totals + headers + notes
export const skippedRows = (sheets: readonly StagedSheet[]): number => sheets.filter((sheet) => !sheet.skipped).reduce((sum, sheet) => sum + readOver(sheet), 0)

type OfficeLevel = Parameters<typeof proposeSource>[2]
const officeLevel = (level: RegionLevel): OfficeLevel => (level === 'COUNTRY' ? 'PROVINCE' : level === 'COMMUNITY' ? 'STREET' : level)

/** The source by what most rows of the sheet name as the unit that inspected. */
function sourceOf(sheet: StagedSheet, units: ReadonlyMap<string, number> | undefined, level: RegionLevel): StagedSheet {
  if (sheet.layout !== 'HAZARDS' && sheet.layout !== 'SUPERVISION') return { ...sheet, source: null, sourceBecause: null }
  if (sheet.sourceChosen) return sheet
  const unit = [...(units ?? [])].toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? null
  const { source, because } = proposeSource(sheet.layout, unit === '' ? null : unit, officeLevel(level))
  return { ...sheet, source, sourceBecause: because }
}

function staged(sheet: LedgerSheet, corrections: Corrections): StagedSheet {
  const remembered = corrections.remembered.find((one) => one.mapping.signature === sheet.mapping?.signature)?.source ?? null
  const source = corrections.sources.get(sheet.sheetName) ?? remembered
  return { ...sheet, skipped: corrections.skipped.has(sheet.sheetName), source, sourceBecause: null, sourceChosen: source !== null }
}

const toRead = (row: LedgerRow, n: number): ReadRow => ({
  n, sheet: row.sheet, row: row.row, problems: row.problems as readonly RowProblem[], split: row.split,
  values: { record: row.record, raw: row.raw, section: row.section, part: row.part, parts: row.parts },
})

/**
 * Reads the ledger and stages every row with what would become of it; nothing is written but the staging. Within the transaction
 * that made the batch, or that took its earlier rows away. @throws WorkbookError
 */
export async function stage(tx: Tx, ledger: ToStage, corrections: Corrections): Promise<void> {
  const reading = readInThread({
    bytes: ledger.file, fileName: ledger.fileName, mappings: corrections.mappings, remembered: corrections.remembered.map((one) => one.mapping),
    answers: readersOwn(corrections.answers), today: ledger.clock.today(), ...splitChosen(corrections.answers), layout: corrections.layout,
  })
  const sheets = new Map<string, StagedSheet>()
  const world = await loadWorld(tx, ledger, corrections.answers, sheets)
  const units = new Map<string, Map<string, number>>()
  const outcomes = new Map<Outcome, number>()
  const firms = new Set<string>()
  let n = 0
  for (let step = await reading.next(); ; step = await reading.next()) {
    if (step.done) {
      // What was counted is complete only now.
      for (const one of step.value.answered) world.answers.used.add(keyOf(one))
      for (const sheet of step.value.sheets) sheets.set(sheet.sheetName, sourceOf(staged(sheet, corrections), units.get(sheet.sheetName), world.office.level))
      break
    }
    if ('sheets' in step.value) {
      for (const sheet of step.value.sheets) sheets.set(sheet.sheetName, staged(sheet, corrections))
      continue
    }
    const rows = step.value.rows.filter((row) => !corrections.skipped.has(row.sheet))
    for (const { sheet, row, record, whole } of rows) {
      if (whole !== null) world.answers.find('split', whole, sheet, row)
      if (record.kind !== 'HAZARD') continue
      const counted = units.get(sheet) ?? new Map<string, number>()
      counted.set(record.inspectingUnit ?? '', (counted.get(record.inspectingUnit ?? '') ?? 0) + 1)
      units.set(sheet, counted)
    }
    const planned = await planRows(tx, world, rows.map((row) => toRead(row, (n += 1))))
    const written: StagedRow[] = planned.map(({ row }) => row)
    for (const { party, row } of planned)
      if (party?.made && row.outcome === 'NEW' && row.values.record.kind !== 'ENTERPRISE') firms.add(party.id)
    for (const { outcome } of written) outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
    await insertRows(tx, ledger.id, ledger.path, written)
  }
  const all = [...sheets.values()]
  const layout = all.find((sheet) => sheet.layout !== null && !sheet.skipped)?.layout ?? all.find((sheet) => sheet.layout !== null)?.layout ?? ''
  await restage(tx, ledger.id, layout, { sheets: all, answers: corrections.answers.filter((one) => !one.remembered || world.answers.used.has(keyOf(one))) }, countsOf(outcomes, skippedRows(all), firms.size))
}
