import {
  compareEditions, isRegionCode, keyOfCode, levelOfCode, readEdition,
  type Edition, type EditionChange, type EditionNode, type EditionProblem, type EditionRow, type Region,
} from '@anwang/domain/regions'
import { sql } from 'drizzle-orm'
import type { Db, Tx } from '../client.ts'
import { EXTRACT_EDITION, readExtract, type ExtractPart } from './extract.ts'
import { knownRegions, loadClosedPaths, loadOpen } from './load.ts'
import { strandedRecords, type StrandedRecords } from './stranded.ts'
import { writeChange } from './write.ts'

/** Counted in rows. */
export type RegionProgress = { step: 'reading' | 'comparing' | 'writing'; done: number; total: number | null }

export type RegionImportOptions = {
  /** The day (`YYYY-MM-DD`) from which the edition holds. */
  on: string
  /** Code of the region of which only the rows below count. Default: the country. */
  within?: string
  progress?: (progress: RegionProgress) => void
  /** Says what would change and changes nothing. */
  dryRun?: boolean
  /** Needed where more than 50 regions and more than a twentieth of those kept would close with no successor. */
  allowClosing?: boolean
  /** Runs in the import's transaction after its rows are written: where the ledger writes `transferred` events. */
  transfer?: (tx: Tx, report: RegionImportReport) => Promise<void>
}

export type RegionImportReport = Omit<EditionChange, 'opened'> & { opened: number; openedByLevel: Record<string, number>; stranded: StrandedRecords }

/** Rows that cannot be read; nothing was changed. */
export class EditionRefused extends Error {
  readonly problems: readonly EditionProblem[]
  constructor(problems: readonly EditionProblem[]) {
    const [first] = problems
    super(first === undefined ? 'the edition has no rows' : `row ${first.row}, ${first.column} "${first.value}": ${first.problem}${problems.length > 1 ? ` (and ${problems.length - 1} more)` : ''}`)
    this.problems = problems
  }
}

/** What is loaded is newer than the edition where they differ; nothing was changed. */
export class EditionTooOld extends Error {
  readonly loadedOn: string
  constructor(on: string, loadedOn: string) {
    super(`the edition holds from ${on}, but what it would change holds from ${loadedOn}`)
    this.loadedOn = loadedOn
  }
}

/** So much would close without a successor that the edition is probably a part of one; nothing was changed. */
export class EditionTooNarrow extends Error {
  readonly closing: readonly Region[]
  constructor(closing: readonly Region[]) {
    super(`${closing.length} regions would close without a successor; say which part of the country the edition is about, or that they may close`)
    this.closing = closing
  }
}

const LOCK = 410_901

/**
 * Brings the directory of regions to an edition, in one transaction; the same edition again changes nothing. Rows speak
 * only about the children of regions that they list at least one child of (see compareEditions). Errors: EditionRefused,
 * EditionTooOld, EditionTooNarrow.
 *
 * @param db connected as the owner
 */
export async function importRegions(db: Db, rows: Iterable<EditionRow> | AsyncIterable<EditionRow>, options: RegionImportOptions): Promise<RegionImportReport> {
  const { on, progress = () => undefined } = options
  const read: EditionRow[] = []
  for await (const row of rows) if (read.push(row) % 50_000 === 0) progress({ step: 'reading', done: read.length, total: null })
  progress({ step: 'reading', done: read.length, total: read.length })
  if (read.length === 0) throw new EditionRefused([])

  return db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${LOCK})`)
    const closedPaths = await loadClosedPaths(tx)
    const { change, open, reused } = await compareWith(tx, read, closedPaths, options, false)
    if (options.allowClosing !== true && change.unlinked.length > Math.max(50, change.kept / 20)) throw new EditionTooNarrow(change.unlinked)
    await refuseOld(tx, change, on, reused)
    progress({ step: 'comparing', done: open, total: open })

    if (options.dryRun !== true) {
      const total = change.opened.length + change.closed.length + change.relabelled.length + change.reshaped.length + change.successions.length
      let done = 0
      await writeChange(tx, change, on, (count) => progress({ step: 'writing', done: (done += count), total }))
    }
    const openedByLevel: Record<string, number> = {}
    for (const { level } of change.opened) openedByLevel[level] = (openedByLevel[level] ?? 0) + 1
    const stranded = change.closed.length > 0 ? await strandedRecords(tx) : { subjects: [], hazards: [] }
    const report = { ...change, opened: change.opened.length, openedByLevel, stranded }
    if (options.dryRun !== true) await options.transfer?.(tx, report)
    return report
  })
}

/** The committed extract, or the part of it that the demonstration needs (`base`), from the day of its edition. */
export const importExtract = (db: Db, part: ExtractPart, options: Omit<RegionImportOptions, 'on'> = {}): Promise<RegionImportReport> =>
  importRegions(db, readExtract(part), { ...options, on: EXTRACT_EDITION.on })

type Compared = { change: EditionChange; open: number; reused: string }

async function compareWith(tx: Tx, rows: readonly EditionRow[], closedPaths: ReadonlyMap<string, string>, options: RegionImportOptions, everything: boolean): Promise<Compared> {
  const open = await loadOpen(tx, rows, everything)
  const { nodes, problems } = readEdition(rows, knownRegions(open))
  if (problems.length > 0) throw new EditionRefused(problems)
  const edition = options.within === undefined ? nodes : only(nodes, options.within)
  const paths = new Set(open.map(({ path }) => path))
  let reused = ''
  const isTaken = (path: string): boolean => {
    const closedOn = closedPaths.get(path)
    if (closedOn !== undefined && closedOn > reused) reused = closedOn
    return closedOn !== undefined || paths.has(path)
  }
  const change = compareEditions(open, edition, options.on, isTaken)
  // What closes takes along everything below it, which may not have been read.
  if (change.closed.length > 0 && !everything) return compareWith(tx, rows, closedPaths, options, true)
  return { change, open: open.length, reused }
}

/** The nodes of an edition below a region; the region and those above only carry them. */
function only(nodes: Edition, code: string): Edition {
  const level = isRegionCode(code) ? levelOfCode(code) : null
  const top = level === null ? code : keyOfCode(code, level)
  if (!nodes.has(top)) throw new EditionRefused([{ row: 0, column: 'code', value: code, problem: 'the rows have no such region' }])
  const above = new Set<string>()
  for (let at = nodes.get(top); at !== undefined; at = at.parentKey === null ? undefined : nodes.get(at.parentKey)) above.add(at.key)
  const kept = new Map<string, EditionNode>()
  for (const node of nodes.values()) {
    if (above.has(node.key)) kept.set(node.key, { ...node, context: true })
    else if (node.parentKey === top || (node.parentKey !== null && kept.has(node.parentKey) && !above.has(node.parentKey))) kept.set(node.key, node)
  }
  return kept
}

async function refuseOld(tx: Tx, change: EditionChange, on: string, reused: string): Promise<void> {
  const touched = JSON.stringify([
    ...change.closed.map(({ id }) => ({ id, closes: true })),
    ...change.relabelled.map(({ id }) => ({ id, closes: false })),
    ...new Set(change.opened.map(({ parentId }) => parentId)).values().map((id) => ({ id, closes: false })),
  ])
  const [row] = await tx.execute<{ latest: string | null }>(sql`
    select max(case when t.closes then greatest(r.valid_from, l.valid_from) + 1 else greatest(r.valid_from, l.valid_from) end)::text as latest
    from json_to_recordset(${touched}::text::json) as t(id uuid, closes boolean)
    join region r on r.id = t.id join region_label l on l.region_id = r.id and l.valid_to is null`)
  const latest = [row?.latest ?? '', reused].sort().at(-1)!
  if (latest > on) throw new EditionTooOld(on, latest)
}
