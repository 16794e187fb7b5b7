import { readFileSync } from 'node:fs'
import { recordAudit } from '@anwang/db'
import { EXTRACT_EDITION, importRegions, readExtract, readRegionsCsv, type RegionImportReport, type RegionProgress } from '@anwang/db/regions/index'
import { isDay } from '@anwang/domain'
import { isRegionCode, type EditionRow } from '@anwang/domain/regions'
import type { Command } from 'commander'
import type { Env } from '../env.ts'
import { withOwner } from './owner.ts'

interface Options {
  all?: true
  within?: string
  file?: string
  on?: string
  dryRun?: true
  allowClosing?: true
}

const shown = ({ step, done, total }: RegionProgress): string => `${step} ${done}${total === null ? '' : ` of ${total}`}`

/** A line at most every two seconds, and nothing of what takes less. */
function progress(): (at: RegionProgress) => void {
  let said = Date.now()
  return (at) => {
    if (Date.now() - said < 2_000) return
    said = Date.now()
    console.error(shown(at))
  }
}

async function* wholeExtract(): AsyncGenerator<EditionRow> {
  yield* readExtract('base')
  yield* readExtract('rest')
}

function rowsOf({ all, within, file }: Options): Iterable<EditionRow> | AsyncIterable<EditionRow> {
  if (file !== undefined) return readRegionsCsv(readFileSync(file))
  return all || within !== undefined ? wholeExtract() : readExtract('base')
}

function summary(report: RegionImportReport): string[] {
  const levels = Object.entries(report.openedByLevel).map(([level, count]) => `${count} ${level.toLowerCase()}`).join(', ')
  const stranded = report.stranded.subjects.length + report.stranded.hazards.length
  return [
    `opened ${report.opened}${levels ? ` (${levels})` : ''}, closed ${report.closed.length}, relabelled ${report.relabelled.length}, kept ${report.kept}`,
    ...report.unlinked.map((region) => `closed without a successor: ${region.name} (${region.code ?? region.path})`),
    ...(stranded > 0 ? [`${report.stranded.subjects.length} subjects and ${report.stranded.hazards.length} hazards lie in regions that closed`] : []),
  ]
}

/** `anwang regions import`: the directory of regions by the committed extract or a CSV of one's own. */
export function register(program: Command, env: Pick<Env, 'database' | 'dataDir' | 'clock'>): void {
  program.command('regions').description('the directory of regions')
    .command('import')
    .description('brings the directory to an edition of the division codes; by default the committed extract: the country to its counties and all of 濮阳市')
    .option('--all', 'every street and community of the country')
    .option('--within <code>', 'only what lies below the region of this 12-digit code')
    .option('--file <csv>', 'an edition of your own: columns code and name, and where wanted parent, level, kind, former')
    .option('--on <day>', 'the day from which it holds; needed with --file')
    .option('--dry-run', 'says what would change')
    .option('--allow-closing', 'lets many regions close without a successor')
    .action(async (options: Options, command: Command) => {
      const on = options.on ?? (options.file === undefined ? EXTRACT_EDITION.on : undefined)
      if (on === undefined || !isDay(on)) command.error('error: --on is a day, such as 2026-01-01')
      if (options.within !== undefined && !isRegionCode(options.within)) command.error(`error: ${options.within} is no 12-digit statistical code`)
      await withOwner(env, async (db) => {
        const report = await importRegions(db, rowsOf(options), {
          on: on!, progress: progress(), ...(options.within !== undefined && { within: options.within }),
          ...(options.dryRun && { dryRun: true }), ...(options.allowClosing && { allowClosing: true }),
        })
        if (!options.dryRun) await recordAudit(db, [{ kind: 'ADMINISTRATION', action: 'regions import', details: { title: summary(report)[0], from: on } }])
        for (const line of summary(report)) console.log(line)
      }).catch((error: unknown) => command.error(`error: ${(error as Error).message}`))
    })
}
