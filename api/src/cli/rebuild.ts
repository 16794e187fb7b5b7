import { recordAudit } from '@anwang/db'
import { refold } from '@anwang/db/ledger/refold'
import { foldAll } from '@anwang/db/metrics/fold'
import { rebuild } from '@anwang/db/metrics/rebuild'
import type { Command } from 'commander'
import type { Env } from '../env.ts'
import { ticking, withWorker } from './database.ts'

/** `anwang rebuild`: the rows anew from their events, the rollups from the deltas, then what has come into effect since. */
export function register(program: Command, env: Pick<Env, 'database' | 'dataDir' | 'clock'>): void {
  program.command('rebuild')
    .description('makes the records anew from their events, and the sums by region, month and sector from what every event added')
    .action(async (_options: unknown, command: Command) => {
      await withWorker(env, async (db) => {
        const { streams, wrong } = await ticking('folding the events', db.transaction((tx) => refold(tx)))
        console.log(`${streams} records folded anew, ${wrong} of them were wrong`)
        await recordAudit(db, [{ kind: 'ADMINISTRATION', action: 'rebuild', details: { title: `${streams} records, ${wrong} wrong` } }])
        const changed = await ticking('rebuilding the rollups', db.transaction((tx) => rebuild(tx)))
        const folded = await foldAll(db, env.clock.today(), (n) => console.error(`folded ${n} …`))
        console.log(`rollups rebuilt, ${changed} of them were wrong, ${folded} pending deltas folded`)
      }).catch((error: unknown) => command.error(`error: ${(error as Error).message}`))
    })
}
