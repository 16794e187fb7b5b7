import { compareAll, FoldedLater, type DifferingCell } from '@anwang/db/metrics/recount'
import { isMonthAligned, parsePeriod } from '@anwang/domain'
import type { Command } from 'commander'
import type { Env } from '../env.ts'
import { recounted, ticking, withWorker } from './database.ts'

const line = (d: DifferingCell): string =>
  `${d.name ?? 'no name'} (${d.path || 'country'}${d.own ? ', own' : ''}) ${d.day ?? d.month.slice(0, 7)} ${d.sectorId ?? 'all sectors'} ${d.metric}: kept ${d.kept}, recounted ${d.recounted}`

/** `anwang recount [--period 2026-Q3]`: every figure again from the events. Exit 1 where one differs. */
export function register(program: Command, env: Pick<Env, 'database' | 'dataDir' | 'clock'>): void {
  program.command('recount')
    .description('compares every figure kept with a recount of the events; exit 1 where they differ')
    .option('--period <period>', 'whole months only, such as 2026-09, 2026-Q3 or 2026')
    .action(async (options: { period?: string }, command: Command) => {
      const period = options.period === undefined ? undefined : parsePeriod(options.period)
      if (period === null || (period && !isMonthAligned(period))) command.error(`error: ${options.period} is no period of whole months`)
      const found = await withWorker(env, (db) => ticking('recounting', (tell) => compareAll(db, env.clock.today(), { period, tell: (progress) => tell(recounted(progress)) })))
        .catch((error: unknown) => command.error(error instanceof FoldedLater
          ? `error: ${error.message}, the clock stands at ${env.clock.today()}: set ANWANG_CLOCK as for the server` : `error: ${(error as Error).message}`))
      for (const one of found.differences) console.log(line(one))
      if (found.differing > found.differences.length) console.log(`… and ${found.differing - found.differences.length} more`)
      console.log(`${found.cells} cells compared, ${found.differing} differences`)
      if (found.differing > 0) process.exitCode = 1
    })
}
