import { metricNames } from '@anwang/domain'
import { connect, type Connection } from '@anwang/db/client'
import { rebuild, toldMetrics } from '@anwang/db/metrics/rebuild'
import { sql } from 'drizzle-orm'
import { cpuOf } from './lib/cpu.ts'
import { measure } from './lib/ending.ts'
import { checks, load, seconds, table } from './lib/report.ts'
import { markdownTable, writeResult } from './lib/results.ts'
import { sizesOf } from './lib/options.ts'
import { databaseOf } from './lib/stage.ts'

// All rollups made anew, against one serial pass that aggregates the same columns.
// By processor time of the database's process, which does not depend on what else the machine does.

const WITHIN = 3

interface Cost<T> { readonly value: T; readonly cpu: number; readonly took: number }

async function costOf<T>(pid: number, work: () => Promise<T>): Promise<Cost<T>> {
  const [before, began] = [cpuOf(pid), performance.now()]
  const value = await work()
  return { value, cpu: cpuOf(pid) - before, took: performance.now() - began }
}

/** The deltas read once by one process and summed by region, month and sector: without it nobody knows a rollup. */
const passOver = (metrics: readonly string[]) => `explain (analyze, timing off, costs off, summary off)
  select extract(year from counts_on)::int * 12 + extract(month from counts_on)::int - 1 as month, path, sector_id, ${metrics.map((name) => `sum(${name}) as ${name}`).join(', ')} from delta group by 1, 2, 3`

async function serial(connection: Connection): Promise<number> {
  await connection.client.unsafe(`set max_parallel_workers_per_gather = 0; set jit = off; set work_mem = '256MB'`)
  const [row] = await connection.client<{ pid: number }[]>`select pg_backend_pid() as pid`
  return row!.pid
}

await measure(async (atEnd) => {
  const loadBefore = load()
  const { data } = sizesOf({ rounds: 1, seconds: 1, connections: 1 })
  const { database, on } = await databaseOf(data, atEnd)
  const worker = connect(database.workerUrl, { max: 1 })
  atEnd(() => worker.close())
  const pid = await serial(worker)
  const [counts] = await worker.client<{ deltas: number; rollups: number }[]>`
    select (select count(*) from delta)::float8 as deltas, (select count(*) from rollup)::float8 + (select count(*) from rollup_day) as rollups`
  const told = await toldMetrics(worker.db)
  // Nobody sums a column that is null everywhere.
  const pass = await costOf(pid, () => worker.client.unsafe(passOver(told)))
  const wide = await costOf(pid, () => worker.client.unsafe(passOver(metricNames)))
  const right = await costOf(pid, () => worker.db.transaction((tx) => rebuild(tx)))
  // Emptied by the owner in the same transaction, so that nobody ever reads an empty table; what emptying costs is not the rebuild's.
  const owner = connect(database.ownerUrl, { max: 1 })
  atEnd(() => owner.close())
  const ownerPid = await serial(owner)
  const emptied = await owner.db.transaction(async (tx) => {
    await tx.execute(sql`truncate rollup, rollup_day`)
    return costOf(ownerPid, () => rebuild(tx))
  })
  const row = (name: string, { cpu, took }: Cost<unknown>, note: string) => [name, seconds(cpu), (cpu / pass.cpu).toFixed(1), seconds(took), note]
  const rows = [
    ['', 'processor', '× the pass', 'clock', ''],
    row('one serial pass', pass, `${counts!.deltas.toLocaleString('en')} deltas, the ${told.length} columns that any of them tells`),
    row('the same of all columns', wide, `${metricNames.length} columns, as a rollup has them`),
    row('rebuild', right, `${right.value.toLocaleString('en')} of ${counts!.rollups.toLocaleString('en')} rollups were wrong`),
    row('rebuild, none kept', emptied, `${emptied.value.toLocaleString('en')} written`),
  ]
  table(rows)
  const check = checks()
  check('kept rollups are what a rebuild makes', right.value === 0, `${right.value} differ`)
  check(`a rebuild costs at most ${WITHIN} × the pass`, right.cpu <= WITHIN * pass.cpu, (right.cpu / pass.cpu).toFixed(1))
  check(`with none kept too`, emptied.cpu <= WITHIN * pass.cpu, (emptied.cpu / pass.cpu).toFixed(1))
  writeResult({
    title: `Rebuild, ${on[0]!.match(/[\d,]+ hazards/)?.[0] ?? ''}`, command: 'pnpm --filter @anwang/bench rebuild -- --data <folder>', on, loadBefore,
    body: `Processor time of the one process of PostgreSQL that did it. The pass sums what a rebuild sums, by region, month and sector; a rebuild sums every region above as well, and by day, compares with what is kept and writes what differs.\n\n${markdownTable(rows)}`,
  })
  return check.failed === 0
})
