import { foldAll, rebuild } from '@anwang/db/metrics/fold'
import type { Command } from 'commander'
import type { Env } from '../env.ts'
import { ticking, withWorker } from './database.ts'

/** `anwang rebuild`: the rollups anew from the deltas, then what has come into effect since. */
export function register(program: Command, env: Pick<Env, 'database' | 'dataDir' | 'clock'>): void {
  program.command('rebuild')
    .description('makes the sums by region, month and sector anew from what every event added')
    .action(async (_options: unknown, command: Command) => {
      await withWorker(env, async (db) => {
        await ticking('rebuilding the rollups', db.transaction((tx) => rebuild(tx)))
        const folded = await foldAll(db, env.clock.today(), (n) => console.error(`folded ${n} …`))
        console.log(`rollups rebuilt, ${folded} pending deltas folded`)
      }).catch((error: unknown) => command.error(`error: ${(error as Error).message}`))
    })
}
